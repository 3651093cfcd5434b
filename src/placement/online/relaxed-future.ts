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
  const { count: cases, localities, resources } = arrivals
  const { needs, scores } = lean < 0 ? withCrumb(arrivals, -2 * lean) : arrivals
  const count = scores.length / localities
  const laid = layOut({ cases: count, localities, resources, needs, scores, capacity: left })
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

/**
 * One more case, next to nothing in needs and score: what is just enough for everybody can then
 * still bind, and has its largest price.
 */
function withCrumb(
  { localities, resources, needs, scores }: Arrivals,
  need: number,
): Pick<Arrivals, 'needs' | 'scores'> {
  return {
    needs: Float64Array.from([...needs, ...new Float64Array(resources).fill(need)]),
    scores: Float64Array.from([...scores, ...new Float64Array(localities).fill(1e-12)]),
  }
}
