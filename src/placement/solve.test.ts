import { expect, test } from 'vitest'
import { seededRandom } from '../testing/field-cases.ts'
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
  const next = seededRandom(21)
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
