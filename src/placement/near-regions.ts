import type { Options } from './options.ts'
import { costOf, worthOf } from './options.ts'
import type { PlacementProblem } from './problem.ts'
import { restrict } from './relaxed-prices.ts'
import type { Units } from './units.ts'

/** What a group of units near each other may be told besides a region. */
export const OUT = -1
export const ANY = -2

/** Who is near whom, and where. */
export interface Nearness {
  readonly groups: readonly (readonly number[])[]
  readonly groupOf: Int32Array
  /** Groups of more than one unit. */
  readonly real: readonly number[]
  readonly regions: number
  /** By locality, numbered from 0. */
  readonly regionOf: Int32Array
}

export function nearnessOf(problem: PlacementProblem, units: Units): Nearness {
  const { groups, groupOf } = units
  const known = new Map<number, number>()
  const regionOf = Int32Array.from({ length: problem.localities }, (_, l) => {
    const region = problem.regions?.[l] ?? -1
    const number = known.get(region) ?? known.size
    known.set(region, number)
    return number
  })
  const real = [...groups.keys()].filter((g) => groups[g]!.length > 1)
  return { groups, groupOf, real, regions: known.size, regionOf }
}

/** The same with a region for each group, `OUT` or `ANY`: those in a region must all be placed. */
export function inRegions(
  options: Options,
  { groupOf, regionOf, groups }: Nearness,
  choice: Int32Array,
): { readonly options: Options; readonly from: Int32Array } {
  const keep = new Uint8Array(options.score.length).fill(1)
  const must = options.must.slice()
  for (let i = 0; i < options.cases; i += 1) {
    const g = groupOf[i]!
    const region = choice[g]!
    if (region === ANY || groups[g]!.length === 1) continue
    must[i] = region === OUT ? 0 : 1
    for (let j = options.start[i]!; j < options.start[i + 1]!; j += 1)
      if (regionOf[options.locality[j]!] !== region) keep[j] = 0
  }
  const some = restrict(options, keep)
  return { options: { ...some.options, must }, from: some.from }
}

/** What a group brings after paying in each region, at best: groups x regions. */
export function regionValues(options: Options, near: Nearness, prices: Float64Array): Float64Array {
  const values = new Float64Array(near.groups.length * near.regions)
  const best = new Float64Array(near.regions)
  for (const g of near.real) {
    for (const i of near.groups[g]!) {
      best.fill(-Infinity)
      for (let j = options.start[i]!; j < options.start[i + 1]!; j += 1) {
        const r = near.regionOf[options.locality[j]!]!
        const value = options.score[j]! - costOf(options, i, options.locality[j]!, prices)
        best[r] = Math.max(best[r]!, value)
      }
      for (let r = 0; r < near.regions; r += 1) values[g * near.regions + r]! += best[r]!
    }
  }
  return values
}

/** For each group the region where it brings most, `OUT` where that is less than nothing. */
export function bestRegions(options: Options, near: Nearness, values: Float64Array): Int32Array {
  const choice = new Int32Array(near.groups.length).fill(ANY)
  for (const g of near.real) {
    const must = options.must[near.groups[g]![0]!] === 1
    choice[g] = OUT
    let most = must ? -Infinity : 0
    for (let r = 0; r < near.regions; r += 1) {
      const value = values[g * near.regions + r]!
      if (value <= most) continue
      most = value
      choice[g] = r
    }
  }
  return choice
}

/** The bound that prices prove, with groups that go to one region or nowhere. */
export function nearBound(options: Options, near: Nearness, prices: Float64Array): number {
  let bound = 0
  for (let row = 0; row < options.rows; row += 1) bound += options.capacity[row]! * prices[row]!
  const worth = worthOf(options, prices, new Float64Array(options.cases))
  for (const group of near.groups) if (group.length === 1) bound += worth[group[0]!]!
  const values = regionValues(options, near, prices)
  const choice = bestRegions(options, near, values)
  for (const g of near.real) {
    if (choice[g]! >= 0) bound += values[g * near.regions + choice[g]!]!
    else if (options.must[near.groups[g]![0]!] === 1) return -Infinity
  }
  return bound
}

/** The region of each group in a plan. */
export function regionsOf(options: Options, near: Nearness, plan: Int32Array): Int32Array {
  return Int32Array.from(near.groups, (group) => {
    const j = plan[group[0]!]!
    return j < 0 ? OUT : near.regionOf[options.locality[j]!]!
  })
}

/** The same regions, and the best where not all of a group has a place any more or one must. */
export function stillPossible(
  options: Options,
  near: Nearness,
  prices: Float64Array,
  choice: Int32Array,
): Int32Array {
  if (near.real.length === 0) return choice
  const values = regionValues(options, near, prices)
  const best = bestRegions(options, near, values)
  return choice.map((region, g) => {
    if (near.groups[g]!.length === 1) return ANY
    const must = options.must[near.groups[g]![0]!] === 1
    const isPossible = region < 0 ? !must : values[g * near.regions + region]! > -Infinity
    return isPossible ? region : best[g]!
  })
}
