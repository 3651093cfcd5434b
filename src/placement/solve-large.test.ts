import { expect, test } from 'vitest'
import { fieldScores } from '../testing/field-scores.ts'
import { priceBound } from './check/price-bound.ts'
import { kindsOf } from './need-kinds.ts'
import { scanScores } from './score-rows.ts'
import { isLarge } from './solve-large.ts'
import { place } from './solve.ts'

const L = 80
const year = fieldScores({ seed: 7, cases: 52_000, localities: L, resources: 2, supply: 1.05 })

/** The first locality that takes a case alone. */
function allowedAt(i: number): number {
  for (let l = 0; l < L; l += 1) if (!Number.isNaN(year.scores[i * L + l])) return l
  return -1
}

test('a large problem keeps locks and lists, and its bound is one that the checker proves', async () => {
  const locks = new Int32Array(year.cases).fill(-1)
  for (let i = 0; i < 40; i += 1) locks[i] = allowedAt(i)
  const together = Array.from({ length: 50 }, (_, k) => [1000 + 2 * k, 1001 + 2 * k])
  const problem = { ...year, locks, together }
  expect(isLarge(problem)).toBe(true)
  const found = await place(problem, { gap: 1e-3 })
  if (found.status === 'infeasible') throw new Error('There is a plan.')
  const left = Float64Array.from(year.capacity)
  let value = 0
  found.localityOf.forEach((l, i) => {
    if (locks[i]! >= 0) expect(l).toBe(locks[i])
    if (l < 0) return
    value += year.scores[i * L + l]!
    for (let k = 0; k < 2; k += 1) left[l * 2 + k]! -= year.needs[i * 2 + k]!
  })
  expect(Number.isNaN(value)).toBe(false)
  expect(left.every((amount) => amount >= 0)).toBe(true)
  for (const [a, b] of together) expect(found.localityOf[a!]).toBe(found.localityOf[b!])
  expect(found.objective).toBeCloseTo(value, 6)
  expect(found.gap).toBeLessThan(2e-3)
  expect(priceBound(problem, found.prices)).toBeLessThanOrEqual(found.bound * (1 + 1e-9))
})

test('more than 32,767 localities keep their numbers', () => {
  const cases = 130
  const localities = 33_000
  const scores = new Float32Array(cases * localities).fill(NaN)
  for (let i = 0; i < cases; i += 1) scores[i * localities + localities - 1 - i] = 1
  const capacity = new Float64Array(localities).fill(1)
  const needs = new Float64Array(cases).fill(1)
  const problem = { cases, localities, resources: 1, needs, capacity, scores }
  const scan = scanScores(problem, kindsOf(problem), new Float64Array(localities), {
    most: 1,
    reach: 1,
  })
  expect(scan.locality[0]).toBe(localities - 1)
})
