import type { Compact } from './compact.ts'

/**
 * A first plan without a linear program: what must be placed first, then the entry that brings
 * most at the first level that differs; each takes its best way that still fits, in doubt the one
 * that leaves most room. Returns undefined when something mandatory found no room.
 */
export function greedyPlan(packed: Compact): Float64Array | undefined {
  const x = new Float64Array(packed.columns)
  const free = packed.capacity.slice()
  for (const t of typesByWorth(packed)) {
    const from = packed.columnStart[t]!
    const to = packed.columnStart[t + 1]!
    const columns = Array.from({ length: to - from }, (_, i) => from + i)
    let left = packed.count[t]!
    while (left > 0) {
      const fitting = columns.filter((c) => room(packed, free, c) > 0)
      if (fitting.length === 0) break
      const c = fitting.reduce((a, b) => (compareColumns(packed, free, a, b) <= 0 ? a : b))
      if (packed.mandatory[t] === 0 && gainsNothing(packed, c)) break
      x[c]! += 1
      left -= 1
      for (let u = packed.useStart[c]!; u < packed.useStart[c + 1]!; u += 1) {
        free[packed.useRow[u]!]! -= packed.useAmount[u]!
      }
    }
    if (left > 0 && packed.mandatory[t] === 1) return undefined
  }
  return x
}

function typesByWorth(packed: Compact): number[] {
  const best = new Int32Array(packed.types).fill(-1)
  for (let c = 0; c < packed.columns; c += 1) {
    const t = packed.typeOfColumn[c]!
    if (best[t]! === -1 || compareValues(packed, c, best[t]!) < 0) best[t] = c
  }
  const types = Array.from(best.keys())
  return types.sort((a, b) => {
    const must = packed.mandatory[b]! - packed.mandatory[a]!
    if (must !== 0 || best[a] === -1 || best[b] === -1) return must
    return compareValues(packed, best[a]!, best[b]!) || a - b
  })
}

/** Negative when column a brings more than b at the first level that differs. */
function compareValues(packed: Compact, a: number, b: number): number {
  for (const values of packed.values) {
    if (values[a] !== values[b]) return values[b]! - values[a]!
  }
  return 0
}

function compareColumns(packed: Compact, free: Float64Array, a: number, b: number): number {
  return compareValues(packed, a, b) || room(packed, free, b) - room(packed, free, a) || a - b
}

/** How often column c still fits. */
function room(packed: Compact, free: Float64Array, c: number): number {
  let times = Infinity
  for (let u = packed.useStart[c]!; u < packed.useStart[c + 1]!; u += 1) {
    times = Math.min(times, Math.floor(free[packed.useRow[u]!]! / packed.useAmount[u]!))
  }
  return times
}

function gainsNothing(packed: Compact, c: number): boolean {
  const first = packed.values.find((values) => values[c] !== 0)
  return first === undefined || first[c]! < 0
}
