/** The inverse of a small basis, dense, row by row. */
export class WorkingBasis {
  #size: number
  #inverse: Float64Array

  constructor(size: number) {
    this.#size = size
    this.#inverse = identity(size)
  }

  /** Adds a row and a variable for what is left of it; `invert` then fills it in. */
  grow(): void {
    this.#size += 1
    this.#inverse = identity(this.#size)
  }

  /** inverse x column */
  times(column: Float64Array): Float64Array {
    const m = this.#size
    const inverse = this.#inverse
    const result = new Float64Array(m)
    const used: number[] = []
    for (let r = 0; r < m; r += 1) if (column[r] !== 0) used.push(r)
    for (let i = 0; i < m; i += 1) {
      let sum = 0
      for (const r of used) sum += inverse[i * m + r]! * column[r]!
      result[i] = sum
    }
    return result
  }

  /** row x inverse */
  timesLeft(row: Float64Array, into: Float64Array): void {
    const m = this.#size
    const inverse = this.#inverse
    into.fill(0)
    for (let i = 0; i < m; i += 1) {
      const amount = row[i]!
      if (amount === 0) continue
      for (let r = 0; r < m; r += 1) into[r]! += amount * inverse[i * m + r]!
    }
  }

  /** The variable of a row gives way to one that is `w` in terms of the basis. */
  replace(row: number, w: Float64Array): void {
    const m = this.#size
    const inverse = this.#inverse
    const at = row * m
    const pivot = w[row]!
    for (let r = 0; r < m; r += 1) inverse[at + r]! /= pivot
    for (let i = 0; i < m; i += 1) {
      const amount = w[i]!
      if (i === row || amount === 0) continue
      for (let r = 0; r < m; r += 1) inverse[i * m + r]! -= amount * inverse[at + r]!
    }
  }

  /** The key of a type changes places with the variable of `row`; `own`: all rows of the type. */
  swapKey(row: number, own: readonly number[]): void {
    const m = this.#size
    const inverse = this.#inverse
    for (let r = 0; r < m; r += 1) {
      let sum = 0
      for (const i of own) sum += inverse[i * m + r]!
      inverse[row * m + r] = -sum
    }
  }

  /** Gauss-Jordan with pivots from the whole column; a column without one keeps its row's slack. */
  invert(columns: readonly Float64Array[]): void {
    const m = this.#size
    const inverse = identity(m)
    const a = new Float64Array(m * m)
    columns.forEach((column, c) => {
      for (let r = 0; r < m; r += 1) a[r * m + c] = column[r]!
    })
    for (let c = 0; c < m; c += 1) {
      let best = c
      for (let r = c + 1; r < m; r += 1)
        if (Math.abs(a[r * m + c]!) > Math.abs(a[best * m + c]!)) best = r
      const pivot = a[best * m + c]!
      if (pivot === 0) throw new Error('The basis of the simplex method became singular.')
      swapRows(a, m, c, best)
      swapRows(inverse, m, c, best)
      for (let k = 0; k < m; k += 1) {
        a[c * m + k]! /= pivot
        inverse[c * m + k]! /= pivot
      }
      for (let r = 0; r < m; r += 1) {
        const amount = a[r * m + c]!
        if (r === c || amount === 0) continue
        for (let k = 0; k < m; k += 1) {
          a[r * m + k]! -= amount * a[c * m + k]!
          inverse[r * m + k]! -= amount * inverse[c * m + k]!
        }
      }
    }
    this.#inverse = inverse
  }
}

function identity(size: number): Float64Array {
  const matrix = new Float64Array(size * size)
  for (let r = 0; r < size; r += 1) matrix[r * size + r] = 1
  return matrix
}

function swapRows(a: Float64Array, m: number, r: number, s: number): void {
  if (r === s) return
  for (let k = 0; k < m; k += 1) {
    const kept = a[r * m + k]!
    a[r * m + k] = a[s * m + k]!
    a[s * m + k] = kept
  }
}
