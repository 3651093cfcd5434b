import { addDays } from '../../domain/plain-date.ts'
import type { PlainDate } from '../../domain/plain-date.ts'
import { toAsciiDigits } from '../../identity/digits.ts'
import { parseCalendarDate } from '../../identity/calendar-date.ts'
import type { CalendarName } from '../../identity/calendar-date.ts'
import { calendarMonth } from './month-word.ts'
import { wordValue } from './number-words.ts'
import type { Token } from './token.ts'
import { isCapital } from './token.ts'

export interface Days {
  readonly from: PlainDate
  readonly to: PlainDate
  readonly calendar: CalendarName
}

/** A day or period in words: tokens `from` to `to`, end exclusive. */
export interface DayMention {
  readonly from: number
  readonly to: number
  readonly days: Days
  /** The year, or the day itself, was worked out from the day of publication. */
  readonly isWorkedOut: boolean
  /** So long as nothing better is said: "now", "so far". */
  readonly isNow: boolean
}

/** What days without a year, and words such as "a week later", are counted from. */
export interface DayContext {
  readonly published: PlainDate
  /** The last day that the text spoke of. */
  readonly anchor: PlainDate | undefined
  /** The sentence speaks of what is to come: "in April" is the next one. */
  readonly looksAhead: boolean
}

interface Found {
  readonly to: number
  readonly days: Days
  readonly isWorkedOut?: boolean
  readonly isNow?: boolean
}

type Tokens = readonly Token[]

const WEEKDAYS = 'sunday monday tuesday wednesday thursday friday saturday'.split(' ')
const DAY_PARTS = new Set('night morning afternoon evening noon dawn'.split(' '))
const YEAR_WORDS = new Set(
  (
    'in since by of during until till from early late mid through to before after between and around end summer winter ' +
    'spring autumn throughout year for سال في عام سنة از تا'
  ).split(' '),
)

/** Every day and period that the sentence names, in its order. */
export function findDays(tokens: Tokens, context: DayContext): DayMention[] {
  const found: DayMention[] = []
  let anchor = context.anchor
  let at = 0
  while (at < tokens.length) {
    const hit = readPhrase(tokens, at, { ...context, anchor })
    if (hit === undefined || hit.to <= at) {
      at += 1
      continue
    }
    const { to, days, isWorkedOut = false, isNow = false } = hit
    if (days.from <= days.to) found.push({ from: at, to, days, isWorkedOut, isNow })
    if (!isNow) anchor = days.from
    at = to
  }
  return found
}

/** A phrase with its preposition: it decides whether an end or a whole period is meant. */
function readPhrase(tokens: Tokens, at: number, context: DayContext): Found | undefined {
  const word = lower(tokens, at)
  if (word === 'between' || word === 'from') {
    const range = readSpan(tokens, at, context)
    if (range !== undefined) return range
  }
  if (word === 'since' || word === 'از') {
    const start = readPlain(tokens, at + 1, context)
    if (start !== undefined && start.days.from <= context.published)
      return { ...start, days: { ...start.days, to: latest(context.published, start.days.from) } }
    return undefined
  }
  if (word === 'by' || word === 'until' || word === 'till') {
    const end = readPlain(tokens, at + 1, context)
    if (end === undefined) return undefined
    return { ...end, days: lastDay(end, tokens, at + 1) }
  }
  if (word === 'as' && ['of', 'at', 'on'].includes(lower(tokens, at + 1))) {
    const day = readPlain(tokens, at + 2, context)
    if (day !== undefined) return { ...day, days: { ...day.days, from: day.days.to } }
  }
  if (word === 'year' && lower(tokens, at + 1) === 'to') return readYearTo(tokens, at, context)
  const one = readPlain(tokens, at, context)
  return one === undefined ? undefined : (joined(one, tokens, context) ?? one)
}

/** "on Saturday and Sunday". */
function joined(one: Found, tokens: Tokens, context: DayContext): Found | undefined {
  if (lower(tokens, one.to) !== 'and' || one.days.from !== one.days.to) return undefined
  const next = readWeekday(tokens, one.to + 1, context)
  const isNext =
    next !== undefined && next.days.to > one.days.from && next.days.to <= addDays(one.days.from, 6)
  return isNext ? { ...next, days: { ...next.days, from: one.days.from } } : undefined
}

