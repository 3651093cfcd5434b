import type { PlainDate } from '../domain/plain-date.ts'
import { tellChanges } from './camp-l-changes.ts'
import { choose, isAdultCase, link, otherAdult, single } from './camp-l-choose.ts'
import { leaveOn } from './camp-l-moves.ts'
import { tellOfStoppedCases } from './camp-l-stopped-cases.ts'
import type { Camp } from './camp-l-world.ts'
import { offerCalled, sizeOf } from './camp-l-world.ts'
import type { CaseLife, Member } from './case-life.ts'
import { addMember, forget } from './case-life.ts'
import type { DayNumber } from './day-number.ts'
import { dayNumber } from './day-number.ts'
import {
  consider,
  decide,
  decideAll,
  markAccepted,
  markReady,
  proceed,
  submissionOf,
  transmit,
  travelStep,
} from './submission-life.ts'
import {
  arrive,
  board,
  book,
  clearCheck,
  prepare,
  refuseCheck,
  requestCheck,
} from './travel-life.ts'

/**
 * Single cases to which rare things happen, so that the operation holds each kind of event.
 * Returns how many persons departed in them.
 */
export function tellStories(camp: Camp): { readonly departed: number } {
  const departed =
    splitDecision(camp, { waived: true }) +
    splitDecision(camp, { waived: false }) +
    overturnedDenial(camp) +
    missedFlight(camp) +
    longTreatment(camp) +
    twoFlights(camp)
  refusedVisa(camp)
  tellChanges(camp)
  tellOfStoppedCases(camp)
  return { departed }
}

/** Sends the case to the offer kept for stories, which has looked at it some weeks later. */
function submitToSwitzerland(camp: Camp, life: CaseLife, on: PlainDate): DayNumber {
  transmit(camp.office, life, offerCalled(camp, 'CHE-2014'), dayNumber(on))
  consider(camp.office, life, life.day + 6, undefined)
  return life.day + 30
}

/** One adult is refused, the others accepted: the family acknowledges it and divides. */
function splitDecision(camp: Camp, { waived }: { readonly waived: boolean }): number {
  const { office } = camp
  const life = choose(
    camp,
    '2014-09-22',
    (one) => sizeOf(one) >= 3 && otherAdult(one) !== undefined && isAdultCase(one),
  )
  const refused = otherAdult(life) as Member
  const decidedOn = submitToSwitzerland(camp, life, '2014-10-06')
  for (const member of life.members)
    decide(office, life, member, member === refused ? 'denied' : 'accepted', decidedOn)
  const apart = splitOff(camp, life, refused, decidedOn + 5)
  if (waived)
    for (const [one, other] of [
      [apart, life],
      [life, apart],
    ] as const)
      office.clerk.write(one, decidedOn + 9, one.reviewer, {
        type: 'case.link_waived',
        caseId: one.handle.id,
        reason: 'The adults concerned asked in writing to go on apart.',
        data: { toCaseId: other.handle.id },
      })
  leaveOn(camp, life, decidedOn + 60)
  return sizeOf(life)
}

function splitOff(camp: Camp, life: CaseLife, member: Member, on: DayNumber): CaseLife {
  const { clerk } = camp.office
  const handle = camp.people.nextCase(on)
  clerk.write(life, on, life.reviewer, {
    type: 'case.members_split_off',
    caseId: life.handle.id,
    data: {
      personIds: [member.resident.person.id],
      newCaseId: handle.id,
      acknowledged: true,
    },
  })
  forget(life, member.resident)
  markAccepted(life)
  const apart: CaseLife = { ...life, handle, members: [], stage: 'ready', told: true }
  delete apart.submission
  camp.lives.push(apart)
  clerk.write(apart, on, life.reviewer, {
    type: 'case.split_from',
    caseId: handle.id,
    data: { fromCaseId: life.handle.id },
  })
  const alone = { resident: member.resident, relationship: 'PA' }
  apart.members.push(alone)
  addMember(camp.office, apart, alone, on)
  const { primary, secondary } = life
  clerk.write(apart, on, life.drafter, {
    type: 'case.categories_set',
    caseId: handle.id,
    data: { primary, secondary },
  })
  link(camp, life, handle.id, 'must_same_country', on)
  return apart
}

