import type { KnapsackBound } from './knapsack-bound.ts'
import type { Options } from './options.ts'

/** `fixed` of a case that may still choose, and of one that stays out for certain. */
export const FREE = -1
export const OUT = -2

/** What is still possible at a node of the proof. */
export interface ProofState {
  /** 1: this option may be chosen. All options of a case that does not choose any more are 0. */
  readonly open: Uint8Array
  /** The option of each case that sits for certain, or FREE, or OUT. */
  readonly fixed: Int32Array
  /** 1: the case does not stay out. */
  readonly sits: Uint8Array
}

export function firstState({ cases, score, start, must }: Options): ProofState {
  const fixed = new Int32Array(cases).fill(FREE)
  for (let i = 0; i < cases; i += 1) {
    if (start[i] === start[i + 1] && must[i] === 0) fixed[i] = OUT
  }
  return { open: new Uint8Array(score.length).fill(1), fixed, sits: must.slice() }
}

export function copyOf({ open, fixed, sits }: ProofState): ProofState {
  return { open: open.slice(), fixed: fixed.slice(), sits: sits.slice() }
}

/** The state in which a case sits at one of its options, or nowhere (OUT). */
export function withChoice(
  { start }: Options,
  state: ProofState,
  oneCase: number,
  option: number,
): ProofState {
  const next = copyOf(state)
  next.open.fill(0, start[oneCase], start[oneCase + 1])
  next.fixed[oneCase] = option
  return next
}

export type Closing = 'none' | 'some' | 'hopeless'

/**
 * Closes what no plan can use that is worth more than the bound less `spare`: `reduced` is what
 * each option brings at the prices after its multiplier, `short` how far each locality's knapsack
 * lies under what the prices alone allow it. `hopeless`: a case has nothing left, so that there is
 * no such plan.
 *
 * A choice of a case is weighed against the bound. Its locality takes it in at a loss of -reduced
 * against what the prices allow; each locality that wanted it and goes without loses `reduced`
 * against that; staying out gives the multiplier back besides. What a locality loses against its
 * prices counts only beyond what its knapsack lies under them already.
 */
export function closeOptions(
  { cases, start, locality }: Options,
  { open, fixed, sits }: ProofState,
  multipliers: Float64Array,
  { reduced, short }: { readonly reduced: Float64Array; readonly short: Float64Array },
  spare: number,
): Closing {
  let closing: Closing = 'none'
  for (let i = 0; i < cases; i += 1) {
    if (fixed[i] !== FREE) continue
    const [begin, end] = [start[i]!, start[i + 1]!]
    let wanted = 0
    for (let j = begin; j < end; j += 1) {
      if (open[j] === 1) wanted += Math.max(0, reduced[j]! - short[locality[j]!]!)
    }
    if (sits[i] === 0 && multipliers[i]! + wanted > spare) {
      sits[i] = 1
      closing = 'some'
    }
    for (let j = begin; j < end; j += 1) {
      if (open[j] === 0) continue
      const over = short[locality[j]!]!
      const others = wanted - Math.max(0, reduced[j]! - over)
      // So that what is not a number closes nothing.
      if (!(others + Math.max(0, -reduced[j]! - over) > spare)) continue
      open[j] = 0
      closing = 'some'
    }
  }
  return settle({ cases, start }, { open, fixed, sits }) ? closing : 'hopeless'
}

/** Fixes cases with one choice left; false when one has none. */
function settle(
  { cases, start }: Pick<Options, 'cases' | 'start'>,
  { open, fixed, sits }: ProofState,
): boolean {
  for (let i = 0; i < cases; i += 1) {
    if (fixed[i] !== FREE) continue
    let left = 0
    let only = OUT
    for (let j = start[i]!; j < start[i + 1]!; j += 1) {
      if (open[j] === 0) continue
      left += 1
      only = j
    }
    if (left + (sits[i] === 1 ? 0 : 1) > 1) continue
    if (left === 0 && sits[i] === 1) return false
    fixed[i] = only
    if (only >= 0) open[only] = 0
  }
  return true
}

/** Closes options that find no room beside the fixed cases; false when there is no plan. */
export function closeUnfit(options: Options, state: ProofState): boolean {
  const { cases, start } = options
  const left = options.capacity.slice()
  for (let i = 0; i < cases; i += 1) {
    const j = state.fixed[i]!
    if (j < 0) continue
    forRows(options, i, j, (row, amount) => {
      left[row]! -= amount
    })
  }
  if (left.some((amount) => amount < 0)) return false
  for (let i = 0; i < cases; i += 1) {
    for (let j = start[i]!; j < start[i + 1]!; j += 1) {
      if (state.open[j] === 0) continue
      forRows(options, i, j, (row, amount) => {
        if (left[row]! < amount) state.open[j] = 0
      })
    }
  }
  return settle(options, state)
}

function forRows(
  { locality, resources, rowOf, needStart, needResource, needAmount }: Options,
  i: number,
  j: number,
  use: (row: number, amount: number) => void,
): void {
  for (let q = needStart[i]!; q < needStart[i + 1]!; q += 1) {
    const row = rowOf[locality[j]! * resources + needResource[q]!]!
    if (row >= 0) use(row, needAmount[q]!)
  }
}

/** What `closeOptions` needs of an evaluation. */
export function lossesOf(
  knapsacks: KnapsackBound,
  into: Float64Array,
): { readonly reduced: Float64Array; readonly short: Float64Array } {
  knapsacks.reducedOf(into)
  return { reduced: into, short: knapsacks.short }
}
