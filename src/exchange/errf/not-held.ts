import { errfLanguage } from './language-map.ts'
import type { RegisterCase } from './from-register.ts'
import { NAME_FIELDS } from './read-individual.ts'

/** A fact of Onward that an eRRF has no place for, and how many persons or cases have it. */
export interface NotHeld {
  readonly fact: string
  readonly unit: 'persons' | 'cases'
  readonly count: number
}

type Member = RegisterCase['members'][number]

const OF_PERSONS: readonly (readonly [fact: string, has: (one: Member) => boolean])[] = [
  [
    'names in a second script, and names of a grandfather, a kunya or a whole name',
    ({ person }) => {
      const roles = new Set(NAME_FIELDS.map(([, role]) => role))
      const scripts = new Set(person.names.map((part) => part.script))
      return scripts.size > 1 || person.names.some((part) => !roles.has(part.role))
    },
  ],
  [
    'the range of days that a birth date can mean',
    ({ person }) => person.birth !== undefined && person.birth.precision !== 'day',
  ],
  [
    'a birth date in the calendar in which it was written',
    ({ person }) => (person.birth?.calendar ?? 'gregorian') !== 'gregorian',
  ],
  ['sex "other" (written as unknown)', ({ person }) => person.sex === 'other'],
  [
    'languages without a sure code in the list',
    ({ person }) => person.languages.some((one) => errfLanguage(one) === undefined),
  ],
  ['the need of a place for medical cases', ({ person }) => person.needsMedicalPlace],
  ['preferred States', ({ person }) => person.preferredStates.length > 0],
  ['protection status', ({ file }) => file.protectionStatus !== 'undetermined'],
  ['best interests recorded', ({ file }) => file.bestInterestsOn !== undefined],
  ['consent', ({ file }) => file.consent !== undefined],
  ['household', ({ file }) => file.householdId !== undefined],
  ['location other than the camp', ({ file }) => file.location !== 'camp'],
  ['engagement other than willing', ({ file }) => file.engagement !== 'willing'],
]

const OF_CASES: readonly (readonly [fact: string, has: (one: RegisterCase) => boolean])[] = [
  ['status of the case', ({ file }) => file.status !== 'referred'],
  ['written justification of the priority', ({ file }) => file.justified],
  ['kind of a link between cases', ({ file }) => file.links.length > 0],
  ['submissions and decisions', ({ file }) => file.submissions.length > 0],
  ['declaration signed', ({ file }) => file.declarationOn !== undefined],
]

/** What these cases hold and no eRRF can: only facts that occur. */
export function notHeld(cases: readonly RegisterCase[]): readonly NotHeld[] {
  const members = cases.flatMap((one) => one.members)
  return [
    ...OF_PERSONS.map(([fact, has]): NotHeld => ({
      fact,
      unit: 'persons',
      count: members.filter(has).length,
    })),
    ...OF_CASES.map(([fact, has]): NotHeld => ({
      fact,
      unit: 'cases',
      count: cases.filter(has).length,
    })),
  ].filter(({ count }) => count > 0)
}
