import type { Options } from './options.ts'
import { layOut } from './options.ts'
import type { PlacementProblem } from './problem.ts'
import type { Units } from './units.ts'

/** Whether anything must be used somewhere. */
export function hasMinimum({ minimum, localities, resources }: PlacementProblem): boolean {
  for (let at = 0; at < localities * resources; at += 1) if ((minimum?.[at] ?? 0) > 0) return true
  return false
}

/**
 * The units of a problem with their scores, laid out for the solver. Where something must be used,
 * there is a second resource for each, of which needs and capacities are below 0: at least as much
 * must be used as is missing. `without`: leaves minimums out, as a proof does.
 */
export function layOutUnits(problem: PlacementProblem, units: Units, without?: 'minimum'): Options {
  const { localities, resources: R, capacity, minimum } = problem
  const scores = new Float64Array(units.count * localities)
  for (let u = 0; u < units.count; u += 1) {
    units.readScores(u, scores.subarray(u * localities, (u + 1) * localities))
  }
  const { count: cases, needs, must, groups, groupOf } = units
  const isUsed = hasMinimum(problem)
  const mayLose = Uint8Array.from(groupOf, (g) => (isUsed || groups[g]!.length > 1 ? 1 : 0))
  if (!isUsed || without === 'minimum') {
    return layOut({ cases, localities, resources: R, needs, capacity, scores, must, mayLose })
  }
  const both = (of: ArrayLike<number>, less: ArrayLike<number>, count: number): Float64Array =>
    Float64Array.from({ length: count * 2 * R }, (_, at) => {
      const [n, k] = [Math.floor(at / (2 * R)), at % (2 * R)]
      // Not -0, which would look like something.
      return k < R ? of[n * R + k]! : 0 - (less[n * R + k - R] ?? 0)
    })
  return layOut({
    cases,
    localities,
    resources: 2 * R,
    needs: both(needs, needs, cases),
    capacity: both(capacity, minimum!, localities),
    scores,
    must,
    mayLose,
  })
}

/** The option of a unit at a locality, -1 where there is none. */
export function optionAt({ start, locality }: Options, unit: number, l: number): number {
  if (l < 0) return -1
  for (let j = start[unit]!; j < start[unit + 1]!; j += 1) if (locality[j] === l) return j
  return -1
}

/** For each unit its option where its cases are. */
export function optionsOf(
  options: Options,
  units: Units,
  localityOf: ArrayLike<number>,
): Int32Array {
  return Int32Array.from({ length: units.count }, (_, u) =>
    optionAt(options, u, localityOf[units.members[u]![0]!] ?? -1),
  )
}

/** For each case the locality of its unit's option, -1: unplaced. */
export function localitiesOf(
  cases: number,
  options: Options,
  units: Pick<Units, 'members'>,
  plan: Int32Array,
): Int32Array {
  const localityOf = new Int32Array(cases).fill(-1)
  plan.forEach((j, u) => {
    if (j >= 0) for (const i of units.members[u]!) localityOf[i] = options.locality[j]!
  })
  return localityOf
}

/** Prices of every locality and resource (below 0: paid for use) as prices of the rows. */
export function rowPrices(options: Options, all: Float64Array): Float64Array {
  const prices = new Float64Array(options.rows)
  const R = all.length / options.localities
  options.rowOf.forEach((row, at) => {
    if (row < 0) return
    const [l, k] = [Math.floor(at / options.resources), at % options.resources]
    prices[row] = k < R ? Math.max(0, all[l * R + k]!) : Math.max(0, -all[l * R + k - R]!)
  })
  return prices
}

/** Prices of rows as prices of every locality and resource, 0 where nothing can bind. */
export function allPrices(options: Options, resources: number, prices: Float64Array): Float64Array {
  const all = new Float64Array(options.localities * resources)
  options.rowOf.forEach((row, at) => {
    if (row < 0) return
    const [l, k] = [Math.floor(at / options.resources), at % options.resources]
    const price = Math.max(0, prices[row]!)
    if (k < resources) all[l * resources + k]! += price
    else all[l * resources + k - resources]! -= price
  })
  return all
}
