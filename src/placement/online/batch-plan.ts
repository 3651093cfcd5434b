import { place } from '../solve.ts'
import type { Arrivals } from './arrivals.ts'

/** Steps of the exact search before the general solver takes over. */
const MOST_STEPS = 50_000
/** The gap of the integer programs in Ahani et al. */
const GAP = 1e-5
/** Per unit of need: a price of exactly the score still places (EPS of Ahani et al.). */
const FAVOUR = 1e-4

/** What placing each case is worth at these prices: cases x localities, NaN where not allowed. */
export function valuesAt(batch: Arrivals, prices: Float64Array): Float64Array {
  const { localities, resources, needs, scores } = batch
  return scores.map((score, at) => {
    const [i, l] = [Math.floor(at / localities), at % localities]
    let value = score
    for (let k = 0; k < resources; k += 1)
      value += needs[i * resources + k]! * (FAVOUR - prices[l * resources + k]!)
    return value
  })
}

/**
 * The plan of a batch with the largest sum of values that fits into what is left; only values
 * above 0 are taken. Exact for batches of a usual size, to a gap of 1e-5 for very large ones.
 */
export async function planBatch(
  batch: Arrivals,
  values: Float64Array,
  left: Float64Array,
): Promise<Int32Array> {
  const search = new BatchSearch(batch, values, left)
  if (search.run()) return search.best
  const { count: cases, localities, resources, needs } = batch
  const scores = values.map((value) => (value > 0 ? value : NaN))
  const problem = { cases, localities, resources, needs, capacity: left, scores }
  const found = await place(problem, { gap: GAP, timeLimitSeconds: 10 })
  return found.status === 'infeasible' ? search.best : found.localityOf
}

class BatchSearch {
  best: Int32Array
  readonly #batch: Arrivals
  readonly #values: Float64Array
  readonly #left: Float64Array
  /** Localities of each case, the best first, and what the cases from each on bring at most. */
  readonly #wishes: number[][]
  readonly #most: Float64Array
  readonly #plan: Int32Array
  #top = 0
  #steps = 0

  constructor(batch: Arrivals, values: Float64Array, left: Float64Array) {
    const { count, localities } = batch
    this.#batch = batch
    this.#values = values
    this.#left = left.slice()
    this.#plan = new Int32Array(count).fill(-1)
    this.best = this.#plan.slice()
    this.#most = new Float64Array(count + 1)
    this.#wishes = Array.from({ length: count }, (_, i) => {
      const value = (l: number): number => values[i * localities + l]!
      const list = Array.from({ length: localities }, (__, l) => l)
      return list.filter((l) => value(l) > 0).sort((a, b) => value(b) - value(a) || a - b)
    })
    for (let i = count - 1; i >= 0; i -= 1) {
      const first = this.#wishes[i]![0]
      const top = first === undefined ? 0 : values[i * localities + first]!
      this.#most[i] = this.#most[i + 1]! + top
    }
  }

  /** Whether the search came to its end, so that `best` is proven. */
  run(): boolean {
    this.#from(0, 0)
    return this.#steps < MOST_STEPS
  }

  #from(i: number, sum: number): void {
    this.#steps += 1
    if (this.#steps >= MOST_STEPS || sum + this.#most[i]! <= this.#top) return
    if (i === this.#batch.count) {
      this.#top = sum
      this.best = this.#plan.slice()
      return
    }
    for (const l of this.#wishes[i]!) {
      const value = this.#values[i * this.#batch.localities + l]!
      if (sum + value + this.#most[i + 1]! <= this.#top) break
      if (!fitsInto(this.#batch, i, l, this.#left)) continue
      takeFrom(this.#batch, i, l, this.#left, 1)
      this.#plan[i] = l
      this.#from(i + 1, sum + value)
      this.#plan[i] = -1
      takeFrom(this.#batch, i, l, this.#left, -1)
    }
    this.#from(i + 1, sum)
  }
}

export function fitsInto(cases: Arrivals, i: number, l: number, left: Float64Array): boolean {
  const { resources, needs } = cases
  for (let k = 0; k < resources; k += 1)
    if (needs[i * resources + k]! > left[l * resources + k]!) return false
  return true
}

/** Takes what a case needs (times 1, or -1 to give it back) from what is left. */
export function takeFrom(
  cases: Arrivals,
  i: number,
  l: number,
  left: Float64Array,
  times: 1 | -1,
): void {
  const { resources, needs } = cases
  for (let k = 0; k < resources; k += 1)
    left[l * resources + k]! -= times * needs[i * resources + k]!
}
