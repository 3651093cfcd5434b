import {
  CalendarDate,
  GregorianCalendar,
  IslamicUmalquraCalendar,
  PersianCalendar,
  toCalendar,
} from '@internationalized/date'
import type { Calendar } from '@internationalized/date'
import type { BirthDate } from '../domain/person.ts'
import { isPlainDate } from '../domain/plain-date.ts'
import type { PlainDate } from '../domain/plain-date.ts'
import { toAsciiDigits } from './digits.ts'
import { foldName } from './fold-name.ts'
import { findMonth } from './month-names.ts'

export type CalendarName = BirthDate['calendar']

/** Why a written date could not be taken. */
export type DateFault =
  | 'empty'
  | 'unreadable'
  | 'ambiguous'
  | 'two_digit_year'
  | 'serial_number'
  | 'no_such_day'
  | 'not_a_day'
  | 'future'
  | 'too_old'
  | 'age_needs_date'

export interface DateOptions {
  /** The calendar when it is known; otherwise it follows from the mark, the month or the year. */
  readonly calendar?: CalendarName
  /** Decides 03/04/1990: true is 3 April, false is 4 March, absent leaves it ambiguous. */
  readonly dayFirst?: boolean
}

/** A day, a month or a year in one calendar, as the range of Gregorian days it covers. */
export interface DateRange {
  readonly calendar: CalendarName
  readonly earliest: PlainDate
  readonly latest: PlainDate
  readonly precision: 'day' | 'month' | 'year'
}

export type DateResult =
  { readonly ok: true; readonly range: DateRange } | { readonly ok: false; readonly why: DateFault }

interface Parts {
  readonly year: number
  readonly month?: number
  readonly day?: number
  readonly calendar?: CalendarName
}

const CALENDARS: Readonly<Record<Exclude<CalendarName, 'gregorian'>, Calendar>> = {
  solar_hijri: new PersianCalendar(),
  hijri: new IslamicUmalquraCalendar(),
}
const GREGORIAN = new GregorianCalendar()

/** The years that are read as Solar Hijri when nothing says otherwise: 1871 to 2072. */
const SOLAR_YEARS = { first: 1250, last: 1450 }

/** «هـ.ش» and the like name the solar calendar; a bare «هـ» or AH the lunar one. */
const SOLAR_MARK = /ه\s?ش$|شمسی$|\bsh$|\bshamsi$|\bap$/
const LUNAR_MARK = /ه\s?ق$|(?<=[\d\s])ه$|قمری$|هجری$|\bah$|^ah\b|\bhijri$/
const GREGORIAN_MARK = /(?<=[\d\s])م$|میلادی$|\bad$|\bce$/

const MARKS: readonly (readonly [mark: RegExp, calendar: CalendarName])[] = [
  [SOLAR_MARK, 'solar_hijri'],
  [LUNAR_MARK, 'hijri'],
  [GREGORIAN_MARK, 'gregorian'],
]

/** Reads a date in any of the three calendars; the text itself is not kept here. */
export function parseCalendarDate(text: string, options: DateOptions = {}): DateResult {
  const written = text.trim()
  // Most dates of a register are ISO: they need no folding.
  if (isPlainDate(written) && options.calendar === undefined && !isSolarYear(written.slice(0, 4))) {
    const days = { earliest: written, latest: written }
    return { ok: true, range: { calendar: 'gregorian', ...days, precision: 'day' } }
  }
  const plain = toAsciiDigits(written)
  if (plain === '') return { ok: false, why: 'empty' }
  const parts = readParts(plain, options)
  return typeof parts === 'string' ? { ok: false, why: parts } : toRange(parts, options)
}

/** Reads a date that must be one day, such as the day of a registration. */
export function parseDay(
  text: string,
  options: DateOptions = {},
):
  { readonly ok: true; readonly day: PlainDate } | { readonly ok: false; readonly why: DateFault } {
  const result = parseCalendarDate(text, options)
  if (!result.ok) return result
  if (result.range.precision !== 'day') return { ok: false, why: 'not_a_day' }
  return { ok: true, day: result.range.earliest }
}

function readParts(plain: string, options: DateOptions): Parts | DateFault {
  // Spreadsheets add a midnight to a day; any other time is not part of a date.
  const words = foldName(plain.replace(/[T ]00:00(:00(\.0+)?)?Z?$/, ''))
  const marked = MARKS.find(([mark]) => mark.test(words))
  const rest = marked === undefined ? words : words.replace(marked[0], '').trim()
  const parts = /^[\d ]+$/.test(rest) ? numericParts(rest, options) : namedParts(rest)
  if (typeof parts === 'string' || marked === undefined) return parts
  return { ...parts, calendar: marked[1] }
}

