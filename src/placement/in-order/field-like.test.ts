import { expect, test } from 'vitest'
import { seeded } from '../seeded.ts'
import { checkPlacement } from './check.ts'
import { highsSolver } from './highs-solver.ts'
import type { Entries } from './integer-solver.ts'
import type { PlacementItem, PlacementProblem } from './problem.ts'
import type { PlacementPlan } from './result.ts'
import { solvePlacement } from './solve.ts'

const options = { timeLimitSeconds: 120, now: () => performance.now() }

/** Share of cases by size 1 .. 8, from two real yearly caseloads (design notes, generator G1). */
const SIZES = [0.477, 0.106, 0.103, 0.125, 0.103, 0.064, 0.018, 0.004]

/**
 * Cases and offers as in the field: sizes as above, 3 % emergency and 12 % urgent, six protection
 * weights, 63 % of the pairs allowed, every fifth offer counts cases, medical and emergency rows.
 */
function fieldLike(seed: number, items: number, bins: number, supply: number): PlacementProblem {
  const next = seeded(seed)
  const below = (n: number): number => Math.floor(next() * n)
  const places = Math.round((2.6 * items * supply) / bins)
  const rows: { bin: number; capacity: number }[] = []
  const offers = Array.from({ length: bins }, (_, bin) => {
    const cases = bin % 5 === 4
    const total = 1 + Math.round((cases ? places / 2.6 : places) * (0.3 + 1.4 * next()))
    const at = rows.length
    const medical = Math.ceil(total / 12)
    const unreserved = total - Math.ceil(total / 10)
    rows.push(...[total, medical, unreserved].map((capacity) => ({ bin, capacity })))
    return { cases, at, language: below(3) }
  })
  const caseOf = (rank: number): PlacementItem => {
    const size =
      1 +
      SIZES.findIndex(
        (
          (u) => (share: number) =>
            (u -= share) < 0
        )(next()),
      )
    const [priority, medical] = [next(), next() < 0.06]
    const [weight, language, likes] = [1 + below(6), below(3), below(bins * 6)]
    const ease = 0.26 + 0.74 * next()
    const choices = offers.flatMap(({ cases, at, language: spoken }, bin) => {
      if (next() > ease) return []
      const amount = cases ? 1 : size || 1
      const used = [at, ...(medical ? [at + 1] : []), ...(priority < 0.03 ? [] : [at + 2])]
      const score = (bin === likes ? 3 : 0) + (spoken === language ? 1 : 0)
      const urgent = priority < 0.15 ? size : 0
      return [
        {
          bin,
          uses: used.map((row) => [row, amount] as const),
          value: [urgent, size, weight * size, score],
        },
      ]
    })
    return { choices, rank }
  }
  const programmeOfBin = offers.map((_, bin) => bin)
  return {
    bins,
    programmeOfBin,
    rows,
    levels: 4,
    items: Array.from({ length: items }, (_, i) => caseOf(i)),
  }
}

/** The same problem the plain way: one 0-1 variable per pair, one integer program per level. */
async function plainObjective(problem: PlacementProblem): Promise<number[]> {
  const solver = await highsSolver()
  const pairs = problem.items.flatMap((item, i) => item.choices.map((choice) => ({ i, choice })))
  const first = problem.items.length + problem.rows.length
  const found: number[] = []
  for (let level = 0; level < problem.levels; level += 1) {
    const columns = pairs.map(({ i, choice }): Entries => {
      const kept = found.map((_, k) => [first + k, choice.value[k]!] as const)
      const uses = choice.uses.map(([row, amount]) => [problem.items.length + row, amount] as const)
      const entries = [[i, 1] as const, ...uses, ...kept].filter(([, value]) => value !== 0)
      return { indices: entries.map(([row]) => row), values: entries.map(([, value]) => value) }
    })
    const capacities = problem.rows.map((row) => row.capacity)
    const outcome = solver.solveInteger(
      {
        objective: pairs.map(({ choice }) => choice.value[level]!),
        lower: pairs.map(() => 0),
        upper: pairs.map(() => 1),
        columns,
        rowLower: [...Array<number>(first).fill(-Infinity), ...found],
        rowUpper: [...problem.items.map(() => 1), ...capacities, ...found.map(() => Infinity)],
      },
      { seconds: 60, absoluteGap: 0.999 },
    )
    const taken = outcome.columns!
    found.push(pairs.reduce((sum, { choice }, p) => sum + choice.value[level]! * taken[p]!, 0))
  }
  return found
}

async function solve(problem: PlacementProblem): Promise<PlacementPlan> {
  const plan = await solvePlacement(problem, options)
  if (plan.status === 'infeasible') throw new Error('expected a plan')
  expect(checkPlacement(problem, plan.binOf, plan.objective)).toEqual([])
  return plan
}

test.each([
  [6, 100, 5, 0.4],
  [2, 120, 6, 1.05],
  [3, 200, 8, 0.7],
  [4, 150, 12, 0.4],
])('equals one plain integer program per level (seed %i, %i x %i)', async (...args) => {
  const [seed, items, bins, supply] = args
  const problem = fieldLike(seed, items, bins, supply)
  const plan = await solve(problem)
  expect(plan.status).toBe('optimal')
  expect(plan.objective).toEqual(await plainObjective(problem))
})

test('the order of 300 cases does not change the plan', async () => {
  const problem = fieldLike(5, 300, 10, 1.05)
  const reversed = { ...problem, items: [...problem.items].reverse() }
  const [a, b] = [await solve(problem), await solve(reversed)]
  expect(b.objective).toEqual(a.objective)
  expect([...b.binOf].reverse()).toEqual(a.binOf)
})

test('persons and protection of six years of 400 x 12 are proven without any solver from outside', async () => {
  for (const seed of [1, 2, 3, 4, 5, 6]) {
    const problem = fieldLike(seed, 400, 12, 0.8)
    const first = { ...problem, levels: 3, items: problem.items.map(firstLevels) }
    const plan = await solvePlacement(first, {
      ...options,
      solver: () => Promise.reject(new Error('A solver was asked for.')),
    })
    expect(plan.status, `seed ${seed}`).toBe('optimal')
  }
})

function firstLevels(item: PlacementItem): PlacementItem {
  const choices = item.choices.map((one) => ({ ...one, value: one.value.slice(0, 3) }))
  return { ...item, choices }
}
