import { addDays } from '../../domain/plain-date.ts'
import type { PlainDate } from '../../domain/plain-date.ts'
import { toAsciiDigits } from './number-words.ts'
import { DAY_PARTS, gregorian, lower, monthDays, pick } from './day-date.ts'
import type { DayContext, Found, Tokens } from './day-date.ts'
import { wordValue } from './number-words.ts'

/** "a week later", "two days ago", "last week", "the following day", "next year". */
export function readRelative(tokens: Tokens, at: number, context: DayContext): Found | undefined {
  const { published, anchor } = context
  const word = lower(tokens, at)
  const next = lower(tokens, at + 1)
  const base = anchor ?? published
  const fixed: Readonly<Record<string, number>> = {
    yesterday: -1,
    today: 0,
    tomorrow: 1,
    tonight: 0,
    امروز: 0,
    دیروز: -1,
    اليوم: 0,
    أمس: -1,
  }
  const shift = Object.hasOwn(fixed, word) ? fixed[word] : undefined
  if (shift !== undefined) {
    const day = addDays(published, shift)
    return { to: at + 1, days: gregorian(day, day), isWorkedOut: true }
  }
  if (word === 'overnight' || (word === 'last' && next === 'night'))
    return {
      to: at + (word === 'last' ? 2 : 1),
      days: gregorian(addDays(published, -1), published),
      isWorkedOut: true,
    }
  const feast = readFeast(tokens, at, published)
  if (feast !== undefined) return feast
  const isDayAfter = word === 'the' && ['following', 'next', 'previous', 'same'].includes(next)
  if (isDayAfter && DAY_AND_PARTS.has(lower(tokens, at + 2))) {
    const step = next === 'previous' ? -1 : next === 'same' ? 0 : 1
    const day = addDays(base, step)
    return { to: at + 3, days: gregorian(day, day), isWorkedOut: true }
  }
  if (word === 'that' && DAY_AND_PARTS.has(next) && anchor !== undefined)
    return { to: at + 2, days: gregorian(anchor, anchor), isWorkedOut: true }
  return readAgo(tokens, at, context) ?? readWhole(tokens, at, context)
}

/** "New Year's Eve", "Christmas Day": the last one. */
function readFeast(tokens: Tokens, at: number, published: PlainDate): Found | undefined {
  const words = [0, 1, 2, 3].map((step) => lower(tokens, at + step)).join(' ')
  const found = [...FEASTS].find(([name]) => words === name || words.startsWith(`${name} `))
  if (found === undefined) return undefined
  const year = Number(published.slice(0, 4))
  const these = `${year}-${found[1]}`
  const day = these > published ? `${year - 1}-${found[1]}` : these
  return { to: at + found[0].split(' ').length, days: gregorian(day, day), isWorkedOut: true }
}

const FEASTS: ReadonlyMap<string, string> = new Map([
  ["new year 's eve", '12-31'],
  ["new year 's day", '01-01'],
  ['christmas day', '12-25'],
  ['christmas eve', '12-24'],
])

const DAY_AND_PARTS = new Set(['day', ...DAY_PARTS])

const LENGTHS: Readonly<Record<string, number>> = {
  day: 1,
  night: 1,
  week: 7,
  fortnight: 14,
  month: 30,
  year: 365,
}

function readAgo(tokens: Tokens, at: number, { published, anchor }: DayContext): Found | undefined {
  const word = lower(tokens, at)
  const past = ['past', 'last', 'previous'].includes(lower(tokens, at + 1)) && word === 'the'
  // "in the past week" is that of the last seven days.
  const whole = LENGTHS[lower(tokens, at + 2)]
  if (past && whole !== undefined && whole > 1)
    return {
      to: at + 3,
      days: gregorian(addDays(published, -whole), published),
      isWorkedOut: true,
    }
  const many = amount(tokens, past ? at + 2 : at)
  const unit = lower(tokens, (past ? at + 2 : at) + 1).replace(/s$/, '')
  const length = Object.hasOwn(LENGTHS, unit) ? LENGTHS[unit] : undefined
  if (many === undefined || many > 1_000 || length === undefined) return undefined
  if (past)
    return {
      to: at + 4,
      days: gregorian(addDays(published, -many * length), published),
      isWorkedOut: true,
    }
  const joint = lower(tokens, at + 2)
  const base = joint === 'ago' ? published : (anchor ?? published)
  const sign = joint === 'ago' || joint === 'earlier' || joint === 'before' ? -1 : 1
  if (!['ago', 'earlier', 'later', 'before', 'after', 'afterwards'].includes(joint))
    return undefined
  // "three years after the raid" is counted from the raid.
  const next = lower(tokens, at + 3)
  if (['after', 'before'].includes(joint) && /^\p{L}/u.test(next)) return undefined
  const day = shiftBy(base, sign * many, unit)
  return { to: at + 3, days: gregorian(day, day), isWorkedOut: true }
}

export function shiftBy(day: PlainDate, many: number, unit: string): PlainDate {
  if (unit !== 'month' && unit !== 'year') return addDays(day, many * (LENGTHS[unit] ?? 1))
  const months =
    Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1 + many * (unit === 'year' ? 12 : 1)
  return pick(monthDays(Math.floor(months / 12), (months % 12) + 1), Number(day.slice(8))).from
}

function amount(tokens: Tokens, at: number): number | undefined {
  const token = tokens[at]
  if (token === undefined) return undefined
  if (token.lower === 'a' || token.lower === 'an') return 1
  if (token.kind === 'number') return Number(toAsciiDigits(token.text))
  return wordValue(token.lower)
}

function readWhole(
  tokens: Tokens,
  at: number,
  { published, looksAhead }: DayContext,
): Found | undefined {
  const word = lower(tokens, at)
  const unit = lower(tokens, at + 1)
  const step = { last: -1, this: 0, next: 1 }[word]
  if (step === undefined) return undefined
  const year = Number(published.slice(0, 4))
  const month = Number(published.slice(5, 7))
  const to = at + 2
  if (unit === 'year') {
    // "this year" goes up to today, or to its end when one speaks of what is to come.
    const end = step === 0 && !looksAhead ? published : `${year + step}-12-31`
    return { to, days: gregorian(`${year + step}-01-01`, end), isWorkedOut: true }
  }
  if (unit === 'month') {
    const at0 = year * 12 + month - 1 + step
    const days = monthDays(Math.floor(at0 / 12), (at0 % 12) + 1)
    return {
      to,
      days: step === 0 && !looksAhead ? { ...days, to: published } : days,
      isWorkedOut: true,
    }
  }
  if (unit === 'week' || unit === 'weekend') {
    const weekday = (new Date(`${published}T00:00:00Z`).getUTCDay() + 6) % 7
    const monday = addDays(published, step * 7 - weekday)
    const first = unit === 'weekend' ? addDays(monday, 5) : monday
    return { to, days: gregorian(first, addDays(monday, 6)), isWorkedOut: true }
  }
  return undefined
}

export function readNow(tokens: Tokens, at: number, { published }: DayContext): Found | undefined {
  const [a, b] = [lower(tokens, at), lower(tokens, at + 1)]
  const days = gregorian(published, published)
  if ((a === 'so' && b === 'far') || (a === 'to' && b === 'date') || (a === 'until' && b === 'now'))
    return { to: at + 2, days, isNow: true }
  if (a === 'at' && b === 'present') return { to: at + 2, days, isNow: true }
  return ['now', 'currently', 'presently'].includes(a)
    ? { to: at + 1, days, isNow: true }
    : undefined
}

export function latest(a: PlainDate, b: PlainDate): PlainDate {
  return a > b ? a : b
}
