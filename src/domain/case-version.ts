import { applyToCase } from './apply-to-case.ts'
import type { CaseFile } from './case.ts'
import type { RecordedEvent } from './event.ts'
import type { CaseId, PersonId } from './ids.ts'
import type { PersonFile } from './person.ts'
import { applyToPerson, emptyPersonFile } from './person.ts'

/**
 * One text for a case and its members as somebody saw them: it changes with every event that made
 * them, also when one is taken back.
 */
export function caseVersion(events: readonly RecordedEvent[]): string {
  return `${events.length}.${markOf(events.at(-1))}`
}

function markOf(event: RecordedEvent | undefined): string {
  // The last part of a UUID is random.
  return event?.id.split('-').at(-1) ?? '0'
}

/** The events that somebody had seen who saw this version; undefined when some of them are gone. */
export function eventsOfVersion(
  events: readonly RecordedEvent[],
  version: string,
): readonly RecordedEvent[] | undefined {
  const [length = '', mark] = version.split('.')
  const seen = events.slice(0, Number(length))
  return seen.length === Number(length) && markOf(seen.at(-1)) === mark ? seen : undefined
}

/** A field that two people changed to different values: as both saw it, as it is, as it would be. */
export interface FieldConflict {
  readonly field: string
  /** Whose field; absent: the case's own. */
  readonly personId?: PersonId
  readonly before: string
  readonly now: string
  readonly mine: string
}

const CASE_FIELDS = [
  'status',
  'hold',
  'closure',
  'priority',
  'justified',
  'primary',
  'secondary',
  'compositionVerified',
  'willing',
  'drafter',
  'reviewer',
  'declarationOn',
] as const satisfies readonly (keyof CaseFile)[]

const PERSON_FIELDS = [
  'protectionStatus',
  'bestInterestsOn',
  'consent',
  'lastSubstantialChangeOn',
  'location',
  'safe',
  'engagement',
  'diedOn',
  'leftOn',
  'departedOn',
  'arrivedOn',
] as const satisfies readonly (keyof PersonFile)[]

type Facts = ReadonlyMap<string, string>

/**
 * What `mine` would set otherwise than somebody else has set since it was `seen`. Fields that only
 * one of the two touches are no conflict: both stay.
 */
export function conflictsOf(
  id: CaseId,
  seen: readonly RecordedEvent[],
  all: readonly RecordedEvent[],
  mine: RecordedEvent,
): readonly FieldConflict[] {
  const before = factsOf(id, seen)
  const now = factsOf(id, all)
  const wanted = factsOf(id, [...seen, mine])
  const value = (facts: Facts, key: string): string => facts.get(key) ?? ''
  return [...new Set([...before.keys(), ...now.keys(), ...wanted.keys()])].flatMap((key) => {
    const [was, is, would] = [value(before, key), value(now, key), value(wanted, key)]
    if (is === was || would === was || is === would) return []
    const [field = '', personId] = key.split(' ')
    const whose = personId === undefined ? {} : { personId: personId as PersonId }
    return [{ field, ...whose, before: was, now: is, mine: would }]
  })
}

function factsOf(id: CaseId, events: readonly RecordedEvent[]): Facts {
  let file: CaseFile | undefined
  const persons = new Map<PersonId, PersonFile>()
  for (const event of events) {
    file = applyToCase(file, id, event)
    const { personId } = event
    if (personId === undefined) continue
    const person = persons.get(personId) ?? emptyPersonFile(personId)
    persons.set(personId, applyToPerson(person, event))
  }
  const facts = new Map<string, string>()
  for (const field of CASE_FIELDS) if (file !== undefined) facts.set(field, text(file[field]))
  for (const [personId, person] of persons)
    for (const field of PERSON_FIELDS) facts.set(`${field} ${personId}`, text(person[field]))
  return facts
}

function text(value: unknown): string {
  if (value === undefined) return ''
  if (typeof value === 'object' && value !== null && 'states' in value) {
    const { on, states } = value as NonNullable<PersonFile['consent']>
    return `${on} ${typeof states === 'string' ? states : states.join(' ')}`
  }
  return typeof value === 'object' ? JSON.stringify(value) : `${value as string | boolean}`
}
