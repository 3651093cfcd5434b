import { describe, expect, test } from 'vitest'
import { fieldCases } from '../../testing/field-cases.ts'
import { seeded } from '../seeded.ts'
import { layOut, priceBound } from '../options.ts'
import type { Arrivals } from './arrivals.ts'
import { planBatch } from './batch-plan.ts'
import { BuildUp } from './build-up.ts'
import { relaxFuture } from './relaxed-future.ts'
import { SoftDual } from './soft-dual.ts'
import { arrivalsOf, reordered, shuffled } from './year-of-problem.ts'

function field(
  seed: number,
  cases: number,
  localities: number,
  resources: 1 | 2,
): Arrivals & { capacity: Float64Array } {
  const { needs, scores, capacity } = fieldCases({
    seed,
    cases,
    localities,
    resources,
    supply: 0.9,
  })
  return {
    count: cases,
    localities,
    resources,
    needs,
    scores,
    groups: new Int32Array(cases).fill(-1),
    capacity,
  }
}

/** The best plan by trying all of them. */
function bestOfAll(
  { count, localities, resources, needs }: Arrivals,
  values: Float64Array,
  left: Float64Array,
): number {
  const from = (i: number, room: Float64Array): number => {
    if (i === count) return 0
    let best = from(i + 1, room)
    for (let l = 0; l < localities; l += 1) {
      const value = values[i * localities + l]!
      if (!(value > 0)) continue
      const rest = room.slice()
      for (let k = 0; k < resources; k += 1) rest[l * resources + k]! -= needs[i * resources + k]!
      if (rest.every((amount) => amount >= 0)) best = Math.max(best, value + from(i + 1, rest))
    }
    return best
  }
  return from(0, left)
}

describe('the plan of a batch', () => {
  test('is as good as the best of all plans', async () => {
    let tight = 0
    for (let seed = 1; seed <= 25; seed += 1) {
      const some = field(seed, 5, 4, 2)
      const left = some.capacity.map((amount) => Math.floor(amount * 0.8))
      const values = some.scores.map((score) => score - 0.1)
      const plan = await planBatch(some, values, left)
      const value = plan.reduce((sum, l, i) => sum + (l < 0 ? 0 : values[i * 4 + l]!), 0)
      expect(value).toBeCloseTo(bestOfAll(some, values, left), 9)
      if (plan.includes(-1)) tight += 1
    }
    expect(tight).toBeGreaterThan(5)
  })

  test('of a whole year at once is left to the solver, and still good', async () => {
    const some = field(3, 150, 8, 1)
    const plan = await planBatch(some, some.scores, some.capacity)
    const value = plan.reduce((sum, l, i) => sum + (l < 0 ? 0 : some.scores[i * 8 + l]!), 0)
    const { prices } = relaxFuture(some, some.capacity, { lean: 0, tolerance: 1e-8 })
    expect(value).toBeGreaterThan(0.995 * dual(some, some.capacity, prices))
  })
})

/** The bound that prices prove for cases that count once. */
function dual(some: Arrivals, capacity: Float64Array, prices: Float64Array): number {
  const laid = layOut({ ...some, cases: some.count, capacity })
  const rows = new Float64Array(laid.rows)
  laid.rowOf.forEach((row, at) => {
    if (row >= 0) rows[row] = prices[at]!
  })
  return priceBound(laid, rows)
}

