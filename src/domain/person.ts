import type { ConsentStates, RecordedEvent } from './event.ts'
import type { HouseholdId, PersonId, SiteId } from './ids.ts'
import type { PlainDate } from './plain-date.ts'
import type { SpecificNeed } from './specific-need.ts'
import type { StateCode } from './state-code.ts'

export const SEXES = ['female', 'male', 'other', 'unknown'] as const
export type Sex = (typeof SEXES)[number]

/**
 * Recognised refugee, or one of the two listed exceptions: a stateless person who is no refugee,
 * a dependant who is no refugee (I7).
 */
export const PROTECTION_STATUSES = [
  'undetermined',
  'asylum_seeker',
  'refugee',
  'stateless_non_refugee',
  'non_refugee_dependant',
  'not_recognised',
] as const
export type ProtectionStatus = (typeof PROTECTION_STATUSES)[number]

/** Where a person is; apart from any case status (resettlement.md §11). */
export const LOCATIONS = ['camp', 'transit_facility', 'third_country', 'elsewhere'] as const
export type Location = (typeof LOCATIONS)[number]

export const ENGAGEMENTS = ['willing', 'not_attending', 'declined', 'unreachable'] as const
export type Engagement = (typeof ENGAGEMENTS)[number]

export const NAME_ROLES = [
  'given',
  'father',
  'grandfather',
  'mother',
  'family',
  'kunya',
  'full',
] as const

/** One part of a name as written, in its script, with its role; order carries no meaning. */
export interface NamePart {
  readonly text: string
  /** ISO 15924 in words: latin, arabic, cyrillic, … */
  readonly script: string
  readonly role: (typeof NAME_ROLES)[number]
}

export const CALENDARS = ['gregorian', 'solar_hijri', 'hijri'] as const

/** A birth date as written, and the range of days it can mean. */
export interface BirthDate {
  readonly text: string
  readonly calendar: (typeof CALENDARS)[number]
  readonly earliest: PlainDate
  readonly latest: PlainDate
  readonly precision: 'day' | 'month' | 'year' | 'about' | 'age'
}

/** Who a person is: what the register holds, not what happened to them. */
export interface Person {
  readonly id: PersonId
  /** The id in the source register; unique in the operation. */
  readonly sourceId: string
  /** Short public handle, not sequential. */
  readonly reference: string
  /** Where the person is registered; everyone in one case is of the case's site. */
  readonly site: SiteId
  readonly names: readonly NamePart[]
  readonly sex: Sex
  readonly birth?: BirthDate
  readonly nationality?: StateCode
  readonly needs: readonly SpecificNeed[]
  /** Needs a place that an offer keeps for medical cases. */
  readonly needsMedicalPlace: boolean
  readonly languages: readonly string[]
  readonly preferredStates: readonly StateCode[]
  /** States where close family lives. */
  readonly tieStates: readonly StateCode[]
}

/** What happened to a person, folded from their events. */
export interface PersonFile {
  readonly id: PersonId
  readonly registeredOn?: PlainDate
  readonly protectionStatus: ProtectionStatus
  readonly bestInterestsOn?: PlainDate
  readonly consent?: { readonly on: PlainDate; readonly states: ConsentStates }
  readonly lastSubstantialChangeOn?: PlainDate
  readonly location: Location
  readonly safe: boolean
  readonly engagement: Engagement
  readonly diedOn?: PlainDate
  readonly leftOn?: PlainDate
  readonly departedOn?: PlainDate
  readonly arrivedOn?: PlainDate
  readonly householdId?: HouseholdId
}

export function emptyPersonFile(id: PersonId): PersonFile {
  return {
    id,
    protectionStatus: 'undetermined',
    location: 'camp',
    safe: false,
    engagement: 'willing',
  }
}

/** In the population of concern: registered, alive, not gone on their own, not departed. */
export function isPresent(file: PersonFile): boolean {
  return (
    file.registeredOn !== undefined &&
    file.diedOn === undefined &&
    file.leftOn === undefined &&
    file.departedOn === undefined
  )
}

/** Folds one event of a person; events of others leave the file as it is. */
export function applyToPerson(file: PersonFile, event: RecordedEvent): PersonFile {
  if (event.personId !== file.id) return file
  const on = event.effectiveOn
  if (event.type === 'person.registered') return { ...file, registeredOn: on }
  if (event.type === 'person.status_determined')
    return { ...file, protectionStatus: event.data.status }
  if (event.type === 'person.best_interests_recorded') return { ...file, bestInterestsOn: on }
  if (event.type === 'person.consented')
    return { ...file, consent: { on, states: event.data.states } }
  if (event.type === 'person.moved')
    return { ...file, location: event.data.location, safe: event.data.safe }
  if (event.type === 'person.engagement_recorded')
    return { ...file, engagement: event.data.engagement }
  if (event.type === 'household.joined') return { ...file, householdId: event.data.householdId }
  switch (event.type) {
    case 'person.consent_withdrawn':
      return without(file, 'consent')
    case 'household.left':
      return without(file, 'householdId')
    case 'person.changed_substantially':
      return { ...file, lastSubstantialChangeOn: on }
    case 'person.died':
      return { ...file, diedOn: on }
    case 'person.left':
      return { ...file, leftOn: on, location: 'elsewhere' }
    case 'travel.boarded':
      return { ...file, departedOn: on, location: 'third_country', safe: true }
    case 'travel.transit_reached':
      return { ...file, location: 'transit_facility', safe: true }
    case 'travel.arrived':
      return { ...file, arrivedOn: on, location: 'third_country', safe: true }
    default:
      return file
  }
}

function without<Key extends keyof PersonFile>(file: PersonFile, key: Key): PersonFile {
  const { [key]: _gone, ...rest } = file
  return rest as PersonFile
}

/** The States to which the person's consent stands: given, and newer than what would void it (I8). */
export function standingConsent(file: PersonFile): ConsentStates {
  const { consent, lastSubstantialChangeOn } = file
  if (consent === undefined) return []
  const isVoid = lastSubstantialChangeOn !== undefined && consent.on < lastSubstantialChangeOn
  return isVoid ? [] : consent.states
}

/** Whether the person's consent stands for this State (I8). */
export function consentsTo(file: PersonFile, state: StateCode): boolean {
  const states = standingConsent(file)
  return states === 'any' || states.includes(state)
}
