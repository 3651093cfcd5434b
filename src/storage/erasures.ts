import type { CaseId, PersonId } from '../domain/ids.ts'
import type { Erasure, ErasureReason } from '../domain/erasure.ts'
import { forgetInBatches } from './batches.ts'
import type { Tx } from './database.ts'
import { newId } from './ids.ts'
import { destroyPersonKey } from './sealing/data-keys.ts'

/** An erasure with whom it is of. */
export interface StoredErasure extends Erasure {
  readonly id: string
  readonly personId: PersonId
}

const COLUMNS = `id, person_id as "personId", reference as person, reason, outcome,
  asked_by as "askedBy", asked_at as "askedAt", ended_by as "endedBy", ended_at as "endedAt"`

type Row = Omit<StoredErasure, 'endedBy' | 'endedAt'> & {
  readonly endedBy: string | null
  readonly endedAt: string | null
}

function toErasure({ endedBy, endedAt, ...row }: Row): StoredErasure {
  return {
    ...row,
    ...(endedBy === null ? {} : { endedBy }),
    ...(endedAt === null ? {} : { endedAt }),
  }
}

/** Every erasure, the latest first. */
export async function listErasures(tx: Tx): Promise<readonly StoredErasure[]> {
  const rows = await tx.query<Row>(
    `select ${COLUMNS} from erasures where operation_id = $1 order by asked_at desc, id desc`,
    [tx.operationId],
  )
  return rows.map(toErasure)
}

/** The erasure that was asked for a person and waits; locked. */
export async function findOpenErasure(
  tx: Tx,
  reference: string,
): Promise<StoredErasure | undefined> {
  const rows = await tx.query<Row>(
    `select ${COLUMNS} from erasures
     where operation_id = $1 and reference = $2 and outcome = 'asked' for update`,
    [tx.operationId, reference],
  )
  return rows[0] && toErasure(rows[0])
}

export async function insertErasure(
  tx: Tx,
  person: { readonly id: PersonId; readonly reference: string },
  asked: { readonly reason: ErasureReason; readonly by: string; readonly at: string },
): Promise<void> {
  await tx.query(
    `insert into erasures (operation_id, id, person_id, reference, reason, asked_by, asked_at)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [tx.operationId, newId(), person.id, person.reference, asked.reason, asked.by, asked.at],
  )
}

export async function endErasure(
  tx: Tx,
  id: string,
  outcome: 'erased' | 'withdrawn',
  by: string,
  at: string,
): Promise<void> {
  await tx.query(
    `update erasures set outcome = $3, ended_by = $4, ended_at = $5
     where operation_id = $1 and id = $2`,
    [tx.operationId, id, outcome, by, at],
  )
}

/** Cases in which the person is or was. */
export async function listCaseIdsOf(tx: Tx, personId: PersonId): Promise<readonly CaseId[]> {
  const rows = await tx.query<{ id: CaseId }>(
    `select distinct case_id as id from events
     where operation_id = $1 and person_id = $2 and case_id is not null
     union select case_id from case_members where operation_id = $1 and person_id = $2`,
    [tx.operationId, personId],
  )
  return rows.map(({ id }) => id)
}

/** What a person was, with nothing of who: the row stays, for history speaks of its id. */
const ERASED_COLUMNS = `names = '[]', display_name = '', sex = 'unknown', birth_text = null,
  birth_calendar = null, birth_earliest = null, birth_latest = null, birth_precision = null,
  nationality = null, needs = '{}', needs_medical_place = false, languages = '{}',
  preferred_states = '{}', tie_states = '{}', household_id = null, stated = null,
  source_id = 'erased:' || id, removed_at = now()`

/**
 * Takes the person out of everything that is read, and destroys their key, and with it what history
 * and snapshots hold of them. The result: eRRF contents that went as a whole.
 */
export async function erase(
  tx: Tx,
  personId: PersonId,
  caseIds: readonly CaseId[],
): Promise<{ readonly errfContents: number }> {
  const [history] = await tx.query<{ removed: number }>(
    'select erase_from_history($1, $2, $3) as removed',
    [tx.operationId, personId, caseIds],
  )
  await destroyPersonKey(tx, personId)
  await forgetInBatches(tx, personId)
  const of = [tx.operationId, personId]
  for (const sql of [
    `update persons set ${ERASED_COLUMNS} where operation_id = $1 and id = $2`,
    'delete from person_keys where operation_id = $1 and person_id = $2',
    'delete from person_link_keys where operation_id = $1 and person_id = $2',
    'delete from same_persons where operation_id = $1 and (person_id = $2 or shown_id = $2)',
    `update pairs set a_mark = '', b_mark = '' where operation_id = $1 and (a_id = $2 or b_id = $2)`,
    'update travel_checks set document = null where operation_id = $1 and person_id = $2',
  ])
    await tx.query(sql, of)
  // Answers that are kept for a day may tell anything of anybody.
  await tx.query('delete from kept_answers where operation_id = $1', [tx.operationId])
  return { errfContents: history?.removed ?? 0 }
}
