import { expect, test } from 'vitest'
import { seeded } from '../seeded.ts'
import { bestOfAll, smallProblem } from '../../testing/small-problems.ts'
import type { PlacementProblem } from '../problem.ts'
import { priceBound } from './price-bound.ts'
import { SafeSum } from './safe-sum.ts'

test('no plan of any small problem is above the bound, whatever the prices', () => {
  const next = seeded(7)
  let feasible = 0
  let tight = 0
  for (let run = 0; run < 400; run += 1) {
    const problem = smallProblem(next)
    const best = bestOfAll(problem)
    if (best === -Infinity) continue
    feasible += 1
    const bounds = [0, 0.05, 0.2, 0.5, 1].map((scale) =>
      priceBound(
        problem,
        // Prices below 0 too: they pay for use.
        Float64Array.from({ length: 6 }, () => scale * (next() - 0.1)),
      ),
    )
    for (const bound of bounds) expect(bound).toBeGreaterThanOrEqual(best)
    if (Math.min(...bounds) < best + 0.05) tight += 1
  }
  expect(feasible).toBeGreaterThan(200)
  expect(tight).toBeGreaterThan(20)
})

test('by hand: two cases for one place, its price what the second would bring', () => {
  const problem: PlacementProblem = {
    cases: 2,
    localities: 1,
    resources: 1,
    needs: [1, 1],
    capacity: [1],
    scores: Float64Array.from([0.5, 0.25]),
  }
  expect(priceBound(problem, [0.25])).toBeCloseTo(0.5, 14)
  expect(priceBound(problem, [0])).toBeCloseTo(0.75, 14)
  // A pair that does not fit even alone is no option.
  expect(priceBound({ ...problem, needs: [2, 1] }, [0])).toBeCloseTo(0.25, 14)
  // Locked where it does not fit: no plan at all.
  expect(priceBound({ ...problem, needs: [2, 1], locks: [0, -1] }, [0])).toBe(-Infinity)
})

test('the bound is not below what exact arithmetic gives', () => {
  const cases = 1_000
  const problem: PlacementProblem = {
    cases,
    localities: 1,
    resources: 1,
    needs: new Uint8Array(cases),
    capacity: [0],
    scores: new Float64Array(cases).fill(0.1),
  }
  const bound = priceBound(problem, [0])
  // Exactly, a thousand of these doubles are 100 + 5.6e-15.
  expect(bound).toBeGreaterThan(100)
  expect(bound).toBeLessThan(100 + 1e-10)
})

test('a sum keeps what plain addition loses', () => {
  const sum = new SafeSum()
  for (const value of [1e16, 1, -1e16, 1e-9]) sum.add(value)
  expect(sum.value).toBe(1 + 1e-9)
  expect(sum.above).toBeGreaterThanOrEqual(sum.value)
})
