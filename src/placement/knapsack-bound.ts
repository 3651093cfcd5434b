import { KEY_BITS, LossTable } from './loss-table.ts'
import type { Options } from './options.ts'

/** How a locality's limit of losses grows until its best set lies below it. */
const GROWTH = 2
const TUNE_ROUNDS = 3
const MOST_STATES = 12_000

/**
 * The bound with the one-locality rule relaxed instead of the capacities: each case has a
 * multiplier (what it is worth to place it anywhere), and each locality takes the set of cases
 * that brings most over their multipliers within its capacities, a knapsack in whole cases. Never
 * above the linear bound, and far below it where families do not divide.
 */
export class KnapsackBound {
  readonly #o: Options
  readonly #table: LossTable
  readonly #localities: LocalityTable[]
  /** How often the last evaluation chose each case. */
  readonly chosen: Int32Array
  /** Options chosen by the last evaluation. */
  readonly taken: Uint8Array
  /** For each locality: how far its knapsack lies under its linear relaxation at the prices. */
  readonly short: Float64Array
  /** What rounding may have done to the last bound, at most. */
  rounding = 0
  readonly #grain: number
  readonly #terms: number
  readonly #largest: number

  /** The localities' own prices, which change by `tune`, are whole multiples of `grain`. */
  constructor(options: Options, prices: Float64Array, grain: number) {
    this.#o = options
    this.#grain = grain
    this.#terms = options.cases + options.score.length + 3 * options.localities
    this.#largest = options.score.reduce((most, one) => Math.max(most, Math.abs(one)), 0)
    this.#table = new LossTable(options.resources, MOST_STATES)
    this.chosen = new Int32Array(options.cases)
    this.taken = new Uint8Array(options.score.length)
    this.short = new Float64Array(options.localities)
    this.#localities = tablesOf(options, prices, grain)
    this.restrict(
      new Uint8Array(options.score.length).fill(1),
      new Int32Array(options.cases).fill(-1),
    )
  }

  /**
   * Only options with `open` 1 may be chosen; a case with `fixed` >= 0 sits at that option for
   * certain (its other options must not be open), and takes its room from the start.
   */
  restrict(open: Uint8Array, fixed: Int32Array): void {
    const { score } = this.#o
    for (const one of this.#localities) {
      const { rows, need } = one
      one.active = 0
      one.fixedScore = 0
      one.capacity.set(one.whole)
      for (let k = 0; k < one.count; k += 1) {
        const j = one.option[k]!
        if (fixed[one.caseOf[k]!] === j) {
          one.fixedScore += score[j]!
          for (let r = 0; r < rows; r += 1) one.capacity[r]! -= need[k * rows + r]!
        } else if (open[j] === 1) {
          one.index[one.active] = k
          one.active += 1
        } else this.taken[j] = 0
      }
      this.#reprice(one)
    }
  }

  /**
   * Fits each locality's own prices to the multipliers, so that its tables stay small: coordinate
   * descent on the linear relaxation of its knapsack. The bound itself does not depend on them.
   */
  tune(multipliers: Float64Array): void {
    for (const one of this.#localities) {
      if (one.rows === 0 || one.active === 0) continue
      for (let round = 0; round < (one.rows === 1 ? 1 : TUNE_ROUNDS); round += 1) {
        for (let r = 0; r < one.rows; r += 1)
          tuneRow(one, r, multipliers, this.#o.score, this.#grain)
      }
      this.#reprice(one)
    }
  }

  #reprice(one: LocalityTable): void {
    const { score } = this.#o
    const { rows, need, price } = one
    for (let a = 0; a < one.active; a += 1) {
      const k = one.index[a]!
      let value = score[one.option[k]!]!
      for (let r = 0; r < rows; r += 1) value -= need[k * rows + r]! * price[r]!
      one.value[k] = value
    }
    one.base = one.fixedScore
    for (let r = 0; r < rows; r += 1) one.base += one.capacity[r]! * price[r]!
    one.limit *= 0.5
    one.reach = -1
  }

  /** The bound at the multipliers (one per case). Fills `chosen`, `taken` and `short`. */
  evaluate(multipliers: Float64Array): number {
    let bound = 0
    let size = this.#largest
    this.chosen.fill(0)
    for (let i = 0; i < this.#o.cases; i += 1) {
      bound += multipliers[i]!
      size += Math.abs(multipliers[i]!)
    }
    for (let l = 0; l < this.#localities.length; l += 1) {
      const one = this.#localities[l]!
      const best = this.#best(one, l, multipliers)
      bound += best
      size += Math.abs(one.base) + Math.abs(one.fixedScore) + Math.abs(best) + this.short[l]!
    }
    // Each of the terms is right to a few roundings of the largest of them.
    this.rounding = bound === -Infinity ? 0 : 8 * this.#terms * 2 ** -53 * size
    return bound
  }

