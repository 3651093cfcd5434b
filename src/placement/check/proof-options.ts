import type { PlacementProblem } from '../problem.ts'
import { readRow } from './price-bound.ts'
import type { Unit } from './units.ts'
import { unitsOf } from './units.ts'

/** What a case, or cases that go together, may choose, in whole numbers. */
export interface ProofOptions {
  readonly parts: number
  readonly localities: number
  readonly resources: number
  /** The part of each case. */
  readonly partOf: Int32Array
  /** 1: a lock demands the part, so that it does not stay out. */
  readonly demanded: Uint8Array
  /** Options of part p: start[p] .. start[p + 1] - 1. */
  readonly start: Int32Array
  readonly locality: Int32Array
  /** Rounded up to a whole multiple of `unit`. */
  readonly score: Float64Array
  /** The options at each locality, and the part of each option. */
  readonly at: readonly (readonly number[])[]
  readonly part: Int32Array
  /** parts x resources */
  readonly needs: Float64Array
  /** localities x resources */
  readonly capacity: Float64Array
  /** What 1 stands for: a power of two, so that nothing is lost by counting in it. */
  readonly unit: number
}

/**
 * Lays a problem out for the check of a proof. Rows of a near list are taken one by one, and a
 * minimum is not looked at: without these demands there are more plans, so that what no plan
 * exceeds holds for those with them too. `grain`: a power of two that `unit` is not above.
 */
export function proofOptions(problem: PlacementProblem, grain: number): ProofOptions {
  const { cases, localities: L, resources: R } = problem
  const partOf = new Int32Array(cases)
  const lists: (readonly number[])[] = []
  const demanded: number[] = []
  const mayLose: boolean[] = []
  const hasMinimum = Array.from(problem.minimum ?? []).some((least) => least > 0)
  for (const { parts } of unitsOf(problem)) {
    const isDemanded = isLocked(problem, parts)
    for (const part of parts) {
      for (const i of part) partOf[i] = lists.length
      lists.push(part)
      demanded.push(isDemanded ? 1 : 0)
      mayLose.push(isDemanded || hasMinimum || parts.length > 1)
    }
  }
  const needs = new Float64Array(lists.length * R)
  const rows = lists.map((part, p) => {
    for (const i of part)
      for (let k = 0; k < R; k += 1) needs[p * R + k]! += problem.needs[i * R + k] as number
    return scoresOf(problem, part)
  })
  const unit = unitFor(rows, grain)
  const capacity = Float64Array.from({ length: L * R }, (_, at) =>
    Math.floor(problem.capacity[at] as number),
  )
  const common = { parts: lists.length, localities: L, resources: R, partOf, needs, capacity, unit }
  return { ...common, demanded: Uint8Array.from(demanded), ...openOptions(common, rows, mayLose) }
}

function isLocked({ locks }: PlacementProblem, parts: Unit['parts']): boolean {
  return parts.some((part) => part.some((i) => (locks?.[i] ?? -1) >= 0))
}

/** For each locality the scores of the cases of a part; undefined where one is not allowed. */
function scoresOf(
  problem: PlacementProblem,
  part: readonly number[],
): (readonly number[] | undefined)[] {
  const { localities, locks } = problem
  const row = new Float64Array(localities)
  const found: (number[] | undefined)[] = Array.from({ length: localities }, () => [])
  for (const i of part) {
    readRow(problem.scores, i, row)
    const lock = locks?.[i] ?? -1
    row.forEach((score, l) => {
      if (Number.isNaN(score) || (lock >= 0 && lock !== l)) found[l] = undefined
      else found[l]?.push(score)
    })
  }
  return found
}

/** The largest power of two with which scores are counted finely and their sums stay exact. */
function unitFor(
  rows: readonly (readonly (readonly number[] | undefined)[])[],
  grain: number,
): number {
  let sum = 0
  for (const row of rows) {
    let most = 0
    for (const scores of row)
      if (scores) most = Math.max(most, Math.abs(scores.reduce((all, one) => all + one, 0)))
    sum += most
  }
  return sum === 0 ? grain : Math.min(grain, 2 ** (Math.ceil(Math.log2(sum)) - 48))
}

function openOptions(
  { parts, localities, resources: R, needs, capacity, unit }: OptionFrame,
  rows: readonly (readonly (readonly number[] | undefined)[])[],
  mayLose: readonly boolean[],
): Pick<ProofOptions, 'start' | 'locality' | 'score' | 'at' | 'part'> {
  const start = new Int32Array(parts + 1)
  const locality: number[] = []
  const score: number[] = []
  const part: number[] = []
  const at: number[][] = Array.from({ length: localities }, () => [])
  rows.forEach((row, p) => {
    row.forEach((scores, l) => {
      if (scores === undefined) return
      for (let k = 0; k < R; k += 1) if (needs[p * R + k]! > capacity[l * R + k]!) return
      let worth = 0
      for (const one of scores) worth += Math.ceil(one / unit)
      // Whoever may stay out gains by it, and nobody else loses.
      if (worth <= 0 && !mayLose[p]) return
      at[l]!.push(locality.length)
      locality.push(l)
      score.push(worth)
      part.push(p)
    })
    start[p + 1] = locality.length
  })
  return {
    start,
    locality: Int32Array.from(locality),
    score: Float64Array.from(score),
    at,
    part: Int32Array.from(part),
  }
}

type OptionFrame = Pick<
  ProofOptions,
  'parts' | 'localities' | 'resources' | 'needs' | 'capacity' | 'unit'
>
