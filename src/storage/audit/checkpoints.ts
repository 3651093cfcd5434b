import type { OperationId } from '../../domain/ids.ts'
import { DomainError } from '../../domain/errors.ts'
import type { Database, Tx } from '../database.ts'
import type { AuditKey } from './audit-key.ts'
import { checkpointHash, checkpointStart, entryHash, instantText, laneStart } from './entry-text.ts'
import type { EntryRow } from './read-entries.ts'
import { ENTRY_COLUMNS } from './read-entries.ts'

/** The part of a transaction that statements need; also of the owner's own connection. */
export type Queries = Pick<Tx, 'operationId' | 'query'>

/** The last entry of a lane that a checkpoint vouches for. */
export interface Head {
  readonly seq: number
  readonly hash: string
}

export interface Checkpoint {
  readonly seq: number
  readonly at: string
  readonly hash: string
  /** Entries that it vouches for and that none did before. */
  readonly entries: number
  /** Lanes that were not vouched for, because what came last in them is not as it was written. */
  readonly refusedLanes: readonly string[]
}

/** What one operation's checkpoints say so far; kept by a server from one to the next. */
export interface KnownHeads {
  seq: number
  hash: string
  readonly heads: Map<string, Head>
}

export function noHeads(operationId: OperationId): KnownHeads {
  return { seq: 0, hash: checkpointStart(operationId).toString('hex'), heads: new Map() }
}

/**
 * Signs how far the lanes of an operation have come; undefined when nothing is new. What is new is
 * looked at first: a lane whose new entries are not as they were written is not vouched for.
 */
export async function makeCheckpoint(
  db: Database,
  operationId: OperationId,
  key: AuditKey,
  known: KnownHeads = noHeads(operationId),
): Promise<Checkpoint | undefined> {
  try {
    return await db.write(operationId, async (tx) => {
      await readKnown(tx, known)
      const moved = (await listLanes(tx)).filter(
        ({ lane, seq }) => seq > (known.heads.get(lane)?.seq ?? 0),
      )
      const heads: [lane: string, seq: number, hash: string][] = []
      const refusedLanes: string[] = []
      let entries = 0
      for (const { lane, seq } of moved) {
        const from = known.heads.get(lane)
        const hash = await followLane(tx, lane, from, key)
        if (hash === undefined) refusedLanes.push(lane)
        else {
          heads.push([lane, seq, hash])
          entries += seq - (from?.seq ?? 0)
        }
      }
      if (heads.length === 0 && refusedLanes.length === 0) return undefined
      const made = await insertCheckpoint(tx, key, known, 'reached', heads)
      return { ...made, entries, refusedLanes }
    })
  } catch (error) {
    // Another instance made one at the same moment; the next one goes on from there.
    if (error instanceof DomainError && error.code === 'conflict') return undefined
    throw error
  }
}

/** Signs a statement and appends it to the operation's chain of them. */
export async function insertCheckpoint(
  tx: Queries,
  key: AuditKey,
  last: Pick<KnownHeads, 'seq' | 'hash'>,
  kind: 'reached' | 'dropped',
  heads: readonly (readonly [lane: string, seq: number, hash: string])[],
): Promise<Pick<Checkpoint, 'seq' | 'at' | 'hash'>> {
  const text = {
    operationId: tx.operationId,
    seq: last.seq + 1,
    at: instantText(new Date()),
    kind,
    heads: JSON.stringify(heads),
    key: key.id,
    prevHash: last.hash,
  }
  const hash = checkpointHash(text)
  await tx.query(
    `insert into audit_checkpoints (operation_id, seq, at, kind, heads, key, prev_hash, hash, signature)
     values ($1, $2, $3, $4, $5, $6, decode($7, 'hex'), $8, $9)`,
    [tx.operationId, text.seq, text.at, kind, text.heads, key.id, last.hash, hash, key.sign(hash)],
  )
  return { seq: text.seq, at: text.at, hash: hash.toString('hex') }
}

/** Brings what is known up to the last checkpoint on file. */
export async function readKnown(tx: Queries, known: KnownHeads): Promise<void> {
  for (;;) {
    const rows = await tx.query<{ seq: number; kind: string; heads: string; hash: string }>(
      `select seq, kind, heads, encode(hash, 'hex') as hash from audit_checkpoints
       where operation_id = $1 and seq > $2 order by seq limit 1000`,
      [tx.operationId, known.seq],
    )
    if (rows.length === 0) return
    for (const { seq, kind, heads, hash } of rows) {
      for (const [lane, at, head] of JSON.parse(heads) as [string, number, string][])
        if (kind === 'dropped') known.heads.delete(lane)
        else known.heads.set(lane, { seq: at, hash: head })
      known.seq = Number(seq)
      known.hash = hash
    }
  }
}

/** Every lane with its last entry's number; a step of the index for each lane, not for each entry. */
async function listLanes(tx: Tx): Promise<readonly { lane: string; seq: number }[]> {
  return tx.query(
    `with recursive lanes as (
       (select lane from audit_entries where operation_id = $1 order by lane limit 1)
       union all
       select (select e.lane from audit_entries e
               where e.operation_id = $1 and e.lane > l.lane order by e.lane limit 1)
       from lanes l where l.lane is not null)
     select l.lane, (select e.seq from audit_entries e where e.operation_id = $1 and e.lane = l.lane
                     order by e.seq desc limit 1) as seq
     from lanes l where l.lane is not null`,
    [tx.operationId],
  )
}

const PAGE = 5_000

/** The hash of a lane's last entry, when all since `from` is as it was written. */
async function followLane(
  tx: Tx,
  lane: string,
  from: Head | undefined,
  key: AuditKey,
): Promise<string | undefined> {
  let { seq, hash } = from ?? {
    seq: 0,
    hash: laneStart(tx.operationId, lane).toString('hex'),
  }
  for (;;) {
    const rows = await tx.query<EntryRow>(
      `select ${ENTRY_COLUMNS} from audit_entries
       where operation_id = $1 and lane = $2 and seq > $3 order by seq limit ${PAGE}`,
      [tx.operationId, lane, seq],
    )
    for (const row of rows) {
      const own = entryHash({ ...row, operationId: tx.operationId })
      const isSound =
        row.seq === seq + 1 &&
        row.prevHash === hash &&
        row.hash === own.toString('hex') &&
        // Entries of an earlier key, or of another instance's, cannot be tried here.
        (row.key !== key.id || row.seal === key.seal(own).toString('hex'))
      if (!isSound) return undefined
      seq = row.seq
      hash = row.hash
    }
    if (rows.length < PAGE) return hash
  }
}
