import type { PersonId } from '../domain/ids.ts'
import type { Tx } from './database.ts'

/** A record that was merged, and the record that is shown for it. */
export interface SamePerson {
  readonly personId: PersonId
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

/** Writes anew who is shown for whom, among these records. */
export async function saveMerges(
  tx: Tx,
  ids: readonly PersonId[],
  merges: readonly SamePerson[],
): Promise<void> {
  await tx.query(
    'delete from same_persons where operation_id = $1 and person_id = any($2::uuid[])',
    [tx.operationId, ids],
  )
  await tx.query(
    `insert into same_persons (operation_id, person_id, shown_id, site, shown_site)
     select $1::uuid, p.id, s.id, p.site, s.site
     from unnest($2::uuid[], $3::uuid[]) as m (person_id, shown_id)
     join persons p on p.operation_id = $1 and p.id = m.person_id
     join persons s on s.operation_id = $1 and s.id = m.shown_id`,
    [tx.operationId, merges.map((one) => one.personId), merges.map((one) => one.shownId)],
  )
}

/** Merged records whose row is not what the events say: a fault, for `onward doctor --deep`. */
export async function countMergesOffEvents(tx: Tx): Promise<number> {
  const [row] = await tx.query<{ persons: number }>(
    `with said as (
       select person_id, shown_id from (
         select distinct on (person_id) person_id, (data ->> 'intoId')::uuid as shown_id, type from events
         where operation_id = $1 and type in ('person.merged', 'person.unmerged')
         order by person_id, recorded_at desc, id desc
       ) as last_word where type = 'person.merged'
     )
     select count(*)::int as persons from said
     full join (select person_id, shown_id from same_persons where operation_id = $1) as kept
       using (person_id)
     where said.shown_id is distinct from kept.shown_id`,
    [tx.operationId],
  )
  return row?.persons ?? 0
}

/** Persons with several records who are in more than one case that goes on, by reference. */
export async function listInSeveralCases(tx: Tx): Promise<readonly string[]> {
  const rows = await tx.query<{ reference: string }>(
    `select p.reference from (
       select coalesce(s.shown_id, m.person_id) as id, count(*) as cases from case_members m
       left join same_persons s on s.operation_id = $1 and s.person_id = m.person_id
       where m.operation_id = $1 and m.active
       group by 1 having count(*) > 1
     ) as twice
     join persons p on p.operation_id = $1 and p.id = twice.id
     order by p.reference`,
    [tx.operationId],
  )
  return rows.map((row) => row.reference)
}
