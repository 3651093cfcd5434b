import { solveRelaxation } from './interior-point.ts'
import type { Options } from './options.ts'
import { costOf, pickCases } from './options.ts'
import { smoothPrices } from './smooth-prices.ts'

/** Up to this much work for one step of the interior point method, everything is taken at once. */
const WORK_PER_OPTION = 100
const SMALL_WORK = 4e6
/** Cases of the sample for the first prices, and options of each case afterwards. */
const SAMPLE = 1500
const LIST = 12
/** Softness in units of a typical score: on the sample, then on lists of all cases. */
const ON_SAMPLE = [0.2, 0.1, 0.05, 0.03]
const ON_LISTS = [0.012, 0.004, 0.0015, 0.0005, 0.0002]
const STEPS = 3
const TRUST = 3.5

/** Near-optimal prices of the linear relaxation, and the shares of the options there. */
export interface RelaxedPrices {
  readonly prices: Float64Array
  /** By option; 0 where it was left out. */
  readonly share: Float64Array
  readonly unplaced: Float64Array
}

/**
 * The prices of the linear relaxation: exact where that is quick; otherwise softened less and less,
 * on a sample first, then on the options near the best at the prices found.
 */
export function relaxedPrices(options: Options, tolerance: number): RelaxedPrices {
  if (stepWork(options) <= SMALL_WORK) return solveRelaxation(options, { tolerance, maxSteps: 80 })
  const scale = typicalScore(options)
  const every = Math.max(1, Math.floor(options.cases / SAMPLE))
  const sample = sampleOf(options, every)
  let prices: Float64Array = new Float64Array(options.rows)
  for (const soft of ON_SAMPLE) {
    const trust = TRUST * soft * scale
    prices = smoothPrices(sample, prices, { soft: soft * scale, steps: STEPS, every: 1, trust })
  }
  for (const soft of ON_LISTS) {
    const { options: listed } = restrict(options, nearBest(options, prices, LIST))
    const trust = 6 * soft * scale
    prices = smoothPrices(listed, prices, { soft: soft * scale, steps: STEPS, every: 1, trust })
  }
  return { prices, ...sharesAt(options, prices, ON_LISTS.at(-1)! * scale) }
}

function typicalScore(options: Options): number {
  const { cases, start, score } = options
  let sum = 0
  let count = 0
  for (let i = 0; i < cases; i += 1) {
    let best = 0
    for (let j = start[i]!; j < start[i + 1]!; j += 1) best = Math.max(best, score[j]!)
    if (best > 0) count += 1
    sum += best
  }
  return count === 0 ? 1 : sum / count
}

/** How softened cases would spread over their options. */
function sharesAt(
  options: Options,
  prices: Float64Array,
  soft: number,
): { readonly share: Float64Array; readonly unplaced: Float64Array } {
  const { cases, start, locality, score, must } = options
  const share = new Float64Array(score.length)
  const unplaced = new Float64Array(cases)
  for (let i = 0; i < cases; i += 1) {
    let best = must[i] === 1 ? -Infinity : 0
    for (let j = start[i]!; j < start[i + 1]!; j += 1) {
      share[j] = score[j]! - costOf(options, i, locality[j]!, prices)
      if (share[j]! > best) best = share[j]!
    }
    let total = must[i] === 1 ? 0 : Math.exp(-best / soft)
    unplaced[i] = total
    for (let j = start[i]!; j < start[i + 1]!; j += 1) {
      share[j] = Math.exp((share[j]! - best) / soft)
      total += share[j]!
    }
    if (total === 0) continue
    unplaced[i]! /= total
    for (let j = start[i]!; j < start[i + 1]!; j += 1) share[j]! /= total
  }
  return { share, unplaced }
}

/** Multiplications of one step of the interior point method. */
function stepWork(options: Options): number {
  let work = options.rows ** 3 / 6 + options.score.length * WORK_PER_OPTION
  for (let i = 0; i < options.cases; i += 1) {
    const uses =
      (options.start[i + 1]! - options.start[i]!) *
      (options.needStart[i + 1]! - options.needStart[i]!)
    work += (uses * uses) / 2
  }
  return work
}

/** Every so manieth case, with capacities in proportion. */
function sampleOf(options: Options, every: number): Options {
  const chosen: number[] = []
  for (let i = 0; i < options.cases; i += every) chosen.push(i)
  const part = chosen.length / options.cases
  return pickCases(
    options,
    chosen,
    options.capacity.map((amount) => amount * part),
  )
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
