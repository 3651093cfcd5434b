import { describe, expect, test } from 'vitest'
import { aCase, aMember, anEvent, anOffer, offerTerms, SAMPLE_DAY } from '../testing/builders.ts'
import type { Step } from '../testing/case-story.ts'
import { CaseStory, STAGES, storyAt } from '../testing/case-story.ts'
import type { CaseFile } from './case.ts'
import { CASE_MOVES, MEMBER_MOVES, SUBMISSION_MOVES } from './case-moves.ts'
import { add, cases, persons } from './counts.ts'
import type { EventDraft } from './event.ts'
import { guard } from './guards.ts'
import type { CaseId, PersonId } from './ids.ts'
import {
  bestInterestsRecorded,
  consentCovers,
  eventComplete,
  fourEyes,
  justifiedPriority,
  linkedTogether,
  membersEligible,
  nestedOutcomes,
  offerNotOverused,
  oneActiveCase,
  oneActiveSubmission,
  onePrincipalApplicant,
  personsOf,
  rarelyPrimaryLas,
  sizeIsMembers,
  twoCategories,
} from './invariants.ts'
import type { MemberFacts, Violation } from './invariants.ts'

const A = 'person-a' as PersonId
const B = 'person-b' as PersonId
const OTHER = 'case-other' as CaseId
const rules = (found: readonly Violation[]): readonly string[] => found.map((one) => one.rule)

function members(facts: Partial<Record<'a' | 'b', MemberFacts>>): Map<PersonId, MemberFacts> {
  return new Map([
    [A, facts.a ?? aMember(A)],
    [B, facts.b ?? aMember(B)],
  ])
}

const TWO = [
  { personId: A, relationship: 'PA' },
  { personId: B, relationship: 'WIF' },
]

const SEND_TO_REVIEW: Step = { type: 'case.sent_to_review', data: {} }
const RECOMMEND: Step = { type: 'case.recommended', data: { reviewer: 'reviewer.one' } }

/**
 * The rule stops the case on its way to review, at the review and at the transmission, once
 * `broke` has broken it there.
 */
function assertStopsOnTheWayOut(rule: string, broke: (story: CaseStory) => void): void {
  const drafted = storyAt('submission_recommendation').do(
    { type: 'case.categories_set', data: { primary: 'LPN', secondary: 'LAS' } },
    { type: 'case.declaration_signed', data: {} },
  )
  broke(drafted)
  expect(drafted.rules(SEND_TO_REVIEW)).toEqual([rule])
  const reviewed = storyAt('submission_review')
  broke(reviewed)
  expect(reviewed.rules(RECOMMEND)).toEqual([rule])
  const ready = storyAt('ready')
  broke(ready)
  expect(ready.rules(ready.transmission())).toContain(rule)
}

const head = (story: CaseStory): PersonId => story.people[0] as PersonId

/** Replaces what is known of the story's first person. */
function now(
  story: CaseStory,
  facts: Partial<MemberFacts>,
  file: Partial<MemberFacts['file']> = {},
): void {
  story.members.set(head(story), aMember(head(story), facts, file))
}

describe('I1: one principal applicant per case', () => {
  test('none and two are both refused, one is not', () => {
    expect(onePrincipalApplicant(aCase({ members: TWO }))).toEqual([])
    expect(rules(onePrincipalApplicant(aCase({ members: [] })))).toEqual(['I1'])
    const two = TWO.map((one) => ({ ...one, relationship: 'PA' }))
    expect(onePrincipalApplicant(aCase({ members: two }))[0]?.message).toMatch(
      /has 2 principal applicants; it needs exactly one/,
    )
  })

  test('such a case is neither recommended nor submitted', () => {
    for (const relationship of ['SON', 'PA'])
      assertStopsOnTheWayOut('I1', (story) => {
        const personId = relationship === 'SON' ? head(story) : B
        story.members.set(B, aMember(B))
        story.do({ type: 'case.member_added', personId, data: { relationship } })
      })
  })
})

describe('I2: the size of a case is the number of its active members', () => {
  test('another size is refused', () => {
    expect(sizeIsMembers(aCase({ members: TWO }), 2)).toEqual([])
    expect(rules(sizeIsMembers(aCase({ members: TWO }), 3))).toEqual(['I2'])
  })

  test('a submission of fewer, more or other people than the members is refused', () => {
    const story = storyAt('ready', 2)
    const whole = story.transmission() as Extract<Step, { type: 'submission.transmitted' }>
    const of = (...personIds: PersonId[]): Step => ({
      ...whole,
      data: { ...whole.data, personIds },
    })
    expect(story.rules(of(head(story)))).toContain('I2')
    expect(story.rules(of(...story.people, A))).toEqual(['I2'])
    expect(story.rules(of(head(story), A))).toEqual(['guard'])
    expect(story.do(whole).submission.members).toHaveLength(2)
  })
})

