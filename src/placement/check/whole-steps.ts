import type { PlacementProblem } from '../problem.ts'
import { readRow } from './price-bound.ts'
import { ROUNDING, SafeSum } from './safe-sum.ts'

const POWERS = [1, 10, 100, 1_000, 10_000]

/**
 * Where all scores are whole multiples of one number, plans are too: lowers a bound to the largest
 * multiple that it allows. Rounded upwards.
 */
export function lowerToStep(problem: PlacementProblem, bound: number): number {
  if (!Number.isFinite(bound)) return bound
  const row = new Float64Array(problem.localities)
  const sum = new SafeSum()
  const divisors = POWERS.map(() => 0)
  for (let i = 0; i < problem.cases; i += 1) {
    readRow(problem.scores, i, row)
    let most = 0
    for (const score of row) {
      if (Number.isNaN(score)) continue
      most = Math.max(most, Math.abs(score))
      POWERS.forEach((power, n) => {
        divisors[n] = withScore(divisors[n]!, score, power)
      })
    }
    sum.add(most)
    if (divisors.every(Number.isNaN)) return bound
  }
  const n = divisors.findIndex((one) => one > 0)
  if (n < 0) return bound
  // How far a plan may lie from a multiple, because 0.1 is not quite a tenth.
  const error = 32 * ROUNDING * (sum.above + Math.abs(bound))
  const step = divisors[n]! / POWERS[n]!
  return Math.min(bound, Math.floor((bound + error) / step) * step + error)
}

/** The common divisor with a score taken in, in parts of 1 / power; NaN: there is none. */
function withScore(divisor: number, score: number, power: number): number {
  const parts = Math.round(Math.abs(score) * power)
  const isWhole = Math.abs(parts / power - Math.abs(score)) <= 4 * ROUNDING * Math.abs(score)
  if (Number.isNaN(divisor) || !isWhole || parts > 2 ** 40) return NaN
  let [large, small] = [divisor, parts]
  while (small > 0) [large, small] = [small, large % small]
  return large
}
