import { Exchange } from './exchange.ts'
import { solveRelaxation } from './interior-point.ts'
import type { Options } from './options.ts'
import type { PlanState } from './plan-state.ts'
import type { RelaxedPrices } from './relaxed-prices.ts'
import { nearBest, restrict } from './relaxed-prices.ts'
import { repairPlan } from './repair-plan.ts'

/** Options of a unit that take part when prices are worked out anew. */
const LIST = 3
const TOLERANCE = 1e-4
/** Exchanges after a change, times resources: with more resources each takes longer. */
const MOST_EXCHANGES = 260
const MOST_OF_ONE_RESOURCE = 190

/** A plan after a change, at the prices it was made with. */
export interface Replanned {
  readonly prices: Float64Array
  readonly plan: Int32Array
  readonly value: number
  readonly bound: number
  readonly isFeasible: boolean
}

/** The better plan and the better bound, at the newer prices. */
export function betterOf(first: Replanned, second: Replanned): Replanned {
  const isFirst =
    first.isFeasible === second.isFeasible ? first.value >= second.value : first.isFeasible
  const bound = Math.min(first.bound, second.bound)
  return { ...(isFirst ? first : second), prices: second.prices, bound }
}

export function relativeGap(bound: number, value: number): number {
  return (bound - value) / Math.max(Math.abs(bound), 1e-300)
}

/** Repairs a plan at given prices, and betters it around what had to change. */
export function replan(
  options: Options,
  prices: Float64Array,
  from: Int32Array,
  how: {
    readonly giveUpAbove: number
    /** The bound that prices prove. */
    readonly boundOf: (prices: Float64Array) => number
  } & Partial<Pick<RelaxedPrices, 'share' | 'unplaced'>>,
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
  const bound = how.boundOf(prices)
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
export function newPrices(options: Options, prices: Float64Array): RelaxedPrices {
  const some = restrict(options, nearBest(options, prices, LIST))
  const solved = solveRelaxation(some.options, { tolerance: TOLERANCE, maxSteps: 40 })
  const share = new Float64Array(options.score.length)
  some.from.forEach((j, at) => (share[j] = solved.share[at]!))
  return { prices: solved.prices, share, unplaced: solved.unplaced }
}
