import { findConflict } from './conflict.ts'
import { firstHolding } from './demands-hold.ts'
import { Exchange } from './exchange.ts'
import {
  allPrices,
  hasMinimum,
  layOutUnits,
  localitiesOf,
  optionsOf,
  rowPrices,
} from './lay-out-units.ts'
import { inRegions, nearBound, nearnessOf, regionsOf, stillPossible } from './near-regions.ts'
import type { Options } from './options.ts'
import type { Conflict } from './placement.ts'
import type { PlacementProblem } from './problem.ts'
import type { RelaxedPrices } from './relaxed-prices.ts'
import { relaxedPrices } from './relaxed-prices.ts'
import { repairPlan } from './repair-plan.ts'
import type { Replanned } from './replan-step.ts'
import { betterOf, newPrices, relativeGap, replan } from './replan-step.ts'
import { solveDemanding, withinPart, withinReason } from './solve-demanding.ts'
import type { Units } from './units.ts'
import { isReader, readCase, unitsOf } from './units.ts'

/** What is asked on top of the problem. */
export interface ReplanDemands {
  /** The locality of each case that is locked, besides the locks of the problem; -1: lock lifted. */
  readonly locks: ReadonlyMap<number, number>
  readonly forbidden: readonly (readonly [oneCase: number, locality: number])[]
  /** Instead of that of the problem: localities x resources. */
  readonly capacity?: ArrayLike<number>
}

export interface ReplannedPlan {
  readonly localityOf: Int32Array
  readonly objective: number
  /** No plan under the demands is worth more. */
  readonly bound: number
}

/** The bound may lie this much further above the plan than before, or new prices are worth it. */
const LOOSER = 2e-4
/** A plan this far off after the first repair is not worth exchanges at the old prices. */
const HOPELESS = 1.5e-3
/** How often the first search for a better plan looks up, some hundred exchanges each. */
const MOST_LOOKS = 120
/** A first plan this near the bound will do, where lists or minimums make it dear. */
const ENOUGH = 1e-4
/** Choices tried to find any plan at all, where repairing one led to none. */
const STEPS_TO_ANY = 20_000
/** Answers that needed new prices and are kept to start from. */
const MOST_KEPT = 8

/**
 * A problem solved once, then asked again and again what a change would do to its plan; an answer
 * takes milliseconds. An answer starts from the first plan, or from a kept one whose demands are
 * nearer, so that what it differs in comes from the demands and not from a search of its own.
 */
export class Replanner {
  readonly #problem: PlacementProblem
  /** Plans to start from; the first is that without a change. */
  readonly #kept: Kept[] = []

  /** `start`: the locality of each case in a plan to stay near to, -1 where unplaced. */
  constructor(problem: PlacementProblem, start?: ArrayLike<number>) {
    this.#problem = problem
    const asked = findConflict(problem) ? withoutLocks(problem) : problem
    const units = unitsOf(asked)
    const options = layOutUnits(asked, units)
    const relaxed = withinReason(options, relaxedPrices(options, 1e-8))
    const { plan, value } = firstPlan(asked, units, options, relaxed, start)
    const bound = nearBound(options, nearnessOf(asked, units), relaxed.prices)
    this.#kept.push({
      demands: { locks: new Map(), forbidden: [] },
      localityOf: localitiesOf(asked.cases, options, units, plan),
      prices: allPrices(options, problem.resources, relaxed.prices),
      gap: relativeGap(bound, value),
    })
  }

  change(demands: ReplanDemands): ReplannedPlan | { readonly conflict: Conflict } {
    const asked = withDemands(this.#problem, demands)
    const conflict = findConflict(asked)
    if (conflict) return { conflict }
    const from = this.#nearest(demands)
    const units = unitsOf(asked)
    const all = layOutUnits(asked, units)
    const known = rowPrices(all, from.prices)
    let best = answer(asked, units, all, from, known)
    if (!best.isFeasible) {
      const { localityOf } = firstHolding(asked, STEPS_TO_ANY)
      best = betterOf(best, answer(asked, units, all, { ...from, localityOf }, known))
    }
    if (!best.isFeasible) throw new Error('No plan was found that keeps every demand.')
    const localityOf = localitiesOf(asked.cases, all, units, best.plan)
    if (best.prices !== known) this.#keep(demands, localityOf, all, best)
    return { localityOf, objective: best.value, bound: Math.max(best.bound, best.value) }
  }

  #nearest(demands: ReplanDemands): Kept {
    const away = this.#kept.map((one) => distance(one.demands, demands, this.#problem.capacity))
    return this.#kept[away.indexOf(Math.min(...away))]!
  }

  #keep(demands: ReplanDemands, localityOf: Int32Array, options: Options, best: Replanned): void {
    const { locks, forbidden, capacity } = demands
    this.#kept.push({
      demands: {
        locks: new Map(locks),
        forbidden: forbidden.map(([i, l]) => [i, l] as const),
        ...(capacity ? { capacity: Float64Array.from(capacity) } : {}),
      },
      localityOf: localityOf.slice(),
      prices: allPrices(options, this.#problem.resources, best.prices),
      gap: relativeGap(best.bound, best.value),
    })
    if (this.#kept.length > MOST_KEPT) this.#kept.splice(1, 1)
  }
}

