import type { LinkKind } from '../domain/case.ts'
import type { CheckKind } from '../domain/travel-check.ts'
import { CHECK_KINDS } from '../domain/travel-check.ts'
import type { CaseLife, Member } from './case-life.ts'
import { setPriority } from './case-life.ts'
import { closeSomehow, holdSomehow } from './camp-l-cases.ts'
import { link } from './camp-l-choose.ts'
import type { Camp } from './camp-l-world.ts'
import { CAMP_L_CLOCK, readyCases, sizeOf } from './camp-l-world.ts'
import { dayNumber } from './day-number.ts'
import type { Random } from './random.ts'
import { submissionOf } from './submission-life.ts'
import { book, clearCheck, DAYS_TO_BOARD, requestCheck } from './travel-life.ts'

/** In 2015 some ready cases are held and some closed. */
export function tidyUp(camp: Camp): void {
  const { random } = camp.office
  const on = (): number => random.between(dayNumber('2015-06-15'), dayNumber('2015-08-31'))
  const cases = random.shuffled(readyCases(camp, dayNumber('2015-06-01')))
  for (const life of cases.slice(0, 16)) holdSomehow(camp, life, on())
  for (const life of cases.slice(16, 34)) closeSomehow(camp, life, on())
}

/** After the attack of October 2015: who cannot wait. */
export function setLastPriorities(camp: Camp): void {
  const { random } = camp.office
  const cases = random.shuffled(readyCases(camp, dayNumber('2015-11-02')))
  const day = (): number => random.between(dayNumber('2015-11-03'), dayNumber('2015-12-28'))
  for (const life of cases.slice(0, 7)) setPriority(camp.office, life, 'EM', day())
  for (const life of cases.slice(7, 32)) setPriority(camp.office, life, 'UG', day())
}

const LINKS: readonly (readonly [LinkKind, number])[] = [
  ['must_same_country', 22],
  ['must_travel_together', 10],
  ['should_same_country', 40],
  ['info_only', 4],
]

/** Kin in separate cases: links among those who wait, and some to a case that is under way. */
export function linkCases(camp: Camp): void {
  const { random } = camp.office
  const before = dayNumber('2015-12-29')
  const waiting = random.shuffled(readyCases(camp, before).filter((life) => sizeOf(life) <= 4))
  const next = (): CaseLife => waiting.pop() as CaseLife
  for (const [kind, count] of LINKS)
    for (let n = 0; n < count; n++) linkTwo(camp, next(), next(), kind)
  const underWay = camp.lives.filter(
    (life) =>
      !life.told &&
      life.stage === 'submitted' &&
      life.day < before &&
      submissionOf(life).offer.sourceId === 'ALB-2015-HA-2',
  )
  for (const life of underWay.slice(0, 4)) linkTwo(camp, next(), life, 'must_same_country')
}

function linkTwo(camp: Camp, one: CaseLife, other: CaseLife, kind: LinkKind): void {
  const on = camp.office.random.between(Math.max(one.day, other.day), CAMP_L_CLOCK - 2)
  link(camp, one, other.handle.id, kind, on)
  link(camp, other, one.handle.id, kind, on)
  one.told = true
  other.told = true
}

/** Accepted and not yet gone: checks made in part, some about to run out, some seats booked. */
export function checkThoseWhoWait(camp: Camp): void {
  for (const life of camp.lives)
    if (life.stage === 'pending_departure' && !life.told) checkInPart(camp, life)
}

/** Papers of late 2015 are shorter than usual: some run out in January, a few already have. */
function shortValidity(random: Random, kind: CheckKind): number | undefined {
  if (kind === 'medical') return random.between(60, 180)
  if (kind === 'visa') return random.between(30, 90)
  return kind === 'exit_permit' ? random.between(20, 45) : undefined
}

function checkInPart(camp: Camp, life: CaseLife): void {
  const { office } = camp
  const { random } = office
  const start = Math.max(life.day + 1, dayNumber('2015-10-05'))
  const left = CAMP_L_CLOCK - 1 - start
  if (left < 2) return
  const step = (n: number): number => start + Math.floor((left * n) / 6)
  const done = left < DAYS_TO_BOARD ? random.between(0, 2) : random.between(3, 5)
  for (const [n, kind] of CHECK_KINDS.entries())
    for (const member of life.members) {
      if (n < done) clearCheck(office, life, member, kind, step(n), shortValidity(random, kind))
      else if (n === done) requestCheck(office, life, member, kind, step(n))
    }
  if (done < CHECK_KINDS.length || !random.chance(0.7)) return
  const seat = CAMP_L_CLOCK + random.between(4, 18)
  // What is short is renewed with the seat.
  for (const kind of ['medical', 'visa', 'exit_permit'] as const)
    for (const member of life.members) clearCheck(office, life, member, kind, CAMP_L_CLOCK - 2)
  for (const member of life.members as readonly Member[])
    book(office, life, member, CAMP_L_CLOCK - 1, seat)
}
