import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { anId, anOffer } from '../testing/builders.ts'
import type { CaseStory, Stage, Step } from '../testing/case-story.ts'
import { STAGES, storyAt } from '../testing/case-story.ts'
import { foldCase } from './apply-to-case.ts'
import { CASE_MOVES, MEMBER_MOVES, SUBMISSION_MOVES } from './case-moves.ts'
import { CASE_STATUSES } from './case.ts'
import { guard } from './guards.ts'
import type { CaseId, PersonId, SubmissionId } from './ids.ts'
import { nestedOutcomes, onePrincipalApplicant } from './invariants.ts'
import type { OfferTerms } from './offer.ts'
import { OFFER_STATUSES } from './offer.ts'
import { isActiveSubmission, wasAccepted } from './submission.ts'

const head = (story: CaseStory): PersonId => story.people[0] as PersonId
const CLOSE: Step = { type: 'case.closed', reason: 'sample', data: { closure: 'withdrew' } }

/** One valid example of every event that a case may be offered, by its type. */
function everyStep(story: CaseStory): readonly Step[] {
  const personId = head(story)
  const submissionId = story.file.submissions.at(-1)?.id ?? ('submission-none' as SubmissionId)
  const toCaseId = 'case-other' as CaseId
  const reason = 'sample'
  const on = { submissionId, personId }
  return [
    { type: 'case.assessment_started', data: {} },
    { type: 'case.reviewed', data: { compositionVerified: true, willing: true } },
    { type: 'case.deprioritised', reason, data: { counselled: true } },
    { type: 'case.interview_completed', data: { membersListed: true, interpreter: 'one' } },
    { type: 'case.no_show', reason, data: { efforts: 3 } },
    { type: 'case.rrf_drafted', data: { drafter: 'officer.one' } },
    { type: 'case.declaration_signed', data: {} },
    { type: 'case.categories_set', data: { primary: 'LPN', secondary: 'LAS' } },
    { type: 'case.priority_set', data: { priority: 'UG', justified: true } },
    { type: 'case.sent_to_review', data: {} },
    { type: 'case.returned', reason, data: { substantial: true } },
    { type: 'case.not_recommended', reason, data: { counselled: true } },
    { type: 'case.recommended', data: { reviewer: 'reviewer.one' } },
    { type: 'case.held', reason, data: { hold: 'security_pending' } },
    { type: 'case.resumed', data: {} },
    CLOSE,
    { type: 'case.reopened', reason, data: {} },
    { type: 'case.member_added', personId, data: { relationship: 'PA' } },
    { type: 'case.member_removed', personId, reason, data: {} },
    { type: 'case.linked', data: { toCaseId, kind: 'must_same_country' } },
    { type: 'case.link_waived', reason, data: { toCaseId } },
    { type: 'case.unlinked', data: { toCaseId } },
    {
      type: 'case.members_split_off',
      data: { personIds: [personId], newCaseId: toCaseId, acknowledged: true },
    },
    { ...story.transmission(), submissionId: anId<SubmissionId>('submission') } as Step,
    { type: 'submission.acknowledged', submissionId, data: {} },
    { type: 'submission.considered', submissionId, data: {} },
    { type: 'submission.interview_scheduled', submissionId, data: { on: '2013-10-01' } },
    { type: 'submission.interviewed', submissionId, data: {} },
    { type: 'submission.deferred', submissionId, data: { why: 'medical' } },
    { type: 'submission.resumed', submissionId, data: {} },
    { type: 'submission.withdrawn', submissionId, reason, data: {} },
    { type: 'submission.returned_unconsidered', submissionId, data: {} },
    { type: 'submission.member_decided', ...on, data: { decision: 'accepted' } },
    { type: 'submission.member_decided', ...on, data: { decision: 'denied' } },
    { type: 'submission.review_requested', submissionId, data: {} },
    { type: 'submission.upheld', submissionId, data: {} },
    { type: 'submission.overturned', submissionId, data: {} },
    { type: 'submission.lapsed', submissionId, reason, data: {} },
    { type: 'travel.check_recorded', ...on, data: { kind: 'visa', status: 'cleared' } },
    { type: 'travel.booked', ...on, data: { on: '2014-01-01' } },
    { type: 'travel.boarded', ...on, data: { ourRole: 'facilitated' } },
    { type: 'travel.transit_reached', ...on, data: {} },
    { type: 'travel.arrived', ...on, data: {} },
    { type: 'travel.offloaded', ...on, data: {} },
    { type: 'travel.declined_offer', ...on, data: {} },
    { type: 'travel.medical_hold', ...on, data: {} },
    { type: 'travel.hold_lifted', ...on, data: {} },
  ]
}

