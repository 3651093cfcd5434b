import { findConflict } from './conflict.ts'
import { Exchange } from './exchange.ts'
import { allPrices, layOutUnits, localitiesOf, optionsOf, rowPrices } from './lay-out-units.ts'
import type { Options } from './options.ts'
import { priceBound } from './options.ts'
import type { Conflict } from './placement.ts'
import type { PlacementProblem } from './problem.ts'
import type { RelaxedPrices } from './relaxed-prices.ts'
import { nearBest, relaxedPrices, restrict } from './relaxed-prices.ts'
import type { PlanState } from './plan-state.ts'
import { repairPlan } from './repair-plan.ts'
import { solveRelaxation } from './interior-point.ts'
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
/** Options of a unit that take part when prices are worked out anew. */
const LIST = 3
const TOLERANCE = 1e-4
/** A plan this far off after the first repair is not worth exchanges at the old prices. */
const HOPELESS = 1.5e-3
/** Exchanges after a change, times resources: with more resources each takes longer. */
const MOST_EXCHANGES = 420
const MOST_OF_ONE_RESOURCE = 190
/** How often the first search for a better plan looks up, some hundred exchanges each. */
const MOST_LOOKS = 120
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
    const asked = findConflict(problem) ? withoutLocks(problem) : problem
    this.#problem = problem
    const units = unitsOf(asked)
    const options = layOutUnits(asked, units)
    const relaxed = relaxedPrices(options, 1e-8)
    const exchange = new Exchange(options, relaxed.prices)
    if (start === undefined) exchange.state.round(relaxed.share, relaxed.unplaced)
    else exchange.state.load(optionsOf(options, units, start))
    repairPlan(options, relaxed.prices, exchange)
    let looks = 0
    exchange.sweep(3, () => (looks += 1) > MOST_LOOKS)
    this.#kept.push({
      demands: { locks: new Map(), forbidden: [] },
      localityOf: localitiesOf(asked.cases, options, units, exchange.plan),
      prices: allPrices(options, this.#problem.resources, relaxed.prices),
      gap: relativeGap(priceBound(options, relaxed.prices), exchange.state.value()),
    })
  }

  change(demands: ReplanDemands): ReplannedPlan | { readonly conflict: Conflict } {
    const asked = withDemands(this.#problem, demands)
    const conflict = findConflict(asked)
    if (conflict) return { conflict }
    const from = this.#nearest(demands)
    const units = unitsOf(asked)
    const options = layOutUnits(asked, units)
    const plan = optionsOf(options, units, from.localityOf)
    const known = rowPrices(options, from.prices)
    let best = replan(options, known, plan, { giveUpAbove: from.gap + HOPELESS })
    if (!best.isFeasible || relativeGap(best.bound, best.value) > from.gap + LOOSER) {
      const { prices, share, unplaced } = newPrices(options, known)
      best = betterOf(
        best,
        replan(options, prices, plan, { share, unplaced, giveUpAbove: Infinity }),
      )
    }
    if (!best.isFeasible) throw new Error('No plan was found that keeps every demand.')
    const localityOf = localitiesOf(asked.cases, options, units, best.plan)
    if (best.prices !== known) this.#keep(demands, localityOf, options, best)
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

interface Replanned {
  readonly prices: Float64Array
  readonly plan: Int32Array
  readonly value: number
  readonly bound: number
  readonly isFeasible: boolean
}

function betterOf(first: Replanned, second: Replanned): Replanned {
  const isFirst =
    first.isFeasible === second.isFeasible ? first.value >= second.value : first.isFeasible
  const bound = Math.min(first.bound, second.bound)
  return { ...(isFirst ? first : second), prices: second.prices, bound }
}

function relativeGap(bound: number, value: number): number {
  return (bound - value) / Math.max(Math.abs(bound), 1e-300)
}

/** Repairs a plan at given prices, and betters it around what had to change. */
function replan(
  options: Options,
  prices: Float64Array,
  from: Int32Array,
  how: { readonly giveUpAbove: number } & Partial<Pick<RelaxedPrices, 'share' | 'unplaced'>>,
): Replanned {
  const exchange = new Exchange(options, prices)
  const { state } = exchange
  state.load(from)
  // Only what moves from here on is news; of the rest nothing better was found before.
  state.changedAt.fill(-1)
  state.clock = 1
  let isFeasible = repairPlan(options, prices, exchange)
  if (how.share && how.unplaced) {
    const [plan, value] = [exchange.plan.slice(), isFeasible ? state.value() : -Infinity]
    state.load(new Int32Array(options.cases).fill(-1))
    state.round(how.share, how.unplaced)
    const isRounded = repairPlan(options, prices, exchange)
    if (!isRounded || state.value() <= value) state.load(plan)
    isFeasible ||= isRounded
    state.changedAt.fill(1)
  }
  const bound = priceBound(options, prices)
  if (isFeasible && relativeGap(bound, state.value()) <= how.giveUpAbove)
    exchangeAround(options, { state, reseat: (at) => exchange.reseat(at) })
  return { prices, plan: exchange.plan, value: state.value(), bound, isFeasible }
}

/** Reseats pairs of localities in which something changed, those that lose most first. */
function exchangeAround({ localities, resources }: Options, { state, reseat }: Around): void {
  let left = Math.min(MOST_OF_ONE_RESOURCE, Math.floor(MOST_EXCHANGES / resources))
  const seen = new Int32Array(localities * localities).fill(1)
  for (let won = 1; won > 0 && left > 0;) {
    won = 0
    const pairs: { readonly a: number; readonly b: number; readonly loss: number }[] = []
    for (let a = 0; a < localities; a += 1) {
      for (let b = a + 1; b < localities; b += 1) {
        const at = Math.max(state.changedAt[a]!, state.changedAt[b]!)
        if (at < seen[a * localities + b]!) continue
        pairs.push({ a, b, loss: state.lossAt[a]! + state.lossAt[b]! })
      }
    }
    pairs.sort((one, two) => two.loss - one.loss || one.a - two.a || one.b - two.b)
    for (const { a, b } of pairs.slice(0, left)) {
      left -= 1
      state.clock += 1
      seen[a * localities + b] = state.clock
      won += reseat([a, b])
    }
  }
}

interface Around {
  readonly state: PlanState
  readonly reseat: (at: readonly number[]) => number
}

/** Prices anew, on the options that are near the best at the old ones. */
function newPrices(options: Options, prices: Float64Array): RelaxedPrices {
  const some = restrict(options, nearBest(options, prices, LIST))
  const solved = solveRelaxation(some.options, { tolerance: TOLERANCE, maxSteps: 40 })
  const share = new Float64Array(options.score.length)
  some.from.forEach((j, at) => (share[j] = solved.share[at]!))
  return { prices: solved.prices, share, unplaced: solved.unplaced }
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
