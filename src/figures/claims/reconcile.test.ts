import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ClaimFile, ClaimValue } from '../../domain/claim.ts'
import type { ClaimFigure } from '../../domain/claim-figure.ts'
import type { DocumentId } from '../../domain/ids.ts'
import { ClaimStory } from '../../testing/claim-story.ts'
import { differences, findLookAlikes } from './compare.ts'
import { knownBefore } from './known.ts'
import { POLICY_IN_FORCE } from './policy.ts'
import { findPositions } from './positions.ts'
import { reconcile } from './reconcile.ts'

const exact = (point: number): ClaimValue => ({ kind: 'exact', point })
const about = (point: number): ClaimValue => ({ kind: 'about', point })

function only(story: ClaimStory, on?: string): ClaimFigure {
  const file = on === undefined ? story.file : knownBefore(story.file, `${on}T23:59:59.999Z`)
  const figures = reconcile(file, POLICY_IN_FORCE)
  expect(figures).toHaveLength(1)
  return figures[0] as ClaimFigure
}

const range = ({ low, best, high }: ClaimFigure): string => `${low}/${best}/${high}`
const reasons = (figure: ClaimFigure): string[] => figure.inputs.map((one) => one.reason)

describe('the worked examples of the design', () => {
  test('cases, residents and relocated are three figures, and a percentage between them is refused', () => {
    const story = new ClaimStory()
    const on = '2013-12-27'
    story.evidence(
      story.say({ on, measure: 'submitted_cases', value: exact(1400) }),
      'own_process',
      on,
    )
    story.say({ on, measure: 'residents', value: about(3200) })
    story.say({ on, measure: 'relocated', value: exact(311) })
    const figures = reconcile(story.file, POLICY_IN_FORCE)
    const of = (measure: string): ClaimFigure =>
      figures.find((one) => one.statement.measure === measure) as ClaimFigure
    expect(figures).toHaveLength(3)
    expect(of('submitted_cases')).toMatchObject({
      unit: 'cases',
      best: 1400,
      bestBy: 'own_process',
    })
    expect(of('residents')).toMatchObject({ best: 3200, approximate: true, unit: 'persons' })
    expect(of('relocated')).toMatchObject({ best: 311, kind: 'cumulative', unit: 'persons' })
    expect(differences(of('relocated'), of('submitted_cases'))).toEqual(['measure', 'unit'])
    expect(differences(of('relocated'), of('residents'))).toEqual(['measure', 'kind'])
    expect(findLookAlikes(figures)).toEqual([])
  })

  test('52 dead, then 53 by another government, then the 53rd is identified', () => {
    const story = new ClaimStory()
    const group = story.say({ by: 'group-a', on: '2013-09-02', value: exact(52) })
    const state = story.say({ by: 'state-b', on: '2013-09-20', value: exact(53) })
    story.link(state, 'explains', group, '2013-11-01')
    expect([range(only(story, '2013-09-02')), only(story, '2013-09-02').status]).toEqual([
      '52/52/52',
      'single_origin',
    ])
    expect([range(only(story, '2013-09-20')), only(story, '2013-09-20').status]).toEqual([
      '52/52/53',
      'contested',
    ])
    expect([range(only(story)), only(story).status, only(story).bestBy]).toEqual([
      '52/53/53',
      'revised',
      'explained',
    ])
    expect(only(story).inputs.map((one) => one.usedAs)).toEqual([['low'], ['best', 'high']])
  })

  test('two governments deny, nothing contradicts: denied, which clears nobody', () => {
    const story = new ClaimStory()
    const value: ClaimValue = { kind: 'unquantified' }
    const saying = { measure: 'allegation', value, stance: 'denies' } as const
    const first = story.say({ by: 'state-a', on: '2014-01-01', ...saying })
    story.say({ by: 'state-b', on: '2014-01-05', ...saying })
    story.evidence(first, 'search_without_result', '2014-02-01')
    expect(findPositions(story.file)).toMatchObject([
      { state: 'denied', noContraryClaim: true, searches: 1 },
    ])
    expect(reconcile(story.file, POLICY_IN_FORCE)).toEqual([])
  })

  test('a spokesperson through a wire service is one origin; "several" stays without a number', () => {
    const story = new ClaimStory()
    const hops = [
      { agent: 'camp-council', role: 'spokesperson', relation: 'says', anonymous: false },
      { agent: 'wire', relation: 'cites', anonymous: false },
    ] as const
    story.say({ by: 'wire', on: '2013-12-27', value: exact(3), hops })
    story.say({
      by: 'wire',
      on: '2013-12-27',
      measure: 'injured',
      statement: { event: 'attack-one' },
      value: { kind: 'unquantified' },
      hops,
    })
    const [injured, killed] = reconcile(story.file, POLICY_IN_FORCE)
    expect(killed).toMatchObject({ low: 3, best: 3, high: 3, status: 'single_origin' })
    expect(killed?.inputs[0]?.origin).toBe('camp-council')
    expect(injured).toMatchObject({ low: null, best: null, high: null, status: 'single_origin' })
    expect(injured?.inputs[0]?.reason).toBe('unquantified')
  })

  test('what is assumed by someone unnamed, or requested, enters no figure and makes no place', () => {
    const story = new ClaimStory()
    const hops = [{ relation: 'says', anonymous: true }] as const
    const consent = { measure: 'consent_to_host', value: { kind: 'unquantified' } } as const
    story.say({
      on: '2014-01-01',
      ...consent,
      stance: 'assumes',
      hops,
      statement: { subject: 'ABC' },
    })
    story.say({ on: '2014-01-02', ...consent, stance: 'requests', statement: { subject: 'ABD' } })
    story.say({
      on: '2014-01-03',
      measure: 'places_offered',
      value: exact(100),
      stance: 'requests',
    })
    expect(findPositions(story.file).map((one) => one.state)).toEqual(['assumed', 'requested'])
    expect(only(story)).toMatchObject({ best: null, low: null, status: 'no_figure' })
    expect(reasons(only(story))).toEqual(['stance_requests'])
  })

  test('one agency says 3 and months later 4: the newest wins, and the earlier day still says 3', () => {
    const story = new ClaimStory()
    story.say({ on: '2013-12-27', value: exact(3), asOf: '2013-12-26' })
    story.say({ on: '2014-05-06', value: exact(4), asOf: '2013-12-26' })
    expect(only(story)).toMatchObject({ low: 4, best: 4, high: 4, status: 'revised' })
    expect(reasons(only(story))).toEqual(['superseded', 'used'])
    expect(range(only(story, '2013-12-31'))).toBe('3/3/3')
  })

  test('"some 20 deaths", then 24: revised, and the earlier claim stays in the trail', () => {
    const story = new ClaimStory()
    story.say({ on: '2015-10-30', value: about(20) })
    story.say({ on: '2016-01-15', value: exact(24), stance: 'revises' })
    expect(only(story, '2015-11-01')).toMatchObject({ best: 20, approximate: true })
    expect(only(story)).toMatchObject({ best: 24, approximate: false, status: 'revised' })
    expect(only(story).inputs).toHaveLength(2)
  })
})

