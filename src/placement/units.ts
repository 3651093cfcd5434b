import type { PlacementProblem, ScoreReader } from './problem.ts'

/**
 * The problem with lists merged: cases that go to one locality are one unit, with the sum of their
 * needs and scores; a unit with a locked case must be placed,
 * and those near it.
 */
export interface Units {
  readonly count: number
  /** The cases of each unit that has more than one, the first case of the unit as key. */
  readonly members: readonly (readonly number[])[]
  /** The unit of each case. */
  readonly unitOf: Int32Array
  /** units x resources */
  readonly needs: Float64Array
  readonly must: Uint8Array
  /** Units that go near each other, all or none; every unit is in one group, most alone. */
  readonly groups: readonly (readonly number[])[]
  readonly groupOf: Int32Array
  /** Writes what a unit gains at each locality, NaN where not allowed. */
  readonly readScores: (unit: number, into: Float64Array) => void
}

export function unitsOf(problem: PlacementProblem): Units {
  const { cases, resources, needs, locks } = problem
  const unitOf = merged(problem.cases, problem.together ?? [])
  const count = unitOf.reduce((most, unit) => Math.max(most, unit), -1) + 1
  const members: number[][] = Array.from({ length: count }, () => [])
  const sums = new Float64Array(count * resources)
  const must = new Uint8Array(count)
  for (let i = 0; i < cases; i += 1) {
    const unit = unitOf[i]!
    members[unit]!.push(i)
    for (let k = 0; k < resources; k += 1) sums[unit * resources + k]! += needs[i * resources + k]!
    if ((locks?.[i] ?? -1) >= 0) must[unit] = 1
  }
  const row = new Float64Array(problem.localities)
  const readScores = (unit: number, into: Float64Array): void => {
    members[unit]!.forEach((i, at) => {
      readCase(problem, i, at === 0 ? into : row)
      if (at > 0) for (let l = 0; l < row.length; l += 1) into[l]! += row[l]!
    })
  }
  const near = (problem.near ?? []).map((list) => list.map((i) => unitOf[i]!))
  const groupOf = merged(count, near)
  const groups: number[][] = []
  groupOf.forEach((g, u) => (groups[g] ??= []).push(u))
  for (const group of groups) {
    if (group.some((u) => must[u] === 1)) for (const u of group) must[u] = 1
  }
  return { count, members, unitOf, needs: sums, must, groups, groupOf, readScores }
}

/** Writes the scores of one case, NaN where not allowed or locked elsewhere. */
export function readCase(problem: PlacementProblem, i: number, into: Float64Array): void {
  const { scores, localities, locks } = problem
  if (isReader(scores)) scores.read(i, into)
  else for (let l = 0; l < localities; l += 1) into[l] = scores[i * localities + l]!
  const lock = locks?.[i] ?? -1
  if (lock < 0) return
  for (let l = 0; l < localities; l += 1) if (l !== lock) into[l] = NaN
}

export function isReader(scores: PlacementProblem['scores']): scores is ScoreReader {
  return 'read' in scores
}

/** Merges what is listed together, by whatever chain; numbered in the order of the firsts. */
function merged(count: number, lists: readonly (readonly number[])[]): Int32Array {
  const above = Int32Array.from({ length: count }, (_, i) => i)
  const top = (i: number): number => {
    let at = i
    while (above[at] !== at) at = above[at]!
    above[i] = at
    return at
  }
  for (const list of lists) {
    for (const i of list) {
      const [a, b] = [top(list[0]!), top(i)]
      above[Math.max(a, b)] = Math.min(a, b)
    }
  }
  const mergedOf = new Int32Array(count)
  let known = 0
  for (let i = 0; i < count; i += 1) {
    const first = top(i)
    if (first === i) {
      mergedOf[i] = known
      known += 1
    } else mergedOf[i] = mergedOf[first]!
  }
  return mergedOf
}
