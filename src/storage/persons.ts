import type { BatchId, HouseholdId, PersonId, SiteId } from '../domain/ids.ts'
import type { NamePart, Person, PersonFile } from '../domain/person.ts'
import type { PlainDate } from '../domain/plain-date.ts'
import type { SpecificNeed } from '../domain/specific-need.ts'
import { searchKeys } from '../identity/name.ts'
import type { Stated } from './batches.ts'
import type { Tx } from './database.ts'
import { insertRows, overwrite } from './insert-rows.ts'
import { deleteLinkKeys, identityRecord, insertLinkKeys } from './link-keys.ts'
import type { Sealer } from './sealing/sealed.ts'
import { openerFor, sealerFor } from './sealing/sealed.ts'

const IDENTITY_COLUMNS = {
  id: 'uuid',
  source_id: 'text',
  reference: 'text',
  site: 'text',
  names: 'jsonb',
  display_name: 'text',
  sex: 'text',
  birth_text: 'text',
  birth_calendar: 'text',
  birth_earliest: 'date',
  birth_latest: 'date',
  birth_precision: 'text',
  nationality: 'text',
  needs: 'text[]',
  needs_medical_place: 'boolean',
  languages: 'text[]',
  preferred_states: 'text[]',
  tie_states: 'text[]',
  batch_id: 'uuid',
  stated: 'jsonb',
  removed_at: 'timestamptz',
}

const FILE_COLUMNS = {
  registered_on: 'date',
  protection_status: 'text',
  best_interests_on: 'date',
  consent_on: 'date',
  consent_states: 'text[]',
  changed_substantially_on: 'date',
  location: 'text',
  safe: 'boolean',
  engagement: 'text',
  died_on: 'date',
  left_on: 'date',
  departed_on: 'date',
  arrived_on: 'date',
  household_id: 'uuid',
}

const COLUMNS = { ...IDENTITY_COLUMNS, ...FILE_COLUMNS }

/** Writes persons as they now are; a person on file under the same id is replaced. */
export async function savePersons(
  tx: Tx,
  all: readonly StoredPerson[],
  options: { readonly batchId?: BatchId; readonly fresh?: boolean } = {},
): Promise<void> {
  const { batchId, fresh = false } = options
  if (!fresh)
    await forgetKeys(
      tx,
      all.map(({ person }) => person.id),
    )
  const sealer = await sealerFor(
    tx,
    all.map(({ person }) => person.id),
  )
  const rows = all.map(({ person, file, stated }) => ({
    ...identityRow(person, sealer),
    batch_id: batchId,
    stated: sealer.seal(person.id, { column: 'persons.stated', row: person.id }, stated),
    ...fileRow(file),
  }))
  // A later change does not take a person out of the batch that brought them.
  const keep = batchId === undefined ? ['batch_id'] : []
  await insertRows(tx, 'persons', COLUMNS, rows, overwrite(COLUMNS, ['id'], keep))
  const keys = all.flatMap(({ person }) => keyRows(person, sealer))
  await insertRows(tx, 'person_keys', { key: 'text', person_id: 'uuid', site: 'text' }, keys)
  await insertLinkKeys(
    tx,
    all.map(({ person, file }) => identityRecord(person, file)),
    new Map(all.map(({ person }) => [person.id, person.site])),
  )
}

/** Takes away the keys of persons on file, before their names change. */
async function forgetKeys(tx: Tx, ids: readonly PersonId[]): Promise<void> {
  const stored = await selectPersons(tx, 'id = any($2::uuid[])', ids)
  await deleteLinkKeys(
    tx,
    stored.map(({ person, file }) => identityRecord(person, file)),
  )
  if (stored.length === 0) return
  const sealer = await sealerFor(tx, [])
  const keys = stored.flatMap(({ person }) => keyRows(person, sealer))
  await tx.query(
    `delete from person_keys k using unnest($2::text[], $3::uuid[]) as gone(key, person_id)
     where k.operation_id = $1 and k.key = gone.key and k.person_id = gone.person_id`,
    [tx.operationId, keys.map((one) => one.key), keys.map((one) => one.person_id)],
  )
}

