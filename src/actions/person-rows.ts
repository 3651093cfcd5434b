import type { HouseholdId, PersonId } from '../domain/ids.ts'
import type { Person, PersonFile } from '../domain/person.ts'
import type { CaseOfPerson, PersonRow, RecordView } from '../domain/person-views.ts'
import type { PlainDate } from '../domain/plain-date.ts'
import { yearsBetween } from '../domain/plain-date.ts'
import type { CaseOfMember } from '../storage/case-members.ts'
import { listCasesOfPersons } from '../storage/case-members.ts'
import type { Tx } from '../storage/database.ts'
import { listHouseholds } from '../storage/households.ts'
import type { StoredPerson } from '../storage/persons.ts'
import { listHouseholdMembers, listPersons } from '../storage/persons.ts'
import { listGroups } from '../storage/same-persons.ts'

/** Lines of a list for these records, in their order; ids that are not on file are left out. */
export async function readPersonRows(
  tx: Tx,
  ids: readonly PersonId[],
  on: PlainDate,
): Promise<readonly PersonRow[]> {
  const groups = await listGroups(tx, ids)
  const all = await listPersons(tx, [...new Set([...ids, ...[...groups.values()].flat()])])
  const households = await readHouseholdReferences(tx, [...all.values()])
  const cases = await listCasesOfPersons(tx, [...all.keys()])
  return ids.flatMap((id): PersonRow[] => {
    const stored = all.get(id)
    if (stored === undefined) return []
    const group = [...groups.values()].find((one) => one.includes(id)) ?? [id]
    const ofPerson = cases.filter((one) => group.includes(one.personId))
    const shown = ofPerson.find((one) => one.active) ?? ofPerson[0]
    const { householdId } = stored.file
    const household = householdId === undefined ? undefined : households.get(householdId)
    return [
      {
        person: stored.person.reference,
        ...identityView(stored.person, on),
        ...(household === undefined ? {} : { household }),
        ...(shown === undefined ? {} : { case: { case: shown.reference, status: shown.status } }),
        alsoRecordedAs: group.flatMap((one) =>
          one === id ? [] : (all.get(one)?.person.reference ?? []),
        ),
      },
    ]
  })
}

async function readHouseholdReferences(
  tx: Tx,
  persons: readonly StoredPerson[],
): Promise<ReadonlyMap<HouseholdId, string>> {
  const ids = [...new Set(persons.flatMap((one) => one.file.householdId ?? []))]
  return new Map((await listHouseholds(tx, ids)).map((one) => [one.id, one.reference]))
}

type IdentityView = Pick<PersonRow, 'names' | 'sex' | 'birth' | 'ageYears' | 'nationality'>

function identityView({ names, sex, birth, nationality }: Person, on: PlainDate): IdentityView {
  return {
    names,
    sex,
    ...(birth === undefined
      ? {}
      : { birth, ageYears: Math.max(0, yearsBetween(birth.latest, on)) }),
    ...(nationality === undefined ? {} : { nationality }),
  }
}

/** Whole records, each with its household and cases. */
export async function readRecords(
  tx: Tx,
  persons: readonly StoredPerson[],
  on: PlainDate,
): Promise<ReadonlyMap<PersonId, RecordView>> {
  const households = await readHouseholdReferences(tx, persons)
  const members = await listHouseholdMembers(tx, [...households.keys()])
  const cases = await listCasesOfPersons(
    tx,
    persons.map((one) => one.person.id),
  )
  return new Map(
    persons.map(({ person, file }) => {
      const household =
        file.householdId === undefined ? undefined : households.get(file.householdId)
      const others = members.filter(
        (one) => one.file.householdId === file.householdId && one.person.id !== person.id,
      )
      return [
        person.id,
        {
          person: person.reference,
          ...identityView(person, on),
          languages: person.languages,
          needs: person.needs,
          protectionStatus: file.protectionStatus,
          location: file.location,
          engagement: file.engagement,
          ...days(file),
          ...(household === undefined
            ? {}
            : { household: { household, members: others.map((one) => memberView(one)) } }),
          cases: cases.filter((one) => one.personId === person.id).map(caseView),
        },
      ]
    }),
  )
}

function memberView({
  person,
}: StoredPerson): NonNullable<RecordView['household']>['members'][number] {
  const { reference, names, sex, birth } = person
  return { person: reference, names, sex, ...(birth === undefined ? {} : { birth }) }
}

const caseView = ({ reference, status, relationship }: CaseOfMember): CaseOfPerson => ({
  case: reference,
  status,
  relationship,
})

function days(
  file: PersonFile,
): Pick<RecordView, 'registeredOn' | 'diedOn' | 'leftOn' | 'departedOn'> {
  const names = ['registeredOn', 'diedOn', 'leftOn', 'departedOn'] as const
  return Object.fromEntries(
    names.flatMap((name) => (file[name] === undefined ? [] : [[name, file[name]]])),
  )
}
