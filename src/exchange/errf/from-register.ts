import type { CaseFile } from '../../domain/case.ts'
import { PRINCIPAL_APPLICANT } from '../../domain/case.ts'
import type { CaseId } from '../../domain/ids.ts'
import type { Person, PersonFile } from '../../domain/person.ts'
import type { PlainDate } from '../../domain/plain-date.ts'
import type { StateCode } from '../../domain/state-code.ts'
import { unhcrOfIso } from './country-code.ts'
import type { ErrfCase, ErrfRow } from './document.ts'
import { rowsOf, textOf } from './document.ts'
import { guidFrom } from './guid-from.ts'
import { individualRow, languageRows, needRows } from './individual-rows.ts'
import { categoryOf, priorityOf, relationshipOf } from './to-register.ts'

/** A case of the register, with what an eRRF said of it when it came from one. */
export interface RegisterCase {
  readonly number: string
  readonly file: CaseFile
  readonly members: readonly {
    readonly person: Person
    readonly file: PersonFile
    readonly relationship: string
  }[]
  /** Linked cases by their number, with the GUID that an eRRF or `caseGuid` gave them. */
  readonly links: readonly { readonly number: string; readonly guid: string }[]
  readonly kept?: ErrfCase
}

export interface RegisterPlace {
  readonly origin: StateCode
  readonly countryOfAsylum: StateCode
  readonly today: PlainDate
}

/**
 * Writes a case of the register as eRRF 2.8. What an eRRF said stays letter by letter wherever the
 * register still says the same; where people changed a fact since, the register's counts; what the
 * register cannot hold comes from what was kept. Nothing is made up: a fact that nobody stated is
 * absent, and checking the result tells what is missing.
 */
export function fromRegister(one: RegisterCase, place: RegisterPlace): ErrfCase {
  const kept = one.kept ?? {}
  const keptGuids = new Map(
    rowsOf(kept, 'dataIndividual').map((row) => [
      textOf(row, 'IndividualID') ?? row['IndividualGUID'] ?? '',
      row['IndividualGUID'] ?? '',
    ]),
  )
  const guidOf = (person: Person): string =>
    keptGuids.get(person.sourceId) ?? guidFrom('person', person.id)
  const members = inKeptOrder(one, [...keptGuids.keys()])
  const guids = new Set(members.map(({ person }) => guidOf(person)))
  const group = groupRow(one, kept)
  const own: Record<string, readonly ErrfRow[]> = {
    dataIndividual: members.map(({ person, file }) =>
      individualRow(person, file, guidOf(person), kept, place),
    ),
    dataIndividualProcessGroup: members.map(({ person, relationship }) =>
      membershipRow(guidOf(person), person, relationship, group, kept),
    ),
    dataProcessGroup: [group],
    dataProcessGroupCrossReference: linkRows(one, group, kept),
    dataAddress: addressRows(one, kept, guids, guidOf, place),
    dataLanguage: inOrderOfFile(
      rowsOf(kept, 'dataLanguage'),
      members.flatMap(({ person }) => languageRows(person, guidOf(person), kept)),
    ),
    dataResettlement: [resettlementRow(one, kept, guidOf)],
    dataVulnerability: inOrderOfFile(
      rowsOf(kept, 'dataVulnerability'),
      members.flatMap(({ person }) => needRows(person, guidOf(person), kept)),
    ),
  }
  const others = Object.entries(kept).flatMap(([block, rows]) =>
    own[block] === undefined
      ? [[block, rows.filter((row) => guids.has(row['IndividualGUID'] ?? ''))] as const]
      : [],
  )
  const blocks = [...Object.entries(own), ...others]
  return Object.fromEntries(blocks.filter(([, rows]) => rows.length > 0))
}

/** The GUID of a case that no eRRF named: made of its id here, which stays in the house. */
export function caseGuid(id: CaseId): string {
  return guidFrom('case', id)
}

/** Members in the order of the file that brought them, later ones after them, the applicant first. */
function inKeptOrder(one: RegisterCase, order: readonly string[]): RegisterCase['members'] {
  const place = (sourceId: string, relationship: string): number => {
    const at = order.indexOf(sourceId)
    if (at >= 0) return at
    return relationship === PRINCIPAL_APPLICANT ? -1 : order.length
  }
  return one.members.toSorted(
    (a, b) => place(a.person.sourceId, a.relationship) - place(b.person.sourceId, b.relationship),
  )
}

/** Rows as the file had them; new ones after them. */
function inOrderOfFile(kept: readonly ErrfRow[], now: readonly ErrfRow[]): readonly ErrfRow[] {
  const place = (row: ErrfRow): number => {
    const at = kept.indexOf(row)
    return at < 0 ? kept.length : at
  }
  return now.toSorted((a, b) => place(a) - place(b))
}

