import { STATUSES_BEFORE_SUBMISSION } from '../domain/case.ts'
import type { CaseLife, Resident } from './case-life.ts'
import { closeCase, lose } from './case-life.ts'
import type { Window } from './camp-l-rounds.ts'
import { days } from './camp-l-rounds.ts'
import type { Camp } from './camp-l-world.ts'
import { CAMP_L_CLOCK, residentsOf, sizeOf } from './camp-l-world.ts'
import type { DayNumber } from './day-number.ts'
import { arrive, DAYS_TO_BOARD, depart } from './travel-life.ts'
import { submissionOf, travelStep } from './submission-life.ts'
import { takeExactly } from './take-exactly.ts'

/** So many persons leave for good by flights in this window, on these offers. */
export interface Departures {
  /** Readable ids, or all but those of one State. */
  readonly offers: (sourceId: string) => boolean
  readonly window: Window
  readonly persons: number
}

/** Flights leave on every fourth day. */
const FLIGHT_EVERY = 4
/** Most accepted cases leave within this many days after the least time that checks take. */
const USUAL_WAIT = 70

/** Makes exactly so many accepted persons depart (and arrive) in the window. */
export function departSome(camp: Camp, { offers, window, persons }: Departures): void {
  const [from, to] = days(window)
  const waiting = camp.lives.filter(
    (life) =>
      life.stage === 'pending_departure' &&
      !life.told &&
      offers(submissionOf(life).offer.sourceId) &&
      life.day + DAYS_TO_BOARD <= to,
  )
  for (const life of takeExactly(camp.office.random, waiting, persons, sizeOf))
    leaveOn(camp, life, flightDay(camp, life, from, to))
}

function flightDay(camp: Camp, life: CaseLife, from: DayNumber, to: DayNumber): DayNumber {
  const least = Math.max(from, life.day + DAYS_TO_BOARD)
  const wanted = camp.office.random.between(least, Math.min(to, least + USUAL_WAIT))
  return Math.min(to, Math.ceil(wanted / FLIGHT_EVERY) * FLIGHT_EVERY)
}

/** The whole case leaves on this day; by way of a transit facility if that is the offer. */
export function leaveOn(camp: Camp, life: CaseLife, boardOn: DayNumber): void {
  const { office } = camp
  const { offer } = submissionOf(life)
  depart(office, life, boardOn)
  if (offer.terms.kind !== 'evacuation_transit') return arrive(office, life, boardOn + 1)
  for (const member of life.members)
    travelStep(office, life, member, 'travel.transit_reached', boardOn + 1)
  const onward = boardOn + office.random.between(45, 60)
  if (onward < CAMP_L_CLOCK && office.random.chance(0.6)) arrive(office, life, onward)
}

/** So many persons die, or leave on their own, in this window. */
export interface Losses {
  readonly window: Window
  readonly left: number
  readonly died: number
  /** Only persons who never had a case. */
  readonly onlyAlone?: boolean
  /** So many of the cases that leave are closed as returned before. */
  readonly returned?: number
}

/** Whoever goes together: a case, or a person without one. */
interface Unit {
  readonly life?: CaseLife
  readonly residents: readonly Resident[]
}

/** Takes exactly so many persons out of the population. Nobody on the way to a State is taken. */
export function loseSome(camp: Camp, losses: Losses): void {
  const { random } = camp.office
  const [from, to] = days(losses.window)
  const units = unitsToLose(camp, from, losses.onlyAlone === true)
  const singles = units.filter((unit) => unit.residents.length === 1)
  const dying = new Set(takeExactly(random, singles, losses.died, () => 1))
  for (const unit of dying)
    for (const resident of unit.residents)
      lose(camp.office, resident, 'person.died', random.between(from, to), random.between(0, 6))
  const staying = units.filter((unit) => !dying.has(unit))
  let returned = losses.returned ?? 0
  for (const unit of takeExactly(random, staying, losses.left, (one) => one.residents.length)) {
    const on = random.between(from, to)
    if (returned > 0 && unit.life !== undefined) {
      returned--
      closeCase(camp.office, unit.life, 'returned', 'Went back to the country of origin.', on)
    }
    const delay = random.between(0, 20)
    for (const resident of unit.residents) lose(camp.office, resident, 'person.left', on, delay)
  }
}

function unitsToLose(camp: Camp, before: DayNumber, onlyAlone: boolean): Unit[] {
  const withoutCase = (onlyAlone ? camp.people.alone : residentsOf(camp)).filter(
    (one) => !one.gone && one.life === undefined && one.day < before,
  )
  const units: Unit[] = withoutCase.map((one) => ({ residents: [one] }))
  if (onlyAlone) return units
  for (const life of camp.lives)
    if (canLeave(life) && life.day < before)
      units.push({ life, residents: life.members.map((one) => one.resident) })
  return units
}

const STAGES: readonly string[] = [...STATUSES_BEFORE_SUBMISSION, 'on_hold']

function canLeave(life: CaseLife): boolean {
  return !life.told && STAGES.includes(life.stage)
}

/** Persons who can fall victim to an attack: single cases to which nothing else happens. */
export function singleCases(camp: Camp, before: DayNumber): CaseLife[] {
  return camp.lives.filter(
    (life) =>
      canLeave(life) && life.submission === undefined && sizeOf(life) === 1 && life.day < before,
  )
}
