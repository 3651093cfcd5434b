import type { CalendarName } from '../../identity/calendar-date.ts'
import { foldName } from '../../identity/fold-name.ts'
import { findMonth } from '../../identity/month-names.ts'

interface MonthWord {
  readonly calendar: CalendarName
  readonly month: number
  readonly name: string
}

const kept = new Map<string, MonthWord | undefined>()
const MOST_KEPT = 5_000

/** The month that a word means, in any calendar and script. Words are folded once. */
export function calendarMonth(lower: string): MonthWord | undefined {
  if (lower.length < 2 || lower.length > 20) return undefined
  if (kept.has(lower)) return kept.get(lower)
  const found = findMonth(foldName(lower))
  const word = found === undefined ? undefined : { ...found, name: lower }
  if (kept.size < MOST_KEPT) kept.set(lower, word)
  return word
}
