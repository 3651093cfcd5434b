import type { CaseClosure, CaseHold, CaseStatus, StatusBeforeSubmission } from '../domain/case.ts'
import { STATUSES_BEFORE_SUBMISSION } from '../domain/case.ts'
import type { Category } from '../domain/category.ts'
import type { ConsentStates } from '../domain/event.ts'
import type { CaseId, OfferId, SubmissionId } from '../domain/ids.ts'
import type { OfferTerms } from '../domain/offer.ts'
import type { Person, ProtectionStatus } from '../domain/person.ts'
import type { Priority } from '../domain/priority.ts'
import { OFFICERS, REVIEWERS } from './accounts.ts'
import type { Clerk, Thread } from './clerk.ts'
import type { DayNumber } from './day-number.ts'
import type { Handle } from './generated.ts'
import type { IdMaker } from './made-ids.ts'
import type { Random } from './random.ts'

/** What every step needs: somebody who writes, chance, and ids. */
export interface Office {
  readonly clerk: Clerk
  readonly random: Random
  readonly ids: IdMaker
}

/** A person as the generator follows them. The thread is theirs until a case takes it over. */
export interface Resident extends Thread {
  readonly person: Person
  /** Signs a consent: an adult, or a child who is alone. */
  readonly signs: boolean
  determined: boolean
  gone: boolean
  life?: CaseLife
}

export interface Member {
  readonly resident: Resident
  relationship: string
}

/** An offer as far as a submission must know it. */
export interface OfferInHand extends Handle<OfferId> {
  readonly terms: OfferTerms
}

/** A case as the generator follows it. */
export interface CaseLife extends Thread {
  readonly handle: Handle<CaseId>
  members: Member[]
  stage: CaseStatus
  readonly drafter: string
  readonly reviewer: string
  readonly primary: Category
  readonly secondary: Category
  priority: Priority
  consent: ConsentStates
  submission?: LiveSubmission
  /** Has a story of its own; the mass rounds leave it alone. */
  told: boolean
}

export interface LiveSubmission {
  readonly id: SubmissionId
  readonly offer: OfferInHand
}

const INTERPRETERS = ['interpreter.one', 'interpreter.two', 'interpreter.three'] as const

/** Opens a case: the referral, then its members with the principal applicant first. */
export function openCase(
  office: Office,
  handle: Handle<CaseId>,
  members: readonly Member[],
  on: DayNumber,
): CaseLife {
  const { random } = office
  const [primary, secondary] = categoriesOf(random, members)
  const life: CaseLife = {
    handle,
    members: [...members],
    stage: 'referred',
    drafter: random.pick(OFFICERS),
    reviewer: random.pick(REVIEWERS),
    primary,
    secondary,
    priority: random.chance(primary === 'MED' ? 0.25 : 0.05) ? 'UG' : 'NR',
    consent: consentStatesOf(random, members),
    told: false,
    day: Math.max(...members.map(({ resident }) => resident.day)),
    ms: Math.max(...members.map(({ resident }) => resident.ms)),
  }
  office.clerk.write(life, on, life.drafter, {
    type: 'case.referred',
    caseId: handle.id,
    data: {},
  })
  for (const member of members) addMember(office, life, member, on)
  return life
}

/** Puts a person into the case on paper; for one who is in it already, a new relationship. */
export function addMember(office: Office, life: CaseLife, member: Member, on: DayNumber): void {
  member.resident.life = life
  office.clerk.write(life, on, life.drafter, {
    type: 'case.member_added',
    caseId: life.handle.id,
    personId: member.resident.person.id,
    data: { relationship: member.relationship },
  })
}

/** Takes the case through the pipeline up to `target`, the steps spread between the two days. */
export function advance(
  office: Office,
  life: CaseLife,
  target: StatusBeforeSubmission,
  from: DayNumber,
  to: DayNumber,
): void {
  const first = STATUSES_BEFORE_SUBMISSION.indexOf(life.stage as StatusBeforeSubmission) + 1
  const last = STATUSES_BEFORE_SUBMISSION.indexOf(target)
  for (let step = first; step <= last; step++) {
    const share = (step - first + 1) / (last - first + 1)
    takeStep(
      office,
      life,
      STATUSES_BEFORE_SUBMISSION[step] as StatusBeforeSubmission,
      from + Math.floor((to - from) * share),
    )
  }
}

function takeStep(
  office: Office,
  life: CaseLife,
  stage: StatusBeforeSubmission,
  on: DayNumber,
): void {
  const caseId = life.handle.id
  const write = (draft: Parameters<Clerk['write']>[3], actor = life.drafter): void =>
    office.clerk.write(life, on, actor, draft)
  life.stage = stage
  switch (stage) {
    case 'referred':
      return
    case 'needs_assessment':
      return write({ type: 'case.assessment_started', caseId, data: {} })
    case 'initial_review':
      return write({
        type: 'case.reviewed',
        caseId,
        data: { compositionVerified: true, willing: true },
      })
    case 'interview':
      return write({
        type: 'case.interview_completed',
        caseId,
        data: { membersListed: true, interpreter: office.random.pick(INTERPRETERS) },
      })
    case 'submission_recommendation':
      return write({ type: 'case.rrf_drafted', caseId, data: { drafter: life.drafter } })
    case 'submission_review':
      for (const { resident } of life.members) determine(office, life, resident, on)
      signConsent(office, life, on)
      write({
        type: 'case.categories_set',
        caseId,
        data: { primary: life.primary, secondary: life.secondary },
      })
      if (life.priority !== 'NR') setPriority(office, life, life.priority, on)
      write({ type: 'case.declaration_signed', caseId, data: {} })
      return write({ type: 'case.sent_to_review', caseId, data: {} })
    case 'ready':
      return write(
        { type: 'case.recommended', caseId, data: { reviewer: life.reviewer } },
        life.reviewer,
      )
  }
}

