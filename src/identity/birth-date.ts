import type { BirthDate } from '../domain/person.ts'
import { addDays, daysBetween } from '../domain/plain-date.ts'
import type { PlainDate } from '../domain/plain-date.ts'
import { parseCalendarDate } from './calendar-date.ts'
import type { DateFault, DateOptions } from './calendar-date.ts'
import { toAsciiDigits } from './digits.ts'

export interface BirthDateOptions extends DateOptions {
  /** Nobody is born after it, or 120 years and more before it. */
  readonly today: PlainDate
  /** The day on which a stated age was true; without it an age is refused. */
  readonly ageOn?: PlainDate
}

export type BirthDateResult =
  { readonly ok: true; readonly date: BirthDate } | { readonly ok: false; readonly why: DateFault }

/** "About 1980" is taken as this many years either side (our choice). */
export const ABOUT_YEARS = 2
const OLDEST_YEARS = 120

const ABOUT =
  /^(?:about|around|approx(?:imately)?|circa|ca|c|environ|vers|hacia|حدود|حدوداً|حوالي|حوالی|نحو)?[.~≈\s]*(\d{4})[\s?]*(.*)$/i
const ABOUT_MARK = /^\D|\?/
const AGE =
  /^(?:age|aged|سن|عمر)?[:\s]*(\d{1,3})\s*(years?|yrs?|y\/?o?|ans|años|سال|ساله|سنة|سنوات|months?|mois|meses|ماه|شهر|أشهر)?(?:\s*old)?$/iu
const MONTH_WORD = /^(?:mo|me|ماه|شهر|أشهر)/iu

/**
 * Reads a birth date as people write it: a day, month or year in three calendars, "about 1980",
 * or an age. 1 January in the Gregorian calendar is read as "year only": it is what registers
 * write when only the year is known (identity.md §4). The text is kept as written.
 */
export function parseBirthDate(text: string, options: BirthDateOptions): BirthDateResult {
  const kept = text.trim()
  const plain = toAsciiDigits(kept)
  const age = matchAge(plain)
  const found = age === undefined ? fromDate(plain, kept, options) : fromAge(age, kept, options)
  if (!found.ok) return found
  const { earliest, latest } = found.date
  if (earliest > options.today) return { ok: false, why: 'future' }
  if (latest <= yearsBefore(options.today, OLDEST_YEARS)) return { ok: false, why: 'too_old' }
  return found
}

interface Age {
  readonly count: number
  readonly unit: 'years' | 'months'
}

/** A number with a unit, or one introduced as an age; a bare number is no age. */
function matchAge(plain: string): Age | undefined {
  const match = AGE.exec(plain)
  if (match === null) return undefined
  const unit = match[2] ?? ''
  if (unit === '' && /^\d/.test(plain)) return undefined
  return { count: Number(match[1]), unit: MONTH_WORD.test(unit) ? 'months' : 'years' }
}

function fromAge(age: Age, text: string, options: BirthDateOptions): BirthDateResult {
  const on = options.ageOn
  if (on === undefined) return { ok: false, why: 'age_needs_date' }
  const minus = age.unit === 'years' ? minusYears : minusMonths
  const date: BirthDate = {
    text,
    calendar: 'gregorian',
    earliest: addDays(minus(on, age.count + 1), 1),
    latest: minus(on, age.count),
    precision: 'age',
  }
  return { ok: true, date }
}

function fromDate(plain: string, text: string, options: BirthDateOptions): BirthDateResult {
  const about = ABOUT.exec(plain)
  const isAbout = about !== null && ABOUT_MARK.test(plain)
  const written = isAbout ? `${about[1] ?? ''} ${about[2] ?? ''}`.trim() : plain
  const result = parseCalendarDate(written, options)
  if (!result.ok) return result
  const { calendar, earliest, latest, precision } = result.range
  if (isAbout) {
    if (precision !== 'year') return { ok: false, why: 'unreadable' }
    const date: BirthDate = {
      text,
      calendar,
      earliest: minusYears(earliest, ABOUT_YEARS),
      latest: minusYears(latest, -ABOUT_YEARS),
      precision: 'about',
    }
    return { ok: true, date }
  }
  if (calendar === 'gregorian' && precision === 'day' && earliest.endsWith('-01-01')) {
    const december = `${earliest.slice(0, 4)}-12-31`
    return { ok: true, date: { text, calendar, earliest, latest: december, precision: 'year' } }
  }
  return { ok: true, date: { text, calendar, earliest, latest, precision } }
}

/** Only to compare with: 29 February stays one in any year. */
function yearsBefore(date: PlainDate, years: number): string {
  return String(Number(date.slice(0, 4)) - years).padStart(4, '0') + date.slice(4)
}

function minusYears(date: PlainDate, years: number): PlainDate {
  return minusMonths(date, years * 12)
}

/** The same day that many months earlier; the last of the month where that day does not exist. */
function minusMonths(date: PlainDate, months: number): PlainDate {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number)
  const index = year * 12 + (month - 1) - months
  const first = `${String(Math.floor(index / 12)).padStart(4, '0')}-${String((index % 12) + 1).padStart(2, '0')}-01`
  const next = new Date(Date.UTC(Math.floor(index / 12), (index % 12) + 1, 1))
  const length = daysBetween(first, next.toISOString().slice(0, 10))
  return addDays(first, Math.min(day, length) - 1)
}
