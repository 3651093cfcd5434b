import { NAME } from './field.ts'
import type { Column, LinkTable } from './link-table.ts'

/** Compares the records of one table pair by pair. */
export class Comparer {
  readonly #table: LinkTable
  readonly #given: number
  readonly #family: number
  readonly #whole: number

  constructor(table: LinkTable) {
    this.#table = table
    const at = (name: string): number => table.fields.findIndex((field) => field.name === name)
    this.#given = at('given')
    this.#family = at('family')
    this.#whole = at('whole')
  }

  /** Writes the level of agreement of every field to `levels`. */
  compare(a: number, b: number, levels: Uint8Array): void {
    const { columns } = this.#table
    for (let at = 0; at < columns.length; at++) {
      const column = columns[at]
      if (column !== undefined) levels[at] = this.#best(column, column, at, a, b)
    }
    this.#exchanged(a, b, levels)
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
    const cross = this.#best(given, family, this.#given, a, b)
    if (cross === NAME.missing || cross > NAME.close) return
    const back = this.#best(family, given, this.#given, a, b)
    if (back > NAME.similar || cross + back >= straight + beside) return
    levels[this.#given] = NAME.swapped
    levels[this.#family] = NAME.missing
  }

  /** The best level over all values that two records hold; missing when one holds none. */
  #best(first: Column, second: Column, at: number, a: number, b: number): number {
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
    const book = this.#table.books[at]
    if (book !== undefined) return book.compare(a, b)
    return this.#table.fields[at]?.kind === 'name'
      ? this.#table.phrases.compare(a, b)
      : this.#table.dates.compare(a, b)
  }
}
