import type { PlainDate } from '../domain/plain-date.ts'
import type { StateCode } from '../domain/state-code.ts'
import { parseDay } from '../identity/calendar-date.ts'
import type { DateFault, DateOptions } from '../identity/calendar-date.ts'
import { toAsciiDigits } from '../identity/digits.ts'
import { isIsoCountry } from '../domain/iso-country.ts'
import type { ProblemList } from './problem.ts'
import type { TableRow } from './table-rows.ts'
import type { Vocabulary } from './vocabulary.ts'
import { vocabulary } from './vocabulary.ts'

export interface Fault {
  readonly code: string
  readonly message: string
  readonly help: string
}

export interface RowReaderOptions<Field extends string> extends DateOptions {
  readonly columns: ReadonlyMap<Field, number>
  readonly header: readonly string[]
  readonly problems: ProblemList
}

/** A spreadsheet would execute such a cell; full-width signs and our own escape count too. */
const FORMULA = /^\s*'?[=+\-@＝＋－＠]|^[\t\r]/
/** What a spreadsheet leaves where a formula of the source failed. */
const SPREADSHEET_ERROR = /^#(?:N\/A|REF!|VALUE!|NAME\?|DIV\/0!|NULL!|NUM!|SPILL!|CALC!)$/
/** What people write for "nothing". */
const BLANK = /^(?:[-–—]|n\/a)$/i
// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const CONTROL = /[\u0000-\u001f\u007f]/
const MOST_ID_CHARACTERS = 100

const FLAGS = vocabulary(['yes', 'no'], {
  yes: 'y,true,1,x,oui,o,si,sí,نعم,بله,بلی,да',
  no: 'n,false,0,non,لا,خیر,نه,нет',
})

/**
 * Reads the cells of one row by field. A cell that cannot be taken becomes a problem with row and
 * column (the file's own header) and reads as absent; no message repeats what the cell says.
 */
export class RowReader<Field extends string> {
  readonly #options: RowReaderOptions<Field>
  #row: TableRow = { row: 0, cells: [] }

  constructor(options: RowReaderOptions<Field>) {
    this.#options = options
  }

  get row(): number {
    return this.#row.row
  }

  /** Moves to another row. */
  at(row: TableRow): this {
    this.#row = row
    return this
  }

  isBlank(field: Field): boolean {
    return this.#raw(field) === ''
  }

  fault(field: Field, { code, message, help }: Fault): void {
    const column = this.#options.header[this.#options.columns.get(field) ?? -1] ?? field
    this.#options.problems.add({ code, row: this.row, column, message, help })
  }

  /** What the cell says, unchecked: only to decide how to read it. */
  peek(field: Field): string {
    return this.#raw(field)
  }

