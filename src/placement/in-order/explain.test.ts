import { expect, test } from 'vitest'
import { explainer } from './explain.ts'
import type { PlacementProblem } from './problem.ts'

/** Bin 0: 2 places, bin 1: 5 places, bin 2: 5 places; levels: persons, preference. */
function problemOf(items: PlacementProblem['items'], programmeOfBin = [0, 1, 2]): PlacementProblem {
  const rows = [2, 5, 5].map((capacity, bin) => ({ bin, capacity }))
  return { bins: 3, programmeOfBin, rows, levels: 2, items }
}

function choice(bin: number, size: number, preference: number) {
  return { bin, uses: [[bin, size] as const], value: [size, preference] }
}

test('a placed item: what stops the better bin, and the margin to the next best', () => {
  const problem = problemOf([
    { choices: [choice(0, 2, 9)], rank: 0 },
    { choices: [choice(0, 2, 3), choice(1, 2, 2)], rank: 1 },
  ])
  expect(explainer(problem, [0, 1])(1)).toEqual({
    item: 1,
    bin: 1,
    // The only other possibility is to stay: two persons and two points less.
    next: { bin: -1, margin: [2, 2] },
    others: [{ bin: 0, margin: [0, -1], reason: 'full', rows: [0] }],
    notAllowed: [2],
  })
})

test('the next best is the bin with room that loses least in the strict order', () => {
  const problem = problemOf([
    { choices: [choice(0, 1, 5), choice(1, 1, 1), choice(2, 1, 3)], rank: 0 },
  ])
  const { next, others } = explainer(problem, [0])(0)
  expect(next).toEqual({ bin: 2, margin: [0, 2] })
  expect(others.map(({ bin, reason }) => [bin, reason])).toEqual([
    [2, 'no_better'],
    [1, 'no_better'],
  ])
})

test('an unplaced item: the rows that block each allowed bin', () => {
  const problem = problemOf([
    { choices: [choice(0, 2, 0)], rank: 0 },
    { choices: [choice(0, 1, 0)], rank: 1 },
  ])
  const { bin, next, others } = explainer(problem, [0, -1])(1)
  expect(bin).toBe(-1)
  expect(next).toBeUndefined()
  expect(others).toEqual([{ bin: 0, margin: [-1, 0], reason: 'full', rows: [0] }])
})

test('a lock and a group are named as what holds the item', () => {
  const problem = problemOf([
    { choices: [choice(0, 1, 0), choice(1, 1, 9)], lockedTo: 0, rank: 0 },
    { choices: [choice(1, 1, 0), choice(2, 1, 9)], group: 1, rank: 1 },
    { choices: [choice(1, 1, 0)], group: 1, rank: 2 },
  ])
  const explain = explainer(problem, [0, 1, 1])
  expect(explain(0).others[0]!.reason).toBe('locked')
  expect(explain(0).next).toBeUndefined()
  expect(explain(1).others[0]!.reason).toBe('group')
  const unplaced = explainer(problem, [0, -1, -1])
  expect(unplaced(2).others).toEqual([{ bin: 1, margin: [-1, 0], reason: 'group' }])
})
