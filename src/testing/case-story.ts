import { applyToCase } from '../domain/apply-to-case.ts'
import type { CaseFile, CaseStatus } from '../domain/case.ts'
import { STATUSES_BEFORE_SUBMISSION } from '../domain/case.ts'
import { DomainError } from '../domain/errors.ts'
import type { EventDraft, RecordedEvent } from '../domain/event.ts'
import type { GuardContext } from '../domain/guards.ts'
import { requireAllowed } from '../domain/guards.ts'
import type { CaseId, PersonId, SubmissionId } from '../domain/ids.ts'
import type { MemberFacts } from '../domain/invariants.ts'
import type { Offer } from '../domain/offer.ts'
import { applyToPerson } from '../domain/person.ts'
import { addDays } from '../domain/plain-date.ts'
import type { SubmissionFile } from '../domain/submission.ts'
import { CHECK_KINDS } from '../domain/travel-check.ts'
import { aMember, anEvent, anId, anOffer, SAMPLE_DAY } from './builders.ts'

type Part<Draft> = Draft extends EventDraft
  ? Omit<Draft, 'effectiveOn' | 'caseId'> & Partial<Pick<Draft, 'effectiveOn'>>
  : never

/** An event of the story's case; without a day it is of the story's next day. */
export type Step = Part<EventDraft>

/** The stages that a story can be walked to, in their order. */
export const STAGES = [
  ...STATUSES_BEFORE_SUBMISSION,
  'submitted',
  'pending_departure',
  'departed',
] as const satisfies readonly CaseStatus[]
export type Stage = (typeof STAGES)[number]

/** Walks one case event by event through the guards, as the actions do. */
export class CaseStory {
  readonly id = anId<CaseId>('case')
  readonly people: readonly PersonId[]
  readonly events: RecordedEvent[] = []
  readonly members = new Map<PersonId, MemberFacts>()
  readonly programmeOf = new Map<CaseId, string>()
  offer: Offer = anOffer()
  free = 10
  day = SAMPLE_DAY
  #file: CaseFile | undefined

  constructor(persons = 1, first: Step = { type: 'case.referred', data: {} }) {
    this.people = Array.from({ length: persons }, () => anId<PersonId>('person'))
    this.record(first)
    for (const [at, personId] of this.people.entries()) {
      this.members.set(personId, aMember(personId))
      const relationship = at === 0 ? 'PA' : 'SON'
      this.do({ type: 'case.member_added', personId, data: { relationship } })
    }
  }

  get file(): CaseFile {
    if (this.#file === undefined) throw new Error('The story has not begun.')
    return this.#file
  }

  /** The submission made last. */
  get submission(): SubmissionFile {
    const last = this.file.submissions.at(-1)
    if (last === undefined) throw new Error('The story has no submission yet.')
    return last
  }

  /** The event may happen, and does. */
  do(...steps: readonly Step[]): this {
    for (const step of steps) {
      const draft = this.draft(step)
      requireAllowed(this.file, draft, this.context())
      this.record(draft)
    }
    return this
  }

  /** What the refusal says; a failing test when the event is allowed. */
  refuses(step: Step): string {
    return this.refusal(step).message
  }

  /** The rules that refuse it. */
  rules(step: Step): readonly string[] {
    return this.refusal(step).issues.map((issue) => issue.code)
  }

  refusal(step: Step): DomainError {
    try {
      requireAllowed(this.file, this.draft(step), this.context())
    } catch (error) {
      if (error instanceof DomainError) return error
      throw error
    }
    throw new Error(`The event ${step.type} is allowed.`)
  }

  draft(step: Step): EventDraft {
    const on = step.effectiveOn ?? addDays(this.day, 1)
    return { ...step, effectiveOn: on, caseId: this.id } as EventDraft
  }

  record(step: Step): void {
    const event = anEvent(this.draft(step))
    if (event.effectiveOn > this.day) this.day = event.effectiveOn
    this.events.push(event)
    this.#file = applyToCase(this.#file, this.id, event)
    for (const [personId, facts] of this.members)
      this.members.set(personId, { ...facts, file: applyToPerson(facts.file, event) })
  }

  context(): GuardContext {
    const counters = { used: 0, reserved: 0, free: this.free }
    return {
      members: this.members,
      programmeOf: this.programmeOf,
      offer: { offer: this.offer, counters },
    }
  }

  transmission(): Step {
    return {
      type: 'submission.transmitted',
      submissionId: anId<SubmissionId>('submission'),
      offerId: this.offer.id,
      data: {
        state: this.offer.terms.state,
        drafter: 'officer.one',
        reviewer: 'reviewer.one',
        personIds: this.file.members.map((member) => member.personId),
      },
    }
  }

  /** An event of the last submission, for one member when named. */
  of(type: Step['type'], personId?: PersonId, data: object = {}): Step {
    const member = personId === undefined ? {} : { personId }
    return { type, submissionId: this.submission.id, ...member, data } as Step
  }

  decide(personId: PersonId, decision: 'accepted' | 'denied'): this {
    return this.do(this.of('submission.member_decided', personId, { decision }))
  }

  decideAll(decision: 'accepted' | 'denied'): this {
    for (const { personId } of this.file.members) this.decide(personId, decision)
    return this
  }

  clearChecks(personId: PersonId): this {
    for (const kind of CHECK_KINDS)
      this.do(this.of('travel.check_recorded', personId, { kind, status: 'cleared' }))
    return this
  }

  board(personId: PersonId): this {
    this.clearChecks(personId)
    const on = addDays(this.day, 9)
    this.do(this.of('travel.booked', personId, { on }))
    return this.do(this.of('travel.boarded', personId, { ourRole: 'facilitated' }))
  }

  arrive(personId: PersonId): this {
    return this.do(this.of('travel.arrived', personId))
  }
}

const STEPS: Readonly<Record<Stage, (story: CaseStory) => void>> = {
  referred: () => {},
  needs_assessment: (story) => story.do({ type: 'case.assessment_started', data: {} }),
  initial_review: (story) =>
    story.do({ type: 'case.reviewed', data: { compositionVerified: true, willing: true } }),
  interview: (story) =>
    story.do({
      type: 'case.interview_completed',
      data: { membersListed: true, interpreter: 'interpreter.one' },
    }),
  submission_recommendation: (story) =>
    story.do({ type: 'case.rrf_drafted', data: { drafter: 'officer.one' } }),
  submission_review: (story) =>
    story.do(
      { type: 'case.categories_set', data: { primary: 'LPN', secondary: 'LAS' } },
      { type: 'case.declaration_signed', data: {} },
      { type: 'case.sent_to_review', data: {} },
    ),
  ready: (story) => story.do({ type: 'case.recommended', data: { reviewer: 'reviewer.one' } }),
  submitted: (story) => story.do(story.transmission()),
  pending_departure: (story) => story.decideAll('accepted'),
  departed: (story) => {
    for (const personId of story.people) story.board(personId)
  },
}

/** A story that has come as far as this stage, by the plainest way. */
export function storyAt(stage: Stage, persons = 1): CaseStory {
  const story = new CaseStory(persons)
  for (const step of STAGES.slice(0, STAGES.indexOf(stage) + 1)) STEPS[step](story)
  return story
}
