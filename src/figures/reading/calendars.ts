import type { PlainDate } from '../../domain/plain-date.ts'

export type CalendarName = 'gregorian' | 'solar_hijri' | 'hijri'

/** Gregorian days that something written in one calendar covers, both included. */
export interface Days {
  readonly from: PlainDate
  readonly to: PlainDate
  readonly calendar: CalendarName
}

/** The calendars that dates are read in; they come from outside, this room knows none. */
export interface Calendars {
  /** The month that a lower-case word means, 1 to 12. */
  findMonth(lower: string): { readonly calendar: CalendarName; readonly month: number } | undefined
  /** A day, month or year with its year, as written. */
  parse(text: string): Days | undefined
}