describe('what may move a number', () => {
  test('ten outlets that repeat one wire story are one origin', () => {
    const story = new ClaimStory()
    for (let nth = 0; nth < 10; nth += 1)
      story.say({
        by: `outlet-${nth}`,
        on: '2014-01-01',
        value: exact(7),
        hops: [
          { agent: 'agency-a', relation: 'says', anonymous: false },
          { agent: `outlet-${nth}`, relation: 'cites', anonymous: false },
        ],
      })
    expect(only(story).status).toBe('single_origin')
  })

  test('someone unknown corroborates nothing and supersedes nobody', () => {
    const story = new ClaimStory()
    const hops = [{ relation: 'says', anonymous: true }] as const
    story.say({ by: 'agency-a', on: '2014-01-01', value: exact(7) })
    story.say({ by: 'paper', on: '2014-01-02', value: exact(7), hops })
    expect(only(story).status).toBe('single_origin')
    expect(reasons(only(story))).toEqual(['used', 'assumed_repeat'])
    story.say({ by: 'paper', on: '2014-01-03', value: exact(9), hops })
    expect([range(only(story)), only(story).status]).toEqual(['7/7/9', 'contested'])
  })

  test('a link of another origin supersedes nobody, and only a confirmed correction corrects', () => {
    const story = new ClaimStory()
    const a = story.say({ by: 'agency-a', on: '2014-01-01', value: exact(7) })
    const b = story.say({ by: 'agency-b', on: '2014-01-02', value: exact(9) })
    story.link(b, 'supersedes', a, '2014-01-03')
    expect(range(only(story))).toBe('7/7/9')
    const misread = story.say({
      by: 'agency-a',
      on: '2014-01-04',
      value: exact(8),
      confirmed: false,
    })
    story.link(misread, 'corrects', a, '2014-01-04')
    expect(reasons(only(story))).toEqual(['used', 'used', 'not_confirmed'])
    story.decide(misread, 'confirmed', '2014-01-05')
    expect(reasons(only(story))).toEqual(['corrected', 'used', 'used'])
  })

  test('what is retracted is withdrawn, and a denial by another makes it contested', () => {
    const story = new ClaimStory()
    story.say({ by: 'agency-a', on: '2014-01-01', value: exact(7) })
    story.say({ by: 'state-b', on: '2014-01-02', value: exact(7), stance: 'denies' })
    expect(only(story).status).toBe('contested')
    story.say({ by: 'agency-a', on: '2014-01-03', value: exact(7), stance: 'retracts' })
    expect(only(story)).toMatchObject({ status: 'withdrawn', low: null, best: null, high: null })
  })

  test('an open "at least" leaves the upper bound unknown; no margin is made up', () => {
    const story = new ClaimStory()
    story.say({ by: 'a', on: '2014-01-01', value: { kind: 'at_least', low: 50 } })
    expect(range(only(story))).toBe('50/null/null')
    story.say({ by: 'b', on: '2014-01-01', value: exact(60) })
    expect([range(only(story)), only(story).status]).toEqual(['50/60/null', 'corroborated'])
  })

  test('a named list goes before the value that most share', () => {
    const story = new ClaimStory()
    for (const by of ['a', 'b']) story.say({ by, on: '2014-01-01', value: exact(5) })
    expect(only(story)).toMatchObject({ best: 5, bestBy: 'shared', status: 'corroborated' })
    const list = story.say({ by: 'c', on: '2014-01-01', value: exact(6) })
    story.evidence(list, 'named_list', '2014-01-02')
    expect(only(story)).toMatchObject({ low: 5, best: 6, high: 6, bestBy: 'list' })
  })

  test('nothing unconfirmed or rejected enters a figure', () => {
    const story = new ClaimStory()
    const id = story.say({ on: '2014-01-01', confirmed: false })
    expect(only(story)).toMatchObject({ low: null, status: 'no_figure' })
    story.decide(id, 'confirmed', '2014-01-02')
    expect(only(story).best).toBe(1)
    story.decide(id, 'rejected', '2014-01-03')
    expect(only(story)).toMatchObject({ best: null, status: 'no_figure' })
  })

  test('one subject counted in persons and in cases is pointed out as alike', () => {
    const story = new ClaimStory()
    story.say({ on: '2014-01-01', measure: 'submitted_cases', value: exact(4) })
    story.say({ on: '2014-01-01', measure: 'submitted_persons', value: exact(9) })
    expect(findLookAlikes(reconcile(story.file, POLICY_IN_FORCE))).toHaveLength(1)
  })
})

