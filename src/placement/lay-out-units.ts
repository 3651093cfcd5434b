import type { Options } from './options.ts'
import { layOut } from './options.ts'
import type { PlacementProblem } from './problem.ts'
import type { Units } from './units.ts'

/** The units of a problem with their scores, laid out for the solver. */
export function layOutUnits(problem: PlacementProblem, units: Units): Options {
  const { localities, resources, capacity } = problem
  const scores = new Float64Array(units.count * localities)
  for (let u = 0; u < units.count; u += 1) {
    units.readScores(u, scores.subarray(u * localities, (u + 1) * localities))
  }
  const { count: cases, needs, must } = units
  return layOut({ cases, localities, resources, needs, capacity, scores, must })
}

/** The option of a unit at a locality, -1 where there is none. */
export function optionAt({ start, locality }: Options, unit: number, l: number): number {
  if (l < 0) return -1
  for (let j = start[unit]!; j < start[unit + 1]!; j += 1) if (locality[j] === l) return j
  return -1
}

/** Prices of every locality and resource as prices of the rows that can bind. */
export function rowPrices(options: Options, all: Float64Array): Float64Array {
  const prices = new Float64Array(options.rows)
  options.rowOf.forEach((row, at) => {
    if (row >= 0) prices[row] = all[at]!
  })
  return prices
}

/** Prices of rows as prices of every locality and resource, 0 where nothing can bind. */
export function allPrices(options: Options, prices: Float64Array): Float64Array {
  const all = new Float64Array(options.localities * options.resources)
  options.rowOf.forEach((row, at) => (all[at] = row < 0 ? 0 : Math.max(0, prices[row]!)))
  return all
}
