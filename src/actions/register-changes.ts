import type { Issue } from '../domain/errors.ts'
import type { EventDraft, RecordedEvent } from '../domain/event.ts'
import type { Household } from '../domain/household.ts'
import type { CaseId, HouseholdId, PersonId, SiteId } from '../domain/ids.ts'
import type { PlainDate } from '../domain/plain-date.ts'
import type { ImportedCase, ImportedRegister } from '../exchange/imported-register.ts'
import { idKey } from '../exchange/id-key.ts'
import { idForMessage } from '../exchange/problem.ts'
import type { LinkTo } from './case-changes.ts'
import { afterLosses, caseChange } from './case-changes.ts'
import { personChange } from './person-changes.ts'
import type { RegisterDetails } from './preview-changes.ts'
import type { BatchBefore } from '../storage/batches.ts'
import type { StoredCase } from '../storage/cases.ts'
import { newId, newReference } from '../storage/ids.ts'
import type { StoredPerson } from '../storage/persons.ts'

/** What is on file already of what a register names, by source id. */
export interface OnFile {
  readonly persons: ReadonlyMap<string, StoredPerson & { readonly removed: boolean }>
  readonly cases: ReadonlyMap<string, StoredCase & { readonly removed: boolean }>
  readonly households: ReadonlyMap<string, Household>
  /** Ids on file that mean the same as an id that is not on file, by their common key. */
  readonly idsWrittenOtherwise: ReadonlyMap<string, readonly string[]>
  /** Source ids of active cases, by the persons in them. */
  readonly activeCaseOf: ReadonlyMap<PersonId, string>
  /** The day on which a person last withdrew a consent. */
  readonly withdrawnOn: ReadonlyMap<PersonId, PlainDate>
}

/** What an import would write. Nothing when every row says what is on file. */
export interface RegisterChanges {
  readonly persons: readonly StoredPerson[]
  readonly cases: readonly StoredCase[]
  readonly households: readonly Household[]
  readonly events: readonly RecordedEvent[]
  /** What this import overwrites, for undoing it. */
  readonly before: BatchBefore
  readonly counts: {
    readonly newPersons: number
    readonly changedPersons: number
    readonly samePersons: number
    readonly newCases: number
    readonly changedCases: number
    readonly sameCases: number
  }
  readonly problems: readonly Issue[]
  readonly warnings: readonly Issue[]
  /** Before and after, for whoever looks before it is written. */
  readonly details: RegisterDetails
}

export type Stamp = (draft: EventDraft) => RecordedEvent

/** Works out what a checked register changes, for the account `handle`; newcomers are of `site`. */
export function registerChanges(
  register: ImportedRegister,
  onFile: OnFile,
  today: PlainDate,
  stamp: Stamp,
  { handle, site }: { readonly handle: string; readonly site: SiteId },
): RegisterChanges {
  const households = new Map(onFile.households)
  const newHouseholds: Household[] = []
  const siteOf = new Map(register.persons.map((one) => [one.sourceId, one.site]))
  for (const { sourceId, memberIds } of register.households)
    if (!households.has(sourceId)) {
      const first = memberIds[0] ?? ''
      const household: Household = {
        id: newId<HouseholdId>(),
        sourceId,
        reference: newReference('H'),
        site: siteOf.get(first) ?? onFile.persons.get(first)?.person.site ?? site,
      }
      households.set(sourceId, household)
      newHouseholds.push(household)
    }
  const persons = register.persons.map((one) =>
    personChange(one, onFile.persons.get(one.sourceId), {
      households,
      withdrawnOn: onFile.withdrawnOn,
      today,
      site,
      stamp,
    }),
  )
  const byId = new Map(persons.map((one) => [one.after.person.sourceId, one]))
  const ids = new Map<string, CaseId>()
  for (const { sourceId } of register.cases)
    ids.set(sourceId, onFile.cases.get(sourceId)?.file.id ?? newId<CaseId>())
  for (const [sourceId, stored] of onFile.cases) ids.set(sourceId, stored.file.id)
  const day = (one: ImportedCase): PlainDate => {
    const days = one.members.flatMap((m) => byId.get(m.personId)?.after.file.registeredOn ?? [])
    return days.toSorted()[0] ?? today
  }
  const problems: Issue[] = [...idProblems(register, onFile)]
  const changed = persons.filter(
    (one) => one.events.length > 0 || one.identityChanged || one.statedChanged,
  )
  const losses = lossesIn(persons.flatMap((one) => one.events))
  const linksOf = linksByCase(register)
  const changedIds = new Set(changed.map((one) => one.after.person.sourceId))
  const cases = register.cases.map((one) => {
    const change = caseChange(one, linksOf.get(one.sourceId) ?? [], onFile, ids, {
      losses,
      changed: changedIds,
      personOf: (sourceId) => byId.get(sourceId)?.after ?? onFile.persons.get(sourceId),
      referredOn: day(one),
      today,
      stamp,
      importer: handle,
    })
    problems.push(...change.problems)
    return change
  })
  const changedCases = cases.filter((one) => one.events.length > 0 || one.statedChanged)
  const touched = casesThatLose(onFile, losses, changedCases)
  const isNew = (one: { readonly isNew: boolean }): boolean => one.isNew
  return {
    persons: changed.map((one) => one.after),
    cases: [...changedCases.flatMap((one) => one.after ?? []), ...touched],
    households: newHouseholds,
    events: [...changed, ...changedCases].flatMap((one) => one.events),
    before: {
      persons: changed.flatMap((one) =>
        one.identityChanged && one.before ? [one.before.person] : [],
      ),
      statedOfPersons: Object.fromEntries(
        changed.flatMap(({ before, statedChanged }) =>
          before && statedChanged ? [[before.person.id, before.stated ?? {}]] : [],
        ),
      ),
      statedOfCases: Object.fromEntries(
        changedCases.flatMap(({ before, statedChanged }) =>
          before && statedChanged ? [[before.file.id, before.stated ?? {}]] : [],
        ),
      ),
    },
    counts: {
      newPersons: persons.filter(isNew).length,
      changedPersons: changed.filter((one) => !one.isNew).length,
      samePersons: persons.length - changed.length,
      newCases: cases.filter(isNew).length,
      changedCases: changedCases.filter((one) => !one.isNew).length,
      sameCases: cases.length - changedCases.length,
    },
    problems,
    warnings: [...persons, ...cases].flatMap((one) => one.warnings),
    details: {
      persons: rowsOf(register.persons, persons, new Set(changed)),
      cases: rowsOf(register.cases, cases, new Set(changedCases)),
      ...sourceIds(
        households.values(),
        [...persons.map((one) => one.after), ...onFile.persons.values()],
        ids,
      ),
    },
  }
}

