import { certify } from './certificate.ts'
import type { Certificate } from './certificate.ts'
import { columnsOfPlan, compact } from './compact.ts'
import type { Compact } from './compact.ts'
import { highsSolver } from './highs-solver.ts'
import { solveLevels } from './levels.ts'
import { stepOf, valueAt } from './plan-value.ts'
import type { PlacementProblem } from './problem.ts'
import type { PlacementPlan } from './result.ts'
import { solvePlacement } from './solve.ts'

export interface MoreOptions {
  /** The last level that matters: the effect is exact for levels 0 up to it. */
  readonly lastLevel: number
  /** For all questions together. */
  readonly timeLimitSeconds: number
  readonly now: () => number
}

/** What more capacity does to the ordered objective. */
export type MoreEffect =
  /** Gain at levels 0 .. lastLevel; the first that is not 0 is above 0. `binOf` is such a plan. */
  | { readonly known: true; readonly gain: readonly number[]; readonly binOf: readonly number[] }
  /** The time ran out, or the plan itself is not proven optimal at these levels. */
  | { readonly known: false }

export type SmallestHelpful =
  | { readonly known: true; readonly extra: number; readonly gain: readonly number[] }
  /** Not even `maxExtra` more helps. */
  | { readonly known: true; readonly extra: undefined }
  | { readonly known: false }

export interface MorePlaces {
  /** The exact effect of `extra` more in each of the rows at once. */
  effect(rows: readonly number[], extra: number): Promise<MoreEffect>
  /** The least extra, up to `maxExtra`, that raises the ordered objective, and what it brings. */
  smallestHelpful(rows: readonly number[], maxExtra: number): Promise<SmallestHelpful>
}

/**
 * Prepares "what would one more place do" for a solved plan. Most questions are answered by the
 * bound alone (more capacity costs its price: if that does not reach a whole step, nothing is
 * gained); the others by solving again from the plan.
 */
export async function morePlaces(
  problem: PlacementProblem,
  plan: PlacementPlan,
  options: MoreOptions,
): Promise<MorePlaces> {
  const end = options.now() + options.timeLimitSeconds * 1000
  const secondsLeft = (): number => (end - options.now()) / 1000
  const levels = Math.min(problem.levels, options.lastLevel + 1)
  const first = truncate(problem, levels)
  const objective = plan.objective.slice(0, levels)
  const base = await baseOf(first, plan, objective, options.now, secondsLeft())
  const effect = async (rows: readonly number[], extra: number): Promise<MoreEffect> => {
    if (!base) return { known: false }
    if (cannotHelp(first, base, objective, rows, extra)) {
      return { known: true, gain: objective.map(() => 0), binOf: plan.binOf }
    }
    if (secondsLeft() <= 0) return { known: false }
    const raised = await solvePlacement(withMore(first, rows, extra), {
      ...{ timeLimitSeconds: secondsLeft(), now: options.now, start: plan.binOf },
    })
    if (raised.status !== 'optimal') return { known: false }
    const gain = raised.objective.map((value, level) => value - objective[level]!)
    return { known: true, gain, binOf: raised.binOf }
  }
  return { effect, smallestHelpful: (rows, max) => smallestHelpful(effect, rows, max) }
}

/** More capacity never lowers the ordered objective, so the least helpful extra can be bisected. */
async function smallestHelpful(
  effect: MorePlaces['effect'],
  rows: readonly number[],
  maxExtra: number,
): Promise<SmallestHelpful> {
  const helps = (found: { gain: readonly number[] }): boolean => found.gain.some((g) => g !== 0)
  let none = 0
  let extra = maxExtra
  let best = await effect(rows, maxExtra)
  if (!best.known) return { known: false }
  if (!helps(best)) return { known: true, extra: undefined }
  while (extra - none > 1) {
    const middle = none + Math.ceil((extra - none) / 2)
    const tried = await effect(rows, middle)
    if (!tried.known) return { known: false }
    if (helps(tried)) [extra, best] = [middle, tried]
    else none = middle
  }
  return { known: true, extra, gain: best.gain }
}

interface Base {
  readonly packed: Compact
  /** For each level a bound without any narrowing, so that it holds for other capacities too. */
  readonly certificates: readonly (Certificate | undefined)[]
  readonly rowPrices: readonly (Float64Array | undefined)[]
}

/** Undefined when the plan is not proven optimal at these levels within the time. */
async function baseOf(
  problem: PlacementProblem,
  plan: PlacementPlan,
  objective: readonly number[],
  now: () => number,
  seconds: number,
): Promise<Base | undefined> {
  const packed = compact(problem)
  const start = columnsOfPlan(packed, plan.binOf)
  if (!start) return undefined
  const solved = await solveLevels(highsSolver, packed, start, { timeLimitSeconds: seconds, now })
  if (objective.some((value, level) => solved.bound[level] !== value)) return undefined
  if (objective.some((value, level) => valueAt(packed, solved.x, level) !== value)) return undefined
  const bounds = {
    lower: new Float64Array(packed.columns),
    upper: Float64Array.from(packed.typeOfColumn, (t) => packed.count[t]!),
  }
  const certificates = objective.map((_, level) => {
    const rows = solved.rowPrices[level]
    const floors = solved.floorPrices[level]
    if (!rows || !floors) return undefined
    return certify(packed, bounds, level, objective.slice(0, level), { rows, floors })
  })
  return { packed, certificates, rowPrices: solved.rowPrices }
}

/** Whether the bound of every level, with the extra capacity at its price, stays below a step. */
function cannotHelp(
  problem: PlacementProblem,
  base: Base,
  objective: readonly number[],
  rows: readonly number[],
  extra: number,
): boolean {
  if (rows.some((row) => admitsMore(problem, row, extra))) return false
  return objective.every((value, level) => {
    const certificate = base.certificates[level]
    const prices = base.rowPrices[level]
    if (!certificate || !prices) return false
    // The same rounding as in `certify`, so that the sum is exact.
    const scaled = rows.map((row) => Math.max(0, Math.round(prices[row]! * certificate.scale)))
    const bound = certificate.scaledBound + scaled.reduce((sum, price) => sum + price * extra, 0)
    return bound < (value + stepOf(base.packed, level)) * certificate.scale || bound === value
  })
}

/** Whether some item that could never fit the row would fit it now (alone or as a group). */
function admitsMore(problem: PlacementProblem, row: number, extra: number): boolean {
  const { capacity } = problem.rows[row]!
  return problem.items.some((item) =>
    item.choices.some((choice) =>
      choice.uses.some(([used, amount]) => {
        if (used !== row) return false
        return item.group !== undefined || (amount > capacity && amount <= capacity + extra)
      }),
    ),
  )
}

function truncate(problem: PlacementProblem, levels: number): PlacementProblem {
  const items = problem.items.map((item) => ({
    ...item,
    choices: item.choices.map((choice) => ({ ...choice, value: choice.value.slice(0, levels) })),
  }))
  return { ...problem, levels, items }
}

function withMore(
  problem: PlacementProblem,
  rows: readonly number[],
  extra: number,
): PlacementProblem {
  const raised = new Set(rows)
  return {
    ...problem,
    rows: problem.rows.map((row, r) =>
      raised.has(r) ? { ...row, capacity: row.capacity + extra } : row,
    ),
  }
}