interface Kept {
  readonly demands: ReplanDemands
  readonly localityOf: Int32Array
  readonly prices: Float64Array
  readonly gap: number
}

/** How many demands are in one and not in the other. */
function distance(a: ReplanDemands, b: ReplanDemands, capacity: ArrayLike<number>): number {
  let count = 0
  for (const [i, l] of a.locks) if (b.locks.get(i) !== l) count += 1
  for (const [i, l] of b.locks) if (a.locks.get(i) !== l) count += 1
  const key = ([i, l]: readonly [number, number]): string => `${i} ${l}`
  const [ofA, ofB] = [new Set(a.forbidden.map(key)), new Set(b.forbidden.map(key))]
  for (const one of ofA) if (!ofB.has(one)) count += 1
  for (const one of ofB) if (!ofA.has(one)) count += 1
  const [hasA, hasB] = [a.capacity ?? capacity, b.capacity ?? capacity]
  if (hasA !== hasB)
    for (let r = 0; r < capacity.length; r += 1) if (hasA[r] !== hasB[r]) count += 1
  return count
}

/** The problem with what is asked on top. */
function withDemands(problem: PlacementProblem, demands: ReplanDemands): PlacementProblem {
  const { cases, localities } = problem
  const locks = Int32Array.from(
    { length: cases },
    (_, i) => demands.locks.get(i) ?? problem.locks?.[i] ?? -1,
  )
  const capacity = demands.capacity ?? problem.capacity
  if (demands.forbidden.length === 0) return { ...problem, locks, capacity }
  const scores = new Float64Array(cases * localities)
  if (!isReader(problem.scores)) scores.set(problem.scores)
  else {
    const { locks: _locks, ...open } = problem
    for (let i = 0; i < cases; i += 1)
      readCase(open, i, scores.subarray(i * localities, (i + 1) * localities))
  }
  for (const [i, l] of demands.forbidden) scores[i * localities + l] = NaN
  return { ...problem, locks, capacity, scores }
}

function withoutLocks(problem: PlacementProblem): PlacementProblem {
  const { locks: _locks, ...open } = problem
  return open
}

/** The plan before any change. */
function firstPlan(
  problem: PlacementProblem,
  units: Units,
  options: Options,
  relaxed: RelaxedPrices,
  start: ArrayLike<number> | undefined,
): { readonly plan: Int32Array; readonly value: number } {
  if (units.groups.length < units.count || hasMinimum(problem)) {
    let left = MOST_LOOKS
    const limits = { gap: ENOUGH, stop: () => (left -= 1) < 0 }
    const known = start && optionsOf(options, units, start)
    const found = solveDemanding(problem, units, options, relaxed, limits, known)
    return found ?? { plan: new Int32Array(units.count).fill(-1), value: 0 }
  }
  const exchange = new Exchange(options, relaxed.prices)
  if (start === undefined) exchange.state.round(relaxed.share, relaxed.unplaced)
  else exchange.state.load(optionsOf(options, units, start))
  repairPlan(options, relaxed.prices, exchange)
  let left = MOST_LOOKS
  exchange.sweep(3, () => (left -= 1) < 0)
  return { plan: exchange.plan, value: exchange.state.value() }
}

/** A plan under new demands from one before: at its prices, and where that is not enough at new ones. */
function answer(
  problem: PlacementProblem,
  units: Units,
  all: Options,
  before: Pick<Kept, 'localityOf' | 'gap'>,
  known: Float64Array,
): Replanned {
  const near = nearnessOf(problem, units)
  const boundOf = (prices: Float64Array): number => nearBound(all, near, prices)
  const plan = optionsOf(all, units, before.localityOf)
  const choice = stillPossible(all, near, known, regionsOf(all, near, plan))
  const { options, from } =
    near.real.length === 0 ? { options: all, from: undefined } : inRegions(all, near, choice)
  const within = from ? withinPart(all, options, from, plan) : plan
  const how = { boundOf, giveUpAbove: before.gap + HOPELESS }
  let best = replan(options, known, within, how)
  if (!best.isFeasible || relativeGap(best.bound, best.value) > before.gap + LOOSER) {
    const { prices, share, unplaced } = newPrices(options, known)
    const next = { share, unplaced, boundOf, giveUpAbove: Infinity }
    best = betterOf(best, replan(options, prices, within, next))
  }
  if (!from) return best
  return { ...best, plan: best.plan.map((j) => (j < 0 ? -1 : from[j]!)) }
}
