import {
  AUXILIARIES,
  BE,
  DETERMINERS,
  isAdverb,
  PREPOSITIONS,
  SUBORDINATORS,
} from './closed-words.ts'
import { findCue } from './reporting-verb.ts'
import type { Token } from './token.ts'
import { isCapital, QUOTE_MARKS } from './token.ts'

/** Tokens `from` to `to`, the end exclusive. */
export interface Range {
  readonly from: number
  readonly to: number
}

/** Who is meant, and what else stands beside it: "the agency's head, Jorun Vik". */
export interface Named extends Range {
  readonly beside: readonly Range[]
}

type Tokens = readonly Token[]

const NO_PARTICIPLE = new Set(['hundred', 'red', 'united', 'kindred', 'sacred', 'armed'])
const LONGEST_PHRASE = 24
const LONGEST_ASIDE = 18

/** The noun phrase that ends before token `end`: with a list of two, and over what stands aside. */
export function phraseBefore(
  tokens: Tokens,
  end: number,
  isDate: (at: number) => boolean,
): Named | undefined {
  const last = tokens[end - 1]
  if (last === undefined) return undefined
  if (last.text === ',') {
    const open = asideStart(tokens, end - 1)
    if (open === undefined) return undefined
    const inner = trim(tokens, { from: open + 1, to: end - 1 })
    const outer = phraseBefore(tokens, open, isDate)
    if (outer === undefined)
      return inner.to > inner.from ? plainPhrase(tokens, end - 1, isDate) : undefined
    const isRelative = SUBORDINATORS.has(tokens[inner.from]?.lower ?? '')
    const isSaying = findCue(tokens[inner.from]?.lower ?? '')?.form === 'ing'
    return { ...outer, beside: isRelative || isSaying ? outer.beside : [...outer.beside, inner] }
  }
  if (last.text === ')') {
    const open = lastIndex(tokens, end - 1, '(')
    if (open === undefined) return undefined
    const outer = phraseBefore(tokens, open, isDate)
    return outer === undefined ? undefined : { ...outer, to: end }
  }
  return plainPhrase(tokens, end, isDate)
}

function asideStart(tokens: Tokens, close: number): number | undefined {
  for (let at = close - 1; at > 0 && close - at <= LONGEST_ASIDE; at -= 1) {
    const text = tokens[at]?.text ?? ''
    if (text === ',') return at
    if (text === ';' || text === ':' || QUOTE_MARKS.has(text)) return undefined
  }
  return undefined
}

function lastIndex(tokens: Tokens, before: number, text: string): number | undefined {
  for (let at = before - 1; at >= 0 && before - at <= LONGEST_ASIDE; at -= 1)
    if (tokens[at]?.text === text) return at
  return undefined
}

function plainPhrase(
  tokens: Tokens,
  end: number,
  isDate: (at: number) => boolean,
): Named | undefined {
  // A pronoun is a phrase of its own: "by evening it conceded".
  if (['it', 'he', 'she', 'they', 'we', 'i'].includes(tokens[end - 1]?.lower ?? ''))
    return { from: end - 1, to: end, beside: [] }
  let from = end
  while (from > 0 && end - from < LONGEST_PHRASE) {
    const open = quotedStart(tokens, from - 1)
    if (open === undefined && isWall(tokens, from - 1, isDate)) break
    from = open ?? from - 1
  }
  // "Its bulletin for the fourth quarter puts": the day belongs to the name.
  if (from === end && isDate(end - 1)) {
    let day = end - 1
    while (day > 0 && isDate(day - 1)) day -= 1
    const isOf = ['for', 'of', 'dated'].includes(tokens[day - 1]?.lower ?? '')
    return isOf && day > 1 ? plainPhrase(tokens, day - 1, isDate) : undefined
  }
  const antecedent = beforeRelative(tokens, from)
  if (antecedent !== undefined) return plainPhrase(tokens, antecedent, isDate)
  const wall = tokens[from - 1]
  const joint = lastJoint(tokens, from, end)
  // "… 1,400 cases and the agency said": what the verb before it governs is not who says it.
  const isAfterVerb = wall !== undefined && from > 0 && isVerbLike(wall)
  const range = trim(tokens, {
    from: isAfterVerb && joint !== undefined ? joint + 1 : from,
    to: end,
  })
  // "said the ministry had rejected": after a verb of saying another clause begins.
  const isClause = wall !== undefined && findCue(wall.lower)?.class === 'say' && isFinite(wall)
  if (isAfterVerb && joint === undefined && !isClause) return undefined
  return range.to > range.from ? { ...range, beside: [] } : undefined
}

/** Words that a name has in quotation marks, 'the "unit" of Velt': where they open. */
function quotedStart(tokens: Tokens, close: number): number | undefined {
  if (!['"', '”', '»'].includes(tokens[close]?.text ?? '')) return undefined
  for (let at = close - 1; at > 0 && close - at <= 4; at -= 1) {
    if (['"', '“', '«'].includes(tokens[at]?.text ?? ''))
      return ['the', 'a', 'so-called', 'self-styled'].includes(tokens[at - 1]?.lower ?? '')
        ? at
        : undefined
    if (tokens[at]?.kind !== 'word') return undefined
  }
  return undefined
}

/** "A witness who gave his name as Paul": the phrase is what "who" belongs to. */
function beforeRelative(tokens: Tokens, from: number): number | undefined {
  for (let at = from - 1; at > 0 && from - at < 10; at -= 1) {
    const { lower = '', kind } = tokens[at] ?? {}
    if (kind === 'mark' || lower === 'that') return undefined
    if (lower === 'who') return tokens[at - 1]?.kind === 'word' ? at : undefined
  }
  return undefined
}

