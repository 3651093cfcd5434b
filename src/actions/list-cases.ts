import { requireAccess } from '../domain/access.ts'
import type { CaseListView } from '../domain/views.ts'
import type { CaseQuery } from '../storage/case-list.ts'
import { selectCases } from '../storage/case-list.ts'
import { search } from './at-work.ts'
import type { Desk } from './desk.ts'
import { today } from './desk.ts'

/** Searches, filters and sorts the cases. */
export async function listCases(desk: Desk, query: CaseQuery): Promise<CaseListView> {
  requireAccess(desk.actor, 'case.search')
  return search(
    desk,
    'case.search',
    query.query,
    (tx) => selectCases(tx, query, today(desk)),
    (list) => list.total.cases,
  )
}
