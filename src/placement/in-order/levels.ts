import type { Area } from './area.ts'
import { aroundRelaxed, betweenPlanAndRelaxed, everywhere } from './area.ts'
import type { Certificate, ColumnBounds, Prices } from './certificate.ts'
import { certify, narrow } from './certificate.ts'
import type { Compact } from './compact.ts'
import type { EntryNeeds } from './entry-options.ts'
import { entryNeeds } from './entry-options.ts'
import { exchangeEntries } from './exchange-entries.ts'
import type { OpenSolver } from './integer-solver.ts'
import type { NeighbourhoodOutcome } from './neighbourhood.ts'
import { searchNeighbourhood } from './neighbourhood.ts'
import { stepOf, valueAt } from './plan-value.ts'
import { boundOf, Relaxation } from './relaxation.ts'

/** Larger integer programs than this (columns) keep the solver in its presolve past any limit. */
const MAX_COLUMNS = 30_000
/** Up to this many columns one search of everything is quicker than windows. */
const TINY_COLUMNS = 400
/** With more columns than this near the bound, a wider window is tried first. */
const EASY_COLUMNS = 16_000
/** Types decided anew around the relaxed solution before the whole problem is tried. */
const NEIGHBOURHOODS = [60, 240]
const EXCHANGED_TYPES = 240
const MAX_EXCHANGED_TYPES = 480
/**
 * Exchanges in a row that may fail: more in a large problem, which cannot count on the proof to
 * find better, and while the plan is far (this share of the bound) from what is possible.
 */
const PATIENCE = 2
const LONG_PATIENCE = 8
const FAR = 0.02
/** How much more than its price a floor counts at first, so that no plan sells it for nothing. */
const FIRM = 0.01
/** Solutions of the relaxation that are tried, and types decided anew around each. */
const TURNS = 8
const EXCHANGED = [20, 60, 150]
/** The same when it starts from the plan, whose floors must not be lost. */
const FIRMER = [0.1, 0.5, 2]
/** Effort for one neighbourhood: counted in nodes, not seconds, so that plans are reproducible. */
const NEIGHBOURHOOD_NODES = 5
/** Only a brake: a neighbourhood normally ends by its nodes long before. */
const NEIGHBOURHOOD_SECONDS = 15

export interface LevelsResult {
  readonly x: Float64Array
  /** Proven upper bound of each level, with the levels before at the value of x. */
  readonly bound: readonly number[]
  /** For each level the prices of the best bound; undefined when there was no time for one. */
  readonly rowPrices: readonly (Float64Array | undefined)[]
  readonly floorPrices: readonly (Float64Array | undefined)[]
  readonly seconds: readonly number[]
}

export interface LevelsOptions {
  readonly timeLimitSeconds: number
  readonly now: () => number
  readonly onProgress?: (progress: { level: number; levels: number }) => void
}

/** Raises the plan x level by level; each level is kept while the later ones are raised. */
export async function solveLevels(
  solver: OpenSolver,
  packed: Compact,
  start: Float64Array,
  options: LevelsOptions,
): Promise<LevelsResult> {
  return raiseAll(solver, new Relaxation(packed), packed, start, options)
}

async function raiseAll(
  solver: OpenSolver,
  relaxation: Relaxation,
  packed: Compact,
  start: Float64Array,
  options: LevelsOptions,
): Promise<LevelsResult> {
  const { now, timeLimitSeconds } = options
  const end = now() + timeLimitSeconds * 1000
  const bounds: ColumnBounds = {
    lower: new Float64Array(packed.columns),
    upper: Float64Array.from(packed.typeOfColumn, (t) => packed.count[t]!),
  }
  const needs = entryNeeds(packed)
  let x = start
  const bound: number[] = []
  const prices: (Prices | undefined)[] = []
  const seconds: number[] = []
  for (let level = 0; level < packed.levels; level += 1) {
    options.onProgress?.({ level, levels: packed.levels })
    const begun = now()
    // An early level may take half of what is left: without it the later ones mean less.
    const share = level === packed.levels - 1 ? 1 : 0.5
    const until = begun + (end - begun) * share
    const raised = await raiseLevel(
      {
        solver,
        relaxation,
        needs,
        packed,
        level,
        bounds,
        secondsLeft: () => (until - now()) / 1000,
      },
      x,
    )
    x = raised.x
    bound.push(raised.bound)
    prices.push(raised.prices)
    const value = valueAt(packed, x, level)
    for (const certificate of raised.certificates) narrow(packed, certificate, value, bounds)
    relaxation.hold(level, value, () => now() >= end)
    seconds.push((now() - begun) / 1000)
  }
  const rowPrices = prices.map((price) => price?.rows)
  const floorPrices = prices.map((price) => price?.floors)
  return { x, bound, rowPrices, floorPrices, seconds }
}

