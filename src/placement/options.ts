/**
 * A placement problem laid out for the solver: the options (allowed pairs) of each case one after
 * another, needs without zeros, and only the capacities that could ever bind.
 */
export interface Options {
  readonly cases: number
  readonly localities: number
  readonly resources: number
  /** Options of case i: start[i] .. start[i + 1] - 1. */
  readonly start: Int32Array
  readonly locality: Int32Array
  readonly score: Float64Array
  /** 1 when the case must be placed. */
  readonly must: Uint8Array
  /** Needs of case i: needStart[i] .. needStart[i + 1] - 1 in needResource and needAmount. */
  readonly needStart: Int32Array
  readonly needResource: Uint8Array
  readonly needAmount: Float64Array
  /** How many capacities there are; a capacity below 0 with needs below 0 is a minimum of use. */
  readonly rows: number
  /** The row of each locality and resource, -1 where it cannot bind. */
  readonly rowOf: Int32Array
  readonly capacity: Float64Array
}

/** The price of an option's needs. */
export function costOf(
  options: Options,
  i: number,
  locality: number,
  prices: Float64Array,
): number {
  const { needStart, needResource, needAmount, rowOf, resources } = options
  let cost = 0
  for (let q = needStart[i]!; q < needStart[i + 1]!; q += 1) {
    const row = rowOf[locality * resources + needResource[q]!]!
    if (row >= 0) cost += needAmount[q]! * prices[row]!
  }
  return cost
}

/** Whether a case fits at a locality in what is left of the rows. */
export function fitsIn(options: Options, i: number, locality: number, left: Float64Array): boolean {
  const { needStart, needResource, needAmount, rowOf, resources } = options
  for (let q = needStart[i]!; q < needStart[i + 1]!; q += 1) {
    const row = rowOf[locality * resources + needResource[q]!]!
    if (row >= 0 && needAmount[q]! > 0 && left[row]! < needAmount[q]!) return false
  }
  return true
}

/** Takes a case's needs at a locality from what is left of the rows. */
export function take(options: Options, i: number, locality: number, left: Float64Array): void {
  const { needStart, needResource, needAmount, rowOf, resources } = options
  for (let q = needStart[i]!; q < needStart[i + 1]!; q += 1) {
    const row = rowOf[locality * resources + needResource[q]!]!
    if (row >= 0) left[row]! -= needAmount[q]!
  }
}

/** What best pays for each case at these prices, 0 or more unless it must be placed. */
export function worthOf(options: Options, prices: Float64Array, worth: Float64Array): Float64Array {
  for (let i = 0; i < options.cases; i += 1) {
    let best = options.must[i] === 1 ? -Infinity : 0
    for (let j = options.start[i]!; j < options.start[i + 1]!; j += 1) {
      const value = options.score[j]! - costOf(options, i, options.locality[j]!, prices)
      if (value > best) best = value
    }
    worth[i] = best
  }
  return worth
}

/** The bound that prices prove: capacities at their prices, and each case at its best. */
export function priceBound(options: Options, prices: Float64Array): number {
  let bound = 0
  for (let row = 0; row < options.rows; row += 1) bound += options.capacity[row]! * prices[row]!
  const worth = worthOf(options, prices, new Float64Array(options.cases))
  for (let i = 0; i < options.cases; i += 1) bound += worth[i]!
  return bound
}

/** Lays a dense problem out. */
export function layOut(dense: {
  readonly cases: number
  readonly localities: number
  readonly resources: number
  readonly needs: ArrayLike<number>
  readonly capacity: ArrayLike<number>
  readonly scores: ArrayLike<number>
  readonly must?: Uint8Array
  /** 1: options that bring nothing count too, as a demand may need them. */
  readonly mayLose?: Uint8Array
}): Options {
  const { cases, localities, resources, needs, capacity, scores } = dense
  const must = dense.must ?? new Uint8Array(cases)
  const start = new Int32Array(cases + 1)
  const needStart = new Int32Array(cases + 1)
  let count = 0
  for (let i = 0; i < cases * localities; i += 1) if (!Number.isNaN(scores[i]!)) count += 1
  const locality = new Int32Array(count)
  const score = new Float64Array(count)
  const needResource: number[] = []
  const needAmount: number[] = []
  const demand = new Float64Array(localities * resources)
  let at = 0
  for (let i = 0; i < cases; i += 1) {
    for (let k = 0; k < resources; k += 1) {
      const amount = needs[i * resources + k]!
      if (amount === 0) continue
      needResource.push(k)
      needAmount.push(amount)
    }
    needStart[i + 1] = needAmount.length
    for (let l = 0; l < localities; l += 1) {
      const value = scores[i * localities + l]!
      if (Number.isNaN(value)) continue
      if (value <= 0 && must[i] === 0 && dense.mayLose?.[i] !== 1) continue
      let fits = true
      for (let k = 0; k < resources; k += 1) {
        const need = needs[i * resources + k]!
        if (need > 0 && need > capacity[l * resources + k]!) fits = false
      }
      if (!fits) continue
      for (let k = 0; k < resources; k += 1) {
        demand[l * resources + k]! += Math.max(0, needs[i * resources + k]!)
      }
      locality[at] = l
      score[at] = value
      at += 1
    }
    start[i + 1] = at
  }
  const rowOf = new Int32Array(localities * resources).fill(-1)
  const used: number[] = []
  for (let r = 0; r < localities * resources; r += 1) {
    if (demand[r]! <= capacity[r]!) continue
    rowOf[r] = used.length
    used.push(capacity[r]!)
  }
  return {
    cases,
    localities,
    resources,
    start,
    locality: locality.subarray(0, at),
    score: score.subarray(0, at),
    must,
    needStart,
    needResource: Uint8Array.from(needResource),
    needAmount: Float64Array.from(needAmount),
    rows: used.length,
    rowOf,
    capacity: Float64Array.from(used),
  }
}

/** The options of some cases, with capacities of their own. */
export function pickCases(
  options: Options,
  chosen: readonly number[],
  capacity: Float64Array,
): Options {
  const { start, needStart } = options
  const range = (from: Int32Array): [Int32Array, Int32Array] => {
    const starts = new Int32Array(chosen.length + 1)
    chosen.forEach((i, at) => (starts[at + 1] = starts[at]! + from[i + 1]! - from[i]!))
    const all = new Int32Array(starts[chosen.length]!)
    let n = 0
    for (const i of chosen) for (let j = from[i]!; j < from[i + 1]!; j += 1) all[n++] = j
    return [starts, all]
  }
  const [optionStart, list] = range(start)
  const [needs, needList] = range(needStart)
  return {
    ...options,
    cases: chosen.length,
    start: optionStart,
    locality: Int32Array.from(list, (j) => options.locality[j]!),
    score: Float64Array.from(list, (j) => options.score[j]!),
    must: Uint8Array.from(chosen, (i) => options.must[i]!),
    needStart: needs,
    needResource: Uint8Array.from(needList, (q) => options.needResource[q]!),
    needAmount: Float64Array.from(needList, (q) => options.needAmount[q]!),
    capacity,
  }
}
