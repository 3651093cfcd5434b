import { firstHolding } from './demands-hold.ts'
import { Exchange } from './exchange.ts'
import { optionsOf } from './lay-out-units.ts'
import type { Nearness } from './near-regions.ts'
import {
  OUT,
  bestRegions,
  inRegions,
  nearBound,
  nearnessOf,
  regionValues,
  regionsOf,
  stillPossible,
} from './near-regions.ts'
import type { Options } from './options.ts'
import type { PlacementProblem } from './problem.ts'
import { searchByRegret } from './regret-search.ts'
import type { RelaxedPrices } from './relaxed-prices.ts'
import { repairPlan } from './repair-plan.ts'
import type { Units } from './units.ts'

/** Regions of groups that are tried instead of the one chosen first. */
const MOST_TRIES = 80
const MOST_STEPS = 60_000
/** Of the largest score. */
const MOST_PRICE = 1e4
/** Choices tried to find any plan at all, where repairing a good one led to none. */
const STEPS_TO_ANY = 200_000

export interface DemandingPlan {
  /** For each unit its option, -1: unplaced. */
  readonly plan: Int32Array
  readonly value: number
  readonly bound: number
}

/**
 * A plan for a problem with near lists or minimums of use: each list goes to the region where it
 * brings most at the prices, then other regions are tried. The bound holds with lists and minimums
 * as they are. `known`: a plan (options) to stay near to. Undefined when no plan was found.
 */
export function solveDemanding(
  problem: PlacementProblem,
  units: Units,
  options: Options,
  relaxed: RelaxedPrices,
  limits: { readonly gap: number; readonly stop: () => boolean },
  known?: Int32Array,
): DemandingPlan | undefined {
  const near = nearnessOf(problem, units)
  const { prices } = relaxed
  const bound = nearBound(options, near, prices)
  const values = regionValues(options, near, prices)
  const wished = known
    ? stillPossible(options, near, prices, regionsOf(options, near, known))
    : bestRegions(options, near, values)
  const isEnough = (value: number): boolean => bound - value <= limits.gap * Math.abs(bound)
  let best =
    planIn(options, near, relaxed, wished, limits.stop, known) ??
    anyPlan(problem, units, options, near, relaxed, limits.stop)
  if (!best) return undefined
  for (const { group, region } of otherRegions(options, near, values, bound - best.value)) {
    if (isEnough(best.value) || limits.stop()) break
    const choice = best.choice.slice()
    choice[group] = region
    const next = planIn(options, near, relaxed, choice, limits.stop, best.plan)
    if (next && next.value > best.value) best = next
  }
  if (isEnough(best.value) || limits.stop()) return { ...best, bound }
  return { ...searchByRegret(options, near, prices, best, MOST_STEPS), bound }
}

interface Chosen {
  readonly choice: Int32Array
  readonly plan: Int32Array
  readonly value: number
}

/** A good plan with these regions, from a known plan if there is one. */
function planIn(
  all: Options,
  near: Nearness,
  relaxed: RelaxedPrices,
  choice: Int32Array,
  stop: () => boolean,
  known?: Int32Array,
): Chosen | undefined {
  const { options, from } = inRegions(all, near, choice)
  const exchange = new Exchange(options, relaxed.prices)
  const { state } = exchange
  if (known) {
    state.load(withinPart(all, options, from, known))
    state.changedAt.fill(-1)
  } else {
    const share = Float64Array.from(from, (j) => relaxed.share[j]!)
    state.round(share, relaxed.unplaced)
  }
  if (!repairPlan(options, relaxed.prices, exchange)) return undefined
  exchange.sweep(known ? 2 : 3, stop)
  const plan = Int32Array.from(exchange.plan, (j) => (j < 0 ? -1 : from[j]!))
  return { choice, plan, value: state.value() }
}

/** A plan (options of the whole problem) as options of a part of it; -1 for those it lacks. */
export function withinPart(
  all: Options,
  part: Options,
  from: Int32Array,
  plan: Int32Array,
): Int32Array {
  return Int32Array.from({ length: all.cases }, (_, i) => {
    for (let j = part.start[i]!; j < part.start[i + 1]!; j += 1) if (from[j] === plan[i]) return j
    return -1
  })
}

/** A plan made for nothing but to keep the demands, then bettered. */
function anyPlan(
  problem: PlacementProblem,
  units: Units,
  options: Options,
  near: Nearness,
  relaxed: RelaxedPrices,
  stop: () => boolean,
): Chosen | undefined {
  const { holds, localityOf } = firstHolding(problem, STEPS_TO_ANY)
  if (holds !== true) return undefined
  const plan = optionsOf(options, units, localityOf)
  const choice = regionsOf(options, near, plan)
  return planIn(options, near, relaxed, choice, stop, plan)
}

/** Regions (or nowhere) for groups that lose less than a plan does, those that lose least first. */
function otherRegions(
  options: Options,
  near: Nearness,
  values: Float64Array,
  most: number,
): { readonly group: number; readonly region: number }[] {
  const found: { group: number; region: number; loss: number }[] = []
  for (const g of near.real) {
    const mayStay = options.must[near.groups[g]![0]!] === 0
    const of = values.subarray(g * near.regions, (g + 1) * near.regions)
    const top = of.reduce((max, value) => Math.max(max, value), mayStay ? 0 : -Infinity)
    of.forEach((value, region) => found.push({ group: g, region, loss: top - value }))
    if (mayStay) found.push({ group: g, region: OUT, loss: top })
  }
  return found
    .filter((one) => one.loss < most)
    .sort((a, b) => a.loss - b.loss || a.group - b.group || a.region - b.region)
    .slice(0, MOST_TRIES)
}

/** Where demands leave no play, prices of the relaxation grow without limit: any large one will do. */
export function withinReason({ score }: Options, relaxed: RelaxedPrices): RelaxedPrices {
  const largest = score.reduce((max, one) => Math.max(max, Math.abs(one)), 0)
  const prices = relaxed.prices.map((price) => Math.min(price, largest * MOST_PRICE))
  return { ...relaxed, prices }
}
