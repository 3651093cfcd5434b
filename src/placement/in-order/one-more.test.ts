import { expect, test } from 'vitest'
import { checkPlacement } from './check.ts'
import { morePlaces } from './one-more.ts'
import type { PlacementProblem } from './problem.ts'
import type { PlacementPlan } from './result.ts'
import { solvePlacement } from './solve.ts'

const now = (): number => performance.now()
const options = { lastLevel: 0, timeLimitSeconds: 60, now }

/** One bin per capacity; every item of `sizes` may go anywhere; one level: persons. */
function problemOf(capacities: number[], sizes: number[]): PlacementProblem {
  return {
    bins: capacities.length,
    programmeOfBin: capacities.map(() => 0),
    rows: capacities.map((capacity, bin) => ({ bin, capacity })),
    levels: 2,
    items: sizes.map((size, rank) => ({
      choices: capacities.map((_, bin) => ({
        bin,
        uses: [[bin, size] as const],
        value: [size, rank],
      })),
      rank,
    })),
  }
}

async function planOf(problem: PlacementProblem): Promise<PlacementPlan> {
  const plan = await solvePlacement(problem, { timeLimitSeconds: 60, now })
  if (plan.status === 'infeasible') throw new Error('expected a plan')
  return plan
}

test('one more place helps nobody when only families of 4 wait, four more place one', async () => {
  const problem = problemOf([4], [4, 4])
  const more = await morePlaces(problem, await planOf(problem), options)
  expect(await more.effect([0], 1)).toMatchObject({ known: true, gain: [0] })
  expect(await more.effect([0], 4)).toMatchObject({ known: true, gain: [4] })
  expect(await more.smallestHelpful([0], 10)).toEqual({ known: true, extra: 4, gain: [4] })
  expect(await more.smallestHelpful([0], 3)).toEqual({ known: true, extra: undefined })
})

test('a place can be worth more than one person: it lets a larger family in', async () => {
  // 3 places hold only the family of 2; with a 4th the family of 4 goes instead.
  const problem = problemOf([3], [2, 4])
  const more = await morePlaces(problem, await planOf(problem), options)
  expect(await more.effect([0], 1)).toMatchObject({ known: true, gain: [2] })
})

test('where there is room to spare one more place does nothing', async () => {
  const problem = problemOf([9, 9], [2, 3])
  const more = await morePlaces(problem, await planOf(problem), options)
  expect(await more.effect([0], 1)).toMatchObject({ known: true, gain: [0] })
})

test('an item that never fitted the row is admitted when the row grows', async () => {
  const problem = problemOf([0], [3])
  const more = await morePlaces(problem, await planOf(problem), options)
  expect(await more.smallestHelpful([0], 5)).toEqual({ known: true, extra: 3, gain: [3] })
})

test('every gain equals a fresh solve of the larger problem, on seeded problems', async () => {
  for (let seed = 1; seed <= 10; seed += 1) {
    const sizes = Array.from({ length: 9 }, (_, i) => 1 + ((seed * 7 + i * i * 3) % 5))
    const problem = problemOf([3 + (seed % 4), 4, 5], sizes)
    const plan = await planOf(problem)
    const more = await morePlaces(problem, plan, { ...options, lastLevel: 1 })
    for (const row of [0, 1, 2]) {
      const rows = problem.rows.map((r, k) => (k === row ? { ...r, capacity: r.capacity + 2 } : r))
      const larger = await planOf({ ...problem, rows })
      const effect = await more.effect([row], 2)
      const gain = larger.objective.map((value, level) => value - plan.objective[level]!)
      expect(effect, `seed ${seed} row ${row}`).toMatchObject({ known: true, gain })
      if (effect.known) expect(checkPlacement({ ...problem, rows }, effect.binOf)).toEqual([])
    }
  }
})

test('without time the effect is unknown, never a guess', async () => {
  const problem = problemOf([4, 5], [3, 3, 2, 4])
  const plan = await planOf(problem)
  const more = await morePlaces(problem, plan, { ...options, timeLimitSeconds: 0 })
  expect(await more.smallestHelpful([0], 3)).toEqual({ known: false })
})
