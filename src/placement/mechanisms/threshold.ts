import type { RankedMarket } from './ranked-market.ts'

/**
 * Thresholds of `tkda`. The temporary threshold of a family g is the least n such that n
 * higher-priority families, those who propose among them, could be too many for g: per service that
 * g needs, the proposers and then the others from the largest need to the smallest, until g no
 * longer fits. (Where g does not even fit beside the proposers the paper says 0; the number of
 * those proposers has the same effect, as everybody from g on comes after them.) A proposer's
 * threshold is the least of its own and those of all of higher priority.
 *
 * One object for one run: it keeps its tables between calls.
 */
export class Threshold {
  readonly #book: RankedMarket
  /** The different needs of each service, from the largest. */
  readonly #sizes: readonly Float64Array[]
  /** Where each family's need stands in `#sizes`: families x services; -1 for no need. */
  readonly #sizeOf: Int32Array
  /** How many of each size are of higher priority and do not propose. */
  readonly #others: readonly Int32Array[]
  /** The first size of which there are others, and their needs together, per service. */
  readonly #largest: Int32Array
  readonly #sum: Float64Array
  /** What is left beside the proposers of higher priority. */
  readonly #room: Float64Array

  constructor(book: RankedMarket) {
    const { families, services, needs } = book
    this.#book = book
    const sizes: Float64Array[] = []
    this.#sizeOf = new Int32Array(families * services).fill(-1)
    for (let s = 0; s < services; s += 1) {
      const all = new Set<number>()
      for (let f = 0; f < families; f += 1) all.add(needs[f * services + s]!)
      all.delete(0)
      const list = Float64Array.from(all).sort().reverse()
      const index = new Map(Array.from(list, (size, k) => [size, k]))
      for (let f = 0; f < families; f += 1)
        this.#sizeOf[f * services + s] = index.get(needs[f * services + s]!) ?? -1
      sizes.push(list)
    }
    this.#sizes = sizes
    this.#others = sizes.map((list) => new Int32Array(list.length))
    this.#largest = new Int32Array(services)
    this.#sum = new Float64Array(services)
    this.#room = new Float64Array(services)
  }

  /**
   * The place in a locality's order from which on every proposer comes after its threshold, unless
   * that is infinite; the length of the order if there is none up to the place `last`.
   *
   * @param at where each family proposes now
   */
  cut(locality: number, at: Int32Array, last: number): number {
    const { order, services, needs } = this.#book
    const list = order[locality]!
    this.#reset(locality)
    let proposers = 0
    let least = Infinity
    for (let place = 0; place <= last; place += 1) {
      const f = list[place]!
      least = Math.min(least, this.#temporary(f, proposers, least))
      if (least <= proposers) return place
      if (at[f] === locality) {
        proposers += 1
        for (let s = 0; s < services; s += 1) this.#room[s]! -= needs[f * services + s]!
      } else this.#addOther(f)
    }
    return list.length
  }

  #reset(locality: number): void {
    const { services, capacity } = this.#book
    for (let s = 0; s < services; s += 1) {
      this.#others[s]!.fill(0)
      this.#largest[s] = this.#others[s]!.length
      this.#sum[s] = 0
      this.#room[s] = capacity[locality * services + s]!
    }
  }

  #addOther(f: number): void {
    const { services, needs } = this.#book
    for (let s = 0; s < services; s += 1) {
      const size = this.#sizeOf[f * services + s]!
      if (size < 0) continue
      this.#others[s]![size]! += 1
      this.#sum[s]! += needs[f * services + s]!
      if (size < this.#largest[s]!) this.#largest[s] = size
    }
  }

  /** The temporary threshold of a family, or anything not below `least` if it is not below that. */
  #temporary(f: number, proposers: number, least: number): number {
    const { services, needs } = this.#book
    let lowest = least
    for (let s = 0; s < services; s += 1) {
      const need = needs[f * services + s]!
      if (need === 0) continue
      let left = this.#room[s]! - need
      if (left < 0) return proposers
      if (this.#sum[s]! <= left) continue
      const sizes = this.#sizes[s]!
      const others = this.#others[s]!
      // Even if all others were as large as the largest it would take that many.
      let size = this.#largest[s]!
      if (proposers + Math.floor(left / sizes[size]!) + 1 >= lowest) continue
      let count = 0
      for (; others[size]! * sizes[size]! <= left; size += 1) {
        left -= others[size]! * sizes[size]!
        count += others[size]!
      }
      count += Math.floor(left / sizes[size]!) + 1
      lowest = Math.min(lowest, proposers + count)
    }
    return lowest
  }
}
