import type { EventDraft } from '../domain/event.ts'
import type { IncidentId, OfferId } from '../domain/ids.ts'
import { FIRST_ACCOUNTS } from '../domain/first-accounts.ts'
import { liaisonOf } from './accounts.ts'
import type { Office, OfferInHand } from './case-life.ts'
import { lose } from './case-life.ts'
import { determineWithoutCase, openLaterCases, runFirstRounds } from './camp-l-cases.ts'
import { checkThoseWhoWait, linkCases, setLastPriorities, tidyUp } from './camp-l-end.ts'
import { CAMP_L_INCIDENTS } from './camp-l-incidents.ts'
import { departSome, loseSome, singleCases } from './camp-l-moves.ts'
import { CAMP_L_OFFERS } from './camp-l-offers.ts'
import type { ScenarioOffer } from './camp-l-offers.ts'
import { makeCampPeople } from './camp-l-people.ts'
import type { Round } from './camp-l-rounds.ts'
import { runRound } from './camp-l-rounds.ts'
import {
  CATCH_UP_DAYS,
  DEPARTURES_2013,
  DEPARTURES_EARLY_2014,
  DEPARTURES_TO_END_2015,
  DEPARTURES_TO_SEPTEMBER_2014,
  departuresToOctober2015,
  LAST_ROUNDS,
  LOSSES,
  ROUNDS_2014,
  ROUNDS_TO_OCTOBER_2015,
} from './camp-l-schedule.ts'
import { tellStories } from './camp-l-stories.ts'
import { tellWhoStayed } from './camp-l-who-stayed.ts'
import type { Camp } from './camp-l-world.ts'
import { CAMP_L_CLOCK_DATE, readyCases } from './camp-l-world.ts'
import { Clerk } from './clerk.ts'
import { DAY_MS, dayNumber } from './day-number.ts'
import type { DayNumber } from './day-number.ts'
import type { GeneratedChunk, GeneratedOperation } from './generated.ts'
import { Journal } from './journal.ts'
import { IdMaker } from './made-ids.ts'
import { Random } from './random.ts'

const SEED = 20131227

/**
 * The reference operation: invented people of a camp whose events, replayed day by day, give the
 * dated figures of the reference scenario (resettlement.md §13). Always the same, byte for byte.
 */
export function generateCampL(): GeneratedOperation {
  return {
    name: 'Camp L.',
    countryOfAsylum: 'IRQ',
    origin: 'IRN',
    timeZone: 'Asia/Baghdad',
    clockOn: CAMP_L_CLOCK_DATE,
    withClaims: true,
    accounts: [
      ...FIRST_ACCOUNTS,
      liaisonOf('ALB', 'Liaison of Albania'),
      liaisonOf('DEU', 'Liaison of Germany'),
    ],
    personCount: 3600,
    chunks: () => [liveThrough()],
  }
}

/** Lets the camp live from February 2012 to December 2015. */
function liveThrough(): GeneratedChunk {
  const random = new Random(SEED)
  const journal = new Journal()
  const clerk = new Clerk(journal, random, CATCH_UP_DAYS.map(dayNumber))
  const office: Office = { clerk, random, ids: new IdMaker(random) }
  const offers = recordOffers(office)
  recordIncidents(office)
  const people = makeCampPeople(office)
  const camp: Camp = { office, people, lives: [], offers }
  liveTo2013(camp)
  liveThrough2014(camp)
  liveThrough2015(camp)
  return {
    persons: people.persons,
    households: people.households,
    householdOf: people.householdOf,
    cases: people.cases,
    offers: [...offers.values()].map(({ id, sourceId, reference }) => ({
      id,
      sourceId,
      reference,
    })),
    events: journal.events(new IdMaker(random)),
  }
}

function liveTo2013(camp: Camp): void {
  attackOfFebruary2013(camp)
  loseSome(camp, LOSSES.toMarch2013)
  loseSome(camp, LOSSES.springAndSummer2013)
  runFirstRounds(camp)
  openLaterCases(camp)
  DEPARTURES_2013.forEach((one) => departSome(camp, one))
  loseSome(camp, LOSSES.autumn2013)
  attackOfDecember2013(camp)
}

function liveThrough2014(camp: Camp): void {
  tellWhoStayed(camp)
  loseSome(camp, LOSSES.early2014)
  DEPARTURES_EARLY_2014.forEach((one) => departSome(camp, one))
  determineWithoutCase(camp, dayNumber('2014-04-02'), dayNumber('2014-12-15'))
  runRounds(camp, ROUNDS_2014)
  loseSome(camp, LOSSES.toSeptember2014)
  DEPARTURES_TO_SEPTEMBER_2014.forEach((one) => departSome(camp, one))
}