/** What a person is found by: names in their folded forms, and their handles. */
function keyRows(
  person: Person,
  { words }: Sealer,
): readonly { readonly key: string; readonly person_id: string; readonly site: string }[] {
  const handles = [person.reference.toLowerCase(), person.sourceId.toLowerCase()]
  const keys = new Set([...searchKeys(person.names), ...handles])
  return [...keys].map((key) => ({
    key: words.prefix(key),
    person_id: person.id,
    site: person.site,
  }))
}

/** Writes what events made of persons; who they are stays as it is. */
export async function savePersonFiles(tx: Tx, files: readonly PersonFile[]): Promise<void> {
  const names = Object.keys(FILE_COLUMNS)
  const shape = Object.entries({ id: 'uuid', ...FILE_COLUMNS }).map(
    ([name, type]) => `${name} ${type}`,
  )
  await tx.query(
    `update persons p set ${names.map((name) => `${name} = r.${name}`).join(', ')}
     from json_to_recordset($2::json) as r(${shape.join(', ')})
     where p.operation_id = $1 and p.id = r.id`,
    [tx.operationId, JSON.stringify(files.map((file) => ({ id: file.id, ...fileRow(file) })))],
  )
}

function identityRow(person: Person, sealer: Sealer): Record<string, unknown> {
  const seal = (column: string, value: unknown): string | undefined =>
    sealer.seal(person.id, { column: `persons.${column}`, row: person.id }, value)
  return {
    id: person.id,
    source_id: person.sourceId,
    reference: person.reference,
    site: person.site,
    names: seal('names', person.names),
    display_name: seal('display_name', displayName(person.names)),
    sex: person.sex,
    birth_text: seal('birth_text', person.birth?.text),
    birth_calendar: person.birth?.calendar,
    birth_earliest: person.birth?.earliest,
    birth_latest: person.birth?.latest,
    birth_precision: person.birth?.precision,
    nationality: person.nationality,
    needs: person.needs,
    needs_medical_place: person.needsMedicalPlace,
    languages: person.languages,
    preferred_states: person.preferredStates,
    tie_states: person.tieStates,
  }
}

function fileRow(file: PersonFile): Record<string, unknown> {
  const states = file.consent?.states
  return {
    registered_on: file.registeredOn,
    protection_status: file.protectionStatus,
    best_interests_on: file.bestInterestsOn,
    consent_on: file.consent?.on,
    consent_states: states === 'any' ? ['*'] : states,
    changed_substantially_on: file.lastSubstantialChangeOn,
    location: file.location,
    safe: file.safe,
    engagement: file.engagement,
    died_on: file.diedOn,
    left_on: file.leftOn,
    departed_on: file.departedOn,
    arrived_on: file.arrivedOn,
    household_id: file.householdId,
  }
}

/**
 * The name as lists show it: Latin script where there is one, as that is what most readers share;
 * without the mother's name, which people are found by and not called by.
 */
export function displayName(names: readonly NamePart[]): string {
  const own = names.filter((part) => part.role !== 'mother')
  const latin = own.filter((part) => part.script === 'latin')
  const shown = latin.length > 0 ? latin : own
  return shown.map((part) => part.text).join(' ')
}

interface PersonRow {
  id: string
  source_id: string
  reference: string
  site: string
  names: NamePart[]
  sex: string
  birth_text: string | null
  birth_calendar: string | null
  birth_earliest: string | null
  birth_latest: string | null
  birth_precision: string | null
  nationality: string | null
  needs: string[]
  needs_medical_place: boolean
  languages: string[]
  preferred_states: string[]
  tie_states: string[]
  registered_on: string | null
  protection_status: string
  best_interests_on: string | null
  consent_on: string | null
  consent_states: string[] | null
  changed_substantially_on: string | null
  location: string
  safe: boolean
  engagement: string
  died_on: string | null
  left_on: string | null
  departed_on: string | null
  arrived_on: string | null
  household_id: string | null
  stated: Stated | null
}

