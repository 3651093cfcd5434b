import type { PlainDate } from '../domain/plain-date.ts'
import type { CaseLife } from './case-life.ts'
import type { Camp } from './camp-l-world.ts'
import { offerCalled, sizeOf } from './camp-l-world.ts'
import { dayNumber } from './day-number.ts'
import type { DayNumber } from './day-number.ts'
import { consider, decideAll, defer, markReady, proceed, transmit } from './submission-life.ts'
import { takeExactly } from './take-exactly.ts'

export type Window = readonly [from: PlainDate, to: PlainDate]

/** Cases go to one offer; later the State answers. Places refused are free for the next round. */
export interface Round {
  readonly offer: string
  readonly sent: Window
  readonly answered: Window
  /** Persons submitted. */
  readonly persons: number
  /** Of them accepted. */
  readonly accepted: number
  /** Of them still without an answer when the clock stands; the others are refused. */
  readonly unanswered?: number
}

/** Runs a round with cases out of `pool`, and returns the cases taken. */
export function runRound(camp: Camp, round: Round, pool: readonly CaseLife[]): CaseLife[] {
  const { random } = camp.office
  const offer = offerCalled(camp, round.offer)
  const { maxCaseSize = 99, minCaseSize = 1 } = offer.terms.criteria
  const fitting = pool.filter((life) => sizeOf(life) <= maxCaseSize && sizeOf(life) >= minCaseSize)
  const chosen = takeExactly(random, fitting, round.persons, sizeOf)
  const accepted = new Set(takeExactly(random, chosen, round.accepted, sizeOf))
  const others = chosen.filter((life) => !accepted.has(life))
  const unanswered = new Set(takeExactly(random, others, round.unanswered ?? 0, sizeOf))
  const [sentFrom, sentTo] = days(round.sent)
  const [answerFrom, answerTo] = days(round.answered)
  for (const life of chosen) {
    transmit(camp.office, life, offer, random.between(Math.max(sentFrom, life.day), sentTo))
    const answerOn = random.between(Math.max(answerFrom, life.day + 3), answerTo)
    if (unanswered.has(life)) leaveOpen(camp, life, answerTo)
    else if (accepted.has(life)) accept(camp, life, answerOn)
    else refuse(camp, life, answerOn)
  }
  return chosen
}

export function days([from, to]: Window): readonly [DayNumber, DayNumber] {
  return [dayNumber(from), dayNumber(to)]
}

/** The day of a mission's interview between now and the answer, if the State sends missions. */
function interviewDay(camp: Camp, life: CaseLife, answerOn: DayNumber): DayNumber | undefined {
  const mode = life.submission?.offer.terms.mode
  const comes = mode === 'mission' || (mode === 'both' && camp.office.random.chance(0.4))
  return comes && answerOn - life.day >= 3
    ? camp.office.random.between(life.day + 2, answerOn - 1)
    : undefined
}

function accept(camp: Camp, life: CaseLife, on: DayNumber): void {
  consider(camp.office, life, life.day + 1, interviewDay(camp, life, on))
  decideAll(camp.office, life, 'accepted', on)
}

/** The many ways to no place: a denial, a return unread, a withdrawal, a review in vain. */
function refuse(camp: Camp, life: CaseLife, on: DayNumber): void {
  const { office } = camp
  const way = office.random.weighted([
    ['denied', 70],
    ['deferred', 12],
    ['returned', 12],
    ['withdrawn', 4],
    ['reviewed', 2],
  ] as const)
  if (way === 'returned') {
    proceed(office, life, 'submission.returned_unconsidered', on)
    return markReady(life)
  }
  consider(office, life, life.day + 1, way === 'denied' ? interviewDay(camp, life, on) : undefined)
  if (way === 'withdrawn') {
    proceed(office, life, 'submission.withdrawn', on, 'The members asked for it in writing.')
    return markReady(life)
  }
  if (way === 'deferred') {
    defer(
      office,
      life,
      office.random.pick(['info_requested', 'security_checks'] as const),
      life.day,
    )
    if (office.random.chance(0.5)) proceed(office, life, 'submission.resumed', on)
  }
  const submission = life.submission
  decideAll(office, life, 'denied', way === 'reviewed' ? Math.max(life.day, on - 2) : on)
  if (way !== 'reviewed' || submission === undefined) return
  life.submission = submission
  proceed(office, life, 'submission.review_requested', life.day)
  proceed(office, life, 'submission.upheld', on)
  markReady(life)
}

/** Still before the State when the clock stands, at one point or another of its procedure. */
function leaveOpen(camp: Camp, life: CaseLife, until: DayNumber): void {
  const { office } = camp
  const point = office.random.between(0, 4)
  if (point === 0 || until - life.day < 3) return
  if (point === 1) return proceed(office, life, 'submission.acknowledged', life.day + 1)
  consider(office, life, life.day + 1, point === 3 ? interviewDay(camp, life, until) : undefined)
  if (point === 4) defer(office, life, 'security_checks', life.day)
}
