import { describe, expect, test } from 'vitest'
import { fieldCases } from '../testing/field-cases.ts'
import { seeded } from './seeded.ts'
import { frontierPicture } from './frontier-picture.ts'
import type { FrontierCase, FrontierPoint } from './frontier.ts'
import { frontier } from './frontier.ts'
import { groupMeans, liftGroups, randomFloors } from './group-floors.ts'

const SETTINGS = { gap: 1e-3, timeLimitSeconds: 3 }

function field(seed: number): FrontierCase {
  const [cases, localities, resources] = [60, 6, 2] as const
  const { needs, capacity, scores } = fieldCases({
    seed,
    cases,
    localities,
    resources,
    supply: 0.9,
  })
  const next = seeded(seed)
  const wish = scores.map((score) => 0.5 * score + next())
  const preferences = Array.from({ length: cases }, (_, i) => {
    const at = (l: number): number => wish[i * localities + l]!
    return [0, 1, 2, 3, 4, 5].filter((l) => !Number.isNaN(at(l))).sort((a, b) => at(b) - at(a))
  })
  const groups = Int32Array.from({ length: cases }, (_, i) => i % 3)
  return {
    cases,
    localities,
    resources,
    needs,
    capacity,
    outcomes: scores,
    preferences,
    groups,
    groupCount: 3,
  }
}

function assertFits(
  { needs, capacity, resources, localities, outcomes }: FrontierCase,
  { name, localityOf }: FrontierPoint,
): void {
  const left = Array.from(capacity)
  localityOf.forEach((l, i) => {
    if (l < 0) return
    expect(outcomes[i * localities + l], name).not.toBeNaN()
    for (let k = 0; k < resources; k += 1) left[l * resources + k]! -= needs[i * resources + k]!
  })
  expect(Math.min(...left), name).toBeGreaterThanOrEqual(0)
}

describe('the frontier', () => {
  test('holds plans that fit, from outcome alone to preference alone, and fairer ones', async () => {
    const some = field(2)
    const points = await frontier(some, SETTINGS)
    for (const point of points) assertFits(some, point)
    const named = (name: string): FrontierPoint => {
      const found = points.find((point) => point.name.startsWith(name))
      if (found === undefined) throw new Error(`${name} is missing`)
      return found
    }
    const best = named('outcome alone')
    expect(best.outcomeShare).toBe(1)
    for (const { outcomeShare } of points) expect(outcomeShare).toBeLessThan(1.002)
    const wished = named('preference alone')
    expect(wished.meanRank).toBeLessThan(best.meanRank)
    expect(wished.firstChoice).toBeGreaterThan(best.firstChoice)
    expect(wished.outcomeShare).toBeLessThan(best.outcomeShare)
    expect(named('preference 50 %').outcomeShare).toBeGreaterThan(wished.outcomeShare)
    expect(named('floor: max-min').worstGroup).toBeGreaterThanOrEqual(best.worstGroup)
    // Their rule: what was promised to be kept is kept.
    expect(named('dictatorship, 97').outcomeShare).toBeGreaterThanOrEqual(0.97 - 1e-9)
    expect(named('dictatorship, 90').outcomeShare).toBeGreaterThanOrEqual(0.9 - 1e-9)
    for (const name of ['MTTC', 'MTTCE', 'KDA', 'TKDA']) expect(named(name).kind).toBe('mechanism')
  })

  test('leaves out what needs wishes or groups where there are none', async () => {
    const some = field(3)
    const noWishes = { ...some, preferences: some.preferences.map(() => []) }
    expect((await frontier(noWishes, SETTINGS)).map(({ kind }) => kind)).toEqual([
      'outcome',
      'floor',
      'floor',
      'floor',
    ])
    const noGroups = { ...some, groups: new Int32Array(60).fill(-1), groupCount: 0 }
    const points = await frontier(noGroups, SETTINGS)
    expect(points.some(({ kind }) => kind === 'floor')).toBe(false)
    expect(points[0]!.worstGroup).toBeNaN()
  })
})

describe('floors for groups', () => {
  test('blind placing is the mean over the room that is allowed', () => {
    const scores = [0.2, 0.8, 0.5, NaN, NaN, NaN]
    // 0.2 x 3/4 + 0.8 x 1/4 = 0.35; 0.5; nothing.
    expect(Array.from(randomFloors(scores, [3, 1], [0, 1, 1], 2))).toEqual([
      expect.closeTo(0.35, 12),
      0.25,
    ])
    expect(Array.from(groupMeans([1, 2, 3], [0, -1, 0], 2))).toEqual([2, 0])
  })

  test('lift a group until it reaches its floor, and no group without need', async () => {
    // One good seat (1) and one poor one (0.5): group 1 would get the good one, by 0.6 against 0.5.
    const lift = await liftGroups(Float64Array.from([0.5, 0]), async ([first, second]) => {
      const isFirst = 0.5 * first! > 0.6 * second!
      return {
        plan: isFirst ? 'first' : 'second',
        means: Float64Array.from(isFirst ? [0.5, 0.3] : [0.25, 0.6]),
        value: isFirst ? 0.8 : 0.85,
      }
    })
    expect(lift).toMatchObject({ plan: 'first', isKept: true })
    expect(lift.multipliers[0]).toBeGreaterThan(1.2)
    const idle = await liftGroups(Float64Array.from([0.2, 0]), async () => ({
      plan: 0,
      means: Float64Array.from([0.25, 0.6]),
      value: 1,
    }))
    expect(Array.from(idle.multipliers)).toEqual([1, 1])
    const beyond = await liftGroups(Float64Array.from([9]), async () => ({
      plan: 0,
      means: Float64Array.from([0.25]),
      value: 1,
    }))
    expect(beyond.isKept).toBe(false)
  })
})

describe('the picture', () => {
  const point = (some: Partial<FrontierPoint>): FrontierPoint => ({
    name: 'a <b> & "c"',
    kind: 'mix',
    localityOf: new Int32Array(0),
    outcome: 1,
    outcomeShare: 1,
    placed: 1,
    firstChoice: 0.5,
    meanRank: 2,
    worstGroup: NaN,
    ...some,
  })

  test('says every point and its axes, runs nothing, and shows names as they are', () => {
    const svg = frontierPicture([
      point({}),
      point({ kind: 'outcome', name: 'z', outcomeShare: 0.8 }),
    ])
    expect(svg).toContain('total outcome, % of the best')
    expect(svg).toContain('cases at their first choice, %')
    expect(svg).toContain('a &lt;b&gt; &amp; "c"')
    expect(svg).not.toMatch(/<script|<b>|NaN|Infinity|href/)
    expect(svg.match(/<g>/g)).toHaveLength(2)
  })

  test('draws what lies on each other apart, and one point alone', () => {
    const svg = frontierPicture([point({}), point({}), point({})])
    const centres = [...svg.matchAll(/<circle cx="([\d.]+)" cy="([\d.]+)" r="9"/g)].map(
      ([, x, y]) => [Number(x), Number(y)],
    )
    expect(centres).toHaveLength(3)
    centres.forEach(([x, y], n) => {
      for (const [a, b] of centres.slice(n + 1))
        expect(Math.hypot(a! - x!, b! - y!)).toBeGreaterThan(18)
    })
    expect(
      frontierPicture([point({ firstChoice: NaN, meanRank: NaN, worstGroup: 0.3 })]),
    ).toContain('worst group')
  })
})
