import type { Exchange } from './exchange.ts'
import { KnapsackBound } from './knapsack-bound.ts'
import type { Options } from './options.ts'
import { costOf, worthOf } from './options.ts'

/** Multipliers are whole multiples of this share of the largest score: short to write down. */
const GRAIN = 2 ** -34
const STALL = 15
const AVERAGE = 0.1

export interface SearchLimits {
  /** Bound - value, relative, at which to stop. */
  readonly gap: number
  readonly stop: () => boolean
}

/** A node of the proof: what follows from its multipliers, and what it is divided into. */
export interface ProofNode {
  /** Multipliers by case, in the order in which they close options; the last give the bound. */
  readonly steps: Float64Array[]
  bound: number
  /** The case divided on, and a child for each option still open and for staying out (-1). */
  divided?: { readonly oneCase: number; readonly children: { option: number; node: ProofNode }[] }
}

export interface SearchResult {
  readonly bound: number
  readonly value: number
  readonly plan: Int32Array
  readonly root: ProofNode
  readonly nodes: number
  readonly evaluations: number
}

/** Proves how good a plan can be, and betters the plan on the way. */
export function searchProof(
  options: Options,
  prices: Float64Array,
  exchange: Exchange,
  limits: SearchLimits,
): SearchResult {
  return new ProofSearch(options, prices, exchange, limits).run()
}

interface Open {
  readonly node: ProofNode
  readonly open: Uint8Array
  readonly fixed: Int32Array
  readonly multipliers: Float64Array
  readonly depth: number
}

class ProofSearch {
  readonly #o: Options
  readonly #prices: Float64Array
  readonly #exchange: Exchange
  readonly #limits: SearchLimits
  readonly #knapsacks: KnapsackBound
  readonly #grain: number
  #value: number
  #plan: Int32Array
  #evaluations = 0
  #nodes = 0
  /** Steps aim this far below the plan's value, so that a bound that can pass it does. */
  #past = 0
  readonly #weight: Float64Array
  readonly #direction: Float64Array
  readonly #average: Float64Array
  readonly #reduced: Float64Array

  constructor(options: Options, prices: Float64Array, exchange: Exchange, limits: SearchLimits) {
    this.#o = options
    this.#prices = prices
    this.#exchange = exchange
    this.#limits = limits
    this.#knapsacks = new KnapsackBound(options, prices)
    this.#value = exchange.state.value()
    this.#plan = exchange.plan.slice()
    this.#direction = new Float64Array(options.cases)
    this.#average = new Float64Array(options.score.length)
    this.#reduced = new Float64Array(options.score.length)
    this.#weight = new Float64Array(options.cases)
    for (let i = 0; i < options.cases; i += 1) {
      for (let q = options.needStart[i]!; q < options.needStart[i + 1]!; q += 1)
        this.#weight[i]! += options.needAmount[q]!
    }
    let largest = 0
    for (const score of options.score) largest = Math.max(largest, Math.abs(score))
    this.#grain = 2 ** Math.ceil(Math.log2(Math.max(largest, 1e-300))) * GRAIN
  }