describe('I3: a person is in at most one active case', () => {
  test('being in a second active case is refused; a closed case does not count', () => {
    const twice = members({ b: aMember(B, { otherActiveCase: OTHER }) })
    expect(oneActiveCase(aCase({ members: TWO }), members({}))).toEqual([])
    expect(rules(oneActiveCase(aCase({ members: TWO }), twice))).toEqual(['I3'])
    expect(oneActiveCase(aCase({ members: TWO, status: 'closed' }), twice)).toEqual([])
  })

  test('such a case is neither recommended nor submitted', () => {
    assertStopsOnTheWayOut('I3', (story) => now(story, { otherActiveCase: OTHER }))
  })

  test('nobody is added to a second case, or brought into one by reopening', () => {
    const story = storyAt('referred')
    story.members.set(B, aMember(B, { otherActiveCase: OTHER }))
    const join: Step = { type: 'case.member_added', personId: B, data: { relationship: 'SON' } }
    expect(story.rules(join)).toEqual(['I3'])
    const closed = storyAt('ready').do({
      type: 'case.closed',
      reason: 'sample',
      data: { closure: 'withdrew' },
    })
    now(closed, { otherActiveCase: OTHER })
    expect(closed.rules({ type: 'case.reopened', reason: 'sample', data: {} })).toEqual(['I3'])
  })
})

describe('I4: both categories are there and differ', () => {
  test('one, none or the same twice is refused', () => {
    const { primary: _1, ...noPrimary } = aCase()
    const { secondary: _2, ...noSecondary } = aCase()
    for (const file of [noPrimary, noSecondary, aCase({ secondary: 'LPN' })])
      expect(rules(twoCategories(file as CaseFile))).toEqual(['I4'])
    expect(twoCategories(aCase())).toEqual([])
  })

  test('such a case is neither recommended nor submitted', () => {
    assertStopsOnTheWayOut('I4', (story) =>
      story.do({ type: 'case.categories_set', data: { primary: 'MED', secondary: 'MED' } }),
    )
    const none = storyAt('submission_recommendation').do({
      type: 'case.declaration_signed',
      data: {},
    })
    expect(none.rules(SEND_TO_REVIEW)).toEqual(['I4'])
  })
})

describe('I5: LAS as primary category is warned of', () => {
  const LAS = { primary: 'LAS', secondary: 'LPN' } as const

  test('it is a warning, and LAS as secondary is none', () => {
    expect(rarelyPrimaryLas(aCase(LAS))).toMatchObject([{ rule: 'I5', warning: true }])
    expect(rarelyPrimaryLas(aCase())).toEqual([])
  })

  test('the warning is shown and stops nothing', () => {
    const story = storyAt('submission_review').do({ type: 'case.categories_set', data: LAS })
    expect(guard(story.file, story.draft(RECOMMEND), story.context())).toMatchObject([
      { rule: 'I5', warning: true },
    ])
    expect(story.do(RECOMMEND).file.status).toBe('ready')
  })
})

describe('I6: emergency and urgent need a written justification', () => {
  test('without one they are refused; a normal case owes none', () => {
    for (const priority of ['EM', 'UG'] as const) {
      expect(rules(justifiedPriority(aCase({ priority })))).toEqual(['I6'])
      expect(justifiedPriority(aCase({ priority, justified: true }))).toEqual([])
    }
    expect(justifiedPriority(aCase())).toEqual([])
  })

  test('such a case is neither recommended nor submitted', () => {
    assertStopsOnTheWayOut('I6', (story) =>
      story.do({ type: 'case.priority_set', data: { priority: 'EM', justified: false } }),
    )
  })
})

