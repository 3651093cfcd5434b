import type { Options } from './options.ts'
import type { RelaxedPrices } from './relaxed-prices.ts'
import { relaxedPrices } from './relaxed-prices.ts'

/** Capacities are widened by this many units: the price is that of the next unit, not the last. */
const WIDER = 0.02
/** Smaller prices, as a part of the largest score, are rounding. */
const NOISE = 1e-7

/**
 * The linear relaxation with the smallest of its optimal prices: what one more unit of a capacity
 * would bring (of a minimum: one less). Optimal prices are not unique, anywhere between what the
 * last unit brings and what the next would; with capacities a little wider only the latter are
 * left, and those are optimal for the capacities as they are too.
 */
export function smallestPrices(options: Options, tolerance: number): RelaxedPrices {
  const capacity = options.capacity.map((amount) => amount + WIDER)
  return relaxedPrices({ ...options, capacity }, tolerance)
}

/** Prices without what is only rounding. */
export function withoutNoise({ score }: Options, prices: Float64Array): Float64Array {
  const largest = score.reduce((max, one) => Math.max(max, Math.abs(one)), 0)
  return prices.map((price) => (price > NOISE * largest ? price : 0))
}