describe('who did a thing is only ever attributed', () => {
  const responsibility = (
    ...said: readonly { by: string; stance: 'asserts' | 'denies' }[]
  ): { story: ClaimStory; ids: ReturnType<ClaimStory['say']>[] } => {
    const story = new ClaimStory()
    const ids = said.map(({ by, stance }) =>
      story.say({
        by,
        stance,
        on: '2014-01-01',
        measure: 'responsibility',
        value: { kind: 'unquantified' },
        statement: { subject: 'group-a', event: 'attack-one' },
      }),
    )
    return { story, ids }
  }
  const stateOf = (story: ClaimStory): string | undefined => findPositions(story.file)[0]?.state

  test('alleged, self-claimed, denied, contested', () => {
    expect(stateOf(responsibility({ by: 'x', stance: 'asserts' }).story)).toBe('alleged')
    expect(stateOf(responsibility({ by: 'group-a', stance: 'asserts' }).story)).toBe('self_claimed')
    expect(stateOf(responsibility({ by: 'group-a', stance: 'denies' }).story)).toBe('denied')
    const both = [
      { by: 'x', stance: 'asserts' },
      { by: 'group-a', stance: 'denies' },
    ] as const
    expect(stateOf(responsibility(...both).story)).toBe('contested')
  })

  test('established needs a court or an inquiry with its document', () => {
    const { story, ids } = responsibility({ by: 'x', stance: 'asserts' })
    const [id] = ids
    if (id === undefined) throw new Error('no claim')
    story.evidence(id, 'court', '2015-01-01')
    expect(stateOf(story)).toBe('alleged')
    story.evidence(id, 'court', '2015-01-02', 'judgment' as DocumentId)
    expect(stateOf(story)).toBe('established')
  })
})