function groupRow(one: RegisterCase, kept: ErrfCase): ErrfRow {
  const row = rowsOf(kept, 'dataProcessGroup')[0] ?? {}
  const size = row['ProcessingGroupSize']
  const persons = one.members.length
  return {
    ProcessingGroupGUID: row['ProcessingGroupGUID'] ?? caseGuid(one.file.id),
    ProcessingGroupNumber:
      textOf(row, 'ProcessingGroupNumber') === one.number
        ? (row['ProcessingGroupNumber'] ?? '')
        : one.number,
    ProcessingGroupSize: Number(size) === persons && size !== undefined ? size : String(persons),
  }
}

function membershipRow(
  guid: string,
  { sex }: Person,
  relationship: string,
  group: ErrfRow,
  kept: ErrfCase,
): ErrfRow {
  const row = rowsOf(kept, 'dataIndividualProcessGroup').find(
    (each) => each['IndividualGUID'] === guid,
  )
  const groupGuid = group['ProcessingGroupGUID'] ?? ''
  if (row !== undefined && relationshipOf(row, sex) === relationship) return row
  return {
    IndividualProcessingGroupGUID:
      row?.['IndividualProcessingGroupGUID'] ?? guidFrom('membership', groupGuid, guid),
    IndividualGUID: guid,
    ProcessingGroupGUID: groupGuid,
    RelationshipToPrincipalRepresentative: relationship,
  }
}

function linkRows(one: RegisterCase, group: ErrfRow, kept: ErrfCase): readonly ErrfRow[] {
  const rows = rowsOf(kept, 'dataProcessGroupCrossReference')
  const named = new Set(
    rows.flatMap((row) =>
      ['ProcessingGroupNumberFrom', 'ProcessingGroupNumberTo'].map((field) => textOf(row, field)),
    ),
  )
  const from = group['ProcessingGroupGUID'] ?? ''
  const added = one.links
    .filter(({ number }) => !named.has(number))
    .map(({ number, guid }) => ({
      ProcessingGroupCrossReferenceGUID: guidFrom('link', from, guid),
      ProcessingGroupGUIDFrom: from,
      ProcessingGroupNumberFrom: one.number,
      ProcessingGroupGUIDTo: guid,
      ProcessingGroupNumberTo: number,
    }))
  return [...rows, ...added]
}

/** Addresses are only ever what an eRRF said; the applicant's country of asylum is known here. */
function addressRows(
  one: RegisterCase,
  kept: ErrfCase,
  guids: ReadonlySet<string>,
  guidOf: (person: Person) => string,
  { countryOfAsylum }: RegisterPlace,
): readonly ErrfRow[] {
  const rows = rowsOf(kept, 'dataAddress').filter((row) => guids.has(row['IndividualGUID'] ?? ''))
  const applicant = one.members.find((each) => each.relationship === PRINCIPAL_APPLICANT)
  const country = unhcrOfIso(countryOfAsylum)
  if (one.kept !== undefined || applicant === undefined || country === undefined) return rows
  const guid = guidOf(applicant.person)
  return [
    {
      AddressGUID: guidFrom('address', guid),
      IndividualGUID: guid,
      AddressType: 'COA',
      AddressCountry: country,
      // Required by the schema; what it should say, nobody here knows.
      LocationLevel1Description: '',
    },
  ]
}

function resettlementRow(
  one: RegisterCase,
  kept: ErrfCase,
  guidOf: (person: Person) => string,
): ErrfRow {
  const row = rowsOf(kept, 'dataResettlement')[0]
  const applicant = one.members.find((each) => each.relationship === PRINCIPAL_APPLICANT)
  const guid = applicant === undefined ? '' : guidOf(applicant.person)
  const members = new Set(one.members.map(({ person }) => guidOf(person)))
  const text = (field: string, same: boolean, now: string): string =>
    row?.[field] !== undefined && same ? row[field] : now
  const { primary = '', secondary = '', priority } = one.file
  const first = categoryOf(textOf(row, 'ResettlementCriteriaCode'))
  const second = categoryOf(textOf(row, 'ResettlementCriteria2Code'))
  const level = priorityOf(textOf(row, 'ResettlementPriorityCode'))
  const kind = row?.['IndividualGUID']
  // The register sets both categories or none: none of its own leaves what the file said.
  const isUnset = one.file.primary === undefined && one.file.secondary === undefined
  return {
    IndividualGUID: kind !== undefined && members.has(kind) ? kind : guid,
    ResettlementCriteriaCode: text(
      'ResettlementCriteriaCode',
      isUnset || first === primary,
      primary,
    ),
    ResettlementCriteria2Code: text(
      'ResettlementCriteria2Code',
      isUnset || second === secondary,
      secondary,
    ),
    // A case without a priority of its own counts as normal here.
    ResettlementPriorityCode: text(
      'ResettlementPriorityCode',
      (level ?? 'NR') === priority,
      priority,
    ),
  }
}