  /** The localities' own prices, one for each capacity row. */
  pricesOf(into: Float64Array): Float64Array {
    const { rowOf, resources } = this.#o
    this.#localities.forEach((one, l) => {
      let r = 0
      for (let k = 0; k < resources; k += 1) {
        const row = rowOf[l * resources + k]!
        if (row < 0) continue
        into[row] = one.price[r]!
        r += 1
      }
    })
    return into
  }

  /** Value of an option at the prices less its case's multiplier; above 0: wanted. */
  reducedOf(into: Float64Array): void {
    for (const one of this.#localities) {
      for (let a = 0; a < one.active; a += 1) {
        const k = one.index[a]!
        into[one.option[k]!] = one.reduced[k]!
      }
    }
  }

  #best(one: LocalityTable, l: number, multipliers: Float64Array): number {
    const { active, index, caseOf, value, need, rows, reduced, left } = one
    let sum = one.base
    let stale = one.reach < 0
    for (let r = 0; r < rows; r += 1) left[r] = one.capacity[r]!
    for (let a = 0; a < active; a += 1) {
      const k = index[a]!
      const more = value[k]! - multipliers[caseOf[k]!]!
      if (more !== reduced[k]!) {
        // Who stays far from the edge on the same side cannot change the best set.
        const near = Math.min(Math.abs(more), Math.abs(reduced[k]!))
        if (near < one.reach || more > 0 !== reduced[k]! > 0) stale = true
        reduced[k] = more
      }
      if (more <= 0) {
        this.taken[one.option[k]!] = 0
        continue
      }
      sum += more
      this.taken[one.option[k]!] = 1
      this.chosen[caseOf[k]!]! += 1
      for (let r = 0; r < rows; r += 1) left[r]! -= need[k * rows + r]!
    }
    if (!stale) {
      this.#apply(one)
      return sum - this.short[l]!
    }
    if (isTooWide(one)) {
      this.short[l] = 0
      one.flips = 0
      return sum
    }
    let limit = Math.max(one.limit, 1e-9)
    for (;;) {
      const task = changesBelow(one, limit)
      const loss = this.#table.solve(task, limit)
      if (loss < limit) {
        this.short[l] = loss
        one.limit = loss * 1.2 + 1e-9
        one.reach = limit
        one.flips = 0
        for (const change of this.#table.chosen) {
          one.flipped[one.flips] = one.changed[change]!
          one.flips += 1
        }
        this.#apply(one)
        return sum - loss
      }
      // Not even giving everything up fits: what is fixed cannot hold.
      if (limit === Infinity) return -Infinity
      limit = task.changes < active ? limit * GROWTH : Infinity
    }
  }

  #apply(one: LocalityTable): void {
    for (let f = 0; f < one.flips; f += 1) {
      const k = one.flipped[f]!
      const option = one.option[k]!
      const out = this.taken[option] === 1
      this.taken[option] = out ? 0 : 1
      this.chosen[one.caseOf[k]!]! += out ? -1 : 1
    }
  }
}

/** Whether so much is left, or over, that the table could take two states for one. */
function isTooWide({ rows, left }: LocalityTable): boolean {
  const half = 2 ** (Math.floor(KEY_BITS / Math.max(rows, 1)) - 1)
  for (let r = 0; r < rows; r += 1) if (Math.abs(left[r]!) >= half) return true
  return false
}

/** The price of one row at which the cases that want in just fit, other prices held. */
function tuneRow(
  one: LocalityTable,
  r: number,
  multipliers: Float64Array,
  score: Float64Array,
  grain: number,
): void {
  const { rows, need, price, breaks } = one
  const order: number[] = []
  let left = one.capacity[r]!
  for (let a = 0; a < one.active; a += 1) {
    const k = one.index[a]!
    const amount = need[k * rows + r]!
    if (amount === 0) continue
    let value = score[one.option[k]!]! - multipliers[one.caseOf[k]!]!
    for (let other = 0; other < rows; other += 1) {
      if (other !== r) value -= need[k * rows + other]! * price[other]!
    }
    if (value <= 0) continue
    breaks[k] = value / amount
    order.push(k)
    left -= amount
  }
  if (left >= 0) {
    price[r] = 0
    return
  }
  // Those who want in least give up first.
  order.sort((a, b) => breaks[a]! - breaks[b]!)
  let at = 0
  // Those who are fixed may be too many already; then no price helps.
  while (left < 0 && at < order.length) {
    left += need[order[at]! * rows + r]!
    at += 1
  }
  if (at === 0) return
  price[r] = toGrain(breaks[order[at - 1]!]!, grain)
}