  /** Free text, without what a spreadsheet would execute. */
  text(field: Field): string | undefined {
    const raw = this.#raw(field)
    if (raw === '') return undefined
    if (SPREADSHEET_ERROR.test(raw)) {
      this.fault(field, {
        code: 'spreadsheet_error',
        message: 'the cell holds an error of the spreadsheet instead of a value',
        help: 'mend the formula there, or write the value itself',
      })
      return undefined
    }
    if (FORMULA.test(this.#written(field))) {
      this.fault(field, {
        code: 'formula',
        message: 'the cell starts like a formula, which a spreadsheet would execute',
        help: 'write the value as plain text, without = + - @ or a tab in front',
      })
      return undefined
    }
    return raw
  }

  /** One line of text: ids and names. */
  line(field: Field): string | undefined {
    const text = this.text(field)
    if (text === undefined || !CONTROL.test(text)) return text
    this.fault(field, {
      code: 'control_character',
      message: 'the cell holds a line break, a tab or another control character',
      help: 'write it on one line',
    })
    return undefined
  }

  id(field: Field): string | undefined {
    const id = this.line(field)
    if (id === undefined || id.length <= MOST_ID_CHARACTERS) return id
    this.fault(field, {
      code: 'id_too_long',
      message: `the id has more than ${MOST_ID_CHARACTERS} characters`,
      help: 'check that this column holds ids',
    })
    return undefined
  }

  /** Reports a field that has nothing; a cell with another fault is not reported twice. */
  require(field: Field, help: string): void {
    if (this.isBlank(field))
      this.fault(field, { code: 'missing', message: `${field} is empty`, help })
  }

  code<Value extends string>(field: Field, words: Vocabulary<Value>): Value | undefined {
    const text = this.text(field)
    if (text === undefined) return undefined
    const value = words.find(text)
    if (value === undefined) this.#notInList(field, words.values)
    return value
  }

  /** Several values of a closed list, separated by ; , / or blanks. */
  codes<Value extends string>(field: Field, words: Vocabulary<Value>): readonly Value[] {
    return this.items(field, words.find, () => this.#notInList(field, words.values))
  }

  /** Several values, each read by `find`; what it cannot read is one fault. */
  items<Value>(
    field: Field,
    find: (item: string) => Value | undefined,
    onFault: () => void,
  ): readonly Value[] {
    const text = this.text(field)
    if (text === undefined) return []
    const values = text
      .split(/[;,/،؛|\s]+/)
      .filter((item) => item !== '')
      .map(find)
    if (values.includes(undefined)) onFault()
    return [...new Set(values.filter((value) => value !== undefined))]
  }

  flag(field: Field): boolean | undefined {
    const value = this.code(field, FLAGS)
    return value === undefined ? undefined : value === 'yes'
  }

  /** An ISO 3166-1 alpha-3 code. */
  state(field: Field): StateCode | undefined {
    const code = this.text(field)?.toUpperCase()
    if (code === undefined || isIsoCountry(code)) return code
    this.notIso(field)
    return undefined
  }

  states(field: Field): readonly StateCode[] {
    const find = (item: string): string | undefined =>
      isIsoCountry(item.toUpperCase()) ? item.toUpperCase() : undefined
    return this.items(field, find, () => this.notIso(field))
  }

  notIso(field: Field): void {
    this.fault(field, {
      code: 'not_a_state',
      message: 'not an ISO 3166-1 code of three letters',
      help: 'write e.g. AFG, IRN, SYR; if the column holds UNHCR codes, convert all of it: three of them mean another country in ISO (AUS is Austria there)',
    })
  }

  /** A day in any calendar, as an ISO day. */
  day(field: Field): PlainDate | undefined {
    const text = this.text(field)
    if (text === undefined) return undefined
    const result = parseDay(text, this.#options)
    if (result.ok) return result.day
    this.fault(field, dateFault(result.why))
    return undefined
  }

  /** A whole number that is not negative. */
  count(field: Field): number | undefined {
    const raw = toAsciiDigits(this.#raw(field))
    if (raw === '') return undefined
    if (/^\d{1,9}$/.test(raw)) return Number(raw)
    if (/^[-−]\s*\d+([.,]\d+)?$/.test(raw)) {
      this.fault(field, {
        code: 'negative_number',
        message: 'the number is negative',
        help: 'write how many there are, 1 or more; to take places away, change the total',
      })
    } else if (this.text(field) !== undefined) {
      this.fault(field, {
        code: 'not_a_whole_number',
        message: 'not a whole number',
        help: 'write digits only, e.g. 1200; no fraction, no separator, no words',
      })
    }
    return undefined
  }

  #written(field: Field): string {
    const at = this.#options.columns.get(field)
    return at === undefined ? '' : (this.#row.cells[at] ?? '')
  }

  #raw(field: Field): string {
    const written = this.#written(field)
    if (written === '') return ''
    const raw = written.trim()
    return BLANK.test(raw) ? '' : raw
  }

  #notInList(field: Field, values: readonly string[]): void {
    this.fault(field, {
      code: 'not_in_list',
      message: `not a value that ${field} can have`,
      help: `write one of ${values.join(', ')}`,
    })
  }
}

const DATE_FAULTS: Readonly<Record<DateFault, readonly [message: string, help: string]>> = {
  empty: ['the date is empty', 'write it as YYYY-MM-DD'],
  unreadable: ['not a date', 'write it as YYYY-MM-DD, or Solar Hijri as 1369/05/12'],
  ambiguous: [
    'day and month cannot be told apart',
    'write it as YYYY-MM-DD, or say with --day-first which comes first in the whole file',
  ],
  two_digit_year: ['the year has two digits', 'write all four digits of the year'],
  serial_number: [
    'the date is the day number of a spreadsheet',
    'format the column as a date (YYYY-MM-DD) and save it again',
  ],
  no_such_day: ['there is no such day in that calendar', 'check day and month'],
  not_a_day: ['a month or a year, where a day is needed', 'write it as YYYY-MM-DD'],
  future: ['the date is in the future', 'check the year and the calendar'],
  too_old: ['the birth is 120 years ago or more', 'check the year and the calendar'],
  age_needs_date: [
    'an age, and the day on which it was true is not known',
    'add registered_on, or write a birth year ("about 1980")',
  ],
}

/** What to say of a date that cannot be taken; never the date. */
export function dateFault(why: DateFault): Fault {
  const [message, help] = DATE_FAULTS[why]
  return { code: `date_${why}`, message, help }
}
