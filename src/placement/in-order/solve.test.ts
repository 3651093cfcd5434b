import { expect, test } from 'vitest'
import { checkPlacement } from './check.ts'
import type { PlacementChoice, PlacementItem, PlacementProblem } from './problem.ts'
import type { PlacementPlan } from './result.ts'
import { solvePlacement } from './solve.ts'
import type { SolveOptions } from './solve.ts'

const options: SolveOptions = { timeLimitSeconds: 60, now: () => performance.now() }

async function solve(
  problem: PlacementProblem,
  more: Partial<SolveOptions> = {},
): Promise<PlacementPlan> {
  const result = await solvePlacement(problem, { ...options, ...more })
  if (result.status === 'infeasible') throw new Error('expected a plan')
  expect(checkPlacement(problem, result.binOf, result.objective)).toEqual([])
  return result
}

/** One row per bin, row b in bin b, each bin its own programme. */
function simple(capacities: number[], items: PlacementItem[], levels = 1): PlacementProblem {
  return {
    bins: capacities.length,
    programmeOfBin: capacities.map((_, b) => b),
    rows: capacities.map((capacity, bin) => ({ bin, capacity })),
    levels,
    items,
  }
}

function to(bin: number, amount: number, ...value: number[]): PlacementChoice {
  return { bin, uses: [[bin, amount]], value }
}

test('two small families beat one large one that fills the bin less well', async () => {
  // 5 places: 3 + 2 = 5 persons is more than 4.
  const sizes = [4, 3, 2]
  const items = sizes.map((size, rank) => ({ choices: [to(0, size, size)], rank }))
  const plan = await solve(simple([5], items))
  expect(plan.binOf).toEqual([-1, 0, 0])
  expect([plan.status, plan.objective, plan.bound, plan.gap]).toEqual(['optimal', [5], [5], 0])
})

test('an earlier level outranks any amount of a later one', async () => {
  // One emergency person or a family of 6: the strict order takes the emergency.
  const items = [
    { choices: [to(0, 1, 1, 1)], rank: 0 },
    { choices: [to(0, 6, 0, 6)], rank: 1 },
  ]
  expect((await solve(simple([6], items, 2))).binOf).toEqual([0, -1])
})

test('a later level decides among the plans that keep the earlier ones', async () => {
  // Both persons fit anywhere; level 1 holds the one preference that can be met without a loss.
  const items = [
    { choices: [to(0, 1, 1, 0), to(1, 1, 1, 3)], rank: 0 },
    { choices: [to(0, 1, 1, 0), to(1, 1, 1, 2)], rank: 1 },
  ]
  const plan = await solve(simple([1, 1], items, 2))
  expect(plan.binOf).toEqual([1, 0])
  expect(plan.objective).toEqual([2, 3])
})

test('a greedy first choice is given up when the whole gains', async () => {
  // Item 0 prefers bin 0 by 1, item 1 can go only there.
  const items = [
    { choices: [to(0, 1, 5), to(1, 1, 4)], rank: 0 },
    { choices: [to(0, 1, 5)], rank: 1 },
  ]
  expect((await solve(simple([1, 1], items))).binOf).toEqual([1, 0])
})

test('a bin that counts cases takes a large family as one', async () => {
  // Bin 0 has one case-place, bin 1 four person-places.
  const items = [
    { choices: [to(0, 1, 6), to(1, 6, 6)], rank: 0 },
    { choices: [to(0, 1, 4), to(1, 4, 4)], rank: 1 },
  ]
  expect((await solve(simple([1, 4], items))).binOf).toEqual([0, 1])
})

test('a sub-quota holds inside the total of the same bin', async () => {
  // 10 places, at most 2 of them medical: of two medical cases of 2, one is left out.
  const problem: PlacementProblem = {
    bins: 1,
    programmeOfBin: [0],
    rows: [
      { bin: 0, capacity: 10 },
      { bin: 0, capacity: 2 },
    ],
    levels: 1,
    items: [true, true, false].map((medical, rank) => ({
      choices: [
        {
          bin: 0,
          uses: medical
            ? [
                [0, 2],
                [1, 2],
              ]
            : [[0, 2]],
          value: [2],
        },
      ],
      rank,
    })),
  }
  expect((await solve(problem)).binOf).toEqual([0, -1, 0])
})

test('among interchangeable items the lower rank is placed first, whatever their order', async () => {
  const items = [7, 3, 5].map((rank) => ({ choices: [to(0, 1, 1)], rank }))
  expect((await solve(simple([2], items))).binOf).toEqual([-1, 0, 0])
})

