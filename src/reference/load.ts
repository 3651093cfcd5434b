import { STATUSES_BEFORE_SUBMISSION } from '../domain/case.ts'
import type { CaseId, HouseholdId, OfferId, PersonId } from '../domain/ids.ts'
import { FIRST_SITE } from '../domain/site.ts'
import type { Household } from '../domain/household.ts'
import type { Person } from '../domain/person.ts'
import { FIRST_ACCOUNTS } from '../domain/first-accounts.ts'
import { advance, holdCase, openCase } from './case-life.ts'
import type { CaseLife, Member, Office, OfferInHand } from './case-life.ts'
import { Clerk } from './clerk.ts'
import { DAY_MS, dayNumber } from './day-number.ts'
import type { DayNumber } from './day-number.ts'
import type { GeneratedChunk, GeneratedOperation, Handle } from './generated.ts'
import { Journal } from './journal.ts'
import { makeLoadOffers, offerCount } from './load-offers.ts'
import { IdMaker, referenceOf, sourceIdOf } from './made-ids.ts'
import { makeFamily, makePerson, makeTraits, makeUnaccompaniedChild, signs } from './people.ts'
import { Random } from './random.ts'
import { transmit } from './submission-life.ts'

/** Sizes of cases as measured on two yearly caseloads (placement.md §8, G1); mean 2.55. */
const CASE_SIZES = [
  [1, 0.477],
  [2, 0.106],
  [3, 0.103],
  [4, 0.125],
  [5, 0.103],
  [6, 0.064],
  [7, 0.018],
  [8, 0.003],
] as const
const MEAN_SIZE = 2.55

/** Where cases stand when the clock stands. */
const STANDS = [
  ['ready', 88],
  ['submitted', 3],
  ['on_hold', 2],
  ['earlier', 7],
] as const
const READY_SHARE = 0.88
/** Places offered for each ready person. */
const PLACES_PER_READY = 0.6
/** At most this share of an offer is taken by submissions already. */
const TAKEN_AT_MOST = 0.25

const CHUNK_PERSONS = 2000
export const MOST_PERSONS = 1_000_000

const CLOCK = '2016-01-01'
const OPENED_ON = dayNumber('2014-01-01')
const REGISTERED_UNTIL = dayNumber('2015-03-31')
const OFFERED_ON = dayNumber('2015-09-15')
const READY_BY = dayNumber('2015-11-20')

export interface LoadSize {
  /** From 1 to 1,000,000 persons. */
  readonly persons: number
  readonly seed?: number
}

/**
 * An invented operation of any size, for load: mostly cases that wait ready. It is made chunk by
 * chunk of about 2,000 persons, so memory stays flat. The same size and seed give the same
 * operation. Throws `RangeError` for a size that is not from 1 to 1,000,000 persons.
 */
export function generateLoad({ persons, seed = 1 }: LoadSize): GeneratedOperation {
  if (!Number.isInteger(persons) || persons < 1 || persons > MOST_PERSONS)
    throw new RangeError(`A load has 1 to ${MOST_PERSONS} persons, not ${persons}.`)
  return {
    name: `Load ${persons}`,
    countryOfAsylum: 'IRQ',
    origin: 'IRN',
    timeZone: 'Asia/Baghdad',
    clockOn: CLOCK,
    accounts: FIRST_ACCOUNTS,
    personCount: persons,
    chunks: () => makeChunks(persons, seed),
  }
}

function* makeChunks(persons: number, seed: number): Generator<GeneratedChunk> {
  const maker = new LoadMaker(persons, seed)
  for (let left = persons; left > 0; left -= CHUNK_PERSONS)
    yield maker.chunk(Math.min(left, CHUNK_PERSONS))
}

/** Keeps the running numbers and what is taken of each offer; everything else goes with the chunk. */
class LoadMaker {
  readonly #random: Random
  readonly #ids: IdMaker
  readonly #offers: readonly OfferInHand[]
  readonly #taken = new Map<OfferId, number>()
  #personNumber = 0
  #householdNumber = 0
  #caseNumber = 0
  #offersAreOut = false

