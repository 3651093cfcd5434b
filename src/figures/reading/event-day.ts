import { daysBetween } from '../../domain/plain-date.ts'
import type { Days } from './calendars.ts'
import { splitDays } from './claim-day.ts'
import type { ClaimDay } from './claim-day.ts'
import type { DayMention } from './day-phrase.ts'
import type { Attribution } from './said-by.ts'
import type { Token } from './token.ts'

const EVENT_DAYS = 31

/** A day of an event, for the numbers after it; a long period is none. */
export function eventOf({ basis, days }: ClaimDay): Days | undefined {
  const isOwn = basis !== 'published' && basis !== 'reported'
  return isOwn && daysBetween(days.from, days.to) <= EVENT_DAYS ? days : undefined
}

const HAPPENING =
  /^(?:attacks?|raids?|assault|massacre|clash|clashes|bombing|blast|explosion|strikes?|shelling|fire|floods?|storm|accident|earthquake|shooting|shipwreck|riots?|landslides?|sank|capsized|exploded|collapsed|crashed|overturned|struck|erupted|stormed)$/

/** The day of something that happened, told without a number: "the boat sank on Saturday". */
export function happeningOf(
  tokens: readonly Token[],
  days: readonly DayMention[],
  attributions: readonly Attribution[],
): Days | undefined {
  if (!tokens.some((token) => HAPPENING.test(token.lower))) return undefined
  const [day, ...more] = splitDays(days, attributions).content.filter((one) => !one.isNow)
  if (day === undefined || more.length > 0) return undefined
  return daysBetween(day.days.from, day.days.to) <= EVENT_DAYS ? day.days : undefined
}
