import { kindsOf } from './need-kinds.ts'
import type { Options } from './options.ts'
import type { PlanState } from './plan-state.ts'

/** Links of a chain at most. */
const DEPTH = 9
/**
 * Single chains hold more often than they are promised, forked ones only help when none is left;
 * longer ones find what shorter ones end before.
 */
const PHASES = [
  { depth: 6, forks: false },
  { depth: 6, forks: true },
  { depth: 9, forks: false },
  { depth: 4, forks: true },
] as const
/** Options per case that chains use, on average: those with the least regret. */
const OPTIONS = 10
const NOISE = 1e-10
/** A chain is kept when others before it left at least this part of what it promised. */
const KEPT = 0.5

/**
 * Chains of moves: a case enters a locality, one that leaves for it enters the next, until someone
 * fits or stays out. For each locality and kind of need the cheapest continuation is worked out for
 * all at once, by depth (Bellman's equation), so that long chains cost no more than short ones.
 * Losses are regrets against the prices and room left at its price, so that every chain whose
 * losses sum to less than nothing betters the plan by that much.
 */
export class Chains {
  readonly #o: Options
  readonly #prices: Float64Array
  readonly #state: PlanState
  readonly #regret: Float64Array
  readonly #worth: Float64Array
  readonly #kindOf: Int32Array
  readonly #kinds: number
  /** kinds x resources */
  readonly #need: Float64Array
  /** kinds x localities: the price of a kind's needs. */
  readonly #cost: Float64Array
  readonly #edge: number
  /** Whether two may leave for one who enters. */
  #pairsToo = false
  #depth: number = DEPTH
  /** By depth, locality and kind: the least loss of making room, and who leaves for where. */
  readonly #enter: Float64Array[]
  readonly #leaver: Int32Array[]
  readonly #second: Int32Array[]
  /** For each kind and locality the two members who would leave at the least loss. */
  readonly #leave: Float64Array
  readonly #leaveCase: Int32Array
  readonly #leaveNext: Float64Array
  readonly #leaveNextCase: Int32Array
  readonly #leaveTo: Int32Array[]

  constructor(
    options: Options,
    prices: Float64Array,
    state: PlanState,
    regret: Float64Array,
    worth: Float64Array,
  ) {
    this.#o = options
    this.#prices = prices
    this.#state = state
    this.#regret = regret
    this.#worth = worth
    const { cases, resources } = options
    const kinds = kindsOf({ cases, resources, needs: needsOf(options) })
    this.#kindOf = kinds.kindOf
    this.#need = kinds.needs
    this.#kinds = kinds.count
    const size = options.localities * kinds.count
    this.#cost = this.#costs()
    this.#edge = edgeOf(options, regret)
    this.#enter = Array.from({ length: DEPTH }, () => new Float64Array(size))
    this.#leaver = Array.from({ length: DEPTH }, () => new Int32Array(size))
    this.#second = Array.from({ length: DEPTH }, () => new Int32Array(size))
    this.#leaveTo = Array.from({ length: DEPTH }, () => new Int32Array(options.cases))
    this.#leave = new Float64Array(size)
    this.#leaveCase = new Int32Array(size)
    this.#leaveNext = new Float64Array(size)
    this.#leaveNextCase = new Int32Array(size)
  }

  /** Carries out chains until none betters the plan or `stop`; returns the gain. */
  improve(stop: (gain: number) => boolean): number {
    let gain = 0
    for (const { depth, forks } of PHASES) {
      this.#depth = depth
      this.#pairsToo = forks
      for (let won = Infinity; won > NOISE;) {
        this.#plan()
        won = this.#carryOut()
        gain += won
        if (stop(gain)) return gain
      }
    }
    return gain
  }

  #costs(): Float64Array {
    const { localities, resources, rowOf } = this.#o
    const cost = new Float64Array(this.#kinds * localities)
    for (let kind = 0; kind < this.#kinds; kind += 1) {
      for (let l = 0; l < localities; l += 1) {
        let sum = 0
        for (let k = 0; k < resources; k += 1) {
          const row = rowOf[l * resources + k]!
          if (row >= 0) sum += this.#need[kind * resources + k]! * this.#prices[row]!
        }
        cost[kind * localities + l] = sum
      }
    }
    return cost
  }