describe('I7: each member is a recognised refugee or a listed exception', () => {
  test('three statuses may be submitted, three may not, and unknown members may not', () => {
    const file = aCase({ members: TWO })
    const found = (protectionStatus: MemberFacts['file']['protectionStatus']) =>
      rules(membersEligible(file, members({ b: aMember(B, {}, { protectionStatus }) })))
    expect(found('refugee')).toEqual([])
    expect(found('stateless_non_refugee')).toEqual([])
    expect(found('non_refugee_dependant')).toEqual([])
    expect(found('undetermined')).toEqual(['I7'])
    expect(found('asylum_seeker')).toEqual(['I7'])
    expect(found('not_recognised')).toEqual(['I7'])
    expect(rules(membersEligible(file, new Map()))).toEqual(['I7'])
  })

  test('such a case is neither recommended nor submitted', () => {
    assertStopsOnTheWayOut('I7', (story) => now(story, {}, { protectionStatus: 'asylum_seeker' }))
  })
})

describe('I8: consent covers the State and is newer than the last substantial change', () => {
  const file = aCase({ members: TWO })
  const found = (facts: Partial<MemberFacts>, person: Partial<MemberFacts['file']>) =>
    rules(consentCovers(file, members({ b: aMember(B, facts, person) }), 'NOR'))
  const NORWAY = { on: '2013-03-01', states: ['NOR'] }

  test('consent for other States, older than a change, or none, is not enough', () => {
    expect(found({}, { consent: NORWAY })).toEqual([])
    expect(found({}, { consent: { ...NORWAY, states: ['SWE', 'DEU'] } })).toEqual(['I8'])
    expect(found({}, { consent: NORWAY, lastSubstantialChangeOn: '2013-03-02' })).toEqual(['I8'])
    expect(found({}, { consent: NORWAY, lastSubstantialChangeOn: '2013-03-01' })).toEqual([])
    const { consent: _gone, ...without } = aMember(B).file
    const silent = members({ b: { ...aMember(B), file: without } })
    expect(rules(consentCovers(file, silent, 'NOR'))).toEqual(['I8'])
  })

  test('a child does not sign, and a member of whom nothing is known counts as not consenting', () => {
    expect(found({ isAdult: false }, { consent: { ...NORWAY, states: [] } })).toEqual([])
    expect(rules(consentCovers(file, new Map(), 'NOR'))).toEqual(['I8'])
  })

  test('without it the case is not submitted to that State', () => {
    const story = storyAt('ready')
    now(story, {}, { consent: { on: SAMPLE_DAY, states: ['SWE'] } })
    expect(story.rules(story.transmission())).toEqual(['I8'])
    story.offer = anOffer({ terms: { state: 'SWE' } })
    expect(story.do(story.transmission()).file.status).toBe('submitted')
  })
})

describe('I9: the reviewer is not the drafter', () => {
  test('the same account, and nobody, are refused', () => {
    expect(rules(fourEyes('officer.one', 'officer.one'))).toEqual(['I9'])
    expect(rules(fourEyes('officer.one', undefined))).toEqual(['I9'])
    expect(rules(fourEyes('officer.one', ''))).toEqual(['I9'])
    expect(fourEyes('officer.one', 'reviewer.one')).toEqual([])
  })

  test('a drafter does not recommend their own case', () => {
    const story = storyAt('submission_review')
    expect(story.rules({ type: 'case.recommended', data: { reviewer: 'officer.one' } })).toEqual([
      'I9',
    ])
  })

  test('a drafter does not submit their own case, whoever is named as drafter of the submission', () => {
    const story = storyAt('ready')
    const step = story.transmission() as Extract<Step, { type: 'submission.transmitted' }>
    for (const drafter of ['officer.one', 'officer.two'])
      expect(
        story.rules({ ...step, data: { ...step.data, drafter, reviewer: 'officer.one' } }),
      ).toEqual(['I9'])
    expect(
      story.rules({
        ...step,
        data: { ...step.data, drafter: 'reviewer.one', reviewer: 'reviewer.one' },
      }),
    ).toEqual(['I9'])
    expect(story.rules({ ...step, data: { ...step.data, reviewer: '' } })).toEqual(['I9'])
  })
})

describe('I10: a person is in at most one active submission', () => {
  test('two active ones are refused', () => {
    const one = storyAt('submitted').submission
    const ended = { ...one, status: 'withdrawn' } as const
    expect(oneActiveSubmission(aCase({ submissions: [ended, one] }))).toEqual([])
    expect(rules(oneActiveSubmission(aCase({ submissions: [one, one] })))).toEqual(['I10'])
  })

  test('a case under review with one State is not submitted to another', () => {
    const story = storyAt('submitted').decideAll('denied')
    story.do(story.of('submission.review_requested'))
    expect(story.rules(story.transmission())).toEqual(['I10'])
  })

  test('a refusal is not reviewed while the case lies with another State', () => {
    const story = storyAt('submitted').decideAll('denied')
    const review = story.of('submission.review_requested')
    story.do(story.transmission())
    expect(story.rules(review)).toEqual(['I10'])
  })

  test('a case whose submission holds places is not closed beside it', () => {
    for (const stage of ['submitted', 'pending_departure', 'departed'] as const) {
      const story = storyAt(stage)
      const close: Step = { type: 'case.closed', reason: 'sample', data: { closure: 'duplicate' } }
      expect(story.refuses(close)).toMatch(/Withdraw it, or record that its acceptance lapsed/)
    }
  })
})

