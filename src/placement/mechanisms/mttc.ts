import type { Market, Matching } from './market.ts'
import { UNMATCHED } from './market.ts'
import { changeRoom, fits, rankMarket } from './ranked-market.ts'

/**
 * Multidimensional top trading cycles: each family points at its best locality that still has room
 * for it, each locality at its highest-priority family among those it has room for, and cycles are
 * matched. Strategy-proof for families and Pareto-efficient; priorities give only the right to
 * trade. Delacrétaz, Kominers and Teytelboym 2023.
 *
 * @throws RangeError when the market is not well formed.
 */
export function mttc(market: Market): Matching {
  const book = rankMarket(market)
  const { families, localities, services, needs, wishes, order } = book
  const room = book.capacity.slice()
  const matching = new Int32Array(families).fill(UNMATCHED)
  const done = new Uint8Array(families)
  const wish = new Int32Array(families)
  const head = new Int32Array(localities)

  const target = (f: number): number => {
    const list = wishes[f]!
    while (wish[f]! < list.length && !fits(needs, room, services, f, list[wish[f]!]!)) wish[f]! += 1
    if (wish[f]! < list.length) return list[wish[f]!]!
    done[f] = 1
    return UNMATCHED
  }
  // Room only shrinks, so whoever does not fit now never will: both pointers only advance.
  const first = (l: number): number => {
    const list = order[l]!
    for (; head[l]! < list.length; head[l]! += 1) {
      const f = list[head[l]!]!
      if (done[f] === 0 && fits(needs, room, services, f, l) && target(f) !== UNMATCHED) return f
    }
    return -1
  }

  const seen = new Int32Array(localities).fill(-1)
  let walk = 0
  for (let start = 0; start < localities;) {
    if (first(start) < 0) {
      start += 1
      continue
    }
    // Where a family points there is room for it, so that locality points too: a cycle comes.
    // Matching one cycle at a time is as good as all at once: cycles share neither family nor
    // locality, so matching one moves no pointer in another.
    walk += 1
    let l = start
    for (; seen[l] !== walk; l = target(first(l))) seen[l] = walk
    const entry = l
    const cycle: [family: number, locality: number][] = []
    do {
      const f = first(l)
      l = target(f)
      cycle.push([f, l])
    } while (l !== entry)
    for (const [f, to] of cycle) {
      matching[f] = to
      done[f] = 1
      changeRoom(needs, room, services, f, to, -1)
    }
  }
  return matching
}
