import { addDays } from '../../domain/plain-date.ts'
import type { PlainDate } from '../../domain/plain-date.ts'
import { toAsciiDigits } from './number-words.ts'
import type { Calendars, Days } from './calendars.ts'
import { isCapital } from './token.ts'
import type { Token } from './token.ts'

/** What days without a year, and words such as "a week later", are counted from. */
export interface DayContext {
  readonly calendars: Calendars
  readonly published: PlainDate
  /** The last day that the text spoke of. */
  readonly anchor: PlainDate | undefined
  /** The sentence speaks of what is to come: "in April" is the next one. */
  readonly looksAhead: boolean
}

export interface Found {
  readonly to: number
  readonly days: Days
  readonly isWorkedOut?: boolean
  readonly isNow?: boolean
}

export type Tokens = readonly Token[]

const WEEKDAYS = 'sunday monday tuesday wednesday thursday friday saturday'.split(' ')

export const DAY_PARTS = new Set('night morning afternoon evening noon dawn'.split(' '))

const YEAR_WORDS = new Set(
  (
    'in since by of during until till from early late mid through to before after between and around end summer winter ' +
    'spring autumn throughout year for سال في عام سنة از تا'
  ).split(' '),
)

/** A day, or a month with or without its year, in any of the calendars. */
export function readDate(tokens: Tokens, at: number, context: DayContext): Found | undefined {
  const iso = tokens[at]?.text ?? ''
  if (/^.{4}-.{2}-.{2}$/.test(iso)) return parsed(iso, at + 1, context)
  const slash = readSlashed(tokens, at, context)
  if (slash !== undefined) return slash
  const first = dayNumber(tokens[at])
  if (first !== undefined) {
    const of = lower(tokens, at + 1) === 'of' || lower(tokens, at + 1) === '.' ? 1 : 0
    const month = context.calendars.findMonth(lower(tokens, at + 1 + of))
    if (month === undefined || !monthFits(tokens, at + 1 + of)) return undefined
    return withYear(tokens, at + 2 + of, lower(tokens, at + 1 + of), first, context)
  }
  const month = context.calendars.findMonth(lower(tokens, at))
  if (month === undefined || !monthFits(tokens, at)) return undefined
  const dot = lower(tokens, at + 1) === '.' ? 1 : 0
  const day = dayNumber(tokens[at + 1 + dot])
  if (day !== undefined && !isUnitAfter(tokens, at + 2 + dot))
    return withYear(tokens, at + 2 + dot, lower(tokens, at), day, context)
  if (
    /^[a-z]/.test(lower(tokens, at)) &&
    day === undefined &&
    yearAt(tokens, at + 1 + dot) === undefined
  ) {
    const isNamed = isCapital(tokens[at]) && (at > 0 || lower(tokens, at + 1) === ',')
    const isMay = ['may', 'march', 'mar', 'dey', 'tir', 'mehr'].includes(lower(tokens, at))
    const before = lower(tokens, at - 1)
    if (
      !isNamed ||
      (isMay &&
        !/^(?:in|of|since|by|until|from|to|and|between|early|late|mid|last|next|this|during)$/.test(
          before,
        ))
    )
      return undefined
  }
  return withYear(tokens, at + 1 + dot, lower(tokens, at), undefined, context)
}

/** "March 15 people" is a month and people: what counts people is no day. */
function isUnitAfter(tokens: Tokens, at: number): boolean {
  return /^(?:people|persons|men|women|children|residents|cases|families|others)$/.test(
    lower(tokens, at),
  )
}

/** Lower-case "march", "may" and "mar" are other words. */
function monthFits(tokens: Tokens, at: number): boolean {
  const token = tokens[at]
  return token !== undefined && (isCapital(token) || !/^[a-z]/i.test(token.text))
}

function readSlashed(tokens: Tokens, at: number, context: DayContext): Found | undefined {
  const parts = [0, 2, 4].map((step) => tokens[at + step])
  if (lower(tokens, at + 1) !== '/' || lower(tokens, at + 3) !== '/') return undefined
  if (parts.some((part) => part?.kind !== 'number')) return undefined
  return parsed(parts.map((part) => part?.text ?? '').join('/'), at + 5, context)
}

function parsed(text: string, to: number, { calendars }: DayContext): Found | undefined {
  const days = calendars.parse(text)
  return days === undefined ? undefined : { to, days }
}

function withYear(
  tokens: Tokens,
  at: number,
  month: string,
  day: number | undefined,
  context: DayContext,
): Found | undefined {
  const comma = lower(tokens, at) === ',' && day !== undefined ? 1 : 0
  const isLast = lower(tokens, at) === 'last' && lower(tokens, at + 1) === 'year'
  const year = yearAt(tokens, at + comma)
  const found = context.calendars.findMonth(month)
  if (found === undefined) return undefined
  if (year !== undefined) return parsed(`${day ?? ''} ${month} ${year}`, at + comma + 1, context)
  if (isLast && found.calendar === 'gregorian') {
    const whole = Number(context.published.slice(0, 4)) - 1
    return { to: at + 2, days: pick(monthDays(whole, found.month), day), isWorkedOut: true }
  }
  if (found.calendar !== 'gregorian') return nearestSolar(month, day, at, context)
  const whole = wholeMonth(tokens, at - 1, found.month, context, day)
  return { ...whole, to: at }
}

