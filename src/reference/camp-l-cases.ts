import type { StatusBeforeSubmission } from '../domain/case.ts'
import { STATUSES_BEFORE_SUBMISSION } from '../domain/case.ts'
import type { CaseLife } from './case-life.ts'
import { advance, closeCase, determine, holdCase, resumeCase } from './case-life.ts'
import type { Group } from './camp-l-people.ts'
import type { Round } from './camp-l-rounds.ts'
import { runRound } from './camp-l-rounds.ts'
import { FIRST_ROUNDS } from './camp-l-schedule.ts'
import type { Camp } from './camp-l-world.ts'
import { refer } from './camp-l-world.ts'
import { dayNumber } from './day-number.ts'
import type { DayNumber } from './day-number.ts'
import { OFFICERS } from './accounts.ts'
import { takeExactly } from './take-exactly.ts'

/** The 1,400 cases of 2013: each goes through the pipeline in time for its first round. */
export function runFirstRounds(camp: Camp): void {
  let left = camp.people.first
  for (const round of FIRST_ROUNDS) {
    const groups = takeExactly(camp.office.random, left, round.persons, (one) => one.members.length)
    const taken = new Set(groups)
    left = left.filter((group) => !taken.has(group))
    runRound(
      camp,
      round,
      groups.map((group) => prepareFor(camp, group, round)),
    )
  }
  if (left.length > 0) throw new Error(`${left.length} cases of 2013 found no round.`)
}

function prepareFor(camp: Camp, group: Group, round: Round): CaseLife {
  const { random } = camp.office
  const readyOn = dayNumber(round.sent[0]) - random.between(3, 14)
  const openOn = Math.max(group.registeredOn + 3, readyOn - random.between(80, 170))
  const life = refer(camp, group, openOn)
  advance(camp.office, life, 'ready', openOn, readyOn)
  return life
}

const FATES = [
  ['goes_on', 73],
  ['stands_still', 5],
  ['comes_late', 15],
  ['is_held', 3],
  ['is_closed', 4],
] as const

/** Persons determined in December 2013, and in the first quarter of 2014, beside the first cases. */
const DETERMINED_BY_DECEMBER = 18
const DETERMINED_BY_MARCH = 20

/** Families that are at an earlier stage in 2013 and come up for submission from 2014 on. */
export function openLaterCases(camp: Camp): void {
  const { random } = camp.office
  const early = camp.people.later.filter((one) => one.registeredOn < dayNumber('2013-03-01'))
  const december = new Set(takeExactly(random, early, DETERMINED_BY_DECEMBER, persons))
  const rest = early.filter((one) => !december.has(one))
  const march = new Set(takeExactly(random, rest, DETERMINED_BY_MARCH, persons))
  for (const group of camp.people.later) {
    if (december.has(group)) openInTime(camp, group, '2013-11-25', '2013-12-18', '2014-01-24')
    else if (march.has(group)) openInTime(camp, group, '2014-01-13', '2014-03-14', '2014-04-18')
    else live(camp, group, random.weighted(FATES))
  }
}

const persons = (group: Group): number => group.members.length

function openInTime(
  camp: Camp,
  group: Group,
  from: string,
  reviewOn: string,
  readyOn: string,
): void {
  const openOn = group.registeredOn + camp.office.random.between(5, 60)
  const life = refer(camp, group, openOn)
  advance(camp.office, life, 'interview', openOn + 5, openOn + 90)
  advance(camp.office, life, 'submission_review', dayNumber(from), dayNumber(reviewOn))
  advance(camp.office, life, 'ready', dayNumber(reviewOn) + 5, dayNumber(readyOn))
}

function live(camp: Camp, group: Group, fate: (typeof FATES)[number][0]): void {
  const { office } = camp
  const { random } = office
  if (fate === 'comes_late') return comeLate(camp, group)
  const openOn = Math.min(
    dayNumber('2013-11-15'),
    Math.max(group.registeredOn + random.between(10, 120), dayNumber('2013-01-20')),
  )
  const life = refer(camp, group, openOn)
  const stage = random.weighted<StatusBeforeSubmission>([
    ['referred', 20],
    ['needs_assessment', 24],
    ['initial_review', 20],
    ['interview', 24],
    ['submission_recommendation', 12],
  ])
  advance(
    office,
    life,
    stage,
    openOn + 5,
    Math.min(openOn + random.between(30, 170), dayNumber('2013-12-20')),
  )
  if (life.day < dayNumber('2013-08-31') && random.chance(0.25)) stopAttending(camp, life)
  const onwardFrom = Math.max(life.day + 1, dayNumber('2014-04-03') + laterDay(camp))
  if (fate === 'goes_on')
    return advance(office, life, 'ready', onwardFrom, onwardFrom + random.between(40, 120))
  if (fate === 'is_held') return holdSomehow(camp, life, onwardFrom)
  if (fate === 'is_closed') closeSomehow(camp, life, onwardFrom)
}

