import type { EventDraft } from '../domain/event.ts'
import type { CheckKind } from '../domain/travel-check.ts'
import { CHECK_KINDS } from '../domain/travel-check.ts'
import { MOVEMENT } from './accounts.ts'
import type { CaseLife, Member, Office } from './case-life.ts'
import { plainDate } from './day-number.ts'
import type { DayNumber } from './day-number.ts'
import { submissionOf, travelStep } from './submission-life.ts'

/** For how many days a check is good; orientation and biometrics do not run out. Invented. */
const VALID_DAYS: Readonly<Partial<Record<CheckKind, number>>> = {
  medical: 180,
  visa: 90,
  exit_permit: 45,
}

const PAPERS: Readonly<Partial<Record<CheckKind, string>>> = {
  medical: 'MH',
  visa: 'V',
  exit_permit: 'EP',
}

/** Least days from acceptance to boarding that the checks below need. */
export const DAYS_TO_BOARD = 16

/** Records a check asked for, which nobody has made yet. */
export function requestCheck(
  office: Office,
  life: CaseLife,
  member: Member,
  kind: CheckKind,
  on: DayNumber,
): void {
  recordCheck(office, life, member, { kind, status: 'requested' }, on)
}

/** Records a check as cleared from this day, with its paper and its expiry. */
export function clearCheck(
  office: Office,
  life: CaseLife,
  member: Member,
  kind: CheckKind,
  on: DayNumber,
  validDays = VALID_DAYS[kind],
): void {
  const paper = PAPERS[kind]
  const check: CheckData = {
    kind,
    status: 'cleared',
    issued: plainDate(on),
    ...(validDays === undefined ? {} : { expires: plainDate(on + validDays) }),
    ...(paper === undefined ? {} : { document: `${paper}-${office.random.between(10000, 99999)}` }),
  }
  recordCheck(office, life, member, check, on)
}

export function refuseCheck(
  office: Office,
  life: CaseLife,
  member: Member,
  kind: CheckKind,
  on: DayNumber,
): void {
  recordCheck(office, life, member, { kind, status: 'refused' }, on)
}

type CheckData = Extract<EventDraft, { type: 'travel.check_recorded' }>['data']

function recordCheck(
  office: Office,
  life: CaseLife,
  member: Member,
  data: CheckData,
  on: DayNumber,
): void {
  office.clerk.write(life, on, MOVEMENT, {
    type: 'travel.check_recorded',
    caseId: life.handle.id,
    submissionId: submissionOf(life).id,
    personId: member.resident.person.id,
    data,
  })
}

export function book(
  office: Office,
  life: CaseLife,
  member: Member,
  on: DayNumber,
  travelOn: DayNumber,
): void {
  office.clerk.write(life, on, MOVEMENT, {
    type: 'travel.booked',
    caseId: life.handle.id,
    submissionId: submissionOf(life).id,
    personId: member.resident.person.id,
    data: { on: plainDate(travelOn) },
  })
}

/** Boards a member: departed from this day. */
export function board(office: Office, life: CaseLife, member: Member, on: DayNumber): void {
  const ourRole = office.random.weighted([
    ['facilitated', 92],
    ['exit_permit_only', 8],
  ] as const)
  member.resident.gone = true
  office.clerk.write(life, on, MOVEMENT, {
    type: 'travel.boarded',
    caseId: life.handle.id,
    submissionId: submissionOf(life).id,
    personId: member.resident.person.id,
    data: { ourRole },
  })
}

/**
 * All five checks of every member, spread over the days before boarding. Some start long before;
 * then what ran out meanwhile is renewed.
 */
export function prepare(office: Office, life: CaseLife, boardOn: DayNumber): void {
  const start = life.day + 1
  const early = Math.min(boardOn - DAYS_TO_BOARD + 2, start + office.random.between(2, 25))
  const days: Readonly<Record<CheckKind, DayNumber>> = {
    biometrics: early,
    medical: early + 2,
    orientation: early + 4,
    visa: early + 6,
    exit_permit: early + 8,
  }
  if (office.random.chance(0.15))
    for (const member of life.members) requestCheck(office, life, member, 'visa', early)
  for (const kind of CHECK_KINDS)
    for (const member of life.members) clearCheck(office, life, member, kind, days[kind])
  const renewOn = boardOn - 5
  for (const kind of CHECK_KINDS) {
    const valid = VALID_DAYS[kind]
    if (valid === undefined || days[kind] + valid >= boardOn) continue
    for (const member of life.members) clearCheck(office, life, member, kind, renewOn)
  }
}

/** From acceptance to arrival, everybody of the case on one flight. */
export function depart(office: Office, life: CaseLife, boardOn: DayNumber): void {
  prepare(office, life, boardOn)
  for (const member of life.members) book(office, life, member, boardOn - 4, boardOn)
  for (const member of life.members) board(office, life, member, boardOn)
  life.stage = 'departed'
}

/** Everybody who left has come to the country of the offer. */
export function arrive(office: Office, life: CaseLife, on: DayNumber): void {
  for (const member of life.members) travelStep(office, life, member, 'travel.arrived', on)
  life.stage = 'closed'
}
