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
   * localities x resources, the smallest of the optimal prices. Below 0 where a minimum must be
   * used: what one unit less of it would bring.
   */
  readonly prices: Float64Array
  /**
   * For each case what the next best locality would lose at the prices; below 0 where it would
   * bring more but whole cases do not fit. NaN where unplaced or without another locality.
   */
  readonly margins?: Float64Array
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
 * goes beyond them, a tree of multipliers. Plain numbers, so that it can be written to a file. The
 * mathematics is in docs/placement.md.
 */
export interface Certificate {
  /** Prices of the capacities, localities x resources. */
  readonly prices: readonly number[]
  readonly proof?: CertificateProof
}

/** A tree that proves: no plan is worth more than `against` or the bound of the worst leaf. */
export interface CertificateProof {
  /** Choices are closed that no plan worth more than this makes. */
  readonly against: number
  /** A power of two: what the whole numbers of the steps are multiples of. */
  readonly grain: number
  /** The first is the root; children come after their parents. */
  readonly nodes: readonly CertificateNode[]
}

export interface CertificateNode {
  /** To be taken in this order: each closes choices for all that follows. */
  readonly steps: readonly CertificateStep[]
  /** The case that is divided on; none: a leaf. */
  readonly case?: number
  /**
   * A node for each choice of that case; -1: it stays out. A choice that is closed, or finds no
   * room beside those who sit for certain, needs none.
   */
  readonly children?: readonly { readonly locality: number; readonly node: number }[]
}

export interface CertificateStep {
  /** For each case, in grains; of cases that go together their sum counts. */
  readonly multipliers: readonly number[]
  /** For each locality and resource, in grains, 0 or more. */
  readonly prices: readonly number[]
}

/**
 * The time, or the tries, ended with neither a plan that keeps every demand (lists near each other,
 * minimums) nor a proof that there is none.
 */
export class NeitherPlanNorConflict extends Error {
  constructor() {
    super('No plan was found that keeps every demand, nor that there is none.')
  }
}
