import { groupMeans, liftGroups, randomFloors } from '../group-floors.ts'
import type { Arrivals } from './arrivals.ts'
import { joinArrivals } from './arrivals.ts'
import { planBatch, valuesAt } from './batch-plan.ts'
import { relaxFuture } from './relaxed-future.ts'
import type { OnlinePolicy, YearOutline } from './policy.ts'

const TOLERANCE = 1e-6

/**
 * Amplified bid prices of Freund, Lykouris, Paulson, Sturt and Weng, "Group fairness in dynamic
 * refugee assignment" (arXiv 2301.10642): a case goes where (1 + λ_g / n_g) x score less the price
 * of its needs is largest. λ lifts each group to the mean outcome it would have at random, in the
 * history scaled to the year; prices are those of the history, weighted to what is left, at each
 * batch (theirs are solved once; their cases have all the same size).
 */
export function bidPrice(outline: YearOutline): OnlinePolicy {
  const { history, capacity } = outline
  let lifted: Promise<Float64Array> | undefined
  return {
    async decide({ batch, left, seen, expected }) {
      lifted ??= liftedGroups(outline)
      const multipliers = await lifted
      const past = joinArrivals(history, seen)
      const amplified = amplify(batch, multipliers)
      if (past.count === 0 || expected === 0)
        return planBatch(amplified, valuesAt(amplified, new Float64Array(capacity.length)), left)
      // All of the past beside capacities in proportion, instead of a share of each case.
      const times = past.count / expected
      const room = left.map((amount) => amount * times)
      const { prices } = relaxFuture(amplify(past, multipliers), room, {
        // The batch does not compete for what is left: the largest prices, as in potential 1.
        lean: -1e-3,
        tolerance: TOLERANCE,
      })
      return planBatch(amplified, valuesAt(amplified, prices), left)
    },
  }
}

function amplify(cases: Arrivals, multipliers: Float64Array): Arrivals {
  const scores = cases.scores.map((score, at) => {
    const group = cases.groups[Math.floor(at / cases.localities)]!
    return group < 0 ? score : score * multipliers[group]!
  })
  return { ...cases, scores }
}

/** The multipliers that lift each group of the history to its floor. */
async function liftedGroups(outline: YearOutline): Promise<Float64Array> {
  const { history, groups, capacity, resources, expectedCases } = outline
  if (history.count === 0 || groups === 0) return new Float64Array(groups).fill(1)
  const times = history.count / Math.max(1, expectedCases)
  const room = capacity.map((amount) => amount * times)
  const first = room.filter((_, at) => at % resources === 0)
  const floors = randomFloors(history.scores, first, history.groups, groups)
  const { multipliers } = await liftGroups(floors, async (tried) => {
    const settings = { lean: 1e-3, tolerance: TOLERANCE }
    const { share } = relaxFuture(amplify(history, tried), room, settings)
    const outcomes = new Float64Array(history.count)
    share.forEach((part, at) => {
      if (part > 0) outcomes[Math.floor(at / history.localities)]! += part * history.scores[at]!
    })
    const value = outcomes.reduce((sum, one) => sum + one, 0)
    return { plan: undefined, means: groupMeans(outcomes, history.groups, groups), value }
  })
  return multipliers
}
