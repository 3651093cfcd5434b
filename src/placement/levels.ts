import type { Certificate, ColumnBounds } from './certificate.ts'
import { certify, narrow } from './certificate.ts'
import type { Compact } from './compact.ts'
import type { LinearSolver } from './linear-solver.ts'
import { searchNeighbourhood } from './neighbourhood.ts'
import { stepOf, valueAt } from './plan-value.ts'
import { boundOf, Relaxation } from './relaxation.ts'

/** Integer programs with more columns than this would not fit the solver's memory. */
const MAX_COLUMNS = 150_000
/** Types decided anew around the relaxed solution before the whole problem is tried. */
const NEIGHBOURHOODS = [60, 240]
const NEIGHBOURHOOD_SECONDS = 2

export interface LevelsResult {
  readonly x: Float64Array
  /** Proven upper bound of each level, with the levels before at the value of x. */
  readonly bound: readonly number[]
  readonly rowPrices: readonly (Float64Array | undefined)[]
  readonly seconds: readonly number[]
}

export interface LevelsOptions {
  readonly timeLimitSeconds: number
  readonly now: () => number
  readonly onProgress?: (progress: { level: number; levels: number }) => void
}

/** Raises the plan x level by level; each level is kept while the later ones are raised. */
export function solveLevels(
  solver: LinearSolver,
  packed: Compact,
  start: Float64Array,
  options: LevelsOptions,
): LevelsResult {
  const relaxation = new Relaxation(solver, packed)
  try {
    return raiseAll(solver, relaxation, packed, start, options)
  } finally {
    relaxation.dispose()
  }
}

function raiseAll(
  solver: LinearSolver,
  relaxation: Relaxation,
  packed: Compact,
  start: Float64Array,
  options: LevelsOptions,
): LevelsResult {
  const { now, timeLimitSeconds } = options
  const end = now() + timeLimitSeconds * 1000
  const bounds: ColumnBounds = {
    lower: new Float64Array(packed.columns),
    upper: Float64Array.from(packed.typeOfColumn, (t) => packed.count[t]!),
  }
  let x = start
  const bound: number[] = []
  const rowPrices: (Float64Array | undefined)[] = []
  const seconds: number[] = []
  for (let level = 0; level < packed.levels; level += 1) {
    options.onProgress?.({ level, levels: packed.levels })
    const begun = now()
    // An early level may take half of what is left: without it the later ones mean less.
    const share = level === packed.levels - 1 ? 1 : 0.5
    const until = begun + (end - begun) * share
    const raised = raiseLevel(
      { solver, relaxation, packed, level, bounds, secondsLeft: () => (until - now()) / 1000 },
      x,
    )
    x = raised.x
    bound.push(raised.bound)
    rowPrices.push(raised.rowPrices)
    const value = valueAt(packed, x, level)
    for (const certificate of raised.certificates) narrow(packed, certificate, value, bounds)
    relaxation.hold(level, value, x, bounds)
    seconds.push((now() - begun) / 1000)
  }
  return { x, bound, rowPrices, seconds }
}

interface LevelTask {
  readonly solver: LinearSolver
  readonly relaxation: Relaxation
  readonly packed: Compact
  readonly level: number
  readonly bounds: ColumnBounds
  readonly secondsLeft: () => number
}

interface RaisedLevel {
  readonly x: Float64Array
  readonly bound: number
  readonly certificates: readonly Certificate[]
  readonly rowPrices: Float64Array | undefined
}

function raiseLevel(task: LevelTask, x: Float64Array): RaisedLevel {
  const { packed, level, bounds, relaxation } = task
  const step = stepOf(packed, level)
  const value = valueAt(packed, x, level)
  const floors = relaxation.floors
  const free = { rows: new Float64Array(packed.capacity.length), floors: new Float64Array(level) }
  const trivial = certify(packed, bounds, level, floors, free)
  if (trivial && boundOf(trivial) <= value) {
    const rowPrices = free.rows
    return { x, bound: value, certificates: [trivial], rowPrices }
  }
  const reach = (certificate: Certificate): number => wholeBound(boundOf(certificate), step)
  const relaxed = relaxation.solve(
    level,
    x,
    bounds,
    (certificate, lower) => reach(certificate) <= Math.max(value, wholeBound(lower + 1e-6, step)),
    task.secondsLeft,
  )
  const certificate = relaxed.certificate ?? trivial
  const certificates = certificate ? [certificate] : []
  const bound = certificate ? reach(certificate) : Infinity
  const raised = raiseWithin(task, x, bound, step, certificate, relaxed.solution)
  return { ...raised, certificates, rowPrices: relaxed.rowPrices }
}

