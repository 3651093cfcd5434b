import { describe, expect, test } from 'vitest'
import type { Arrivals } from './arrivals.ts'
import type { Situation, YearOutline } from './policy.ts'
import { expectedLikePast, pastAsThisYear, pastWeights } from './this-year.ts'

/** Cases that all look alike. */
function alike(count: number, need: number, scores: readonly number[]): Arrivals {
  return {
    count,
    localities: scores.length,
    resources: 1,
    needs: new Float64Array(count).fill(need),
    scores: Float64Array.from(Array.from({ length: count }, () => scores).flat()),
    groups: new Int32Array(count).fill(-1),
  }
}

function situation(some: Partial<Situation>): Situation {
  return {
    left: new Float64Array([1000, 1000]),
    batch: alike(5, 2, [0.4, 0.2]),
    history: alike(60, 2, [0.4, 0.2]),
    seen: alike(0, 2, [0.4, 0.2]),
    expected: 45,
    batchesLeft: 9,
    random: () => 0,
    ...some,
  }
}

const OUTLINE: YearOutline = {
  localities: 2,
  resources: 1,
  capacity: new Float64Array([1000, 1000]),
  expectedCases: 50,
  batches: 10,
  history: alike(60, 2, [0.4, 0.2]),
  groups: 0,
}

const expectedIn = (some: Partial<Situation>): number => {
  const one = situation(some)
  const past = pastAsThisYear(one)
  return expectedLikePast(one, OUTLINE, past, pastWeights(one, past))
}

describe('what is still to come', () => {
  test('is what was expected when the year goes as expected', () => {
    expect(expectedIn({})).toBeCloseTo(45, 9)
  })

  test('follows the rate seen, the more the longer it is seen', () => {
    const one = expectedIn({ batch: alike(10, 2, [0.4, 0.2]) })
    const later = expectedIn({
      batch: alike(10, 2, [0.4, 0.2]),
      seen: alike(40, 2, [0.4, 0.2]),
      batchesLeft: 5,
    })
    // (5 batches x 5 expected + 10 seen) / 6 = 5.83 in each of 9 batches; then 75 / 10 in each of 5.
    expect(one).toBeCloseTo((35 / 6) * 9, 9)
    expect(later).toBeCloseTo((75 / 10) * 5, 9)
  })

  test('counts smaller families as fewer cases like those of the past', () => {
    const some = { seen: alike(60, 1, [0.4, 0.2]), batch: alike(0, 1, [0.4, 0.2]), batchesLeft: 9 }
    // 60 cases of 2 and 60 of 1 are evidence for 1.5; the past weighs the older half: 120 / 90.
    const perBatch = (5 * 5 + 60) / (5 + 1)
    expect(expectedIn(some)).toBeCloseTo((perBatch * 9 * 1.5) / (4 / 3), 9)
  })

  test('gives way to the room where the past says that too many come', () => {
    // 45 cases of 2 for 45 seats: 60 + 5 cases say 2, the room (60 cases' worth) says 1 - 10 / 45.
    const room = (45 + 10 - 10) / 45
    const mean = (65 * 2 + 60 * room) / 125
    expect(expectedIn({ left: new Float64Array([45, 10]) })).toBeCloseTo((45 * mean) / 2, 9)
  })

  test('is nobody after the last batch', () => {
    expect(expectedIn({ batchesLeft: 0 })).toBe(0)
  })
})

test('the past is moved to how strong localities are this year, the more the more is seen', () => {
  const stronger = [0.4, 0.4]
  const first = (seen: number): number[] =>
    Array.from(
      pastAsThisYear(
        situation({ seen: alike(seen, 2, stronger), batch: alike(1, 2, stronger) }),
      ).scores.subarray(0, 2),
    )
  const [few, many] = [first(4), first(400)]
  // Equal scores everywhere this year: so they become for the cases of the past.
  expect(many[1]! / many[0]!).toBeGreaterThan(0.95)
  expect(many[1]! / many[0]!).toBeLessThanOrEqual(1)
  expect(few[1]! / few[0]!).toBeGreaterThan(0.55)
  expect(few[1]! / few[0]!).toBeLessThan(0.75)
  expect(Array.from(pastAsThisYear(situation({})).scores.subarray(0, 2))[1]).toBeCloseTo(0.2, 9)
})
