import { requireAccess } from '../domain/access.ts'
import type { PersonListView } from '../domain/person-views.ts'
import type { Tx } from '../storage/database.ts'
import { PERSONS_PER_PAGE, searchPersons } from '../storage/person-search.ts'
import { search } from './at-work.ts'
import type { Desk } from './desk.ts'
import { today } from './desk.ts'
import { readPersonRows } from './person-rows.ts'

export interface PersonQuery {
  /** Names in any script, or a reference; every word must be found, the last may be unfinished. */
  readonly query?: string
  /** From 1. */
  readonly page?: number
}

/** Searches the persons, each of them once, by any record that they have. */
export async function listPersons(desk: Desk, asked: PersonQuery): Promise<PersonListView> {
  requireAccess(desk.actor, 'person.read')
  const read = async (tx: Tx): Promise<PersonListView> => {
    const { total, ids } = await searchPersons(tx, asked)
    return {
      total: { persons: total },
      page: Math.max(1, asked.page ?? 1),
      pageSize: PERSONS_PER_PAGE,
      rows: await readPersonRows(tx, ids, today(desk)),
    }
  }
  return search(desk, 'person.read', asked.query, read, (list) => list.total.persons)
}