/**
 * Closes the gap between the plan and the bound. Plans worth the bound itself are sought first:
 * so narrow a window leaves few columns, and it is usually met or refuted at once. A window found
 * empty lowers the bound; after a few misses the windows grow.
 */
function raiseWithin(
  task: LevelTask,
  start: Float64Array,
  startBound: number,
  step: number,
  certificate: Certificate | undefined,
  relaxed: Float64Array | undefined,
): { x: Float64Array; bound: number } {
  const { packed, level, secondsLeft } = task
  let x = start
  let bound = startBound
  let width = 1
  let misses = 0
  while (secondsLeft() > 0) {
    const value = valueAt(packed, x, level)
    if (value >= bound) break
    const target = Math.max(value + step, bound - (width - 1) * step)
    const window = searchWindow(task, { x, relaxed: relaxed ?? x, target, bound, step, certificate })
    x = window.x
    bound = Math.max(valueAt(packed, x, level), Math.min(bound, wholeBound(window.bound + 1e-6, step)))
    if (!window.finished) break
    misses += 1
    width = misses < 3 ? 1 : width * 2
  }
  return { x, bound }
}

interface Window {
  readonly x: Float64Array
  readonly relaxed: Float64Array
  readonly target: number
  readonly bound: number
  readonly step: number
  readonly certificate: Certificate | undefined
}

/** Searches for plans worth `target` to `bound`: near the relaxed solution, then everywhere. */
function searchWindow(
  task: LevelTask,
  window: Window,
): { x: Float64Array; bound: number; finished: boolean } {
  const { packed, level, solver, secondsLeft } = task
  const { relaxed, step, certificate } = window
  let { x, target } = window
  for (const size of [...NEIGHBOURHOODS, Infinity]) {
    const bounds = copyOf(task.bounds)
    if (certificate) narrow(packed, certificate, target, bounds)
    const { base, free } = aroundRelaxed(packed, bounds, relaxed, certificate, size)
    const columns = countColumns(packed, bounds, free)
    if (columns > MAX_COLUMNS) break
    const found = searchNeighbourhood(solver, packed, {
      ...{ level, floors: task.relaxation.floors, target, step, bounds, base, free },
      seconds: size === Infinity ? secondsLeft() : Math.min(secondsLeft(), NEIGHBOURHOOD_SECONDS),
    })
    if (found.x) x = found.x
    const value = valueAt(packed, x, level)
    if (value >= window.bound) return { x, bound: value, finished: true }
    if (size === Infinity) {
      return { x, bound: Math.max(found.bound, target - step), finished: found.finished }
    }
    target = Math.max(target, value + step)
  }
  return { x, bound: window.bound, finished: false }
}

/** The largest multiple of `step` up to the bound: no whole plan is worth more. */
function wholeBound(bound: number, step: number): number {
  return step === 0 ? 0 : Math.floor(bound / step) * step
}

function copyOf(bounds: ColumnBounds): ColumnBounds {
  return { lower: bounds.lower.slice(), upper: bounds.upper.slice() }
}

interface Choice {
  readonly base: Float64Array
  readonly free: Uint8Array
}

/** Free where the relaxed solution is broken, and `size` more types that lose least by moving. */
function aroundRelaxed(
  packed: Compact,
  bounds: ColumnBounds,
  relaxed: Float64Array,
  certificate: Certificate | undefined,
  size: number,
): Choice {
  const base = relaxed.map(Math.round)
  const free = new Uint8Array(packed.types)
  const ease = new Float64Array(packed.types).fill(Infinity)
  for (let c = 0; c < packed.columns; c += 1) {
    const t = packed.typeOfColumn[c]!
    const outside = base[c]! < bounds.lower[c]! || base[c]! > bounds.upper[c]!
    if (outside || Math.abs(base[c]! - relaxed[c]!) > 1e-6) free[t] = 1
    if (base[c] === 0 && bounds.upper[c]! > 0) {
      ease[t] = Math.min(ease[t]!, (certificate?.loss[c] ?? 0) + weight(packed, c) / 1024)
    }
  }
  const order = Array.from(ease.keys()).sort((a, b) => ease[a]! - ease[b]! || a - b)
  for (const t of order.slice(0, size)) free[t] = 1
  return { base, free }
}

function weight(packed: Compact, c: number): number {
  let sum = 0
  for (let u = packed.useStart[c]!; u < packed.useStart[c + 1]!; u += 1) sum += packed.useAmount[u]!
  return sum
}

function countColumns(packed: Compact, bounds: ColumnBounds, free: Uint8Array): number {
  let columns = 0
  for (let c = 0; c < packed.columns; c += 1) {
    if (free[packed.typeOfColumn[c]!] === 1 && bounds.upper[c]! > 0) columns += 1
  }
  return columns
}
