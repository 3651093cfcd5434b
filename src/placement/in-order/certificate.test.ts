import { expect, test } from 'vitest'
import { certify, narrow } from './certificate.ts'
import type { ColumnBounds } from './certificate.ts'
import { columnsOfPlan, compact } from './compact.ts'
import type { Compact } from './compact.ts'
import type { PlacementProblem } from './problem.ts'

/** 3 items of 2, 2 and 1 persons; bin 0 has 3 places, bin 1 has 1; values at two levels. */
const problem: PlacementProblem = {
  bins: 2,
  programmeOfBin: [0, 1],
  rows: [
    { bin: 0, capacity: 3 },
    { bin: 1, capacity: 1 },
  ],
  levels: 2,
  items: [2, 2, 1].map((size, rank) => ({
    choices: [0, 1].map((bin) => ({
      bin,
      uses: [[bin, size] as const],
      value: [size, bin === 1 ? 4 : rank],
    })),
    rank,
  })),
}

function open(packed: Compact): ColumnBounds {
  return {
    lower: new Float64Array(packed.columns),
    upper: Float64Array.from(packed.typeOfColumn, (t) => packed.count[t]!),
  }
}

function bound(rows: number[], floors: number[], level = 0, held: number[] = []): number {
  const packed = compact(problem)
  const prices = { rows: Float64Array.from(rows), floors: Float64Array.from(floors) }
  const { scaledBound, scale } = certify(packed, open(packed), level, held, prices)!
  return scaledBound / scale
}

test('without prices the bound is the sum of the best; with the right ones it is sharp', () => {
  // Best plan: 2 persons in bin 0, 1 in bin 1. Price 1 per place: 3 x 1 + 1 x 1 = 4 at most;
  // price 2/3 in bin 0 would leave (2 - 4/3) x 2 on top.
  expect(bound([0, 0], [])).toBe(5)
  expect(bound([1, 1], [])).toBe(4)
})

test('any prices, even absurd ones, give a valid bound', () => {
  // The best at level 0 is 3 persons; at level 1, with 3 persons held, 1 + 4 = 5.
  for (const a of [-3, 0, 0.1, 1 / 3, 0.9, 1.7, 25]) {
    for (const b of [-1, 0, 0.6, 1, 40]) {
      expect(bound([a, b], [])).toBeGreaterThanOrEqual(3)
      for (const held of [-2, 0, 0.5, 3, 100]) {
        expect(bound([a, b], [held], 1, [3])).toBeGreaterThanOrEqual(5)
      }
    }
  }
})

test('narrowing to a target keeps every plan worth the target', () => {
  const packed = compact(problem)
  const best = columnsOfPlan(packed, [-1, 0, 1])!
  for (const a of [0, 0.25, 0.5, 0.8, 1, 2]) {
    for (const b of [0, 0.5, 1, 3]) {
      const bounds = open(packed)
      const prices = { rows: Float64Array.of(a, b), floors: new Float64Array(0) }
      narrow(packed, certify(packed, bounds, 0, [], prices)!, 3, bounds)
      best.forEach((count, c) => {
        expect(count).toBeGreaterThanOrEqual(bounds.lower[c]!)
        expect(count).toBeLessThanOrEqual(bounds.upper[c]!)
      })
    }
  }
})

test('numbers too large for exact sums at one scale are bounded at a coarser one', () => {
  const large = {
    ...problem,
    items: problem.items.map((item) => ({
      ...item,
      choices: item.choices.map((choice) => ({ ...choice, value: [1e9, 1e9] })),
    })),
  }
  const packed = compact(large)
  const prices = { rows: Float64Array.of(1e8, 1e8), floors: new Float64Array(0) }
  const certificate = certify(packed, open(packed), 0, [], prices)!
  expect(certificate.scale).toBeLessThanOrEqual(2 ** 20)
  expect(certificate.scaledBound / certificate.scale).toBeGreaterThanOrEqual(2e9)
})
