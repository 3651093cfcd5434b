import { solveRelaxation } from '../interior-point.ts'
import { layOut } from '../options.ts'
import type { Arrivals } from './arrivals.ts'

export interface RelaxSettings {
  /**
   * Added to each capacity: a little above 0 picks the smallest of the optimal prices, a little
   * below the largest.
   */
  readonly lean: number
  /** Relative gap at which to stop. */
  readonly tolerance: number
}

/** The optimum of the linear relaxation when exactly these cases compete for what is left. */
export function relaxFuture(
  arrivals: Arrivals,
  left: Float64Array,
  { lean, tolerance }: RelaxSettings,
): {
  /** localities x resources, 0 or more. */
  readonly prices: Float64Array
  /** The share of each case that goes to each locality: cases x localities. */
  readonly share: Float64Array
} {
  const { count: cases, localities, resources, needs, scores } = arrivals
  const laid = layOut({ cases, localities, resources, needs, scores, capacity: left })
  const prices = new Float64Array(localities * resources)
  const share = new Float64Array(cases * localities)
  if (laid.score.length === 0) return { prices, share }
  const capacity = laid.capacity.map((amount) => Math.max(0, amount + lean))
  const solved = solveRelaxation({ ...laid, capacity }, { tolerance, maxSteps: 60 })
  laid.rowOf.forEach((row, at) => (prices[at] = row < 0 ? 0 : Math.max(0, solved.prices[row]!)))
  for (let i = 0; i < cases; i += 1)
    for (let j = laid.start[i]!; j < laid.start[i + 1]!; j += 1)
      share[i * localities + laid.locality[j]!] = solved.share[j]!
  return { prices, share }
}