function lastJoint(tokens: Tokens, from: number, to: number): number | undefined {
  for (let at = to - 1; at >= from; at -= 1)
    if (['and', 'but', 'or'].includes(tokens[at]?.lower ?? '')) return at
  return undefined
}

function isVerbLike(token: Token): boolean {
  return AUXILIARIES.has(token.lower) || /^[a-z]+ed$/.test(token.text) || isFinite(token)
}

function isFinite(token: Token): boolean {
  const cue = findCue(token.lower)
  return (
    cue !== undefined &&
    !cue.isOften &&
    cue.form !== 'base' &&
    cue.form !== 'ing' &&
    !isCapital(token)
  )
}

/** What a noun phrase cannot go over. */
function isWall(tokens: Tokens, at: number, isDate: (at: number) => boolean): boolean {
  const token = tokens[at]
  if (token === undefined || isDate(at)) return true
  if (token.kind === 'mark') return !['-', '–', '&', '/', "'", '(', ')', '’'].includes(token.text)
  if (token.lower === "'s") return false
  if (SUBORDINATORS.has(token.lower)) return true
  if (isFinite(token) || AUXILIARIES.has(token.lower)) return !isCapital(token)
  // A lower-case participle is a wall, unless it belongs to the noun: "the displaced families",
  // "a commission appointed by parliament".
  if (!/^[a-z]{3,}ed$/.test(token.text) || NO_PARTICIPLE.has(token.lower)) return false
  const before = tokens[at - 1]
  const next = tokens[at + 1]?.lower ?? ''
  if (before === undefined || DETERMINERS.has(before.lower) || isAdverb(before)) return false
  return next !== 'by' && (PREPOSITIONS.has(next) || next === 'and' || before.lower === 'and')
}

/** Without words that lead in, and without what only says where or when. */
function trim(tokens: Tokens, range: Range): Range {
  let { from, to } = range
  while (from < to) {
    const lower = tokens[from]?.lower ?? ''
    const isLead =
      tokens[from]?.kind === 'mark' || ['and', 'but', 'or', 'yet', 'nor'].includes(lower)
    if (isLead || (isAdverb(tokens[from]) && !['both', 'all'].includes(lower))) from += 1
    else if (PREPOSITIONS.has(lower)) {
      const next = determinerAfter(tokens, from + 1, to)
      from = next ?? to
    } else break
  }
  while (to > from && tokens[to - 1]?.kind === 'mark' && tokens[to - 1]?.text !== ')') to -= 1
  while (to > from && isAdverb(tokens[to - 1])) to -= 1
  return { from, to }
}

/** In "In the north of the country the mayor", where "the mayor" begins; after "by", at once. */
function determinerAfter(tokens: Tokens, from: number, to: number): number | undefined {
  for (let at = to - 1; at > from; at -= 1) {
    const isOwn = DETERMINERS.has(tokens[at]?.lower ?? '')
    if (isOwn && !PREPOSITIONS.has(tokens[at - 1]?.lower ?? '')) return at
  }
  return from < to ? from : undefined
}

/** The noun phrase that begins at token `start`. */
export function phraseAfter(
  tokens: Tokens,
  start: number,
  isDate: (at: number) => boolean,
  options: { readonly noPlaces?: boolean } = {},
): Named | undefined {
  let to = start
  while (to < tokens.length && to - start < LONGEST_PHRASE) {
    if (isWall(tokens, to, isDate) || tokens[to]?.text === '(') break
    const lower = tokens[to]?.lower ?? ''
    const next = tokens[to + 1]
    const before = to > start
    if (before && ['on', 'during', 'late', 'early'].includes(lower)) break
    if (before && ['in', 'at', 'by', 'from'].includes(lower) && (isDate(to + 1) || isDate(to)))
      break
    if (before && options.noPlaces === true && ['in', 'at', 'from', 'to', 'after'].includes(lower))
      break
    if (before && findCue(lower)?.form === 'ing' && lower !== 'meeting') break
    if (before && lower === 'and' && !joinsPhrase(tokens, to + 1, isDate)) break
    if (before && (lower === 'to' || lower === 'about') && !isCapital(next)) break
    to += 1
  }
  const range = trim(tokens, { from: start, to })
  return range.to > range.from
    ? { ...range, beside: asideAfter(tokens, range.to, isDate) }
    : undefined
}

/** After "and": a phrase that ends without a verb is one more of the same list. */
function joinsPhrase(tokens: Tokens, from: number, isDate: (at: number) => boolean): boolean {
  for (let at = from; at < tokens.length && at - from < 10; at += 1) {
    const token = tokens[at]
    if (token === undefined || isDate(at) || token.kind === 'number') return false
    if ([',', '.', ';'].includes(token.text) || QUOTE_MARKS.has(token.text)) return at > from
    if (AUXILIARIES.has(token.lower) || isFinite(token) || BE.has(token.lower)) return false
    if (findCue(token.lower) !== undefined && at === from) return false
  }
  return true
}

/** "said Colonel Ruiz, a police spokesman": what stands beside a name on its right. */
function asideAfter(tokens: Tokens, at: number, isDate: (at: number) => boolean): readonly Range[] {
  if (tokens[at]?.text !== ',') return []
  const first = tokens[at + 1]
  if (
    first === undefined ||
    !['a', 'an', 'the', 'its', 'their', 'his', 'her'].includes(first.lower)
  )
    return []
  let to = at + 1
  while (to < tokens.length && to - at < LONGEST_ASIDE && !isWall(tokens, to, isDate)) to += 1
  const isClosed = to >= tokens.length || [',', '.', ';'].includes(tokens[to]?.text ?? '')
  return isClosed ? [{ from: at + 1, to }] : []
}
