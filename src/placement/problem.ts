/**
 * A placement problem in numbers only: cases with needs over several resources, localities with
 * capacities over those resources, a score for each allowed pair. The engine knows neither persons
 * nor countries nor jobs; whoever calls it decides what a score may contain.
 */
export interface PlacementProblem {
  /** How many cases, localities and resources there are; each is an index below its number. */
  readonly cases: number
  readonly localities: number
  readonly resources: number
  /** What each case takes of each resource wherever it goes: cases x resources, whole, 0 or more. */
  readonly needs: Numbers
  /** What each locality has of each resource: localities x resources, whole, 0 or more. */
  readonly capacity: Numbers
  /**
   * What is gained by each case at each locality: cases x localities row by row, finite, of either
   * sign; NaN where the pair is not allowed. Or a reader that works a row out when asked.
   */
  readonly scores: Float64Array | Float32Array | ScoreReader
  /** The locality each case must go to, -1 where free. */
  readonly locks?: Numbers
  /** Lists of cases that go to one and the same locality, all of them or none. */
  readonly together?: readonly (readonly number[])[]
  /**
   * Lists of cases that go near each other, all of them or none: to localities of one region.
   * Needs `regions`.
   */
  readonly near?: readonly (readonly number[])[]
  /** The region of each locality. */
  readonly regions?: Numbers
  /** What must at least be used of each resource at each locality: localities x resources. */
  readonly minimum?: Numbers
}

export type Numbers = ArrayLike<number>

/** Scores that are worked out when asked, so that the matrix need not exist. */
export interface ScoreReader {
  /**
   * Writes the scores of one case at every locality, NaN where not allowed. Must give the same
   * numbers each time it is asked.
   */
  readonly read: (oneCase: number, into: Float64Array) => void
}
