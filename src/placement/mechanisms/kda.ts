import type { Market, Matching } from './market.ts'
import { UNMATCHED } from './market.ts'
import { PrefixSums } from './prefix-sums.ts'
import { rankMarket } from './ranked-market.ts'

/**
 * Knapsack deferred acceptance (in the draft of 2019: cascading multidimensional deferred
 * acceptance). A locality keeps a family that proposes if it could weakly accommodate it beside all
 * higher-priority families that ever proposed to it. Gives the one weakly envy-free matching that
 * all families like best; not strategy-proof. Delacrétaz, Kominers and Teytelboym 2023.
 *
 * Who ever proposed only grows, so who is turned away does not depend on the order of proposals:
 * families propose one by one here instead of in rounds.
 *
 * @throws RangeError when the market is not well formed.
 */
export function kda(market: Market): Matching {
  const book = rankMarket(market)
  const { families, localities, services, needs, capacity, wishes, rank } = book
  const proposed = book.order.map((list) => new PrefixSums(list.length, services))
  const kept: number[][] = Array.from({ length: localities }, () => [])
  /** What those before each family take where it proposes now: families x services. */
  const ahead = new Float64Array(families * services)
  const wish = new Int32Array(families)
  const free = Array.from({ length: families }, (_, k) => families - 1 - k)

  const stays = (f: number, l: number): boolean => {
    for (let s = 0; s < services; s += 1) {
      const need = needs[f * services + s]!
      if (need > 0 && ahead[f * services + s]! + need > capacity[l * services + s]!) return false
    }
    return true
  }
  const keepOrFree = (f: number, l: number): boolean => {
    if (stays(f, l)) return true
    wish[f]! += 1
    free.push(f)
    return false
  }

  for (let f = free.pop(); f !== undefined; f = free.pop()) {
    const l = wishes[f]![wish[f]!]
    if (l === undefined) continue
    const place = rank[f * localities + l]!
    proposed[l]!.sumBefore(place, ahead, f * services)
    proposed[l]!.add(place, needs, f * services)
    const list = kept[l]!
    let left = 0
    for (const g of list) {
      if (rank[g * localities + l]! > place) {
        for (let s = 0; s < services; s += 1) ahead[g * services + s]! += needs[f * services + s]!
        if (!keepOrFree(g, l)) continue
      }
      list[left] = g
      left += 1
    }
    list.length = left
    if (keepOrFree(f, l)) list.push(f)
  }
  return Int32Array.from(wishes, (list, f) => list[wish[f]!] ?? UNMATCHED)
}
