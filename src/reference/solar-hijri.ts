import { dayNumber, plainDate } from './day-number.ts'
import type { DayNumber } from './day-number.ts'

/** First and last year that the table below holds (1921 to 2021). */
const FIRST_YEAR = 1300
const LAST_YEAR = 1400

const LEAP_IN_33 = new Set([1, 5, 9, 13, 17, 22, 26, 30])

/** Leap years follow a 33-year cycle, which is exact for all years between 1178 and 1633. */
function isLeapYear(year: number): boolean {
  return LEAP_IN_33.has(year % 33)
}

/** Day of 1 Farvardin, by year. 1 Farvardin 1300 was 21 March 1921. */
const YEAR_STARTS: readonly DayNumber[] = (() => {
  const starts = [dayNumber('1921-03-21')]
  for (let year = FIRST_YEAR; year <= LAST_YEAR; year++)
    starts.push((starts.at(-1) as number) + (isLeapYear(year) ? 366 : 365))
  return starts
})()

function startOf(year: number): DayNumber {
  const start = YEAR_STARTS[year - FIRST_YEAR]
  if (start === undefined) throw new RangeError(`Solar Hijri year ${year} is not in the table.`)
  return start
}

export interface SolarHijriDate {
  readonly year: number
  readonly month: number
  readonly day: number
}

/** The Solar Hijri date of a day between March 1921 and March 2022. */
export function toSolarHijri(on: DayNumber): SolarHijriDate {
  let year = Number(plainDate(on).slice(0, 4)) - 621
  if (year > LAST_YEAR || startOf(year) > on) year--
  const nth = on - startOf(year)
  // Six months of 31 days, then months of 30.
  return nth < 186
    ? { year, month: Math.floor(nth / 31) + 1, day: (nth % 31) + 1 }
    : { year, month: Math.floor((nth - 186) / 30) + 7, day: ((nth - 186) % 30) + 1 }
}

/** First and last day of a Solar Hijri year. */
export function solarHijriYear(year: number): readonly [DayNumber, DayNumber] {
  return [startOf(year), startOf(year + 1) - 1]
}
