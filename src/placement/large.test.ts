import { expect, test } from 'vitest'
import { fieldScores } from '../testing/field-scores.ts'
import type { FieldScores } from '../testing/field-scores.ts'
import { priceBound } from './check/price-bound.ts'
import { placeLarge } from './large.ts'

const goal = { gap: 1e-4, stop: () => false }

/** What the plan uses over what there is, worked out anew. */
function overfull(problem: FieldScores, localityOf: Int32Array): number {
  const { resources, needs, capacity } = problem
  const left = Float64Array.from(capacity)
  localityOf.forEach((l, i) => {
    for (let k = 0; l >= 0 && k < resources; k += 1) {
      left[l * resources + k]! -= needs[i * resources + k]!
    }
  })
  return left.filter((amount) => amount < 0).length
}

test.each([1, 3] as const)('places 20,000 cases near its bound (resources: %i)', (resources) => {
  const problem = fieldScores({ seed: 4, cases: 20_000, localities: 60, resources, supply: 1.05 })
  const found = placeLarge(problem, goal)
  expect(overfull(problem, found.localityOf)).toBe(0)
  let value = 0
  found.localityOf.forEach((l, i) => {
    if (l >= 0) value += problem.scores[i * 60 + l]!
  })
  expect(value).toBeCloseTo(found.objective, 4)
  expect(found.bound - value).toBeLessThan(5e-4 * found.bound)
  // The checker, which shares no code, proves no more than the bound from the same prices.
  expect(priceBound(problem, found.prices)).toBeLessThanOrEqual(found.bound)
})

test('gives the same plan from a buffer and from a reader, and each time', () => {
  const problem = fieldScores({ seed: 5, cases: 5000, localities: 30, resources: 2, supply: 0.95 })
  const read = (i: number, into: Float64Array): void => {
    for (let l = 0; l < 30; l += 1) into[l] = problem.scores[i * 30 + l]!
  }
  const first = placeLarge(problem, goal)
  expect(placeLarge(problem, goal).localityOf).toEqual(first.localityOf)
  expect(placeLarge({ ...problem, scores: { read } }, goal).localityOf).toEqual(first.localityOf)
})

test('nobody is placed where nothing fits', () => {
  const problem = fieldScores({ seed: 6, cases: 2000, localities: 8, resources: 1, supply: 1 })
  const full = { ...problem, capacity: new Float64Array(8) }
  expect(placeLarge(full, goal).localityOf.every((l) => l === -1)).toBe(true)
})