test('a lock is kept even when it costs', async () => {
  const items = [
    { choices: [to(0, 3, 1), to(1, 3, 9)], lockedTo: 0, rank: 0 },
    { choices: [to(0, 3, 9)], rank: 1 },
  ]
  const plan = await solve(simple([3, 3], items))
  expect(plan.binOf).toEqual([0, -1])
})

test('a group goes to one programme or nowhere', async () => {
  // Bins 0 and 1 are one programme with room for both; bin 2 alone is better for item 0.
  const problem: PlacementProblem = {
    ...simple(
      [2, 2, 2],
      [
        { choices: [to(0, 2, 2), to(1, 2, 2), to(2, 2, 9)], group: 8, rank: 0 },
        { choices: [to(0, 2, 2), to(1, 2, 2)], group: 8, rank: 1 },
      ],
    ),
    programmeOfBin: [0, 0, 1],
  }
  const together = await solve(problem)
  expect(together.objective).toEqual([4])
  const rows = problem.rows.map((row) => (row.bin === 1 ? { ...row, capacity: 1 } : row))
  expect((await solve({ ...problem, rows })).binOf).toEqual([-1, -1])
})

test('a locked member pulls the rest of its group along', async () => {
  const problem: PlacementProblem = {
    ...simple(
      [2, 2],
      [
        { choices: [to(0, 2, 2), to(1, 2, 2)], lockedTo: 1, group: 1, rank: 0 },
        { choices: [to(0, 2, 2)], group: 1, rank: 1 },
        { choices: [to(0, 2, 5)], rank: 2 },
      ],
    ),
    programmeOfBin: [4, 4],
  }
  expect((await solve(problem)).binOf).toEqual([1, 0, -1])
})

test('a negative value is taken only when an earlier level asks for it', async () => {
  const items = [
    { choices: [to(0, 1, 1, -5)], rank: 0 },
    { choices: [to(0, 1, 0, -1)], rank: 1 },
  ]
  const plan = await solve(simple([2], items, 2))
  expect([plan.binOf, plan.objective]).toEqual([
    [0, -1],
    [1, -5],
  ])
})

test.each([
  ['no items', simple([3], [])],
  ['no bins', simple([], [{ choices: [], rank: 0 }])],
  ['no capacity', simple([0], [{ choices: [to(0, 1, 1)], rank: 0 }])],
  ['no levels', simple([1], [{ choices: [to(0, 1)], rank: 0 }], 0)],
  ['nothing allowed', simple([5], [{ choices: [], rank: 0 }])],
  ['an item larger than every bin', simple([2], [{ choices: [to(0, 3, 3)], rank: 0 }])],
])('%s: an empty plan, proven', async (_, problem) => {
  const plan = await solve(problem)
  expect(plan.status).toBe('optimal')
  expect(plan.binOf.every((bin) => bin === -1)).toBe(true)
})

test('a price says what one more place brings in the relaxation', async () => {
  const items = [0, 1, 2].map((rank) => ({ choices: [to(0, 1, 1), to(1, 1, 1)], rank }))
  const plan = await solve(simple([1, 1], items), { priceLevel: 0 })
  expect(plan.prices).toEqual([1, 1])
})

test('without time the answer is a sound plan that does not claim to be proven', async () => {
  const items = Array.from({ length: 30 }, (_, rank) => ({
    choices: [to(0, 2 + (rank % 3), 3 + (rank % 5))],
    rank,
  }))
  const plan = await solve(simple([31], items), { timeLimitSeconds: 0 })
  expect(plan.status).toBe('time_limit')
  expect(plan.gap).toBeGreaterThan(0)
  expect(plan.bound[0]).toBeGreaterThan(plan.objective[0]!)
})

test.each([
  ['an unknown bin', { choices: [to(4, 1, 1)], rank: 0 }, /item 0, bin 4/],
  ['a row of another bin', { choices: [{ bin: 0, uses: [[1, 1]], value: [1] }], rank: 0 }, /row 1/],
  ['half a person', { choices: [to(0, 0.5, 1)], rank: 0 }, /whole/],
  ['a value that is not whole', { choices: [to(0, 1, 0.5)], rank: 0 }, /whole/],
  ['a bin twice', { choices: [to(0, 1, 1), to(0, 1, 1)], rank: 0 }, /twice/],
  ['too few values', { choices: [to(0, 1)], rank: 0 }, /each level/],
  ['a lock on nothing', { choices: [], lockedTo: 9, rank: 0 }, /bin 9/],
] as [string, PlacementItem, RegExp][])('refuses %s', async (_, item, message) => {
  await expect(solvePlacement(simple([1, 1], [item]), options)).rejects.toThrow(message)
})
