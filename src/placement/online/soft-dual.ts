import { cholesky, solveCholesky } from '../cholesky.ts'
import type { Arrivals } from './arrivals.ts'

const MOST_STEPS = 40
/** Halvings of a step. */
const MOST_TRIALS = 20
/** Smaller pivots are rounding. */
const LEAST_PIVOT = 1e-12
/** Options this many softnesses below the best count for nothing. */
const FAR = 14
/** The share of the way to price 0 that one step may go. */
const NEAR_EDGE = 0.95

export interface SoftSettings {
  /** How much worse an option may be and still be taken, in units of score. */
  readonly softness: number
  /** Price x what is left unused, in units of score: keeps prices above 0. */
  readonly barrier: number
}

/**
 * Prices for cases that count with weights (expected numbers, not whole ones). The dual of the
 * relaxation with the maximum over a case's options softened (log-sum-exp): a case spreads over
 * what is nearly as good, which is what not knowing the future case does to it. Newton's method; a
 * few steps from the prices of the batch before.
 */
export class SoftDual {
  readonly #cases: Arrivals
  readonly #rows: number
  readonly #load: Float64Array
  readonly #hessian: Float64Array
  readonly #matrix: Float64Array
  readonly #share: Float64Array
  readonly #at: Int32Array

  constructor(cases: Arrivals) {
    this.#cases = cases
    this.#rows = cases.localities * cases.resources
    this.#load = new Float64Array(this.#rows)
    this.#hessian = new Float64Array(this.#rows ** 2)
    this.#matrix = new Float64Array(this.#rows ** 2)
    this.#share = new Float64Array(cases.localities)
    this.#at = new Int32Array(cases.localities)
  }

  /** Optimal prices (localities x resources, above 0) beside what is left, from near-by ones. */
  solve(
    weights: Float64Array,
    left: Float64Array,
    from: Float64Array,
    settings: SoftSettings,
  ): Float64Array {
    const { softness, barrier } = settings
    const rows = this.#rows
    const prices = from.map((price) => Math.max(price, barrier * 0.1))
    const next = prices.slice()
    const step = new Float64Array(rows)
    let value = this.#measure(weights, left, prices, settings)
    for (let round = 0; round < MOST_STEPS; round += 1) {
      const m = this.#matrix
      m.set(this.#hessian)
      const gradient = this.#load.map((load, r) => left[r]! - load - barrier / prices[r]!)
      for (let r = 0; r < rows; r += 1) m[r * rows + r]! += barrier / prices[r]! ** 2 + 1e-9
      step.set(gradient)
      cholesky(m, rows, () => LEAST_PIVOT)
      solveCholesky(m, rows, step)
      let fall = 0
      let length = 1
      for (let r = 0; r < rows; r += 1) {
        fall += step[r]! * gradient[r]!
        if (step[r]! > 0) length = Math.min(length, (NEAR_EDGE * prices[r]!) / step[r]!)
      }
      if (!(fall > 1e-4 * softness)) break
      let now = value
      for (let trial = 0; trial < MOST_TRIALS; trial += 1) {
        for (let r = 0; r < rows; r += 1) next[r] = prices[r]! - length * step[r]!
        now = this.#measure(weights, left, next, settings)
        if (now <= value - 0.1 * length * fall) break
        length /= 2
      }
      value = now
      prices.set(next)
    }
    return prices
  }

  /** The softened dual at these prices; leaves what is used, and how that falls as prices rise. */
  #measure(
    weights: Float64Array,
    left: Float64Array,
    prices: Float64Array,
    { softness, barrier }: SoftSettings,
  ): number {
    this.#load.fill(0)
    this.#hessian.fill(0)
    let value = 0
    for (let r = 0; r < this.#rows; r += 1)
      value += left[r]! * prices[r]! - barrier * Math.log(prices[r]!)
    for (let i = 0; i < this.#cases.count; i += 1) {
      if (weights[i]! > 0) value += weights[i]! * this.#one(i, weights[i]!, left, prices, softness)
    }
    return value
  }

  #one(
    i: number,
    weight: number,
    left: Float64Array,
    prices: Float64Array,
    softness: number,
  ): number {
    const { localities, resources, needs, scores } = this.#cases
    const [share, at] = [this.#share, this.#at]
    let count = 0
    let best = 0
    for (let l = 0; l < localities; l += 1) {
      let gain = scores[i * localities + l]!
      if (!(gain > 0)) continue
      let fits = true
      for (let k = 0; k < resources; k += 1) {
        const need = needs[i * resources + k]!
        gain -= need * prices[l * resources + k]!
        if (need > left[l * resources + k]!) fits = false
      }
      if (!fits) continue
      share[count] = gain
      at[count] = l
      count += 1
      if (gain > best) best = gain
    }
    let total = Math.exp(-best / softness)
    let kept = 0
    for (let n = 0; n < count; n += 1) {
      const away = (share[n]! - best) / softness
      if (away < -FAR) continue
      share[kept] = Math.exp(away)
      at[kept] = at[n]!
      total += share[kept]!
      kept += 1
    }
    for (let n = 0; n < kept; n += 1) share[n]! /= total
    this.#count(i, weight, kept, softness)
    return best + softness * Math.log(total)
  }

  /** Counts the shares of one case in what is used, and in how that reacts. */
  #count(i: number, weight: number, kept: number, softness: number): void {
    const { resources, needs } = this.#cases
    const [share, at, rows] = [this.#share, this.#at, this.#rows]
    for (let n = 0; n < kept; n += 1) {
      for (let k = 0; k < resources; k += 1) {
        const need = needs[i * resources + k]!
        if (need === 0) continue
        const row = at[n]! * resources + k
        this.#load[row]! += weight * need * share[n]!
        const scaled = (weight * need * share[n]!) / softness
        for (let o = 0; o < kept; o += 1) {
          const both = scaled * ((o === n ? 1 : 0) - share[o]!)
          for (let q = 0; q < resources; q += 1) {
            const column = at[o]! * resources + q
            this.#hessian[row * rows + column]! += both * needs[i * resources + q]!
          }
        }
      }
    }
  }
}
