import loadHighs from 'highs'
import type { Highs, Model } from 'highs'
import type {
  Entries,
  IntegerOptions,
  IntegerOutcome,
  IntegerProgram,
  LinearProgram,
  LinearSolution,
  LinearSolver,
} from './linear-solver.ts'

/** HiGHS model status codes that the engine tells apart. */
const OPTIMAL = 7
const INFEASIBLE = 8
/** `primal_solution_status`: a feasible solution is there. */
const FEASIBLE = 2

let loading: Promise<Highs> | undefined

/** HiGHS (WebAssembly, one thread, fixed seed), loaded once for the process. */
export async function highsSolver(): Promise<LinearSolver> {
  loading ??= loadHighs()
  const highs = await loading
  return {
    openProgram: () => new HighsProgram(highs),
    solveInteger: (program, options) => solveInteger(highs, program, options),
  }
}

class HighsProgram implements LinearProgram {
  readonly #model: Model
  #columns = 0

  constructor(highs: Highs) {
    this.#model = highs.createModel()
    // Strategy 4, primal simplex: new columns, costs and rows that hold keep the basis primal
    // feasible.
    this.#model.options.set({ output_flag: false, random_seed: 1, simplex_strategy: 4 })
  }

  addRows(lower: readonly number[], upper: readonly number[]): void {
    const columns = this.#columns
    this.#model.addRows({
      lower: Float64Array.from(lower),
      upper: Float64Array.from(upper),
      matrix: {
        format: 'csr',
        numRows: lower.length,
        numCols: columns,
        starts: new Int32Array(lower.length + 1),
        indices: new Int32Array(0),
        values: new Float64Array(0),
      },
    })
  }

  addRow(lower: number, upper: number, entries: Entries): void {
    this.#model.addRow(lower, upper, entries)
  }

  addColumns(
    costs: readonly number[],
    lower: readonly number[],
    upper: readonly number[],
    entries: readonly Entries[],
  ): void {
    if (costs.length === 0) return
    const numRows = this.#model.getDimensions().numRows
    this.#model.addCols({
      cost: Float64Array.from(costs),
      lower: Float64Array.from(lower),
      upper: Float64Array.from(upper),
      matrix: { format: 'csc', numRows, numCols: costs.length, ...compress(entries) },
    })
    this.#columns += costs.length
  }

  setCosts(costs: readonly number[]): void {
    if (costs.length > 0) this.#model.changeColsCost(range(costs.length), costs)
  }

  setColumnBounds(lower: readonly number[], upper: readonly number[]): void {
    if (lower.length > 0) this.#model.changeColsBounds(range(lower.length), lower, upper)
  }

  solve(seconds: number): LinearSolution | undefined {
    this.#model.zeroAllClocks()
    this.#model.options.set('time_limit', Math.max(0, seconds))
    this.#model.run()
    if (this.#model.getModelStatus() !== OPTIMAL) return undefined
    const { colValue, rowDual } = this.#model.getSolution()
    return { value: this.#model.getObjectiveValue(), columns: colValue, rowPrices: rowDual }
  }

  dispose(): void {
    this.#model.dispose()
  }
}

function solveInteger(
  highs: Highs,
  program: IntegerProgram,
  options: IntegerOptions,
): IntegerOutcome {
  const numCols = program.objective.length
  const numRows = program.rowLower.length
  const source = {
    numCols,
    numRows,
    sense: highs.constants.objectiveSense.maximize,
    colCost: program.objective,
    colLower: program.lower,
    colUpper: program.upper,
    rowLower: program.rowLower,
    rowUpper: program.rowUpper,
    matrix: { format: 'csc' as const, numRows, numCols, ...compress(program.columns) },
    integrality: new Int32Array(numCols).fill(highs.constants.variableType.integer),
  }
  return highs.withModel(source, (model): IntegerOutcome => {
    model.options.set({
      output_flag: false,
      random_seed: 1,
      time_limit: Math.max(0, options.seconds),
      mip_rel_gap: 0,
      // Measured on plans of 1,400 x 20: most time goes into the linear programs of the root,
      // which stay small when idle cuts leave early; restarts repeat that work.
      mip_allow_restart: false,
      mip_lp_age_limit: 3,
      mip_abs_gap: options.absoluteGap,
    })
    if (options.maxNodes !== undefined) model.options.set('mip_max_nodes', options.maxNodes)
    model.run()
    const status = model.getModelStatus()
    if (status === INFEASIBLE) return { bound: -Infinity, finished: true }
    const finished = status === OPTIMAL
    const bound = Number(model.info.get('mip_dual_bound'))
    if (Number(model.info.get('primal_solution_status')) !== FEASIBLE) return { bound, finished }
    return { bound, finished, columns: model.getSolution().colValue.map(Math.round) }
  })
}

function compress(columns: readonly Entries[]): {
  starts: Int32Array
  indices: Int32Array
  values: Float64Array
} {
  const starts = new Int32Array(columns.length + 1)
  columns.forEach((column, i) => (starts[i + 1] = starts[i]! + column.indices.length))
  const indices = new Int32Array(starts[columns.length]!)
  const values = new Float64Array(starts[columns.length]!)
  columns.forEach((column, i) => {
    indices.set(column.indices, starts[i])
    values.set(column.values, starts[i])
  })
  return { starts, indices, values }
}

function range(length: number): { kind: 'range'; from: number; to: number } {
  return { kind: 'range', from: 0, to: length - 1 }
}
