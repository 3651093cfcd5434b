import type { Exchange } from './exchange.ts'
import type { Options } from './options.ts'
import { costOf } from './options.ts'
import type { PlanState } from './plan-state.ts'

/**
 * Makes a plan feasible again with little loss, after what it rests on has changed: where too many
 * sit, those leave who lose least for what they free; who must be placed is, where that costs
 * least; where too little is used, those come who lose least; then everyone outside takes what room there is. False when not all demands were met: the
 * plan is then not feasible, which does not prove that none is.
 */
export function repairPlan(options: Options, prices: Float64Array, exchange: Exchange): boolean {
  return new Repair(options, prices, exchange.state).run()
}

class Repair {
  readonly #o: Options
  readonly #prices: Float64Array
  readonly #state: PlanState
  /** Who moved since the last look, and from where. */
  readonly #moved: { readonly unit: number; readonly from: number }[] = []

  constructor(options: Options, prices: Float64Array, state: PlanState) {
    this.#o = options
    this.#prices = prices
    this.#state = state
  }

  run(): boolean {
    const { cases, must, localities } = this.#o
    const { plan } = this.#state
    for (let l = 0; l < localities; l += 1) this.#relieve(l)
    for (let i = 0; i < cases; i += 1) {
      if (must[i] === 1 && plan[i]! < 0 && !this.#force(i)) return false
    }
    for (let l = 0; l < localities; l += 1) this.#raise(l)
    this.#state.fill()
    return this.#state.isFeasible()
  }

  /** Seats a unit where it, and who leaves for it, lose least. */
  #force(i: number): boolean {
    const { start, locality } = this.#o
    let best = -1
    let most = -Infinity
    for (let j = start[i]!; j < start[i + 1]!; j += 1) {
      this.#moved.length = 0
      this.#move(i, j)
      const value = this.#relieve(locality[j]!) ? this.#gained() : -Infinity
      this.#undo()
      if (value <= most) continue
      most = value
      best = j
    }
    if (best < 0) return false
    this.#move(i, best)
    return this.#relieve(locality[best]!)
  }

  /** Takes units that may leave out of a locality until it is not too full. */
  #relieve(l: number): boolean {
    const { must, locality } = this.#o
    const { plan } = this.#state
    while (this.#isOver(l)) {
      let pick = -1
      let least = Infinity
      for (let i = 0; i < plan.length; i += 1) {
        const j = plan[i]!
        if (j < 0 || locality[j] !== l || must[i] === 1) continue
        const frees = this.#frees(i, l)
        if (frees === 0) continue
        const loss = this.#valueOf(i, j) / frees
        if (pick >= 0 && loss >= least) continue
        least = loss
        pick = i
      }
      if (pick < 0) return false
      this.#move(pick, -1)
    }
    return true
  }

  #isOver(l: number): boolean {
    const { resources, rowOf } = this.#o
    for (let k = 0; k < resources; k += 1) {
      const row = rowOf[l * resources + k]!
      if (row >= 0 && this.#isCapacity(row) && this.#state.left[row]! < 0) return true
    }
    return false
  }

  #isCapacity(row: number): boolean {
    return this.#o.capacity[row]! >= 0
  }

  /** Brings units to a locality where too little is used, those who lose least for what they add. */
  #raise(l: number): void {
    const { rowOf, resources, cases } = this.#o
    for (let k = 0; k < resources; k += 1) {
      const row = rowOf[l * resources + k]!
      if (row < 0 || this.#isCapacity(row)) continue
      while (this.#state.left[row]! < 0) {
        let pick = -1
        let option = -1
        let least = Infinity
        for (let i = 0; i < cases; i += 1) {
          const j = this.#couldCome(i, l)
          if (j < 0) continue
          const adds = Math.min(this.#needOf(i, k), -this.#state.left[row]!)
          const now = this.#state.plan[i]!
          const loss = ((now < 0 ? 0 : this.#valueOf(i, now)) - this.#valueOf(i, j)) / adds
          if (adds <= 0 || (pick >= 0 && loss >= least)) continue
          least = loss
          pick = i
          option = j
        }
        if (pick < 0) return
        this.#move(pick, option)
      }
    }
  }

  /** The option of a unit at a locality if it has room there and is not needed where it is. */
  #couldCome(i: number, l: number): number {
    const { start, locality, needStart, needResource, needAmount, rowOf, resources } = this.#o
    const now = this.#state.plan[i]!
    if (now >= 0 && locality[now] === l) return -1
    for (let q = needStart[i]!; now >= 0 && q < needStart[i + 1]!; q += 1) {
      const row = rowOf[locality[now]! * resources + needResource[q]!]!
      if (row < 0 || this.#isCapacity(row)) continue
      if (this.#state.left[row]! + needAmount[q]! < 0) return -1
    }
    for (let j = start[i]!; j < start[i + 1]!; j += 1)
      if (locality[j] === l) return this.#state.fits(i, j) ? j : -1
    return -1
  }

  /** How much of a minimum a unit adds to. */
  #needOf(i: number, k: number): number {
    const { needStart, needResource, needAmount } = this.#o
    for (let q = needStart[i]!; q < needStart[i + 1]!; q += 1)
      if (needResource[q] === k) return -needAmount[q]!
    return 0
  }

  /** How much of what is over a unit frees at a locality, each resource as a share. */
  #frees(i: number, l: number): number {
    const { needStart, needResource, needAmount, rowOf, resources } = this.#o
    const { left } = this.#state
    let sum = 0
    for (let q = needStart[i]!; q < needStart[i + 1]!; q += 1) {
      const row = rowOf[l * resources + needResource[q]!]!
      if (row < 0 || !this.#isCapacity(row) || left[row]! >= 0) continue
      sum += Math.min(needAmount[q]!, -left[row]!) / -left[row]!
    }
    return sum
  }

  #valueOf(i: number, j: number): number {
    return this.#o.score[j]! - costOf(this.#o, i, this.#o.locality[j]!, this.#prices)
  }

  #move(unit: number, option: number): void {
    this.#moved.push({ unit, from: this.#state.plan[unit]! })
    this.#state.move(unit, option)
  }

  #undo(): void {
    for (const { unit, from } of this.#moved.toReversed()) this.#state.move(unit, from)
    this.#moved.length = 0
  }

  /** What the moves brought, at the prices. */
  #gained(): number {
    let sum = 0
    for (const { unit, from } of this.#moved) {
      const now = this.#state.plan[unit]!
      sum += (now < 0 ? 0 : this.#valueOf(unit, now)) - (from < 0 ? 0 : this.#valueOf(unit, from))
    }
    return sum
  }
}
