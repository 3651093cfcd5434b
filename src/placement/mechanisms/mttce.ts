import type { Numbers } from '../problem.ts'
import type { Market, Matching } from './market.ts'
import { endowmentFaults, UNMATCHED } from './market.ts'
import type { RankedMarket } from './ranked-market.ts'
import { changeRoom, fits, rankMarket } from './ranked-market.ts'

interface Trade {
  readonly book: RankedMarket
  /** Where each family is now: its endowment, or where it went for good. */
  readonly at: Int32Array
  /** 1 when the family is matched for good. */
  readonly done: Uint8Array
  /** What is left beside all who are there now, and beside those who are there for good. */
  readonly roomNow: Float64Array
  readonly roomForGood: Float64Array
  /** families x localities: 1 where a rejection stage turned the family away. */
  readonly rejected: Uint8Array
  /** How far each family and each locality has come down its list. */
  readonly wish: Int32Array
  readonly head: Int32Array
}

interface Step {
  readonly family: number
  readonly from: number
  readonly to: number
}

/**
 * Multidimensional top trading cycles with endowment: nobody ends below the locality it starts
 * from, and cycles are traded only where everybody who is there still fits. Strategy-proof and
 * individually rational. Equals `mttc` when nobody is endowed. Delacrétaz, Kominers and Teytelboym
 * 2023. In a rejection stage families are tried by the index of the locality that points at them.
 *
 * A family whose list omits its endowment says that it would rather be unmatched, and gives the
 * endowment up: put it at the end of the list where that is not meant.
 *
 * @param endowment the locality each family starts from, `UNMATCHED` where it has none
 * @throws RangeError when the market or the endowment is not well formed.
 */
export function mttce(market: Market, endowment: Numbers): Matching {
  const book = rankMarket(market)
  const faults = endowmentFaults(market, endowment)
  if (faults.length > 0) throw new RangeError(`not an endowment: ${faults.join('; ')}`)
  const { families, localities, services, needs, capacity } = book
  const trade: Trade = {
    book,
    at: Int32Array.from(endowment),
    done: new Uint8Array(families),
    roomNow: capacity.slice(),
    roomForGood: capacity.slice(),
    rejected: new Uint8Array(families * localities),
    wish: new Int32Array(families),
    head: new Int32Array(localities),
  }
  trade.at.forEach((l, f) => {
    if (l !== UNMATCHED) changeRoom(needs, trade.roomNow, services, f, l, -1)
  })
  giveUp(trade)
  for (;;) {
    const firsts = Int32Array.from({ length: localities }, (_, l) => first(trade, l))
    if (firsts.every((f) => f < 0)) return trade.at
    const feasible = cycles(trade, firsts).filter((cycle) =>
      cycle.every((step, k) =>
        couldTake(trade, step.to, step.family, cycle[(k + 1) % cycle.length]!.family),
      ),
    )
    for (const cycle of feasible) for (const step of cycle) settle(trade, step.family, step.to)
    if (feasible.length === 0) reject(trade, firsts)
  }
}

/** Before all else, families that list nothing they could have leave their endowment. */
function giveUp(trade: Trade): void {
  for (let f = 0; f < trade.book.families; f += 1) target(trade, f)
}

function settle(trade: Trade, f: number, to: number): void {
  const { book, at, roomNow, roomForGood } = trade
  const { needs, services } = book
  if (at[f] !== UNMATCHED) changeRoom(needs, roomNow, services, f, at[f]!, 1)
  if (to !== UNMATCHED) {
    changeRoom(needs, roomNow, services, f, to, -1)
    changeRoom(needs, roomForGood, services, f, to, -1)
  }
  at[f] = to
  trade.done[f] = 1
}

function open(trade: Trade, f: number, l: number): boolean {
  const { book, rejected, roomForGood } = trade
  return (
    rejected[f * book.localities + l] === 0 && fits(book.needs, roomForGood, book.services, f, l)
  )
}

/** Where an unsettled family points; one that has only the null locality left goes there at once. */
function target(trade: Trade, f: number): number {
  const list = trade.book.wishes[f]!
  while (trade.wish[f]! < list.length && !open(trade, f, list[trade.wish[f]!]!)) trade.wish[f]! += 1
  if (trade.wish[f]! < list.length) return list[trade.wish[f]!]!
  settle(trade, f, UNMATCHED)
  return UNMATCHED
}

/** The family a locality points at, -1 when there is none. */
function first(trade: Trade, l: number): number {
  const list = trade.book.order[l]!
  for (; trade.head[l]! < list.length; trade.head[l]! += 1) {
    const f = list[trade.head[l]!]!
    if (trade.done[f] === 0 && open(trade, f, l) && target(trade, f) !== UNMATCHED) return f
  }
  return -1
}

/** All cycles of who points at whom. */
function cycles(trade: Trade, firsts: Int32Array): Step[][] {
  const found: Step[][] = []
  const walkOf = new Int32Array(firsts.length).fill(-1)
  for (let start = 0; start < firsts.length; start += 1) {
    let l = start
    for (; firsts[l]! >= 0 && walkOf[l] === -1; l = target(trade, firsts[l]!)) walkOf[l] = start
    if (firsts[l]! < 0 || walkOf[l] !== start) continue
    const cycle: Step[] = []
    const entry = l
    do {
      const family = firsts[l]!
      const to = target(trade, family)
      cycle.push({ family, from: l, to })
      l = to
    } while (l !== entry)
    found.push(cycle)
  }
  return found
}

/** Whether a locality can take a family beside all who are there now, except one who leaves. */
function couldTake(trade: Trade, l: number, f: number, leaver: number): boolean {
  const { book, at, roomNow } = trade
  const { needs, services } = book
  for (let s = 0; s < services; s += 1) {
    let room = roomNow[l * services + s]!
    if (at[f] === l) room += needs[f * services + s]!
    if (leaver >= 0 && leaver !== f && at[leaver] === l) room += needs[leaver * services + s]!
    if (needs[f * services + s]! > room) return false
  }
  return true
}

/**
 * Each family that is pointed at, in turn, is turned away wherever it does not fit in for the
 * family pointed at there, until one was turned away where it points. There is one: otherwise
 * every cycle were feasible.
 */
function reject(trade: Trade, firsts: Int32Array): void {
  const { localities } = trade.book
  for (const f of firsts) {
    if (f < 0) continue
    const aim = target(trade, f)
    for (let l = 0; l < localities; l += 1) {
      if (!couldTake(trade, l, f, firsts[l]!)) trade.rejected[f * localities + l] = 1
    }
    if (trade.rejected[f * localities + aim] === 1) return
  }
  throw new Error('no cycle is feasible, and nobody is turned away')
}
