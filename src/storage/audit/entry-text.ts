import { createHash } from 'node:crypto'

/** An entry as it is written; bytes in hexadecimal. */
export interface AuditEntry {
  readonly operationId: string
  readonly lane: string
  /** From 1, without gaps within its lane. */
  readonly seq: number
  /** RFC 3339 in UTC with six decimals. */
  readonly at: string
  readonly actor: string
  readonly role: string
  readonly kind: string
  readonly action: string
  readonly subjects: readonly string[]
  /** JSON with sorted keys, as text. */
  readonly facts: string
  /** Id of the key that seals it. */
  readonly key: string
  readonly prevHash: string
}

/** The text that is hashed: the format of docs/audit.md, "An entry". */
function entryText(one: AuditEntry): string {
  return JSON.stringify([
    'onward-audit-entry-1',
    one.operationId,
    one.lane,
    one.seq,
    one.at,
    one.actor,
    one.role,
    one.kind,
    one.action,
    one.subjects,
    one.facts,
    one.key,
    one.prevHash,
  ])
}

export function entryHash(one: AuditEntry): Buffer {
  return sha256(entryText(one))
}

/** What the first entry of a lane has in place of the hash before it. */
export function laneStart(operationId: string, lane: string): Buffer {
  return sha256(JSON.stringify(['onward-audit-lane-1', operationId, lane]))
}

/** A signed statement on lanes. */
export interface CheckpointText {
  readonly operationId: string
  readonly seq: number
  readonly at: string
  /** How far lanes have come, or which lanes were dropped after their time. */
  readonly kind: 'reached' | 'dropped'
  /** JSON: lane, seq and hash of each last entry. */
  readonly heads: string
  readonly key: string
  readonly prevHash: string
}

/** What the first checkpoint of an operation has in place of the hash before it. */
export function checkpointStart(operationId: string): Buffer {
  return sha256(JSON.stringify(['onward-audit-checkpoints-1', operationId]))
}

export function checkpointHash(one: CheckpointText): Buffer {
  return sha256(
    JSON.stringify([
      'onward-audit-checkpoint-1',
      one.operationId,
      one.seq,
      one.at,
      one.kind,
      one.heads,
      one.key,
      one.prevHash,
    ]),
  )
}

/** An instant with six decimals, as PostgreSQL keeps it. */
export function instantText(at: Date): string {
  return at.toISOString().replace('Z', '000Z')
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