describe('illegal moves are refused, and the message says what would help', () => {
  test.each(STAGES)('in %s nothing happens that its row of the machine does not list', (stage) => {
    for (const held of [false, true]) {
      const story = storyAt(stage)
      if (held) story.do({ type: 'case.held', reason: 'sample', data: { hold: 'medical' } })
      for (const step of everyStep(story)) {
        const from = CASE_MOVES[step.type]?.from
        if (from === undefined || from.includes(story.file.status)) continue
        const { message, issues } = story.refusal(step)
        expect(issues.map((issue) => issue.code)).toEqual(['move'])
        expect(message).toContain(`only when it is ${from.join(', ')}`)
      }
    }
  })

  /** Links are of the other case as much; arrivals have a test of their own. */
  const STILL = /^(case\.(reopened|linked|link_waived|unlinked)|travel\.(transit_reached|arrived))$/

  test('a closed case takes nothing of its own but a reopening', () => {
    for (const stage of STAGES.slice(0, STAGES.indexOf('ready') + 1)) {
      const story = storyAt(stage).do(CLOSE)
      const refused = everyStep(story).filter(({ type }) => !STILL.test(type))
      for (const step of refused)
        expect(story.refuses(step)).toMatch(/The case is closed. Reopen it first/)
    }
  })

  test('a closed case with a submission behind it takes no step of that submission', () => {
    const story = storyAt('departed')
    story.arrive(head(story))
    const refused = everyStep(story).filter(
      ({ type }) => type.startsWith('travel.') || !STILL.test(type),
    )
    for (const step of refused) expect(story.refuses(step)).toMatch(/cannot be recorded/)
  })

  test('whoever was under way when the case closed still arrives', () => {
    const story = storyAt('pending_departure', 2)
    const [a, b] = story.people as [PersonId, PersonId]
    story.board(b).do({ ...story.of('submission.lapsed'), reason: 'sample' }, CLOSE)
    expect(story.file.status).toBe('closed')
    story.do(story.of('travel.transit_reached', b), story.of('travel.arrived', b))
    expect(story.file.status).toBe('closed')
    expect(story.refuses(story.of('travel.arrived', a))).toMatch(/is accepted/)
  })

  test('a link to a case that was resettled before can be waived on its side too', () => {
    const toCaseId = 'case-other' as CaseId
    const story = storyAt('departed')
    story.do({ type: 'case.linked', data: { toCaseId, kind: 'must_same_country' } })
    story.arrive(head(story))
    story.do({ type: 'case.link_waived', reason: 'sample', data: { toCaseId } })
    expect(story.file).toMatchObject({ status: 'closed', links: [{ toCaseId, waived: true }] })
  })

  test('a case does not begin twice, and is not linked to itself', () => {
    const story = storyAt('ready')
    expect(story.refuses({ type: 'case.referred', data: {} })).toMatch(/exists already/)
    expect(story.refuses({ type: 'case.split_from', data: { fromCaseId: story.id } })).toMatch(
      /exists already/,
    )
    expect(
      story.refuses({ type: 'case.linked', data: { toCaseId: story.id, kind: 'info_only' } }),
    ).toMatch(/linked to itself/)
    expect(
      story.refuses({ type: 'case.link_waived', data: { toCaseId: 'case-other' as CaseId } }),
    ).toMatch(/no such link/)
  })

  test('a submission or a member that the case does not have is not found', () => {
    const story = storyAt('pending_departure')
    const stranger = 'person-stranger' as PersonId
    expect(story.refuses({ ...story.of('submission.lapsed'), submissionId: 'x' } as Step)).toMatch(
      /no such submission/,
    )
    expect(story.refuses(story.of('travel.medical_hold', stranger))).toMatch(/no such member/)
    expect(
      story.refuses({ type: 'case.member_removed', personId: stranger, reason: 'x', data: {} }),
    ).toMatch(/no such member/)
  })

  test('review, deprioritising and refusing need what the field owes the members', () => {
    const review = (compositionVerified: boolean, willing: boolean): Step => ({
      type: 'case.reviewed',
      data: { compositionVerified, willing },
    })
    const needs = storyAt('needs_assessment')
    expect(needs.refuses(review(false, true))).toMatch(/verified composition/)
    expect(needs.refuses(review(true, false))).toMatch(/willingness/)
    expect(needs.refuses({ type: 'case.deprioritised', data: { counselled: false } })).toMatch(
      /counselled/,
    )
    expect(
      storyAt('submission_review').refuses({
        type: 'case.not_recommended',
        data: { counselled: false },
      }),
    ).toMatch(/counselled/)
    const interview = (membersListed: boolean, interpreter: string): Step => ({
      type: 'case.interview_completed',
      data: { membersListed, interpreter },
    })
    const initial = storyAt('initial_review')
    expect(initial.refuses(interview(false, 'interpreter.one'))).toMatch(/all members listed/)
    expect(initial.refuses(interview(true, ''))).toMatch(/interpreter/)
    expect(
      storyAt('submission_recommendation').refuses({
        type: 'case.sent_to_review',
        data: {},
      }),
    ).toMatch(/declaration must be signed/)
  })

  test('a case is not closed by hand as resettled without an arrival, nor past its reviewer', () => {
    const story = storyAt('ready')
    const close = (closure: 'resettled' | 'not_recommended'): Step => ({
      type: 'case.closed',
      reason: 'sample',
      data: { closure },
    })
    expect(story.refuses(close('resettled'))).toMatch(/Nobody of this case has arrived/)
    expect(story.refuses(close('not_recommended'))).toMatch(/Record the reviewer’s decision/)
  })

  test('a member is decided once, and nobody is taken out beside a State that considers them', () => {
    const story = storyAt('submitted', 2)
    const remove: Step = {
      type: 'case.member_removed',
      personId: head(story),
      reason: 'sample',
      data: {},
    }
    expect(story.refuses(remove)).toMatch(/withdraw the submission/)
    story.decide(head(story), 'denied').decide(story.people[1] as PersonId, 'accepted')
    expect(story.refuses(remove)).toMatch(/split the case after a split decision/)
    expect(
      story.refuses(story.of('submission.member_decided', head(story), { decision: 'accepted' })),
    ).toMatch(/not waiting for a decision/)
  })

  test('only an acceptance lapses, and only a refusal is reviewed', () => {
    const denied = storyAt('submitted').decideAll('denied')
    expect(denied.refuses(denied.of('submission.lapsed'))).toMatch(/Only an acceptance can lapse/)
    const accepted = storyAt('pending_departure')
    expect(accepted.refuses(accepted.of('submission.review_requested'))).toMatch(
      /nothing to review/,
    )
    const gone = storyAt('departed')
    expect(gone.refuses(gone.of('submission.lapsed'))).toMatch(/Everybody has left/)
  })
})

