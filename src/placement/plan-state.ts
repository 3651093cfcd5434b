import type { Options } from './options.ts'
import { fitsIn } from './options.ts'

/** A plan with its loads, and what each locality loses against the prices. */
export class PlanState {
  readonly #o: Options
  readonly #prices: Float64Array
  readonly #regret: Float64Array
  readonly #worth: Float64Array
  /** The option of each case, -1: unplaced. */
  readonly plan: Int32Array
  /** What is left of each capacity row. */
  readonly left: Float64Array
  /** Regrets of those who sit there, and what is left at its price. */
  readonly lossAt: Float64Array
  /** By locality, on `clock`. */
  readonly changedAt: Int32Array
  clock = 1

  constructor(options: Options, prices: Float64Array, regret: Float64Array, worth: Float64Array) {
    this.#o = options
    this.#prices = prices
    this.#regret = regret
    this.#worth = worth
    this.plan = new Int32Array(options.cases).fill(-1)
    this.left = options.capacity.slice()
    this.lossAt = new Float64Array(options.localities)
    this.changedAt = new Int32Array(options.localities).fill(1)
    options.rowOf.forEach((row, at) => {
      if (row < 0) return
      this.lossAt[Math.floor(at / options.resources)]! += this.left[row]! * prices[row]!
    })
  }

  /** Changes to another plan (option per case, -1: unplaced). */
  load(plan: Int32Array): void {
    for (let i = 0; i < plan.length; i += 1) this.move(i, plan[i]!)
  }

  value(): number {
    let sum = 0
    for (const j of this.plan) if (j >= 0) sum += this.#o.score[j]!
    return sum
  }

  totalLoss(): number {
    return this.lossAt.reduce((sum, loss) => sum + loss, 0)
  }

  isFeasible(): boolean {
    if (!this.fitsAll()) return false
    for (let i = 0; i < this.plan.length; i += 1) {
      if (this.#o.must[i] === 1 && this.plan[i]! < 0) return false
    }
    return true
  }

  /** Whether all loads fit. */
  fitsAll(): boolean {
    for (const amount of this.left) if (amount < 0) return false
    return true
  }

  /** Whether the loads of one locality fit. */
  fitsAt(l: number): boolean {
    const { resources, rowOf } = this.#o
    for (let k = 0; k < resources; k += 1) {
      const row = rowOf[l * resources + k]!
      if (row >= 0 && this.left[row]! < 0) return false
    }
    return true
  }

  fits(i: number, option: number): boolean {
    return fitsIn(this.#o, i, this.#o.locality[option]!, this.left)
  }

  /** Seats a case (-1: nowhere), whether it fits or not. */
  move(i: number, option: number): void {
    const from = this.plan[i]!
    if (from === option) return
    if (from >= 0) this.#shift(i, from, 1)
    if (option >= 0) this.#shift(i, option, -1)
    this.plan[i] = option
  }

  #shift(i: number, j: number, sign: number): void {
    const { needStart, needResource, needAmount, rowOf, resources, locality } = this.#o
    const l = locality[j]!
    let loss = -sign * this.#regret[j]!
    for (let q = needStart[i]!; q < needStart[i + 1]!; q += 1) {
      const row = rowOf[l * resources + needResource[q]!]!
      if (row < 0) continue
      this.left[row]! += sign * needAmount[q]!
      loss += sign * needAmount[q]! * this.#prices[row]!
    }
    this.lossAt[l]! += loss
    this.changedAt[l] = this.clock
  }

  /** A first plan from a relaxed one: the largest shares that fit, then whoever still fits. */
  round(share: Float64Array, unplaced: Float64Array): void {
    const { cases, start } = this.#o
    const choice = new Int32Array(cases).fill(-1)
    const sureness = new Float64Array(cases)
    for (let i = 0; i < cases; i += 1) {
      let best = -1
      for (let j = start[i]!; j < start[i + 1]!; j += 1) {
        if (share[j]! > (best < 0 ? 0 : share[best]!)) best = j
      }
      if (best < 0 || share[best]! < unplaced[i]! / 2) continue
      choice[i] = best
      sureness[i] = share[best]!
    }
    this.seat(choice, sureness)
  }

  /** A first plan from wishes (an option per case): the surest first, then whoever still fits. */
  seat(choice: Int32Array, sureness: Float64Array): void {
    const order = Array.from(choice.keys()).filter((i) => choice[i]! >= 0)
    order.sort((a, b) => sureness[b]! - sureness[a]! || a - b)
    for (const i of order) if (this.fits(i, choice[i]!)) this.move(i, choice[i]!)
    this.fill()
  }

  /** Puts every unplaced case where it fits and loses least, those who would lose most first. */
  fill(): void {
    const { cases, start, must, score } = this.#o
    const out: number[] = []
    for (let i = 0; i < cases; i += 1) {
      if (this.plan[i]! < 0 && start[i + 1]! > start[i]!) out.push(i)
    }
    const urgency = (i: number): number => this.#worth[i]! + (must[i] === 1 ? 1e12 : 0)
    out.sort((a, b) => urgency(b) - urgency(a) || a - b)
    for (const i of out) {
      let best = -1
      for (let j = start[i]!; j < start[i + 1]!; j += 1) {
        // Any seat with a positive score is better than none, whatever the prices say.
        if (score[j]! <= 0 && must[i] === 0) continue
        if (best >= 0 && this.#regret[j]! >= this.#regret[best]!) continue
        if (this.fits(i, j)) best = j
      }
      if (best >= 0) this.move(i, best)
    }
  }
}