interface LevelTask {
  readonly solver: OpenSolver
  readonly relaxation: Relaxation
  readonly needs: EntryNeeds
  readonly packed: Compact
  readonly level: number
  readonly bounds: ColumnBounds
  readonly secondsLeft: () => number
}

interface RaisedLevel {
  readonly x: Float64Array
  readonly bound: number
  readonly certificates: readonly Certificate[]
  readonly prices: Prices | undefined
}

async function raiseLevel(task: LevelTask, x: Float64Array): Promise<RaisedLevel> {
  const { packed, level, bounds, relaxation } = task
  const step = stepOf(packed, level)
  const value = valueAt(packed, x, level)
  const floors = relaxation.floors
  const free = { rows: new Float64Array(packed.capacity.length), floors: new Float64Array(level) }
  const trivial = certify(packed, bounds, level, floors, free)
  if (trivial && boundOf(trivial) <= value) {
    return { x, bound: value, certificates: [trivial], prices: free }
  }
  const relaxed = relaxation.solve(level, bounds, () => task.secondsLeft() <= 0)
  const certificate = relaxed.certificate ?? trivial
  const certificates = certificate ? [certificate] : []
  const bound = certificate ? wholeBound(boundOf(certificate), step) : Infinity
  const goal = { bound, step, certificate, relaxed: relaxed.solution, prices: relaxed.prices }
  return { ...(await raiseWithin(task, x, goal)), certificates, prices: relaxed.prices }
}

/**
 * Closes the gap between the plan and the bound: first a good plan near the relaxed solution, then
 * the proof. In the proof, plans worth the bound itself are sought first: so narrow a window
 * leaves few columns and is often refuted at once. A window found empty lowers the bound; after a
 * few the windows grow.
 */
async function raiseWithin(task: LevelTask, start: Float64Array, goal: Goal): Promise<Reached> {
  const { packed, level, secondsLeft } = task
  let reached: Reached = { x: start, bound: goal.bound }
  if (reached.bound <= valueAt(packed, start, level)) return reached
  reached = exchangeAround(task, reached, goal)
  const tiny = packed.columns <= TINY_COLUMNS
  if (!tiny) reached = await approach(task, reached, goal)
  for (let misses = 0; secondsLeft() > 0; misses += 1) {
    const value = valueAt(packed, reached.x, level)
    if (value >= reached.bound) break
    const width = tiny ? Infinity : misses < 3 ? 0 : 2 ** (misses - 3)
    const target = Math.max(value + goal.step, reached.bound - width * goal.step)
    const everything = everywhere(task, goal, target)
    if (everything.columns > MAX_COLUMNS) break
    const found = await search(task, goal, target, everything, { seconds: secondsLeft() })
    const x = found.x ?? reached.x
    const proven = Math.max(wholeBound(found.bound + 1e-6, goal.step), target - goal.step)
    reached = { x, bound: Math.max(valueAt(packed, x, level), Math.min(reached.bound, proven)) }
    if (!found.finished) break
  }
  return reached
}

interface Goal {
  readonly bound: number
  readonly step: number
  readonly certificate: Certificate | undefined
  readonly relaxed: Float64Array
  readonly prices: Prices
}

interface Reached {
  readonly x: Float64Array
  readonly bound: number
}

/**
 * A plan as good as the bound, without a search: the engine's exchanges around the solution of the
 * relaxation, then around other solutions that are about as good.
 */
function exchangeAround(task: LevelTask, start: Reached, goal: Goal): Reached {
  const { packed, level } = task
  let reached = start
  let firm = FIRM
  let relaxed = goal.relaxed
  const isDone = (): boolean =>
    valueAt(packed, reached.x, level) >= reached.bound || task.secondsLeft() <= 0
  if (!Number.isFinite(goal.bound)) return start
  for (let turn = 0; turn < TURNS; turn += 1) {
    if (turn > 0) relaxed = task.relaxation.turn(level, relaxed, turn, isDone)
    for (const size of EXCHANGED) {
      if (isDone()) return reached
      const area = aroundRelaxed(task, { ...goal, relaxed }, reached.bound, size)
      const { x, isOver } = exchangeFrom(task, reached, goal, relaxed, area, firm)
      if (x) reached = { x, bound: reached.bound }
      else if (isOver) firm = Math.min(1, firm * 3)
    }
  }
  const all = { bounds: task.bounds, free: new Uint8Array(packed.types).fill(1) }
  for (const more of FIRMER) {
    if (isDone()) break
    const { x } = exchangeFrom(task, reached, goal, reached.x, all, more)
    if (x) reached = { x, bound: reached.bound }
  }
  return reached
}

