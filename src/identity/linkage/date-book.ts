import {
  CalendarDate,
  IslamicUmalquraCalendar,
  PersianCalendar,
  toCalendar,
} from '@internationalized/date'
import type { BirthDate } from '../../domain/person.ts'
import { DATE } from './field.ts'

/** A birth date made ready for comparing. Days are counted from 1970-01-01. */
interface DateParts {
  /** YYYYMMDD as a number, also of a day that does not exist; 0 when only a range is known. */
  readonly stated: number
  readonly year: number
  readonly earliest: number
  readonly latest: number
  /** `day`; `year` for a year, month or 1 January; `range` for ages and "about". */
  readonly grain: 'day' | 'year' | 'range'
  /** The day in the Solar Hijri and Hijri calendars, YYYYMMDD: how a clerk may have copied it. */
  readonly solar: number
  readonly lunar: number
}

const PERSIAN = new PersianCalendar()
const LUNAR = new IslamicUmalquraCalendar()
const DAY_MS = 86_400_000

/** Distinct birth dates of a table under small numbers, and how well any two agree. */
export class DateBook {
  readonly #dates: DateParts[] = []
  readonly #ids = new Map<string, number>()

  idOf(birth: Pick<BirthDate, 'earliest' | 'latest' | 'precision'>): number {
    const key = `${birth.earliest}/${birth.latest}/${birth.precision}`
    return this.#keep(key, () => toParts(birth))
  }

  /** A day that is written and cannot be, 30 February or month 19: compared by its digits. */
  idOfBroken(digits: string): number {
    return this.#keep(digits, () => {
      const year = Number(digits.slice(0, 4))
      const [earliest, latest] = [
        dayOf(`${digits.slice(0, 4)}-01-01`),
        dayOf(`${digits.slice(0, 4)}-12-31`),
      ]
      return { stated: Number(digits), year, earliest, latest, grain: 'day', solar: 0, lunar: 0 }
    })
  }

  #keep(key: string, make: () => DateParts): number {
    const known = this.#ids.get(key)
    if (known !== undefined) return known
    const id = this.#dates.push(make()) - 1
    this.#ids.set(key, id)
    return id
  }

  /** Year, month and day for blocking; month and day are 0 when not known. */
  partsOf(id: number): { readonly year: number; readonly month: number; readonly day: number } {
    const { stated = 0, year = 0 } = this.#dates[id] ?? {}
    return { year, month: Math.floor(stated / 100) % 100, day: stated % 100 }
  }

  /** The level of agreement of two dates (`DATE`), the same both ways (docs/match.md). */
  compare(a: number, b: number): number {
    const first = this.#dates[a]
    const second = this.#dates[b]
    if (first === undefined || second === undefined) return DATE.missing
    if (first.grain === 'day' && second.grain === 'day') return compareDays(first, second)
    const apart = Math.max(first.earliest - second.latest, second.earliest - first.latest)
    if (apart <= 0)
      return first.grain === 'range' || second.grain === 'range' ? DATE.overlap : DATE.yearOnly
    return apart <= 366 ? DATE.near : DATE.different
  }
}

function compareDays(a: DateParts, b: DateParts): number {
  if (a.stated === b.stated) return DATE.sameDay
  const dayOfA = a.stated % 10_000
  const dayOfB = b.stated % 10_000
  const sameDay = dayOfA === dayOfB
  if (a.year === b.year) {
    if (dayOfA === (dayOfB % 100) * 100 + Math.floor(dayOfB / 100)) return DATE.swapped
    return isOneSlip(String(a.stated), String(b.stated)) ? DATE.oneDigit : DATE.sameYear
  }
  if (sameDay && isOneSlip(String(a.stated), String(b.stated))) return DATE.oneDigit
  if (isMisread(a, b) || isMisread(b, a)) return DATE.otherCalendar
  return sameDay && Math.abs(a.year - b.year) === 1 ? DATE.near : DATE.different
}

/** One character wrong, missing or too many, or two neighbours exchanged. */
export function isOneSlip(a: string, b: string): boolean {
  if (a.length !== b.length) return a.length > b.length ? isOneMore(a, b) : isOneMore(b, a)
  let first = -1
  let second = -1
  for (let at = 0; at < a.length; at++) {
    if (a[at] === b[at]) continue
    if (first < 0) first = at
    else if (second < 0) second = at
    else return false
  }
  if (second < 0) return first >= 0
  return second === first + 1 && a[first] === b[second] && a[second] === b[first]
}

function isOneMore(long: string, short: string): boolean {
  if (long.length !== short.length + 1) return false
  let at = 0
  while (at < short.length && long[at] === short[at]) at++
  return long.slice(at + 1) === short.slice(at)
}

/** `b` is `a` as it stands in another calendar: whole, or with the year alone converted. */
function isMisread(a: DateParts, b: DateParts): boolean {
  if (b.stated === a.solar || b.stated === a.lunar) return true
  if (Math.abs(b.year - a.year) > 1) return false
  const day = b.stated % 10_000
  return day === a.solar % 10_000 || day === a.lunar % 10_000
}

function toParts({
  earliest,
  latest,
  precision,
}: Pick<BirthDate, 'earliest' | 'latest' | 'precision'>): DateParts {
  const isDay = precision === 'day' && earliest === latest
  const grain = isDay ? 'day' : precision === 'age' || precision === 'about' ? 'range' : 'year'
  // The middle of a range that spans two years: of a Solar Hijri year, of an age.
  const year = new Date(((dayOf(earliest) + dayOf(latest)) / 2) * DAY_MS).getUTCFullYear()
  const [solar = 0, lunar = 0] = isDay ? inOtherCalendars(earliest) : []
  const stated = isDay ? Number(earliest.replaceAll('-', '')) : 0
  return { stated, year, earliest: dayOf(earliest), latest: dayOf(latest), grain, solar, lunar }
}

function inOtherCalendars(day: string): number[] {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  const gregorian = new CalendarDate(year, month, date)
  return [PERSIAN, LUNAR].map((calendar) => {
    const other = toCalendar(gregorian, calendar)
    return other.year * 10_000 + other.month * 100 + other.day
  })
}

function dayOf(day: string): number {
  return Math.round(Date.parse(`${day}T00:00:00Z`) / DAY_MS)
}
