import type { Options } from '../options.ts'
import type { ColumnBounds } from './certificate.ts'
import type { Compact } from './compact.ts'

/** Entries laid out for the engine's exchanges, with what it takes to read its plans. */
export interface EntryOptions {
  readonly options: Options
  /** The type of each case of the options. */
  readonly typeOf: Int32Array
  /** The column of each option. */
  readonly columnOf: Int32Array
  /** Entries that stay where they are: in several bins at once. */
  readonly held: Float64Array
}

/** Entries of one type, at one column or without a place, that are decided anew at most. */
const ALIKE = 2

/**
 * Every entry as a case of its own, at the columns that are open and lie in one bin. Entries that
 * `x` seats in several bins stay there and take their room. `score` is by column.
 */
export function entryOptions(
  packed: Compact,
  needs: EntryNeeds,
  base: Float64Array,
  free: Uint8Array,
  bounds: ColumnBounds,
  score: Float64Array,
): EntryOptions {
  const { types, columnStart, count, mandatory, binsOfColumn } = packed
  const held = new Float64Array(packed.columns)
  const typeOf: number[] = []
  const columnOf: number[] = []
  const start = [0]
  const needStart = [0]
  const needResource: number[] = []
  const needAmount: number[] = []
  for (let t = 0; t < types; t += 1) {
    const open: number[] = []
    let left = count[t]!
    let seated = 0
    for (let c = columnStart[t]!; c < columnStart[t + 1]!; c += 1) {
      const isFree = free[t] === 1 && isOneBin(binsOfColumn[c]!)
      if (isFree && bounds.upper[c]! > 0) open.push(c)
      held[c] = isFree ? Math.max(0, Math.floor(base[c]! + 1e-6) - ALIKE) : Math.round(base[c]!)
      left -= held[c]!
      seated += base[c]! - held[c]!
    }
    // Of those alike in everything a few are enough to choose from.
    if (mandatory[t] === 0) left = Math.min(left, Math.ceil(seated - 1e-6) + ALIKE)
    if (free[t] === 0) continue
    open.sort((a, b) => binsOfColumn[a]![0]! - binsOfColumn[b]![0]!)
    for (let n = 0; n < left; n += 1) {
      typeOf.push(t)
      for (const c of open) columnOf.push(c)
      start.push(columnOf.length)
      for (let k = 0; k < needs.resources; k += 1) {
        const amount = needs.amount[t * needs.resources + k]!
        if (amount === 0) continue
        needResource.push(k)
        needAmount.push(amount)
      }
      needStart.push(needAmount.length)
    }
  }
  const options: Options = {
    cases: typeOf.length,
    localities: needs.bins,
    resources: needs.resources,
    start: Int32Array.from(start),
    locality: Int32Array.from(columnOf, (c) => binsOfColumn[c]![0]!),
    score: Float64Array.from(columnOf, (c) => score[c]!),
    must: Uint8Array.from(typeOf, (t) => mandatory[t]!),
    needStart: Int32Array.from(needStart),
    needResource: Uint8Array.from(needResource),
    needAmount: Float64Array.from(needAmount),
    rows: packed.capacity.length,
    rowOf: needs.rowOf,
    capacity: capacityBeside(packed, held),
  }
  return {
    options: { ...options, rowOf: rowsThatBind(options) },
    typeOf: Int32Array.from(typeOf),
    columnOf: Int32Array.from(columnOf),
    held,
  }
}

/** What entries need, the same wherever they go: rows of different bins form a resource. */
export interface EntryNeeds {
  readonly bins: number
  readonly resources: number
  /** types x resources */
  readonly amount: Float64Array
  /** bins x resources: the row, -1 where there is none. */
  readonly rowOf: Int32Array
}

/** Puts together rows of different bins of which each type needs the same wherever it may go. */
export function entryNeeds(packed: Compact): EntryNeeds {
  const perRow = needsPerRow(packed)
  const resources: { readonly need: Map<number, number>; readonly rows: Map<number, number> }[] = []
  perRow.forEach(({ bin, need }, row) => {
    if (bin < 0) return
    const agrees = (own: Map<number, number>): boolean =>
      [...need].every(([t, amount]) => (own.get(t) ?? amount) === amount)
    let found = resources.find((one) => !one.rows.has(bin) && agrees(one.need))
    if (!found) resources.push((found = { need: new Map(), rows: new Map() }))
    found.rows.set(bin, row)
    for (const [t, amount] of need) found.need.set(t, amount)
  })
  const count = Math.max(1, resources.length)
  const bins = packed.binsOfColumn.reduce((most, own) => Math.max(most, ...own), -1) + 1
  const amount = new Float64Array(packed.types * count)
  const rowOf = new Int32Array(bins * count).fill(-1)
  resources.forEach(({ need, rows }, k) => {
    for (const [t, n] of need) amount[t * count + k] = n
    for (const [bin, row] of rows) rowOf[bin * count + k] = row
  })
  return { bins, resources: count, amount, rowOf }
}

/** For each row its bin, and what every type that may go there needs of it. */
function needsPerRow(packed: Compact): { bin: number; readonly need: Map<number, number> }[] {
  const { columns, capacity, typeOfColumn, binsOfColumn, useStart, useRow, useAmount } = packed
  const rows = Array.from(capacity, () => ({ bin: -1, need: new Map<number, number>() }))
  const rowsOf = new Map<number, Set<number>>()
  const eachColumn = (look: (c: number, bin: number) => void): void => {
    for (let c = 0; c < columns; c += 1)
      if (isOneBin(binsOfColumn[c]!)) look(c, binsOfColumn[c]![0]!)
  }
  eachColumn((c, bin) => {
    for (let u = useStart[c]!; u < useStart[c + 1]!; u += 1) {
      rows[useRow[u]!]!.bin = bin
      rowsOf.set(bin, (rowsOf.get(bin) ?? new Set()).add(useRow[u]!))
    }
  })
  eachColumn((c, bin) => {
    for (const row of rowsOf.get(bin) ?? []) rows[row]!.need.set(typeOfColumn[c]!, 0)
    for (let u = useStart[c]!; u < useStart[c + 1]!; u += 1)
      rows[useRow[u]!]!.need.set(typeOfColumn[c]!, useAmount[u]!)
  })
  return rows
}

function isOneBin(bins: readonly number[]): boolean {
  return bins.every((bin) => bin === bins[0])
}

function capacityBeside(packed: Compact, held: Float64Array): Float64Array {
  const { useStart, useRow, useAmount } = packed
  const left = packed.capacity.slice()
  held.forEach((times, c) => {
    if (times === 0) return
    for (let u = useStart[c]!; u < useStart[c + 1]!; u += 1)
      left[useRow[u]!]! -= times * useAmount[u]!
  })
  return left
}

/** The rows without those that hold everybody who may come. */
function rowsThatBind(options: Options): Int32Array {
  const { cases, start, locality, needStart, needResource, needAmount, resources, rowOf } = options
  const demand = new Float64Array(options.rows)
  for (let i = 0; i < cases; i += 1) {
    for (let j = start[i]!; j < start[i + 1]!; j += 1) {
      for (let q = needStart[i]!; q < needStart[i + 1]!; q += 1) {
        const row = rowOf[locality[j]! * resources + needResource[q]!]!
        if (row >= 0) demand[row]! += needAmount[q]!
      }
    }
  }
  return rowOf.map((row) => (row >= 0 && demand[row]! > options.capacity[row]! ? row : -1))
}