/** "the year to April 2015": twelve months that end there. */
function readYearTo(tokens: Tokens, at: number, context: DayContext): Found | undefined {
  const end = readPlain(tokens, at + 2, context)
  return end === undefined
    ? undefined
    : { ...end, days: { ...end.days, from: addDays(shiftBy(end.days.to, -1, 'year'), 1) } }
}

/** "by mid-2013" is that part of the year; "by June" and "by the end of 2014" are one day. */
function lastDay(end: Found, tokens: Tokens, at: number): Days {
  const isVague = /^(?:mid|early|late)/.test(lower(tokens, at))
  return isVague ? end.days : { ...end.days, from: end.days.to }
}

function readSpan(tokens: Tokens, at: number, context: DayContext): Found | undefined {
  const joints =
    lower(tokens, at) === 'between' ? ['and'] : ['to', 'until', 'till', 'through', '-', '–']
  const shared = dayOnly(tokens, at + 1)
  const isShared = shared !== undefined && joints.includes(lower(tokens, at + 2))
  if (isShared) {
    const end = readPlain(tokens, at + 3, context)
    if (end !== undefined) {
      const month = end.days.to.slice(0, 8)
      const from = `${month}${String(shared).padStart(2, '0')}`
      if (end.days.calendar === 'gregorian') return { ...end, days: { ...end.days, from } }
    }
  }
  const start = readPlain(tokens, at + 1, context)
  if (start === undefined || !joints.includes(lower(tokens, start.to))) return undefined
  const end = readPlain(tokens, start.to + 1, context)
  if (end === undefined) return undefined
  // "from June to August 2017": the year stands once, at the end.
  let { from } = start.days
  if (start.isWorkedOut === true && end.isWorkedOut !== true) {
    from = `${end.days.to.slice(0, 4)}${from.slice(4)}`
    if (from > end.days.to) from = `${Number(from.slice(0, 4)) - 1}${from.slice(4)}`
  }
  return { ...end, days: { ...end.days, from } }
}

function dayOnly(tokens: Tokens, at: number): number | undefined {
  const value = dayNumber(tokens[at])
  return value !== undefined && calendarMonth(lower(tokens, at + 1)) === undefined
    ? value
    : undefined
}

/** A phrase without its preposition. */
function readPlain(tokens: Tokens, at: number, context: DayContext): Found | undefined {
  const skip = skipLead(tokens, at)
  const part = readPart(tokens, skip, context)
  if (part !== undefined) return part
  return (
    readDate(tokens, skip, context) ??
    readYear(tokens, skip) ??
    readWeekday(tokens, skip, context) ??
    readRelative(tokens, skip, context) ??
    readNow(tokens, skip, context)
  )
}

/** "the night of", "the morning of", "the". */
function skipLead(tokens: Tokens, at: number): number {
  const the = ['the', 'a'].includes(lower(tokens, at)) ? 1 : 0
  const isPart = DAY_PARTS.has(lower(tokens, at + the)) && lower(tokens, at + the + 1) === 'of'
  if (isPart) return at + the + 2
  const day = dayNumber(tokens[at + 1])
  return the === 1 && day !== undefined && lower(tokens, at) === 'the' && isDateAt(tokens, at + 1)
    ? at + 1
    : at
}

function isDateAt(tokens: Tokens, at: number): boolean {
  const of = lower(tokens, at + 1) === 'of' ? 1 : 0
  return calendarMonth(lower(tokens, at + 1 + of)) !== undefined
}

const EARLY = { from: '01-01', to: '04-30' }
const MID = { from: '05-01', to: '08-31' }
const LATE = { from: '09-01', to: '12-31' }
const QUARTERS = [
  { from: '01-01', to: '03-31' },
  { from: '04-01', to: '06-30' },
  { from: '07-01', to: '09-30' },
  { from: '10-01', to: '12-31' },
]
const NTH: Readonly<Record<string, number>> = { first: 0, second: 1, third: 2, fourth: 3, last: 3 }