  /** Fills the tables, depth by depth: at depth 0 whoever fits enters, nobody else. */
  #plan(): void {
    for (let depth = 0; depth < this.#depth; depth += 1) {
      if (depth > 0) this.#leaving(depth)
      this.#entering(depth)
    }
  }

  /** For each locality and kind the member that leaves at the least loss. */
  #leaving(depth: number): void {
    const { cases, start, locality, localities, must } = this.#o
    const { plan } = this.#state
    const before = this.#enter[depth - 1]!
    const to = this.#leaveTo[depth]!
    this.#leave.fill(Infinity)
    this.#leaveNext.fill(Infinity)
    for (let i = 0; i < cases; i += 1) {
      const now = plan[i]!
      if (now < 0) continue
      const kind = this.#kindOf[i]!
      let least = must[i] === 1 ? Infinity : this.#worth[i]!
      let best = -1
      for (let j = start[i]!; j < start[i + 1]!; j += 1) {
        const regret = this.#regret[j]!
        if (j === now || regret > this.#edge) continue
        const loss = regret + before[kind * localities + locality[j]!]!
        if (loss < least) {
          least = loss
          best = j
        }
      }
      to[i] = best
      const at = kind * localities + locality[now]!
      const loss = least - this.#regret[now]!
      if (loss < this.#leave[at]!) {
        this.#leaveNext[at] = this.#leave[at]!
        this.#leaveNextCase[at] = this.#leaveCase[at]!
        this.#leave[at] = loss
        this.#leaveCase[at] = i
      } else if (loss < this.#leaveNext[at]!) {
        this.#leaveNext[at] = loss
        this.#leaveNextCase[at] = i
      }
    }
  }

  /** For each locality and kind the least loss of letting one in: for nothing, for one, for two. */
  #entering(depth: number): void {
    const { localities, resources, rowOf } = this.#o
    const { left } = this.#state
    const [enter, leaver, second] = [
      this.#enter[depth]!,
      this.#leaver[depth]!,
      this.#second[depth]!,
    ]
    const kinds = this.#kinds
    const room = new Float64Array(resources)
    const leaving: Leaving[] = []
    for (let l = 0; l < localities; l += 1) {
      for (let k = 0; k < resources; k += 1) {
        const row = rowOf[l * resources + k]!
        room[k] = row < 0 ? Infinity : left[row]!
      }
      leaving.length = 0
      if (depth > 0) this.#listLeaving(l, leaving)
      for (let kind = 0; kind < kinds; kind += 1) {
        const at = kind * localities + l
        leaver[at] = -1
        second[at] = -1
        if (this.#fits(kind, -1, -1, room)) enter[at] = -this.#cost[at]!
        else enter[at] = this.#makeRoom(kind, leaving, room, depth, at) - this.#cost[at]!
      }
    }
  }

  /** Who would leave a locality, the least loss first; of each kind two. */
  #listLeaving(l: number, leaving: Leaving[]): void {
    const { localities } = this.#o
    for (let kind = 0; kind < this.#kinds; kind += 1) {
      const at = kind * localities + l
      const cost = this.#cost[at]!
      if (this.#leave[at]! < Infinity) {
        leaving.push({ kind, loss: this.#leave[at]! + cost, who: this.#leaveCase[at]! })
      }
      if (this.#leaveNext[at]! < Infinity) {
        leaving.push({ kind, loss: this.#leaveNext[at]! + cost, who: this.#leaveNextCase[at]! })
      }
    }
    leaving.sort((a, b) => a.loss - b.loss || a.who - b.who)
  }

  #makeRoom(
    kind: number,
    leaving: readonly Leaving[],
    room: Float64Array,
    depth: number,
    at: number,
  ): number {
    let least = Infinity
    const smallest = leaving.length === 0 ? 0 : leaving[0]!.loss
    for (let a = 0; a < leaving.length; a += 1) {
      const one = leaving[a]!
      if (one.loss + Math.min(0, smallest) >= least) break
      if (one.loss < least && this.#fits(kind, one.kind, -1, room)) {
        least = one.loss
        this.#leaver[depth]![at] = one.who
        this.#second[depth]![at] = -1
      }
      for (let b = 0; this.#pairsToo && b < a; b += 1) {
        const other = leaving[b]!
        const loss = one.loss + other.loss
        if (loss >= least) break
        if (!this.#fits(kind, one.kind, other.kind, room)) continue
        least = loss
        this.#leaver[depth]![at] = one.who
        this.#second[depth]![at] = other.who
      }
    }
    return least
  }

  #fits(kind: number, a: number, b: number, room: Float64Array): boolean {
    const { resources } = this.#o
    const need = this.#need
    for (let k = 0; k < resources; k += 1) {
      let free = room[k]!
      if (a >= 0) free += need[a * resources + k]!
      if (b >= 0) free += need[b * resources + k]!
      if (need[kind * resources + k]! > free) return false
    }
    return true
  }

  /** Carries out chains, the best first, each as far as those before it left it true. */
  #carryOut(): number {
    const { cases, start, locality, localities } = this.#o
    const { plan } = this.#state
    const last = this.#enter[this.#depth - 1]!
    const found: { i: number; j: number; loss: number }[] = []
    for (let i = 0; i < cases; i += 1) {
      const now = plan[i]!
      const kind = this.#kindOf[i]!
      const loses =
        now < 0
          ? this.#worth[i]!
          : this.#regret[now]! - this.#cost[kind * localities + locality[now]!]!
      let best = -NOISE
      let to = -1
      for (let j = start[i]!; j < start[i + 1]!; j += 1) {
        if (j === now || (now >= 0 && this.#regret[j]! > this.#edge)) continue
        const loss = this.#regret[j]! - loses + last[kind * localities + locality[j]!]!
        if (loss < best) {
          best = loss
          to = j
        }
      }
      if (to >= 0) found.push({ i, j: to, loss: best })
    }
    found.sort((a, b) => a.loss - b.loss || a.i - b.i)
    let gain = 0
    for (const { i, j, loss } of found) gain += this.#run(i, j, -loss)
    return gain
  }

  /** Moves along one chain; takes it back when it does not hold after all. */
  #run(first: number, option: number, promised: number): number {
    const { locality, score } = this.#o
    const { plan } = this.#state
    const done: Step[] = []
    const holds = this.#enterHere(first, option, this.#depth - 1, done)
    let gain = 0
    const places: number[] = []
    for (const { i, from } of done) {
      const to = plan[i]!
      gain += (to < 0 ? 0 : score[to]!) - (from < 0 ? 0 : score[from]!)
      if (from >= 0) places.push(locality[from]!)
      if (to >= 0) places.push(locality[to]!)
    }
    if (!holds || gain < promised * KEPT || places.some((l) => !this.#state.fitsAt(l))) {
      for (const { i, from } of done.toReversed()) this.#state.move(i, from)
      return 0
    }
    return gain
  }

  /** Lets a case in, and moves those on who leave for it. */
  #enterHere(i: number, j: number, depth: number, done: Step[]): boolean {
    const { locality, localities } = this.#o
    const { plan } = this.#state
    const l = locality[j]!
    if (done.some((step) => step.i === i)) return false
    done.push({ i, from: plan[i]! })
    this.#state.move(i, j)
    const at = this.#kindOf[i]! * localities + l
    for (const leaver of [this.#leaver[depth]![at]!, this.#second[depth]![at]!]) {
      if (leaver < 0) continue
      const next = this.#leaveTo[depth]![leaver]!
      if (next >= 0) {
        if (!this.#enterHere(leaver, next, depth - 1, done)) return false
      } else {
        if (done.some((step) => step.i === leaver)) return false
        done.push({ i: leaver, from: plan[leaver]! })
        this.#state.move(leaver, -1)
      }
    }
    return true
  }
}

interface Leaving {
  readonly kind: number
  /** What leaving loses, and what the room is worth. */
  readonly loss: number
  readonly who: number
}

interface Step {
  readonly i: number
  readonly from: number
}

/** Needs of all cases: cases x resources. */
function needsOf(options: Options): Float64Array {
  const { cases, resources, needStart, needResource, needAmount } = options
  const needs = new Float64Array(cases * resources)
  for (let i = 0; i < cases; i += 1) {
    for (let q = needStart[i]!; q < needStart[i + 1]!; q += 1) {
      needs[i * resources + needResource[q]!] = needAmount[q]!
    }
  }
  return needs
}

/** A regret that leaves each case some options on average. */
function edgeOf(options: Options, regret: Float64Array): number {
  const wanted = options.cases * OPTIONS
  if (wanted >= regret.length) return Infinity
  const every = Math.max(1, Math.floor(regret.length / 20_000))
  const some: number[] = []
  for (let j = 0; j < regret.length; j += every) some.push(regret[j]!)
  some.sort((a, b) => a - b)
  return some[Math.floor((some.length * wanted) / regret.length)]!
}
