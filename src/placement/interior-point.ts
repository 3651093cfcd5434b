import { cholesky, solveCholesky } from './cholesky.ts'
import type { Options } from './options.ts'

/** An optimum of the linear relaxation, as near as asked. */
export interface Relaxed {
  /** Of each capacity row, 0 or more. */
  readonly prices: Float64Array
  /** The share of each option, 0 to 1. */
  readonly share: Float64Array
  /** Of each case, the share that stays unplaced. */
  readonly unplaced: Float64Array
  readonly steps: number
}

/**
 * Solves max Σ s x, Σ_l x <= 1 per case, needs within capacities, x >= 0, by Mehrotra's
 * predictor-corrector interior point method (SIAM J. Optimization 2, 1992). All cases are
 * eliminated first, so each step factors one dense matrix with a row per capacity; it costs
 * about cases x (options x needs)² / 2 + rows³ / 6 multiplications.
 */
export function solveRelaxation(
  options: Options,
  settings: { readonly tolerance: number; readonly maxSteps: number },
): Relaxed {
  return new InteriorPoint(options).solve(settings.tolerance, settings.maxSteps)
}

const NEAR_EDGE = 0.9995

class InteriorPoint {
  readonly #o: Options
  readonly #columns: number
  // Primal: shares x, unplaced y, room z. Dual: worth u (slack of y), prices p (slack of z), w.
  readonly #x: Float64Array
  readonly #y: Float64Array
  readonly #z: Float64Array
  readonly #u: Float64Array
  readonly #p: Float64Array
  readonly #w: Float64Array
  readonly #dx: Float64Array
  readonly #dy: Float64Array
  readonly #dz: Float64Array
  readonly #du: Float64Array
  readonly #dp: Float64Array
  readonly #dw: Float64Array
  readonly #rcx: Float64Array
  readonly #rcy: Float64Array
  readonly #rcz: Float64Array
  readonly #rd: Float64Array
  readonly #ri: Float64Array
  readonly #rk: Float64Array
  readonly #theta: Float64Array
  readonly #diagonal: Float64Array
  readonly #matrix: Float64Array
  readonly #rhs: Float64Array
  readonly #hi: Float64Array
  /** Uses of each option, without the rows that cannot bind. */
  readonly #useStart: Int32Array
  readonly #useRow: Int32Array
  readonly #useAmount: Float64Array
  /** Of each use: its amount times x / w. */
  readonly #flow: Float64Array

