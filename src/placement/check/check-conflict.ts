import type { FaultList } from '../format/fault-list.ts'
import type { NamedProblem } from '../format/names.ts'
import type { PlacementProblem } from '../problem.ts'
import { readRow } from './price-bound.ts'
import type { StatedConflict } from './stated-result.ts'
import type { Unit } from './units.ts'
import { unitsOf } from './units.ts'

/**
 * Whether the demands that are said to conflict really cannot all hold, by counting alone: a unit
 * that must be placed has nowhere to go, those locked to one locality are too many for it, or too
 * few cases are allowed to reach a minimum. A conflict that is deeper is told as not proven.
 */
export function checkConflict(
  { problem }: NamedProblem,
  conflict: StatedConflict,
  faults: FaultList,
): void {
  const before = faults.total
  const { together = [], near = [], locks } = problem
  for (const i of conflict.locks)
    if (i >= 0 && (locks?.[i] ?? -1) < 0)
      faults.add('conflict.locks', 'names a case without a lock')
  for (const [key, list] of [
    ['together', together],
    ['near', near],
  ] as const)
    for (const n of conflict[key])
      if (n >= list.length) faults.add(`conflict.${key}`, `there is no ${key}[${n}]`)
  if (
    faults.total > before ||
    [...conflict.locks, ...conflict.minimum, ...conflict.capacities].includes(-1)
  )
    return
  if (!isCounted(onlyDemands(problem, conflict)))
    faults.add(
      'conflict',
      'is not proven: counting alone does not show that these demands cannot all hold',
    )
}

/** The problem with no other demands than those of the conflict. */
function onlyDemands(problem: PlacementProblem, conflict: StatedConflict): PlacementProblem {
  const { cases, localities, resources } = problem
  const rooms = localities * resources
  const kept = new Set(conflict.locks)
  const locks = Int32Array.from({ length: cases }, (_, i) =>
    kept.has(i) ? (problem.locks?.[i] ?? -1) : -1,
  )
  const capacity = new Float64Array(rooms).fill(Infinity)
  for (const at of conflict.capacities) capacity[at] = problem.capacity[at] as number
  const minimum = new Float64Array(rooms)
  for (const at of conflict.minimum) minimum[at] = problem.minimum?.[at] ?? 0
  const chosen = (
    lists: PlacementProblem['together'],
    of: readonly number[],
  ): readonly (readonly number[])[] => of.map((n) => lists?.[n] ?? [])
  return {
    ...problem,
    locks,
    capacity,
    minimum,
    together: chosen(problem.together, conflict.together),
    near: chosen(problem.near, conflict.near),
  }
}

function isCounted(problem: PlacementProblem): boolean {
  const { localities: L, resources: R, capacity, minimum } = problem
  const least = new Float64Array(L * R)
  const most = new Float64Array(L * R)
  for (const { parts } of unitsOf(problem)) {
    const places = parts.map((part) => placesOf(problem, part))
    keepReachable(problem, places)
    const isDemanded = parts.some((part) => part.some((i) => (problem.locks?.[i] ?? -1) >= 0))
    if (isDemanded && places.some((one) => one.length === 0)) return true
    parts.forEach((part, n) => {
      const open = places[n] as readonly number[]
      for (let k = 0; k < R; k += 1) {
        const need = needOf(problem, part, k)
        for (const l of open) (most[l * R + k] as number) += need
        if (isDemanded && open.length === 1) (least[(open[0] as number) * R + k] as number) += need
      }
    })
  }
  for (let at = 0; at < L * R; at += 1) {
    const demanded = Math.max(least[at] as number, minimum?.[at] ?? 0)
    if (demanded > (capacity[at] as number) || (minimum?.[at] ?? 0) > (most[at] as number))
      return true
  }
  return false
}

/** Where all cases of a part may go, each of them allowed and all of them fitting alone. */
function placesOf(problem: PlacementProblem, part: Unit['parts'][number]): number[] {
  const { localities, resources, capacity, locks } = problem
  const row = new Float64Array(localities)
  let open = Array.from(row, (_, l) => l)
  for (const i of part) {
    readRow(problem.scores, i, row)
    const lock = locks?.[i] ?? -1
    open = open.filter((l) => !Number.isNaN(row[l]) && (lock < 0 || lock === l))
  }
  for (let k = 0; k < resources; k += 1) {
    const need = needOf(problem, part, k)
    open = open.filter((l) => need <= (capacity[l * resources + k] as number))
  }
  return open
}

/** Parts near each other: only regions where each of them has a place. */
function keepReachable(problem: PlacementProblem, places: number[][]): void {
  if (places.length === 1) return
  const regionOf = (l: number): number => problem.regions?.[l] ?? -1
  const regions = places.map((open) => new Set(open.map(regionOf)))
  places.forEach((open, n) => {
    places[n] = open.filter((l) => regions.every((of) => of.has(regionOf(l))))
  })
}

function needOf(problem: PlacementProblem, part: readonly number[], k: number): number {
  return part.reduce((sum, i) => sum + (problem.needs[i * problem.resources + k] as number), 0)
}
