/**
 * What is asked of an integer programming library where the engine's own search leaves a level
 * open. What comes back is only a proposal: values are rounded and checked.
 */
export interface IntegerSolver {
  solveInteger(program: IntegerProgram, options: IntegerOptions): IntegerOutcome
}

/** Gives the solver, loaded when it is asked for the first time. */
export type OpenSolver = () => Promise<IntegerSolver>

/** One column in compressed form: coefficients in rows that exist. */
export interface Entries {
  readonly indices: readonly number[]
  readonly values: readonly number[]
}

/** Maximise; rows are `lower <= entries <= upper`; every variable is whole. */
export interface IntegerProgram {
  readonly objective: readonly number[]
  readonly lower: readonly number[]
  readonly upper: readonly number[]
  readonly columns: readonly Entries[]
  readonly rowLower: readonly number[]
  readonly rowUpper: readonly number[]
}

export interface IntegerOptions {
  readonly seconds: number
  /** Stop as soon as bound - value is at most this. */
  readonly absoluteGap: number
  /** Effort in nodes of the search tree; unlimited when absent. */
  readonly maxNodes?: number
}

export interface IntegerOutcome {
  /** The best whole solution, already rounded. */
  readonly columns?: Float64Array
  /** The solver's own upper bound (-Infinity: proven infeasible). */
  readonly bound: number
  /** Proven within the gap, or proven infeasible. */
  readonly finished: boolean
}