describe('a submission needs an offer that gives capacity', () => {
  test.each(OFFER_STATUSES)(
    'an offer that is %s takes a case only when it is confirmed',
    (status) => {
      const story = storyAt('ready')
      story.offer = anOffer({ status })
      if (status === 'confirmed')
        expect(story.do(story.transmission()).file.status).toBe('submitted')
      else expect(story.refuses(story.transmission())).toMatch(/is not confirmed and open/)
    },
  )

  test.each<[string, Partial<OfferTerms>]>([
    ['not open yet', { opensOn: '2999-01-01' }],
    ['closed already', { closesOn: '2013-01-01' }],
  ])('an offer that is %s takes no case', (_what, terms) => {
    const story = storyAt('ready')
    story.offer = anOffer({ terms })
    expect(story.refuses(story.transmission())).toMatch(/is not confirmed and open/)
  })

  test('the offer must be on file and of the State that the submission names', () => {
    const story = storyAt('ready')
    const step = story.transmission()
    story.offer = anOffer({ id: step.offerId as never, terms: { state: 'SWE' } })
    expect(story.refuses(step)).toMatch(/is of another State.* Name SWE/)
    story.offer = anOffer()
    expect(story.refuses(step)).toMatch(/The offer is not known/)
  })

  test('a submission has an id of its own', () => {
    const story = storyAt('submitted').decideAll('denied')
    const { submissionId: _gone, ...without } = story.transmission()
    expect(story.refuses(without as Step)).toMatch(/an id of its own/)
    expect(
      story.refuses({ ...story.transmission(), submissionId: story.submission.id } as Step),
    ).toMatch(/an id of its own/)
  })
})

