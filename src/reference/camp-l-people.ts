import { FIRST_SITE } from '../domain/site.ts'
import type { CaseId, HouseholdId, PersonId } from '../domain/ids.ts'
import type { Household } from '../domain/household.ts'
import type { Person } from '../domain/person.ts'
import type { Member, Office, Resident } from './case-life.ts'
import { OFFICERS } from './accounts.ts'
import { DAY_MS, dayNumber } from './day-number.ts'
import type { DayNumber } from './day-number.ts'
import type { Handle } from './generated.ts'
import { referenceOf, sourceIdOf } from './made-ids.ts'
import type { FamilyRole } from './people.ts'
import { makeFamily, makePerson, makeTraits, makeUnaccompaniedChild, signs } from './people.ts'
import { takeExactly } from './take-exactly.ts'

/** People who are, or will be, one case; or a person who never has one. */
export interface Group {
  readonly members: readonly Member[]
  readonly registeredOn: DayNumber
}

export interface CampPeople {
  /** Groups whose cases were all submitted by 27 December 2013: 1,400 cases, 1,985 persons. */
  readonly first: readonly Group[]
  /** Groups whose cases go on later. */
  readonly later: readonly Group[]
  /** Registered, never referred. */
  readonly alone: readonly Resident[]
  readonly persons: readonly Person[]
  readonly households: readonly Household[]
  readonly householdOf: Map<PersonId, HouseholdId>
  /** Handles for cases, one after the other. */
  readonly nextCase: (on: DayNumber) => Handle<CaseId>
  readonly cases: readonly Handle<CaseId>[]
}

/** Everybody ever registered. */
const REGISTERED = 3600
/** Of them by 18 March 2013; the others came until September 2013. */
const REGISTERED_BY_MARCH = 3220
/** How many cases of which size make the 1,400 cases of 1,985 persons. */
const FIRST_SIZES: readonly (readonly [size: number, cases: number])[] = [
  [1, 1000],
  [2, 280],
  [3, 70],
  [4, 35],
  [5, 15],
]
const FIRST_PERSONS = FIRST_SIZES.reduce((sum, [size, cases]) => sum + size * cases, 0)
const ALONE = 140
const ALONE_LATE = 30
const LATER_SIZES = [
  [1, 47],
  [2, 21],
  [3, 13],
  [4, 10],
  [5, 6],
  [6, 2],
  [7, 1],
] as const

/** Ages are made for this day, the opening of the register. */
const OPENED_ON = dayNumber('2012-02-18')

/** Invents everybody of Camp L. and registers them. */
export function makeCampPeople(office: Office): CampPeople {
  const maker = new PeopleMaker(office)
  const { random } = office
  const firstSizes = random.shuffled(
    FIRST_SIZES.flatMap(([size, n]) => Array<number>(n).fill(size)),
  )
  const laterSizes = sizesFor(office, REGISTERED - FIRST_PERSONS - ALONE)
  const lateArrivals = REGISTERED - REGISTERED_BY_MARCH - ALONE_LATE
  const late = new Set(
    takeExactly(
      random,
      laterSizes.map((size, index) => ({ size, index })),
      lateArrivals,
      (one) => one.size,
    ).map((one) => one.index),
  )
  const first = firstSizes.map((size, n) =>
    maker.group(size, n % 180 === 7, dayNumber('2012-02-18'), dayNumber('2012-10-14')),
  )
  const later = laterSizes.map((size, n) =>
    late.has(n)
      ? maker.group(size, n % 60 === 9, dayNumber('2013-03-19'), dayNumber('2013-09-16'))
      : maker.group(size, n % 60 === 9, dayNumber('2012-06-01'), dayNumber('2013-03-12')),
  )
  const alone = Array.from({ length: ALONE }, (_, n) => {
    const isLate = n < ALONE_LATE
    const from = dayNumber(isLate ? '2013-03-19' : '2012-03-01')
    const group = maker.group(1, false, from, dayNumber(isLate ? '2013-08-30' : '2013-01-31'))
    return (group.members[0] as Member).resident
  })
  return { first, later, alone, ...maker.made() }
}

