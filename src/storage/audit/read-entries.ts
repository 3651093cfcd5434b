/** An entry as it lies in the table; bytes in hexadecimal, the instant with all six decimals. */
export interface EntryRow {
  readonly lane: string
  readonly seq: number
  readonly at: string
  readonly actor: string
  readonly role: string
  readonly kind: string
  readonly action: string
  readonly subjects: readonly string[]
  readonly facts: string
  readonly key: string
  readonly prevHash: string
  readonly hash: string
  readonly seal: string
}

export const INSTANT = `to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`

export const ENTRY_COLUMNS = `lane, seq, ${INSTANT} as at, actor, role, kind, action, subjects, facts, key,
  encode(prev_hash, 'hex') as "prevHash", encode(hash, 'hex') as hash, encode(seal, 'hex') as seal`

/** A checkpoint as it lies in the table. */
export interface CheckpointRow {
  readonly seq: number
  readonly at: string
  readonly kind: string
  readonly heads: string
  readonly key: string
  readonly prevHash: string
  readonly hash: string
  readonly signature: string
}

export const CHECKPOINT_COLUMNS = `seq, ${INSTANT} as at, kind, heads, key,
  encode(prev_hash, 'hex') as "prevHash", encode(hash, 'hex') as hash, encode(signature, 'hex') as signature`
