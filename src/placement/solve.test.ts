import { describe, expect, test } from 'vitest'
import { seeded } from './seeded.ts'
import { bestOfAll, smallProblem } from '../testing/small-problems.ts'
import { provenBound } from './check/proven-bound.ts'
import type { PlacementPlan } from './placement.ts'
import type { PlacementProblem } from './problem.ts'
import { place } from './solve.ts'

async function planOf(problem: PlacementProblem): Promise<PlacementPlan> {
  const found = await place(problem, { timeLimitSeconds: 20 })
  if (found.status === 'infeasible') throw new Error('There is a plan.')
  return found
}

/** What a plan is worth; minus infinity when it breaks a demand. */
function worthOf(problem: PlacementProblem, localityOf: Int32Array): number {
  const scores = Float64Array.from(problem.scores as Float64Array)
  const { localities } = problem
  // Every case locked where the plan has it; the others out.
  localityOf.forEach((at, i) => {
    for (let l = 0; l < localities; l += 1) if (l !== at) scores[i * localities + l] = NaN
  })
  const locks = Int32Array.from(localityOf)
  const wanted = problem.locks
  if (wanted && Array.from(wanted).some((l, i) => l >= 0 && l !== localityOf[i])) return -Infinity
  return bestOfAll({ ...problem, scores, locks })
}

test('small problems with every kind of demand: the best of all plans', async () => {
  const next = seeded(21)
  let compared = 0
  for (let run = 0; run < 400; run += 1) {
    const problem = smallProblem(next)
    const best = bestOfAll(problem)
    if (best === -Infinity) {
      expect(await place(problem)).toMatchObject({ status: 'infeasible' })
      continue
    }
    const found = await planOf(problem)
    expect(found.objective).toBeCloseTo(best, 9)
    expect(worthOf(problem, found.localityOf)).toBeCloseTo(best, 9)
    expect(found.bound).toBeGreaterThanOrEqual(best - 1e-9)
    const proven = provenBound(problem, JSON.parse(JSON.stringify(found.certificate)))
    expect(proven).toMatchObject({ bound: expect.closeTo(found.bound, 7) })
    compared += 1
  }
  expect(compared).toBeGreaterThan(200)
})

const ALONE = { together: [], near: [], regions: [0, 0, 0, 0], locks: new Int32Array(8).fill(-1) }

/** Eight cases of one unit each, four localities. */
function unitProblem(next: () => number): PlacementProblem {
  return {
    ...ALONE,
    cases: 8,
    localities: 4,
    resources: 1,
    needs: new Float64Array(8).fill(1),
    capacity: Float64Array.from({ length: 4 }, () => Math.floor(next() * 4)),
    scores: Float64Array.from({ length: 32 }, () =>
      next() < 0.8 ? Math.round(next() * 1000) / 1000 : NaN,
    ),
  }
}

test('a price is what one more seat brings, worked out by solving again with it', async () => {
  const next = seeded(4)
  let positive = 0
  for (let run = 0; run < 60; run += 1) {
    const problem = unitProblem(next)
    const { prices, objective } = await planOf(problem)
    for (let l = 0; l < 4; l += 1) {
      const capacity = Float64Array.from(problem.capacity, (c, at) => (at === l ? c + 1 : c))
      const more = await planOf({ ...problem, capacity })
      // The relaxation of such problems has whole optima, and its smallest prices are exact.
      if (problem.capacity[l]! > 0) expect(prices[l]).toBeCloseTo(more.objective - objective, 5)
      expect(prices[l]).toBeGreaterThanOrEqual(0)
      if (prices[l]! > 0) positive += 1
    }
  }
  expect(positive).toBeGreaterThan(40)
})

test('a price is below 0 where a minimum must be used', async () => {
  const problem = { ...unitProblem(seeded(1)), capacity: [8, 8, 8, 8] }
  const free = await planOf(problem)
  const rarest = [0, 1, 2, 3].sort((a, b) => count(free, a) - count(free, b))[0]!
  const minimum = Float64Array.from({ length: 4 }, (_, l) => (l === rarest ? 4 : 0))
  const bound = await planOf({ ...problem, minimum })
  expect(count(bound, rarest)).toBe(4)
  const less = minimum.map((amount) => Math.max(0, amount - 1))
  const lower = await planOf({ ...problem, minimum: less })
  expect(bound.prices[rarest]).toBeCloseTo(bound.objective - lower.objective, 5)
})

function count(plan: PlacementPlan, at: number): number {
  return plan.localityOf.filter((l) => l === at).length
}