function liveThrough2015(camp: Camp): void {
  const { departed } = tellStories(camp)
  runRounds(camp, ROUNDS_TO_OCTOBER_2015)
  loseSome(camp, LOSSES.toOctober2015)
  departuresToOctober2015(departed).forEach((one) => departSome(camp, one))
  tidyUp(camp)
  attackOfOctober2015(camp)
  loseSome(camp, LOSSES.toEnd2015)
  DEPARTURES_TO_END_2015.forEach((one) => departSome(camp, one))
  setLastPriorities(camp)
  runRounds(camp, LAST_ROUNDS)
  checkThoseWhoWait(camp)
  linkCases(camp)
}

function runRounds(camp: Camp, rounds: readonly Round[]): void {
  for (const round of rounds) runRound(camp, round, readyCases(camp, dayNumber(round.sent[0])))
}

/** Eight persons without a case die; two of them are identified only ten days later. */
function attackOfFebruary2013(camp: Camp): void {
  const on = dayNumber('2013-02-09')
  const victims = camp.people.alone.filter((one) => one.day < on - 30).slice(0, 8)
  victims.forEach((victim, n) => lose(camp.office, victim, 'person.died', on, n < 6 ? 1 : 10))
}

/** Three die on the day; a fourth, of wounds, is in the stories. */
function attackOfDecember2013(camp: Camp): void {
  const on = dayNumber('2013-12-26')
  for (const life of camp.office.random.shuffled(singleCases(camp, on)).slice(0, 3))
    for (const { resident } of life.members) lose(camp.office, resident, 'person.died', on, 1)
}

/** Twenty-four die; four of them are recorded only in November. */
function attackOfOctober2015(camp: Camp): void {
  const on = dayNumber('2015-10-29')
  const victims = camp.office.random.shuffled(singleCases(camp, on)).slice(0, 24)
  victims.forEach((life, n) => {
    for (const { resident } of life.members)
      lose(camp.office, resident, 'person.died', on, n < 20 ? n % 2 : 15 + n - 20)
  })
}

const OFFER_CLERK = 'reviewer.one'

/** Records every offer with its course, and gives them back by readable id. */
function recordOffers(office: Office): Map<string, OfferInHand> {
  const offers = new Map<string, OfferInHand>()
  for (const one of CAMP_L_OFFERS) offers.set(one.sourceId, recordOffer(office, one))
  return offers
}

function recordOffer(
  office: Office,
  { sourceId, terms, course, revised }: ScenarioOffer,
): OfferInHand {
  const [first, ...later] = course
  if (first === undefined) throw new Error(`Offer ${sourceId} has no course.`)
  const on = dayNumber(first.on)
  const offer = { id: office.ids.at<OfferId>(on * DAY_MS), sourceId, reference: sourceId, terms }
  const thread = { day: on, ms: 0 }
  const offerId = offer.id
  office.clerk.writeOn(thread, on, on, OFFER_CLERK, {
    type: 'offer.recorded',
    offerId,
    data: { terms, status: first.status },
  })
  for (const { on: date, status, statedBy } of later) {
    const day = dayNumber(date)
    office.clerk.writeOn(thread, day, day, OFFER_CLERK, {
      type: 'offer.status_changed',
      offerId,
      data: { status, statedBy },
    })
  }
  if (revised !== undefined) {
    const day = dayNumber(revised.on)
    office.clerk.writeOn(thread, day, day, OFFER_CLERK, {
      type: 'offer.revised',
      offerId,
      data: { terms: { ...terms, ...revised.terms } },
    })
  }
  return offer
}

/** Records each incident on its day, and what was said of it on the day it was said. */
function recordIncidents(office: Office): void {
  for (const { on, kind, where, statements } of CAMP_L_INCIDENTS) {
    const day = dayNumber(on)
    const incidentId = office.ids.at<IncidentId>(day * DAY_MS)
    const thread = { day, ms: 0 }
    const write = (when: DayNumber, draft: Pick<EventDraft, 'type' | 'data'>): void =>
      office.clerk.writeOn(thread, when, when, 'officer.one', {
        ...draft,
        incidentId,
      } as Parameters<Clerk['writeOn']>[4])
    write(day, { type: 'incident.reported', data: { kind, where } })
    for (const { on: statedOn, ...figure } of statements)
      write(dayNumber(statedOn), { type: 'incident.figure_stated', data: figure })
  }
}
