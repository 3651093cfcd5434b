import type { ColumnBounds, Floors } from './certificate.ts'
import type { Compact } from './compact.ts'
import type { Entries, IntegerProgram, IntegerSolver } from './integer-solver.ts'
import { isPlan, loadOf, valueAt } from './plan-value.ts'

export interface NeighbourhoodTask {
  /** -1: any plan will do. */
  readonly level: number
  readonly floors: Floors
  /** Only plans worth at least this at `level` are of interest. */
  readonly target: number
  /** Values at this level are multiples of it. */
  readonly step: number
  readonly bounds: ColumnBounds
  /** What the types that are not free do; may be anything for the free ones. */
  readonly base: Float64Array
  readonly free: Uint8Array
  readonly seconds: number
  readonly maxNodes?: number
}

export interface NeighbourhoodOutcome {
  /** A plan that keeps the floors and reaches the target, checked in whole numbers. */
  readonly x?: Float64Array
  /** Upper bound of the level inside the neighbourhood; below the target: there is nothing. */
  readonly bound: number
  /** Whether the neighbourhood was searched to the end. */
  readonly finished: boolean
}

/** Searches, with the free types decided anew and the others as in the base, for a better plan. */
export function searchNeighbourhood(
  solver: IntegerSolver,
  packed: Compact,
  task: NeighbourhoodTask,
): NeighbourhoodOutcome {
  const columns = freeColumns(packed, task)
  const fixed = task.base.slice()
  for (let c = 0; c < packed.columns; c += 1) {
    if (task.free[packed.typeOfColumn[c]!] === 1) fixed[c] = 0
  }
  const program = programOf(packed, task, columns, fixed)
  if (!program) return { bound: -Infinity, finished: true }
  const outcome = solver.solveInteger(program, {
    seconds: task.seconds,
    ...(task.maxNodes !== undefined && { maxNodes: task.maxNodes }),
    absoluteGap: task.step * 0.999,
  })
  const worth = (x: Float64Array): number => (task.level < 0 ? 0 : valueAt(packed, x, task.level))
  const bound = outcome.bound + worth(fixed)
  const { finished } = outcome
  if (!outcome.columns) return { bound, finished }
  columns.forEach((c, i) => (fixed[c] = outcome.columns![i]!))
  const good = isPlan(packed, fixed, task.floors) && worth(fixed) >= task.target
  return good ? { x: fixed, bound, finished } : { bound, finished: false }
}

function freeColumns(packed: Compact, task: NeighbourhoodTask): number[] {
  const columns: number[] = []
  for (let c = 0; c < packed.columns; c += 1) {
    if (task.free[packed.typeOfColumn[c]!] === 1 && task.bounds.upper[c]! > 0) columns.push(c)
  }
  return columns
}

/** Undefined when the part that stays fixed already overflows a row. */
function programOf(
  packed: Compact,
  task: NeighbourhoodTask,
  columns: readonly number[],
  fixed: Float64Array,
): IntegerProgram | undefined {
  const load = loadOf(packed, fixed)
  const room = Array.from(packed.capacity, (capacity, row) => capacity - load[row]!)
  if (room.some((left) => left < 0)) return undefined
  const types = Array.from(task.free.keys()).filter((t) => task.free[t] === 1)
  const counts = types.map((t) => packed.count[t]!)
  const least = types.map((t, i) => (packed.mandatory[t] === 1 ? counts[i]! : -Infinity))
  const kept = task.level < 0 ? [] : [...task.floors, task.target]
  const keptRows = kept.map((floor, level) => floor - valueAt(packed, fixed, level))
  return {
    objective: columns.map((c) => packed.values[task.level]?.[c] ?? 0),
    lower: columns.map((c) => Math.max(0, task.bounds.lower[c]!)),
    upper: columns.map((c) =>
      Math.min(packed.count[packed.typeOfColumn[c]!]!, task.bounds.upper[c]!),
    ),
    columns: entriesOf(packed, task, columns, types),
    rowLower: [...least, ...room.map(() => -Infinity), ...keptRows],
    rowUpper: [...counts, ...room, ...kept.map(() => Infinity)],
  }
}

function entriesOf(
  packed: Compact,
  task: NeighbourhoodTask,
  columns: readonly number[],
  types: readonly number[],
): Entries[] {
  const position = new Map(types.map((t, i) => [t, i]))
  const firstFloor = types.length + packed.capacity.length
  return columns.map((c) => {
    const indices = [position.get(packed.typeOfColumn[c]!)!]
    const values = [1]
    for (let u = packed.useStart[c]!; u < packed.useStart[c + 1]!; u += 1) {
      indices.push(types.length + packed.useRow[u]!)
      values.push(packed.useAmount[u]!)
    }
    for (let level = 0; level <= task.level; level += 1) {
      const value = packed.values[level]![c]!
      if (value === 0) continue
      indices.push(firstFloor + level)
      values.push(value)
    }
    return { indices, values }
  })
}
