import { LossTable } from './loss-table.ts'
import type { Options } from './options.ts'
import { costOf, worthOf } from './options.ts'

/** Smaller gains than this share of the largest score are rounding. */
const NOISE = 1e-12
const MOST_LOCALITIES = 3
/** With more localities than this there are too many triples to try. */
const MOST_FOR_TRIPLES = 64

/**
 * A plan that can be improved: localities are taken two (or three) at a time, and the cases that
 * sit there or nowhere are seated anew in the best way, by the table of least losses. Nothing else
 * moves, so that every step keeps a feasible plan.
 */
export class Exchange {
  readonly #o: Options
  readonly #table: LossTable
  readonly #prices: Float64Array
  /** Option of a case at a locality, -1 where not allowed. */
  readonly #optionAt: Int32Array
  /** What each option loses against the best its case could have at the prices. */
  readonly #regret: Float64Array
  readonly #worth: Float64Array
  /** The option of each case in the plan, -1: unplaced. */
  readonly plan: Int32Array
  readonly left: Float64Array
  readonly #members: Int32Array[]
  readonly #memberCount: Int32Array
  readonly #place: Int32Array
  /** When a locality last changed, and when a pair was last looked at. */
  readonly #changedAt: Int32Array
  readonly #pairAt: Int32Array
  #tripleAt: Int32Array | undefined
  #clock = 1
  // Scratch for one exchange.
  #caseOf = new Int32Array(64)
  #option = new Int32Array(64)
  #cost = new Float64Array(64)
  #group = new Int32Array(64)
  #delta = new Float64Array(64 * 32)
  readonly #order: number[] = []
  readonly #base: Int32Array

  constructor(options: Options, prices: Float64Array) {
    const { cases, localities, resources } = options
    this.#o = options
    this.#prices = prices
    this.#table = new LossTable(resources * MOST_LOCALITIES)
    this.#optionAt = new Int32Array(cases * localities).fill(-1)
    this.#regret = new Float64Array(options.score.length)
    this.#worth = worthOf(options, prices, new Float64Array(cases))
    for (let i = 0; i < cases; i += 1) {
      for (let j = options.start[i]!; j < options.start[i + 1]!; j += 1) {
        const l = options.locality[j]!
        this.#optionAt[i * localities + l] = j
        this.#regret[j] = this.#worth[i]! - (options.score[j]! - costOf(options, i, l, prices))
      }
    }
    this.plan = new Int32Array(cases).fill(-1)
    this.left = options.capacity.slice()
    // The last list holds those who are placed nowhere.
    this.#members = Array.from({ length: localities + 1 }, () => new Int32Array(16))
    this.#memberCount = new Int32Array(localities + 1)
    this.#place = new Int32Array(cases)
    this.#changedAt = new Int32Array(localities).fill(1)
    this.#pairAt = new Int32Array(localities * localities)
    this.#base = new Int32Array(cases)
    for (let i = 0; i < cases; i += 1) this.#enlist(i, localities)
  }

  /** Starts over from a plan (option per case, -1: unplaced) whose loads fit. */
  load(plan: Int32Array): void {
    for (let i = 0; i < plan.length; i += 1) this.move(i, plan[i]!)
  }

  /** Whether all loads fit. */
  isFeasible(): boolean {
    return this.left.every((amount) => amount >= 0)
  }

  /** A first plan from a relaxed one: the largest shares that fit, then whoever still fits. */
  round(share: Float64Array, unplaced: Float64Array): void {
    const { cases, start } = this.#o
    const order: { i: number; j: number }[] = []
    for (let i = 0; i < cases; i += 1) {
      let best = -1
      for (let j = start[i]!; j < start[i + 1]!; j += 1) {
        if (share[j]! > (best < 0 ? 0 : share[best]!)) best = j
      }
      if (best >= 0 && share[best]! >= unplaced[i]! / 2) order.push({ i, j: best })
    }
    order.sort((a, b) => share[b.j]! - share[a.j]! || a.i - b.i)
    for (const { i, j } of order) if (this.fits(i, j)) this.move(i, j)
    this.fill()
  }

  value(): number {
    let sum = 0
    for (const j of this.plan) if (j >= 0) sum += this.#o.score[j]!
    return sum
  }

  fits(i: number, option: number): boolean {
    const { needStart, needResource, needAmount, rowOf, resources, locality } = this.#o
    const l = locality[option]!
    for (let q = needStart[i]!; q < needStart[i + 1]!; q += 1) {
      const row = rowOf[l * resources + needResource[q]!]!
      if (row >= 0 && this.left[row]! < needAmount[q]!) return false
    }
    return true
  }

