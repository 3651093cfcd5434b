import { binOfItems, columnsOfPlan, compact } from './compact.ts'
import type { Compact } from './compact.ts'
import { findConflict, firstPlan } from './conflict.ts'
import { highsSolver } from './highs-solver.ts'
import { solveLevels } from './levels.ts'
import type { LevelsResult } from './levels.ts'
import type { OpenSolver } from './integer-solver.ts'
import { isBetter, isPlan, valueAt } from './plan-value.ts'
import { assertWellFormed } from './problem.ts'
import type { PlacementProblem } from './problem.ts'
import type { PlacementPlan, PlacementResult } from './result.ts'

export interface SolveOptions {
  /** Wall time for everything; a little more passes when one linear program takes long. */
  readonly timeLimitSeconds: number
  /** A clock in milliseconds, for example `performance.now`. */
  readonly now: () => number
  readonly onProgress?: (progress: { level: number; levels: number }) => void
  /** The level whose prices per row are wanted. */
  readonly priceLevel?: number
  /** A plan to start from (bin of each item, -1: none); ignored when it breaks a rule. */
  readonly start?: readonly number[]
  /** Another integer solver than HiGHS for what the engine leaves open, for tests. */
  readonly solver?: OpenSolver
}

/**
 * Places items in bins so that level 0 is as large as possible, then level 1 without losing any of
 * level 0, and so on; proven in whole numbers. Deterministic unless the time runs out. Throws
 * RangeError for a malformed problem; locks that cannot hold are a result (`infeasible`).
 */
export async function solvePlacement(
  problem: PlacementProblem,
  options: SolveOptions,
): Promise<PlacementResult> {
  assertWellFormed(problem)
  const begun = options.now()
  const seconds = (): number => (options.now() - begun) / 1000
  const secondsLeft = (): number => options.timeLimitSeconds - seconds()
  const solver = options.solver ?? highsSolver
  const packed = compact(problem)
  const first = await firstPlan(solver, packed, Math.max(1, secondsLeft()))
  const given = options.start && columnsOfPlan(packed, options.start)
  if (!first.x && !given) {
    const conflict = await findConflict(solver, problem, secondsLeft)
    return { status: 'infeasible', conflict, seconds: seconds() }
  }
  const start = betterOf(packed, first.x, given)
  const { timeLimitSeconds: _, ...rest } = options
  const levels = await solveLevels(solver, packed, start, {
    ...rest,
    timeLimitSeconds: secondsLeft(),
  })
  return planOf(problem, packed, levels, options.priceLevel, seconds())
}

function betterOf(
  packed: Compact,
  first: Float64Array | undefined,
  given: Float64Array | undefined,
): Float64Array {
  if (!given || !isPlan(packed, given, [])) return first!
  if (!first) return given
  return isBetter(worth(packed, first), worth(packed, given)) ? first : given
}

function worth(packed: Compact, x: Float64Array): number[] {
  return packed.values.map((_, level) => valueAt(packed, x, level))
}

function planOf(
  problem: PlacementProblem,
  packed: Compact,
  levels: LevelsResult,
  priceLevel: number | undefined,
  seconds: number,
): PlacementPlan {
  const objective = worth(packed, levels.x)
  const gaps = objective.map((value, level) => relativeGap(levels.bound[level]!, value))
  const gap = Math.max(0, ...gaps)
  const prices = priceLevel === undefined ? undefined : levels.rowPrices[priceLevel]
  return {
    status: gap === 0 ? 'optimal' : 'time_limit',
    binOf: binOfItems(packed, levels.x, problem.items.length),
    objective,
    bound: levels.bound,
    gap,
    seconds,
    prices: prices ? Array.from(prices, (price) => Math.round(price * 1e6) / 1e6) : [],
    levelSeconds: levels.seconds,
  }
}

function relativeGap(bound: number, value: number): number {
  if (bound === value) return 0
  return Number.isFinite(bound) ? (bound - value) / Math.max(1, Math.abs(bound)) : 1
}
