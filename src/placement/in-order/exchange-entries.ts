import { Exchange } from '../exchange.ts'
import type { ColumnBounds, Floors } from './certificate.ts'
import type { Compact } from './compact.ts'
import type { EntryNeeds, EntryOptions } from './entry-options.ts'
import { entryOptions } from './entry-options.ts'
import { isPlan, valueAt } from './plan-value.ts'

export interface ExchangeTask {
  readonly level: number
  readonly floors: Floors
  /** What a plan is worth at most at this level. */
  readonly target: number
  readonly bounds: ColumnBounds
  /** Types that are decided anew. */
  readonly free: Uint8Array
  /** What a unit of each level before weighs against one of this level. */
  readonly weights: readonly number[]
  /** Prices of the rows at these weights. */
  readonly prices: Float64Array
  readonly stop: () => boolean
}

/**
 * A better plan by the engine's exchanges, from the solution of the relaxation or from a plan;
 * undefined when none is found that keeps the floors.
 */
export function exchangeEntries(
  packed: Compact,
  needs: EntryNeeds,
  plan: Float64Array,
  from: Float64Array,
  task: ExchangeTask,
): { readonly x?: Float64Array; readonly isOver: boolean } {
  const { level, floors, weights, target } = task
  const score = packed.values[level]!.slice()
  weights.forEach((weight, j) => {
    const values = packed.values[j]!
    for (let c = 0; c < score.length; c += 1) score[c]! += weight * values[c]!
  })
  const entries = entryOptions(packed, needs, from, task.free, task.bounds, score)
  const prices = task.prices.map((price) => Math.max(0, price))
  const exchange = new Exchange(entries.options, prices)
  seat(packed, entries, exchange, from)
  const goal = weights.reduce((sum, weight, j) => sum + weight * floors[j]!, target)
  const there = goal - heldValue(entries, score) - 1e-6
  const isThere = (): boolean => exchange.state.value() >= there || task.stop()
  if (!isThere()) exchange.sweep(2, isThere)
  const x = entries.held.slice()
  for (const j of exchange.plan) if (j >= 0) x[entries.columnOf[j]!]! += 1
  const isBetter = valueAt(packed, x, level) > valueAt(packed, plan, level)
  const isGood = isBetter && isPlan(packed, x, floors)
  return { isOver: !isGood && isThere(), ...(isGood && { x }) }
}

function heldValue({ held }: EntryOptions, score: Float64Array): number {
  return held.reduce((sum, times, c) => sum + times * score[c]!, 0)
}

/** Entries of each type at the columns of x, as often as it says; the rest where it fits. */
function seat(
  packed: Compact,
  { options, typeOf, columnOf, held }: EntryOptions,
  exchange: Exchange,
  x: Float64Array,
): void {
  const choice = new Int32Array(options.cases).fill(-1)
  const sureness = new Float64Array(options.cases)
  const left = x.map((amount, c) => amount - held[c]!)
  let at = options.start[0]!
  for (let i = 0; i < options.cases; i += 1) {
    const end = options.start[i + 1]!
    let best = -1
    for (let j = at; j < end; j += 1)
      if (best < 0 || left[columnOf[j]!]! > left[columnOf[best]!]!) best = j
    at = end
    if (best < 0 || !(left[columnOf[best]!]! > 0.5 - 1e-6)) continue
    choice[i] = best
    sureness[i] = Math.min(1, left[columnOf[best]!]!) + packed.mandatory[typeOf[i]!]!
    left[columnOf[best]!]! -= 1
  }
  exchange.state.seat(choice, sureness)
}