/** Records that the person may be submitted (I7), and what is best for a child alone (I12). */
export function determine(office: Office, thread: Thread, resident: Resident, on: DayNumber): void {
  if (resident.determined) return
  const personId = resident.person.id
  const actor = office.random.pick(OFFICERS)
  const status: ProtectionStatus =
    resident.person.nationality === undefined && office.random.chance(0.4)
      ? 'stateless_non_refugee'
      : !resident.signs && office.random.chance(0.03)
        ? 'non_refugee_dependant'
        : 'refugee'
  resident.determined = true
  office.clerk.write(thread, on, actor, {
    type: 'person.status_determined',
    personId,
    data: { status },
  })
  if (resident.person.needs.includes('SC'))
    office.clerk.write(thread, on, actor, {
      type: 'person.best_interests_recorded',
      personId,
      data: {},
    })
}

/** Everybody who signs, signs: for the States that the case agrees to (I8). */
export function signConsent(office: Office, life: CaseLife, on: DayNumber): void {
  for (const { resident } of life.members) {
    if (!resident.signs) continue
    const language = resident.person.languages[0] ?? 'pes'
    office.clerk.write(life, on, life.drafter, {
      type: 'person.consented',
      caseId: life.handle.id,
      personId: resident.person.id,
      data: { states: life.consent, language },
    })
  }
}

/** Sets a priority; emergency and urgent come with their written justification (I6). */
export function setPriority(
  office: Office,
  life: CaseLife,
  priority: Priority,
  on: DayNumber,
): void {
  life.priority = priority
  office.clerk.write(life, on, life.drafter, {
    type: 'case.priority_set',
    caseId: life.handle.id,
    data: { priority, justified: priority !== 'NR' },
  })
}

export function holdCase(
  office: Office,
  life: CaseLife,
  hold: CaseHold,
  reason: string,
  on: DayNumber,
): void {
  life.stage = 'on_hold'
  office.clerk.write(life, on, life.drafter, {
    type: 'case.held',
    caseId: life.handle.id,
    reason,
    data: { hold },
  })
}

/** Ends a hold; `back` is the status before it. */
export function resumeCase(office: Office, life: CaseLife, back: CaseStatus, on: DayNumber): void {
  life.stage = back
  office.clerk.write(life, on, life.drafter, {
    type: 'case.resumed',
    caseId: life.handle.id,
    data: {},
  })
}

export function closeCase(
  office: Office,
  life: CaseLife,
  closure: CaseClosure,
  reason: string,
  on: DayNumber,
): void {
  life.stage = 'closed'
  office.clerk.write(life, on, life.drafter, {
    type: 'case.closed',
    caseId: life.handle.id,
    reason,
    data: { closure },
  })
  for (const { resident } of life.members) leaveCase(life, resident)
}

/** The person goes on without the case, with its thread. */
function leaveCase(life: CaseLife, resident: Resident): void {
  delete resident.life
  resident.day = life.day
  resident.ms = life.ms
}

/** A person dies or leaves on their own; their case loses them (and closes with the last). */
export function lose(
  office: Office,
  resident: Resident,
  type: 'person.died' | 'person.left',
  on: DayNumber,
  delay: number,
): void {
  const life = resident.life
  resident.gone = true
  office.clerk.writeLate(life ?? resident, on, delay, office.random.pick(OFFICERS), {
    type,
    personId: resident.person.id,
    ...(life === undefined ? {} : { caseId: life.handle.id }),
    data: {},
  })
  if (life !== undefined) forget(life, resident)
}

/** Takes a person out of the case in the generator's own books. */
export function forget(life: CaseLife, resident: Resident): void {
  leaveCase(life, resident)
  life.members = life.members.filter((member) => member.resident !== resident)
  if (life.members.length === 0) life.stage = 'closed'
}

/** Consent for this State, asked anew when the present one does not cover it. */
export function ensureConsent(office: Office, life: CaseLife, state: string, on: DayNumber): void {
  if (life.consent === 'any' || life.consent.includes(state)) return
  life.consent = [...life.consent, state].sort()
  signConsent(office, life, on)
}

const NAMED_CONSENTS: readonly (readonly string[])[] = [
  ['DEU', 'NOR', 'SWE'],
  ['CAN', 'USA'],
  ['AUS', 'CAN', 'GBR', 'USA'],
  ['BEL', 'DEU', 'FRA', 'NLD'],
  ['DEU'],
  ['SWE'],
]

function consentStatesOf(random: Random, members: readonly Member[]): ConsentStates {
  const ties = members[0]?.resident.person.tieStates ?? []
  if (ties.length > 0 && random.chance(0.3)) return ties
  return random.chance(0.1) ? random.pick(NAMED_CONSENTS) : 'any'
}

function categoriesOf(random: Random, members: readonly Member[]): [Category, Category] {
  const persons = members.map(({ resident }) => resident.person)
  const head = persons[0]
  let primary: Category = random.weighted([
    ['LPN', 62],
    ['SVT', 30],
    ['LAS', 2],
    ['FAM', 6],
  ])
  if (head !== undefined && head.tieStates.length > 0 && random.chance(0.6)) primary = 'FAM'
  if (head?.sex === 'female' && members.length > 1 && random.chance(0.6)) primary = 'AWR'
  if (persons.some((person) => person.needsMedicalPlace)) primary = 'MED'
  if (persons.some((person) => person.needs.includes('SC'))) primary = 'CHL'
  const secondary: Category = primary === 'LPN' || primary === 'LAS' ? 'SVT' : 'LPN'
  return [primary, primary !== 'LAS' && random.chance(0.35) ? 'LAS' : secondary]
}
