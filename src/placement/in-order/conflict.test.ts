import { expect, test } from 'vitest'
import type { PlacementItem, PlacementProblem } from './problem.ts'
import { solvePlacement } from './solve.ts'

const options = { timeLimitSeconds: 60, now: () => performance.now() }

function problemOf(
  capacities: number[],
  items: (Partial<PlacementItem> & { amounts: (number | null)[] })[],
  programmeOfBin = capacities.map((_, b) => b),
): PlacementProblem {
  return {
    bins: capacities.length,
    programmeOfBin,
    rows: capacities.map((capacity, bin) => ({ bin, capacity })),
    levels: 1,
    items: items.map(({ amounts, ...rest }, rank) => ({
      choices: amounts.flatMap((amount, bin) =>
        amount === null ? [] : [{ bin, uses: [[bin, amount] as const], value: [1] }],
      ),
      rank,
      ...rest,
    })),
  }
}

async function conflictOf(problem: PlacementProblem): Promise<unknown> {
  const result = await solvePlacement(problem, options)
  return result.status === 'infeasible' ? result.conflict : result.status
}

test('locks that overflow a row: the fewest that already conflict', async () => {
  // 5 places; 4 + 3 is enough to overflow, the locks of 1 have nothing to do with it.
  const items = [1, 4, 1, 3].map((n) => ({ amounts: [n, n], lockedTo: 0 }))
  expect(await conflictOf(problemOf([5, 9], items))).toEqual({
    ...{ locks: [1, 3], groups: [], rows: [0], proven: true },
  })
})

test('a lock to a bin that is not allowed conflicts alone', async () => {
  const items = [
    { amounts: [1, null], lockedTo: 1 },
    { amounts: [1, 1], lockedTo: 0 },
  ]
  expect(await conflictOf(problemOf([5, 5], items))).toEqual({
    ...{ locks: [0], groups: [], rows: [], proven: true },
  })
})

test('two members of a group locked into different programmes conflict', async () => {
  const items = [
    { amounts: [1, 1], lockedTo: 0, group: 3 },
    { amounts: [1, 1], lockedTo: 1, group: 3 },
    { amounts: [1, 1], lockedTo: 1 },
  ]
  expect(await conflictOf(problemOf([5, 5], items))).toMatchObject({
    ...{ locks: [0, 1], groups: [3], proven: true },
  })
})

test('a lock that drags a group where another lock sits', async () => {
  // The mate of item 0 needs bin 1 (same programme), which the lock of item 2 fills.
  const items = [
    { amounts: [2, null], lockedTo: 0, group: 1 },
    { amounts: [null, 2], group: 1 },
    { amounts: [null, 2], lockedTo: 1 },
  ]
  expect(await conflictOf(problemOf([2, 2], items, [0, 0]))).toMatchObject({
    ...{ locks: [0, 2], groups: [1], rows: [0, 1], proven: true },
  })
})

test('groups bound by locks are seated by search when the first try gets stuck', async () => {
  // Bins 0 and 1 are one programme. The mate of group 1 fits both, the mate of group 2 only the
  // roomier bin 0, where the first try seats the mate of group 1.
  const items = [
    { amounts: [0, 0], lockedTo: 0, group: 1 },
    { amounts: [2, 2], group: 1 },
    { amounts: [0, 0], lockedTo: 0, group: 2 },
    { amounts: [3, null], group: 2 },
  ]
  expect(await conflictOf(problemOf([3, 2], items, [0, 0]))).toBe('optimal')
})
