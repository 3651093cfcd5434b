import type { Numbers } from '../problem.ts'
import type { Market } from './market.ts'
import { marketFaults } from './market.ts'

/** What `outcomeFloor` places: families, what they wish, and what is predicted for them. */
export interface FloorProblem extends Omit<Market, 'priorities'> {
  /**
   * The outcome of each family at each locality: families x localities, of either sign; NaN where
   * the pair is not allowed. Being unmatched is worth 0 and is always allowed.
   */
  readonly outcomes: Float64Array | Float32Array
  /** The order in which families choose, each once; drawn by the caller. */
  readonly order: Numbers
  /** The least mean outcome over all families, unmatched ones included; -Infinity for no floor. */
  readonly floor: number
}

/** What a family is bound to while others still choose: a locality, or one of these. */
export const FREE = -1
export const NOWHERE = -2

/**
 * The best placement of the free families that could be found, beside those that are fixed.
 */
export interface Completion {
  /** The sum of all outcomes under `plan`, and the most that any completion could have. */
  readonly value: number
  readonly bound: number
  /** The locality of each family, -1 where unmatched; fixed families are where they are fixed. */
  readonly plan: Numbers
  /**
   * Prices of capacity: localities x services, 0 or more (negative ones count as 0). Any are
   * correct; the nearer to the best dual ones, the more wishes can be refused without asking.
   */
  readonly prices?: Numbers
}

/** Answers for families fixed to localities or `NOWHERE`; all others are `FREE`. */
export type FindBest = (fixed: Int32Array) => Completion

/** Everything that is wrong with the problem, one sentence each. */
export function floorProblemFaults(problem: FloorProblem): string[] {
  const { families, localities, outcomes, order, floor } = problem
  const everybody = Int32Array.from({ length: families }, (_, f) => f)
  const priorities = Array.from({ length: localities }, () => everybody)
  const faults = marketFaults({ ...problem, priorities })
  if (outcomes.length !== families * localities)
    faults.push(`outcomes has ${outcomes.length} entries, not ${families * localities}`)
  if (outcomes.some((outcome) => Math.abs(outcome) === Infinity))
    faults.push('an outcome is infinite')
  if (order.length !== families || new Set(Array.from(order)).size !== families)
    faults.push('the order does not name each family once')
  for (const f of Array.from(order)) {
    if (!Number.isInteger(f) || f < 0 || f >= families)
      faults.push(`the order names family ${f}, which does not exist`)
  }
  if (Number.isNaN(floor) || floor === Infinity) faults.push(`the floor is ${floor}`)
  return faults
}