interface LocalityTable {
  readonly rows: number
  /** What is left of the capacities when the fixed cases sit. */
  readonly capacity: Float64Array
  readonly price: Float64Array
  readonly whole: Float64Array
  /** What the capacities left are worth at the prices, and the scores of the fixed cases. */
  base: number
  fixedScore: number
  count: number
  /** The entries that may still be chosen. */
  active: number
  readonly index: Int32Array
  readonly option: Int32Array
  readonly caseOf: Int32Array
  /** Score less the price of the needs. */
  readonly value: Float64Array
  readonly need: Float64Array
  readonly reduced: Float64Array
  readonly breaks: Float64Array
  readonly left: Float64Array
  limit: number
  /** Changes that lose less were looked at by the last table; below 0: none yet. */
  reach: number
  flips: number
  readonly flipped: Int32Array
  readonly changed: Int32Array
  readonly cost: Float64Array
  readonly delta: Float64Array
  readonly group: Int32Array
}

/** The nearest price, 0 or more, that is a whole multiple of the grain. */
function toGrain(price: number, grain: number): number {
  return Math.max(0, Math.round(price / grain)) * grain
}

function tablesOf(options: Options, prices: Float64Array, grain: number): LocalityTable[] {
  const { cases, start, locality, localities } = options
  const counts = new Int32Array(localities)
  for (const l of locality) counts[l]! += 1
  const tables = Array.from(counts, (count, l) => emptyTable(options, prices, grain, l, count))
  for (let i = 0; i < cases; i += 1) {
    for (let j = start[i]!; j < start[i + 1]!; j += 1) enter(options, tables, i, j)
  }
  return tables
}

function emptyTable(
  options: Options,
  prices: Float64Array,
  grain: number,
  l: number,
  count: number,
): LocalityTable {
  const { resources, rowOf, capacity } = options
  const active = Array.from({ length: resources }, (_, k) => rowOf[l * resources + k]!).filter(
    (row) => row >= 0,
  )
  const price = Float64Array.from(active, (row) => toGrain(prices[row]!, grain))
  const own = Float64Array.from(active, (row) => capacity[row]!)
  return {
    rows: active.length,
    capacity: own,
    price,
    whole: own.slice(),
    base: 0,
    fixedScore: 0,
    count: 0,
    active: 0,
    index: new Int32Array(count),
    option: new Int32Array(count),
    caseOf: new Int32Array(count),
    value: new Float64Array(count),
    need: new Float64Array(count * active.length),
    reduced: new Float64Array(count),
    breaks: new Float64Array(count),
    left: new Float64Array(active.length),
    limit: 1e-6,
    reach: -1,
    flips: 0,
    flipped: new Int32Array(count),
    changed: new Int32Array(count),
    cost: new Float64Array(count),
    delta: new Float64Array(count * active.length),
    group: new Int32Array(count),
  }
}

function enter(options: Options, tables: readonly LocalityTable[], i: number, j: number): void {
  const { locality, resources, rowOf, needStart, needResource, needAmount } = options
  const l = locality[j]!
  const one = tables[l]!
  const at = one.count
  one.option[at] = j
  one.caseOf[at] = i
  let r = 0
  for (let k = 0; k < resources; k += 1) {
    if (rowOf[l * resources + k]! < 0) continue
    for (let q = needStart[i]!; q < needStart[i + 1]!; q += 1) {
      if (needResource[q] === k) one.need[at * one.rows + r] = needAmount[q]!
    }
    r += 1
  }
  one.count += 1
}

/** The options whose change (in or out) loses less than the limit, cheapest first. */
function changesBelow(
  one: LocalityTable,
  limit: number,
): {
  rows: number
  left: Float64Array
  price: Float64Array
  changes: number
  delta: Float64Array
  cost: Float64Array
  group: Int32Array
} {
  const { rows, reduced, changed, cost, need, delta, group } = one
  let changes = 0
  for (let a = 0; a < one.active; a += 1) {
    const k = one.index[a]!
    const loss = Math.abs(reduced[k]!)
    if (loss >= limit) continue
    let at = changes
    while (at > 0 && cost[at - 1]! > loss) {
      cost[at] = cost[at - 1]!
      changed[at] = changed[at - 1]!
      at -= 1
    }
    cost[at] = loss
    changed[at] = k
    changes += 1
  }
  for (let c = 0; c < changes; c += 1) {
    const k = changed[c]!
    const sign = reduced[k]! > 0 ? 1 : -1
    group[c] = c
    for (let r = 0; r < rows; r += 1) delta[c * rows + r] = sign * need[k * rows + r]!
  }
  return { rows, left: one.left, price: one.price, changes, delta, cost, group }
}
