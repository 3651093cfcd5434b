import type { PersonId, SiteId } from '../domain/ids.ts'
import type { Person, PersonFile } from '../domain/person.ts'
import { candidateKeys, candidateKeysOfAll } from '../identity/linkage/find-likely.ts'
import type { IdentityRecord } from '../identity/linkage/match.ts'
import { SKELETON_MARK } from '../identity/name.ts'
import type { Tx } from './database.ts'
import { insertRows } from './insert-rows.ts'
import type { HiddenWords } from './sealing/hidden-words.ts'
import { openerFor, sealerFor } from './sealing/sealed.ts'

/** Who someone is, as the linkage engine takes it: nothing of what happened to them. */
export function identityRecord(
  person: Pick<Person, 'id' | 'names' | 'birth' | 'sex' | 'nationality'>,
  file: Pick<PersonFile, 'householdId'>,
): IdentityRecord {
  const { id, names, birth, sex, nationality } = person
  return {
    id,
    names,
    ...(birth === undefined ? {} : { birth }),
    ...(sex === 'unknown' ? {} : { sex }),
    ...(nationality === undefined ? {} : { place: nationality }),
    ...(file.householdId === undefined ? {} : { household: file.householdId }),
  }
}

/** Writes the keys under which these records are looked up. */
export async function insertLinkKeys(
  tx: Tx,
  records: readonly IdentityRecord[],
  siteOf: ReadonlyMap<string, SiteId>,
): Promise<void> {
  const { words } = await sealerFor(tx, [])
  const rows = keyRows(records, words).map((one) => ({ ...one, site: siteOf.get(one.person_id) }))
  const columns = { key: 'text', person_id: 'uuid', site: 'text' }
  await insertRows(tx, 'person_link_keys', columns, rows, 'do nothing')
}

function keyRows(
  records: readonly IdentityRecord[],
  words: HiddenWords,
): readonly { readonly key: string; readonly person_id: string }[] {
  const keys = candidateKeysOfAll(records)
  return records.flatMap((one, at) =>
    (keys[at] ?? []).map((key) => ({ key: words.whole(key), person_id: one.id })),
  )
}

/** Takes away the keys that these records have had. */
export async function deleteLinkKeys(tx: Tx, records: readonly IdentityRecord[]): Promise<void> {
  if (records.length === 0) return
  const { words } = await sealerFor(tx, [])
  const keys = keyRows(records, words)
  await tx.query(
    `delete from person_link_keys k using unnest($2::text[], $3::uuid[]) as gone(key, person_id)
     where k.operation_id = $1 and k.key = gone.key and k.person_id = gone.person_id`,
    [tx.operationId, keys.map((one) => one.key), keys.map((one) => one.person_id)],
  )
}

/** Takes all keys away, before all are written anew: those of older rules too. */
export async function deleteAllLinkKeys(tx: Tx): Promise<void> {
  await tx.query('delete from person_link_keys where operation_id = $1', [tx.operationId])
}

/** Persons on file who have no key: they came before there were keys (`onward same scan`). */
export async function countWithoutLinkKeys(tx: Tx): Promise<number> {
  const [row] = await tx.query<{ persons: number }>(
    `select count(*)::int as persons from persons p
     where p.operation_id = $1 and p.removed_at is null and not exists (
       select from person_link_keys k where k.operation_id = $1 and k.person_id = p.id)`,
    [tx.operationId],
  )
  return row?.persons ?? 0
}

/** Records looked at for one subject: more share a key with a very frequent name. */
const MOST_CANDIDATES = 150

/** Ids of persons on file who share a key with the record, those who share most first. */
export async function findCandidateIds(
  tx: Tx,
  record: IdentityRecord,
  keys: readonly string[] = candidateKeys(record),
): Promise<readonly PersonId[]> {
  if (keys.length === 0) return []
  const { words } = await openerFor(tx, [])
  const rows = await tx.query<{ id: string }>(
    `select p.id from (
       select person_id, count(*) as shared from person_link_keys
       where operation_id = $1 and key = any($2::text[]) group by person_id
     ) as k
     join persons p on p.operation_id = $1 and p.id = k.person_id and p.removed_at is null
     where p.id <> $3::uuid
     order by k.shared desc, p.id limit ${MOST_CANDIDATES}`,
    [tx.operationId, keys.map(words.whole), record.id],
  )
  return rows.map((row) => row.id as PersonId)
}

/** Persons on file, as many as a name can be rare among. */
export async function countPersons(tx: Tx): Promise<number> {
  const [row] = await tx.query<{ persons: number }>(
    // Two counts from narrow indexes instead of one over the wide rows.
    `select ((select count(*) from persons where operation_id = $1)
       - (select count(*) from persons where operation_id = $1 and removed_at is not null)
     )::int as persons`,
    [tx.operationId],
  )
  return row?.persons ?? 0
}

/** How many persons have each of these skeletons in their name. */
export async function countSkeletons(
  tx: Tx,
  skeletons: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const { words } = await openerFor(tx, [])
  const hidden = new Map(skeletons.map((one) => [words.prefix(SKELETON_MARK + one), one]))
  const rows = await tx.query<{ key: string; persons: number }>(
    `select key, count(*)::int as persons from person_keys
     where operation_id = $1 and key = any($2::text[]) group by key`,
    [tx.operationId, [...hidden.keys()]],
  )
  return new Map(rows.map((row) => [hidden.get(row.key) ?? '', row.persons]))
}