/** The Solar Hijri year is told from the two that touch the day of publication. */
function nearestSolar(
  month: string,
  day: number | undefined,
  to: number,
  context: DayContext,
): Found | undefined {
  const year = Number(context.published.slice(0, 4)) - 621
  for (const wanted of [year, year - 1]) {
    const found = parsed(`${day ?? ''} ${month} ${wanted}`, to, context)
    if (found !== undefined && found.days.from <= context.published)
      return { ...found, isWorkedOut: true }
  }
  return undefined
}

export function wholeMonth(
  tokens: Tokens,
  at: number,
  month: number,
  context: DayContext,
  day?: number,
): Found {
  const stated = yearAt(tokens, at + 1)
  if (stated !== undefined) return { to: at + 2, days: pick(monthDays(stated, month), day) }
  const year = Number(context.published.slice(0, 4))
  const these = pick(monthDays(year, month), day)
  const chosen = context.looksAhead
    ? these.to < context.published
      ? pick(monthDays(year + 1, month), day)
      : these
    : these.from > context.published
      ? pick(monthDays(year - 1, month), day)
      : these
  return { to: at + 1, days: chosen, isWorkedOut: true }
}

export function pick(days: Days, day: number | undefined): Days {
  if (day === undefined) return days
  const one = `${days.from.slice(0, 8)}${String(day).padStart(2, '0')}`
  return one > days.to ? { ...days, from: days.to } : { ...days, from: one, to: one }
}

export function readYear(
  tokens: Tokens,
  at: number,
  context: DayContext,
  isSure = false,
): Found | undefined {
  const year = yearAt(tokens, at)
  if (year === undefined) return undefined
  const before = lower(tokens, at - 1)
  const fits = isSure || YEAR_WORDS.has(before) || (before === '(' && lower(tokens, at + 1) === ')')
  if (!fits || isUnitAfter(tokens, at + 1)) return undefined
  if (year < 1_500) return parsed(String(year), at + 1, context)
  return { to: at + 1, days: gregorian(`${year}-01-01`, `${year}-12-31`) }
}

export function readWeekday(
  tokens: Tokens,
  at: number,
  { published, looksAhead }: DayContext,
): Found | undefined {
  const lead = ['last', 'this', 'next', 'past', 'on', 'early', 'late'].includes(lower(tokens, at))
    ? 1
    : 0
  const nth = WEEKDAYS.indexOf(lower(tokens, at + lead))
  if (nth < 0 || !isCapital(tokens[at + lead])) return undefined
  const word = lead === 1 ? lower(tokens, at) : ''
  const today = new Date(`${published}T00:00:00Z`).getUTCDay()
  const isAhead = word === 'next' || (looksAhead && word === '')
  const back = (today - nth + 7) % 7
  const ahead = (nth - today + 7) % 7
  const day = isAhead
    ? addDays(published, word === 'next' && ahead === 0 ? 7 : ahead)
    : addDays(published, word === 'last' && back === 0 ? -7 : -back)
  const part = DAY_PARTS.has(lower(tokens, at + lead + 1)) ? 1 : 0
  return { to: at + lead + 1 + part, days: gregorian(day, day), isWorkedOut: true }
}

export function dayNumber(token: Token | undefined): number | undefined {
  if (token === undefined || token.kind !== 'number' || token.text.length > 4) return undefined
  const plain = toAsciiDigits(token.lower).replace(/(?:st|nd|rd|th)$/, '')
  if (!/^\d{1,2}$/.test(plain)) return undefined
  const value = Number(plain)
  return value >= 1 && value <= 31 ? value : undefined
}

/** A plausible year of either calendar, four digits without a group mark. */
function yearAt(tokens: Tokens, at: number): number | undefined {
  const text = tokens[at]?.kind === 'number' ? (tokens[at]?.text ?? '') : ''
  if (text.length !== 4) return undefined
  const plain = toAsciiDigits(text)
  if (!/^\d{4}$/.test(plain)) return undefined
  const value = Number(plain)
  return (value >= 1_900 && value <= 2_099) || (value >= 1_300 && value <= 1_450)
    ? value
    : undefined
}

export function monthDays(year: number, month: number): Days {
  const two = String(month).padStart(2, '0')
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate()
  return gregorian(`${year}-${two}-01`, `${year}-${two}-${last}`)
}

export function gregorian(from: PlainDate, to: PlainDate): Days {
  return { from, to, calendar: 'gregorian' }
}

export function lower(tokens: Tokens, at: number): string {
  return tokens[at]?.lower ?? ''
}
