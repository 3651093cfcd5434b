import type { CandidatePairs } from './block-pairs.ts'
import { Comparer } from './compare.ts'
import type { LinkModel } from './link-model.ts'
import { Weigher } from './link-model.ts'
import type { LinkTable } from './link-table.ts'

/** Pairs with their log2 odds of being one person. */
export interface ScoredPairs extends CandidatePairs {
  readonly logOdds: Float64Array
}

const STEP = 100_000

/** Scores every candidate and keeps those with at least these log2 odds. */
export function scorePairs(
  table: LinkTable,
  model: LinkModel,
  pairs: CandidatePairs,
  least: number,
  onProgress: (done: number, total: number) => void = () => {},
): ScoredPairs {
  const comparer = new Comparer(table)
  const weigher = new Weigher(table, model)
  const levels = new Uint8Array(table.fields.length)
  const kept: { first: number[]; second: number[]; logOdds: number[] } = {
    first: [],
    second: [],
    logOdds: [],
  }
  const count = pairs.first.length
  for (let at = 0; at < count; at++) {
    if (at % STEP === 0) onProgress(at, count)
    const a = pairs.first[at] ?? 0
    const b = pairs.second[at] ?? 0
    comparer.compare(a, b, levels)
    const logOdds = weigher.logOdds(weigher.weigh(levels, a, b))
    if (logOdds < least) continue
    kept.first.push(a)
    kept.second.push(b)
    kept.logOdds.push(logOdds)
  }
  onProgress(count, count)
  return {
    first: Uint32Array.from(kept.first),
    second: Uint32Array.from(kept.second),
    logOdds: Float64Array.from(kept.logOdds),
  }
}
