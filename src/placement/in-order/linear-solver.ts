/**
 * What the engine asks of a linear and integer programming library. Everything that comes back is
 * only a proposal: values are rounded and checked, bounds are re-derived from the prices.
 */
export interface LinearSolver {
  /** Opens an empty linear program; the caller disposes it. */
  openProgram(): LinearProgram
  /** Solves a program with whole variables. */
  solveInteger(program: IntegerProgram, options: IntegerOptions): IntegerOutcome
}

/** One column in compressed form: coefficients in rows that exist. */
export interface Entries {
  readonly indices: readonly number[]
  readonly values: readonly number[]
}

/** A linear program that grows and is solved again from where it stood; it minimises. */
export interface LinearProgram {
  addRows(lower: readonly number[], upper: readonly number[]): void
  addRow(lower: number, upper: number, entries: Entries): void
  addColumns(
    costs: readonly number[],
    lower: readonly number[],
    upper: readonly number[],
    entries: readonly Entries[],
  ): void
  setCosts(costs: readonly number[]): void
  setColumnBounds(lower: readonly number[], upper: readonly number[]): void
  /** Undefined when no optimum was found in the time given. */
  solve(seconds: number): LinearSolution | undefined
  dispose(): void
}

export interface LinearSolution {
  readonly value: number
  readonly columns: Float64Array
  /** Change of the minimum per unit of a row's bound: 0 or less for an upper bound that binds. */
  readonly rowPrices: Float64Array
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