  run(): SearchResult {
    const { cases, score } = this.#o
    const root: ProofNode = { steps: [], bound: Infinity }
    const multipliers = worthOf(this.#o, this.#prices, new Float64Array(cases))
    const stack: Open[] = [
      {
        node: root,
        open: new Uint8Array(score.length).fill(1),
        fixed: new Int32Array(cases).fill(-1),
        multipliers,
        depth: 0,
      },
    ]
    for (let here = stack.pop(); here; here = stack.pop()) {
      this.#nodes += 1
      this.#past = 3e-6 * Math.abs(this.#value)
      this.#raise(here, here.depth === 0 ? 400 : 60)
      if (this.#isDone(here.node.bound) || this.#limits.stop()) {
        if (this.#isDone(here.node.bound)) continue
        stack.push(here)
        break
      }
      stack.push(...this.#divide(here))
    }
    const bound = Math.max(this.#value, ...stack.map((one) => one.node.bound))
    return {
      bound,
      value: this.#value,
      plan: this.#plan,
      root,
      nodes: this.#nodes,
      evaluations: this.#evaluations,
    }
  }

  #isDone(bound: number): boolean {
    return bound <= this.#value + this.#limits.gap * Math.abs(this.#value)
  }

  /** Betters the multipliers of a node step by step, closing options on the way. */
  #raise(here: Open, most: number): void {
    const { cases } = this.#o
    const { node, open, fixed } = here
    const u = here.multipliers
    const best = u.slice()
    this.#knapsacks.restrict(open, fixed)
    let bound = Infinity
    let pace = here.depth === 0 ? 1 : 0.5
    let stalled = 0
    let closedAt = Infinity
    this.#direction.fill(0)
    this.#average.fill(0)
    for (let step = 0; step < most; step += 1) {
      this.#toGrain(u)
      const now = this.#bound(u, fixed)
      const gained = bound - now
      if (gained > 0) {
        if (gained > 1e-3 * (bound - this.#value)) stalled = 0
        else stalled += 1
        bound = now
        best.set(u)
        node.bound = Math.min(node.bound, now)
      } else stalled += 1
      this.#remember(fixed)
      if (this.#isDone(bound)) break
      if (step % 15 === 14) this.#knapsacks.tune(u)
      if (step % 10 === 9) {
        this.#propose(open, fixed, here.depth === 0)
        if (this.#isDone(bound) || this.#limits.stop()) break
      }
      if (gained > 0 && bound - this.#value < 0.7 * (closedAt - this.#value)) {
        closedAt = bound
        if (this.#close(here, u, now)) this.#knapsacks.restrict(open, fixed)
      }
      if (stalled > STALL) {
        pace *= 0.6
        stalled = 0
        u.set(best)
        if (pace < 0.05) break
        this.#toGrain(u)
        this.#bound(u, fixed)
      }
      this.#step(u, now, pace, fixed)
    }
    u.set(best)
    const last = this.#bound(u, fixed)
    if (this.#close(here, u, last)) this.#knapsacks.restrict(open, fixed)
    else node.steps.push(u.slice())
    for (let i = 0; i < cases; i += 1) if (fixed[i]! >= 0) u[i] = 0
  }

  #bound(u: Float64Array, fixed: Int32Array): number {
    this.#evaluations += 1
    for (let i = 0; i < u.length; i += 1) if (fixed[i]! >= 0) u[i] = 0
    return this.#knapsacks.evaluate(u)
  }

  #toGrain(u: Float64Array): void {
    const grain = this.#grain
    for (let i = 0; i < u.length; i += 1) u[i] = Math.round(u[i]! / grain) * grain
  }

  #remember(fixed: Int32Array): void {
    const { taken } = this.#knapsacks
    const average = this.#average
    for (let j = 0; j < average.length; j += 1) average[j]! += AVERAGE * (taken[j]! - average[j]!)
    void fixed
  }

  /** Along the averaged conflicts: who is wanted twice gets dearer, who by nobody cheaper. */
  #step(u: Float64Array, bound: number, pace: number, fixed: Int32Array): void {
    const { chosen } = this.#knapsacks
    const { must } = this.#o
    const d = this.#direction
    let norm = 0
    for (let i = 0; i < u.length; i += 1) {
      if (fixed[i]! >= 0) {
        d[i] = 0
        continue
      }
      d[i] = 0.6 * d[i]! + 1 - chosen[i]!
      if (u[i]! <= 0 && d[i]! > 0 && must[i] === 0) continue
      norm += d[i]! * d[i]!
    }
    const length = (pace * Math.max(bound - this.#value + this.#past, 1e-12)) / Math.max(norm, 1)
    for (let i = 0; i < u.length; i += 1) {
      const next = u[i]! - length * d[i]!
      u[i] = must[i] === 0 && next < 0 ? 0 : next
    }
  }

  /** Makes a plan of the knapsacks' choices and betters it. */
  #propose(open: Uint8Array, fixed: Int32Array, deep: boolean): void {
    const { cases, start, locality, score } = this.#o
    const plan = new Int32Array(cases).fill(-1)
    for (let i = 0; i < cases; i += 1) {
      if (fixed[i]! >= 0) {
        plan[i] = fixed[i]!
        continue
      }
      let most = -Infinity
      for (let j = start[i]!; j < start[i + 1]!; j += 1) {
        if (this.#knapsacks.taken[j] === 0 || open[j] === 0) continue
        const value = score[j]! - costOf(this.#o, i, locality[j]!, this.#prices)
        if (value > most) {
          most = value
          plan[i] = j
        }
      }
    }
    this.#exchange.state.load(plan)
    if (!this.#exchange.state.fitsAll()) return
    this.#exchange.state.fill()
    this.#exchange.sweep(deep ? 3 : 2, this.#limits.stop)
    const value = this.#exchange.state.value()
    if (value > this.#value && this.#exchange.state.isFeasible()) {
      this.#value = value
      this.#plan = this.#exchange.plan.slice()
    }
  }

  /** Closes what no better plan can use; true when something was closed. */
  #close(here: Open, u: Float64Array, bound: number): boolean {
    const { cases, start, locality, must } = this.#o
    const { open, fixed } = here
    const { short } = this.#knapsacks
    const reduced = this.#reduced
    this.#knapsacks.reducedOf(reduced)
    const spare = bound - this.#value
    let closed = false
    for (let i = 0; i < cases; i += 1) {
      if (fixed[i]! >= 0) continue
      let held = -1
      let left = 0
      let only = -1
      for (let j = start[i]!; j < start[i + 1]!; j += 1) {
        if (open[j] === 0) continue
        const loss = reduced[j]!
        const room = spare + short[locality[j]!]!
        // Choosing it costs its loss; leaving it out costs its gain.
        if (-loss > room) {
          open[j] = 0
          closed = true
          continue
        }
        left += 1
        only = j
        if (loss > room) held = j
      }
      // Who stays out gives back all of the multiplier.
      if (left === 1 && (u[i]! > spare || must[i] === 1)) held = only
      if (held >= 0) {
        fixed[i] = held
        for (let j = start[i]!; j < start[i + 1]!; j += 1) open[j] = 0
        closed = true
      }
    }
    if (closed) here.node.steps.push(u.slice())
    return closed
  }

  #divide(here: Open): Open[] {
    const { cases, start, must } = this.#o
    const { open, fixed } = here
    let pick = -1
    let most = -1
    for (let i = 0; i < cases; i += 1) {
      if (fixed[i]! >= 0) continue
      let doubt = 0
      let sum = 0
      let left = 0
      for (let j = start[i]!; j < start[i + 1]!; j += 1) {
        if (open[j] === 0) continue
        left += 1
        const share = this.#average[j]!
        sum += share
        doubt += share * (1 - share)
      }
      if (left === 0) continue
      if (here.multipliers[i]! > 0) doubt += 0.5 * Math.abs(1 - sum)
      doubt *= this.#weight[i]!
      if (doubt > most) {
        most = doubt
        pick = i
      }
    }
    const children: { option: number; node: ProofNode }[] = []
    const nodes: { open: Open; share: number }[] = []
    const branch = (option: number): void => {
      const node: ProofNode = { steps: [], bound: here.node.bound }
      children.push({ option, node })
      const openThere = open.slice()
      for (let j = start[pick]!; j < start[pick + 1]!; j += 1) openThere[j] = 0
      const fixedThere = fixed.slice()
      fixedThere[pick] = option
      const one = {
        node,
        open: openThere,
        fixed: fixedThere,
        multipliers: here.multipliers.slice(),
      }
      if (option >= 0 && !this.#fits(one.open, fixedThere)) {
        node.bound = -Infinity
        return
      }
      nodes.push({
        open: { ...one, depth: here.depth + 1 },
        share: option < 0 ? -1 : this.#average[option]!,
      })
    }
    for (let j = start[pick]!; j < start[pick + 1]!; j += 1) if (open[j] === 1) branch(j)
    if (must[pick] === 0) branch(-1)
    here.node.divided = { oneCase: pick, children }
    // The likeliest last, so that it is taken from the stack first.
    return nodes.sort((a, b) => a.share - b.share).map((one) => one.open)
  }

  /** Whether the fixed cases fit; closes options that no longer do. */
  #fits(open: Uint8Array, fixed: Int32Array): boolean {
    const {
      cases,
      locality,
      resources,
      rowOf,
      needStart,
      needResource,
      needAmount,
      capacity,
      start,
    } = this.#o
    const left = capacity.slice()
    const rowsOf = (i: number, j: number, use: (row: number, amount: number) => void): void => {
      for (let q = needStart[i]!; q < needStart[i + 1]!; q += 1) {
        const row = rowOf[locality[j]! * resources + needResource[q]!]!
        if (row >= 0) use(row, needAmount[q]!)
      }
    }
    for (let i = 0; i < cases; i += 1) {
      if (fixed[i]! >= 0) rowsOf(i, fixed[i]!, (row, amount) => (left[row]! -= amount))
    }
    for (const amount of left) if (amount < 0) return false
    for (let i = 0; i < cases; i += 1) {
      for (let j = start[i]!; j < start[i + 1]!; j += 1) {
        if (open[j] === 0) continue
        rowsOf(i, j, (row, amount) => {
          if (left[row]! < amount) open[j] = 0
        })
      }
    }
    return true
  }
}
