import { solveRelaxation } from './interior-point.ts'
import type { Options } from './options.ts'
import { costOf } from './options.ts'

/** Up to this much work for one step of the interior point method, everything is taken at once. */
const SMALL_WORK = 12e6
const SAMPLE = 1200
const LIST = 8
const MOST_ROUNDS = 3

/** Near-optimal prices of the linear relaxation, and the shares of the options there. */
export interface RelaxedPrices {
  readonly prices: Float64Array
  /** By option; 0 where it was left out. */
  readonly share: Float64Array
  readonly unplaced: Float64Array
}

/**
 * The prices of the linear relaxation. Where all options at once would be too many: prices of a
 * sample first, then only the options that are near the best at these prices, then again with
 * those that the new prices favour (column generation).
 */
export function relaxedPrices(
  options: Options,
  tolerance: number,
  known?: Float64Array,
): RelaxedPrices {
  if (stepWork(options) <= SMALL_WORK && !known)
    return solveRelaxation(options, { tolerance, maxSteps: 80 })
  let prices = known ?? samplePrices(options)
  let keep = nearBest(options, prices, LIST)
  for (let round = 1; ; round += 1) {
    const some = restrict(options, keep)
    const solved = solveRelaxation(some.options, { tolerance, maxSteps: 80 })
    prices = solved.prices
    const share = new Float64Array(options.score.length)
    some.from.forEach((j, at) => (share[j] = solved.share[at]!))
    const missed = addMissed(options, prices, keep)
    if (missed <= tolerance || round === MOST_ROUNDS) {
      return { prices, share, unplaced: solved.unplaced }
    }
    keep = keep.slice()
  }
}

/** Multiplications of one step of the interior point method. */
function stepWork(options: Options): number {
  let work = options.rows ** 3 / 6
  for (let i = 0; i < options.cases; i += 1) {
    const uses =
      (options.start[i + 1]! - options.start[i]!) *
      (options.needStart[i + 1]! - options.needStart[i]!)
    work += (uses * uses) / 2
  }
  return work
}

/** Prices of every so manieth case with its share of the capacities. */
function samplePrices(options: Options): Float64Array {
  const { cases } = options
  const every = Math.max(1, Math.floor(cases / SAMPLE))
  const chosen: number[] = []
  for (let i = 0; i < cases; i += every) chosen.push(i)
  const some = pick(options, chosen)
  return solveRelaxation(some, { tolerance: 1e-3, maxSteps: 25 }).prices
}

/** The options of some cases, with capacities in proportion. */
function pick(options: Options, chosen: readonly number[]): Options {
  const { start, needStart } = options
  const range = (from: Int32Array): [Int32Array, number[]] => {
    const starts = new Int32Array(chosen.length + 1)
    const all: number[] = []
    chosen.forEach((i, at) => {
      for (let j = from[i]!; j < from[i + 1]!; j += 1) all.push(j)
      starts[at + 1] = all.length
    })
    return [starts, all]
  }
  const [optionStart, list] = range(start)
  const [needs, needList] = range(needStart)
  const part = chosen.length / options.cases
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
    capacity: options.capacity.map((amount) => amount * part),
  }
}

/** Marks the best options of each case at these prices. */
export function nearBest(options: Options, prices: Float64Array, most: number): Uint8Array {
  const { cases, start, locality, score } = options
  const keep = new Uint8Array(score.length)
  const value = new Float64Array(options.localities)
  for (let i = 0; i < cases; i += 1) {
    const from = start[i]!
    const count = start[i + 1]! - from
    if (count <= most) {
      keep.fill(1, from, from + count)
      continue
    }
    for (let k = 0; k < count; k += 1) {
      value[k] = score[from + k]! - costOf(options, i, locality[from + k]!, prices)
    }
    const edge = value.slice(0, count).sort()[count - most]!
    for (let k = 0; k < count; k += 1) if (value[k]! >= edge) keep[from + k] = 1
  }
  return keep
}

/** Marks what the prices favour over a case's marked options; returns by how much in all. */
function addMissed(options: Options, prices: Float64Array, keep: Uint8Array): number {
  const { cases, start, locality, score } = options
  let missed = 0
  let total = 0
  const value = new Float64Array(options.localities)
  for (let i = 0; i < cases; i += 1) {
    let known = options.must[i] === 1 ? -Infinity : 0
    let best = known
    for (let j = start[i]!; j < start[i + 1]!; j += 1) {
      const now = score[j]! - costOf(options, i, locality[j]!, prices)
      value[j - start[i]!] = now
      if (keep[j] === 1) known = Math.max(known, now)
      best = Math.max(best, now)
    }
    total += best
    if (best <= known) continue
    missed += best - known
    for (let j = start[i]!; j < start[i + 1]!; j += 1)
      if (value[j - start[i]!]! > known) keep[j] = 1
  }
  return missed / Math.max(total, 1e-9)
}

/** The problem with only the options that are kept, and where each came from. */
export function restrict(
  options: Options,
  keep: Uint8Array,
): { readonly options: Options; readonly from: Int32Array } {
  let count = 0
  for (const one of keep) count += one
  const from = new Int32Array(count)
  const start = new Int32Array(options.cases + 1)
  let at = 0
  for (let i = 0; i < options.cases; i += 1) {
    for (let j = options.start[i]!; j < options.start[i + 1]!; j += 1) {
      if (keep[j] === 0) continue
      from[at] = j
      at += 1
    }
    start[i + 1] = at
  }
  const some: Options = {
    ...options,
    start,
    locality: Int32Array.from(from, (j) => options.locality[j]!),
    score: Float64Array.from(from, (j) => options.score[j]!),
  }
  return { options: some, from }
}
