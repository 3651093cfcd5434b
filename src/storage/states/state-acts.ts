import type { SubmissionId } from '../../domain/ids.ts'
import type { ActKind, ActView } from '../../domain/state-views.ts'
import type { StateCode } from '../../domain/state-code.ts'
import type { Tx } from '../database.ts'
import { newId, newReference } from '../ids.ts'
import { insertRows } from '../insert-rows.ts'

export interface NewAct {
  readonly state: StateCode
  readonly kind: ActKind
  readonly side: 'state' | 'office'
  readonly actor: string
  readonly recordedAt: string
  readonly facts?: Readonly<Record<string, string>>
  /** Absent for acts that are of no case. */
  readonly of?: {
    readonly submissionId: SubmissionId
    readonly reference: string
    readonly site: string
  }
}

/** Writes what a State did, or what was sent to it. */
export async function insertActs(tx: Tx, acts: readonly NewAct[]): Promise<void> {
  await insertRows(
    tx,
    'state_acts',
    {
      id: 'uuid',
      reference: 'text',
      state: 'text',
      site: 'text',
      submission_id: 'uuid',
      case_reference: 'text',
      kind: 'text',
      side: 'text',
      actor: 'text',
      recorded_at: 'timestamptz',
      facts: 'jsonb',
      seen_by: 'text',
      seen_at: 'timestamptz',
    },
    acts.map(({ state, kind, side, actor, recordedAt, facts = {}, of }) => ({
      id: newId(),
      reference: newReference('A'),
      state,
      site: of?.site,
      submission_id: of?.submissionId,
      case_reference: of?.reference,
      kind,
      side,
      actor,
      recorded_at: recordedAt,
      facts,
      // What the offices did themselves they have seen.
      ...(side === 'office' ? { seen_by: actor, seen_at: recordedAt } : {}),
    })),
  )
}

interface ActRow {
  reference: string
  state: string
  kind: string
  side: string
  actor: string
  recorded_at: string
  case_reference: string | null
  facts: Record<string, string>
  seen_by: string | null
}

/** A page of acts, the newest first, with how many there are and how many nobody has seen. */
export async function listActs(
  tx: Tx,
  page: number,
  pageSize: number,
): Promise<{
  readonly acts: readonly ActView[]
  readonly total: number
  readonly unseen: number
}> {
  const rows = await tx.query<ActRow>(
    `select reference, state, kind, side, actor, recorded_at, case_reference, facts, seen_by
     from state_acts where operation_id = $1
     order by recorded_at desc, id desc limit $2 offset $3`,
    [tx.operationId, pageSize, (page - 1) * pageSize],
  )
  const counts = await tx.query<{ total: number; unseen: number }>(
    `select count(*)::int as total, count(*) filter (where seen_at is null)::int as unseen
     from state_acts where operation_id = $1`,
    [tx.operationId],
  )
  return {
    acts: rows.map((row) => ({
      act: row.reference,
      state: row.state,
      kind: row.kind as ActKind,
      side: row.side as ActView['side'],
      by: row.actor,
      at: row.recorded_at,
      ...(row.case_reference === null ? {} : { case: row.case_reference }),
      facts: row.facts,
      ...(row.seen_by === null ? {} : { seenBy: row.seen_by }),
    })),
    total: counts[0]?.total ?? 0,
    unseen: counts[0]?.unseen ?? 0,
  }
}

/** Marks acts as seen; whoever saw one first stays named. */
export async function markSeen(
  tx: Tx,
  references: readonly string[],
  by: { readonly actor: string; readonly at: string },
): Promise<number> {
  const rows = await tx.query(
    `update state_acts set seen_by = $3, seen_at = $4
     where operation_id = $1 and reference = any($2::text[]) and seen_at is null returning id`,
    [tx.operationId, references, by.actor, by.at],
  )
  return rows.length
}
