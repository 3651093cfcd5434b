import { certify } from './certify.ts'
import { findConflict } from './conflict.ts'
import { Exchange } from './exchange.ts'
import { allPrices, hasMinimum, layOutUnits, localitiesOf } from './lay-out-units.ts'
import { marginsOf } from './margins.ts'
import type { Options } from './options.ts'
import { priceBound } from './options.ts'
import type { CertificateProof, Placement, PlacementPlan } from './placement.ts'
import { NeitherPlanNorConflict } from './placement.ts'
import type { PlacementProblem } from './problem.ts'
import { searchProof } from './proof-search.ts'
import type { RelaxedPrices } from './relaxed-prices.ts'
import { relaxedPrices } from './relaxed-prices.ts'
import { scoreStep } from './score-step.ts'
import { smallestPrices, withoutNoise } from './smallest-prices.ts'
import { solveDemanding, withinReason } from './solve-demanding.ts'
import { isLarge, solveLarge } from './solve-large.ts'
import type { Units } from './units.ts'
import { readCase, unitsOf } from './units.ts'

export interface PlaceOptions {
  /** The relative gap at which to stop; 0: prove that no plan is better. */
  readonly gap?: number
  readonly timeLimitSeconds?: number
  /** A clock in milliseconds. */
  readonly now?: () => number
  readonly onProgress?: (done: number, total: number, words: string) => void
  /** Ends the search early, as the time limit does. */
  readonly signal?: { readonly aborted: boolean }
  /** Awaited between the stages, so that whatever else waits in this thread comes to its turn. */
  readonly pause?: () => Promise<void>
}

const TOLERANCE = 1e-8
/** A gap below this is rounding. */
const PROVEN = 1e-9
/** How near a bound is brought to what it can reach, where that is not near enough anyway. */
const ROUGH = 1e-4
const STAGES = ['demands', 'prices', 'plan', 'proof'] as const

interface Limits {
  readonly gap: number
  readonly stop: () => boolean
  readonly seconds: () => number
  readonly stage: (name: (typeof STAGES)[number]) => Promise<void>
}

/**
 * Places cases at localities so that the sum of scores is as large as possible, each case at most
 * at one, needs within capacities. Deterministic unless the time runs out. Throws
 * `NeitherPlanNorConflict` where demands could neither be kept nor refuted.
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
  const gap = Math.max(options.gap ?? 0, PROVEN)
  const { onProgress } = options
  const stage = async (name: (typeof STAGES)[number]): Promise<void> => {
    onProgress?.(STAGES.indexOf(name), STAGES.length, name)
    await options.pause?.()
  }
  await stage('demands')
  const conflict = findConflict(problem)
  if (conflict) return { status: 'infeasible', conflict, seconds: seconds() }
  if (isLarge(problem))
    return solveLarge(problem, { gap, stop, seconds, ...(onProgress && { onProgress }) })
  return solveSmall(problem, unitsOf(problem), { gap, stop, seconds, stage })
}

/** Everything laid out in memory: linear relaxation, exchanges, proof. */
async function solveSmall(
  problem: PlacementProblem,
  units: Units,
  limits: Limits,
): Promise<PlacementPlan> {
  await limits.stage('prices')
  const laid = layOutUnits(problem, units)
  const relaxed = withinReason(laid, smallestPrices(laid, TOLERANCE))
  await limits.stage('plan')
  const isDemanding = units.groups.length < units.count || hasMinimum(problem)
  const found = isDemanding
    ? await demandingPlan(problem, units, laid, relaxed, limits)
    : await provenPlan(problem, units, laid, relaxed, limits)
  return planOf(problem, units, laid, relaxed.prices, found, limits)
}

/** The step between the worths of plans, from every score of the problem. */
function stepBetween(problem: PlacementProblem): number {
  const { cases, localities } = problem
  const { locks: _locks, ...open } = problem
  const all = new Float64Array(cases * localities)
  for (let i = 0; i < cases; i += 1)
    readCase(open, i, all.subarray(i * localities, (i + 1) * localities))
  return scoreStep(all.filter((score) => !Number.isNaN(score)))
}

interface Found {
  readonly plan: Int32Array
  readonly bound: number
  readonly proof?: CertificateProof
}

async function provenPlan(
  problem: PlacementProblem,
  units: Units,
  laid: Options,
  relaxed: RelaxedPrices,
  { gap, stop, stage }: Limits,
): Promise<Found> {
  const exchange = new Exchange(laid, relaxed.prices)
  exchange.state.round(relaxed.share, relaxed.unplaced)
  const linear = priceBound(laid, relaxed.prices)
  const enough = linear - gap * Math.abs(linear)
  for (const size of [2, 3] as const) {
    const missing = enough - exchange.state.value()
    if (missing > 0) exchange.sweep(size, (gain) => gain >= missing || stop())
  }
  if (linear - exchange.state.value() <= gap * Math.abs(linear))
    return { plan: exchange.plan, bound: linear }
  await stage('proof')
  const step = stepBetween(problem)
  const found = searchProof(laid, relaxed.prices, exchange, { gap, stop, step })
  if (found.bound >= linear) return { plan: found.plan, bound: linear }
  return { plan: found.plan, bound: found.bound, proof: certify(units, laid, found) }
}

/**
 * Near lists and minimums: the plan keeps them; so does the bound from prices. A proof leaves them
 * out, and helps where they cost little.
 */
async function demandingPlan(
  problem: PlacementProblem,
  units: Units,
  laid: Options,
  relaxed: RelaxedPrices,
  limits: Limits,
): Promise<Found> {
  const { gap, stop, stage } = limits
  const found = solveDemanding(problem, units, laid, relaxed, { gap, stop })
  if (!found) throw new NeitherPlanNorConflict()
  if (found.bound - found.value <= gap * Math.abs(found.bound)) return found
  await stage('proof')
  const freer = layOutUnits(problem, units, 'minimum')
  const prices = hasMinimum(problem) ? relaxedPrices(freer, TOLERANCE) : relaxed
  const exchange = new Exchange(freer, prices.prices)
  exchange.state.round(prices.share, prices.unplaced)
  exchange.sweep(3, stop)
  const more = exchange.state.value() - found.value
  const isNear = more <= gap * Math.abs(found.value)
  const step = stepBetween(problem)
  const goal = { gap: isNear ? gap : Math.max(gap, ROUGH), stop, step }
  const proven = searchProof(freer, prices.prices, exchange, goal)
  if (proven.bound >= found.bound) return found
  return { plan: found.plan, bound: proven.bound, proof: certify(units, freer, proven) }
}

function planOf(
  problem: PlacementProblem,
  units: Units,
  laid: Options,
  prices: Float64Array,
  { plan, bound, proof }: Found,
  { gap, seconds }: Limits,
): PlacementPlan {
  let objective = 0
  for (const j of plan) if (j >= 0) objective += laid.score[j]!
  const relative = Math.max(0, bound - objective) / Math.max(Math.abs(bound), 1e-9)
  const isProven = relative <= PROVEN
  const shown = withoutNoise(laid, prices)
  return {
    status: isProven ? 'optimal' : relative <= gap ? 'feasible' : 'time_limit',
    localityOf: localitiesOf(problem.cases, laid, units, plan),
    objective,
    bound: isProven ? objective : bound,
    gap: isProven ? 0 : relative,
    prices: allPrices(laid, problem.resources, shown),
    margins: marginsOf(problem.cases, laid, units, plan, shown),
    certificate: {
      prices: Array.from(allPrices(laid, problem.resources, prices)),
      ...(proof ? { proof } : {}),
    },
    seconds: seconds(),
  }
}
