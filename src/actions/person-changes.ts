import type { Issue } from '../domain/errors.ts'
import type { EventDraft, RecordedEvent } from '../domain/event.ts'
import type { Household } from '../domain/household.ts'
import type { PersonId, SiteId } from '../domain/ids.ts'
import type { NamePart, Person, PersonFile } from '../domain/person.ts'
import { applyToPerson, emptyPersonFile, isPresent, NAME_ROLES } from '../domain/person.ts'
import type { PlainDate } from '../domain/plain-date.ts'
import type { ImportedPerson } from '../exchange/imported-register.ts'
import type { Stated } from '../storage/batches.ts'
import { newId, newReference } from '../storage/ids.ts'
import type { StoredPerson } from '../storage/persons.ts'
import { canonical } from '../domain/canonical.ts'
import type { Stamp } from './register-changes.ts'
import { isNews, keptAsRecorded, statedFacts } from './stated.ts'

/** What an imported row changes of one person. */
export interface PersonChange {
  readonly after: StoredPerson
  readonly before?: StoredPerson
  readonly events: readonly RecordedEvent[]
  readonly identityChanged: boolean
  /** The row states something otherwise than the last import did, whatever comes of it. */
  readonly statedChanged: boolean
  readonly isNew: boolean
  readonly warnings: readonly Issue[]
}

export interface PersonTools {
  readonly households: ReadonlyMap<string, Household>
  /** The day on which a person last withdrew a consent. */
  readonly withdrawnOn: ReadonlyMap<PersonId, PlainDate>
  readonly today: PlainDate
  /** Of newcomers whose row names none. */
  readonly site: SiteId
  readonly stamp: Stamp
}

/**
 * Compares a row with what the last import stated; the events say the difference. What the row
 * leaves out, and what people recorded since, stays.
 */
export function personChange(
  imported: ImportedPerson,
  stored: (StoredPerson & { readonly removed: boolean }) | undefined,
  tools: PersonTools,
): PersonChange {
  const known = stored !== undefined && !stored.removed ? stored : undefined
  const person = identityOf(imported, stored?.person, known !== undefined, tools.site)
  const before = known?.file ?? emptyPersonFile(person.id)
  const now = statedOf(imported)
  const row: Row = { imported, now, last: known?.stated, file: before }
  const stated = { ...known?.stated, ...now }
  const drafts = [
    ...registrationDrafts(row, known?.person, person, tools),
    ...statusDrafts(row, known !== undefined, tools),
    ...consentDrafts(row, tools),
    ...lossDrafts(row),
  ]
  let file: PersonFile = before
  const events = drafts.map((draft) => {
    const event = tools.stamp({ ...draft, personId: person.id })
    file = applyToPerson(file, event)
    return event
  })
  return {
    after: { person, file, stated },
    ...(known === undefined ? {} : { before: known }),
    events,
    identityChanged: known !== undefined && canonical(known.person) !== canonical(person),
    statedChanged: canonical(known?.stated) !== canonical(stated),
    isNew: known === undefined,
    warnings: known === undefined ? [] : keptWarnings(imported, file),
  }
}

interface Row {
  readonly imported: ImportedPerson
  readonly now: Stated
  readonly last: Stated | undefined
  readonly file: PersonFile
}

/** Facts that people record here too; the others only ever come from the register. */
function statedOf({ protectionStatus, consent, location, householdId }: ImportedPerson): Stated {
  return statedFacts({
    protectionStatus,
    consent: consent && consentText(consent),
    location,
    householdId,
  })
}

type Consent = NonNullable<PersonFile['consent']>

function consentText({ on, states }: Consent): string {
  return canonical([on, states])
}

/** Who the row says the person is; a person taken back comes again from the row alone. */
function identityOf(
  imported: ImportedPerson,
  stored: Person | undefined,
  isKnown: boolean,
  site: SiteId,
): Person {
  const on = isKnown ? stored : undefined
  const birth = imported.birth ?? on?.birth
  const nationality = imported.nationality ?? on?.nationality
  return {
    id: stored?.id ?? newId<PersonId>(),
    sourceId: imported.sourceId,
    reference: stored?.reference ?? newReference('P'),
    site: imported.site ?? on?.site ?? site,
    names: mergeNames(imported.names, on?.names ?? []),
    sex: imported.sex ?? on?.sex ?? 'unknown',
    ...(birth === undefined ? {} : { birth }),
    ...(nationality === undefined ? {} : { nationality }),
    needs: imported.needs ?? on?.needs ?? [],
    needsMedicalPlace: imported.needsMedicalPlace ?? on?.needsMedicalPlace ?? false,
    languages: imported.languages ?? on?.languages ?? [],
    preferredStates: imported.preferredStates ?? on?.preferredStates ?? [],
    tieStates: imported.tieStates ?? on?.tieStates ?? [],
  }
}

