/**
 * The Cholesky factor of a positive definite matrix (n x n, row by row), in place of its lower
 * triangle. Pivots below `least` of their diagonal are raised to it.
 */
export function cholesky(m: Float64Array, n: number, least: (diagonal: number) => number): void {
  for (let j = 0; j < n; j += 1) {
    const rowJ = j * n
    let d = m[rowJ + j]!
    for (let k = 0; k < j; k += 1) d -= m[rowJ + k]! * m[rowJ + k]!
    const root = Math.sqrt(Math.max(d, least(m[rowJ + j]!)))
    m[rowJ + j] = root
    for (let i = j + 1; i < n; i += 1) {
      const rowI = i * n
      let sum = m[rowI + j]!
      for (let k = 0; k < j; k += 1) sum -= m[rowI + k]! * m[rowJ + k]!
      m[rowI + j] = sum / root
    }
  }
}

/** Solves with the factor of `cholesky`; b is overwritten by the solution. */
export function solveCholesky(m: Float64Array, n: number, b: Float64Array): void {
  for (let i = 0; i < n; i += 1) {
    let sum = b[i]!
    for (let k = 0; k < i; k += 1) sum -= m[i * n + k]! * b[k]!
    b[i] = sum / m[i * n + i]!
  }
  for (let i = n - 1; i >= 0; i -= 1) {
    let sum = b[i]!
    for (let k = i + 1; k < n; k += 1) sum -= m[k * n + i]! * b[k]!
    b[i] = sum / m[i * n + i]!
  }
}