function overturnedDenial(camp: Camp): number {
  const { office } = camp
  const life = choose(camp, '2014-09-22', single)
  const decidedOn = submitToSwitzerland(camp, life, '2014-10-08')
  const submission = submissionOf(life)
  decideAll(office, life, 'denied', decidedOn)
  life.submission = submission
  proceed(office, life, 'submission.review_requested', decidedOn + 12)
  proceed(office, life, 'submission.overturned', decidedOn + 55)
  markAccepted(life)
  leaveOn(camp, life, life.day + 48)
  return 1
}

/** Not at the airport on the day; another seat three weeks later. */
function missedFlight(camp: Camp): number {
  const { office } = camp
  const life = choose(camp, '2014-09-22', single)
  const decidedOn = submitToSwitzerland(camp, life, '2014-10-10')
  decideAll(office, life, 'accepted', decidedOn)
  const flight = decidedOn + 40
  prepare(office, life, flight)
  const [member] = life.members as [Member]
  book(office, life, member, flight - 4, flight)
  travelStep(office, life, member, 'travel.offloaded', flight, 'Turned back at a checkpoint.')
  clearCheck(office, life, member, 'exit_permit', flight + 10)
  book(office, life, member, flight + 14, flight + 21)
  board(office, life, member, flight + 21)
  arrive(office, life, flight + 22)
  return 1
}

function longTreatment(camp: Camp): number {
  const { office } = camp
  const life = choose(camp, '2014-09-22', single)
  const decidedOn = submitToSwitzerland(camp, life, '2014-10-14')
  decideAll(office, life, 'accepted', decidedOn)
  const [member] = life.members as [Member]
  travelStep(office, life, member, 'travel.medical_hold', decidedOn + 10, 'Not fit to fly.')
  travelStep(office, life, member, 'travel.hold_lifted', decidedOn + 80)
  leaveOn(camp, life, decidedOn + 110)
  return 1
}

/** One of two goes ahead; the case has departed only when both have. */
function twoFlights(camp: Camp): number {
  const { office } = camp
  const life = choose(camp, '2014-09-22', (one) => sizeOf(one) === 2 && isAdultCase(one))
  const decidedOn = submitToSwitzerland(camp, life, '2014-10-16')
  decideAll(office, life, 'accepted', decidedOn)
  const [head, other] = life.members as [Member, Member]
  prepare(office, life, decidedOn + 34)
  book(office, life, head, decidedOn + 30, decidedOn + 34)
  board(office, life, head, decidedOn + 34)
  travelStep(office, life, head, 'travel.arrived', decidedOn + 35)
  clearCheck(office, life, other, 'exit_permit', decidedOn + 60)
  book(office, life, other, decidedOn + 62, decidedOn + 66)
  board(office, life, other, decidedOn + 66)
  travelStep(office, life, other, 'travel.arrived', decidedOn + 67)
  life.stage = 'closed'
  return 2
}

function refusedVisa(camp: Camp): void {
  const { office } = camp
  const life = choose(camp, '2014-09-22', single)
  const decidedOn = submitToSwitzerland(camp, life, '2014-10-20')
  decideAll(office, life, 'accepted', decidedOn)
  const [member] = life.members as [Member]
  clearCheck(office, life, member, 'biometrics', decidedOn + 10)
  requestCheck(office, life, member, 'visa', decidedOn + 12)
  refuseCheck(office, life, member, 'visa', decidedOn + 40)
  proceed(office, life, 'submission.lapsed', decidedOn + 50, 'The visa was refused.')
  markReady(life)
}
