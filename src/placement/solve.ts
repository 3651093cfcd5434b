import { certify } from './certify.ts'
import { Exchange } from './exchange.ts'
import type { Options } from './options.ts'
import { layOut, priceBound } from './options.ts'
import type { CertificateProof, Placement, PlacementPlan } from './placement.ts'
import type { PlacementProblem } from './problem.ts'
import type { SearchResult } from './proof-search.ts'
import { searchProof } from './proof-search.ts'
import { relaxedPrices } from './relaxed-prices.ts'
import { isLarge, solveLarge } from './solve-large.ts'
import type { Units } from './units.ts'
import { unitsOf } from './units.ts'

export interface PlaceOptions {
  /** The relative gap at which to stop; 0: prove that no plan is better. */
  readonly gap?: number
  readonly timeLimitSeconds?: number
  /** A clock in milliseconds. */
  readonly now?: () => number
  readonly onProgress?: (done: number, total: number, words: string) => void
  /** Ends the search early, as the time limit does. */
  readonly signal?: { readonly aborted: boolean }
}

const TOLERANCE = 1e-8
/** A gap below this is rounding. */
const PROVEN = 1e-9

/**
 * Places cases at localities so that the sum of scores is as large as possible, each case at most
 * at one, needs within capacities. Deterministic unless the time runs out.
 */
export async function place(
  problem: PlacementProblem,
  options: PlaceOptions = {},
): Promise<Placement> {
  const now = options.now ?? Date.now
  const begun = now()
  const seconds = (): number => (now() - begun) / 1000
  const limit = options.timeLimitSeconds ?? 60
  const stop = (): boolean => seconds() > limit || options.signal?.aborted === true
  const units = unitsOf(problem)
  const gap = Math.max(options.gap ?? 0, PROVEN)
  if (isLarge(problem, units)) {
    const { onProgress } = options
    return solveLarge(problem, units, { gap, stop, seconds, ...(onProgress && { onProgress }) })
  }
  const laid = layOutUnits(problem, units)
  const relaxed = relaxedPrices(laid, TOLERANCE)
  const exchange = new Exchange(laid, relaxed.prices)
  exchange.state.round(relaxed.share, relaxed.unplaced)
  const linear = priceBound(laid, relaxed.prices)
  const enough = linear - gap * Math.abs(linear)
  for (const size of [2, 3] as const) {
    const missing = enough - exchange.state.value()
    if (missing > 0) exchange.sweep(size, (gain) => gain >= missing || stop())
  }
  const found: SearchResult | undefined =
    linear - exchange.state.value() <= gap * Math.abs(linear)
      ? undefined
      : searchProof(laid, relaxed.prices, exchange, { gap, stop })
  const bound = Math.min(linear, found?.bound ?? Infinity)
  return planOf(problem, units, laid, relaxed.prices, bound, found?.plan ?? exchange.plan, {
    gap,
    seconds: seconds(),
    ...(found && found.bound < linear ? { proof: certify(units, laid, found) } : {}),
  })
}

function layOutUnits(problem: PlacementProblem, units: Units): Options {
  const { localities, resources, capacity } = problem
  const scores = new Float64Array(units.count * localities)
  for (let u = 0; u < units.count; u += 1) {
    units.readScores(u, scores.subarray(u * localities, (u + 1) * localities))
  }
  const { count: cases, needs, must } = units
  return layOut({ cases, localities, resources, needs, capacity, scores, must })
}

function planOf(
  problem: PlacementProblem,
  units: Units,
  laid: Options,
  prices: Float64Array,
  bound: number,
  plan: Int32Array,
  rest: {
    readonly gap: number
    readonly seconds: number
    readonly proof?: CertificateProof
  },
): PlacementPlan {
  const localityOf = new Int32Array(problem.cases).fill(-1)
  let objective = 0
  plan.forEach((j, u) => {
    if (j < 0) return
    objective += laid.score[j]!
    for (const i of units.members[u]!) localityOf[i] = laid.locality[j]!
  })
  const all = new Float64Array(problem.localities * problem.resources)
  laid.rowOf.forEach((row, at) => (all[at] = row < 0 ? 0 : Math.max(0, prices[row]!)))
  const relative = Math.max(0, bound - objective) / Math.max(Math.abs(bound), 1e-9)
  const isProven = relative <= PROVEN
  return {
    status: isProven ? 'optimal' : relative <= rest.gap ? 'feasible' : 'time_limit',
    localityOf,
    objective,
    bound: isProven ? objective : bound,
    gap: isProven ? 0 : relative,
    prices: all,
    certificate: { prices: Array.from(all), ...(rest.proof ? { proof: rest.proof } : {}) },
    seconds: rest.seconds,
  }
}