describe('prices', () => {
  test('lie between who just gets a seat and who just does not', () => {
    const scores = [0.9, 0.7, 0.4, 0.1]
    const some: Arrivals = {
      count: 4,
      localities: 1,
      resources: 1,
      needs: new Float64Array(4).fill(1),
      scores: Float64Array.from(scores),
      groups: new Int32Array(4),
    }
    const settings = { softness: 0.01, barrier: 0.001 }
    const soft = new SoftDual(some).solve(
      new Float64Array(4).fill(1),
      new Float64Array([2]),
      new Float64Array([0.2]),
      settings,
    )
    expect(soft[0]).toBeGreaterThan(0.4)
    expect(soft[0]).toBeLessThan(0.7)
    const least = relaxFuture(some, new Float64Array([2]), { lean: 1e-3, tolerance: 1e-8 }).prices
    const most = relaxFuture(some, new Float64Array([2]), { lean: -1e-3, tolerance: 1e-8 }).prices
    expect(least[0]).toBeCloseTo(0.4, 3)
    expect(most[0]).toBeCloseTo(0.7, 3)
  })

  test('of the softened dual prove nearly what the exact ones do, with two resources and weights', () => {
    for (const seed of [1, 2, 3]) {
      const some = field(seed, 200, 10, 2)
      const { prices } = relaxFuture(some, some.capacity, { lean: 0, tolerance: 1e-8 })
      const start = new Float64Array(20).fill(0.1)
      const settings = { softness: 0.003, barrier: 0.002 }
      const soft = new SoftDual(some).solve(
        new Float64Array(200).fill(1),
        some.capacity,
        start,
        settings,
      )
      const exact = dual(some, some.capacity, prices)
      expect(dual(some, some.capacity, soft)).toBeLessThan(exact * 1.005)
      // Twice everybody in twice the room: the same prices.
      const room = some.capacity.map((amount) => 2 * amount)
      const twice = new SoftDual(some).solve(new Float64Array(200).fill(2), room, start, {
        ...settings,
        barrier: 0.004,
      })
      twice.forEach((price, r) => expect(Math.abs(price - soft[r]!)).toBeLessThan(0.01))
    }
  })
})

test('what piles up is what was placed over the rate, and never below nothing', () => {
  const piled = new BuildUp([4, 99, 2, 99], 2, 2)
  expect(Array.from(piled.rate)).toEqual([2, 1])
  piled.count(Float64Array.from([5, 0]))
  piled.count(Float64Array.from([1, 3]))
  expect(Array.from(piled.now)).toEqual([2, 2])
  // 3 + 0 + 2 + 2 over two batches and two localities.
  expect(piled.mean).toBe(7 / 4)
})

describe('the cases of a problem', () => {
  const problem = {
    cases: 3,
    localities: 2,
    resources: 2,
    needs: [1, 0, 2, 1, 3, 0],
    capacity: [9, 9, 9, 9],
    scores: Float64Array.from([0.1, 0.2, 0.3, NaN, 0.5, 0.6]),
    locks: [-1, -1, 1],
    together: [[0, 1]],
  }
  const names = { localities: ['A', 'B'], resources: ['people', 'school'] }
  const groups = { of: Int32Array.from([1, 0, -1]), names: ['x', 'y'] }
  const all = arrivalsOf({ problem, names, groups }, (name) => ['y', 'x'].indexOf(name))

  test('arrive together where they go together, and a lock leaves one locality', () => {
    expect(all.count).toBe(2)
    expect(Array.from(all.needs)).toEqual([3, 1, 3, 0])
    expect(Array.from(all.scores, (score) => Math.round(score * 10) / 10)).toEqual([
      0.4,
      NaN,
      NaN,
      0.6,
    ])
    expect(Array.from(all.groups)).toEqual([0, -1])
  })

  test('are joined by name where another file has another order', () => {
    const other = reordered(all, [1, 0], [1, 0])
    expect(Array.from(other.needs)).toEqual([1, 3, 0, 3])
    expect(other.scores[3]).toBeNaN()
    expect(other.scores[2]).toBe(0.6)
  })

  test('come in another order by chance, each once', () => {
    const many = field(1, 40, 3, 1)
    const mixed = shuffled(many, seeded(2))
    const key = (some: Arrivals): string[] =>
      Array.from({ length: 40 }, (_, i) => some.scores.subarray(i * 3, i * 3 + 3).join())
    expect(key(mixed)).not.toEqual(key(many))
    expect(key(mixed).sort()).toEqual(key(many).sort())
  })
})
