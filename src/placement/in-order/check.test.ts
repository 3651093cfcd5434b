import { expect, test } from 'vitest'
import { checkPlacement } from './check.ts'
import type { PlacementProblem } from './problem.ts'

/** Two bins of two programmes with 3 places each; items of 2 persons, the last two linked. */
const problem: PlacementProblem = {
  bins: 2,
  programmeOfBin: [0, 1],
  rows: [
    { bin: 0, capacity: 3 },
    { bin: 1, capacity: 4 },
  ],
  levels: 1,
  items: [0, 1, 2].map((rank) => ({
    choices: (rank === 0 ? [0] : [0, 1]).map((bin) => ({ bin, uses: [[bin, 2]], value: [2] })),
    rank,
    ...(rank === 0 && { lockedTo: 0 }),
    ...(rank > 0 && { group: 5 }),
  })),
}

test('a sound plan has no fault', () => {
  expect(checkPlacement(problem, [0, 1, 1], [6])).toEqual([])
  expect(checkPlacement(problem, [0, -1, -1], [2])).toEqual([])
})

test.each([
  ['a lock not kept', [-1, 1, 1], 'lock'],
  ['a bin that is not allowed', [1, -1, -1], 'bin_allowed'],
  ['more than a row holds', [0, 0, 0], 'capacity'],
  ['half a group placed', [0, 1, -1], 'group'],
  ['a group in two programmes', [0, 0, 1], 'group'],
  ['a bin that does not exist', [0, 9, 9], 'bin_allowed'],
  ['too few answers', [0, 1], 'one_bin_for_each_item'],
])('finds %s', (_, binOf, rule) => {
  expect(checkPlacement(problem, binOf).map((fault) => fault.rule)).toContain(rule)
})

test('finds an objective that was not reached', () => {
  expect(checkPlacement(problem, [0, 1, 1], [7])).toEqual([
    { rule: 'objective', level: 0, stated: 7, actual: 6 },
  ])
})
