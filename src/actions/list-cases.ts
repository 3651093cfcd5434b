import { requireAccess } from '../domain/access.ts'
import type { CaseListView } from '../domain/views.ts'
import type { CaseQuery } from '../storage/case-list.ts'
import { selectCases } from '../storage/case-list.ts'
import type { Desk } from './desk.ts'
import { today } from './desk.ts'

/** Searches, filters and sorts the cases. */
export async function listCases(desk: Desk, query: CaseQuery): Promise<CaseListView> {
  requireAccess(desk.actor, 'case.search')
  return desk.db.read(desk.operation.id, (tx) => selectCases(tx, query, today(desk)))
}