  constructor(persons: number, seed: number) {
    this.#random = new Random(seed)
    this.#ids = new IdMaker(this.#random)
    const readyPersons = persons * READY_SHARE
    this.#offers = makeLoadOffers(
      this.#random,
      this.#ids,
      offerCount(readyPersons / MEAN_SIZE),
      readyPersons * PLACES_PER_READY,
      OFFERED_ON,
    )
  }

  /** Whole cases of exactly so many persons together. */
  chunk(persons: number): GeneratedChunk {
    const journal = new Journal()
    const clerk = new Clerk(journal, this.#random, [])
    const office: Office = { clerk, random: this.#random, ids: this.#ids }
    const filled = {
      persons: [] as Person[],
      households: [] as Household[],
      householdOf: new Map<PersonId, HouseholdId>(),
      cases: [] as Handle<CaseId>[],
    }
    const offers = this.#offersAreOut ? [] : this.#offers
    this.#offersAreOut = true
    for (const offer of offers) recordOffer(clerk, offer)
    for (let left = persons; left > 0;) {
      const size = Math.min(left, this.#random.weighted(CASE_SIZES))
      this.#family(office, filled, size)
      left -= size
    }
    return {
      ...filled,
      offers: offers.map(({ id, sourceId, reference }) => ({ id, sourceId, reference })),
      events: journal.events(new IdMaker(this.#random)),
    }
  }

  #family(office: Office, filled: Filled, size: number): void {
    const random = this.#random
    const on = random.between(OPENED_ON, REGISTERED_UNTIL)
    const household = this.#household(on)
    filled.households.push(household)
    const traits = makeTraits(random, 0.3)
    const roles =
      size === 1 && random.chance(0.006)
        ? [makeUnaccompaniedChild(random)]
        : makeFamily(random, size, OPENED_ON)
    const members = roles.map((role) => {
      const person = makePerson(random, this.#personIds(on), role, traits, OPENED_ON)
      filled.persons.push(person)
      filled.householdOf.set(person.id, household.id)
      return register(office, person, role.relationship, on)
    })
    const handle = this.#caseHandle(on)
    filled.cases.push(handle)
    this.#live(office, openCase(office, handle, members, on + random.between(5, 60)))
  }

  #live(office: Office, life: CaseLife): void {
    const random = this.#random
    const stand = random.weighted(STANDS)
    const target =
      stand === 'earlier' ? random.pick(STATUSES_BEFORE_SUBMISSION.slice(0, -1)) : 'ready'
    const readyOn = random.between(Math.min(life.day + 60, READY_BY), READY_BY)
    if (stand !== 'earlier' && random.chance(0.02)) life.priority = random.chance(0.2) ? 'EM' : 'UG'
    advance(office, life, target, life.day + 3, readyOn)
    if (stand === 'on_hold')
      holdCase(office, life, 'security_pending', 'A check is not answered yet.', READY_BY + 5)
    if (stand === 'submitted') this.#submit(office, life)
  }

  /** To an offer that asks nothing; a case stays ready when none has room. */
  #submit(office: Office, life: CaseLife): void {
    const size = life.members.length
    const offer = this.#random.pick(this.#offers)
    const taken = (this.#taken.get(offer.id) ?? 0) + size
    const asks = offer.terms.criteria
    const asksNothing = asks.categories.length + asks.nationalities.length === 0
    if (!asksNothing || taken > offer.terms.total * TAKEN_AT_MOST) return
    this.#taken.set(offer.id, taken)
    transmit(office, life, offer, READY_BY + this.#random.between(4, 30))
  }

  #personIds(on: DayNumber): Pick<Person, 'id' | 'sourceId' | 'reference'> {
    const n = ++this.#personNumber
    return {
      id: this.#ids.at<PersonId>(on * DAY_MS),
      sourceId: sourceIdOf('L', n),
      reference: referenceOf('P', n, 0x2b7e),
    }
  }

  #household(on: DayNumber): Household {
    const n = ++this.#householdNumber
    return {
      id: this.#ids.at<HouseholdId>(on * DAY_MS),
      sourceId: sourceIdOf('LH', n),
      reference: referenceOf('H', n, 0x7c15),
      site: FIRST_SITE.id,
    }
  }

  #caseHandle(on: DayNumber): Handle<CaseId> {
    const n = ++this.#caseNumber
    return {
      id: this.#ids.at<CaseId>(on * DAY_MS),
      sourceId: sourceIdOf('LC', n),
      reference: referenceOf('C', n, 0x51f3),
    }
  }
}

type Filled = {
  readonly persons: Person[]
  readonly households: Household[]
  readonly householdOf: Map<PersonId, HouseholdId>
  readonly cases: Handle<CaseId>[]
}

function register(office: Office, person: Person, relationship: string, on: DayNumber): Member {
  const resident = {
    person,
    signs: signs(person),
    determined: false,
    gone: false,
    day: on,
    ms: 0,
  }
  const personId = person.id
  office.clerk.write(resident, on, 'officer.one', {
    type: 'person.registered',
    personId,
    data: {},
  })
  return { resident, relationship }
}

function recordOffer(clerk: Clerk, offer: OfferInHand): void {
  clerk.writeOn({ day: OFFERED_ON, ms: 0 }, OFFERED_ON, OFFERED_ON, 'reviewer.one', {
    type: 'offer.recorded',
    offerId: offer.id,
    data: { terms: offer.terms, status: 'confirmed' },
  })
}