/**
 * A part on file stays unless the row states the same part in the same script; a whole name
 * stands for its parts, and the parts for the whole.
 */
function mergeNames(stated: readonly NamePart[], onFile: readonly NamePart[]): readonly NamePart[] {
  const kept = onFile.filter((old) =>
    stated.every(
      ({ role, script }) =>
        script !== old.script || (role !== old.role && role !== 'full' && old.role !== 'full'),
    ),
  )
  // In one order, whichever came first: a row that says nothing new changes nothing.
  return [...stated, ...kept].toSorted(
    (a, b) =>
      NAME_ROLES.indexOf(a.role) - NAME_ROLES.indexOf(b.role) ||
      Number(a.script > b.script) - Number(a.script < b.script),
  )
}

function registrationDrafts(
  { imported, now, last, file }: Row,
  was: Person | undefined,
  is: Person,
  { households, today }: PersonTools,
): readonly EventDraft[] {
  const on = imported.registeredOn ?? file.registeredOn ?? today
  const drafts: EventDraft[] = []
  if (file.registeredOn === undefined)
    drafts.push({ type: 'person.registered', effectiveOn: on, data: {} })
  if (was !== undefined && changedSubstantially(was, is))
    drafts.push({ type: 'person.changed_substantially', effectiveOn: today, data: {} })
  const household = households.get(imported.householdId ?? '')
  if (household !== undefined && household.id !== file.householdId)
    if (isNews(now, last, 'householdId'))
      drafts.push({
        type: 'household.joined',
        effectiveOn: on,
        data: { householdId: household.id },
      })
  return drafts
}

function statusDrafts(
  { imported, now, last, file }: Row,
  isKnown: boolean,
  { today }: PersonTools,
): readonly EventDraft[] {
  const registeredOn = imported.registeredOn ?? file.registeredOn ?? today
  const on = isKnown ? today : registeredOn
  const { protectionStatus, bestInterests, location } = imported
  const drafts: EventDraft[] = []
  if (protectionStatus !== undefined && protectionStatus !== file.protectionStatus)
    if (isNews(now, last, 'protectionStatus'))
      drafts.push({
        type: 'person.status_determined',
        effectiveOn: on,
        data: { status: protectionStatus },
      })
  if (bestInterests !== undefined && file.bestInterestsOn === undefined)
    drafts.push({
      type: 'person.best_interests_recorded',
      effectiveOn: bestInterests === 'recorded' ? registeredOn : bestInterests,
      data: {},
    })
  if (location !== undefined && location !== file.location && imported.departedOn === undefined)
    if (isNews(now, last, 'location'))
      drafts.push({
        type: 'person.moved',
        effectiveOn: on,
        data: { location, safe: location === 'transit_facility' || location === 'third_country' },
      })
  return drafts
}

/**
 * A consent counts when it is news, and neither withdrawn on or after its day nor older than the
 * one on file. One of the same day only corrects what an import stated.
 */
function consentDrafts(
  { imported: { consent }, now, last, file }: Row,
  { withdrawnOn }: PersonTools,
): readonly EventDraft[] {
  if (consent === undefined || !isNews(now, last, 'consent')) return []
  const onFile = file.consent
  const withdrawn = withdrawnOn.get(file.id)
  if (withdrawn !== undefined && consent.on <= withdrawn) return []
  if (onFile !== undefined) {
    const isOurs = consentText(onFile) === last?.['consent']
    if (consent.on < onFile.on || (consent.on === onFile.on && !isOurs)) return []
  }
  return [{ type: 'person.consented', effectiveOn: consent.on, data: { states: consent.states } }]
}

function lossDrafts({ imported, file }: Row): readonly EventDraft[] {
  const drafts: EventDraft[] = []
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

/** Where the row differs from the file after all, because people recorded otherwise since. */
function keptWarnings(imported: ImportedPerson, file: PersonFile): readonly Issue[] {
  const { row, consent, protectionStatus, location } = imported
  const kept: string[] = []
  if (
    consent !== undefined &&
    (!file.consent || consentText(file.consent) !== consentText(consent))
  )
    kept.push('consented_on')
  if (protectionStatus !== undefined && protectionStatus !== file.protectionStatus)
    kept.push('protection_status')
  // Whoever left is elsewhere than the register says, without anybody's contradiction.
  if (location !== undefined && location !== file.location && isPresent(file)) kept.push('location')
  return kept.map((column) => keptAsRecorded(row, column))
}

/** What a State decides on: a change voids earlier consent (I8). */
function changedSubstantially(was: Person, is: Person): boolean {
  const key = ({ sex, birth, nationality }: Person): string =>
    canonical([sex, birth?.earliest, birth?.latest, nationality])
  return key(was) !== key(is)
}
