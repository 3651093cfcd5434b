import type { Compact } from './compact.ts'

/**
 * An upper bound for one level that anyone can re-derive: prices for the rows and for the levels
 * already fixed, rounded to whole multiples of 1/scale, and one pass over the columns. All sums
 * are of whole numbers below 2^53, hence exact: no float is trusted. Any prices give a valid
 * bound; good ones (from a linear program) give a sharp one.
 */
export interface Certificate {
  readonly scale: number
  /** scale x the bound. */
  readonly scaledBound: number
  /** scale x what each column loses against the best way of its type; 0 or more. */
  readonly loss: Float64Array
  /** scale x what an unplaced entry loses against the best way, for each type; 0 or more. */
  readonly unplacedLoss: Float64Array
}

/** The values that the levels fixed so far must keep, level 0 first. */
export type Floors = readonly number[]

/** How many entries of its type each column must and may take. */
export interface ColumnBounds {
  readonly lower: Float64Array
  readonly upper: Float64Array
}

/** Prices from a relaxation; any numbers are allowed, negative ones count as 0. */
export interface Prices {
  readonly rows: Float64Array
  readonly floors: Float64Array
}

/**
 * Bounds `level` over all plans that keep the floors and the column bounds. Returns undefined when
 * the sums would leave the exact range.
 */
export function certify(
  packed: Compact,
  bounds: ColumnBounds,
  level: number,
  floors: Floors,
  prices: Prices,
): Certificate | undefined {
  for (let scale = 2 ** 20; scale >= 1; scale /= 32) {
    const scaled = {
      rows: Array.from(prices.rows, (price) => Math.max(0, Math.round(price * scale))),
      floors: floors.map((_, j) => Math.max(0, Math.round(prices.floors[j]! * scale))),
    }
    if (!isExact(packed, level, scaled, scale)) continue
    const certificate = certifyAt(packed, bounds, level, floors, scaled, scale)
    if (certificate) return certificate
  }
  return undefined
}

interface ScaledPrices {
  readonly rows: readonly number[]
  readonly floors: readonly number[]
}

function certifyAt(
  packed: Compact,
  bounds: ColumnBounds,
  level: number,
  floors: Floors,
  prices: ScaledPrices,
  scale: number,
): Certificate | undefined {
  const reduced = reducedValues(packed, level, prices, scale)
  const unplacedLoss = new Float64Array(packed.types)
  let bound = 0
  // Sum of absolute values: while it is a safe integer, so was every step of the sum.
  let size = 0
  const add = (amount: number): void => {
    bound += amount
    size += Math.abs(amount)
  }
  packed.capacity.forEach((capacity, row) => add(capacity * prices.rows[row]!))
  floors.forEach((floor, j) => add(-floor * prices.floors[j]!))
  for (let t = 0; t < packed.types; t += 1) {
    const from = packed.columnStart[t]!
    const to = packed.columnStart[t + 1]!
    if (isPartlyBound(packed, bounds, t)) {
      add(bestWithin(packed, bounds, t, reduced))
      // Nothing more is concluded about this type.
      reduced.fill(0, from, to)
      continue
    }
    let best = packed.mandatory[t] === 1 ? -Infinity : 0
    for (let c = from; c < to; c += 1) {
      if (bounds.upper[c]! > 0 && reduced[c]! > best) best = reduced[c]!
    }
    add(best * packed.count[t]!)
    unplacedLoss[t] = best
    for (let c = from; c < to; c += 1) reduced[c] = best - reduced[c]!
  }
  if (!(size <= Number.MAX_SAFE_INTEGER)) return undefined
  return { scale, scaledBound: bound, loss: reduced, unplacedLoss }
}

/** Whether some column of the type is limited other than by "none" or "all of them". */
export function isPartlyBound(packed: Compact, bounds: ColumnBounds, t: number): boolean {
  for (let c = packed.columnStart[t]!; c < packed.columnStart[t + 1]!; c += 1) {
    const upper = bounds.upper[c]!
    if (bounds.lower[c]! > 0 || (upper > 0 && upper < packed.count[t]!)) return true
  }
  return false
}

