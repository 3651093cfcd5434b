import { describe, expect, test } from 'vitest'
import type { CaseStory } from '../testing/case-story.ts'
import { STAGES, CaseStory as Story, storyAt } from '../testing/case-story.ts'
import { foldCase } from './apply-to-case.ts'
import { CASE_CLOSURES, CASE_HOLDS } from './case.ts'
import { isActiveSubmission } from './submission.ts'
import type { PersonId } from './ids.ts'

/** `noUncheckedIndexedAccess` and tests with one, two or three people. */
function people(story: CaseStory): readonly [PersonId, PersonId, PersonId] {
  return story.people as readonly [PersonId, PersonId, PersonId]
}

const outcomes = (story: CaseStory): readonly string[] =>
  story.submission.members.map((member) => member.outcome)

const close = (closure: (typeof CASE_CLOSURES)[number]) =>
  ({ type: 'case.closed', reason: 'sample', data: { closure } }) as const
const DIED = 'person.died'
const LEFT = 'person.left'
const HOLD = { type: 'case.held', reason: 'sample', data: { hold: 'medical' } } as const
const RESUME = { type: 'case.resumed', data: {} } as const
const REOPEN = { type: 'case.reopened', reason: 'sample', data: {} } as const

describe('the case machine', () => {
  test.each(STAGES)('a case comes to %s by the plain way', (stage) => {
    expect(storyAt(stage, 2).file.status).toBe(stage)
  })

  test('with the last arrival a departed case is closed as resettled', () => {
    const story = storyAt('departed', 2)
    const [a, b] = people(story)
    story.arrive(a)
    expect(story.file.status).toBe('departed')
    story.do(story.of('travel.transit_reached', b))
    expect(story.file.status).toBe('departed')
    story.arrive(b)
    expect(story.file).toMatchObject({ status: 'closed', closure: 'resettled' })
    expect(outcomes(story)).toEqual(['arrived', 'arrived'])
  })

  test.each(['needs_assessment', 'initial_review'] as const)(
    'a case in %s can be deprioritised and taken up again where it was',
    (stage) => {
      const story = storyAt(stage).do({
        type: 'case.deprioritised',
        reason: 'sample',
        data: { counselled: true },
      })
      expect(story.file.status).toBe('deprioritised')
      expect(story.do(REOPEN).file.status).toBe(stage)
    },
  )

  test('a no-show closes as not recommended, with the efforts made', () => {
    const story = storyAt('interview')
    const noShow = (efforts: number) =>
      ({ type: 'case.no_show', reason: 'No show', data: { efforts } }) as const
    expect(story.refuses(noShow(0))).toMatch(/at least once/)
    expect(story.do(noShow(3)).file).toMatchObject({ status: 'closed', closure: 'not_recommended' })
  })

  test('a reviewer does not recommend a case after counselling', () => {
    const story = storyAt('submission_review').do({
      type: 'case.not_recommended',
      reason: 'sample',
      data: { counselled: true },
    })
    expect(story.file).toMatchObject({ status: 'closed', closure: 'not_recommended' })
  })

  test('a substantial return voids the declaration, a small one does not', () => {
    const story = storyAt('submission_review')
    const back = (substantial: boolean) =>
      ({ type: 'case.returned', reason: 'sample', data: { substantial } }) as const
    const again = { type: 'case.sent_to_review', data: {} } as const
    story.do(back(false))
    expect(story.file.status).toBe('submission_recommendation')
    story.do(again, back(true))
    expect(story.refuses(again)).toMatch(/declaration must be signed/)
    story.do({ type: 'case.declaration_signed', data: {} }, again)
    expect(story.file.status).toBe('submission_review')
  })

  test.each(CASE_CLOSURES.filter((one) => one !== 'resettled' && one !== 'not_recommended'))(
    'a case before a submission can be closed as %s',
    (closure) => {
      for (const stage of STAGES.slice(0, STAGES.indexOf('ready') + 1))
        expect(storyAt(stage).do(close(closure)).file).toMatchObject({ status: 'closed', closure })
    },
  )

  test.each(STAGES.slice(0, STAGES.indexOf('ready') + 1))(
    'a case closed in %s is reopened there',
    (stage) => {
      const story = storyAt(stage).do(close('withdrew'), REOPEN)
      expect(story.file.status).toBe(stage)
      expect(story.file.closure).toBeUndefined()
    },
  )

  test('a resettled case that was reopened is closed as resettled again', () => {
    const story = storyAt('departed')
    story.arrive(people(story)[0]).do(REOPEN)
    expect(story.file.status).toBe('departed')
    expect(story.do(close('resettled')).file.closure).toBe('resettled')
  })

  test.each(STAGES)('a case on hold in %s resumes there', (stage) => {
    for (const hold of CASE_HOLDS) {
      const story = storyAt(stage).do({ type: 'case.held', reason: 'sample', data: { hold } })
      expect(story.file).toMatchObject({ status: 'on_hold', hold })
      story.do(RESUME)
      expect(story.file.status).toBe(stage)
      expect(story.file.hold).toBeUndefined()
    }
  })

  test('a decision that arrives while on hold counts when the case resumes', () => {
    const accepted = storyAt('submitted').do(HOLD).decideAll('accepted')
    expect(accepted.file.status).toBe('on_hold')
    expect(accepted.do(RESUME).file.status).toBe('pending_departure')
    const denied = storyAt('submitted').do(HOLD).decideAll('denied').do(RESUME)
    expect(denied.file.status).toBe('ready')
  })

  test('a case that is closed while on hold is reopened where it was before the hold', () => {
    const story = storyAt('interview').do(HOLD, close('withdrew'), REOPEN)
    expect(story.file.status).toBe('interview')
    expect(story.file.hold).toBeUndefined()
  })
})

