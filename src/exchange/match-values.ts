import { parseBirthDate } from '../identity/birth-date.ts'
import { toAsciiDigits } from '../identity/digits.ts'
import type { Value } from '../identity/linkage/link-table.ts'

/** Reads the dates of one column: their order of day and month is one for all of them. */
export class DateColumn {
  readonly #today: string
  readonly #dayFirst: boolean
  readonly #known = new Map<string, readonly Value[]>()

  /** `sample`: first values, from which the order of day and month is told. */
  constructor(sample: readonly string[], today: string) {
    this.#today = today
    this.#dayFirst = !sample.some((text) => {
      const parts = /^(\d{1,2})[-/.](\d{1,2})[-/.]\d{4}/.exec(toAsciiDigits(text.trim()))
      return parts !== null && Number(parts[2]) > 12
    })
  }

  /** A range of days; digits of a day that cannot be; nothing when there is no date in it. */
  read(text: string): readonly Value[] {
    const known = this.#known.get(text)
    if (known !== undefined) return known
    const value = this.#read(text)
    this.#known.set(text, value)
    return value
  }

  #read(text: string): readonly Value[] {
    if (text === '') return []
    const result = parseBirthDate(text, { today: this.#today, dayFirst: this.#dayFirst })
    if (result.ok) return [result.date]
    const digits = this.#digits(toAsciiDigits(text))
    return digits === undefined ? [] : [digits]
  }

  /** Eight digits, year first, of what looks like a date and is none. */
  #digits(text: string): string | undefined {
    const whole = /^(\d{4})[-/.]?(\d{2})[-/.]?(\d{2})$/.exec(text)
    if (whole !== null) return whole.slice(1).join('')
    const parts = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})$/.exec(text)
    if (parts === null) return undefined
    const [, first = '', second = '', year = ''] = parts
    const [day, month] = this.#dayFirst ? [first, second] : [second, first]
    return `${year}${month.padStart(2, '0')}${day.padStart(2, '0')}`
  }
}
