import type pg from 'pg'
import type { AuditActor, AuditNote } from '../../domain/audit.ts'
import { MOST_SUBJECTS } from '../../domain/audit.ts'
import type { OperationId } from '../../domain/ids.ts'
import { newId } from '../ids.ts'
import type { AuditKey } from './audit-key.ts'
import { entryHash, instantText, laneStart } from './entry-text.ts'

/**
 * Notes of one transaction become entries of one lane. A lane is a hash chain that one transaction
 * at a time writes to, so that nobody waits for anybody; its head is kept here and moves on only
 * when the transaction is known to be committed. A lane of which that is not known is abandoned.
 */
export interface AuditWriter {
  /** Writes the notes and commits, all in the transaction of this connection. */
  commit(
    client: pg.ClientBase,
    operationId: OperationId,
    notes: readonly AuditNote[],
    bound: AuditActor,
  ): Promise<void>
  /** After a connection broke: what was committed without waiting for the disk may be lost. */
  forgetLanes(): void
}

interface Lane {
  readonly id: string
  readonly openedMs: number
  readonly generation: number
  seq: number
  head: Buffer
}

/** Lanes end after a day, so that old ones can be dropped whole after their time. */
const LANE_LIFE_MS = 24 * 3_600_000

const INSERT = `insert into audit_entries
  (operation_id, lane, seq, at, actor, role, kind, action, subjects, facts, key, prev_hash, hash, seal)
  select $1::uuid, $2::uuid, r.seq, r.at, r.actor, r.role, r.kind, r.action, r.subjects, r.facts, $3,
    decode(r.prev, 'hex'), decode(r.hash, 'hex'), decode(r.seal, 'hex')
  from json_to_recordset($4::json) as r(seq bigint, at timestamptz, actor text, role text, kind text,
    action text, subjects text[], facts text, prev text, hash text, seal text)`

export function auditWriter(openKey: () => Promise<AuditKey>): AuditWriter {
  const free = new Map<OperationId, Lane[]>()
  let generation = 0
  const take = (operationId: OperationId): Lane => {
    const lanes = free.get(operationId) ?? []
    for (let lane = lanes.pop(); lane !== undefined; lane = lanes.pop())
      if (Date.now() - lane.openedMs < LANE_LIFE_MS) return lane
    const id = newId<string>()
    return { id, openedMs: Date.now(), generation, seq: 0, head: laneStart(operationId, id) }
  }
  const giveBack = (operationId: OperationId, lane: Lane): void => {
    if (lane.generation !== generation) return
    const lanes = free.get(operationId)
    if (lanes === undefined) free.set(operationId, [lane])
    else lanes.push(lane)
  }
  return {
    forgetLanes: () => {
      generation += 1
      free.clear()
    },
    commit: async (client, operationId, notes, bound) => {
      const key = await openKey()
      const lane = take(operationId)
      const rows = chain(operationId, lane, notes, bound, key)
      await client.query(INSERT, [operationId, lane.id, key.id, JSON.stringify(rows)])
      await client.query('commit')
      const last = rows.at(-1)
      if (last === undefined) throw new Error('There was nothing to note.')
      lane.seq = last.seq
      lane.head = Buffer.from(last.hash, 'hex')
      giveBack(operationId, lane)
    },
  }
}

function chain(
  operationId: OperationId,
  lane: Lane,
  notes: readonly AuditNote[],
  bound: AuditActor,
  key: AuditKey,
) {
  const at = instantText(new Date())
  let { seq } = lane
  let prevHash = lane.head.toString('hex')
  return notes.map((note) => {
    seq += 1
    const { handle: actor, role } = note.by ?? bound
    const { kind, action } = note
    const { subjects, facts } = contentOf(note, key)
    const at_ = { operationId, lane: lane.id, seq, at, actor, role, kind, action }
    const hash = entryHash({ ...at_, subjects, facts, key: key.id, prevHash })
    const row = { seq, at, actor, role, kind, action, subjects, facts, prev: prevHash }
    prevHash = hash.toString('hex')
    return { ...row, hash: prevHash, seal: key.seal(hash).toString('hex') }
  })
}

/** Subjects and facts as they are kept: capped, sorted, words hidden. */
function contentOf(
  { subjects = [], facts = {}, words }: AuditNote,
  key: AuditKey,
): { readonly subjects: readonly string[]; readonly facts: string } {
  const all = [...new Set(subjects)].toSorted()
  const kept = all.length > MOST_SUBJECTS ? all.filter((one) => !isOne(one)) : all
  const counted = all.length > MOST_SUBJECTS ? countsOf(all) : {}
  const hidden = words === undefined ? {} : { words: key.hideWords(words) }
  const entries = Object.entries({ ...counted, ...facts, ...hidden })
  return {
    subjects: kept.slice(0, MOST_SUBJECTS),
    facts: JSON.stringify(Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)))),
  }
}

/** Of many at once the persons, cases and offers are counted; the batch or export stays named. */
function isOne(subject: string): boolean {
  return /^(person|case|offer|submission):/.test(subject)
}

function countsOf(subjects: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const one of subjects.filter(isOne)) {
    const name = `${one.slice(0, one.indexOf(':'))}s`
    counts[name] = (counts[name] ?? 0) + 1
  }
  return counts
}