  /** Seats a case (-1: nowhere), whether it fits or not. */
  move(i: number, option: number): void {
    const from = this.plan[i]!
    if (from === option) return
    const { localities, locality } = this.#o
    if (from >= 0) this.#shift(i, locality[from]!, 1)
    if (option >= 0) this.#shift(i, locality[option]!, -1)
    const old = from < 0 ? localities : locality[from]!
    const list = this.#members[old]!
    this.#memberCount[old]! -= 1
    const last = list[this.#memberCount[old]!]!
    list[this.#place[i]!] = last
    this.#place[last] = this.#place[i]!
    this.plan[i] = option
    this.#enlist(i, option < 0 ? localities : locality[option]!)
  }

  #enlist(i: number, l: number): void {
    let list = this.#members[l]!
    const count = this.#memberCount[l]!
    if (count === list.length) {
      list = new Int32Array(count * 2)
      list.set(this.#members[l]!)
      this.#members[l] = list
    }
    list[count] = i
    this.#place[i] = count
    this.#memberCount[l] = count + 1
  }

  #shift(i: number, l: number, sign: number): void {
    const { needStart, needResource, needAmount, rowOf, resources } = this.#o
    for (let q = needStart[i]!; q < needStart[i + 1]!; q += 1) {
      const row = rowOf[l * resources + needResource[q]!]!
      if (row >= 0) this.left[row]! += sign * needAmount[q]!
    }
    this.#changedAt[l] = this.#clock
  }

  /** Puts every unplaced case where it fits best, those who would lose most first. */
  fill(): void {
    const { localities, start, must } = this.#o
    const out = Array.from(this.#members[localities]!.subarray(0, this.#memberCount[localities]!))
    const urgency = (i: number): number => this.#worth[i]! + (must[i] === 1 ? 1e12 : 0)
    out.sort((a, b) => urgency(b) - urgency(a) || a - b)
    for (const i of out) {
      let best = -1
      let least = must[i] === 1 ? Infinity : this.#worth[i]!
      for (let j = start[i]!; j < start[i + 1]!; j += 1) {
        // Any seat with a positive score is better than none, whatever the prices say.
        const loss =
          this.#o.score[j]! > 0 ? Math.min(this.#regret[j]!, least * 0.999999) : this.#regret[j]!
        if (loss < least && this.fits(i, j)) {
          best = j
          least = this.#regret[j]!
        }
      }
      if (best >= 0) this.move(i, best)
    }
  }

  /**
   * Reseats pairs of localities until no pair improves, then, with `size` 3, triples too; returns
   * the gain.
   */
  sweep(size: 2 | 3, stop: () => boolean): number {
    let gain = this.#pairs(stop)
    if (size === 2) return gain
    for (let won = this.#triples(stop); won > 0 && !stop(); won = this.#triples(stop)) {
      gain += won + this.#pairs(stop)
    }
    return gain
  }

  #pairs(stop: () => boolean): number {
    const { localities } = this.#o
    let gain = 0
    for (let won = -1; won !== 0;) {
      won = 0
      for (let a = 0; a < localities; a += 1) {
        for (let b = a + 1; b < localities; b += 1) {
          if (this.#isNews(this.#pairAt, a * localities + b, a, b, b)) won += this.reseat([a, b])
        }
        if (stop()) return gain + won
      }
      gain += won
    }
    return gain
  }

  #triples(stop: () => boolean): number {
    const { localities } = this.#o
    if (localities > MOST_FOR_TRIPLES) return 0
    this.#tripleAt ??= new Int32Array(localities ** 3)
    let gain = 0
    for (let a = 0; a < localities; a += 1) {
      for (let b = a + 1; b < localities; b += 1) {
        for (let c = b + 1; c < localities; c += 1) {
          const at = (a * localities + b) * localities + c
          if (this.#isNews(this.#tripleAt, at, a, b, c)) gain += this.reseat([a, b, c])
        }
        if (stop()) return gain
      }
    }
    return gain
  }

  /** Whether one of the localities changed since they were last looked at together. */
  #isNews(lookedAt: Int32Array, at: number, a: number, b: number, c: number): boolean {
    const seen = lookedAt[at]!
    const changed = this.#changedAt
    if (changed[a]! < seen && changed[b]! < seen && changed[c]! < seen) return false
    this.#clock += 1
    lookedAt[at] = this.#clock
    return true
  }

  /** Seats the cases at these localities, and those nowhere, anew; returns the gain. */
  reseat(at: readonly number[]): number {
    const { resources, rowOf, localities } = this.#o
    const rows: number[] = []
    for (const l of at) {
      for (let k = 0; k < resources; k += 1) {
        const row = rowOf[l * resources + k]!
        if (row >= 0) rows.push(row)
      }
    }
    const left = rows.map((row) => this.left[row]!)
    const price = rows.map((row) => this.#prices[row]!)
    let loss = 0
    rows.forEach((_, r) => (loss += left[r]! * price[r]!))
    // Everyone to the position that loses least; what that costs in room is in `left`.
    for (const l of [...at, localities]) {
      const list = this.#members[l]!
      for (let m = 0; m < this.#memberCount[l]!; m += 1)
        loss += this.#toBase(list[m]!, at, rows, left)
    }
    const largest = loss - NOISE
    if (loss <= 1e-10) return 0
    const changes = this.#collect(at, rows, largest)
    if (changes === 0) return 0
    const task = {
      rows: rows.length,
      left,
      price,
      changes,
      delta: this.#delta,
      cost: this.#cost,
      group: this.#group,
    }
    this.#table.solve(task, largest)
    if (this.#table.reached === Infinity) return 0
    return this.#carryOut(at)
  }

  /** Finds the best position of a case among `at` and nowhere; returns what it loses now. */
  #toBase(i: number, at: readonly number[], rows: readonly number[], left: number[]): number {
    const { localities, must } = this.#o
    const now = this.plan[i]!
    let best = -1
    let least = must[i] === 1 ? Infinity : this.#worth[i]!
    const current = now < 0 ? this.#worth[i]! : this.#regret[now]!
    for (const l of at) {
      const j = this.#optionAt[i * localities + l]!
      if (j >= 0 && this.#regret[j]! < least) {
        best = j
        least = this.#regret[j]!
      }
    }
    this.#base[i] = best
    if (best === now) return 0
    this.#moveIn(i, now, 1, rows, left)
    this.#moveIn(i, best, -1, rows, left)
    return current - least
  }

  #moveIn(i: number, j: number, sign: number, rows: readonly number[], left: number[]): void {
    if (j < 0) return
    const { needStart, needResource, needAmount, rowOf, resources, locality } = this.#o
    for (let q = needStart[i]!; q < needStart[i + 1]!; q += 1) {
      const row = rowOf[locality[j]! * resources + needResource[q]!]!
      if (row < 0) continue
      left[rows.indexOf(row)]! += sign * needAmount[q]!
    }
  }

  #collect(at: readonly number[], rows: readonly number[], below: number): number {
    const { localities, must } = this.#o
    const order = this.#order
    order.length = 0
    const caseOf: number[] = []
    const option: number[] = []
    const cost: number[] = []
    const first: number[] = []
    for (const l of [...at, localities]) {
      const list = this.#members[l]!
      for (let m = 0; m < this.#memberCount[l]!; m += 1) {
        const i = list[m]!
        const base = this.#base[i]!
        const least = base < 0 ? this.#worth[i]! : this.#regret[base]!
        const begin = cost.length
        if (base >= 0 && must[i] === 0 && this.#worth[i]! - least < below) {
          caseOf.push(i)
          option.push(-1)
          cost.push(this.#worth[i]! - least)
        }
        for (const other of at) {
          const j = this.#optionAt[i * localities + other]!
          if (j < 0 || j === base || this.#regret[j]! - least >= below) continue
          caseOf.push(i)
          option.push(j)
          cost.push(this.#regret[j]! - least)
        }
        if (cost.length === begin) continue
        let cheapest = Infinity
        for (let c = begin; c < cost.length; c += 1) cheapest = Math.min(cheapest, cost[c]!)
        for (let c = begin; c < cost.length; c += 1) {
          first.push(cheapest)
          order.push(c)
        }
      }
    }
    order.sort((a, b) => first[a]! - first[b]! || caseOf[a]! - caseOf[b]! || cost[a]! - cost[b]!)
    this.#fit(order.length, rows.length)
    const delta = this.#delta
    order.forEach((c, t) => {
      const i = caseOf[c]!
      this.#caseOf[t] = i
      this.#option[t] = option[c]!
      // Groups are tried in order of their cheapest change, which comes first.
      this.#cost[t] = cost[c]!
      this.#group[t] = i
      for (let r = 0; r < rows.length; r += 1) delta[t * rows.length + r] = 0
      const change = delta.subarray(t * rows.length, (t + 1) * rows.length) as unknown as number[]
      this.#moveIn(i, this.#base[i]!, 1, rows, change)
      this.#moveIn(i, option[c]!, -1, rows, change)
    })
    return order.length
  }

  #fit(changes: number, rows: number): void {
    if (this.#cost.length < changes) {
      const size = changes * 2
      this.#caseOf = new Int32Array(size)
      this.#option = new Int32Array(size)
      this.#cost = new Float64Array(size)
      this.#group = new Int32Array(size)
    }
    if (this.#delta.length < changes * rows) this.#delta = new Float64Array(changes * rows * 2)
  }

  #carryOut(at: readonly number[]): number {
    const { localities, score } = this.#o
    const target = new Map<number, number>()
    for (const l of [...at, localities]) {
      const list = this.#members[l]!
      for (let m = 0; m < this.#memberCount[l]!; m += 1) {
        const i = list[m]!
        if (this.#base[i] !== this.plan[i]) target.set(i, this.#base[i]!)
      }
    }
    for (const c of this.#table.chosen) target.set(this.#caseOf[c]!, this.#option[c]!)
    let gain = 0
    for (const [i, j] of target) {
      const now = this.plan[i]!
      gain += (j < 0 ? 0 : score[j]!) - (now < 0 ? 0 : score[now]!)
      this.move(i, j)
    }
    return gain
  }
}
