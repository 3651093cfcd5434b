import type { Certificate, ColumnBounds, Floors, Prices } from './certificate.ts'
import { certify, isPartlyBound } from './certificate.ts'
import type { Compact } from './compact.ts'
import type { Entries, LinearProgram, LinearSolution, LinearSolver } from './linear-solver.ts'

/** Columns of one type that enter the program at once. */
const COLUMNS_PER_TYPE = 1
/** Loss differences below this many scaled units are noise of the linear solver. */
const NOISE = 8

/**
 * The linear relaxation of a problem, solved over the columns that matter: columns enter when the
 * prices say that they would help, found by the same pass over all columns that gives the bound.
 */
export class Relaxation {
  readonly #packed: Compact
  readonly #program: LinearProgram
  readonly #active: number[] = []
  readonly #isActive: Uint8Array
  /** Levels that have a row "keep at least this". */
  #floors: number[] = []

  constructor(solver: LinearSolver, packed: Compact) {
    this.#packed = packed
    this.#program = solver.openProgram()
    this.#isActive = new Uint8Array(packed.columns)
    const counts = Array.from(packed.count)
    const least = counts.map((count, t) => (packed.mandatory[t] === 1 ? count : -Infinity))
    this.#program.addRows(least, counts)
    const capacities = Array.from(packed.capacity)
    this.#program.addRows(
      capacities.map(() => -Infinity),
      capacities,
    )
  }

  dispose(): void {
    this.#program.dispose()
  }

  /** Adds the row that keeps `level` at `floor` from now on; the plan `x` reaches it. */
  hold(level: number, floor: number, x: Float64Array, bounds: ColumnBounds): void {
    this.#activate(
      columnsOf(x).filter((c) => this.#isActive[c] === 0),
      bounds,
      level,
    )
    const values = this.#packed.values[level]!
    const indices: number[] = []
    this.#active.forEach((c, i) => {
      if (values[c] !== 0) indices.push(i)
    })
    const coefficients = indices.map((i) => values[this.#active[i]!]!)
    this.#program.addRow(floor, Infinity, { indices, values: coefficients })
    this.#floors.push(floor)
  }

  /**
   * Solves the relaxation of `level` with the levels before held. Stops early when the bound is
   * `goodEnough` or the time is up; returns the best bound met and the last solution.
   */
  solve(
    level: number,
    x: Float64Array,
    bounds: ColumnBounds,
    goodEnough: (certificate: Certificate, value: number) => boolean,
    secondsLeft: () => number,
  ): { certificate?: Certificate; solution?: Float64Array; prices?: Prices } {
    this.#prepare(level, x, bounds)
    const packed = this.#packed
    let best: { certificate?: Certificate; prices?: Prices } = {}
    let solution: Float64Array | undefined
    while (secondsLeft() > 0) {
      const solved = this.#program.solve(secondsLeft())
      if (!solved) break
      const prices = this.#pricesOf(solved)
      const certificate = certify(packed, bounds, level, this.#floors, prices)
      if (!certificate) break
      if (!best.certificate || boundOf(certificate) < boundOf(best.certificate)) {
        best = { certificate, prices }
      }
      solution = this.#spread(solved.columns)
      if (goodEnough(best.certificate!, -solved.value)) break
      const helpful = this.#helpfulColumns(certificate, bounds)
      if (helpful.length === 0) break
      this.#activate(helpful, bounds, level)
    }
    return { ...best, ...(solution && { solution }) }
  }

  #prepare(level: number, x: Float64Array, bounds: ColumnBounds): void {
    const packed = this.#packed
    const wanted = new Set(columnsOf(x))
    // A program without columns has no prices to start from.
    if (wanted.size + this.#active.length === 0 && packed.columns > 0) wanted.add(0)
    for (let t = 0; t < packed.types; t += 1) {
      if (packed.mandatory[t] === 0 && !isPartlyBound(packed, bounds, t)) continue
      for (let c = packed.columnStart[t]!; c < packed.columnStart[t + 1]!; c += 1) {
        if (bounds.upper[c]! > 0) wanted.add(c)
      }
    }
    this.#activate(
      [...wanted].filter((c) => this.#isActive[c] === 0).sort((a, b) => a - b),
      bounds,
      level,
    )
    const values = packed.values[level]!
    this.#program.setCosts(this.#active.map((c) => -values[c]!))
    this.#program.setColumnBounds(
      this.#active.map((c) => bounds.lower[c]!),
      this.#active.map((c) => bounds.upper[c]!),
    )
  }

  /** The columns that the prices favour over what their type has in the program, best first. */
  #helpfulColumns(certificate: Certificate, bounds: ColumnBounds): number[] {
    const { columnStart, types } = this.#packed
    const { loss, unplacedLoss } = certificate
    const result: number[] = []
    for (let t = 0; t < types; t += 1) {
      let reached = unplacedLoss[t]!
      for (let c = columnStart[t]!; c < columnStart[t + 1]!; c += 1) {
        if (this.#isActive[c] === 0 || bounds.upper[c] === 0) continue
        reached = Math.min(reached, loss[c]!)
      }
      if (reached <= NOISE) continue
      const better: number[] = []
      for (let c = columnStart[t]!; c < columnStart[t + 1]!; c += 1) {
        if (this.#isActive[c] === 1 || bounds.upper[c] === 0) continue
        if (loss[c]! < reached - NOISE) better.push(c)
      }
      // Equal losses: start at a different place for each type, so that not all try one bin.
      const turn = (c: number): number => (c - columnStart[t]! + t) % better.length
      better.sort((a, b) => loss[a]! - loss[b]! || turn(a) - turn(b))
      for (const c of better.slice(0, COLUMNS_PER_TYPE)) result.push(c)
    }
    return result
  }

  #activate(columns: readonly number[], bounds: ColumnBounds, level: number): void {
    const packed = this.#packed
    this.#program.addColumns(
      columns.map((c) => -packed.values[level]![c]!),
      columns.map((c) => bounds.lower[c]!),
      columns.map((c) => bounds.upper[c]!),
      columns.map((c) => this.#entriesOf(c)),
    )
    for (const c of columns) {
      this.#isActive[c] = 1
      this.#active.push(c)
    }
  }

  #entriesOf(c: number): Entries {
    const { types, capacity, typeOfColumn, useStart, useRow, useAmount, values } = this.#packed
    const indices = [typeOfColumn[c]!]
    const coefficients = [1]
    for (let u = useStart[c]!; u < useStart[c + 1]!; u += 1) {
      indices.push(types + useRow[u]!)
      coefficients.push(useAmount[u]!)
    }
    this.#floors.forEach((_, j) => {
      if (values[j]![c] === 0) return
      indices.push(types + capacity.length + j)
      coefficients.push(values[j]![c]!)
    })
    return { indices, values: coefficients }
  }

  /** The program minimises: its row prices are the negative of what one more unit would bring. */
  #pricesOf(solved: LinearSolution): Prices {
    const { types, capacity } = this.#packed
    const end = types + capacity.length
    return {
      rows: solved.rowPrices.slice(types, end).map((price) => Math.max(0, -price)),
      floors: solved.rowPrices.slice(end).map((price) => Math.max(0, price)),
    }
  }

  #spread(active: Float64Array): Float64Array {
    const x = new Float64Array(this.#packed.columns)
    this.#active.forEach((c, i) => (x[c] = active[i]!))
    return x
  }

  get floors(): Floors {
    return this.#floors
  }
}

/** The bound as a number; exact when it is whole. */
export function boundOf(certificate: Certificate): number {
  return certificate.scaledBound / certificate.scale
}

function columnsOf(x: Float64Array): number[] {
  const columns: number[] = []
  x.forEach((count, c) => {
    if (count > 0) columns.push(c)
  })
  return columns
}
