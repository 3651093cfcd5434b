import type { PersonId } from '../domain/ids.ts'
import type { Tx } from './database.ts'
import { insertRows } from './insert-rows.ts'

/** A record that was merged, and the record that is shown for it. */
export interface SamePerson {
  readonly personId: PersonId
  /** The record it was merged into. */
  readonly intoId: PersonId
  /** The end of the chain. */
  readonly shownId: PersonId
}

/** Everyone who is one person with any of these records, they among them, by the one shown. */
export async function listGroups(
  tx: Tx,
  ids: readonly PersonId[],
): Promise<ReadonlyMap<PersonId, readonly PersonId[]>> {
  const rows = await tx.query<{ shown_id: string; person_id: string }>(
    `with asked as (
       select distinct coalesce(s.shown_id, a.id) as shown_id
       from unnest($2::uuid[]) as a (id)
       left join same_persons s on s.operation_id = $1 and s.person_id = a.id
     )
     select shown_id, shown_id as person_id from asked
     union all
     select s.shown_id, s.person_id from same_persons s join asked using (shown_id)
     where s.operation_id = $1
     order by 1, 2`,
    [tx.operationId, ids],
  )
  const groups = new Map<PersonId, PersonId[]>()
  for (const row of rows) {
    const shown = row.shown_id as PersonId
    const group = groups.get(shown) ?? []
    groups.set(shown, group)
    if (row.person_id === shown) group.unshift(shown)
    else group.push(row.person_id as PersonId)
  }
  return groups
}

/** The merged records of these groups, as they are kept. */
export async function listSamePersons(
  tx: Tx,
  shownIds?: readonly PersonId[],
): Promise<readonly SamePerson[]> {
  const rows = await tx.query<{ person_id: string; into_id: string; shown_id: string }>(
    `select person_id, into_id, shown_id from same_persons
     where operation_id = $1 and ($2::uuid[] is null or shown_id = any($2::uuid[]))
     order by person_id`,
    [tx.operationId, shownIds],
  )
  return rows.map((row) => ({
    personId: row.person_id as PersonId,
    intoId: row.into_id as PersonId,
    shownId: row.shown_id as PersonId,
  }))
}

/** Writes anew who is shown for whom, among the records of these groups. */
export async function saveMerges(
  tx: Tx,
  shownIds: readonly PersonId[],
  merges: readonly Omit<SamePerson, 'shownId'>[],
): Promise<void> {
  await tx.query(
    'delete from same_persons where operation_id = $1 and shown_id = any($2::uuid[])',
    [tx.operationId, shownIds],
  )
  await insertRows(
    tx,
    'same_persons',
    { person_id: 'uuid', into_id: 'uuid', shown_id: 'uuid' },
    withShown(merges).map((one) => ({
      person_id: one.personId,
      into_id: one.intoId,
      shown_id: one.shownId,
    })),
  )
}

/** Follows each merge to the record that is shown in the end. */
export function withShown(merges: readonly Omit<SamePerson, 'shownId'>[]): readonly SamePerson[] {
  const into = new Map(merges.map((one) => [one.personId, one.intoId]))
  return merges.map((one) => {
    let shownId = one.intoId
    for (let next = into.get(shownId); next !== undefined; next = into.get(shownId)) shownId = next
    return { ...one, shownId }
  })
}