describe('the submission machine', () => {
  test('a submission goes through every step to a decision', () => {
    const story = storyAt('submitted')
    const seen = [story.submission.status]
    for (const step of [
      story.of('submission.acknowledged'),
      story.of('submission.considered'),
      story.of('submission.interview_scheduled', undefined, { on: '2013-06-01' }),
      story.of('submission.interviewed'),
    ])
      seen.push(story.do(step).submission.status)
    seen.push(story.decideAll('accepted').submission.status)
    expect(seen).toEqual([
      'transmitted',
      'acknowledged',
      'under_consideration',
      'interview_scheduled',
      'interviewed',
      'decided',
    ])
    expect(story.submission.decision).toBe('accepted')
  })

  test('a denied case is ready again and can be submitted to another offer', () => {
    const story = storyAt('submitted', 2).decideAll('denied')
    expect(story.file.status).toBe('ready')
    expect(story.submission.decision).toBe('denied')
    story.do(story.transmission())
    expect(story.file.status).toBe('submitted')
    expect(story.file.submissions.map(isActiveSubmission)).toEqual([false, true])
  })

  test('a submission returned unconsidered counts as denied', () => {
    const story = storyAt('submitted', 2)
    story.do(story.of('submission.returned_unconsidered'))
    expect(story.submission).toMatchObject({
      status: 'decided',
      decision: 'returned_unconsidered',
    })
    expect(outcomes(story)).toEqual(['denied', 'denied'])
    expect(isActiveSubmission(story.submission)).toBe(false)
    expect(story.file.status).toBe('ready')
  })

  test('whoever died before is not denied when the submission comes back unconsidered', () => {
    const story = storyAt('submitted', 2)
    story.do({ type: DIED, personId: people(story)[1], data: {} })
    story.do(story.of('submission.returned_unconsidered'))
    expect(outcomes(story)).toEqual(['denied', 'died'])
    story.do(story.of('submission.review_requested'), story.of('submission.overturned'))
    expect(outcomes(story)).toEqual(['accepted', 'died'])
  })

  test('nothing comes back unconsidered once the State has decided on a member', () => {
    const story = storyAt('submitted', 2)
    story.decide(people(story)[0], 'accepted')
    expect(story.refuses(story.of('submission.returned_unconsidered'))).toMatch(
      /Record a decision for each of the others/,
    )
  })

  test.each(['info_requested', 'security_checks', 'medical'])(
    'deferred for %s is not denied: it keeps its place and goes on where it was',
    (why) => {
      const story = storyAt('submitted')
      story.do(story.of('submission.acknowledged'))
      story.do(story.of('submission.deferred', undefined, { why }))
      expect(story.submission.status).toBe('deferred')
      expect(story.submission.decision).toBeUndefined()
      expect(isActiveSubmission(story.submission)).toBe(true)
      expect(story.file.status).toBe('submitted')
      story.do(story.of('submission.resumed'))
      expect(story.submission.status).toBe('acknowledged')
    },
  )

  test('a State can decide out of a deferral', () => {
    const story = storyAt('submitted')
    story.do(story.of('submission.deferred', undefined, { why: 'medical' })).decideAll('accepted')
    expect(story.file.status).toBe('pending_departure')
  })

  test('a withdrawn submission leaves the case ready for another', () => {
    const story = storyAt('submitted')
    story.do({ ...story.of('submission.withdrawn'), reason: 'Asked for in writing.' })
    expect(story.submission.status).toBe('withdrawn')
    expect(story.file.status).toBe('ready')
    expect(story.do(story.transmission()).file.status).toBe('submitted')
  })

  test('a refusal overturned on review is an acceptance', () => {
    const story = storyAt('submitted', 2).decideAll('denied')
    story.do(story.of('submission.review_requested'))
    expect(isActiveSubmission(story.submission)).toBe(true)
    expect(story.rules(story.transmission())).toContain('I10')
    story.do(story.of('submission.overturned'))
    expect(outcomes(story)).toEqual(['accepted', 'accepted'])
    expect(story.file.status).toBe('pending_departure')
  })

  test('a refusal upheld on review stays one', () => {
    const story = storyAt('submitted').decideAll('denied')
    story.do(story.of('submission.review_requested'), story.of('submission.upheld'))
    expect(story.submission).toMatchObject({ status: 'decided', decision: 'denied' })
    expect(story.do(story.transmission()).file.status).toBe('submitted')
  })

  test('an acceptance that lapsed leaves the case ready', () => {
    const story = storyAt('pending_departure')
    story.do({ ...story.of('submission.lapsed'), reason: 'The visa was refused.' })
    expect(story.submission.status).toBe('lapsed')
    expect(story.file.status).toBe('ready')
  })

  test('whoever left before the acceptance lapsed is not submitted again', () => {
    const story = storyAt('pending_departure', 2)
    const [b, a] = people(story)
    story.board(a)
    story.do({ ...story.of('submission.lapsed'), reason: 'sample' })
    expect(story.file.members.map((member) => member.personId)).toEqual([b])
    const first = story.of('travel.arrived', a)
    story.do(story.transmission())
    expect(story.submission.members.map((member) => member.personId)).toEqual([b])
    story.do(first)
    expect(story.file.submissions[0]?.members[1]?.outcome).toBe('arrived')
    expect(story.file.status).toBe('submitted')
  })

  test('a split decision that lapses before the split leaves the case ready', () => {
    const story = storyAt('submitted', 2)
    const [a, b] = people(story)
    story.decide(a, 'accepted').decide(b, 'denied')
    story.do({ ...story.of('submission.lapsed'), reason: 'The family stays together.' })
    expect(story.file.status).toBe('ready')
    expect(story.file.members).toHaveLength(2)
  })
})

