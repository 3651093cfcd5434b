import type { Certificate, ColumnBounds, Floors, Prices } from './certificate.ts'
import { certify } from './certificate.ts'
import type { Compact } from './compact.ts'
import { seeded } from '../seeded.ts'
import { Simplex } from './simplex.ts'

/** By how much of the largest values are moved to come to another solution. */
const NUDGE = 1e-3
/** Less beside a whole number is rounding. */
const BROKEN = 1e-5

/** What the linear relaxation of a level shows. */
export interface Relaxed {
  /** The bound that its prices prove; undefined when its sums would not be exact. */
  readonly certificate: Certificate | undefined
  readonly solution: Float64Array
  readonly prices: Prices
}

/** The linear relaxation of a problem, level by level; each starts where the last one ended. */
export class Relaxation {
  readonly #packed: Compact
  readonly #open: Uint8Array
  readonly #simplex: Simplex
  /** What each level before keeps. */
  readonly #floors: number[] = []
  /** The levels whose floors are rows of the relaxation. */
  readonly #held: number[] = []

  constructor(packed: Compact) {
    this.#packed = packed
    this.#open = new Uint8Array(packed.columns).fill(1)
    this.#simplex = new Simplex(packed, this.#open)
  }

  /**
   * Keeps `level` at `floor` from now on. Without the time to reach it the floor is left out of
   * what follows: bounds hold all the same, but are less sharp.
   */
  hold(level: number, floor: number, stop: () => boolean): void {
    const values = this.#packed.values[level]!
    const { x } = this.#simplex.solve(values, stop)
    this.#floors.push(floor)
    if (x.reduce((sum, times, c) => sum + times * values[c]!, 0) < floor - 1e-6) return
    this.#simplex.hold({ values, least: floor })
    this.#held.push(level)
  }

  /** Solves the relaxation of `level` with the levels before held. */
  solve(level: number, bounds: ColumnBounds, stop: () => boolean): Relaxed {
    const packed = this.#packed
    bounds.upper.forEach((upper, c) => (this.#open[c] = upper > 0 ? 1 : 0))
    const { x, rows, floors: held } = this.#simplex.solve(packed.values[level]!, stop)
    const floors = new Float64Array(this.#floors.length)
    this.#held.forEach((before, f) => (floors[before] = held[f]!))
    const prices = { rows, floors }
    const certificate = certify(packed, bounds, level, this.#floors, prices)
    return { certificate, solution: x, prices }
  }

  /**
   * Another solution of about the same value, one for each `turn`; every second is drawn to whole
   * numbers near x (after the feasibility pump of Fischetti, Glover and Lodi, 2005).
   */
  turn(level: number, x: Float64Array, turn: number, stop: () => boolean): Float64Array {
    const values = this.#packed.values[level]!
    const next = seeded(turn)
    const size = NUDGE * values.reduce((most, one) => Math.max(most, Math.abs(one)), 1)
    const nudged = values.map((value, c) => {
      const part = x[c]! - Math.floor(x[c]! + BROKEN)
      if (turn % 2 === 1 || part <= BROKEN) return value + size * next()
      return value + (part < 0.5 ? -size : 2 * size)
    })
    return this.#simplex.solve(nudged, stop).x
  }

  get floors(): Floors {
    return this.#floors
  }
}

/** The bound as a number; exact when it is whole. */
export function boundOf(certificate: Certificate): number {
  return certificate.scaledBound / certificate.scale
}
