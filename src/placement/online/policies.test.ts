import { describe, expect, test } from 'vitest'
import { fieldYear, NORMAL_YEAR } from '../../testing/field-years.ts'
import type { Arrivals } from './arrivals.ts'
import { POLICIES } from './policies.ts'
import type { Year } from './simulate-year.ts'
import { hindsight, replay } from './simulate-year.ts'
import { seeded } from '../seeded.ts'

const NAMES = [...POLICIES.keys()]
const FORESEEING = NAMES.filter((name) => name !== 'greedy')

function policy(name: string): NonNullable<ReturnType<typeof POLICIES.get>> {
  const found = POLICIES.get(name)
  if (found === undefined) throw new Error(name)
  return found
}

/** Cases of one resource: what each needs, and its scores by locality. */
function cases(rows: readonly (readonly [need: number, ...scores: number[]])[]): Arrivals {
  return {
    count: rows.length,
    localities: rows[0]!.length - 1,
    resources: 1,
    needs: Float64Array.from(rows, ([need]) => need),
    scores: Float64Array.from(rows.flatMap(([, ...scores]) => scores)),
    groups: new Int32Array(rows.length),
  }
}

function year(
  some: Pick<Year, 'cases' | 'history' | 'batches'>,
  capacity: readonly number[],
): Year {
  const expectedCases = some.cases.count
  return { ...some, capacity: Float64Array.from(capacity), expectedCases, groups: 1 }
}

const SMALL = { ...NORMAL_YEAR, cases: 120, history: 100, localities: 8, batches: 20 }

describe('worked by hand', () => {
  // Two seats, one at each locality. The first case likes both; the second can only go to the first.
  const arrivals = cases([
    [1, 0.6, 0.5],
    [1, 0.9, NaN],
  ])
  const history = cases(Array.from({ length: 10 }, () => [1, 0.9, NaN]))

  test('greedy takes what is best today, and then has no seat for who can go nowhere else', async () => {
    const played = await replay(
      year({ cases: arrivals, history, batches: 2 }, [1, 1]),
      policy('greedy'),
      seeded(1),
    )
    expect(Array.from(played.localityOf)).toEqual([0, -1])
    expect(played).toMatchObject({ value: 0.6, unplaced: 1 })
  })

  test.each(FORESEEING)('%s keeps the seat for those of whom the history is full', async (name) => {
    const played = await replay(
      year({ cases: arrivals, history, batches: 2 }, [1, 1]),
      policy(name),
      seeded(1),
    )
    expect(Array.from(played.localityOf)).toEqual([1, 0])
    expect(played.value).toBeCloseTo(1.4, 12)
  })

  test.each(NAMES)('%s plans a batch as a whole', async (name) => {
    // Whoever came first would take the seat that is worth most to the second.
    const both = cases([
      [1, 0.8, 0.7],
      [1, 0.9, NaN],
    ])
    const played = await replay(
      year({ cases: both, history, batches: 1 }, [1, 1]),
      policy(name),
      seeded(1),
    )
    // Mirror descent goes case by case, but its prices come from the history.
    expect(played.value).toBeCloseTo(1.6, 12)
  })

  test.each(NAMES)('%s leaves nobody out when there is room for all', async (name) => {
    const some = cases(Array.from({ length: 12 }, (_, i) => [1 + (i % 3), 0.4, 0.2]))
    const played = await replay(
      year({ cases: some, history: some, batches: 4 }, [40, 40]),
      policy(name),
      seeded(1),
    )
    expect(played.unplaced).toBe(0)
  })

  test.each(NAMES)(
    '%s manages without a history, seats or places that are allowed',
    async (name) => {
      const none = { ...cases([[1, NaN, NaN]]), count: 0 }
      const some = cases([
        [3, 0.5, 0.5],
        [1, NaN, NaN],
        [1, 0.2, 0.3],
      ])
      const played = await replay(
        year({ cases: some, history: none, batches: 3 }, [0, 1]),
        policy(name),
        seeded(1),
      )
      expect(played.localityOf[0]).toBe(-1)
      expect(played.localityOf[1]).toBe(-1)
      expect(played.value).toBeLessThanOrEqual(0.3)
    },
  )
})

describe('generated years', () => {
  const shifted = fieldYear({
    ...SMALL,
    seed: 5,
    resources: 2,
    jump: 0.6,
    strength: 0.2,
    expected: 0.8,
  })

  test.each(NAMES)(
    '%s fits into every capacity, counted anew, and only where it may',
    async (name) => {
      const played = await replay(shifted, policy(name), seeded(3))
      const used = new Map<number, number>()
      let value = 0
      played.localityOf.forEach((l, i) => {
        if (l < 0) return
        const score = shifted.cases.scores[i * 8 + l]!
        expect(score).not.toBeNaN()
        value += score
        for (const k of [0, 1]) {
          const at = l * 2 + k
          used.set(at, (used.get(at) ?? 0) + shifted.cases.needs[i * 2 + k]!)
        }
      })
      expect(used.size).toBeGreaterThan(8)
      for (const [at, amount] of used) expect(amount).toBeLessThanOrEqual(shifted.capacity[at]!)
      expect(value).toBeCloseTo(played.value, 9)
    },
  )

  test.each(NAMES)('%s decides the same again with the same seed', async (name) => {
    const one = await replay(shifted, policy(name), seeded(3))
    const again = await replay(shifted, policy(name), seeded(3))
    expect(again).toEqual(one)
  })

  test('what is sampled depends on the seed, ours on none', async () => {
    const [a, b] = [
      await replay(shifted, policy('potential-2'), seeded(3)),
      await replay(shifted, policy('potential-2'), seeded(4)),
    ]
    expect(Array.from(a.localityOf)).not.toEqual(Array.from(b.localityOf))
    const [c, d] = [
      await replay(shifted, policy('onward'), seeded(3)),
      await replay(shifted, policy('onward'), seeded(4)),
    ]
    expect(c).toEqual(d)
  })

  test('nobody beats hindsight, all beat greedy, ours keeps up with potential 2 and stays near when the year shifts', async () => {
    const shares = new Map(NAMES.map((name) => [name, 0]))
    const years = [1, 2, 3, 4].map((seed) =>
      fieldYear({ ...SMALL, seed, ...(seed > 2 ? { strength: 0.2, expected: 1.25 } : {}) }),
    )
    let plays = 0
    for (const one of years) {
      const best = await hindsight(one, { gap: 1e-3, timeLimitSeconds: 5 })
      for (const name of NAMES) {
        const { value } = await replay(one, policy(name), seeded(1))
        expect(value).toBeLessThanOrEqual(best.bound * (1 + 1e-9))
        shares.set(name, shares.get(name)! + value / best.value / years.length)
        plays += 1
      }
    }
    expect(plays).toBe(4 * NAMES.length)
    for (const name of FORESEEING)
      expect(shares.get(name)!, name).toBeGreaterThan(shares.get('greedy')! + 0.02)
    expect(shares.get('onward')!).toBeGreaterThan(0.955)
    expect(shares.get('onward')!).toBeGreaterThan(shares.get('potential-2')!)
  })
})