describe('by hand', () => {
  test('one locality: who brings most per need gets in, as far as whole cases fit', async () => {
    const problem = { ...ALONE, cases: 3, localities: 1, resources: 1 }
    const plan = await planOf({
      ...problem,
      needs: [3, 2, 2],
      capacity: [4],
      scores: Float64Array.from([5, 3, 3]),
    })
    expect(plan).toMatchObject({ status: 'optimal', objective: 6 })
    expect([...plan.localityOf]).toEqual([-1, 0, 0])
    expect([...plan.margins!]).toEqual([NaN, NaN, NaN])
  })

  test('one giant family takes all, or stays out where nothing is large enough', async () => {
    const giant = {
      ...ALONE,
      cases: 3,
      localities: 2,
      resources: 1,
      needs: [9, 1, 1],
      scores: Float64Array.from([9, 8, 1, 1, 1, 2]),
    }
    const plan = await planOf({ ...giant, capacity: [9, 8] })
    expect([...plan.localityOf]).toEqual([0, 1, 1])
    const small = await planOf({ ...giant, capacity: [8, 8] })
    expect([...small.localityOf]).toEqual([-1, expect.any(Number), 1])
    expect(small).toMatchObject({ status: 'optimal', objective: 3 })
  })

  test('capacities that fit nobody, no cases that may go anywhere: an empty plan, proven', async () => {
    const none = { ...ALONE, cases: 2, localities: 2, resources: 1, needs: [1, 1] }
    for (const [capacity, score] of [
      [[0, 0], 1],
      [[1, 1], NaN],
      [[1, 1], -1],
    ] as const) {
      const scores = new Float64Array(4).fill(score)
      expect(await planOf({ ...none, capacity, scores })).toMatchObject({
        status: 'optimal',
        objective: 0,
        localityOf: Int32Array.of(-1, -1),
      })
    }
  })

  test('near: a loss for one is taken where the list as a whole gains', async () => {
    const problem = {
      ...ALONE,
      cases: 2,
      localities: 2,
      resources: 1,
      needs: [1, 1],
      capacity: [1, 1],
      scores: Float64Array.from([5, 1, NaN, -1]),
      near: [[0, 1]],
    }
    const one = await planOf({ ...problem, regions: [0, 0] })
    expect([...one.localityOf]).toEqual([0, 1])
    const two = await planOf({ ...problem, regions: [0, 1] })
    expect([...two.localityOf]).toEqual([-1, -1])
  })

  test('the margin: what the next best would lose after paying', async () => {
    const problem = { ...ALONE, cases: 2, localities: 2, resources: 1, needs: [1, 1] }
    const scores = Float64Array.from([5, 4, 3, 1])
    const { margins, prices } = await planOf({ ...problem, capacity: [1, 2], scores })
    // One more seat at the first: the other case moves there for 2 more, or the first stays.
    expect(prices[0]).toBeCloseTo(1, 5)
    expect(margins![0]! + margins![1]!).toBeCloseTo(1, 5)
  })
})

describe('the same problem told otherwise has the same worth', () => {
  const next = seeded(9)
  const shuffled = (count: number): number[] =>
    Array.from({ length: count }, (_, i) => ({ i, at: next() }))
      .sort((a, b) => a.at - b.at)
      .map(({ i }) => i)

  test('cases and localities in another order, scores scaled, one unused locality more', async () => {
    let compared = 0
    for (let run = 0; run < 150; run += 1) {
      const problem = smallProblem(next)
      const first = await place(problem)
      if (first.status === 'infeasible') continue
      const [cases, places] = [shuffled(problem.cases), shuffled(problem.localities)]
      const other = await planOf(reordered(problem, cases, places))
      expect(other.objective).toBeCloseTo(first.objective, 9)
      const scores = (problem.scores as Float64Array).map((score) => score * 1000)
      expect((await planOf({ ...problem, scores })).objective).toBeCloseTo(
        first.objective * 1000,
        6,
      )
      expect((await planOf(withUnused(problem))).objective).toBeCloseTo(first.objective, 9)
      compared += 1
    }
    expect(compared).toBeGreaterThan(70)
  })
})

function reordered(
  problem: PlacementProblem,
  cases: readonly number[],
  places: readonly number[],
): PlacementProblem {
  const { localities: L, resources: R } = problem
  const at = (l: number): number => (l < 0 ? -1 : places.indexOf(l))
  const ofPlaces = (all: ArrayLike<number>): number[] =>
    places.flatMap((l) => Array.from({ length: R }, (_, k) => all[l * R + k]!))
  const lists = (all: PlacementProblem['near']): number[][] =>
    (all ?? []).map((list) => list.map((i) => cases.indexOf(i)))
  return {
    ...problem,
    needs: cases.flatMap((i) => Array.from({ length: R }, (_, k) => problem.needs[i * R + k]!)),
    capacity: ofPlaces(problem.capacity),
    minimum: ofPlaces(problem.minimum!),
    scores: Float64Array.from(
      cases.flatMap((i) => places.map((l) => (problem.scores as Float64Array)[i * L + l]!)),
    ),
    locks: cases.map((i) => at(problem.locks![i]!)),
    regions: places.map((l) => problem.regions![l]!),
    together: lists(problem.together),
    near: lists(problem.near),
  }
}

/** One more locality, where nobody is allowed. */
function withUnused(problem: PlacementProblem): PlacementProblem {
  const { cases, localities: L, resources: R } = problem
  const scores = new Float64Array(cases * (L + 1)).fill(NaN)
  for (let i = 0; i < cases; i += 1)
    scores.set((problem.scores as Float64Array).subarray(i * L, (i + 1) * L), i * (L + 1))
  const more = (all: ArrayLike<number>): number[] => [...Array.from(all), ...Array(R).fill(0)]
  return {
    ...problem,
    localities: L + 1,
    scores,
    capacity: more(problem.capacity),
    minimum: more(problem.minimum!),
    regions: [...Array.from(problem.regions!), 0],
  }
}

test('what is asked between: stages in order, pauses, an end when told', async () => {
  const told: string[] = []
  let pauses = 0
  const signal = { aborted: false }
  const found = await place(unitProblem(seeded(2)), {
    onProgress: (done, total, words) => told.push(`${done}/${total} ${words}`),
    pause: async () => {
      pauses += 1
      signal.aborted = true
      await Promise.resolve()
    },
    signal,
  })
  expect(told.slice(0, 3)).toEqual(['0/4 demands', '1/4 prices', '2/4 plan'])
  expect(pauses).toBe(told.length)
  expect(found.status).not.toBe('infeasible')
})
