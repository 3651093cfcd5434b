import { Exchange } from './exchange.ts'
import type { Options } from './options.ts'
import { costOf, fitsIn, pickCases, take } from './options.ts'

/** Cases with the least margins that are placed by exchanges. */
const CORE = 24_000
const MARGIN_STEPS = 1024

/** Where everyone sits, and the sum of their scores in the options. */
export interface SeatedPlan {
  readonly localityOf: Int32Array
  readonly objective: number
}

/**
 * Seats everyone where they are best at good prices, the surest first; the undecided, and those
 * who do not fit any more, are placed in what is left by exchanges, until the plan is worth
 * `enough`.
 */
export function seatAll(
  options: Options,
  prices: Float64Array,
  goal: { readonly enough: number; readonly stop: () => boolean },
): SeatedPlan {
  const { best, margin } = bestOptions(options, prices)
  const plan = new Int32Array(options.cases).fill(-1)
  const { core, left, value } = seatTheSure(options, best, byMargin(margin), plan)
  const part = pickCases(options, core, left)
  const exchange = new Exchange(part, prices)
  const choice = Int32Array.from(core, (i, at) =>
    best[i]! < 0 ? -1 : part.start[at]! + best[i]! - options.start[i]!,
  )
  exchange.state.seat(
    choice,
    Float64Array.from(core, (i) => margin[i]!),
  )
  const missing = goal.enough - value - exchange.state.value()
  exchange.sweep(2, (gain) => gain >= missing || goal.stop())
  core.forEach((i, at) => {
    const j = exchange.plan[at]!
    if (j >= 0) plan[i] = options.start[i]! + j - part.start[at]!
  })
  let objective = 0
  for (const j of plan) if (j >= 0) objective += options.score[j]!
  return { localityOf: plan.map((j) => (j < 0 ? -1 : options.locality[j]!)), objective }
}

/** The option of each case that pays most, -1: none pays; and by how much before the next. */
function bestOptions(
  options: Options,
  prices: Float64Array,
): { readonly best: Int32Array; readonly margin: Float64Array } {
  const { cases, start, locality, score } = options
  const best = new Int32Array(cases).fill(-1)
  const margin = new Float64Array(cases)
  for (let i = 0; i < cases; i += 1) {
    let [high, second] = [0, -Infinity]
    for (let j = start[i]!; j < start[i + 1]!; j += 1) {
      const value = score[j]! - costOf(options, i, locality[j]!, prices)
      if (value > high) {
        second = high
        high = value
        best[i] = j
      } else if (value > second) second = value
    }
    margin[i] = high - second
  }
  return { best, margin }
}

/** Writes into `plan` those outside the core who fit; the others come back as the core. */
function seatTheSure(
  options: Options,
  best: Int32Array,
  order: Int32Array,
  plan: Int32Array,
): { readonly core: number[]; readonly left: Float64Array; readonly value: number } {
  const { locality, score } = options
  const left = options.capacity.slice()
  const core: number[] = []
  let value = 0
  for (let n = order.length - 1; n >= 0; n -= 1) {
    const i = order[n]!
    const j = best[i]!
    if (n >= CORE && j < 0) continue
    if (n < CORE || !fitsIn(options, i, locality[j]!, left)) {
      core.push(i)
      continue
    }
    take(options, i, locality[j]!, left)
    plan[i] = j
    value += score[j]!
  }
  return { core: core.sort((a, b) => a - b), left, value }
}

/** Cases in order of their margin, in steps of a few percent; cases of one step by number. */
function byMargin(margin: Float64Array): Int32Array {
  const start = new Int32Array(MARGIN_STEPS + 1)
  const stepOf = new Uint16Array(margin.length)
  for (let i = 0; i < margin.length; i += 1) {
    const value = margin[i]!
    const step = value > 0 ? Math.round(640 + 24 * Math.log2(value)) : 0
    stepOf[i] = Math.max(0, Math.min(MARGIN_STEPS - 1, step))
    start[stepOf[i]! + 1]! += 1
  }
  for (let s = 0; s < MARGIN_STEPS; s += 1) start[s + 1]! += start[s]!
  const order = new Int32Array(margin.length)
  for (let i = 0; i < margin.length; i += 1) order[start[stepOf[i]!]!++] = i
  return order
}
