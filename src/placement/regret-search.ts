import type { Nearness } from './near-regions.ts'
import { nearBound, regionValues } from './near-regions.ts'
import type { Options } from './options.ts'
import { costOf } from './options.ts'

/**
 * Looks through all plans that could be better than a known one: what a choice loses against the
 * best of its unit or group at the prices sums up, and with what is left over at its price the sum
 * is how far the plan lies below the bound. So choices that lose more than the known plan does are
 * never tried. Few are left where few demands pull; with many it gives up after `mostSteps`.
 */
export function searchByRegret(
  options: Options,
  near: Nearness,
  prices: Float64Array,
  known: { readonly value: number; readonly plan: Int32Array },
  mostSteps: number,
): RegretResult {
  return new RegretSearch(options, near, prices, known, mostSteps).run()
}

export interface RegretResult {
  readonly value: number
  readonly plan: Int32Array
  /** No plan is better. */
  readonly isBest: boolean
}

/** One choice to be made: the region of a group, then, or alone, the option of each unit. */
interface Turn {
  readonly group: number
  /** -1: the region. */
  readonly unit: number
  readonly ways: readonly Way[]
}

/** An option (or a region) with what it loses; -1: nowhere. */
interface Way {
  readonly to: number
  readonly loss: number
}

class RegretSearch {
  readonly #o: Options
  readonly #near: Nearness
  readonly #prices: Float64Array
  readonly #bound: number
  readonly #turns: Turn[] = []
  readonly #plan: Int32Array
  readonly #left: Float64Array
  /** The region that a group is in now, -1: nowhere. */
  readonly #regionOf: Int32Array
  #value: number
  #best: Int32Array
  #steps: number

  constructor(
    options: Options,
    near: Nearness,
    prices: Float64Array,
    known: { readonly value: number; readonly plan: Int32Array },
    mostSteps: number,
  ) {
    this.#o = options
    this.#near = near
    this.#prices = prices
    this.#bound = nearBound(options, near, prices)
    this.#plan = new Int32Array(options.cases).fill(-1)
    this.#left = options.capacity.slice()
    this.#regionOf = new Int32Array(near.groups.length)
    this.#value = known.value
    this.#best = known.plan.slice()
    this.#steps = mostSteps
    this.#layTurns()
  }

  run(): RegretResult {
    this.#try(0, 0)
    return { value: this.#value, plan: this.#best, isBest: this.#steps >= 0 }
  }

  /** What may be lost if the plan is to be better. */
  get #budget(): number {
    return this.#bound - this.#value - 1e-12 * Math.abs(this.#bound)
  }

  #layTurns(): void {
    const { groups, regions } = this.#near
    const values = regionValues(this.#o, this.#near, this.#prices)
    const units: Turn[] = []
    groups.forEach((group, g) => {
      if (group.length === 1) {
        units.push({ group: g, unit: group[0]!, ways: this.#waysOf(group[0]!) })
        return
      }
      const ways: Way[] = Array.from({ length: regions }, (_, r) => ({
        to: r,
        loss: -values[g * regions + r]!,
      }))
      if (this.#o.must[group[0]!] === 0) ways.push({ to: -1, loss: 0 })
      this.#turns.push({ group: g, unit: -1, ways: fromBest(ways) })
      for (const unit of group) this.#turns.push({ group: g, unit, ways: this.#waysOf(unit) })
    })
    // Who has least to choose is settled first.
    const budget = this.#budget
    const open = (turn: Turn): number => turn.ways.filter((way) => way.loss < budget).length
    this.#turns.push(...units.sort((a, b) => open(a) - open(b) || a.unit - b.unit))
  }

  #waysOf(unit: number): Way[] {
    const { start, score, locality, must } = this.#o
    const ways: Way[] = []
    for (let j = start[unit]!; j < start[unit + 1]!; j += 1)
      ways.push({ to: j, loss: costOf(this.#o, unit, locality[j]!, this.#prices) - score[j]! })
    const isAlone = this.#near.groups[this.#near.groupOf[unit]!]!.length === 1
    if (isAlone && must[unit] === 0) ways.push({ to: -1, loss: 0 })
    return fromBest(ways)
  }

  #try(turn: number, spent: number): void {
    this.#steps -= 1
    if (this.#steps < 0) return
    const next = this.#turns[turn]
    if (next === undefined) return this.#take()
    const { group, unit, ways } = next
    if (unit >= 0 && this.#near.groups[group]!.length > 1) return this.#tryMember(turn, spent)
    for (const { to, loss } of ways) {
      if (spent + loss >= this.#budget) return
      if (unit < 0) {
        this.#regionOf[group] = to
        this.#try(turn + 1, spent + loss)
      } else this.#place(turn, to, spent + loss)
    }
  }

  /** A unit of a group whose region is settled: what it loses counts from its best there. */
  #tryMember(turn: number, spent: number): void {
    const { group, ways } = this.#turns[turn]!
    const region = this.#regionOf[group]!
    if (region < 0) return this.#try(turn + 1, spent)
    let least = NaN
    for (const { to, loss } of ways) {
      if (this.#near.regionOf[this.#o.locality[to]!] !== region) continue
      if (Number.isNaN(least)) least = loss
      if (spent + loss - least >= this.#budget) return
      this.#place(turn, to, spent + loss - least)
    }
  }

  #place(turn: number, option: number, spent: number): void {
    const { unit } = this.#turns[turn]!
    if (option >= 0 && !this.#use(unit, option, 1)) return void this.#use(unit, option, -1)
    this.#plan[unit] = option
    this.#try(turn + 1, spent)
    this.#plan[unit] = -1
    if (option >= 0) this.#use(unit, option, -1)
  }

  /** Takes room (or gives it back); false when there was too little. */
  #use(unit: number, option: number, sign: number): boolean {
    const { needStart, needResource, needAmount, rowOf, resources, locality, capacity } = this.#o
    let fits = true
    for (let q = needStart[unit]!; q < needStart[unit + 1]!; q += 1) {
      const row = rowOf[locality[option]! * resources + needResource[q]!]!
      if (row < 0) continue
      this.#left[row]! -= sign * needAmount[q]!
      if (capacity[row]! >= 0 && this.#left[row]! < 0) fits = false
    }
    return fits
  }

  #take(): void {
    for (const amount of this.#left) if (amount < 0) return
    let value = 0
    for (const j of this.#plan) if (j >= 0) value += this.#o.score[j]!
    if (value <= this.#value) return
    this.#value = value
    this.#best = this.#plan.slice()
  }
}

/** Ways in order, losses counted from the best of them. */
function fromBest(ways: readonly Way[]): Way[] {
  const possible = ways.filter((way) => way.loss < Infinity)
  const least = possible.reduce((min, way) => Math.min(min, way.loss), Infinity)
  return possible
    .map(({ to, loss }) => ({ to, loss: loss - least }))
    .sort((a, b) => a.loss - b.loss || a.to - b.to)
}
