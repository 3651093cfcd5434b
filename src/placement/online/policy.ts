import type { Arrivals } from './arrivals.ts'

/** What a policy knows when a batch of cases stands before it. */
export interface Situation {
  /** What is left of each capacity: localities x resources. */
  readonly left: Float64Array
  /** The cases to be placed now. */
  readonly batch: Arrivals
  /** Cases of the years before, oldest first; may be empty. */
  readonly history: Arrivals
  /** Cases of this year before the batch, in their order. */
  readonly seen: Arrivals
  /** How many cases are expected after this batch, 0 or more; need not be whole, nor true. */
  readonly expected: number
  /** How many batches are expected after this one. */
  readonly batchesLeft: number
  /** Seeded numbers in [0, 1). */
  readonly random: () => number
}

/** What is known before the year begins. */
export interface YearOutline {
  readonly localities: number
  readonly resources: number
  /** Capacities of the whole year: localities x resources. */
  readonly capacity: Float64Array
  /** How many cases and batches the year is expected to have. */
  readonly expectedCases: number
  readonly batches: number
  readonly history: Arrivals
  /** How many groups there are; cases name them by index. */
  readonly groups: number
}

/**
 * Decides for each batch as it arrives, for good: the locality of each case, -1 for none. The
 * decisions must fit into what is left. One object serves one year, as it may learn on the way.
 */
export interface OnlinePolicy {
  readonly decide: (situation: Situation) => Promise<Int32Array>
}

/** Makes a policy for a year. */
export type PolicyMaker = (outline: YearOutline) => OnlinePolicy