function numericParts(rest: string, options: DateOptions): Parts | DateFault {
  const texts = rest.split(' ')
  const [a = 0, b = 0, c = 0] = texts.map(Number)
  const isYear = (at: number): boolean => texts[at]?.length === 4
  if (texts.length === 1) {
    if (isYear(0)) return { year: a }
    if (texts[0]?.length === 8) return numericParts(rest.replace(/(....)(..)/, '$1 $2 '), options)
    if (texts[0]?.length === 5) return 'serial_number'
    return texts[0]?.length === 2 ? 'two_digit_year' : 'unreadable'
  }
  if (texts.length === 2) {
    if (isYear(0) && isYear(1)) return 'unreadable'
    if (isYear(0)) return { year: a, month: b }
    return isYear(1) ? { year: b, month: a } : 'unreadable'
  }
  if (texts.length !== 3) return 'unreadable'
  if (isYear(0)) return { year: a, month: b, day: c }
  if (!isYear(2)) return texts.every((part) => part.length <= 2) ? 'two_digit_year' : 'unreadable'
  if (a === b || a > 12 || options.dayFirst === true) return { year: c, month: b, day: a }
  if (b > 12 || options.dayFirst === false) return { year: c, month: a, day: b }
  return 'ambiguous'
}

function namedParts(rest: string): Parts | DateFault {
  const numbers = rest.match(/\d+/g) ?? []
  const month = findMonth(
    rest
      .replace(/\d+(?:st|nd|rd|th)?\b/g, ' ')
      .trim()
      .replace(/\s+/g, ' '),
  )
  if (month === undefined || numbers.length === 0 || numbers.length > 2) return 'unreadable'
  const year = numbers.find((number) => number.length === 4)
  if (year === undefined) return numbers.some((n) => n.length > 2) ? 'unreadable' : 'two_digit_year'
  const day = numbers.find((number) => number !== year)
  return {
    year: Number(year),
    month: month.month,
    ...(day === undefined ? {} : { day: Number(day) }),
    calendar: month.calendar,
  }
}

function toRange(parts: Parts, options: DateOptions): DateResult {
  const { year, month, day } = parts
  const calendar =
    parts.calendar ?? options.calendar ?? (isSolarYear(year) ? 'solar_hijri' : 'gregorian')
  if (month === 0 || (month ?? 1) > 12 || day === 0) return { ok: false, why: 'no_such_day' }
  const range = calendar === 'gregorian' ? gregorianRange(parts) : hijriRange(parts, calendar)
  if (range === undefined) return { ok: false, why: 'no_such_day' }
  const precision = day !== undefined ? 'day' : month !== undefined ? 'month' : 'year'
  return { ok: true, range: { calendar, ...range, precision } }
}

function isSolarYear(year: number | string): boolean {
  return Number(year) >= SOLAR_YEARS.first && Number(year) <= SOLAR_YEARS.last
}

type Days = Pick<DateRange, 'earliest' | 'latest'> | undefined

function gregorianRange({ year, month, day }: Parts): Days {
  const lastMonth = month ?? 12
  const last = new Date(Date.UTC(year, lastMonth, 0)).getUTCDate()
  if ((day ?? 1) > last) return undefined
  return {
    earliest: isoDay(year, month ?? 1, day ?? 1),
    latest: isoDay(year, lastMonth, day ?? last),
  }
}

function hijriRange({ year, month, day }: Parts, name: 'solar_hijri' | 'hijri'): Days {
  const calendar = CALENDARS[name]
  const firstDay = new CalendarDate(calendar, year, month ?? 1, 1)
  const lastMonth = new CalendarDate(calendar, year, month ?? 12, 1)
  const last = calendar.getDaysInMonth(lastMonth)
  if ((day ?? 1) > last) return undefined
  return {
    earliest: toGregorian(firstDay.set({ day: day ?? 1 })),
    latest: toGregorian(lastMonth.set({ day: day ?? last })),
  }
}

function toGregorian(date: CalendarDate): PlainDate {
  const { year, month, day } = toCalendar(date, GREGORIAN)
  return isoDay(year, month, day)
}

function isoDay(year: number, month: number, day: number): PlainDate {
  const two = (number: number): string => String(number).padStart(2, '0')
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`
}