/** Days after April 2014 on which a case goes on; more in 2014 than in 2015. */
function laterDay(camp: Camp): number {
  const { random } = camp.office
  return Math.floor(Math.min(random.unit(), random.unit()) * 500)
}

/** After the attack on the former camp many stay away from interviews until spring. */
function stopAttending(camp: Camp, life: CaseLife): void {
  const { office } = camp
  const { stage } = life
  const on = office.random.between(dayNumber('2013-09-03'), dayNumber('2013-09-20'))
  recordEngagement(camp, life, 'not_attending', on)
  holdCase(
    office,
    life,
    'contact_lost',
    'No member came to the appointments after the attack.',
    on + 7,
  )
  const backOn = office.random.between(dayNumber('2014-04-03'), dayNumber('2014-05-30'))
  recordEngagement(camp, life, 'willing', backOn)
  resumeCase(office, life, stage, backOn)
}

export function recordEngagement(
  camp: Camp,
  life: CaseLife,
  engagement: 'willing' | 'not_attending' | 'declined' | 'unreachable',
  on: DayNumber,
): void {
  for (const { resident } of life.members)
    if (resident.signs)
      camp.office.clerk.write(life, on, life.drafter, {
        type: 'person.engagement_recorded',
        personId: resident.person.id,
        data: { engagement },
      })
}

/** Cases of 2015, still on their way when the clock stands. */
function comeLate(camp: Camp, group: Group): void {
  const { random } = camp.office
  const openOn = random.between(dayNumber('2015-04-20'), dayNumber('2015-10-05'))
  const life = refer(camp, group, openOn)
  const stage = random.pick(STATUSES_BEFORE_SUBMISSION.slice(0, -1))
  const until = Math.min(openOn + random.between(30, 150), dayNumber('2015-12-22'))
  advance(camp.office, life, stage, openOn + 4, until)
}

const HOLDS = [
  ['security_pending', 'The State asks for security information first.'],
  ['best_interests', 'A best-interests assessment is under way.'],
  ['medical', 'A treatment must end first.'],
  ['custody', 'Custody of a child is not settled.'],
  ['fraud_inquiry', 'Two files may be of the same person.'],
  ['pregnancy_or_birth', 'A birth is near.'],
  ['contact_lost', 'The members could not be reached three times.'],
] as const

export function holdSomehow(camp: Camp, life: CaseLife, on: DayNumber): void {
  const [hold, reason] = camp.office.random.pick(HOLDS)
  holdCase(camp.office, life, hold, reason, on)
}

const CLOSURES = [
  ['withdrew', 'The members do not want to be resettled.'],
  ['other_solution', 'A family member abroad has found another way.'],
  ['duplicate', 'The same persons are in an earlier file.'],
  ['ineligible', 'Not recognised after the interview.'],
] as const

export function closeSomehow(camp: Camp, life: CaseLife, on: DayNumber): void {
  const recognised = life.members.some(({ resident }) => resident.determined)
  const [closure, reason] = camp.office.random.pick(recognised ? CLOSURES.slice(0, -1) : CLOSURES)
  if (closure === 'ineligible')
    for (const { resident } of life.members)
      camp.office.clerk.write(life, on, camp.office.random.pick(OFFICERS), {
        type: 'person.status_determined',
        personId: resident.person.id,
        data: { status: 'not_recognised' },
      })
  closeCase(camp.office, life, closure, reason, on)
}

/** Asylum procedures go on beside the cases: persons without one are determined too. */
export function determineWithoutCase(camp: Camp, from: DayNumber, to: DayNumber): void {
  const { random } = camp.office
  for (const resident of camp.people.alone)
    if (!resident.gone && resident.day < from && random.chance(0.5))
      determine(camp.office, resident, resident, random.between(from, to))
}
