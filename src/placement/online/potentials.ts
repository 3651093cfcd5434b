import type { Arrivals } from './arrivals.ts'
import { joinArrivals, pickArrivals, sliceArrivals } from './arrivals.ts'
import { planBatch, valuesAt } from './batch-plan.ts'
import { relaxFuture } from './relaxed-future.ts'
import type { OnlinePolicy, Situation, YearOutline } from './policy.ts'

/** Sampled futures for each batch, as published. */
const FUTURES = 5
/** What picks the smallest or largest of the optimal prices: this much more or less of everything. */
const LEAN = 1e-3
const TOLERANCE = 1e-6

/**
 * The potentials of Ahani, Gölz, Procaccia, Teytelboym and Trapp, "Dynamic Placement in Refugee
 * Resettlement", Operations Research 72(3), 2024: sampled futures from the last arrivals, the dual
 * prices of each, their mean, and the best plan for the batch at these prices. Potential 1: futures
 * alone, the largest optimal prices. Potential 2: each future with the batch, the smallest.
 */
export function potentials(which: 1 | 2, { history }: YearOutline): OnlinePolicy {
  return {
    async decide(situation) {
      const { batch, left, expected } = situation
      const prices = new Float64Array(left.length)
      for (let n = 0; n < FUTURES; n += 1) {
        const future = sampleRecent(situation, history.count, expected)
        const together = which === 2 ? joinArrivals(batch, future) : future
        const lean = which === 2 ? LEAN : -LEAN
        const one = relaxFuture(together, left, { lean, tolerance: TOLERANCE }).prices
        one.forEach((price, r) => (prices[r]! += price / FUTURES))
      }
      return planBatch(batch, valuesAt(batch, prices), left)
    },
  }
}

/** So many cases, drawn with replacement from the last `window` arrivals of history and year. */
export function sampleRecent(
  { history, seen, batch, random }: Situation,
  window: number,
  count: number,
): Arrivals {
  const before = joinArrivals(history, seen)
  // Before the first arrival there is nothing to draw from but the batch.
  const all = before.count === 0 ? batch : before
  const pool = sliceArrivals(all, Math.max(0, all.count - Math.max(window, 1)), all.count)
  const length = pool.count === 0 ? 0 : Math.round(count)
  return pickArrivals(
    pool,
    Array.from({ length }, () => Math.floor(random() * pool.count)),
  )
}
