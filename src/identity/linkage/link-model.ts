import { agreesInValue, levelsOf, NAME } from './field.ts'
import type { Field } from './field.ts'
import type { Column, LinkTable } from './link-table.ts'

/** How often each level of agreement is seen for two records of one person (m), and of two (u). */
export interface FieldModel {
  readonly field: Field
  readonly m: readonly number[]
  readonly u: readonly number[]
}

/** What tells one person's records from two persons' (Fellegi and Sunter 1969). */
export interface LinkModel {
  readonly fields: readonly FieldModel[]
  /** log2 of the share of true pairs among all pairs. */
  readonly prior: number
  /** log2 of the share of pairs of two relatives among all pairs. */
  readonly kinPrior: number
  /**
   * A column of codes (nationality) whose groups have names of their own: two strangers of one
   * group bear one name more often than two people taken at random.
   */
  readonly community?: Community
}

interface Community {
  /** Place of the column. */
  readonly at: number
  /** u of each field for two people of one group. */
  readonly u: readonly (readonly number[])[]
}

/**
 * Bits of each level of a field; level 0, missing, has none. After the levels of a name come the
 * bits of one sound in two scripts: spelling could not agree there, so `same_sound` is the best
 * that one person's names can do, and weighs as `same` and `same_sound` do together.
 */
function bitsOf({ field, m, u }: FieldModel): Float64Array {
  const bits = m.map((share, level) => (level === 0 ? 0 : Math.log2(share / (u[level] ?? 1))))
  const best = (shares: readonly number[]): number =>
    (shares[NAME.same] ?? 0) + (shares[NAME.sameSound] ?? 0)
  return Float64Array.from(field.kind === 'name' ? [...bits, Math.log2(best(m) / best(u))] : bits)
}

/** A rare value says more when it agrees, a frequent one less; beyond these bits it is noise. */
const MOST_RARITY = 8

/**
 * Bits that the frequency of each value adds where it agrees: counted by skeleton for names (one
 * name however it is spelt) and by value for all else; undefined for dates, which hardly differ.
 */
export function rarityOf(table: LinkTable, column: Column): Float32Array | undefined {
  const { kind } = column.field
  if (kind === 'date') return undefined
  const { phrases } = table
  const values = table.books[table.columns.indexOf(column)]?.values.length ?? 0
  const classes =
    kind === 'name' ? phrases.skeletonOf : Array.from({ length: values }, (_, at) => at)
  const counts = new Float64Array(kind === 'name' ? phrases.skeletonCount : values)
  for (const value of column.values) {
    const at = classes[value] ?? 0
    counts[at] = (counts[at] ?? 0) + 1
  }
  const total = Math.max(1, column.values.length)
  let mean = 0
  for (const count of counts) mean += (count / total) ** 2
  return Float32Array.from(classes, (at) => rarity(mean, (counts[at] ?? 0) / total))
}

export function rarity(mean: number, share: number): number {
  if (mean <= 0 || share <= 0) return 0
  return Math.max(-MOST_RARITY, Math.min(MOST_RARITY, Math.log2(mean / share)))
}

/** Adds up what a pair's levels say. Made once for a table and a model. */
export class Weigher {
  readonly #table: LinkTable
  readonly #bits: readonly Float64Array[]
  /** The same for pairs of one community. */
  readonly #bitsWithin: readonly Float64Array[]
  readonly #rarity: readonly (Float32Array | undefined)[]
  #model: LinkModel

  constructor(
    table: LinkTable,
    model: LinkModel,
    rarities?: readonly (Float32Array | undefined)[],
  ) {
    this.#table = table
    this.#model = model
    this.#bits = model.fields.map(bitsOf)
    const { community } = model
    this.#bitsWithin =
      community === undefined
        ? this.#bits
        : model.fields.map(({ field, m, u }, at) => bitsOf({ field, m, u: community.u[at] ?? u }))
    this.#rarity = rarities ?? table.columns.map((column) => rarityOf(table, column))
  }

  get rarities(): readonly (Float32Array | undefined)[] {
    return this.#rarity
  }

  /** The bits of one field of a pair with these levels, rarity included. */
  fieldBits(at: number, levels: Uint8Array, a: number, b: number): number {
    const level = levels[at] ?? 0
    const bits = this.#bitsOf(levels)[at]
    return this.#levelBits(bits, at, level, a, b) + this.rarityBits(at, level, a, b)
  }

  #levelBits(
    bits: Float64Array | undefined,
    at: number,
    level: number,
    a: number,
    b: number,
  ): number {
    if (bits === undefined) return 0
    const column = this.#table.columns[at]
    if (level === NAME.sameSound && column?.field.kind === 'name') {
      const first = column.values[column.start[a] ?? 0] ?? 0
      const second = column.values[column.start[b] ?? 0] ?? 0
      if (this.#table.phrases.areAcrossScripts(first, second)) return bits[bits.length - 1] ?? 0
    }
    return bits[level] ?? 0
  }

  #bitsOf(levels: Uint8Array): readonly Float64Array[] {
    const { community } = this.#model
    return community !== undefined && levels[community.at] === 1 ? this.#bitsWithin : this.#bits
  }

  /** What the frequency of the agreed value adds. */
  rarityBits(at: number, level: number, a: number, b: number): number {
    const rarities = this.#rarity[at]
    const column = this.#table.columns[at]
    if (rarities === undefined || column === undefined) return 0
    if (!agreesInValue(column.field.kind, level)) return 0
    return rarities[this.#agreedValue(column, a, b)] ?? 0
  }

  /** The value of the first record in which the two agree. */
  #agreedValue({ field, start, values }: Column, a: number, b: number): number {
    const from = start[a] ?? 0
    const first = values[from] ?? 0
    if ((start[a + 1] ?? 0) - from === 1) return first
    const { skeletonOf } = this.#table.phrases
    const classOf = (value: number): number =>
      field.kind === 'name' ? (skeletonOf[value] ?? 0) : value
    for (let i = from; i < (start[a + 1] ?? 0); i++)
      for (let j = start[b] ?? 0; j < (start[b + 1] ?? 0); j++)
        if (classOf(values[i] ?? 0) === classOf(values[j] ?? 0)) return values[i] ?? 0
    return first
  }

  /** Bits of all fields together, and of those that relatives share. */
  weigh(levels: Uint8Array, a: number, b: number): { all: number; shared: number } {
    let all = 0
    let shared = 0
    const { fields } = this.#table
    const bitsOfFields = this.#bitsOf(levels)
    for (let at = 0; at < fields.length; at++) {
      const level = levels[at] ?? 0
      if (level === 0) continue
      const bits =
        this.#levelBits(bitsOfFields[at], at, level, a, b) + this.rarityBits(at, level, a, b)
      all += bits
      if (fields[at]?.shared === true) shared += bits
    }
    return { all, shared }
  }

  /**
   * log2 of the odds that a pair is one person: against two strangers and against two relatives,
   * who agree in whatever a family shares.
   */
  logOdds({ all, shared }: { readonly all: number; readonly shared: number }): number {
    return (
      this.#model.prior + all - Math.log2(1 + 2 ** Math.min(500, this.#model.kinPrior + shared))
    )
  }
}

/** 0 to 1 from log2 odds. */
export function probabilityOf(logOdds: number): number {
  return logOdds > 500 ? 1 : 1 / (1 + 2 ** -logOdds)
}

/** How many levels a field has, `missing` included. */
export function levelCount(field: Field): number {
  return levelsOf(field.kind).length
}