/** "early 2012", "mid-April", "the end of 2014", "the first quarter of 2014". */
function readPart(tokens: Tokens, at: number, context: DayContext): Found | undefined {
  const the = lower(tokens, at) === 'the' ? 1 : 0
  const word = lower(tokens, at + the)
  const next = lower(tokens, at + the + 1)
  const joined = /^(early|mid|late)-(\p{L}+)$/u.exec(word)
  if (joined !== null) {
    const month = calendarMonth(joined[2] ?? '')
    if (month === undefined || month.calendar !== 'gregorian') return undefined
    const whole = wholeMonth(tokens, at + the, month.month, context)
    return { ...whole, days: narrow(whole.days, joined[1] ?? '') }
  }
  const hyphen = next === '-' && /^(?:early|mid|late)$/.test(word) ? 1 : 0
  if (['early', 'mid', 'late'].includes(word)) {
    const whole =
      readDate(tokens, at + the + 1 + hyphen, context) ??
      readYear(tokens, at + the + 1 + hyphen, true)
    return whole === undefined ? undefined : { ...whole, days: narrow(whole.days, word) }
  }
  if (['beginning', 'start', 'middle', 'end', 'close'].includes(word) && next === 'of') {
    const whole = readPlainOrYear(tokens, at + the + 2, context)
    if (whole === undefined) return undefined
    const { days } = whole
    if (word === 'middle') return { ...whole, days: narrow(days, 'mid') }
    const day = word === 'end' || word === 'close' ? days.to : days.from
    return { ...whole, days: { ...days, from: day, to: day } }
  }
  const nth = NTH[word]
  if (nth !== undefined && ['quarter', 'half'].includes(next)) {
    const of = lower(tokens, at + the + 2) === 'of' ? 1 : 0
    const year = readPlainOrYear(tokens, at + the + 2 + of, context)
    if (year === undefined || year.days.from.slice(5) !== '01-01') return undefined
    const y = year.days.from.slice(0, 4)
    const half = { from: QUARTERS[nth * 2]?.from ?? '', to: QUARTERS[nth * 2 + 1]?.to ?? '' }
    const part = next === 'half' ? half : QUARTERS[nth]
    if (part === undefined || part.from === '') return undefined
    return { ...year, days: { ...year.days, from: `${y}-${part.from}`, to: `${y}-${part.to}` } }
  }
  return undefined
}

function readPlainOrYear(tokens: Tokens, at: number, context: DayContext): Found | undefined {
  const the = ['the', 'this', 'that'].includes(lower(tokens, at)) ? 1 : 0
  const unit = lower(tokens, at + the)
  const p = context.published
  if (the === 1 && unit === 'year')
    return {
      to: at + 2,
      days: gregorian(`${p.slice(0, 4)}-01-01`, `${p.slice(0, 4)}-12-31`),
      isWorkedOut: true,
    }
  if (the === 1 && unit === 'month')
    return {
      to: at + 2,
      days: monthDays(Number(p.slice(0, 4)), Number(p.slice(5, 7))),
      isWorkedOut: true,
    }
  return (
    readDate(tokens, at, context) ?? readYear(tokens, at, true) ?? readRelative(tokens, at, context)
  )
}

function narrow(days: Days, part: string): Days {
  const year = days.from.slice(0, 4)
  const isYear = days.from.slice(5) === '01-01' && days.to.slice(5) === '12-31'
  if (isYear) {
    const cut = part === 'early' ? EARLY : part === 'mid' ? MID : LATE
    return { ...days, from: `${year}-${cut.from}`, to: `${year}-${cut.to}` }
  }
  const month = days.from.slice(0, 8)
  if (part === 'early') return { ...days, to: `${month}10` }
  if (part === 'mid') return { ...days, from: `${month}11`, to: `${month}20` }
  return { ...days, from: `${month}21` }
}