describe('I11: hard-linked cases go to the same programme', () => {
  const linked = (kind: CaseFile['links'][number]['kind'], waived = false): CaseFile =>
    aCase({ links: [{ toCaseId: OTHER, kind, waived }] })
  const withSweden = new Map([[OTHER, 'SWE Quota']])

  test('another programme is refused, unless waived or the link is soft', () => {
    expect(rules(linkedTogether(linked('must_same_country'), 'NOR Quota', withSweden))).toEqual([
      'I11',
    ])
    expect(rules(linkedTogether(linked('must_travel_together'), 'NOR Quota', withSweden))).toEqual([
      'I11',
    ])
    expect(linkedTogether(linked('must_same_country'), 'SWE Quota', withSweden)).toEqual([])
    expect(linkedTogether(linked('must_same_country', true), 'NOR Quota', withSweden)).toEqual([])
    expect(linkedTogether(linked('should_same_country'), 'NOR Quota', withSweden)).toEqual([])
    expect(linkedTogether(linked('info_only'), 'NOR Quota', withSweden)).toEqual([])
    expect(linkedTogether(linked('must_same_country'), 'NOR Quota', new Map())).toEqual([])
  })

  test('two States’ programmes of one name are two programmes', () => {
    const story = storyAt('ready')
    story.do({ type: 'case.linked', data: { toCaseId: OTHER, kind: 'must_same_country' } })
    story.programmeOf.set(OTHER, `SWE ${story.offer.terms.programme}`)
    expect(story.rules(story.transmission())).toEqual(['I11'])
    story.programmeOf.set(OTHER, `NOR ${story.offer.terms.programme}`)
    expect(story.do(story.transmission()).file.status).toBe('submitted')
  })
})

describe('I12: a child alone needs a recorded best-interests result', () => {
  const child = { isAdult: false, isUnaccompaniedChild: true }

  test('without it the rule is broken, with it not', () => {
    const file = aCase({ members: TWO })
    const found = (person: Partial<MemberFacts['file']>) =>
      rules(bestInterestsRecorded(file, members({ b: aMember(B, child, person) })))
    expect(found({})).toEqual(['I12'])
    expect(found({ bestInterestsOn: SAMPLE_DAY })).toEqual([])
  })

  test('such a case is neither recommended nor submitted', () => {
    assertStopsOnTheWayOut('I12', (story) => now(story, child))
  })
})

describe('I13: departed are accepted, and arrived are departed, person by person', () => {
  const withMember = (days: object): CaseFile => {
    const { submission } = storyAt('pending_departure')
    const { acceptedOn: _gone, ...member } = submission.members[0] as (typeof submission.members)[0]
    return aCase({ submissions: [{ ...submission, members: [{ ...member, ...days }] }] })
  }

  test('leaving without an acceptance and arriving without leaving break it', () => {
    expect(rules(nestedOutcomes(withMember({ departedOn: '2013-09-01' })))).toEqual(['I13'])
    expect(
      rules(nestedOutcomes(withMember({ acceptedOn: '2013-08-01', arrivedOn: '2013-09-02' }))),
    ).toEqual(['I13'])
    expect(
      nestedOutcomes(withMember({ acceptedOn: '2013-08-01', departedOn: '2013-09-01' })),
    ).toEqual([])
  })

  test('nobody is booked before acceptance, boards unbooked or arrives without leaving', () => {
    const story = storyAt('submitted')
    const a = head(story)
    expect(story.refuses(story.of('travel.booked', a, { on: '2013-09-01' }))).toMatch(/is pending/)
    story.decideAll('accepted')
    expect(story.refuses(story.of('travel.boarded', a, { ourRole: 'none' }))).toMatch(/is accepted/)
    expect(story.refuses(story.of('travel.arrived', a))).toMatch(/is accepted/)
  })

  test('nor on a day before what it rests on: it holds for every past day', () => {
    const story = storyAt('submitted')
    const a = head(story)
    const early = (step: Step): Step => ({ ...step, effectiveOn: '2012-01-01' })
    const decision = story.of('submission.member_decided', a, { decision: 'accepted' })
    expect(story.rules(early(decision))).toEqual(['I13'])
    story.do(decision).clearChecks(a)
    story.do(story.of('travel.booked', a, { on: '2013-09-01' }))
    const boarded = story.of('travel.boarded', a, { ourRole: 'none' })
    expect(story.rules(early(boarded))).toEqual(['I13'])
    story.do(boarded)
    expect(story.rules(early(story.of('travel.arrived', a)))).toEqual(['I13'])
  })

  test('nobody travels on an acceptance that lapsed', () => {
    const story = storyAt('pending_departure')
    const booked = story.of('travel.booked', head(story), { on: '2013-09-01' })
    story.clearChecks(head(story))
    story.do({ ...story.of('submission.lapsed'), reason: 'sample' })
    expect(story.refuses(booked)).toMatch(/no longer stands/)
  })
})