/**
 * A row whose id is on file in another writing would make the person a second time. Which of
 * several is meant is never guessed.
 */
function idProblems(register: ImportedRegister, onFile: OnFile): readonly Issue[] {
  return register.persons.flatMap(({ sourceId, row }) => {
    if (onFile.persons.has(sourceId)) return []
    const ids = onFile.idsWrittenOtherwise.get(idKey(sourceId)) ?? []
    if (ids.length === 0) return []
    const shown = ids.slice(0, 5).map(idForMessage).join(', ')
    const [code, what] =
      ids.length === 1
        ? ['id_written_otherwise', `is on file, written ${shown}`]
        : ['ambiguous_id', `can be each of ${ids.length} persons on file: ${shown}`]
    const message = `The person_id ${idForMessage(sourceId)} ${what}. Write it as it is on file, with its zeros (in a spreadsheet, format the column as text), or give another person another id.`
    return [{ code, row, column: 'person_id', message }]
  })
}

/** Before and after of what changed, with the row that says it. */
function rowsOf<T, Change extends { readonly after?: T; readonly before?: T }>(
  rows: readonly { readonly row: number }[],
  all: readonly Change[],
  changed: ReadonlySet<Change>,
): readonly { readonly row: number; readonly before?: T; readonly after: T }[] {
  return all.flatMap((one, at) => {
    const { after, before } = one
    if (after === undefined || !changed.has(one)) return []
    return [{ row: rows[at]?.row ?? 0, after, ...(before !== undefined && { before }) }]
  })
}

/** From our ids back to those of the source register. */
function sourceIds(
  households: Iterable<Household>,
  persons: readonly StoredPerson[],
  cases: ReadonlyMap<string, CaseId>,
): Pick<RegisterDetails, 'householdOf' | 'personIdOf' | 'caseIdOf'> {
  const ofHouseholds = new Map([...households].map((one) => [one.id, one.sourceId]))
  const ofPersons = new Map(persons.map(({ person }) => [person.id, person.sourceId]))
  const ofCases = new Map([...cases].map(([sourceId, id]) => [id, sourceId]))
  return {
    householdOf: ({ householdId }) => householdId && ofHouseholds.get(householdId),
    personIdOf: (id) => ofPersons.get(id),
    caseIdOf: (id) => ofCases.get(id),
  }
}

/** Deaths and departures on their own, by person. */
function lossesIn(events: readonly RecordedEvent[]): ReadonlyMap<PersonId, RecordedEvent> {
  const losses = new Map<PersonId, RecordedEvent>()
  for (const event of events)
    if (event.personId !== undefined && /^person\.(died|left)$/.test(event.type))
      losses.set(event.personId, event)
  return losses
}

/** Cases on file that lose a member and are not written anyway. */
function casesThatLose(
  onFile: OnFile,
  losses: ReadonlyMap<PersonId, RecordedEvent>,
  written: readonly { readonly after?: StoredCase }[],
): readonly StoredCase[] {
  const known = new Set(written.map((one) => one.after?.sourceId))
  const names = new Set([...losses.keys()].map((id) => onFile.activeCaseOf.get(id)))
  return [...onFile.cases.values()]
    .filter((one) => names.has(one.sourceId) && !known.has(one.sourceId) && !one.removed)
    .map(({ removed: _removed, ...one }) => ({ ...one, file: afterLosses(one.file, losses) }))
}

/** Links are symmetrical: each side holds the other. */
function linksByCase(register: ImportedRegister): ReadonlyMap<string, readonly LinkTo[]> {
  const links = new Map<string, LinkTo[]>()
  const add = (from: string, link: LinkTo): void => {
    const known = links.get(from)
    if (known === undefined) links.set(from, [link])
    else known.push(link)
  }
  for (const { fromCaseId, toCaseId, kind } of register.links) {
    add(fromCaseId, { other: toCaseId, kind })
    add(toCaseId, { other: fromCaseId, kind })
  }
  return links
}