  constructor(options: Options) {
    this.#o = options
    const { cases, rows, locality } = options
    const columns = locality.length
    this.#columns = columns
    const uses = usesOf(options)
    this.#useStart = uses.start
    this.#useRow = uses.row
    this.#useAmount = uses.amount
    this.#flow = new Float64Array(uses.row.length)
    const make = (n: number): Float64Array => new Float64Array(n)
    ;[this.#x, this.#w, this.#dx, this.#dw] = [
      make(columns),
      make(columns),
      make(columns),
      make(columns),
    ]
    ;[this.#rcx, this.#rd, this.#theta] = [make(columns), make(columns), make(columns)]
    ;[this.#y, this.#u, this.#dy, this.#du] = [make(cases), make(cases), make(cases), make(cases)]
    ;[this.#rcy, this.#ri, this.#diagonal, this.#hi] = [
      make(cases),
      make(cases),
      make(cases),
      make(cases),
    ]
    ;[this.#z, this.#p, this.#dz, this.#dp] = [make(rows), make(rows), make(rows), make(rows)]
    ;[this.#rcz, this.#rk, this.#rhs] = [make(rows), make(rows), make(rows)]
    this.#matrix = make(rows * rows)
  }

  solve(tolerance: number, maxSteps: number): Relaxed {
    this.#begin()
    let steps = 0
    for (; steps < maxSteps; steps += 1) {
      const mu = this.#residuals()
      const gap = this.#relativeGap(mu)
      if (gap < tolerance) break
      this.#factor()
      this.#targets(0, false)
      this.#direction()
      const [ap, ad] = this.#lengths()
      const affine = this.#muAfter(ap, ad)
      const sigma = Math.min(1, (affine / mu) ** 3)
      this.#targets(sigma * mu, true)
      this.#direction()
      const [bp, bd] = this.#lengths()
      // Also when rounding has eaten the direction (NaN): what is there is as good as it gets.
      if (!(bp > 1e-10 && bd > 1e-10 && Number.isFinite(sigma))) break
      this.#move(bp * NEAR_EDGE, bd * NEAR_EDGE)
    }
    return { prices: this.#p, share: this.#x, unplaced: this.#y, steps }
  }

  #begin(): void {
    const { cases, rows, start, score, must, capacity } = this.#o
    let largest = 1e-9
    for (let j = 0; j < this.#columns; j += 1) largest = Math.max(largest, Math.abs(score[j]!))
    for (let i = 0; i < cases; i += 1) {
      const options = start[i + 1]! - start[i]!
      const even = 1 / (options + 1)
      for (let j = start[i]!; j < start[i + 1]!; j += 1) this.#x[j] = even
      this.#y[i] = must[i] === 1 ? 0 : even
      this.#u[i] = largest * 0.5
    }
    for (let k = 0; k < rows; k += 1) {
      this.#z[k] = Math.max(1, capacity[k]! * 0.2)
      this.#p[k] = largest * 0.2
    }
    for (let j = 0; j < this.#columns; j += 1) this.#w[j] = largest * 0.5
  }

  #residuals(): number {
    const { cases, rows, capacity, must } = this.#o
    for (let k = 0; k < rows; k += 1) this.#rk[k] = capacity[k]! - this.#z[k]!
    let sum = 0
    let pairs = this.#x.length
    for (let i = 0; i < cases; i += 1) {
      sum += this.#residual(i)
      if (must[i] === 1) continue
      sum += this.#y[i]! * this.#u[i]!
      pairs += 1
    }
    for (let k = 0; k < rows; k += 1) sum += this.#z[k]! * this.#p[k]!
    return sum / (pairs + rows)
  }

  /** What is wrong with the equations of a case; returns the products of its options. */
  #residual(i: number): number {
    const { start, score } = this.#o
    const [p, rk, row, amount] = [this.#p, this.#rk, this.#useRow, this.#useAmount]
    let left = 1 - this.#y[i]!
    let sum = 0
    const u = this.#u[i]!
    const end = start[i + 1]!
    for (let j = start[i]!; j < end; j += 1) {
      const x = this.#x[j]!
      left -= x
      let reduced = score[j]! - u + this.#w[j]!
      const last = this.#useStart[j + 1]!
      for (let q = this.#useStart[j]!; q < last; q += 1) {
        reduced -= amount[q]! * p[row[q]!]!
        rk[row[q]!]! -= amount[q]! * x
      }
      this.#rd[j] = reduced
      sum += x * this.#w[j]!
    }
    this.#ri[i] = left
    return sum
  }

  #relativeGap(mu: number): number {
    const { cases, rows, score, capacity } = this.#o
    const size = cases + sumOfSizes(capacity)
    const infeasible = sumOfSizes(this.#ri) + sumOfSizes(this.#rk)
    const scale = Math.max(1e-9, Math.abs(dot(score, this.#x)))
    return Math.max(
      (mu * (this.#columns + cases + rows)) / scale,
      infeasible / size,
      (largestSize(this.#rd) * cases) / scale,
    )
  }

  // What is done for each case is a method of its own: V8 compiles a method that is called often,
  // where it keeps falling out of compiled code in one long method with several loops.

  /** The normal matrix, cases eliminated, and its Cholesky factor in the lower triangle. */
  #factor(): void {
    const { cases, rows } = this.#o
    const m = this.#matrix.fill(0)
    for (let k = 0; k < rows; k += 1) m[k * rows + k] = this.#z[k]! / this.#p[k]!
    for (let i = 0; i < cases; i += 1) this.#diagonal[i] = this.#addOptions(i)
    for (let i = 0; i < cases; i += 1) this.#eliminate(i)
    cholesky(m, rows, leastPivot)
  }

  /** Adds what the options of a case use, each alone; returns the diagonal of the case. */
  #addOptions(i: number): number {
    const { rows, start, must } = this.#o
    const [m, row, amount, useStart] = [this.#matrix, this.#useRow, this.#useAmount, this.#useStart]
    let d = must[i] === 1 ? 0 : this.#y[i]! / this.#u[i]!
    const end = start[i + 1]!
    for (let j = start[i]!; j < end; j += 1) {
      const t = this.#x[j]! / this.#w[j]!
      this.#theta[j] = t
      d += t
      const [first, last] = [useStart[j]!, useStart[j + 1]!]
      for (let q = first; q < last; q += 1) {
        const at = row[q]! * rows
        const scaled = t * amount[q]!
        this.#flow[q] = scaled
        for (let r = first; r <= q; r += 1) m[at + row[r]!]! += scaled * amount[r]!
      }
    }
    return d
  }

  /** Takes the row of a case out. Its rows rise (options in order of locality): lower triangle. */
  #eliminate(i: number): void {
    const { rows, start } = this.#o
    const [m, row, flow] = [this.#matrix, this.#useRow, this.#flow]
    const first = this.#useStart[start[i]!]!
    const last = this.#useStart[start[i + 1]!]!
    const d = this.#diagonal[i]!
    for (let q = first; q < last; q += 1) {
      const at = row[q]! * rows
      const scaled = flow[q]! / d
      for (let r = first; r <= q; r += 1) m[at + row[r]!]! -= scaled * flow[r]!
    }
  }

  #targets(mu: number, second: boolean): void {
    const { cases, rows } = this.#o
    for (let j = 0; j < this.#columns; j += 1) {
      this.#rcx[j] = mu - this.#x[j]! * this.#w[j]! - (second ? this.#dx[j]! * this.#dw[j]! : 0)
    }
    for (let i = 0; i < cases; i += 1) {
      this.#rcy[i] = mu - this.#y[i]! * this.#u[i]! - (second ? this.#dy[i]! * this.#du[i]! : 0)
    }
    for (let k = 0; k < rows; k += 1) {
      this.#rcz[k] = mu - this.#z[k]! * this.#p[k]! - (second ? this.#dz[k]! * this.#dp[k]! : 0)
    }
  }

  #direction(): void {
    const { cases, rows } = this.#o
    const rhs = this.#rhs
    for (let k = 0; k < rows; k += 1) rhs[k] = this.#rcz[k]! / this.#p[k]! - this.#rk[k]!
    for (let i = 0; i < cases; i += 1) this.#addTarget(i)
    solveCholesky(this.#matrix, rows, rhs)
    this.#dp.set(rhs)
    for (let k = 0; k < rows; k += 1) {
      this.#dz[k] = (this.#rcz[k]! - this.#z[k]! * this.#dp[k]!) / this.#p[k]!
    }
    for (let i = 0; i < cases; i += 1) this.#follow(i)
  }

  #addTarget(i: number): void {
    const { start, must } = this.#o
    const [rhs, row, amount] = [this.#rhs, this.#useRow, this.#useAmount]
    let h = (must[i] === 1 ? 0 : this.#rcy[i]! / this.#u[i]!) - this.#ri[i]!
    const end = start[i + 1]!
    for (let j = start[i]!; j < end; j += 1) {
      h += this.#rcx[j]! / this.#w[j]! + this.#theta[j]! * this.#rd[j]!
    }
    this.#hi[i] = h
    const part = h / this.#diagonal[i]!
    for (let j = start[i]!; j < end; j += 1) {
      const g = this.#rcx[j]! / this.#w[j]! + this.#theta[j]! * (this.#rd[j]! - part)
      const last = this.#useStart[j + 1]!
      for (let q = this.#useStart[j]!; q < last; q += 1) rhs[row[q]!]! += amount[q]! * g
    }
  }

  /** The direction of a case and its options when that of the prices is known. */
  #follow(i: number): void {
    const { start, must } = this.#o
    const [dp, row, amount] = [this.#dp, this.#useRow, this.#useAmount]
    let h = this.#hi[i]!
    const end = start[i + 1]!
    for (let j = start[i]!; j < end; j += 1) {
      let cost = 0
      const last = this.#useStart[j + 1]!
      for (let q = this.#useStart[j]!; q < last; q += 1) cost += amount[q]! * dp[row[q]!]!
      this.#dw[j] = cost
      h -= this.#theta[j]! * cost
    }
    const du = h / this.#diagonal[i]!
    this.#du[i] = du
    this.#dy[i] = must[i] === 1 ? 0 : (this.#rcy[i]! - this.#y[i]! * du) / this.#u[i]!
    for (let j = start[i]!; j < end; j += 1) {
      const dw = du + this.#dw[j]! - this.#rd[j]!
      this.#dw[j] = dw
      this.#dx[j] = (this.#rcx[j]! - this.#x[j]! * dw) / this.#w[j]!
    }
  }

  #lengths(): [number, number] {
    const { must } = this.#o
    const primal = Math.min(
      reach(this.#x, this.#dx),
      reach(this.#y, this.#dy, must),
      reach(this.#z, this.#dz),
    )
    const dual = Math.min(
      reach(this.#w, this.#dw),
      reach(this.#u, this.#du, must),
      reach(this.#p, this.#dp),
    )
    return [primal, dual]
  }

  #muAfter(a: number, b: number): number {
    const { must, rows } = this.#o
    const sum =
      productAfter(this.#x, this.#dx, a, this.#w, this.#dw, b) +
      productAfter(this.#y, this.#dy, a, this.#u, this.#du, b, must) +
      productAfter(this.#z, this.#dz, a, this.#p, this.#dp, b)
    const free = must.reduce((count, one) => count - one, must.length)
    return sum / (this.#columns + rows + free)
  }

  #move(a: number, b: number): void {
    add(this.#x, this.#dx, a)
    add(this.#y, this.#dy, a)
    add(this.#z, this.#dz, a)
    add(this.#w, this.#dw, b)
    add(this.#u, this.#du, b)
    add(this.#p, this.#dp, b)
  }
}

function usesOf(options: Options): { start: Int32Array; row: Int32Array; amount: Float64Array } {
  const { cases, start, locality, needStart, needResource, needAmount, rowOf, resources } = options
  const useStart = new Int32Array(locality.length + 1)
  const row = new Int32Array(locality.length * resources)
  const amount = new Float64Array(locality.length * resources)
  let at = 0
  for (let i = 0; i < cases; i += 1) {
    for (let j = start[i]!; j < start[i + 1]!; j += 1) {
      for (let q = needStart[i]!; q < needStart[i + 1]!; q += 1) {
        const r = rowOf[locality[j]! * resources + needResource[q]!]!
        if (r < 0) continue
        row[at] = r
        amount[at] = needAmount[q]!
        at += 1
      }
      useStart[j + 1] = at
    }
  }
  return { start: useStart, row: row.slice(0, at), amount: amount.slice(0, at) }
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i += 1) sum += a[i]! * b[i]!
  return sum
}

function sumOfSizes(values: Float64Array): number {
  let sum = 0
  for (let i = 0; i < values.length; i += 1) sum += Math.abs(values[i]!)
  return sum
}

function largestSize(values: Float64Array): number {
  let largest = 0
  for (let i = 0; i < values.length; i += 1) largest = Math.max(largest, Math.abs(values[i]!))
  return largest
}

/** Σ (x + a dx)(w + b dw). */
function productAfter(
  x: Float64Array,
  dx: Float64Array,
  a: number,
  w: Float64Array,
  dw: Float64Array,
  b: number,
  skip?: Uint8Array,
): number {
  let sum = 0
  for (let i = 0; i < x.length; i += 1) {
    if (skip?.[i] !== 1) sum += (x[i]! + a * dx[i]!) * (w[i]! + b * dw[i]!)
  }
  return sum
}

function add(to: Float64Array, by: Float64Array, times: number): void {
  for (let i = 0; i < to.length; i += 1) to[i]! += times * by[i]!
}

/** Smaller pivots are rounding. */
function leastPivot(diagonal: number): number {
  return 1e-13 * Math.max(1e-3, diagonal)
}

/** How far one can go before a value turns negative, at most 1 (a little over for the edge). */
function reach(value: Float64Array, by: Float64Array, skip?: Uint8Array): number {
  let length = 1 / NEAR_EDGE
  for (let i = 0; i < value.length; i += 1) {
    if (by[i]! < 0 && skip?.[i] !== 1) length = Math.min(length, -value[i]! / by[i]!)
  }
  return length
}
