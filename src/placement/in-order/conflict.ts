import { compact } from './compact.ts'
import type { Compact } from './compact.ts'
import { greedyPlan } from './greedy.ts'
import type { OpenSolver } from './integer-solver.ts'
import { searchNeighbourhood } from './neighbourhood.ts'
import type { PlacementProblem } from './problem.ts'
import type { PlacementConflict } from './result.ts'

/** Any plan that places what must be placed: `undefined` when there is none. */
export async function firstPlan(
  solver: OpenSolver,
  packed: Compact,
  seconds: number,
): Promise<{ x?: Float64Array; finished: boolean }> {
  const greedy = greedyPlan(packed)
  if (greedy) return { x: greedy, finished: true }
  if (packed.count.some((_, t) => packed.mandatory[t] === 1 && hasNoWay(packed, t))) {
    return { finished: true }
  }
  const upper = Float64Array.from(packed.typeOfColumn, (t) => packed.count[t]!)
  return searchNeighbourhood(await solver(), packed, {
    ...{ level: -1, floors: [], target: 0, step: 1, seconds },
    bounds: { lower: new Float64Array(packed.columns), upper },
    base: new Float64Array(packed.columns),
    free: packed.mandatory,
  })
}

function hasNoWay(packed: Compact, t: number): boolean {
  return packed.columnStart[t] === packed.columnStart[t + 1]
}

/**
 * The locks that cannot all hold, thinned out one by one: a lock stays only when without it the
 * rest can hold. Small needs are tried first, so that few and large ones remain.
 */
export async function findConflict(
  solver: OpenSolver,
  problem: PlacementProblem,
  secondsLeft: () => number,
): Promise<PlacementConflict['conflict']> {
  let locks = overflowing(problem) ?? lockedItems(problem)
  let proven = true
  for (const lock of [...locks].sort((a, b) => need(problem, a) - need(problem, b) || a - b)) {
    if (secondsLeft() <= 0) {
      proven = false
      break
    }
    const without = locks.filter((i) => i !== lock)
    const verdict = await canHold(solver, problem, without, secondsLeft())
    if (verdict === 'no') locks = without
    else if (verdict === 'unknown') proven = false
  }
  const groups = new Set(locks.flatMap((i) => problem.items[i]!.group ?? []))
  return { locks, groups: [...groups], rows: tightRows(problem, locks, groups), proven }
}

function lockedItems(problem: PlacementProblem): number[] {
  return [...problem.items.keys()].filter((i) => problem.items[i]!.lockedTo !== undefined)
}

/** The locks into one bin when they alone overflow a row: a much smaller set to start from. */
function overflowing(problem: PlacementProblem): number[] | undefined {
  const used = problem.rows.map(() => 0)
  for (const i of lockedItems(problem)) {
    for (const [row, amount] of lockedUses(problem, i)) used[row]! += amount
  }
  const row = problem.rows.findIndex(({ capacity }, r) => used[r]! > capacity)
  if (row === -1) return undefined
  return lockedItems(problem).filter((i) =>
    lockedUses(problem, i).some(([r, n]) => r === row && n > 0),
  )
}

function lockedUses(problem: PlacementProblem, i: number): readonly (readonly [number, number])[] {
  const item = problem.items[i]!
  return item.choices.find((choice) => choice.bin === item.lockedTo)?.uses ?? []
}

function need(problem: PlacementProblem, i: number): number {
  return lockedUses(problem, i).reduce((sum, [, amount]) => sum + amount, 0)
}

/** Whether these locks, with their groups, can hold when every other item stays out. */
async function canHold(
  solver: OpenSolver,
  problem: PlacementProblem,
  locks: readonly number[],
  seconds: number,
): Promise<'yes' | 'no' | 'unknown'> {
  const kept = new Set(locks)
  const groups = new Set(locks.flatMap((i) => problem.items[i]!.group ?? []))
  const items = problem.items.flatMap((item, i) => {
    if (kept.has(i)) return [item]
    if (item.group === undefined || !groups.has(item.group)) return []
    const { lockedTo: _, ...unlocked } = item
    return [unlocked]
  })
  const packed = compact({ ...problem, items })
  const { x, finished } = await firstPlan(solver, packed, seconds)
  if (x) return 'yes'
  return finished ? 'no' : 'unknown'
}

/** Rows that the locks overflow by themselves; failing that, every row their groups would use. */
function tightRows(
  problem: PlacementProblem,
  locks: readonly number[],
  groups: ReadonlySet<number>,
): number[] {
  const used = problem.rows.map(() => 0)
  for (const i of locks) for (const [row, amount] of lockedUses(problem, i)) used[row]! += amount
  const over = [...used.keys()].filter((row) => used[row]! > problem.rows[row]!.capacity)
  if (over.length > 0) return over
  const touched = new Set<number>()
  for (const i of locks) for (const [row] of lockedUses(problem, i)) touched.add(row)
  for (const item of problem.items) {
    if (item.group === undefined || !groups.has(item.group)) continue
    for (const choice of item.choices) for (const [row] of choice.uses) touched.add(row)
  }
  return [...touched].sort((a, b) => a - b)
}
