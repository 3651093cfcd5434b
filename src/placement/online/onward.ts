import type { Arrivals } from './arrivals.ts'
import { joinArrivals } from './arrivals.ts'
import { planBatch, valuesAt } from './batch-plan.ts'
import type { OnlinePolicy, YearOutline } from './policy.ts'
import { SoftDual } from './soft-dual.ts'
import { expectedLikePast, pastAsThisYear, pastWeights } from './this-year.ts'

/** Softness and barrier as shares of a case's mean best score; tuned in bench/online.mjs. */
const SOFTNESS = 0.01
const BARRIER = 0.01
const FIRST_PRICE = 0.2

/**
 * Our policy. At each batch: the past as this year lets it look, each past case with the weight with
 * which its like is still to come, beside the batch itself; prices for all of them in one solve of a
 * softened dual from the prices before; and the best plan for the batch at these prices.
 *
 * The weighted past stands for arbitrarily many sampled futures: the mean of the prices of 20
 * sampled futures, or of 50 solved exactly, did no better with one resource nor with three, at ten
 * to a hundred times the cost. Neither did curvature (what the second seat costs more than the
 * first), choosing by whole plans of sampled futures, or by rollouts of this policy. Not random.
 */
export function onward(outline: YearOutline): OnlinePolicy {
  let prices: Float64Array | undefined
  return {
    async decide(situation) {
      const { batch, left } = situation
      const past = pastAsThisYear(situation)
      const counts = pastWeights(situation, past)
      const count = expectedLikePast(situation, outline, past, counts)
      const scale = meanBest(past)
      if (past.count === 0 || scale === 0 || count < 0.5)
        return planBatch(batch, valuesAt(batch, new Float64Array(left.length)), left)
      const all = counts.reduce((sum, one) => sum + one, 0)
      const weights = new Float64Array(past.count + batch.count).fill(1)
      counts.forEach((one, i) => (weights[i] = (one * count) / all))
      const from = prices ?? new Float64Array(left.length).fill(FIRST_PRICE * scale)
      const settings = { softness: SOFTNESS * scale, barrier: BARRIER * scale }
      // A capacity that is used up keeps a price: nobody is allowed there anyhow.
      const room = left.map((amount) => Math.max(amount, 1e-3))
      prices = new SoftDual(joinArrivals(past, batch)).solve(weights, room, from, settings)
      return planBatch(batch, valuesAt(batch, prices), left)
    },
  }
}

/** Mean over cases of their best score, those without an allowed locality left out. */
export function meanBest({ count, localities, scores }: Arrivals): number {
  let sum = 0
  let some = 0
  for (let i = 0; i < count; i += 1) {
    let best = 0
    for (let l = 0; l < localities; l += 1) {
      const score = scores[i * localities + l]!
      if (score > best) best = score
    }
    if (best === 0) continue
    sum += best
    some += 1
  }
  return some === 0 ? 0 : sum / some
}
