import type { Exchange } from './exchange.ts'
import { KnapsackBound } from './knapsack-bound.ts'
import { scoreStep } from './score-step.ts'
import type { Options } from './options.ts'
import { costOf, worthOf } from './options.ts'
import type { Closing, ProofState } from './proof-state.ts'
import {
  FREE,
  OUT,
  closeOptions,
  closeUnfit,
  copyOf,
  firstState,
  lossesOf,
  withChoice,
} from './proof-state.ts'

/** Multipliers are whole multiples of this share of the largest score: short to write down. */
const GRAIN = 2 ** -34
/** Evaluations without progress, at the root and below it. */
const STALL = 15
const STALL_BELOW = 8
/** Evaluations at the first root, and at any other node. */
const ROOT_STEPS = 400
const NODE_STEPS = 60
/** How far below the root's bound to aim, as shares of the way to the plan known by then. */
const AIMS = [0.35, 0.7, 1]
/** Less missing than this share is searched at once. */
const WORTH_AIMING = 1e-4
const AVERAGE = 0.1
/** Plans that are better by less than this share are not looked for. */
const NEGLIGIBLE = 4e-10
/** Plans at most this share below the best are worth more work, and still more. */
const NEAR = 5e-4
const NEARER = 1e-4
/** Of a step between plans, for rounding. */
const STEP_MARGIN = 1e-4

export interface SearchLimits {
  /** Bound - value, relative, at which to stop. */
  readonly gap: number
  readonly stop: () => boolean
  /** Plans differ by whole multiples of it, 0: by anything; without it, as the options say. */
  readonly step?: number
}

/** What closes options, and gives a bound on whatever is still open. */
export interface ProofStep {
  /** By case; whole multiples of the grain, as the prices. */
  readonly multipliers: Float64Array
  /** By capacity row. */
  readonly prices: Float64Array
}

/** A node of the proof: what follows from its multipliers, and what it is divided into. */
export interface ProofNode {
  /** In the order in which they close options; the last gives the bound. */
  readonly steps: ProofStep[]
  bound: number
  /** The case divided on, and a child for each choice it has left; see `OUT`. */
  divided?: { readonly oneCase: number; readonly children: { option: number; node: ProofNode }[] }
}

export interface SearchResult {
  /** No plan is worth more, rounding included. */
  readonly bound: number
  /** Options were closed that no plan worth more than this uses. */
  readonly against: number
  readonly grain: number
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

type Proof = Pick<SearchResult, 'root' | 'bound' | 'against'>

interface Open {
  readonly node: ProofNode
  readonly state: ProofState
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
  /** Plans differ by whole multiples of it; 0: by anything. */
  readonly #between: number
  #plan: Int32Array
  /** Plans up to this are not looked for either, although none is known. */
  #aim = -Infinity
  /** The largest bound of the nodes that were left as good enough. */
  #settled = -Infinity
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
    this.#grain = grainOf(options)
    this.#knapsacks = new KnapsackBound(options, prices, this.#grain)
    this.#value = exchange.state.value()
    this.#between = limits.step ?? scoreStep(options.score)
    this.#plan = exchange.plan.slice()
    this.#direction = new Float64Array(options.cases)
    this.#average = new Float64Array(options.score.length)
    this.#reduced = new Float64Array(options.score.length)
    this.#weight = new Float64Array(options.cases)
    for (let i = 0; i < options.cases; i += 1) {
      for (let q = options.needStart[i]!; q < options.needStart[i + 1]!; q += 1)
        this.#weight[i]! += options.needAmount[q]!
    }
  }

