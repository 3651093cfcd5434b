import type { BirthDate } from '../../domain/person.ts'
import { DateBook } from './date-book.ts'
import type { Field } from './field.ts'
import { PhraseBook } from './phrase-book.ts'
import { ValueBook } from './value-book.ts'

/** One value of a record: a text, a birth date that was read, or digits of a day that cannot be. */
export type Value = string | Pick<BirthDate, 'earliest' | 'latest' | 'precision'>

/** One column: the numbers of each record's values, most often one or none. */
export interface Column {
  readonly field: Field
  /** Values of record r are `values[start[r]]` up to `values[start[r + 1]]`. */
  start: Uint32Array
  values: Int32Array
}

/** Records made ready for comparing: every value is a small number, compared once for all. */
export class LinkTable {
  readonly ids: string[] = []
  readonly fields: readonly Field[]
  readonly columns: readonly Column[]
  readonly phrases = new PhraseBook()
  readonly dates = new DateBook()
  /** By column; undefined for names and dates. */
  readonly books: readonly (ValueBook | undefined)[]
  /** The household of each record by number, -1 for none. */
  readonly households: number[] = []
  /** Pairs have one record before it and one from it on; 0 when every pair counts. */
  boundary = 0
  /** Pairs have at least one record from it on: those that are new; 0 when every pair counts. */
  firstNew = 0
  readonly #growing: { start: number[]; values: number[] }[]
  readonly #householdIds = new Map<string, number>()

  constructor(fields: readonly Field[]) {
    this.fields = fields
    this.books = fields.map(({ kind }) =>
      kind === 'name' || kind === 'date' ? undefined : new ValueBook(kind),
    )
    this.columns = fields.map((field) => ({
      field,
      start: new Uint32Array(1),
      values: new Int32Array(0),
    }))
    this.#growing = fields.map(() => ({ start: [0], values: [] }))
  }

  get size(): number {
    return this.ids.length
  }

  /** Adds a record; `values` by field, empty texts are missing. */
  add(id: string, values: readonly (readonly Value[])[], household?: string): void {
    this.ids.push(id)
    for (const [at, column] of this.#growing.entries()) {
      for (const value of values[at] ?? []) {
        const number = this.#numberOf(at, value)
        if (number >= 0) column.values.push(number)
      }
      column.start.push(column.values.length)
    }
    this.households.push(
      household === undefined || household === '' ? -1 : this.#household(household),
    )
  }

  /** To be called once after the last record. */
  seal(): this {
    for (const [at, growing] of this.#growing.entries()) {
      const column = this.columns[at]
      if (column === undefined) continue
      column.start = Uint32Array.from(growing.start)
      column.values = Int32Array.from(growing.values)
      growing.start.length = 0
      growing.values.length = 0
    }
    return this
  }

  columnOf(name: string): Column | undefined {
    return this.columns.find(({ field }) => field.name === name)
  }

  /** Whether the pair may be a match at all: of both tables, or with a new record. */
  allows(a: number, b: number): boolean {
    const high = Math.max(a, b)
    if (this.boundary > 0) return Math.min(a, b) < this.boundary && high >= this.boundary
    return high >= this.firstNew
  }

  #numberOf(at: number, value: Value): number {
    if (typeof value !== 'string') return this.dates.idOf(value)
    const kind = this.fields[at]?.kind
    if (kind === 'name') return this.phrases.idOf(value)
    if (kind === 'date') return /^\d{8}$/.test(value) ? this.dates.idOfBroken(value) : -1
    return this.books[at]?.idOf(value) ?? -1
  }

  #household(name: string): number {
    const known = this.#householdIds.get(name)
    if (known !== undefined) return known
    this.#householdIds.set(name, this.#householdIds.size)
    return this.#householdIds.size - 1
  }
}
