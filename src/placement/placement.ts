/** What the engine found. */
export type Placement = PlacementPlan | PlacementConflict

export interface PlacementPlan {
  /**
   * `optimal`: no plan is better, proven. `feasible`: the gap asked for is reached.
   * `time_limit`: a plan, but the gap asked for was not reached.
   */
  readonly status: 'optimal' | 'feasible' | 'time_limit'
  /** For each case its locality, -1: unplaced. */
  readonly localityOf: Int32Array
  /** The sum of the scores of the plan. */
  readonly objective: number
  /** No plan is worth more; see `certificate`. */
  readonly bound: number
  /** (bound - objective) / max(|bound|, 1e-9), 0 when proven. */
  readonly gap: number
  /**
   * For each locality and resource what one more unit would bring in the linear relaxation:
   * localities x resources, 0 or more, the smallest of the optimal prices.
   */
  readonly prices: Float64Array
  readonly certificate: Certificate
  readonly seconds: number
}

export interface PlacementConflict {
  readonly status: 'infeasible'
  readonly conflict: Conflict
  readonly seconds: number
}

/** A smallest set of demands that cannot all hold: without any one of them the others can. */
export interface Conflict {
  readonly locks: readonly number[]
  /** Indices into `together`. */
  readonly together: readonly number[]
  /** Indices into `near`. */
  readonly near: readonly number[]
  readonly minimum: readonly { readonly locality: number; readonly resource: number }[]
  /** The capacities that stand in the way. */
  readonly capacities: readonly { readonly locality: number; readonly resource: number }[]
}

/**
 * What anyone needs to work the bound out again: prices for the capacities, and, where the proof
 * goes beyond them, a tree whose leaves each have multipliers of their own. Plain numbers, so that
 * it can be written to a file.
 */
export interface Certificate {
  /** Prices of the capacities, localities x resources. */
  readonly prices: readonly number[]
}
