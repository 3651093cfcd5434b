import type { Market } from './market.ts'
import { marketFaults } from './market.ts'

/**
 * A market laid out for the mechanisms: only pairs in which the empty locality could take the
 * family. The others can be left out everywhere: such a family is turned away at once, and ranks
 * behind all that could be kept from a place by it.
 */
export interface RankedMarket {
  readonly families: number
  readonly localities: number
  readonly services: number
  /** families x services. */
  readonly needs: Float64Array
  /** localities x services. */
  readonly capacity: Float64Array
  /** The localities that each family lists and that could take it, best first. */
  readonly wishes: readonly Int32Array[]
  /** The families that each locality could take, highest priority first. */
  readonly order: readonly Int32Array[]
  /** Place of each family in the order of each locality: families x localities; -1 where absent. */
  readonly rank: Int32Array
}

/** @throws RangeError with every fault when the market is not well formed. */
export function rankMarket(market: Market): RankedMarket {
  const faults = marketFaults(market)
  if (faults.length > 0) throw new RangeError(`not a market: ${faults.join('; ')}`)
  const { families, localities, services } = market
  const needs = Float64Array.from(market.needs)
  const capacity = Float64Array.from(market.capacity)
  const order = market.priorities.map((list, l) =>
    Int32Array.from(list).filter((f) => fits(needs, capacity, services, f, l)),
  )
  const rank = new Int32Array(families * localities).fill(-1)
  order.forEach((list, l) => list.forEach((f, k) => (rank[f * localities + l] = k)))
  const wishes = market.preferences.map((list, f) =>
    Int32Array.from(list).filter((l) => rank[f * localities + l]! >= 0),
  )
  return { families, localities, services, needs, capacity, wishes, order, rank }
}

/** Whether what is left at a locality is enough for a family in every service. */
export function fits(
  needs: Float64Array,
  room: Float64Array,
  services: number,
  family: number,
  locality: number,
): boolean {
  for (let s = 0; s < services; s += 1) {
    if (needs[family * services + s]! > room[locality * services + s]!) return false
  }
  return true
}

/** Adds (+1) or takes (-1) a family's needs to or from what is left at a locality. */
export function changeRoom(
  needs: Float64Array,
  room: Float64Array,
  services: number,
  family: number,
  locality: number,
  sign: 1 | -1,
): void {
  for (let s = 0; s < services; s += 1)
    room[locality * services + s]! += sign * needs[family * services + s]!
}
