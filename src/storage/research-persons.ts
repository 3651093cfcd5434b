import type { ResearchRow, ResearchView } from '../domain/role-views.ts'
import type { Tx } from './database.ts'

const PAGE_SIZE = 1_000

/** One page of the pseudonymised register, in the order of the pseudonyms (view `research_persons`). */
export async function selectResearchPersons(tx: Tx, page: number): Promise<ResearchView> {
  const [counted] = await tx.query<{ total: number }>(
    'select count(*)::int as total from research_persons where operation_id = $1',
    [tx.operationId],
  )
  const rows = await tx.query<{ row: ResearchRow }>(
    `select json_strip_nulls(json_build_object(
       'pseudonym', pseudonym, 'casePseudonym', case_pseudonym, 'sex', sex, 'ageBand', age_band,
       'registeredYear', registered_year, 'protectionStatus', protection_status, 'location', location,
       'engagement', engagement, 'caseStatus', case_status, 'priority', priority,
       'primary', primary_category, 'referredYear', referred_year, 'departedYear', departed_year,
       'arrivedYear', arrived_year)) as row
     from research_persons where operation_id = $1
     order by pseudonym limit ${PAGE_SIZE} offset $2`,
    [tx.operationId, (page - 1) * PAGE_SIZE],
  )
  return {
    total: { persons: counted?.total ?? 0 },
    page,
    pageSize: PAGE_SIZE,
    rows: rows.map((one) => one.row),
  }
}