/** Sizes of cases that sum exactly to so many persons. */
function sizesFor(office: Office, persons: number): number[] {
  const sizes: number[] = []
  let left = persons
  while (left > 0) {
    const size = Math.min(left, office.random.weighted(LATER_SIZES))
    sizes.push(size)
    left -= size
  }
  return sizes
}

/** Makes people group by group and keeps the running numbers. */
class PeopleMaker {
  readonly #office: Office
  readonly #persons: Person[] = []
  readonly #households: Household[] = []
  readonly #householdOf = new Map<PersonId, HouseholdId>()
  readonly #cases: Handle<CaseId>[] = []
  #shared: Household | undefined

  constructor(office: Office) {
    this.#office = office
  }

  made(): Omit<CampPeople, 'first' | 'later' | 'alone'> {
    return {
      persons: this.#persons,
      households: this.#households,
      householdOf: this.#householdOf,
      cases: this.#cases,
      nextCase: (on) => {
        const n = this.#cases.length + 1
        const handle = {
          id: this.#office.ids.at<CaseId>(on * DAY_MS),
          sourceId: sourceIdOf('LC', n, 5),
          reference: referenceOf('C', n, 0x51f3),
        }
        this.#cases.push(handle)
        return handle
      },
    }
  }

  /** A family (or a single person, or a child alone), registered on one day. */
  group(size: number, childAlone: boolean, from: DayNumber, to: DayNumber): Group {
    const { random } = this.#office
    const registeredOn = random.between(from, to)
    const roles =
      size === 1 && childAlone
        ? [makeUnaccompaniedChild(random)]
        : makeFamily(random, size, OPENED_ON)
    const traits = makeTraits(random)
    const household = this.#householdFor(size, registeredOn)
    const members = roles.map((role) => {
      const person = this.#person(role, traits, registeredOn)
      const resident = this.#register(person, household, registeredOn)
      return { resident, relationship: role.relationship }
    })
    return { members, registeredOn }
  }

  #person(role: FamilyRole, traits: ReturnType<typeof makeTraits>, on: DayNumber): Person {
    const n = this.#persons.length + 1
    const ids = {
      id: this.#office.ids.at<PersonId>(on * DAY_MS),
      sourceId: sourceIdOf('L', n),
      reference: referenceOf('P', n, 0x2b7e),
    }
    const person = makePerson(this.#office.random, ids, role, traits, OPENED_ON)
    this.#persons.push(person)
    return person
  }

  #register(person: Person, home: Household, on: DayNumber): Resident {
    const { clerk, random } = this.#office
    const resident: Resident = {
      person,
      signs: signs(person),
      determined: false,
      gone: false,
      day: on,
      ms: 0,
    }
    const actor = random.pick(OFFICERS)
    const personId = person.id
    clerk.write(resident, on, actor, { type: 'person.registered', personId, data: {} })
    clerk.write(resident, on, actor, {
      type: 'household.joined',
      personId,
      data: { householdId: home.id },
    })
    this.#householdOf.set(personId, home.id)
    return resident
  }

  /** Families live alone; up to three single persons share a container. */
  #householdFor(size: number, on: DayNumber): Household {
    const shared = this.#shared
    if (size === 1 && shared !== undefined && this.#office.random.chance(0.6)) return shared
    const n = this.#households.length + 1
    const household = {
      id: this.#office.ids.at<HouseholdId>(on * DAY_MS),
      sourceId: sourceIdOf('LH', n, 5),
      reference: referenceOf('H', n, 0x7c15),
      site: FIRST_SITE.id,
    }
    this.#households.push(household)
    if (size === 1) this.#shared = household
    return household
  }
}
