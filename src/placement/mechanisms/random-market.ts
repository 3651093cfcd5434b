import { seeded, shuffledIndices } from '../seeded.ts'
import type { Market } from './market.ts'

/** Seeded markets for tests and measurements. */

export interface SmallShape {
  readonly families: number
  readonly localities: number
  readonly services: number
  readonly largestNeed: number
  readonly largestCapacity: number
}

/** Everything at random, needs of nothing and capacities of nothing among it. */
export function smallMarket(next: () => number, shape: SmallShape): Market {
  const { families, localities, services, largestNeed, largestCapacity } = shape
  const upTo = (most: number): number => Math.floor(next() * (most + 1))
  return {
    families,
    localities,
    services,
    needs: Array.from({ length: families * services }, () => upTo(largestNeed)),
    capacity: Array.from({ length: localities * services }, () => upTo(largestCapacity)),
    preferences: Array.from({ length: families }, () =>
      shuffledIndices(next, localities).slice(0, upTo(localities)),
    ),
    priorities: Array.from({ length: localities }, () => shuffledIndices(next, families)),
  }
}

/** Sizes of a real yearly caseload: the shares of cases of 1 to 8 persons. */
const SIZE_SHARES = [0.477, 0.106, 0.103, 0.125, 0.103, 0.064, 0.018, 0.004]

export interface LargeShape {
  readonly families: number
  readonly localities: number
  /** Total capacity over total need. */
  readonly supply: number
  /** How much of what families and localities want is common to all, 0 to 1. */
  readonly common: number
}

/** A market of that caseload's sizes: people, children and medical places. */
export function largeMarket(
  seed: number,
  shape: LargeShape,
): Market & { readonly outcomes: Float64Array } {
  const { families, localities, supply, common } = shape
  const next = seeded(seed)
  const services = 3
  const needs = new Int32Array(families * services)
  const total = [0, 0, 0]
  for (let f = 0; f < families; f += 1) {
    let draw = next()
    const size =
      1 +
      Math.max(
        0,
        SIZE_SHARES.findIndex((share) => (draw -= share) < 0),
      )
    const children = size === 1 ? 0 : Math.floor(next() * size)
    needs.set([size, children, next() < 0.06 ? 1 : 0], f * services)
    for (let s = 0; s < services; s += 1) total[s]! += needs[f * services + s]!
  }
  const weights = Array.from({ length: localities }, () => 0.2 + next())
  const weight = weights.reduce((sum, one) => sum + one, 0)
  const capacity = weights.flatMap((w) =>
    total.map((all) => Math.round((all * supply * w) / weight)),
  )
  const liked = Array.from({ length: localities }, next)
  const outcomes = new Float64Array(families * localities)
  const preferences: Int32Array[] = []
  for (let f = 0; f < families; f += 1) {
    const able = next()
    const wants = liked.map((value) => common * value + (1 - common) * next())
    for (let l = 0; l < localities; l += 1)
      outcomes[f * localities + l] = 0.6 * able + 0.25 * liked[l]! + 0.15 * next()
    preferences.push(Int32Array.from(wants.keys()).sort((a, b) => wants[b]! - wants[a]!))
  }
  const priorities = weights.map((_, l) => {
    const gain = Float64Array.from(
      { length: families },
      (_unused, f) => outcomes[f * localities + l]!,
    )
    return Int32Array.from(gain.keys()).sort((a, b) => gain[b]! - gain[a]!)
  })
  return { families, localities, services, needs, capacity, preferences, priorities, outcomes }
}