describe('a split decision', () => {
  function split(): { story: CaseStory; a: PersonId; b: PersonId; c: PersonId } {
    const story = storyAt('submitted', 3)
    const [a, b, c] = people(story)
    story.decide(a, 'accepted').decide(b, 'denied').decide(c, 'accepted')
    return { story, a, b, c }
  }
  const off = (personIds: readonly PersonId[], acknowledged = true) =>
    ({
      type: 'case.members_split_off',
      data: { personIds, newCaseId: new Story().id, acknowledged },
    }) as const

  test('waits for the acknowledged split, then those accepted prepare their departure', () => {
    const { story, a, b, c } = split()
    expect(story.submission.decision).toBe('split')
    expect(story.file.status).toBe('submitted')
    expect(story.refuses(off([b], false))).toMatch(/must acknowledge/)
    story.do(off([b]))
    expect(story.file.status).toBe('pending_departure')
    expect(story.file.members.map((member) => member.personId)).toEqual([a, c])
    story.board(a).board(c).arrive(a).arrive(c)
    expect(story.file.closure).toBe('resettled')
  })

  test('parts exactly those whom the State refused', () => {
    const { story, a, b } = split()
    for (const wrong of [[a], [a, b], []])
      expect(story.refuses(off(wrong))).toMatch(/1 whom the State refused/)
  })

  test('binds both cases by a hard link, and the new one starts ready', () => {
    const { story, b } = split()
    const step = off([b])
    story.do(step)
    const apart = new Story(1, { type: 'case.split_from', data: { fromCaseId: story.id } })
    expect(apart.file).toMatchObject({
      status: 'ready',
      links: [{ toCaseId: story.id, kind: 'must_same_country', waived: false }],
    })
    expect(story.file.links).toEqual([
      { toCaseId: step.data.newCaseId, kind: 'must_same_country', waived: false },
    ])
    apart.do({ type: 'case.categories_set', data: { primary: 'LPN', secondary: 'LAS' } })
    apart.programmeOf.set(story.id, 'NOR Another programme')
    expect(apart.rules(apart.transmission())).toEqual(['I11'])
    apart.do({
      type: 'case.link_waived',
      reason: 'Asked for in writing.',
      data: { toCaseId: story.id },
    })
    expect(apart.do(apart.transmission()).file.status).toBe('submitted')
  })

  test('is none any more when the only member refused dies or leaves', () => {
    for (const type of [DIED, LEFT] as const) {
      const { story, b } = split()
      story.do({ type, personId: b, data: {} })
      expect(story.submission.decision).toBe('accepted')
      expect(story.file.status).toBe('pending_departure')
    }
  })

  test('is a refusal when the only member accepted dies', () => {
    const story = storyAt('submitted', 2)
    const [a, b] = people(story)
    story.decide(a, 'accepted').decide(b, 'denied')
    story.do({ type: DIED, personId: a, data: {} })
    expect(story.submission.decision).toBe('denied')
    expect(story.file.status).toBe('ready')
  })

  test('can be reviewed, and an overturned one keeps the family together', () => {
    const { story, b } = split()
    story.do(story.of('submission.review_requested'))
    expect(story.refuses(off([b]))).toMatch(/under review/)
    story.do(story.of('submission.overturned'))
    expect(story.file.status).toBe('pending_departure')
    expect(story.file.members).toHaveLength(3)
  })
})