/** A random file over few statements, so that claims really meet. */
const stories = fc
  .array(
    fc.record({
      by: fc.constantFrom('party-a', 'party-b', 'party-c'),
      hop: fc.constantFrom(null, 'party-a', 'party-b', 'nobody'),
      day: fc.integer({ min: 1, max: 28 }),
      measure: fc.constantFrom('killed', 'injured', 'residents', 'responsibility'),
      value: fc.oneof(
        fc.nat(6).map((point) => exact(point)),
        fc.nat(6).map((point) => about(point)),
        fc.nat(6).map((low): ClaimValue => ({ kind: 'at_least', low })),
        fc.constant<ClaimValue>({ kind: 'unquantified' }),
      ),
      stance: fc.constantFrom('asserts', 'asserts', 'asserts', 'revises', 'denies', 'retracts'),
      verdict: fc.constantFrom('confirmed', 'confirmed', 'confirmed', 'rejected', null),
      linkTo: fc.option(fc.nat(5)),
      link: fc.constantFrom('supersedes', 'corrects', 'repeats', 'explains'),
      list: fc.boolean(),
    }),
    { minLength: 1, maxLength: 12 },
  )
  .map((all) => {
    const story = new ClaimStory()
    const ids = all.map((one) => {
      const on = `2014-01-${String(one.day).padStart(2, '0')}`
      const id = story.say({
        by: one.by,
        on,
        asOf: '2014-01-01',
        measure: one.measure as 'killed',
        value: one.value,
        stance: one.stance as 'asserts',
        confirmed: false,
        hops:
          one.hop === null
            ? []
            : [
                one.hop === 'nobody'
                  ? { relation: 'says' as const, anonymous: true }
                  : { agent: one.hop, relation: 'says' as const, anonymous: false },
              ],
      })
      if (one.verdict !== null) story.decide(id, one.verdict as 'confirmed', on)
      if (one.list) story.evidence(id, 'named_list', on)
      return id
    })
    for (const [at, one] of all.entries()) {
      const to = one.linkTo === null ? undefined : ids[one.linkTo]
      if (to !== undefined) story.link(ids[at] as never, one.link as 'repeats', to, '2014-02-01')
    }
    return story.file
  })

function shuffled(file: ClaimFile, order: readonly number[]): ClaimFile {
  const mix = <One>(all: readonly One[]): One[] =>
    all
      .map((one, at) => ({ one, key: order[at % order.length] ?? 0 }))
      .toSorted((a, b) => a.key - b.key)
      .map(({ one }) => one)
  return {
    documents: mix(file.documents),
    claims: mix(file.claims),
    decisions: mix(file.decisions),
    links: mix(file.links),
    evidence: mix(file.evidence),
  }
}

describe('reconciliation is the same for everyone', () => {
  const bytes = (file: ClaimFile): string =>
    JSON.stringify([reconcile(file, POLICY_IN_FORCE), findPositions(file)])

  test('the same claims in any order give the same bytes', () => {
    fc.assert(
      fc.property(
        stories,
        fc.array(fc.nat(1000), { minLength: 5, maxLength: 12 }),
        (file, order) => {
          expect(bytes(shuffled(file, order))).toBe(bytes(file))
        },
      ),
      { seed: 2013, numRuns: 500 },
    )
  })

  test('with the parties’ names exchanged the same comes out, with the names exchanged', () => {
    const swap = (text: string): string =>
      text.replaceAll(/party-[ab]/g, (name) => (name === 'party-a' ? 'party-b' : 'party-a'))
    fc.assert(
      fc.property(stories, (file) => {
        const swapped = JSON.parse(swap(JSON.stringify(file))) as ClaimFile
        expect(swap(bytes(swapped))).toBe(bytes(file))
      }),
      { seed: 2014, numRuns: 500 },
    )
  })

  test('best lies in the range, and every claim is used or left out for a reason', () => {
    fc.assert(
      fc.property(stories, (file) => {
        const figures = reconcile(file, POLICY_IN_FORCE)
        for (const { low, best, high, inputs } of figures) {
          if (best !== null && low !== null) expect(best).toBeGreaterThanOrEqual(low)
          if (best !== null && high !== null) expect(best).toBeLessThanOrEqual(high)
          for (const { usedAs, reason } of inputs) if (reason !== 'used') expect(usedAs).toEqual([])
        }
        const counted = file.claims.filter((one) => one.statement.measure !== 'responsibility')
        expect(figures.flatMap((one) => one.inputs)).toHaveLength(counted.length)
      }),
      { seed: 2015, numRuns: 500 },
    )
  })
})
