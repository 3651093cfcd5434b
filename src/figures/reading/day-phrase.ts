import { addDays } from '../../domain/plain-date.ts'
import {
  DAY_PARTS,
  dayNumber,
  gregorian,
  lower,
  monthDays,
  readDate,
  readWeekday,
  readYear,
  wholeMonth,
} from './day-date.ts'
import type { Days } from './calendars.ts'
import type { DayContext, Found, Tokens } from './day-date.ts'
import { latest, readNow, readRelative, shiftBy } from './day-relative.ts'
import type { Calendars } from './calendars.ts'
import { findCue } from './reporting-verb.ts'

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

/** Every day and period that the sentence names, in its order. */
export function findDays(tokens: Tokens, context: DayContext): DayMention[] {
  const found: DayMention[] = []
  let anchor = context.anchor
  let at = 0
  while (at < tokens.length) {
    const looksAhead = context.looksAhead && !isBehind(tokens, at)
    const hit = readPhrase(tokens, at, { ...context, looksAhead, anchor })
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

/** In what is to come, a day that lies behind: "in November it had predicted", "said on Friday". */
function isBehind(tokens: Tokens, at: number): boolean {
  for (let place = at + 1; place < at + 9; place += 1) {
    const word = lower(tokens, place)
    if (['will', 'would', 'expects', 'due', ','].includes(word)) break
    if (word === 'had' || isSaid(word)) return true
  }
  return [1, 2, 3, 4].some((back) => isSaid(lower(tokens, at - back)))
}

function isSaid(word: string): boolean {
  const cue = findCue(word)
  return cue?.form === 'past' && ['say', 'deny', 'revise'].includes(cue.class) && !cue.isOften
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

/** "on Saturday and Sunday", "in 2014 and 2015". */
function joined(one: Found, tokens: Tokens, context: DayContext): Found | undefined {
  if (lower(tokens, one.to) !== 'and') return undefined
  const year = readYear(tokens, one.to + 1, context, true)
  if (
    year !== undefined &&
    addDays(one.days.to, 1) === year.days.from &&
    one.days.from.endsWith('-01-01')
  )
    return { ...year, days: { ...year.days, from: one.days.from } }
  if (one.days.from !== one.days.to) return undefined
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
  const shared = dayOnly(tokens, at + 1, context.calendars)
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

function dayOnly(tokens: Tokens, at: number, calendars: Calendars): number | undefined {
  const value = dayNumber(tokens[at])
  return value !== undefined && calendars.findMonth(lower(tokens, at + 1)) === undefined
    ? value
    : undefined
}

/** A phrase without its preposition. */
function readPlain(tokens: Tokens, at: number, context: DayContext): Found | undefined {
  const skip = skipLead(tokens, at, context.calendars)
  const part = readPart(tokens, skip, context)
  if (part !== undefined) return part
  return (
    readDate(tokens, skip, context) ??
    readYear(tokens, skip, context) ??
    readWeekday(tokens, skip, context) ??
    readRelative(tokens, skip, context) ??
    readNow(tokens, skip, context)
  )
}

/** "the night of", "the morning of", "the". */
function skipLead(tokens: Tokens, at: number, calendars: Calendars): number {
  const the = ['the', 'a'].includes(lower(tokens, at)) ? 1 : 0
  const isPart = DAY_PARTS.has(lower(tokens, at + the)) && lower(tokens, at + the + 1) === 'of'
  if (isPart) return at + the + 2
  const day = dayNumber(tokens[at + 1])
  return the === 1 &&
    day !== undefined &&
    lower(tokens, at) === 'the' &&
    isDateAt(tokens, at + 1, calendars)
    ? at + 1
    : at
}

function isDateAt(tokens: Tokens, at: number, calendars: Calendars): boolean {
  const of = lower(tokens, at + 1) === 'of' ? 1 : 0
  return calendars.findMonth(lower(tokens, at + 1 + of)) !== undefined
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
    const month = context.calendars.findMonth(joined[2] ?? '')
    if (month === undefined || month.calendar !== 'gregorian') return undefined
    const whole = wholeMonth(tokens, at + the, month.month, context)
    return { ...whole, days: narrow(whole.days, joined[1] ?? '') }
  }
  const hyphen = next === '-' && /^(?:early|mid|late)$/.test(word) ? 1 : 0
  if (['early', 'mid', 'late'].includes(word)) {
    const whole =
      readDate(tokens, at + the + 1 + hyphen, context) ??
      readYear(tokens, at + the + 1 + hyphen, context, true)
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
    const stated = readPlainOrYear(tokens, at + the + 2 + of, context)
    const year = stated ?? (of === 0 ? quarterYear(at + the + 2, nth, next, context) : undefined)
    if (year === undefined || year.days.from.slice(5) !== '01-01') return undefined
    const y = year.days.from.slice(0, 4)
    const half = { from: QUARTERS[nth * 2]?.from ?? '', to: QUARTERS[nth * 2 + 1]?.to ?? '' }
    const part = next === 'half' ? half : QUARTERS[nth]
    if (part === undefined || part.from === '') return undefined
    return { ...year, days: { ...year.days, from: `${y}-${part.from}`, to: `${y}-${part.to}` } }
  }
  return undefined
}

/** "in the first quarter": of this year, or of the last one when it has not begun. */
function quarterYear(to: number, nth: number, part: string, { published }: DayContext): Found {
  const this_ = Number(published.slice(0, 4))
  const starts = nth * (part === 'half' ? 6 : 3) + 1
  const year = starts >= Number(published.slice(5, 7)) ? this_ - 1 : this_
  return { to, days: gregorian(`${year}-01-01`, `${year}-12-31`), isWorkedOut: true }
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
    readDate(tokens, at, context) ??
    readYear(tokens, at, context, true) ??
    readRelative(tokens, at, context)
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