describe('checks before travel', () => {
  test('a booking names every check that is missing or runs out before the day', () => {
    const story = storyAt('pending_departure')
    const a = head(story)
    const book = story.of('travel.booked', a, { on: '2013-09-01' })
    expect(story.refuses(book)).toMatch(
      /biometrics, medical, orientation, visa, exit_permit not cleared/,
    )
    story.clearChecks(a)
    const visa = (expires: string) =>
      story.of('travel.check_recorded', a, { kind: 'visa', status: 'cleared', expires })
    story.do(visa('2013-08-31'))
    expect(story.refuses(book)).toMatch(/on 2013-09-01: visa not cleared/)
    expect(story.do(visa('2013-09-01'), book).file.status).toBe('pending_departure')
  })
})

/** A draft by number: its kind, and whom of up to four people it names. */
const choice = fc.tuple(fc.nat(60), fc.nat(3), fc.boolean(), fc.nat(3))

/** Offers one draft to the guards; what they let through is recorded. */
function offer(
  story: CaseStory,
  [kind, whom, flag, luck]: readonly [number, number, boolean, number],
): void {
  const personId = story.people[whom % story.people.length] as PersonId
  const steps = everyStep(story).map((step) => ('personId' in step ? { ...step, personId } : step))
  const more: readonly Step[] = [
    { type: 'person.died', personId, data: {} },
    { type: 'person.left', personId, data: {} },
    { type: 'case.member_added', personId, data: { relationship: flag ? 'SON' : 'WIF' } },
    {
      type: 'case.closed',
      reason: 'sample',
      data: { closure: flag ? 'resettled' : 'returned' },
    },
  ]
  const all = [...steps, ...more] as readonly Step[]
  // Any draft, one that is allowed, or the plain next step, so that many sequences come far.
  const pool = luck > 1 ? all.filter((one) => isAllowed(story, one)) : all
  const step = luck === 1 ? forward(story, personId) : pool[kind % Math.max(1, pool.length)]
  if (step === undefined) return
  if (isAllowed(story, step)) story.record(step)
}

function isAllowed(story: CaseStory, step: Step): boolean {
  const found = guard(story.file, story.draft(step), story.context())
  return found.every((one) => one.warning === true)
}

function forward(story: CaseStory, personId: PersonId): Step | undefined {
  const outcome = story.file.submissions
    .at(-1)
    ?.members.find((member) => member.personId === personId)?.outcome
  const next = (type: Step['type']): Step | undefined =>
    everyStep(story).find((step) => step.type === type)
  const named = (type: Step['type']): Step => ({ ...next(type), personId }) as Step
  switch (story.file.status) {
    case 'referred':
      return next('case.assessment_started')
    case 'needs_assessment':
      return next('case.reviewed')
    case 'initial_review':
      return next('case.interview_completed')
    case 'interview':
      return next('case.rrf_drafted')
    case 'submission_recommendation':
      if (story.file.primary === undefined) return next('case.categories_set')
      return story.file.declarationOn === undefined
        ? next('case.declaration_signed')
        : next('case.sent_to_review')
    case 'submission_review':
      return next('case.recommended')
    case 'ready':
      return next('submission.transmitted')
    case 'submitted':
      return named('submission.member_decided')
    case 'closed':
    case 'deprioritised':
      return next('case.reopened')
    case 'on_hold':
      return next('case.resumed')
    default:
      if (outcome === 'booked') return named('travel.boarded')
      if (outcome === 'departed') return named('travel.arrived')
      if (outcome === 'accepted') story.clearChecks(personId)
      return named('travel.booked')
  }
}

