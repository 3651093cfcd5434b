import type { EventDraft, RecordedEvent } from '../domain/event.ts'
import type { Household } from '../domain/household.ts'
import type { PersonId } from '../domain/ids.ts'
import type { Person, PersonFile } from '../domain/person.ts'
import { applyToPerson, emptyPersonFile } from '../domain/person.ts'
import type { PlainDate } from '../domain/plain-date.ts'
import type { ImportedPerson } from '../exchange/imported-register.ts'
import { newId, newReference } from '../storage/ids.ts'
import type { StoredPerson } from '../storage/persons.ts'
import { canonical } from './canonical.ts'
import type { Stamp } from './register-changes.ts'

/** What an imported row changes of one person. */
export interface PersonChange {
  readonly after: StoredPerson
  readonly before?: Person
  readonly events: readonly RecordedEvent[]
  readonly identityChanged: boolean
  readonly isNew: boolean
}

/** Compares a row with what is on file; the events say the difference. */
export function personChange(
  imported: ImportedPerson,
  stored: (StoredPerson & { readonly removed: boolean }) | undefined,
  households: ReadonlyMap<string, Household>,
  today: PlainDate,
  stamp: Stamp,
): PersonChange {
  const known = stored !== undefined && !stored.removed ? stored : undefined
  const person = identityOf(imported, stored?.person)
  const before = known?.file ?? emptyPersonFile(person.id)
  const identityChanged = known !== undefined && !sameIdentity(known.person, person)
  const drafts = personDrafts(imported, before, known?.person, person, households, today)
  let file: PersonFile = before
  const events = drafts.map((draft) => {
    const event = stamp({ ...draft, personId: person.id })
    file = applyToPerson(file, event)
    return event
  })
  return {
    after: { person, file },
    ...(known === undefined ? {} : { before: known.person }),
    events,
    identityChanged,
    isNew: known === undefined,
  }
}

function identityOf(imported: ImportedPerson, stored: Person | undefined): Person {
  const { names, sex, birth, nationality, needs, needsMedicalPlace } = imported
  const { languages, preferredStates, tieStates, sourceId } = imported
  return {
    id: stored?.id ?? newId<PersonId>(),
    sourceId,
    reference: stored?.reference ?? newReference('P'),
    names,
    sex,
    ...(birth === undefined ? {} : { birth }),
    ...(nationality === undefined ? {} : { nationality }),
    needs,
    needsMedicalPlace,
    languages,
    preferredStates,
    tieStates,
  }
}

function sameIdentity(a: Person, b: Person): boolean {
  return canonical(a) === canonical(b)
}

function personDrafts(
  imported: ImportedPerson,
  file: PersonFile,
  was: Person | undefined,
  is: Person,
  households: ReadonlyMap<string, Household>,
  today: PlainDate,
): readonly EventDraft[] {
  const on = imported.registeredOn ?? file.registeredOn ?? today
  const drafts: EventDraft[] = []
  if (file.registeredOn === undefined)
    drafts.push({ type: 'person.registered', effectiveOn: on, data: {} })
  if (was !== undefined && changedSubstantially(was, is))
    drafts.push({ type: 'person.changed_substantially', effectiveOn: today, data: {} })
  const household = households.get(imported.householdId ?? '')
  if (household !== undefined && household.id !== file.householdId)
    drafts.push({ type: 'household.joined', effectiveOn: on, data: { householdId: household.id } })
  const { protectionStatus, bestInterests, consent, location } = imported
  if (protectionStatus !== undefined && protectionStatus !== file.protectionStatus)
    drafts.push({
      type: 'person.status_determined',
      effectiveOn: was === undefined ? on : today,
      data: { status: protectionStatus },
    })
  if (bestInterests !== undefined && file.bestInterestsOn === undefined)
    drafts.push({
      type: 'person.best_interests_recorded',
      effectiveOn: bestInterests === 'recorded' ? on : bestInterests,
      data: {},
    })
  if (consent !== undefined && canonical(consent) !== canonical(file.consent))
    drafts.push({
      type: 'person.consented',
      effectiveOn: consent.on,
      data: { states: consent.states },
    })
  if (location !== undefined && location !== file.location && imported.departedOn === undefined)
    drafts.push({
      type: 'person.moved',
      effectiveOn: was === undefined ? on : today,
      data: { location, safe: location === 'transit_facility' || location === 'third_country' },
    })
  if (imported.diedOn !== undefined && file.diedOn === undefined)
    drafts.push({ type: 'person.died', effectiveOn: imported.diedOn, data: {} })
  // A departure that the register states was not ours: we have no submission behind it.
  if (
    imported.departedOn !== undefined &&
    file.leftOn === undefined &&
    file.departedOn === undefined
  )
    drafts.push({
      type: 'person.left',
      effectiveOn: imported.departedOn,
      reason: 'departed, as stated in the imported register',
      data: {},
    })
  return drafts
}

/** What a State decides on: a change voids earlier consent (I8). */
function changedSubstantially(was: Person, is: Person): boolean {
  const key = ({ sex, birth, nationality }: Person): string =>
    canonical([sex, birth?.earliest, birth?.latest, nationality])
  return key(was) !== key(is)
}