describe('the member machine', () => {
  test('a member is booked when every check holds, and boards, and arrives', () => {
    const story = storyAt('pending_departure')
    const [a] = people(story)
    expect(outcomes(story)).toEqual(['accepted'])
    story.clearChecks(a).do(story.of('travel.booked', a, { on: '2013-09-01' }))
    expect(outcomes(story)).toEqual(['booked'])
    story.do(story.of('travel.boarded', a, { ourRole: 'facilitated' }))
    expect(outcomes(story)).toEqual(['departed'])
    story.do(story.of('travel.transit_reached', a))
    expect(outcomes(story)).toEqual(['in_transit'])
    story.arrive(a)
    expect(outcomes(story)).toEqual(['arrived'])
  })

  test('who was offloaded can be booked again', () => {
    const story = storyAt('pending_departure')
    const [a] = people(story)
    story.clearChecks(a).do(story.of('travel.booked', a, { on: '2013-09-01' }))
    story.do(story.of('travel.offloaded', a))
    expect(outcomes(story)).toEqual(['offloaded'])
    expect(story.board(a).file.status).toBe('departed')
  })

  test('a medical hold stops the booking until it is lifted', () => {
    const story = storyAt('pending_departure')
    const [a] = people(story)
    story.clearChecks(a).do(story.of('travel.medical_hold', a))
    const book = story.of('travel.booked', a, { on: '2013-09-01' })
    expect(story.refuses(book)).toMatch(/medical_hold/)
    story.do(story.of('travel.hold_lifted', a), book)
    expect(outcomes(story)).toEqual(['booked'])
  })

  test('who declines is out; the others go, once the case is without them', () => {
    const story = storyAt('pending_departure', 2)
    const [a, b] = people(story)
    story.do(story.of('travel.declined_offer', b)).board(a)
    expect(outcomes(story)).toEqual(['departed', 'declined_offer'])
    expect(story.file.status).toBe('pending_departure')
    story.do({ type: 'case.member_removed', personId: b, reason: 'Stays.', data: {} })
    expect(story.file.status).toBe('departed')
    expect(story.arrive(a).file.closure).toBe('resettled')
  })

  test('when all decline, the acceptance lapses and the case is ready for another State', () => {
    const story = storyAt('pending_departure')
    story.do(story.of('travel.declined_offer', people(story)[0]))
    story.do({ ...story.of('submission.lapsed'), reason: 'Nobody takes it up.' })
    expect(story.do(story.transmission()).file.status).toBe('submitted')
  })
})

