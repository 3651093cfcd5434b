import type { Conflict } from '../placement.ts'
import type { PlacementProblem } from '../problem.ts'
import type { Names } from './names.ts'
import { caseId, shown } from './names.ts'

/** Members of a list that are named; of a longer one the rest is counted. */
const MOST_NAMED = 8

/** A conflict in sentences: the demands that cannot all hold, then what would help. */
export function conflictWords(
  names: Names,
  problem: PlacementProblem,
  conflict: Conflict,
): readonly string[] {
  const { localities, resources } = names
  const place = (l: number): string => shown(localities[l] ?? '')
  const { resources: R } = problem
  const words = [
    ...conflict.locks.map(
      (i) => `The case ${shown(caseId(names, i))} is locked to ${place(problem.locks?.[i] ?? -1)}.`,
    ),
    ...conflict.together.map(
      (n) => `The cases ${members(names, problem.together?.[n])} must go together.`,
    ),
    ...conflict.near.map(
      (n) => `The cases ${members(names, problem.near?.[n])} must go near each other.`,
    ),
    ...conflict.minimum.map(({ locality: l, resource: k }) => {
      const least = problem.minimum?.[l * R + k] ?? 0
      return `At ${place(l)} at least ${least} of ${shown(resources[k] ?? '')} must be used.`
    }),
    ...conflict.capacities.map(({ locality: l, resource: k }) => {
      const most = problem.capacity[l * R + k] ?? 0
      return `${place(l)} has ${most} of ${shown(resources[k] ?? '')}.`
    }),
  ]
  return [
    ...words,
    words.length === 1
      ? 'This cannot hold.'
      : 'These cannot all hold; without any one of the demands the others can.',
  ]
}

function members(names: Names, list: readonly number[] = []): string {
  const named = list.slice(0, MOST_NAMED).map((i) => shown(caseId(names, i)))
  const more = list.length - named.length
  return `${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}