const NEEDS_PRINCIPAL: ReadonlySet<string> = new Set([
  'case.sent_to_review',
  'case.recommended',
  'submission.transmitted',
])

/** Some sequences start far along, the rarest of all places among them. */
function startAt(stage: Stage | 'under_review' | 'split', size: number): CaseStory {
  if (stage === 'split') {
    const story = storyAt('submitted', size + 1)
    for (const personId of story.people.slice(1)) story.decide(personId, 'accepted')
    return story.decide(head(story), 'denied')
  }
  if (stage !== 'under_review') return storyAt(stage, size)
  const story = storyAt('submitted', size).decideAll('denied')
  return story.do(story.of('submission.review_requested'))
}

/** The story so far, for a failing test. */
function told(story: CaseStory): string {
  return story.events.map((event) => `${event.type} ${event.personId ?? ''}`).join('\n')
}

const AFTER_CLOSING =
  /^(case\.(reopened|linked|link_waived|unlinked)|person\..*|travel\.(transit_reached|arrived))$/

function checkAfter(story: CaseStory, before: CaseStory['file']): void {
  const { file } = story
  const event = story.events.at(-1)
  if (event !== undefined && NEEDS_PRINCIPAL.has(event.type))
    expect(onePrincipalApplicant(file)).toEqual([])
  expect(file.submissions.filter(isActiveSubmission).length).toBeLessThanOrEqual(1)
  expect(nestedOutcomes(file)).toEqual([])
  for (const submission of file.submissions)
    for (const member of submission.members) {
      if (member.departedOn !== undefined) {
        expect(wasAccepted(member)).toBe(true)
        expect(member.departedOn >= (member.acceptedOn ?? '')).toBe(true)
        expect((member.arrivedOn ?? '9999') >= member.departedOn).toBe(true)
      }
      if (wasAccepted(member)) expect(member.acceptedOn! >= submission.transmittedOn).toBe(true)
    }
  const under = file.status === 'on_hold' ? file.statusBefore : file.status
  if (under === 'submitted' || under === 'pending_departure' || under === 'departed')
    expect(file.submissions.filter(isActiveSubmission), told(story)).toHaveLength(1)
  if (before.status === 'closed' && event !== undefined && event !== story.events[0])
    expect(event.type).toMatch(AFTER_CLOSING)
  expect(new Set(file.members.map((member) => member.personId)).size).toBe(file.members.length)
  expect(CASE_STATUSES).toContain(file.status)
}

test('whatever the guards let through keeps the rules, in any order of any drafts', () => {
  const reached = new Set<string>()
  const happened = new Set<string>()
  fc.assert(
    fc.property(
      fc.constantFrom(...STAGES, 'under_review' as const, 'split' as const),
      fc.integer({ min: 1, max: 4 }),
      fc.array(choice, { minLength: 20, maxLength: 60 }),
      (stage, size, drafts) => {
        const story = startAt(stage, size)
        for (const draft of drafts) {
          const before = story.file
          const known = story.events.length
          offer(story, draft)
          if (story.events.length > known) checkAfter(story, before)
          reached.add(story.file.status)
        }
        for (const event of story.events) happened.add(event.type)
        expect(foldCase(story.id, story.events)).toEqual(story.file)
      },
    ),
    { seed: 20131226, numRuns: 300 },
  )
  // The property says something only when the sequences come far.
  expect([...reached].toSorted()).toEqual([...CASE_STATUSES].toSorted())
  const moves = { ...CASE_MOVES, ...SUBMISSION_MOVES, ...MEMBER_MOVES }
  expect(Object.keys(moves).filter((type) => !happened.has(type))).toEqual([])
})
