import { NAME } from './field.ts'
import type { Field } from './field.ts'
import type { Column, LinkTable } from './link-table.ts'

/** Compares the records of one table pair by pair. */
export class Comparer {
  readonly #table: LinkTable
  /** The only value of each record in each column, record by record. */
  readonly #single: Int32Array
  readonly #kinds: readonly Field['kind'][]
  readonly #given: number
  readonly #family: number
  readonly #whole: number
  readonly #father: number

  constructor(table: LinkTable) {
    this.#table = table
    this.#single = singleValues(table)
    this.#kinds = table.fields.map(({ kind }) => kind)
    const at = (name: string): number => table.fields.findIndex((field) => field.name === name)
    this.#given = at('given')
    this.#family = at('family')
    this.#whole = at('whole')
    this.#father = at('father')
  }

  /** Writes the level of agreement of every field to `levels`. */
  compare(a: number, b: number, levels: Uint8Array): void {
    const { columns } = this.#table
    const width = columns.length
    for (let at = 0; at < width; at++) {
      const first = this.#single[a * width + at] ?? NONE
      const second = this.#single[b * width + at] ?? NONE
      if (first === NONE || second === NONE) levels[at] = 0
      else if (first >= 0 && second >= 0) levels[at] = this.#level(at, first, second)
      else levels[at] = this.#best(columns[at], columns[at], at, a, b)
    }
    this.#exchanged(a, b, levels)
    this.#patronymic(a, b, levels)
    // A full name says what its parts say: it counts only where there are no parts on both sides.
    if (this.#whole >= 0 && ((levels[this.#given] ?? 0) > 0 || (levels[this.#family] ?? 0) > 0))
      levels[this.#whole] = NAME.missing
  }

  /** Given and family name written into each other's place. */
  #exchanged(a: number, b: number, levels: Uint8Array): void {
    const given = this.#table.columns[this.#given]
    const family = this.#table.columns[this.#family]
    if (given === undefined || family === undefined) return
    const straight = levels[this.#given] ?? 0
    const beside = levels[this.#family] ?? 0
    if (straight < NAME.similar && beside < NAME.similar) return
    // Most pairs are strangers: one look at the first sounds spares them the rest.
    const width = this.#table.columns.length
    const givenOfA = this.#single[a * width + this.#given] ?? NONE
    const familyOfB = this.#single[b * width + this.#family] ?? NONE
    if (givenOfA === NONE || familyOfB === NONE) return
    if (givenOfA >= 0 && familyOfB >= 0 && !this.#table.phrases.beginAlike(givenOfA, familyOfB))
      return
    const cross = this.#best(given, family, this.#given, a, b)
    if (cross === NAME.missing || cross > NAME.close) return
    const back = this.#best(family, given, this.#given, a, b)
    if (back > NAME.similar || cross + back >= straight + beside) return
    levels[this.#given] = NAME.swapped
    levels[this.#family] = NAME.missing
  }

  /**
   * A family name that only repeats the father's name says nothing of its own: one clerk writes it
   * so, the next writes the family's.
   */
  #patronymic(a: number, b: number, levels: Uint8Array): void {
    const level = levels[this.#family] ?? 0
    if (this.#father < 0 || level < NAME.similar || level === NAME.swapped) return
    const family = this.#table.columns[this.#family]
    const father = this.#table.columns[this.#father]
    const repeats = (of: number, from: number): boolean => {
      const agreed = this.#best(family, father, this.#father, of, from)
      return agreed !== NAME.missing && agreed <= NAME.close
    }
    if (repeats(a, a) || repeats(b, b)) {
      levels[this.#family] = NAME.missing
      return
    }
    if (levels[this.#father] === NAME.missing && (repeats(a, b) || repeats(b, a))) {
      levels[this.#family] = NAME.missing
      levels[this.#father] = NAME.sameSound
    }
  }

  /** The best level over all values that two records hold; missing when one holds none. */
  #best(
    first: Column | undefined,
    second: Column | undefined,
    at: number,
    a: number,
    b: number,
  ): number {
    if (first === undefined || second === undefined) return 0
    const endOfA = first.start[a + 1] ?? 0
    const endOfB = second.start[b + 1] ?? 0
    let best = 255
    for (let i = first.start[a] ?? 0; i < endOfA; i++)
      for (let j = second.start[b] ?? 0; j < endOfB; j++) {
        const level = this.#level(at, first.values[i] ?? 0, second.values[j] ?? 0)
        if (level < best) best = level
        if (best === 1) return 1
      }
    return best === 255 ? 0 : best
  }

  #level(at: number, a: number, b: number): number {
    const kind = this.#kinds[at]
    if (kind === 'name') return this.#table.phrases.compare(a, b)
    if (kind === 'date') return this.#table.dates.compare(a, b)
    return this.#table.books[at]?.compare(a, b) ?? 0
  }
}

const NONE = -1
const SEVERAL = -2

/**
 * For each record and column its value, NONE, or SEVERAL: most have one, and one is quick to
 * compare. A record's values stand together, so that a pair costs two looks into memory.
 */
function singleValues({ columns, size }: LinkTable): Int32Array {
  const width = columns.length
  const single = new Int32Array(size * width)
  for (const [at, { start, values }] of columns.entries())
    for (let record = 0; record < size; record++) {
      const from = start[record] ?? 0
      const count = (start[record + 1] ?? 0) - from
      single[record * width + at] =
        count === 0 ? NONE : count === 1 ? (values[from] ?? NONE) : SEVERAL
    }
  return single
}
