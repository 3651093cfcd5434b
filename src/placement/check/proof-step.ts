import type { Items } from './least-loss.ts'
import { LeastLoss } from './least-loss.ts'
import type { ProofOptions } from './proof-options.ts'
import type { Possible } from './proof-state.ts'
import { FREE, decide, roomBeside } from './proof-state.ts'
import type { StatedStep } from './read-proof.ts'

/** Sums beyond this would not be exact. */
const MOST = Number.MAX_SAFE_INTEGER / 4

/**
 * What a step of a proof shows. Each part has a multiplier: what whoever places it must bring
 * back. Each locality then takes the set of open options that brings most over their multipliers
 * and fits, and the sum of all that and of the multipliers is a bound (docs/placement.md).
 */
export class StepBound {
  readonly #o: ProofOptions
  readonly #scale: number
  readonly #against: number
  readonly #leastLoss = new LeastLoss()
  /** For each option what it brings after its multiplier and after paying for its needs. */
  readonly #gain: Float64Array
  /** For each locality how far its best set lies under what the prices alone allow. */
  readonly #short: Float64Array
  readonly #items: Items & { count: number }
  readonly #multiplier: Float64Array

  /** `scale`: what a whole number of a step is in units. Plans up to `against` do not matter. */
  constructor(options: ProofOptions, scale: number, against: number) {
    this.#o = options
    this.#scale = scale
    this.#against = against
    const { localities, resources: R, parts, score } = options
    this.#gain = new Float64Array(score.length)
    this.#short = new Float64Array(localities)
    this.#multiplier = new Float64Array(parts)
    this.#items = {
      count: 0,
      resources: R,
      room: new Float64Array(R),
      price: new Float64Array(R),
      need: new Float64Array(parts * R),
      gain: new Float64Array(parts),
    }
  }

  /**
   * The bound on plans within what is possible; minus infinity when none of them matters. Closes
   * what none of those that matter chooses.
   */
  take(step: StatedStep, possible: Possible): number {
    const room = roomBeside(this.#o, possible)
    if (room === undefined) return -Infinity
    const multipliers = this.#readMultipliers(step, possible)
    let bound = 0
    let size = 0
    for (let p = 0; p < this.#o.parts; p += 1) {
      const j = possible.certain[p]!
      const amount = j >= 0 ? this.#o.score[j]! : multipliers[p]!
      bound += amount
      size += Math.abs(amount)
    }
    for (let l = 0; l < this.#o.localities; l += 1) {
      const most = this.#gather(l, room, step, possible)
      const loss = this.#leastLoss.of(this.#items, this.#short[l]! * 1.25)
      this.#short[l] = loss
      bound += most - loss
      size += most
    }
    // What is not exact proves nothing.
    if (!(size <= MOST)) return Infinity
    return this.#close(possible, bound - this.#against) ? bound : -Infinity
  }

  /** The multiplier of each part that has a choice; of one that may stay out at least 0. */
  #readMultipliers({ multipliers }: StatedStep, { certain, sits }: Possible): Float64Array {
    const found = this.#multiplier.fill(0)
    this.#o.partOf.forEach((part, i) => {
      found[part]! += multipliers[i]! * this.#scale
    })
    for (let p = 0; p < found.length; p += 1) {
      if (certain[p] !== FREE) found[p] = 0
      else if (sits[p] === 0) found[p] = Math.max(0, found[p]!)
    }
    return found
  }

  /** Collects the open options of a locality; returns what the prices alone allow it to bring. */
  #gather(l: number, room: Float64Array, { prices }: StatedStep, { open }: Possible): number {
    const { resources: R, at, part, needs, score } = this.#o
    const items = this.#items
    let most = 0
    for (let k = 0; k < R; k += 1) {
      items.room[k] = room[l * R + k]!
      items.price[k] = Math.max(0, prices[l * R + k]!) * this.#scale
      most += items.room[k]! * items.price[k]!
    }
    let count = 0
    for (const j of at[l]!) {
      if (open[j] === 0) continue
      const p = part[j]!
      let gain = score[j]! - this.#multiplier[p]!
      for (let k = 0; k < R; k += 1) {
        const need = needs[p * R + k]!
        items.need[count * R + k] = need
        gain -= need * items.price[k]!
      }
      items.gain[count] = gain
      this.#gain[j] = gain
      if (gain > 0) most += gain
      count += 1
    }
    items.count = count
    return most
  }

  /**
   * Closes choices with which the bound falls to what does not matter; `spare` is what it may
   * fall. A part that chooses j is not at any other locality: one that would have wanted it loses
   * the gain, less how far it lies under its prices already. False when a part has no choice left.
   */
  #close(possible: Possible, spare: number): boolean {
    const { parts, start, locality } = this.#o
    const { open, sits, certain } = possible
    const falls = (j: number, isChosen: boolean): number => {
      const against = isChosen ? -this.#gain[j]! : this.#gain[j]!
      return Math.max(0, against - this.#short[locality[j]!]!)
    }
    for (let p = 0; p < parts; p += 1) {
      if (certain[p] !== FREE) continue
      let elsewhere = 0
      for (let j = start[p]!; j < start[p + 1]!; j += 1)
        if (open[j] === 1) elsewhere += falls(j, false)
      // Staying out, it also brings nothing back of its multiplier.
      if (sits[p] === 0 && this.#multiplier[p]! + elsewhere >= spare) sits[p] = 1
      for (let j = start[p]!; j < start[p + 1]!; j += 1)
        if (open[j] === 1 && elsewhere - falls(j, false) + falls(j, true) >= spare) open[j] = 0
    }
    return decide(this.#o, possible)
  }
}
