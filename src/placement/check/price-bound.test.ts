import { expect, test } from 'vitest'
import type { PlacementProblem } from '../problem.ts'
import { priceBound } from './price-bound.ts'
import { SafeSum } from './safe-sum.ts'

function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

/** Small problems with everything that a problem can have. */
function randomProblem(next: () => number): PlacementProblem {
  const pick = (below: number): number => Math.floor(next() * below)
  const [cases, localities, resources] = [5, 3, 2]
  const scores = Float64Array.from({ length: cases * localities }, () =>
    next() < 0.75 ? Math.round((next() - 0.2) * 100) / 100 : NaN,
  )
  const locks = new Int32Array(cases).fill(-1)
  const locked = pick(cases)
  const at = pick(localities)
  if (next() < 0.4 && !Number.isNaN(scores[locked * localities + at])) locks[locked] = at
  return {
    cases,
    localities,
    resources,
    needs: Float64Array.from({ length: cases * resources }, () => pick(4)),
    capacity: Float64Array.from({ length: localities * resources }, () => pick(8)),
    scores,
    locks,
    together: next() < 0.5 ? [[0, 1]] : [],
    near:
      next() < 0.5
        ? [
            [1, 2],
            [3, 4],
          ]
        : [],
    regions: [0, 1, 1],
    minimum: Float64Array.from({ length: localities * resources }, () => (next() < 0.1 ? 1 : 0)),
  }
}

/** The best of all plans, each looked at; minus infinity when none is allowed. */
function bestOfAll(problem: PlacementProblem): number {
  const { cases, localities: L, resources: R, needs, capacity, minimum, locks } = problem
  const scores = problem.scores as Float64Array
  const where = new Int32Array(cases).fill(-1)
  const isAllowed = (): boolean => {
    const used = new Float64Array(L * R)
    for (let i = 0; i < cases; i += 1) {
      const l = where[i]!
      if ((locks?.[i] ?? -1) >= 0 && l !== locks?.[i]) return false
      if (l >= 0) for (let k = 0; k < R; k += 1) used[l * R + k]! += needs[i * R + k]!
    }
    const region = (i: number): number => (where[i]! < 0 ? -1 : problem.regions![where[i]!]!)
    return (
      used.every((amount, q) => amount <= capacity[q]! && amount >= minimum![q]!) &&
      problem.together!.every((list) => list.every((i) => where[i] === where[list[0]!])) &&
      problem.near!.every((list) => list.every((i) => region(i) === region(list[0]!)))
    )
  }
  const search = (i: number, value: number): number => {
    if (i === cases) return isAllowed() ? value : -Infinity
    let best = -Infinity
    for (let l = -1; l < L; l += 1) {
      const score = l < 0 ? 0 : scores[i * L + l]!
      if (Number.isNaN(score)) continue
      where[i] = l
      best = Math.max(best, search(i + 1, value + score))
    }
    return best
  }
  return search(0, 0)
}

test('no plan of any small problem is above the bound, whatever the prices', () => {
  const next = seeded(7)
  let feasible = 0
  let tight = 0
  for (let run = 0; run < 400; run += 1) {
    const problem = randomProblem(next)
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
