import type { Numbers } from '../problem.ts'
import type { FloorProblem } from './floor-problem.ts'
import { FREE } from './floor-problem.ts'

/**
 * An upper bound on the value of every completion, from prices of capacity (Lagrangian): all
 * capacity at its price, and for each family its outcome less the price of its needs, the best one
 * while it is free. Fixing a family changes its own term only, so a wish is bounded at once.
 */
export class PriceBound {
  readonly #problem: FloorProblem
  readonly #prices: Float64Array
  /** What each free family adds at most; families. */
  readonly #best: Float64Array
  #total = 0

  constructor(problem: FloorProblem, fixed: Int32Array, prices: Numbers) {
    const { families, localities, capacity } = problem
    this.#problem = problem
    this.#prices = Float64Array.from({ length: prices.length }, (_, k) => Math.max(0, prices[k]!))
    this.#best = new Float64Array(families)
    this.#prices.forEach((price, k) => (this.#total += price * capacity[k]!))
    for (let f = 0; f < families; f += 1) {
      if (fixed[f] === FREE) {
        for (let l = 0; l < localities; l += 1) {
          const gain = this.#gain(f, l)
          if (gain > this.#best[f]!) this.#best[f] = gain
        }
        this.#total += this.#best[f]!
      } else this.#total += this.#gain(f, fixed[f]!)
    }
  }

  /** At most this much is reached as families are fixed now. */
  get value(): number {
    return this.#total
  }

  /** At most this much is reached when a free family is fixed there as well. */
  with(f: number, to: number): number {
    return this.#total - this.#best[f]! + this.#gain(f, to)
  }

  /** The free family is fixed from now on. */
  fix(f: number, to: number): void {
    this.#total = this.with(f, to)
  }

  /** Outcome less price of needs; NaN where not allowed, 0 nowhere. */
  #gain(f: number, to: number): number {
    if (to < 0) return 0
    const { localities, services, needs, outcomes } = this.#problem
    let gain = outcomes[f * localities + to]!
    for (let s = 0; s < services; s += 1)
      gain -= needs[f * services + s]! * this.#prices[to * services + s]!
    return gain
  }
}
