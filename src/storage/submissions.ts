import type { CaseId, PersonId } from '../domain/ids.ts'
import type { StateCode } from '../domain/state-code.ts'
import type { Tx } from './database.ts'

/** The key of the programme (domain/offer.ts) with which each of these cases has an active submission. */
export async function programmesOf(
  tx: Tx,
  caseIds: readonly CaseId[],
): Promise<ReadonlyMap<CaseId, string>> {
  const rows = await tx.query<{ case_id: string; programme: string }>(
    `select s.case_id, (o.terms ->> 'state') || ' ' || (o.terms ->> 'programme') as programme
     from submissions s
     join offers o on o.operation_id = s.operation_id and o.id = s.offer_id
     where s.operation_id = $1 and s.active and s.case_id = any($2::uuid[])`,
    [tx.operationId, caseIds],
  )
  return new Map(rows.map((row) => [row.case_id as CaseId, row.programme]))
}

/** The States that denied each of these persons, ever. */
export async function refusalsOf(
  tx: Tx,
  personIds: readonly PersonId[],
): Promise<ReadonlyMap<PersonId, readonly StateCode[]>> {
  const rows = await tx.query<{ person_id: string; states: string[] }>(
    `select m.person_id, array_agg(distinct o.terms ->> 'state') as states
     from submission_members m
     join submissions s on s.operation_id = m.operation_id and s.id = m.submission_id
     join offers o on o.operation_id = s.operation_id and o.id = s.offer_id
     where m.operation_id = $1 and m.outcome = 'denied' and m.person_id = any($2::uuid[])
     group by m.person_id`,
    [tx.operationId, personIds],
  )
  return new Map(rows.map((row) => [row.person_id as PersonId, row.states]))
}