/** A day, or a month with or without its year, in any of the calendars. */
function readDate(tokens: Tokens, at: number, context: DayContext): Found | undefined {
  const iso = tokens[at]?.text ?? ''
  if (/^.{4}-.{2}-.{2}$/.test(iso)) return parsed(iso, at + 1)
  const slash = readSlashed(tokens, at)
  if (slash !== undefined) return slash
  const first = dayNumber(tokens[at])
  if (first !== undefined) {
    const of = lower(tokens, at + 1) === 'of' || lower(tokens, at + 1) === '.' ? 1 : 0
    const month = calendarMonth(lower(tokens, at + 1 + of))
    if (month === undefined || !monthFits(tokens, at + 1 + of)) return undefined
    return withYear(tokens, at + 2 + of, lower(tokens, at + 1 + of), first, context)
  }
  const month = calendarMonth(lower(tokens, at))
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

function readSlashed(tokens: Tokens, at: number): Found | undefined {
  const parts = [0, 2, 4].map((step) => tokens[at + step])
  if (lower(tokens, at + 1) !== '/' || lower(tokens, at + 3) !== '/') return undefined
  if (parts.some((part) => part?.kind !== 'number')) return undefined
  return parsed(parts.map((part) => part?.text ?? '').join('/'), at + 5)
}

function parsed(text: string, to: number): Found | undefined {
  const result = parseCalendarDate(text, { dayFirst: true })
  if (!result.ok) return undefined
  const { calendar, earliest, latest: last } = result.range
  return { to, days: { from: earliest, to: last, calendar } }
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
  const found = calendarMonth(month)
  if (found === undefined) return undefined
  if (year !== undefined) return parsed(`${day ?? ''} ${found.name} ${year}`, at + comma + 1)
  if (isLast && found.calendar === 'gregorian') {
    const whole = Number(context.published.slice(0, 4)) - 1
    return { to: at + 2, days: pick(monthDays(whole, found.month), day), isWorkedOut: true }
  }
  if (found.calendar !== 'gregorian') return nearestSolar(found.name, day, at, context)
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
    const found = parsed(`${day ?? ''} ${month} ${wanted}`, to)
    if (found !== undefined && found.days.from <= context.published)
      return { ...found, isWorkedOut: true }
  }
  return undefined
}

function wholeMonth(
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

function pick(days: Days, day: number | undefined): Days {
  if (day === undefined) return days
  const one = `${days.from.slice(0, 8)}${String(day).padStart(2, '0')}`
  return one > days.to ? { ...days, from: days.to } : { ...days, from: one, to: one }
}

function readYear(tokens: Tokens, at: number, isSure = false): Found | undefined {
  const year = yearAt(tokens, at)
  if (year === undefined) return undefined
  const before = lower(tokens, at - 1)
  const fits = isSure || YEAR_WORDS.has(before) || (before === '(' && lower(tokens, at + 1) === ')')
  if (!fits || isUnitAfter(tokens, at + 1)) return undefined
  if (year < 1_500) return parsed(String(year), at + 1)
  return { to: at + 1, days: gregorian(`${year}-01-01`, `${year}-12-31`) }
}

function readWeekday(
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

/** "a week later", "two days ago", "last week", "the following day", "next year". */
function readRelative(tokens: Tokens, at: number, context: DayContext): Found | undefined {
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
  const day = shiftBy(base, sign * many, unit)
  return { to: at + 3, days: gregorian(day, day), isWorkedOut: true }
}

function shiftBy(day: PlainDate, many: number, unit: string): PlainDate {
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

function readNow(tokens: Tokens, at: number, { published }: DayContext): Found | undefined {
  const [a, b] = [lower(tokens, at), lower(tokens, at + 1)]
  const days = gregorian(published, published)
  if ((a === 'so' && b === 'far') || (a === 'to' && b === 'date') || (a === 'until' && b === 'now'))
    return { to: at + 2, days, isNow: true }
  if (a === 'at' && b === 'present') return { to: at + 2, days, isNow: true }
  return ['now', 'currently', 'presently'].includes(a)
    ? { to: at + 1, days, isNow: true }
    : undefined
}

function dayNumber(token: Token | undefined): number | undefined {
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

function monthDays(year: number, month: number): Days {
  const two = String(month).padStart(2, '0')
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate()
  return gregorian(`${year}-${two}-01`, `${year}-${two}-${last}`)
}

function gregorian(from: PlainDate, to: PlainDate): Days {
  return { from, to, calendar: 'gregorian' }
}

function latest(a: PlainDate, b: PlainDate): PlainDate {
  return a > b ? a : b
}

function lower(tokens: Tokens, at: number): string {
  return tokens[at]?.lower ?? ''
}
