import { shuffledIndices } from '../seeded.ts'
import type { NamedProblem } from '../format/names.ts'
import { unitsOf } from '../units.ts'
import type { Arrivals } from './arrivals.ts'
import { pickArrivals } from './arrivals.ts'

/**
 * The cases of a problem in their order, as they arrive. Cases that go together arrive together, as
 * one, where the first of them stands, in its group. A lock leaves one locality allowed; it does not
 * force anybody there.
 *
 * @param groupOf the index of a group's name, over all problems that are used together
 */
export function arrivalsOf(
  { problem, groups }: NamedProblem,
  groupOf: (name: string) => number,
): Arrivals {
  const { localities, resources } = problem
  const units = unitsOf(problem)
  const scores = new Float64Array(units.count * localities)
  for (let u = 0; u < units.count; u += 1)
    units.readScores(u, scores.subarray(u * localities, (u + 1) * localities))
  const of = Int32Array.from(units.members, (members) => {
    const group = groups?.of[members[0]!] ?? -1
    return group < 0 ? -1 : groupOf(groups!.names[group]!)
  })
  return { count: units.count, localities, resources, needs: units.needs, scores, groups: of }
}

/**
 * The same arrivals with localities and resources in the order of another file: `localityOf[l]` and
 * `resourceOf[k]` say where what is called l or k there stands here.
 */
export function reordered(
  arrivals: Arrivals,
  localityOf: readonly number[],
  resourceOf: readonly number[],
): Arrivals {
  const { count, localities, resources } = arrivals
  const scores = new Float64Array(arrivals.scores.length)
  const needs = new Float64Array(arrivals.needs.length)
  for (let i = 0; i < count; i += 1) {
    localityOf.forEach((from, l) => {
      scores[i * localities + l] = arrivals.scores[i * localities + from]!
    })
    resourceOf.forEach((from, k) => {
      needs[i * resources + k] = arrivals.needs[i * resources + from]!
    })
  }
  return { ...arrivals, scores, needs }
}

/** The cases in an order drawn by chance. */
export function shuffled(arrivals: Arrivals, random: () => number): Arrivals {
  return pickArrivals(arrivals, shuffledIndices(random, arrivals.count))
}
