import type { PlainDate } from '../domain/plain-date.ts'

/** Whole days since 1 January 1970; arithmetic on days is plain arithmetic. */
export type DayNumber = number

export const DAY_MS = 86_400_000

const written = new Map<DayNumber, PlainDate>()

/** The number of a calendar day. */
export function dayNumber(date: PlainDate): DayNumber {
  return Date.parse(`${date}T00:00:00Z`) / DAY_MS
}

/** The calendar day of a number. Kept: an operation has few days and asks often. */
export function plainDate(day: DayNumber): PlainDate {
  let text = written.get(day)
  if (text === undefined) {
    text = new Date(day * DAY_MS).toISOString().slice(0, 10)
    written.set(day, text)
  }
  return text
}
