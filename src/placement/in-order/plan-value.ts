import type { Floors } from './certificate.ts'
import type { Compact } from './compact.ts'

/** The value of the plan x at a level, in whole numbers. */
export function valueAt(packed: Compact, x: Float64Array, level: number): number {
  const values = packed.values[level]!
  let sum = 0
  for (let c = 0; c < packed.columns; c += 1) sum += values[c]! * x[c]!
  return sum
}

/** What the plan x uses of each row. */
export function loadOf(packed: Compact, x: Float64Array): Float64Array {
  const load = new Float64Array(packed.capacity.length)
  for (let c = 0; c < packed.columns; c += 1) {
    if (x[c]! === 0) continue
    for (let u = packed.useStart[c]!; u < packed.useStart[c + 1]!; u += 1) {
      load[packed.useRow[u]!]! += packed.useAmount[u]! * x[c]!
    }
  }
  return load
}

/**
 * Whether x is a plan: whole counts, every type within its number (and all of it when mandatory),
 * every row within its capacity, every floor kept. Whole-number arithmetic only.
 */
export function isPlan(packed: Compact, x: Float64Array, floors: Floors): boolean {
  for (let t = 0; t < packed.types; t += 1) {
    let placed = 0
    for (let c = packed.columnStart[t]!; c < packed.columnStart[t + 1]!; c += 1) {
      if (!Number.isSafeInteger(x[c]!) || x[c]! < 0) return false
      placed += x[c]!
    }
    if (placed > packed.count[t]!) return false
    if (packed.mandatory[t] === 1 && placed < packed.count[t]!) return false
  }
  const load = loadOf(packed, x)
  return (
    load.every((used, row) => used <= packed.capacity[row]!) &&
    floors.every((floor, level) => valueAt(packed, x, level) >= floor)
  )
}

/** Whether no level is worse and the first level that differs is better. */
export function isBetter(a: readonly number[], b: readonly number[]): boolean {
  const first = a.findIndex((value, level) => value !== b[level])
  return first !== -1 && a[first]! > b[first]!
}

/** The values at a level are multiples of this whole number (0 when they are all 0). */
export function stepOf(packed: Compact, level: number): number {
  let divisor = 0
  for (const value of packed.values[level]!) {
    let [a, b] = [divisor, Math.abs(value)]
    while (b > 0) [a, b] = [b, a % b]
    divisor = a
    if (divisor === 1) break
  }
  return divisor
}
