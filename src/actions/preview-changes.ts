import type { CaseFile } from '../domain/case.ts'
import type { CaseId, PersonId } from '../domain/ids.ts'
import type { Offer } from '../domain/offer.ts'
import type { StoredCase } from '../storage/cases.ts'
import type { StoredPerson } from '../storage/persons.ts'
import type { FieldTexts } from './person-fields.ts'
import { personFields, withoutEmpty } from './person-fields.ts'

/** What an import would change of one person, case or offer, field by field. */
export interface ChangeView {
  readonly kind: 'person' | 'case' | 'offer'
  /** The id in the source. */
  readonly id: string
  /** The row that says so, as a spreadsheet shows it. */
  readonly row: number
  readonly isNew: boolean
  readonly fields: readonly FieldChange[]
}

export interface FieldChange {
  readonly field: string
  readonly before?: string
  readonly after?: string
}

/** Changes beyond this many are counted, not listed. */
const MOST_CHANGES = 10_000

interface Preview {
  readonly changes: readonly ChangeView[]
  readonly changeCount: number
}

export const NO_PREVIEW: Preview = { changes: [], changeCount: 0 }

interface Changed<T> {
  readonly row: number
  readonly before?: T
  readonly after: T
}

/** What a register changes, as its changes were worked out. */
export interface RegisterDetails {
  readonly persons: readonly Changed<StoredPerson>[]
  readonly cases: readonly Changed<StoredCase>[]
  /** The source id of a household. */
  readonly householdOf: (file: StoredPerson['file']) => string | undefined
  readonly personIdOf: (id: PersonId) => string | undefined
  readonly caseIdOf: (id: CaseId) => string | undefined
}

/** The changes of a register: what is on file already first, for there something can be lost. */
export function previewRegister(details: RegisterDetails): Preview {
  const { householdOf, personIdOf, caseIdOf } = details
  const ofPerson = ({ person, file }: StoredPerson): FieldTexts =>
    personFields(person, file, householdOf(file))
  const ofCase = (one: StoredCase): FieldTexts => caseFields(one.file, personIdOf, caseIdOf)
  return preview([
    ...details.persons.map((one) => lazyChange('person', one.after.person.sourceId, one, ofPerson)),
    ...details.cases.map((one) => lazyChange('case', one.after.sourceId, one, ofCase)),
  ])
}

/** The changes of a table of offers. */
export function previewOffers(offers: readonly Changed<Offer>[]): Preview {
  return preview(offers.map((one) => lazyChange('offer', one.after.sourceId, one, offerFields)))
}

interface LazyChange {
  readonly isNew: boolean
  readonly view: () => ChangeView
}

function lazyChange<T>(
  kind: ChangeView['kind'],
  id: string,
  { row, before, after }: Changed<T>,
  fieldsOf: (one: T) => FieldTexts,
): LazyChange {
  const isNew = before === undefined
  const view = (): ChangeView => {
    const fields = differences(before === undefined ? {} : fieldsOf(before), fieldsOf(after))
    return { kind, id, row, isNew, fields }
  }
  return { isNew, view }
}

function preview(all: readonly LazyChange[]): Preview {
  const changed = all.filter((one) => !one.isNew).map((one) => one.view())
  // What an import states anew without changing anything is no change to look at.
  const shown = changed.filter((one) => one.fields.length > 0)
  const added = all.filter((one) => one.isNew)
  const room = Math.max(0, MOST_CHANGES - shown.length)
  return {
    changes: [...shown.slice(0, MOST_CHANGES), ...added.slice(0, room).map((one) => one.view())],
    changeCount: shown.length + added.length,
  }
}

function differences(before: FieldTexts, after: FieldTexts): readonly FieldChange[] {
  const fields = new Set([...Object.keys(before), ...Object.keys(after)])
  return [...fields]
    .filter((field) => before[field] !== after[field])
    .map((field) => ({
      field,
      ...(before[field] === undefined ? {} : { before: before[field] }),
      ...(after[field] === undefined ? {} : { after: after[field] }),
    }))
}

function caseFields(
  file: CaseFile,
  personIdOf: RegisterDetails['personIdOf'],
  caseIdOf: RegisterDetails['caseIdOf'],
): FieldTexts {
  const member = ({ personId, relationship }: CaseFile['members'][number]): string =>
    `${personIdOf(personId) ?? 'not in this file'}:${relationship}`
  const link = ({ toCaseId, kind }: CaseFile['links'][number]): string =>
    `${caseIdOf(toCaseId) ?? 'not in this file'}:${kind}`
  return withoutEmpty({
    members: file.members.map(member).toSorted().join('; '),
    case_stage: file.status,
    primary_category: file.primary,
    secondary_category: file.secondary,
    priority: file.priority,
    priority_reason: file.justified ? 'yes' : undefined,
    linked_case_ids: file.links.map(link).toSorted().join('; '),
  })
}

/** What an offer says, by the names that the columns of a table of offers have. */
export function offerFields({ sourceId, status, terms }: Offer): FieldTexts {
  const { criteria } = terms
  return withoutEmpty({
    offer_id: sourceId,
    state: terms.state,
    programme: terms.programme,
    kind: terms.kind,
    status,
    places: `${terms.about ? 'about ' : ''}${terms.total}`,
    counting_basis: terms.countingBasis,
    consumed_at: terms.consumedAt,
    mode: terms.mode,
    emergency_places: terms.emergencyPlaces?.toString(),
    medical_places: terms.medicalPlaces?.toString(),
    unallocated_places: terms.unallocatedPlaces?.toString(),
    opens_on: terms.opensOn,
    closes_on: terms.closesOn,
    mission_on: terms.missionOn,
    stated_by: terms.statedBy,
    stated_on: terms.statedOn,
    source_url: terms.source,
    nationalities: criteria.nationalities.join('; '),
    categories: criteria.categories.join('; '),
    languages: criteria.languages.join('; '),
    needs_excluded: criteria.excludedNeeds.join('; '),
    min_case_size: criteria.minCaseSize?.toString(),
    max_case_size: criteria.maxCaseSize?.toString(),
    excludes_medical: criteria.acceptsMedical ? undefined : 'yes',
    criteria_text: criteria.text,
  })
}