  run(): SearchResult {
    const first: Open = {
      node: { steps: [], bound: Infinity },
      state: firstState(this.#o),
      multipliers: worthOf(this.#o, this.#prices, new Float64Array(this.#o.cases)),
      depth: 0,
    }
    this.#nodes = 1
    const hopeless = !this.#raise(first, ROOT_STEPS)
    let best = this.#proven(first.node, hopeless ? [] : [first])
    // Aiming high, the search is short. It either finds a plan above its aim, and goes on to the
    // proof that none is better, or lowers the bound to its aim.
    for (const share of AIMS) {
      this.#aim = -Infinity
      if (this.#isDone(best.bound) || this.#limits.stop()) break
      const missing = first.node.bound - this.#value
      if (share < 1 && missing < WORTH_AIMING * Math.abs(this.#value)) continue
      if (share < 1) this.#aim = first.node.bound - share * missing
      const tree = this.#grow(rootAfter(first))
      if (tree.bound <= best.bound) best = tree
    }
    return {
      ...best,
      bound: this.#wholeSteps(best.bound),
      grain: this.#grain,
      value: this.#value,
      plan: this.#plan,
      nodes: this.#nodes,
      evaluations: this.#evaluations,
    }
  }

  /** The tree below a root, until nothing is left to look at or the time is up. */
  #grow(root: Open): Proof {
    this.#settled = -Infinity
    const stack = [root]
    for (let here = stack.pop(); here; here = stack.pop()) {
      this.#nodes += 1
      if (!this.#raise(here, NODE_STEPS)) continue
      if (this.#isDone(here.node.bound)) {
        this.#settled = Math.max(this.#settled, here.node.bound)
        continue
      }
      if (this.#limits.stop()) {
        stack.push(here)
        break
      }
      const pick = this.#pickCase(here)
      if (pick < 0) this.#take(here)
      else stack.push(...this.#divide(here, pick))
    }
    return this.#proven(root.node, stack)
  }

  #proven(root: ProofNode, open: readonly Open[]): Proof {
    const against = this.#against()
    const bound = Math.max(against, this.#settled, ...open.map((one) => one.node.bound))
    return { root, bound, against }
  }

  /** No plan that is not worth more than this is looked for; a little less for rounding. */
  #target(): number {
    const negligible = (NEGLIGIBLE / 2) * Math.abs(this.#value)
    const target = this.#value + Math.max(negligible, (1 - 2 * STEP_MARGIN) * this.#between)
    return Math.max(target, this.#aim)
  }

  /** Above the target by more than rounding. */
  #against(): number {
    const negligible = NEGLIGIBLE * Math.abs(this.#value)
    const target = this.#value + Math.max(negligible, (1 - STEP_MARGIN) * this.#between)
    return Math.max(target, this.#aim + negligible)
  }

  /** A bound lowered by what plans cannot be worth in between. */
  #wholeSteps(bound: number): number {
    if (this.#between === 0) return bound
    const steps = Math.floor((bound - this.#value) / this.#between + STEP_MARGIN / 2)
    return Math.min(bound, this.#value + steps * this.#between)
  }

  #isDone(bound: number): boolean {
    return bound <= Math.max(this.#target(), this.#value + this.#limits.gap * Math.abs(this.#value))
  }

  /** Betters the multipliers of a node, closing options on the way; false: nothing is left. */
  #raise(here: Open, most: number): boolean {
    const { node, state } = here
    const u = here.multipliers
    const best = u.slice()
    this.#knapsacks.restrict(state.open, state.fixed)
    // The prices that the last node left may be far from good ones here.
    if (this.#nodes > 1) this.#knapsacks.tune(u)
    let bound = Infinity
    let pace = here.depth === 0 ? 1 : 0.5
    let stalled = 0
    let closedAt = Infinity
    this.#direction.fill(0)
    this.#average.fill(0)
    for (let step = 0; step < most; step += 1) {
      this.#toGrain(u)
      const now = this.#bound(u, state)
      const gained = bound - now
      if (gained > 0) {
        if (gained > 1e-3 * (bound - this.#target())) stalled = 0
        else stalled += 1
        bound = now
        best.set(u)
        node.bound = Math.min(node.bound, now)
      } else stalled += 1
      this.#remember()
      if (this.#isDone(bound) || this.#limits.stop()) break
      if (here.depth === 0 ? step % 15 === 9 : step === 9 && this.#nodes % 2 === 0) {
        this.#propose(state, here.depth === 0)
        if (this.#isDone(bound)) break
      }
      if (gained > 0 && bound - this.#target() < 0.7 * (closedAt - this.#target())) {
        closedAt = bound
        const closing = this.#close(here, u, now)
        if (closing === 'hopeless') return false
        if (closing === 'some') this.#knapsacks.restrict(state.open, state.fixed)
      }
      // After closing, which goes by the prices of the evaluation.
      if (step % 15 === 14) this.#knapsacks.tune(u)
      if (stalled > (here.depth === 0 ? STALL : STALL_BELOW)) {
        pace *= 0.6
        stalled = 0
        u.set(best)
        if (pace < 0.05) break
        this.#bound(u, state)
      }
      this.#step(u, now, pace, state)
    }
    u.set(best)
    const last = this.#bound(u, state)
    node.bound = Math.min(node.bound, last)
    const closing = this.#close(here, u, last)
    if (closing === 'none') node.steps.push(this.#stepAt(u))
    return closing !== 'hopeless'
  }

  /** The bound at the multipliers, rounding included; those of cases without a choice become 0. */
  #bound(u: Float64Array, { fixed }: ProofState): number {
    this.#evaluations += 1
    for (let i = 0; i < u.length; i += 1) if (fixed[i] !== FREE) u[i] = 0
    return this.#knapsacks.evaluate(u) + this.#knapsacks.rounding
  }

  #toGrain(u: Float64Array): void {
    const grain = this.#grain
    for (let i = 0; i < u.length; i += 1) u[i] = Math.round(u[i]! / grain) * grain
  }

  #stepAt(u: Float64Array): ProofStep {
    const prices = this.#knapsacks.pricesOf(new Float64Array(this.#o.rows))
    return { multipliers: u.slice(), prices }
  }

  #remember(): void {
    const { taken } = this.#knapsacks
    const average = this.#average
    for (let j = 0; j < average.length; j += 1) average[j]! += AVERAGE * (taken[j]! - average[j]!)
  }

  /** Along the averaged conflicts: who is wanted twice gets dearer, who by nobody cheaper. */
  #step(u: Float64Array, bound: number, pace: number, { fixed }: ProofState): void {
    const { chosen } = this.#knapsacks
    const { must } = this.#o
    const d = this.#direction
    let norm = 0
    for (let i = 0; i < u.length; i += 1) {
      if (fixed[i] !== FREE) {
        d[i] = 0
        continue
      }
      d[i] = 0.6 * d[i]! + 1 - chosen[i]!
      if (u[i]! <= 0 && d[i]! > 0 && must[i] === 0) continue
      norm += d[i]! * d[i]!
    }
    const length = (pace * Math.max(bound - this.#target() + this.#past, 1e-12)) / Math.max(norm, 1)
    for (let i = 0; i < u.length; i += 1) {
      const next = u[i]! - length * d[i]!
      u[i] = must[i] === 0 && next < 0 ? 0 : next
    }
  }

  /** Makes a plan of the knapsacks' choices and betters it. */
  #propose({ open, fixed }: ProofState, deep: boolean): void {
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
    const { state } = this.#exchange
    this.#exchange.chain(this.#limits.stop)
    const near = (share: number): boolean =>
      state.value() > this.#value - share * Math.abs(this.#value)
    if (near(NEAR)) this.#exchange.sweep(2, this.#limits.stop)
    if (deep && near(NEARER)) this.#exchange.sweep(3, this.#limits.stop)
    this.#adopt()
  }

  #adopt(): void {
    const value = this.#exchange.state.value()
    if (value > this.#value && this.#exchange.state.isFeasible()) {
      this.#value = value
      this.#plan = this.#exchange.plan.slice()
    }
  }

  /** Closes what no better plan can use, and writes down what it follows from. */
  #close({ node, state }: Open, u: Float64Array, bound: number): Closing {
    const losses = lossesOf(this.#knapsacks, this.#reduced)
    // The bound counts its rounding once; the losses are of the same numbers.
    const spare = bound - this.#target() + this.#knapsacks.rounding
    const closing = closeOptions(this.#o, state, u, losses, spare)
    if (closing !== 'none') node.steps.push(this.#stepAt(u))
    return closing
  }

  /** Nobody is left to choose: this is a plan. */
  #take({ node, state, multipliers }: Open): void {
    this.#propose(state, false)
    this.#knapsacks.restrict(state.open, state.fixed)
    node.bound = Math.min(node.bound, this.#bound(multipliers, state))
    node.steps.push(this.#stepAt(multipliers))
    this.#settled = Math.max(this.#settled, node.bound)
  }

  #divide(here: Open, pick: number): Open[] {
    const { start } = this.#o
    const { state } = here
    const children: { option: number; node: ProofNode }[] = []
    const nodes: { open: Open; share: number }[] = []
    const branch = (option: number): void => {
      const next = withChoice(this.#o, state, pick, option)
      if (!closeUnfit(this.#o, next)) return
      const node: ProofNode = { steps: [], bound: here.node.bound }
      children.push({ option, node })
      nodes.push({
        open: {
          node,
          state: next,
          multipliers: here.multipliers.slice(),
          depth: here.depth + 1,
        },
        share: option === OUT ? -1 : this.#average[option]!,
      })
    }
    for (let j = start[pick]!; j < start[pick + 1]!; j += 1) if (state.open[j] === 1) branch(j)
    if (state.sits[pick] === 0) branch(OUT)
    here.node.divided = { oneCase: pick, children }
    // The likeliest last, so that it is taken from the stack first.
    return nodes.sort((a, b) => a.share - b.share).map((one) => one.open)
  }

  /** The case whose seat is most in doubt, -1: none has a choice. */
  #pickCase({ state: { open, fixed }, multipliers }: Open): number {
    const { cases, start } = this.#o
    let pick = -1
    let most = -1
    for (let i = 0; i < cases; i += 1) {
      if (fixed[i] !== FREE) continue
      let doubt = 0
      let sum = 0
      for (let j = start[i]!; j < start[i + 1]!; j += 1) {
        if (open[j] === 0) continue
        const share = this.#average[j]!
        sum += share
        doubt += share * (1 - share)
      }
      if (multipliers[i]! > 0) doubt += 0.5 * Math.abs(1 - sum)
      doubt *= this.#weight[i]!
      if (doubt > most) {
        most = doubt
        pick = i
      }
    }
    return pick
  }
}

/** A root to start from anew: what was closed because of a plan is closed for better plans too. */
function rootAfter({ node, state, multipliers }: Open): Open {
  return {
    node: { steps: node.steps.slice(), bound: node.bound },
    state: copyOf(state),
    multipliers: multipliers.slice(),
    depth: 0,
  }
}

/** A power of two of which multipliers and prices are whole multiples. */
function grainOf({ score }: Options): number {
  let largest = 0
  for (const one of score) largest = Math.max(largest, Math.abs(one))
  return 2 ** Math.ceil(Math.log2(Math.max(largest, 1e-280))) * GRAIN
}
