import { expect, test } from 'vitest'
import { Explainer } from './explain.ts'
import type { PlacementPlan } from './placement.ts'
import type { PlacementProblem } from './problem.ts'
import { place } from './solve.ts'

/** Three localities; a is full, b is not allowed, c has room. */
const PROBLEM: PlacementProblem = {
  cases: 3,
  localities: 3,
  resources: 1,
  needs: [2, 2, 1],
  capacity: [2, 2, 4],
  scores: Float64Array.from([9, 3, 1, 7, NaN, 2, NaN, 4, 5]),
  regions: [0, 1, 1],
}

async function planOf(problem: PlacementProblem): Promise<PlacementPlan> {
  const plan = await place(problem)
  if (plan.status === 'infeasible') throw new Error('There is a plan.')
  return plan
}

test('what stopped each better place, and what the next best would lose', async () => {
  const plan = await planOf(PROBLEM)
  expect([...plan.localityOf]).toEqual([0, 2, 2])
  const explainer = new Explainer(PROBLEM, plan)
  const price = plan.prices[0]!
  // The second case pays 5 to get in, two units: 2.5 each; less would not keep it out.
  expect(price).toBeCloseTo(2.5, 5)
  expect(explainer.oneCase(1)).toEqual({
    oneCase: 1,
    locality: 2,
    score: 2,
    cost: 0,
    next: 0,
    margin: expect.closeTo(0, 5),
    others: [
      {
        locality: 0,
        score: 7,
        cost: 2 * price,
        reason: 'full',
        resources: [{ resource: 0, left: 0, needed: 2, price }],
      },
      { locality: 1, score: NaN, cost: 0, reason: 'not_allowed' },
    ],
  })
  expect(explainer.oneCase(2)).toMatchObject({
    margin: 1,
    next: 1,
    others: [{ locality: 1, reason: 'lower_score' }, { reason: 'not_allowed' }],
  })
  expect(plan.margins![2]).toBeCloseTo(1, 9)
  expect(explainer.resource(0, 0)).toEqual({
    locality: 0,
    resource: 0,
    used: 2,
    capacity: 2,
    minimum: 0,
    price,
  })
})

test('locks, lists and minimums stop a place too', async () => {
  const reasons = async (more: Partial<PlacementProblem>, oneCase: number): Promise<unknown> => {
    const problem = { ...PROBLEM, ...more }
    const { others } = new Explainer(problem, await planOf(problem)).oneCase(oneCase)
    return Object.fromEntries(others.map((one) => [one.locality, one.reason]))
  }
  expect(await reasons({ locks: [1, -1, -1] }, 0)).toEqual({ 0: 'locked', 2: 'locked' })
  expect(await reasons({ together: [[1, 2]] }, 2)).toEqual({ 0: 'not_allowed', 1: 'together' })
  expect(await reasons({ near: [[0, 2]] }, 0)).toMatchObject({ 0: 'near' })
  const used = await reasons({ minimum: [0, 0, 3], capacity: [4, 2, 4] }, 1)
  expect(used).toEqual({ 0: 'minimum', 1: 'not_allowed' })
})