/** A person with what happened to them, as storage holds both. */
export interface StoredPerson {
  readonly person: Person
  readonly file: PersonFile
  /** What imports stated last; absent when none brought the person. */
  readonly stated?: Stated
}

/** Persons by id, removed ones left out. */
export async function listPersons(
  tx: Tx,
  ids: readonly PersonId[],
): Promise<ReadonlyMap<PersonId, StoredPerson>> {
  const found = await selectPersons(tx, 'id = any($2::uuid[]) and removed_at is null', ids)
  return new Map(found.map((one) => [one.person.id, one]))
}

/** Everyone on file, removed ones left out: for matching the whole register. */
export function listAllPersons(tx: Tx): Promise<readonly StoredPerson[]> {
  return selectPersons(tx, 'removed_at is null and $2::text is null', null)
}

/** Persons by the references that they are known by, removed ones left out. */
export async function listPersonsByReference(
  tx: Tx,
  references: readonly string[],
): Promise<readonly StoredPerson[]> {
  return selectPersons(tx, 'reference = any($2::text[]) and removed_at is null', references)
}

/** The people of these households, removed ones left out. */
export async function listHouseholdMembers(
  tx: Tx,
  ids: readonly HouseholdId[],
): Promise<readonly StoredPerson[]> {
  const all = await selectPersons(tx, 'household_id = any($2::uuid[]) and removed_at is null', ids)
  return all.toSorted((a, b) => (a.person.reference < b.person.reference ? -1 : 1))
}

/** A person by reference, removed ones left out. */
export async function findPersonByReference(
  tx: Tx,
  reference: string,
): Promise<StoredPerson | undefined> {
  return (await listPersonsByReference(tx, [reference]))[0]
}

/** The day on which each of these persons last withdrew a consent. */
export async function listWithdrawals(
  tx: Tx,
  ids: readonly PersonId[],
): Promise<ReadonlyMap<PersonId, PlainDate>> {
  const rows = await tx.query<{ person_id: string; day: string }>(
    `select e.person_id, max(e.effective_on) as day from events e
     left join event_voids v on v.operation_id = e.operation_id and v.batch_id = e.batch_id
     left join single_event_voids s on s.operation_id = e.operation_id and s.event_id = e.id
     where e.operation_id = $1 and e.type = 'person.consent_withdrawn' and v.batch_id is null and s.event_id is null
       and e.person_id = any($2::uuid[])
     group by e.person_id`,
    [tx.operationId, ids],
  )
  return new Map(rows.map((row) => [row.person_id as PersonId, row.day]))
}

/** Persons by the ids of their source register, removed ones too: an import may bring them back. */
export async function listPersonsBySource(
  tx: Tx,
  sourceIds: readonly string[],
): Promise<readonly (StoredPerson & { readonly removed: boolean })[]> {
  return selectPersons(tx, 'source_id = any($2::text[])', sourceIds)
}

/**
 * Ids of persons on file that are written otherwise than these and mean the same: blanks, digits
 * of another script, zeros in front of a number (exchange/id-key.ts). By that common key.
 */
export async function listIdsWrittenOtherwise(
  tx: Tx,
  keys: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  if (keys.length === 0) return new Map()
  const rows = await tx.query<{ key: string; ids: string[] }>(
    `with plain as (
       select source_id, regexp_replace(translate(source_id, '٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹', '01234567890123456789'), '\\s+', '', 'g') as id
       from persons where operation_id = $1 and removed_at is null
     ), keyed as (
       select source_id, case when id ~ '^[0-9]+$' then regexp_replace(id, '^0+(?=[0-9])', '') else id end as key
       from plain
     )
     select key, array_agg(source_id order by source_id) as ids from keyed
     join unnest($2::text[]) as asked (key) using (key) group by key`,
    [tx.operationId, keys],
  )
  return new Map(rows.map((row) => [row.key, row.ids]))
}

