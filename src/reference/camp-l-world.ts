import type { CaseLife, Office, OfferInHand, Resident } from './case-life.ts'
import { openCase } from './case-life.ts'
import type { CampPeople, Group } from './camp-l-people.ts'
import { dayNumber } from './day-number.ts'
import type { DayNumber } from './day-number.ts'

/** The clock of Camp L. stands at this day; nothing is recorded on it or after. */
export const CAMP_L_CLOCK_DATE = '2016-01-01'
export const CAMP_L_CLOCK = dayNumber(CAMP_L_CLOCK_DATE)

/** Camp L. while its story is being written. */
export interface Camp {
  readonly office: Office
  readonly people: CampPeople
  readonly lives: CaseLife[]
  readonly offers: ReadonlyMap<string, OfferInHand>
}

/** Refers a group: from now on it is a case. */
export function refer(camp: Camp, group: Group, on: DayNumber): CaseLife {
  const life = openCase(camp.office, camp.people.nextCase(on), group.members, on)
  camp.lives.push(life)
  return life
}

export function offerCalled(camp: Camp, sourceId: string): OfferInHand {
  const offer = camp.offers.get(sourceId)
  if (offer === undefined) throw new Error(`The scenario has no offer ${sourceId}.`)
  return offer
}

/** Cases that wait for a State, and to which nothing happens from this day on. */
export function readyCases(camp: Camp, before: DayNumber): CaseLife[] {
  return camp.lives.filter((life) => life.stage === 'ready' && !life.told && life.day < before)
}

export function sizeOf(life: CaseLife): number {
  return life.members.length
}

/** Everybody ever registered. */
export function residentsOf(camp: Camp): Resident[] {
  const { first, later, alone } = camp.people
  return [
    ...[...first, ...later].flatMap((group) => group.members.map((one) => one.resident)),
    ...alone,
  ]
}
