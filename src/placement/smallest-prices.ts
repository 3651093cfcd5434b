import { solveRelaxation } from './interior-point.ts'
import type { Options } from './options.ts'
import { nearBest, restrict } from './relaxed-prices.ts'

/** Capacities are widened by this many units: the price is that of the next unit, not the last. */
const WIDER = 1e-3
const TOLERANCE = 1e-11
/** Options of a unit that take part. */
const LIST = 8
/** Smaller prices, as a part of what a unit of score is at most, are rounding. */
const NOISE = 1e-7

/**
 * The smallest of the optimal prices: what one more unit of each capacity would bring in the linear
 * relaxation (with minimums: what one less would). Optimal prices are not unique, and those of a
 * solver are anywhere between what the last unit brings and what the next would; these are the same
 * whichever way they are worked out.
 */
export function smallestPrices(options: Options, prices: Float64Array): Float64Array {
  const some = restrict(options, nearBest(options, prices, LIST)).options
  const capacity = some.capacity.map((amount) => amount + WIDER)
  const solved = solveRelaxation({ ...some, capacity }, { tolerance: TOLERANCE, maxSteps: 60 })
  const largest = options.score.reduce((max, score) => Math.max(max, Math.abs(score)), 0)
  return solved.prices.map((price) => (price > NOISE * largest ? price : 0))
}
