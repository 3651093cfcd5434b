import type { CaseStatus } from '../domain/case.ts'
import type { CaseId, PersonId } from '../domain/ids.ts'
import type { Tx } from './database.ts'

/** A person's place in a case that goes on. */
export interface ActiveMembership {
  readonly personId: PersonId
  readonly caseId: CaseId
  /** The id of the case in its source register. */
  readonly caseSourceId: string
  readonly relationship: string
}

/** The active cases in which these persons are: at most one for each (I3). */
export async function listActiveMemberships(
  tx: Tx,
  personIds: readonly PersonId[],
): Promise<readonly ActiveMembership[]> {
  const rows = await tx.query<{
    person_id: string
    case_id: string
    source_id: string
    relationship: string
  }>(
    `select m.person_id, m.case_id, m.relationship, c.source_id from case_members m
     join cases c on c.operation_id = m.operation_id and c.id = m.case_id
     where m.operation_id = $1 and m.active and m.person_id = any($2::uuid[])`,
    [tx.operationId, personIds],
  )
  return rows.map((row) => ({
    personId: row.person_id as PersonId,
    caseId: row.case_id as CaseId,
    caseSourceId: row.source_id,
    relationship: row.relationship,
  }))
}

/** A case in which a person is. */
export interface CaseOfMember {
  readonly personId: PersonId
  readonly reference: string
  readonly status: CaseStatus
  readonly relationship: string
  readonly active: boolean
}

/** Every case in which these persons are, those that go on first, then the latest. */
export async function listCasesOfPersons(
  tx: Tx,
  personIds: readonly PersonId[],
): Promise<readonly CaseOfMember[]> {
  const rows = await tx.query<{
    person_id: string
    reference: string
    status: string
    relationship: string
    active: boolean
  }>(
    `select m.person_id, c.reference, c.status, m.relationship, m.active from case_members m
     join cases c on c.operation_id = m.operation_id and c.id = m.case_id and c.removed_at is null
     where m.operation_id = $1 and m.person_id = any($2::uuid[])
     order by m.person_id, m.active desc, c.referred_on desc, c.reference`,
    [tx.operationId, personIds],
  )
  return rows.map((row) => ({
    personId: row.person_id as PersonId,
    reference: row.reference,
    status: row.status as CaseStatus,
    relationship: row.relationship,
    active: row.active,
  }))
}
