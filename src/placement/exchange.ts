import { Chains } from './chains.ts'
import { LossTable } from './loss-table.ts'
import type { Options } from './options.ts'
import { costOf, worthOf } from './options.ts'
import { PlanState } from './plan-state.ts'

/** Gains below this are rounding. */
const NOISE = 1e-11
const MOST_LOCALITIES = 3
/** Up to this many localities every triple is tried; beyond it only those with close ties. */
const EVERY_TRIPLE = 24
const PARTNERS = 7
/** Up to this many localities every pair is tried. */
const EVERY_PAIR = 160
const PAIR_PARTNERS = 24
/** Changes that one exchange looks at, the cheapest. */
const MOST_CHANGES = 64
const MOST_STATES = 2000

/**
 * A plan that can be improved: two or three localities at a time, the cases that sit there
 * or nowhere are seated anew in the best way, by the table of least losses. Nothing else moves, so
 * that a feasible plan stays feasible.
 */
export class Exchange {
  readonly #o: Options
  readonly #table: LossTable
  readonly #prices: Float64Array
  readonly state: PlanState
  readonly #regret: Float64Array
  readonly #worth: Float64Array
  readonly #caseOf: Int32Array
  /** Options of each locality, least regret first. */
  readonly #nearStart: Int32Array
  readonly #near: Int32Array
  readonly #pairAt: Int32Array
  #chains: Chains | undefined
  #triples: Int32Array | undefined
  #tripleAt: Int32Array | undefined
  readonly #seen: Int32Array
  #clock = 1
  /** Costlier changes are not looked at; fits itself to what the table takes. */
  #limit = 1e9
  // One exchange: who takes part, and the changes.
  readonly #rows: number[] = []
  readonly #left: Float64Array
  readonly #price: Float64Array
  readonly #who: Int32Array
  readonly #option: Int32Array
  readonly #cost: Float64Array
  readonly #first: Float64Array
  readonly #group: Int32Array
  readonly #delta: Float64Array
  readonly #sorted: {
    option: Int32Array
    cost: Float64Array
    group: Int32Array
  }
  readonly #order: number[] = []

  constructor(options: Options, prices: Float64Array) {
    const { cases, localities, resources, score } = options
    this.#o = options
    this.#prices = prices
    const rows = resources * MOST_LOCALITIES
    this.#table = new LossTable(rows, MOST_STATES)
    this.#worth = worthOf(options, prices, new Float64Array(cases))
    this.#regret = new Float64Array(score.length)
    this.#caseOf = new Int32Array(score.length)
    for (let i = 0; i < cases; i += 1) {
      for (let j = options.start[i]!; j < options.start[i + 1]!; j += 1) {
        this.#caseOf[j] = i
        const cost = costOf(options, i, options.locality[j]!, prices)
        this.#regret[j] = Math.max(0, this.#worth[i]! - (score[j]! - cost))
      }
    }
    this.state = new PlanState(options, prices, this.#regret, this.#worth)
    ;[this.#nearStart, this.#near] = nearLists(options, this.#regret)
    this.#pairAt = new Int32Array(localities * localities)
    this.#seen = new Int32Array(cases)
    this.#left = new Float64Array(rows)
    this.#price = new Float64Array(rows)
    this.#who = new Int32Array(cases)
    const most = MOST_CHANGES * (MOST_LOCALITIES + 1)
    this.#option = new Int32Array(most)
    this.#cost = new Float64Array(most)
    this.#first = new Float64Array(most)
    this.#group = new Int32Array(most)
    this.#delta = new Float64Array(most * rows)
    this.#sorted = {
      option: new Int32Array(most),
      cost: new Float64Array(most),
      group: new Int32Array(most),
    }
  }

  get plan(): Int32Array {
    return this.state.plan
  }

  /**
   * Reseats pairs of localities until no pair improves, then, with `size` 3, triples too; returns
   * the gain. `stop` is told the gain so far.
   */
  sweep(size: 2 | 3, stop: (gain: number) => boolean): number {
    let gain = this.#settle(stop)
    if (size === 2) return gain
    const more = (won: number): boolean => stop(gain + won)
    for (let won = this.#threes(more); won > 0 && !stop(gain + won); won = this.#threes(more)) {
      gain += won
      gain += this.#settle(more)
    }
    return gain
  }

  /** Chains and pairs in turn until neither betters the plan. */
  #settle(stop: (gain: number) => boolean): number {
    let gain = this.chain(stop)
    const more = (won: number): boolean => stop(gain + won)
    for (let won = this.#pairs(more); won > 0 && !more(won); won = this.#pairs(more)) {
      gain += won
      const chained = this.chain(more)
      gain += chained
      if (chained === 0) break
    }
    return gain
  }

  /** Chains of single moves, see `Chains`; returns the gain. */
  chain(stop: (gain: number) => boolean): number {
    // Who leaves with nobody following could leave a minimum unmet.
    if (this.#o.capacity.some((amount) => amount < 0)) return 0
    this.#chains ??= new Chains(this.#o, this.#prices, this.state, this.#regret, this.#worth)
    this.state.clock += 1
    return this.#chains.improve(stop)
  }

  #pairs(stop: (gain: number) => boolean): number {
    const { localities } = this.#o
    const partners = localities <= EVERY_PAIR ? undefined : this.#partners(PAIR_PARTNERS)
    let gain = 0
    for (let won = -1; won !== 0;) {
      won = 0
      for (let a = 0; a < localities; a += 1) {
        const others = partners?.[a]
        for (let n = others ? 0 : a + 1; n < (others?.length ?? localities); n += 1) {
          const b = others ? others[n]! : n
          if (b <= a) continue
          if (this.#isNews(this.#pairAt, a * localities + b, a, b, b)) won += this.reseat([a, b])
        }
        if (stop(gain + won)) return gain + won
      }
      gain += won
    }
    return gain
  }

  #threes(stop: (gain: number) => boolean): number {
    this.#triples ??= this.#triplesToTry()
    this.#tripleAt ??= new Int32Array(this.#triples.length / 3)
    const list = this.#triples
    let gain = 0
    for (let t = 0; t < list.length; t += 3) {
      const [a, b, c] = [list[t]!, list[t + 1]!, list[t + 2]!]
      if (this.#isNews(this.#tripleAt, t / 3, a, b, c)) gain += this.reseat([a, b, c])
      if (t % 300 === 0 && stop(gain)) return gain
    }
    return gain
  }

  /** All triples, or with many localities each with those it shares most undecided cases with. */
  #triplesToTry(): Int32Array {
    const { localities } = this.#o
    const list: number[] = []
    const partners = localities <= EVERY_TRIPLE ? undefined : this.#partners(PARTNERS)
    for (let a = 0; a < localities; a += 1) {
      const near = partners?.[a] ?? Array.from({ length: localities }, (_, l) => l)
      for (const b of near) {
        for (const c of near) {
          if (b < c && (partners ? a !== b && a !== c : a < b)) list.push(a, b, c)
        }
      }
    }
    return Int32Array.from(list)
  }

  #partners(most: number): number[][] {
    const { localities, cases, start, locality } = this.#o
    const ties = new Float64Array(localities * localities)
    const edge = this.state.totalLoss() / localities
    for (let i = 0; i < cases; i += 1) {
      for (let j = start[i]!; j < start[i + 1]!; j += 1) {
        if (this.#regret[j]! > edge) continue
        for (let k = start[i]!; k < start[i + 1]!; k += 1) {
          if (k === j || this.#regret[k]! > edge) continue
          ties[locality[j]! * localities + locality[k]!]! += 1
        }
      }
    }
    return Array.from({ length: localities }, (_, a) =>
      Array.from({ length: localities }, (_, b) => b)
        .filter((b) => b !== a && ties[a * localities + b]! > 0)
        .sort((b, c) => ties[a * localities + c]! - ties[a * localities + b]! || b - c)
        .slice(0, most)
        .sort((b, c) => b - c),
    )
  }

  /** Whether one of the localities changed since they were last looked at together. */
  #isNews(lookedAt: Int32Array, at: number, a: number, b: number, c: number): boolean {
    const seen = lookedAt[at]!
    const changed = this.state.changedAt
    if (changed[a]! < seen && changed[b]! < seen && changed[c]! < seen) return false
    this.state.clock += 1
    lookedAt[at] = this.state.clock
    return true
  }

  /** Seats the cases at these localities, and those nowhere, anew; returns the gain. */
  reseat(at: readonly number[]): number {
    const rows = this.#rowsOf(at)
    let window = NOISE
    for (const l of at) window += this.state.lossAt[l]!
    if (window < 1e-9) return 0
    const people = this.#takePart(at, window)
    let room = 0
    for (let r = 0; r < rows; r += 1) room += this.#left[r]! * this.#price[r]!
    const below = room - NOISE
    const changes = this.#changes(at, people, below, rows)
    if (changes === 0) return 0
    this.#table.solve(
      {
        rows,
        left: this.#left,
        price: this.#price,
        changes,
        delta: this.#delta,
        cost: this.#sorted.cost,
        group: this.#sorted.group,
      },
      below,
    )
    if (this.#table.reached === Infinity) return 0
    return this.#carryOut()
  }

  #rowsOf(at: readonly number[]): number {
    const { resources, rowOf } = this.#o
    const rows = this.#rows
    rows.length = 0
    for (const l of at) {
      for (let k = 0; k < resources; k += 1) {
        const row = rowOf[l * resources + k]!
        if (row < 0) continue
        this.#left[rows.length] = this.state.left[row]!
        this.#price[rows.length] = this.#prices[row]!
        rows.push(row)
      }
    }
    return rows.length
  }

  /** Lists who sits at one of these localities or nowhere and is near the edge of one of them. */
  #takePart(at: readonly number[], window: number): number {
    const { locality } = this.#o
    const { plan } = this.state
    this.#clock += 1
    let people = 0
    for (const l of at) {
      const end = this.#nearStart[l + 1]!
      for (let n = this.#nearStart[l]!; n < end; n += 1) {
        const j = this.#near[n]!
        if (this.#regret[j]! >= window) break
        const i = this.#caseOf[j]!
        if (this.#seen[i] === this.#clock) continue
        const now = plan[i]!
        if (now >= 0 && !at.includes(locality[now]!)) continue
        this.#seen[i] = this.#clock
        this.#who[people] = i
        people += 1
      }
    }
    return people
  }

  /** The option of a case at a locality, -1 where there is none. */
  #optionAt(i: number, l: number): number {
    const { start, locality } = this.#o
    let from = start[i]!
    let to = start[i + 1]!
    while (from < to) {
      const middle = (from + to) >> 1
      if (locality[middle]! < l) from = middle + 1
      else to = middle
    }
    return from < start[i + 1]! && locality[from] === l ? from : -1
  }

  #shift(i: number, j: number, sign: number, into: Float64Array, from: number): void {
    if (j < 0) return
    const { needStart, needResource, needAmount, rowOf, resources, locality } = this.#o
    for (let q = needStart[i]!; q < needStart[i + 1]!; q += 1) {
      const row = rowOf[locality[j]! * resources + needResource[q]!]!
      if (row >= 0) into[from + this.#rows.indexOf(row)]! += sign * needAmount[q]!
    }
  }

  /** The changes that could pay, in groups by case: gains first, then the least losses. */
  #changes(at: readonly number[], people: number, below: number, rows: number): number {
    const { must } = this.#o
    const { plan } = this.state
    const order = this.#order
    order.length = 0
    let count = 0
    let gains = 0
    for (let p = 0; p < people && count + at.length < this.#cost.length; p += 1) {
      const i = this.#who[p]!
      const now = plan[i]!
      const loses = now < 0 ? this.#worth[i]! : this.#regret[now]!
      const begin = count
      if (now >= 0 && must[i] === 0) count = this.#offer(count, p, -1, this.#worth[i]! - loses)
      for (const l of at) {
        const j = this.#optionAt(i, l)
        if (j >= 0 && j !== now) count = this.#offer(count, p, j, this.#regret[j]! - loses)
      }
      let first = Infinity
      for (let c = begin; c < count; c += 1) first = Math.min(first, this.#cost[c]!)
      if (first < 0) gains += first
      for (let c = begin; c < count; c += 1) this.#first[c] = first
    }
    const [first, group, cost] = [this.#first, this.#group, this.#cost]
    // Of very many only the cheapest: about as many as the table takes.
    const limit = Math.min(below - gains, this.#limit)
    for (let c = 0; c < count; c += 1) if (cost[c]! < limit) order.push(c)
    if (order.length > 2 * MOST_CHANGES) this.#limit = limit * 0.8
    else if (order.length < MOST_CHANGES) this.#limit *= 1.1
    order.sort((a, b) => first[a]! - first[b]! || group[a]! - group[b]! || cost[a]! - cost[b]!)
    const sorted = this.#sorted
    const most = Math.min(order.length, MOST_CHANGES)
    this.#delta.fill(0, 0, most * rows)
    for (let t = 0; t < most; t += 1) {
      const c = order[t]!
      const p = group[c]!
      sorted.option[t] = this.#option[c]!
      sorted.cost[t] = cost[c]!
      sorted.group[t] = p
      this.#shift(this.#who[p]!, plan[this.#who[p]!]!, 1, this.#delta, t * rows)
      this.#shift(this.#who[p]!, this.#option[c]!, -1, this.#delta, t * rows)
    }
    return most
  }

  #offer(count: number, p: number, option: number, cost: number): number {
    this.#option[count] = option
    this.#cost[count] = cost
    this.#group[count] = p
    return count + 1
  }

  #carryOut(): number {
    const { score } = this.#o
    let gain = 0
    for (const c of this.#table.chosen) {
      const i = this.#who[this.#sorted.group[c]!]!
      const [now, next] = [this.state.plan[i]!, this.#sorted.option[c]!]
      gain += (next < 0 ? 0 : score[next]!) - (now < 0 ? 0 : score[now]!)
      this.state.move(i, next)
    }
    return gain
  }
}

/** Options by locality, least regret first, ties by case. */
function nearLists(options: Options, regret: Float64Array): [Int32Array, Int32Array] {
  const { localities, locality } = options
  const start = new Int32Array(localities + 1)
  for (const l of locality) start[l + 1]! += 1
  for (let l = 0; l < localities; l += 1) start[l + 1]! += start[l]!
  const list = new Int32Array(locality.length)
  const at = start.slice(0, localities)
  for (let j = 0; j < locality.length; j += 1) {
    const l = locality[j]!
    list[at[l]!] = j
    at[l]! += 1
  }
  for (let l = 0; l < localities; l += 1) {
    list.subarray(start[l]!, start[l + 1]!).sort((a, b) => regret[a]! - regret[b]! || a - b)
  }
  return [start, list]
}