describe('I14: persons are summed over members', () => {
  test('the total is of members, not of cases, and does not add to cases', () => {
    const files = [1, 2, 6].map((size) => storyAt('referred', size).file)
    expect(personsOf(files)).toEqual(persons(9))
    expect(personsOf([])).toEqual(persons(0))
    // @ts-expect-error cases times an average are no persons
    add(personsOf(files), cases(3))
  })
})

describe('I15: an offer is never used beyond its total, by its own counting basis', () => {
  test('persons are counted one by one, cases as one', () => {
    const use = { memberOutcomes: ['accepted', 'accepted', 'waiting'] } as const
    const ofPersons = offerTerms({ total: 2 })
    expect(rules(offerNotOverused(ofPersons, [use]))).toEqual(['I15'])
    expect(offerNotOverused(offerTerms({ total: 3 }), [use])).toEqual([])
    expect(offerNotOverused(offerTerms({ total: 1, countingBasis: 'cases' }), [use])).toEqual([])
    expect(
      rules(offerNotOverused(offerTerms({ total: 1, countingBasis: 'cases' }), [use, use])),
    ).toEqual(['I15'])
  })

  test('a submission that does not fit is refused, in the offer’s own counting basis', () => {
    const story = storyAt('ready', 3)
    story.free = 2
    expect(story.rules(story.transmission())).toEqual(['I15'])
    expect(story.refuses(story.transmission())).toMatch(/has 2 persons free, 3 needed/)
    story.offer = anOffer({ terms: { countingBasis: 'cases' } })
    story.free = 0
    expect(story.refuses(story.transmission())).toMatch(/has 0 cases free, 1 needed/)
    story.free = 1
    expect(story.do(story.transmission()).file.status).toBe('submitted')
  })
})

describe('I16: every change is an event with actor, day, time of recording and reason', () => {
  const held: EventDraft = {
    type: 'case.held',
    effectiveOn: SAMPLE_DAY,
    reason: 'sample',
    data: { hold: 'medical' },
  }

  test('an event without actor, day or time of recording is refused', () => {
    expect(eventComplete(anEvent(held))).toEqual([])
    for (const missing of [{ actor: '' }, { effectiveOn: '' }, { recordedAt: '' }])
      expect(rules(eventComplete({ ...anEvent(held), ...missing }))).toEqual(['I16'])
  })

  test('holding, closing, reopening, returning, waiving, removing and withdrawing owe a reason', () => {
    const { reason: _gone, ...silent } = anEvent(held)
    for (const type of [
      'case.held',
      'case.closed',
      'case.reopened',
      'case.returned',
      'case.deprioritised',
      'case.no_show',
      'case.not_recommended',
      'case.link_waived',
      'case.member_removed',
      'submission.withdrawn',
      'submission.lapsed',
    ])
      for (const without of [silent, { ...silent, reason: '  ' }])
        expect(
          rules(eventComplete({ ...without, type } as Parameters<typeof eventComplete>[0])),
        ).toEqual(['I16'])
  })

  test('every status is one that an event leads to', () => {
    const targets = [CASE_MOVES, SUBMISSION_MOVES, MEMBER_MOVES].flatMap((moves) =>
      Object.values(moves).flatMap(({ to }) => (to === undefined ? [] : [to])),
    )
    const reached = new Set<string>([...targets, 'referred', 'departed'])
    for (const stage of STAGES) expect(reached).toContain(stage)
  })
})
