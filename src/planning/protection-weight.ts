import type { Category } from '../domain/category.ts'
import type { PlainDate } from '../domain/plain-date.ts'
import { daysBetween } from '../domain/plain-date.ts'
import type { Candidate } from './candidate.ts'

/**
 * Points of protection need by primary category, our own rule (docs/planning.md): threats to life,
 * liberty and bodily safety first, then risk, then the lack of another solution. A published rule,
 * the same for everyone; no quality of a person beyond their need enters it.
 */
const PRIMARY_POINTS: Readonly<Record<Category, number>> = {
  LPN: 4,
  SVT: 4,
  MED: 3,
  AWR: 3,
  CHL: 3,
  FAM: 2,
  OLD: 1,
  LAS: 1,
  RLI: 1,
}
const DAYS_PER_YEAR = 365
const MOST_WAITING_POINTS = 3

/** Points for one case; a plan's protection level sums points times persons placed. */
export function protectionPoints(one: Candidate, today: PlainDate): number {
  const [primary, secondary] = one.facts.categories
  const first = primary === undefined ? 0 : PRIMARY_POINTS[primary]
  const second = secondary === undefined || PRIMARY_POINTS[secondary] < 3 ? 0 : 1
  const child = one.hasUnaccompaniedChild ? 1 : 0
  const years = Math.floor(Math.max(0, daysBetween(one.referredOn, today)) / DAYS_PER_YEAR)
  return first + second + child + Math.min(years, MOST_WAITING_POINTS)
}