/** The most that the entries of type t can bring within the column bounds. */
function bestWithin(
  packed: Compact,
  bounds: ColumnBounds,
  t: number,
  reduced: Float64Array,
): number {
  const columns: number[] = []
  let left = packed.count[t]!
  let sum = 0
  for (let c = packed.columnStart[t]!; c < packed.columnStart[t + 1]!; c += 1) {
    left -= bounds.lower[c]!
    sum += bounds.lower[c]! * reduced[c]!
    columns.push(c)
  }
  columns.sort((a, b) => reduced[b]! - reduced[a]!)
  for (const c of columns) {
    if (reduced[c]! <= 0 && packed.mandatory[t] === 0) break
    const more = Math.min(left, bounds.upper[c]! - bounds.lower[c]!)
    sum += more * reduced[c]!
    left -= more
  }
  return sum
}

/** scale x (value at the level + floor prices x values there - row prices x uses), per column. */
function reducedValues(
  packed: Compact,
  level: number,
  prices: ScaledPrices,
  scale: number,
): Float64Array {
  const { useStart, useRow, useAmount } = packed
  const reduced = packed.values[level]!.map((value) => value * scale)
  prices.floors.forEach((price, j) => {
    if (price === 0) return
    const values = packed.values[j]!
    for (let c = 0; c < packed.columns; c += 1) reduced[c]! += price * values[c]!
  })
  for (let c = 0; c < packed.columns; c += 1) {
    for (let u = useStart[c]!; u < useStart[c + 1]!; u += 1) {
      reduced[c]! -= prices.rows[useRow[u]!]! * useAmount[u]!
    }
  }
  return reduced
}

/**
 * Whether the sum for any one column stays whole and exact whatever the order of its terms (an
 * amount never exceeds the capacity of its row).
 */
function isExact(packed: Compact, level: number, prices: ScaledPrices, scale: number): boolean {
  let size = scale * largest(packed.values[level]!)
  prices.floors.forEach((price, j) => (size += price * largest(packed.values[j]!)))
  prices.rows.forEach((price, row) => (size += price * packed.capacity[row]!))
  return size <= Number.MAX_SAFE_INTEGER
}

function largest(values: Float64Array): number {
  let result = 0
  for (const value of values) result = Math.max(result, Math.abs(value))
  return result
}

/**
 * Narrows the bounds to what a plan worth at least `target` at the certificate's level can have:
 * each entry that leaves the best way of its type costs its loss, and all losses together must
 * fit between the bound and the target.
 */
export function narrow(
  packed: Compact,
  certificate: Certificate,
  target: number,
  bounds: ColumnBounds,
): void {
  const slack = certificate.scaledBound - target * certificate.scale
  const { loss } = certificate
  for (let t = 0; t < packed.types; t += 1) {
    const from = packed.columnStart[t]!
    const to = packed.columnStart[t + 1]!
    if (isPartlyBound(packed, bounds, t)) continue
    let best = -1
    for (let c = from; c < to; c += 1) {
      if (bounds.upper[c] === 0) continue
      if (loss[c]! > 0) bounds.upper[c] = Math.min(bounds.upper[c]!, Math.floor(slack / loss[c]!))
      else if (best === -1) best = c
      // Two ways are equally good: nobody is tied to either.
      else best = -2
    }
    if (best < 0) continue
    const second = secondLoss(packed, bounds, certificate, t, best)
    if (second <= 0) continue
    const away = second === Infinity ? 0 : Math.floor(slack / second)
    bounds.lower[best] = Math.max(bounds.lower[best]!, packed.count[t]! - away)
  }
}

/** The least loss of an entry of type t outside column `best`. */
function secondLoss(
  packed: Compact,
  bounds: ColumnBounds,
  certificate: Certificate,
  t: number,
  best: number,
): number {
  let second = packed.mandatory[t] === 1 ? Infinity : certificate.unplacedLoss[t]!
  for (let c = packed.columnStart[t]!; c < packed.columnStart[t + 1]!; c += 1) {
    if (c !== best && bounds.upper[c]! > 0) second = Math.min(second, certificate.loss[c]!)
  }
  return second
}
