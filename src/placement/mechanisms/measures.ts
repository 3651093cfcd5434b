import type { Numbers } from '../problem.ts'
import { envyCounts } from './envy.ts'
import type { Market } from './market.ts'

/** What Delacrétaz, Kominers and Teytelboym 2023 report of a matching. */
export interface MatchingMeasures {
  /** Families at a locality. */
  readonly matched: number
  /** Mean place on their own lists of families at a listed locality, 1 the best; NaN for nobody. */
  readonly meanRank: number
  /** Per service, the share of all capacity that nobody takes, 0 to 1; 0 where there is none. */
  readonly unfilled: readonly number[]
  /** Pairs of families of which one strongly envies the other; and all that envy at all. */
  readonly strictEnvy: number
  readonly envy: number
}

export function measure(market: Market, matching: Numbers): MatchingMeasures {
  const { families, localities, services, needs, capacity, preferences } = market
  let [matched, listed, ranks] = [0, 0, 0]
  const used = new Float64Array(services)
  const total = new Float64Array(services)
  for (let l = 0; l < localities; l += 1)
    for (let s = 0; s < services; s += 1) total[s]! += capacity[l * services + s]!
  for (let f = 0; f < families; f += 1) {
    if (matching[f]! < 0) continue
    matched += 1
    const place = Array.from(preferences[f]!).indexOf(matching[f]!)
    if (place >= 0) {
      listed += 1
      ranks += place + 1
    }
    for (let s = 0; s < services; s += 1) used[s]! += needs[f * services + s]!
  }
  const { plain, strong } = envyCounts(market, matching)
  return {
    matched,
    meanRank: ranks / listed,
    unfilled: Array.from(total, (all, s) => (all === 0 ? 0 : 1 - used[s]! / all)),
    strictEnvy: strong,
    envy: plain,
  }
}
