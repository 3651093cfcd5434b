import type { PlacementProblem } from '../problem.ts'
import { ROUNDING, SafeSum } from './safe-sum.ts'
import type { Unit } from './units.ts'
import { unitsOf } from './units.ts'

/**
 * What no plan can exceed, by weak duality, whatever the prices are (localities x resources):
 * every capacity at its price, and every unit at its best value after paying. A price below 0 pays
 * for use, and the minimum is taken off instead of the capacity. Rounded upwards: the exact number
 * is surely not above the one given. Minus infinity when a unit that must be placed cannot be.
 */
export function priceBound(problem: PlacementProblem, prices: ArrayLike<number>): number {
  const sum = new SafeSum()
  const rooms = problem.localities * problem.resources
  for (let at = 0; at < rooms; at += 1) {
    const price = prices[at] as number
    const amount = price >= 0 ? (problem.capacity[at] as number) : (problem.minimum?.[at] ?? 0)
    if (price !== 0) sum.add(roundUp(amount * price))
  }
  const valueOf = unitValues(problem, prices)
  for (const unit of unitsOf(problem)) {
    const value = valueOf(unit)
    if (value === -Infinity) return value
    sum.add(value)
  }
  return sum.above
}

function roundUp(value: number): number {
  return value + Math.abs(value) * 2 * ROUNDING
}

/** The best value of a unit after paying, rounded up; 0 at least unless a lock demands it. */
function unitValues(problem: PlacementProblem, prices: ArrayLike<number>): (unit: Unit) => number {
  const { localities, regions, locks } = problem
  const partValues = partReader(problem, prices)
  const values = new Float64Array(localities)
  return ({ parts }) => {
    const isDemanded = parts.some((part) => part.some((i) => (locks?.[i] ?? -1) >= 0))
    let best = isDemanded ? -Infinity : 0
    if (parts.length === 1) {
      partValues(parts[0] as readonly number[], values)
      for (let l = 0; l < localities; l += 1) {
        const value = values[l] as number
        if (value > best) best = value
      }
      return best
    }
    // Near each other: one region for all parts, in it each part where it likes best.
    const ofRegion = new Map<number, number>()
    for (let l = 0; l < localities; l += 1) ofRegion.set(regions?.[l] ?? -1, 0)
    for (const part of parts) {
      partValues(part, values)
      const bestIn = new Map<number, number>()
      for (let l = 0; l < localities; l += 1) {
        const region = regions?.[l] ?? -1
        bestIn.set(region, Math.max(bestIn.get(region) ?? -Infinity, values[l] as number))
      }
      for (const [region, value] of bestIn)
        ofRegion.set(region, roundUp((ofRegion.get(region) as number) + value))
    }
    for (const value of ofRegion.values()) if (value > best) best = value
    return best
  }
}

/**
 * Writes what cases that go together gain at each locality after paying, rounded up; minus
 * infinity where one of them is not allowed, is locked elsewhere, or all of them do not fit even
 * alone.
 */
function partReader(
  problem: PlacementProblem,
  prices: ArrayLike<number>,
): (part: readonly number[], into: Float64Array) => void {
  const { localities: L, resources: R, needs, locks, scores } = problem
  const costsOf = costReader(problem, prices)
  const need = new Float64Array(R)
  const row = new Float64Array(L)
  const sizes = new Float64Array(L)
  return (part, into) => {
    need.fill(0)
    into.fill(0)
    sizes.fill(0)
    for (const i of part) {
      for (let k = 0; k < R; k += 1) (need[k] as number) += needs[i * R + k] as number
      readRow(scores, i, row)
      const lock = locks?.[i] ?? -1
      if (lock >= 0) for (let l = 0; l < L; l += 1) if (l !== lock) row[l] = NaN
      for (let l = 0; l < L; l += 1) {
        const score = row[l] as number
        ;(into[l] as number) += score
        ;(sizes[l] as number) += Math.abs(score)
      }
    }
    const { costs, paid } = costsOf(need)
    // Each of the few operations that make a value loses at most ROUNDING of what it works on.
    const error = (part.length + R + 3) * ROUNDING
    for (let l = 0; l < L; l += 1) {
      const size = (sizes[l] as number) + (paid[l] as number)
      const value = (into[l] as number) - (costs[l] as number) + error * size
      into[l] = Number.isNaN(value) ? -Infinity : value
    }
  }
}

interface Costs {
  /** For each locality the price of a need, infinity where it does not fit. */
  readonly costs: Float64Array
  /** The same with every part of the sum taken as positive. */
  readonly paid: Float64Array
}

/** Of a million cases only some hundred need different things: what those pay is kept. */
const MOST_KEPT = 2_000

function costReader(
  { localities: L, resources: R, capacity }: PlacementProblem,
  prices: ArrayLike<number>,
): (need: Float64Array) => Costs {
  const kept = new Map<string, Costs>()
  return (need) => {
    const key = need.join()
    const known = kept.get(key)
    if (known !== undefined) return known
    const found: Costs = { costs: new Float64Array(L), paid: new Float64Array(L) }
    const { costs, paid } = found
    for (let at = 0; at < L * R; at += 1) {
      const amount = need[at % R] as number
      const l = Math.floor(at / R)
      if (amount === 0) continue
      const price = amount * (prices[at] as number)
      ;(paid[l] as number) += Math.abs(price)
      ;(costs[l] as number) += amount > (capacity[at] as number) ? Infinity : price
    }
    if (kept.size < MOST_KEPT) kept.set(key, found)
    return found
  }
}

/** The scores of one case, whichever way the problem holds them. */
export function readRow(
  scores: PlacementProblem['scores'],
  oneCase: number,
  into: Float64Array,
): void {
  if ('read' in scores) return scores.read(oneCase, into)
  const begin = oneCase * into.length
  for (let l = 0; l < into.length; l += 1) into[l] = scores[begin + l] as number
}