async function selectPersons(
  tx: Tx,
  condition: string,
  values: readonly string[] | null,
): Promise<readonly (StoredPerson & { removed: boolean })[]> {
  const rows = await tx.query<PersonRow & { removed_at: string | null }>(
    `select ${Object.keys(COLUMNS).join(', ')} from persons where operation_id = $1 and ${condition}`,
    [tx.operationId, values],
  )
  const sealer = await openerFor(
    tx,
    rows.map((row) => row.id as PersonId),
  )
  return rows.map((row) => {
    const id = row.id as PersonId
    const stated = sealer.open<Stated>(id, { column: 'persons.stated', row: id }, row.stated)
    return {
      person: toPerson(openIdentity(sealer, row)),
      file: toFile(row),
      ...(stated === undefined ? {} : { stated }),
      removed: row.removed_at !== null,
    }
  })
}

/** The columns that say who a person is, opened; without a name when the person was erased. */
export function openIdentity<
  Row extends {
    readonly id: string
    readonly names: string | NamePart[]
    readonly birth_text: string | null
  },
>(sealer: Sealer, row: Row): Row & { readonly names: NamePart[] } {
  const id = row.id as PersonId
  const open = <T>(column: string, value: T | string | null): T | undefined =>
    sealer.open(id, { column: `persons.${column}`, row: id }, value)
  return {
    ...row,
    names: open<NamePart[]>('names', row.names) ?? [],
    birth_text: open<string>('birth_text', row.birth_text) ?? null,
  }
}

// The casts below name what savePersons wrote: these columns are written nowhere else.

function toPerson(row: PersonRow): Person {
  return {
    id: row.id as PersonId,
    sourceId: row.source_id,
    reference: row.reference,
    site: row.site as SiteId,
    names: row.names,
    sex: row.sex as Person['sex'],
    ...(row.birth_text === null
      ? {}
      : {
          birth: {
            text: row.birth_text,
            calendar: row.birth_calendar as NonNullable<Person['birth']>['calendar'],
            earliest: row.birth_earliest ?? '',
            latest: row.birth_latest ?? '',
            precision: row.birth_precision as NonNullable<Person['birth']>['precision'],
          },
        }),
    ...(row.nationality === null ? {} : { nationality: row.nationality }),
    needs: row.needs as SpecificNeed[],
    needsMedicalPlace: row.needs_medical_place,
    languages: row.languages,
    preferredStates: row.preferred_states,
    tieStates: row.tie_states,
  }
}

function toFile(row: PersonRow): PersonFile {
  const given = <Key extends keyof PersonFile>(key: Key, value: string | null) =>
    value === null ? {} : ({ [key]: value } as Pick<PersonFile, Key>)
  return {
    id: row.id as PersonId,
    protectionStatus: row.protection_status as PersonFile['protectionStatus'],
    location: row.location as PersonFile['location'],
    safe: row.safe,
    engagement: row.engagement as PersonFile['engagement'],
    ...given('registeredOn', row.registered_on),
    ...given('bestInterestsOn', row.best_interests_on),
    ...(row.consent_on === null || row.consent_states === null
      ? {}
      : {
          consent: {
            on: row.consent_on,
            states: row.consent_states[0] === '*' ? ('any' as const) : row.consent_states,
          },
        }),
    ...given('lastSubstantialChangeOn', row.changed_substantially_on),
    ...given('diedOn', row.died_on),
    ...given('leftOn', row.left_on),
    ...given('departedOn', row.departed_on),
    ...given('arrivedOn', row.arrived_on),
    ...(row.household_id === null ? {} : { householdId: row.household_id as HouseholdId }),
  }
}
