import { ScanKernel } from './kernel/scan-kernel.ts'
import type { NeedKinds } from './need-kinds.ts'
import type { PlacementProblem } from './problem.ts'
import { isReader } from './units.ts'

/** What a scan over all scores found. */
export interface Scan {
  /** How many cases were looked at: every `every`th. */
  readonly cases: number
  readonly every: number
  readonly most: number
  /** For each case its best options at the prices, best first: cases x most; -1 where fewer. */
  readonly locality: Int32Array
  readonly score: Float32Array
  /** Sum over the cases of the best value at the prices, 0 at least. */
  readonly worth: number
}

export interface ScanRange {
  /** Options to keep of each case, and how far below its best. */
  readonly most: number
  readonly reach: number
  /** Only every so manieth case. */
  readonly every?: number
}

/**
 * What each kind pays at each locality: kinds x localities; infinite where it does not fit even
 * alone.
 */
export function costTable(
  problem: PlacementProblem,
  kinds: NeedKinds,
  prices: Float64Array,
): Float64Array {
  const { localities, resources, capacity } = problem
  const table = new Float64Array(kinds.count * localities)
  for (let kind = 0; kind < kinds.count; kind += 1) {
    for (let l = 0; l < localities; l += 1) {
      let cost = 0
      for (let k = 0; k < resources; k += 1) {
        const need = kinds.needs[kind * resources + k]!
        if (need > capacity[l * resources + k]!) cost = Infinity
        else cost += need * prices[l * resources + k]!
      }
      table[kind * localities + l] = cost
    }
  }
  return table
}

/** Reads the scores once and keeps the best options of each case, those within `reach`. */
export function scanScores(
  problem: PlacementProblem,
  kinds: NeedKinds,
  prices: Float64Array,
  { most, reach, every = 1 }: ScanRange,
): Scan {
  const cases = Math.ceil(problem.cases / every)
  const kernel = new ScanKernel(problem.localities, kinds.count, most)
  kernel.setCosts(costTable(problem, kinds, prices))
  const locality = new Int32Array(cases * most)
  const score = new Float32Array(cases * most)
  const copy = rowCopier(problem, kernel, every)
  let worth = 0
  for (let i = 0; i < cases; i += kernel.rows) {
    const rows = Math.min(kernel.rows, cases - i)
    copy(i, rows)
    for (let r = 0; r < rows; r += 1) kernel.kinds[r] = kinds.kindOf[(i + r) * every]!
    kernel.scan(rows, reach)
    locality.set(kernel.locality.subarray(0, rows * most), i * most)
    score.set(kernel.kept.subarray(0, rows * most), i * most)
    for (let r = 0; r < rows; r += 1) worth += kernel.best[r]!
  }
  return { cases, most, every, locality, score, worth }
}

/** Copies rows of scores into the kernel's block. */
function rowCopier(
  { scores, localities: L }: PlacementProblem,
  kernel: ScanKernel,
  every: number,
): (first: number, rows: number) => void {
  const { width } = kernel
  if (isReader(scores)) {
    const row = new Float64Array(L)
    return (first, rows) => {
      for (let r = 0; r < rows; r += 1) {
        scores.read((first + r) * every, row)
        kernel.scores.set(row, r * width)
      }
    }
  }
  if (every === 1 && width === L) {
    return (first, rows) => kernel.scores.set(scores.subarray(first * L, (first + rows) * L))
  }
  return (first, rows) => {
    for (let r = 0; r < rows; r += 1) {
      const from = (first + r) * every * L
      kernel.scores.set(scores.subarray(from, from + L), r * width)
    }
  }
}

/** The value of everything at these prices: a bound on any plan (see `Certificate`). */
export function denseBound(problem: PlacementProblem, prices: Float64Array, worth: number): number {
  let bound = worth
  for (let r = 0; r < prices.length; r += 1) bound += problem.capacity[r]! * prices[r]!
  return bound
}