/** Exchanges among the free types of an area; `firm`: how much more than its price a floor counts. */
function exchangeFrom(
  { packed, level, relaxation, needs, secondsLeft }: LevelTask,
  reached: Reached,
  { prices }: Goal,
  from: Float64Array,
  { bounds, free }: Pick<Area, 'bounds' | 'free'>,
  firm: number,
): ReturnType<typeof exchangeEntries> {
  const largest = packed.values[level]!.reduce((most, one) => Math.max(most, Math.abs(one)), 1)
  return exchangeEntries(packed, needs, reached.x, from, {
    ...{ level, floors: relaxation.floors, target: reached.bound, prices: prices.rows },
    ...{ bounds, free, stop: () => secondsLeft() <= 0 },
    weights: Array.from(prices.floors, (one) => (1 + firm) * Math.max(0, one) + firm * largest),
  })
}

/** A good plan without a proof: near the relaxed solution, then by exchanges from the plan. */
async function approach(task: LevelTask, start: Reached, goal: Goal): Promise<Reached> {
  const { packed, level } = task
  const large = everywhere(task, goal, goal.bound).columns > EASY_COLUMNS
  let reached = start
  for (const width of large ? [0, 8] : [0]) {
    const value = valueAt(packed, reached.x, level)
    if (value >= reached.bound || task.secondsLeft() <= 0) return reached
    const target = Math.max(value + goal.step, reached.bound - width * goal.step)
    reached = await searchNear(task, reached, goal, target, NEIGHBOURHOODS)
  }
  return exchange(task, reached, goal, large)
}

/**
 * Moves the plan towards the relaxed solution, some of the types that differ at a time: more of
 * them when a search came to its end without a gain, fewer when it did not come to its end.
 */
async function exchange(
  task: LevelTask,
  start: Reached,
  goal: Goal,
  large: boolean,
): Promise<Reached> {
  let reached = start
  let failures = 0
  let size = EXCHANGED_TYPES
  for (let round = 0; task.secondsLeft() > 0; round += 1) {
    const value = valueAt(task.packed, reached.x, task.level)
    const far = reached.bound - value > FAR * Math.abs(reached.bound)
    if (value >= reached.bound || failures >= (large || far ? LONG_PATIENCE : PATIENCE)) break
    const target = value + goal.step
    const area = betweenPlanAndRelaxed(task, reached.x, goal, target, round, size)
    const found = await search(task, goal, target, area, nearby(task))
    failures = found.x ? 0 : failures + 1
    if (found.x) reached = { x: found.x, bound: reached.bound }
    else size = found.finished ? Math.min(size * 2, MAX_EXCHANGED_TYPES) : Math.ceil(size / 2)
  }
  return reached
}

/** The first plan worth `target` found near the relaxed solution, or `reached` as it was. */
async function searchNear(
  task: LevelTask,
  reached: Reached,
  goal: Goal,
  target: number,
  sizes: readonly number[],
): Promise<Reached> {
  for (const size of sizes) {
    const area = aroundRelaxed(task, goal, target, size)
    if (area.columns > MAX_COLUMNS) break
    const found = await search(task, goal, target, area, nearby(task))
    if (found.x) return { x: found.x, bound: reached.bound }
  }
  return reached
}

function nearby(task: LevelTask): { seconds: number; maxNodes: number } {
  const seconds = Math.min(task.secondsLeft(), NEIGHBOURHOOD_SECONDS)
  return { seconds, maxNodes: NEIGHBOURHOOD_NODES }
}

async function search(
  task: LevelTask,
  goal: Goal,
  target: number,
  area: Area,
  limits: { readonly seconds: number; readonly maxNodes?: number },
): Promise<NeighbourhoodOutcome> {
  const { solver, packed, level, relaxation } = task
  return searchNeighbourhood(await solver(), packed, {
    ...{ level, floors: relaxation.floors, target, step: goal.step, ...limits },
    ...{ bounds: area.bounds, base: area.base, free: area.free },
  })
}

/** The largest multiple of `step` up to the bound: no whole plan is worth more. */
function wholeBound(bound: number, step: number): number {
  return step === 0 ? 0 : Math.floor(bound / step) * step
}
