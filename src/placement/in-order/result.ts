/** What `solvePlacement` found. */
export type PlacementResult = PlacementPlan | PlacementConflict

export interface PlacementPlan {
  /** `optimal`: proven at every level. `time_limit`: feasible, `bound` says how far it may be. */
  readonly status: 'optimal' | 'time_limit'
  /** For each item its bin, or -1. */
  readonly binOf: readonly number[]
  /** For each level the value of the plan. */
  readonly objective: readonly number[]
  /**
   * For each level the most that is possible once the levels before it have the value of this
   * plan. At the first level where it exceeds the objective the proof ends: for every later level
   * the bound still holds, but among the plans that keep the objective of the levels before.
   */
  readonly bound: readonly number[]
  /** The largest (bound - objective) / max(1, |bound|) over the levels; 0 when proven. */
  readonly gap: number
  readonly seconds: number
  /**
   * For each row what one more unit would add at the level `priceLevel`, in the linear relaxation
   * with the levels before it held; a guide, see `oneMore` for the exact effect. Empty when no
   * level was named.
   */
  readonly prices: readonly number[]
  /** Seconds spent at each level. */
  readonly levelSeconds: readonly number[]
}

export interface PlacementConflict {
  readonly status: 'infeasible'
  readonly conflict: {
    /**
     * Items whose locks cannot all hold; without any one of them the others can (smallest in this
     * sense, unless `proven` is false because the time ran out).
     */
    readonly locks: readonly number[]
    /** Group numbers that take part: their locked members pull the others along. */
    readonly groups: readonly number[]
    /** Rows that overflow or bind in the bins concerned. Empty when a lock is not allowed at all. */
    readonly rows: readonly number[]
    readonly proven: boolean
  }
  readonly seconds: number
}
