import type { Market, Matching } from './market.ts'
import { UNMATCHED } from './market.ts'
import type { RankedMarket } from './ranked-market.ts'
import { rankMarket } from './ranked-market.ts'
import { Threshold } from './threshold.ts'

/**
 * Threshold knapsack deferred acceptance (in the draft of 2019: threshold multidimensional deferred
 * acceptance). As `kda`, but a locality turns a proposer away whose place among those who propose
 * now exceeds its threshold. Weakly envy-free and strategy-proof; may leave capacity unused.
 * Delacrétaz, Kominers and Teytelboym 2023, without their optional clinching before the start.
 *
 * @throws RangeError when the market is not well formed.
 */
export function tkda(market: Market): Matching {
  const book = rankMarket(market)
  const { families, localities, wishes, rank } = book
  const sure = book.order.map((list, l) => sureOf(book, list, l))
  const threshold = new Threshold(book)
  /** Where each family proposes now; -1 when it does not. */
  const at = new Int32Array(families).fill(UNMATCHED)
  const held: number[][] = Array.from({ length: localities }, () => [])
  /** From this place in its order on, each locality keeps only families that are sure. */
  const cut = Float64Array.from(book.order, (list) => list.length)
  const wish = new Int32Array(families)

  let free = Array.from({ length: families }, (_, f) => f)
  while (free.length > 0) {
    const incoming = new Map<number, number[]>()
    for (const f of free) {
      const l = wishes[f]![wish[f]!]
      if (l === undefined) continue
      at[f] = l
      const list = incoming.get(l)
      if (list === undefined) incoming.set(l, [f])
      else list.push(f)
    }
    free = []
    for (const [l, newcomers] of incoming) {
      const place = (f: number): number => rank[f * localities + l]!
      const all = [...held[l]!, ...newcomers]
      // Thresholds before the cut depend only on proposers before it, and the cut only on those.
      if (newcomers.some((f) => place(f) < cut[l]!)) {
        const last = all.reduce(
          (most, f) => (sure[l]![place(f)] ? most : Math.max(most, place(f))),
          -1,
        )
        cut[l] = threshold.cut(l, at, last)
      }
      const stays = (f: number): boolean => place(f) < cut[l]! || sure[l]![place(f)] === 1
      held[l] = all.filter(stays)
      for (const f of all) {
        if (stays(f)) continue
        at[f] = UNMATCHED
        wish[f]! += 1
        free.push(f)
      }
    }
  }
  return at
}

/** 1 for each family that fits beside all of higher priority: its threshold is infinite. */
function sureOf(book: RankedMarket, list: Int32Array, l: number): Uint8Array {
  const { services, needs, capacity } = book
  const before = new Float64Array(services)
  return Uint8Array.from(list, (f) => {
    let sure = 1
    for (let s = 0; s < services; s += 1) {
      const need = needs[f * services + s]!
      if (need > 0 && before[s]! + need > capacity[l * services + s]!) sure = 0
      before[s]! += need
    }
    return sure
  })
}
