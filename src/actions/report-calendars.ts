import type { Calendars } from '../figures/reading/calendars.ts'
import { parseCalendarDate } from '../identity/calendar-date.ts'
import { foldName } from '../identity/fold-name.ts'
import { findMonth } from '../identity/month-names.ts'

/** Longer words are no month; folding them would cost more than it is worth. */
const LONGEST = 20
const MOST_KEPT = 5_000

/** The calendars and month names of `identity`, for reading reports. A word is folded once. */
export function reportCalendars(): Calendars {
  const kept = new Map<string, ReturnType<Calendars['findMonth']>>()
  return {
    findMonth(lower) {
      if (lower.length < 2 || lower.length > LONGEST) return undefined
      if (kept.has(lower)) return kept.get(lower)
      const month = findMonth(foldName(lower))
      if (kept.size < MOST_KEPT) kept.set(lower, month)
      return month
    },
    parse(text) {
      const result = parseCalendarDate(text, { dayFirst: true })
      if (!result.ok) return undefined
      const { calendar, earliest, latest } = result.range
      return { from: earliest, to: latest, calendar }
    },
  }
}
