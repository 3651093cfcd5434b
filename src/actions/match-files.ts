import type { EvidenceBand, EvidenceReason } from '../domain/person-views.ts'
import type { PlainDate } from '../domain/plain-date.ts'
import type { ColumnMap } from '../exchange/match-columns.ts'
import { candidatePairs } from '../identity/linkage/block-pairs.ts'
import { bandOf, Explainer } from '../identity/linkage/explain-pair.ts'
import { householdEvidence, MOST_HOUSEHOLD_BITS } from '../identity/linkage/households.ts'
import type { LinkModel } from '../identity/linkage/link-model.ts'
import type { LinkTable } from '../identity/linkage/link-table.ts'
import type { Match } from '../identity/linkage/match.ts'
import { reasonText } from '../identity/linkage/reason-text.ts'
import type { ScoredPairs } from '../identity/linkage/score-pairs.ts'
import { scorePairs } from '../identity/linkage/score-pairs.ts'
import { trainModel } from '../identity/linkage/train-model.ts'
import type { MatchTable } from './match-table.ts'
import { readMatchTable } from './match-table.ts'
import { startMatchThread } from './match-thread.ts'

export interface MatchOptions {
  readonly paths: readonly string[]
  readonly columns?: ColumnMap
  /** Pairs below it are left out. */
  readonly minProbability: number
  readonly today: PlainDate
  readonly onProgress?: (step: MatchStep, done: number, total: number) => void
}

export type MatchStep = 'Reading' | 'Finding pairs' | 'Learning' | 'Weighing'

/** A pair with its reasons in words. */
export interface ToldMatch extends Match {
  readonly why: readonly (EvidenceReason & { readonly text: string })[]
}

export interface MatchedFiles {
  readonly tables: MatchTable['read']
  /** Pairs that were compared, of all that there are. */
  readonly candidates: number
  readonly counts: Readonly<Record<EvidenceBand, number>>
  readonly model: LinkModel
  /** The pairs, best first; each is explained as it is asked for. */
  readonly pairs: () => Iterable<ToldMatch>
  readonly pairCount: number
}

/** Records from which the pairs are shared by two threads; fewer are quicker in one. */
const SHARED_FROM = 50_000

/**
 * Finds records that may be one person, in one table or across two. Two threads or one: the
 * answer is the same, because the model is learnt from the first share of the pairs alone.
 */
export async function matchFiles(options: MatchOptions): Promise<MatchedFiles> {
  const { minProbability, onProgress = () => {} } = options
  const task = {
    paths: options.paths,
    today: options.today,
    ...(options.columns === undefined ? {} : { columns: options.columns }),
  }
  const { table, read } = await readMatchTable(task, (done, total) =>
    onProgress('Reading', done, total),
  )
  const parts = table.size >= SHARED_FROM ? 2 : 1
  const thread = parts === 2 ? startMatchThread(task) : undefined
  const first = candidatePairs(table, {
    part: 0,
    parts,
    onProgress: (done, total) => onProgress('Finding pairs', done, total),
  })
  onProgress('Learning', 0, 1)
  const model = trainModel(table, first, 1 / parts)
  onProgress('Learning', 1, 1)
  // Weaker pairs count too: the household may raise them.
  const least = leastOf(minProbability) - MOST_HOUSEHOLD_BITS
  const weigh = (done: number, total: number): void => onProgress('Weighing', done, total)
  const others = thread?.score(model, least)
  const mine = scorePairs(table, model, first, least, weigh)
  const theirs = parts === 1 ? undefined : await (others ?? scoreHere(table, model, least))
  const all = theirs === undefined ? mine : joined(mine, theirs.scored)
  const candidates = first.first.length + (theirs?.candidates ?? 0)
  return { tables: read, candidates, model, ...chosen(table, model, all, minProbability) }
}

function leastOf(probability: number): number {
  return probability <= 0 ? -1000 : Math.log2(probability / (1 - Math.min(probability, 0.999999)))
}

function scoreHere(
  table: LinkTable,
  model: LinkModel,
  least: number,
): { scored: ScoredPairs; candidates: number } {
  const pairs = candidatePairs(table, { part: 1, parts: 2 })
  return { scored: scorePairs(table, model, pairs, least), candidates: pairs.first.length }
}

function joined(one: ScoredPairs, other: ScoredPairs): ScoredPairs {
  const join = <T extends Uint32Array | Float64Array>(a: T, b: T, made: T): T => {
    made.set(a)
    made.set(b, a.length)
    return made
  }
  const length = one.first.length + other.first.length
  return {
    first: join(one.first, other.first, new Uint32Array(length)),
    second: join(one.second, other.second, new Uint32Array(length)),
    logOdds: join(one.logOdds, other.logOdds, new Float64Array(length)),
  }
}

function chosen(
  table: LinkTable,
  model: LinkModel,
  scored: ScoredPairs,
  minProbability: number,
): Pick<MatchedFiles, 'pairs' | 'pairCount' | 'counts'> {
  const households = householdEvidence(table, scored)
  const least = leastOf(minProbability)
  const totals = scored.logOdds.map((odds, at) => odds + (households.get(at)?.bits ?? 0))
  const order = Array.from(totals.keys())
    .filter((at) => (totals[at] ?? 0) >= least)
    .toSorted(
      (a, b) =>
        (totals[b] ?? 0) - (totals[a] ?? 0) ||
        (scored.first[a] ?? 0) - (scored.first[b] ?? 0) ||
        (scored.second[a] ?? 0) - (scored.second[b] ?? 0),
    )
  const counts = { sure: 0, likely: 0, possible: 0, unlikely: 0 }
  for (const at of order) counts[bandOf(totals[at] ?? 0)]++
  const explainer = new Explainer(table, model)
  function* pairs(): Generator<ToldMatch> {
    for (const at of order) {
      const [a = 0, b = 0] = [scored.first[at], scored.second[at]]
      const match = explainer.explain(a, b, households.get(at))
      const why = match.why.map((reason) => ({ ...reason, text: reasonText(reason) }))
      yield { ...match, why }
    }
  }
  return { pairs, pairCount: order.length, counts }
}