describe('deaths and departures on their own', () => {
  test.each(STAGES)('in %s the last member gone closes the case', (stage) => {
    for (const [type, closure] of [
      [DIED, 'deceased'],
      [LEFT, 'spontaneous_departure'],
    ] as const) {
      const story = storyAt(stage)
      story.do({ type, personId: people(story)[0], data: {} })
      expect(story.file).toMatchObject({ status: 'closed', closure, members: [] })
    }
  })

  test.each(STAGES)('in %s the case goes on without one of two', (stage) => {
    for (const type of [DIED, LEFT] as const) {
      const story = storyAt(stage, 2)
      const [a, b] = people(story)
      story.do({ type, personId: b, data: {} })
      expect(story.file.status).toBe(stage)
      expect(story.file.members.map((member) => member.personId)).toEqual([a])
    }
  })

  test.each(STAGES)(
    'on hold in %s the case loses its members too, and the last closes it',
    (at) => {
      const story = storyAt(at, 2)
      const [a, b] = people(story)
      story.do(HOLD, { type: DIED, personId: a, data: {} })
      expect(story.file.status).toBe('on_hold')
      story.do({ type: DIED, personId: b, data: {} })
      expect(story.file).toMatchObject({ status: 'closed', closure: 'deceased' })
      expect(story.file.hold).toBeUndefined()
    },
  )

  test('the State’s answer is complete when the only one it had not decided on dies', () => {
    const story = storyAt('submitted', 2)
    const [a, b] = people(story)
    story.decide(a, 'accepted').do({ type: DIED, personId: b, data: {} })
    expect(outcomes(story)).toEqual(['accepted', 'died'])
    expect(story.submission.decision).toBe('accepted')
    expect(story.file.status).toBe('pending_departure')
  })

  test('the case has departed when the only one who had not left dies', () => {
    const story = storyAt('pending_departure', 2)
    const [a, b] = people(story)
    story.board(a).do({ type: DIED, personId: b, data: {} })
    expect(story.file.status).toBe('departed')
    const arrived = storyAt('pending_departure', 2)
    const [c, d] = people(arrived)
    arrived.board(c).arrive(c).do({ type: LEFT, personId: d, data: {} })
    expect(arrived.file.closure).toBe('resettled')
  })

  test('a death on the way does not keep the case open for ever', () => {
    const story = storyAt('departed', 2)
    const [a, b] = people(story)
    story.do({ type: DIED, personId: b, data: {} }).arrive(a)
    expect(story.file.closure).toBe('resettled')
    expect(outcomes(story)).toEqual(['arrived', 'departed'])
  })

  test('a death after the case closed does not change how it closed', () => {
    const story = storyAt('departed')
    const [a] = people(story)
    story.arrive(a).do({ type: DIED, personId: a, data: {} })
    expect(story.file).toMatchObject({ closure: 'resettled', statusBefore: 'departed' })
  })

  test('a death does not rewrite what a State answered before', () => {
    const story = storyAt('submitted').decideAll('denied')
    story.do({ type: DIED, personId: people(story)[0], data: {} })
    expect(outcomes(story)).toEqual(['denied'])
  })

  test('the death of a stranger changes nothing', () => {
    const story = storyAt('ready')
    const before = story.file
    story.do({ type: DIED, personId: 'person-stranger' as PersonId, data: {} })
    expect(story.file).toBe(before)
  })
})

test('events of another case change nothing, and a fold that never begins is no case', () => {
  const story = storyAt('ready')
  const other = storyAt('submitted')
  expect(foldCase(story.id, [...story.events, ...other.events])).toEqual(story.file)
  expect(foldCase(story.id, other.events)).toBeUndefined()
  expect(foldCase(story.id, story.events.slice(1))).toBeUndefined()
})
