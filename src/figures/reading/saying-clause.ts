import { phraseAfter } from './noun-phrase.ts'
import { AUXILIARIES, isAdverb } from './closed-words.ts'
import type { Named, Range } from './noun-phrase.ts'
import { isCapital, QUOTE_MARKS } from './token.ts'
import type { Token } from './token.ts'

export interface CueContext {
  readonly tokens: readonly Token[]
  readonly quoted: readonly boolean[]
  readonly isDate: (at: number) => boolean
  readonly isQuantity: (at: number) => boolean
}

export function hasCommaBefore(tokens: readonly Token[], at: number): boolean {
  for (let back = 1; back <= 8; back += 1) {
    const text = tokens[at - back]?.text ?? ''
    if (text === ',' || QUOTE_MARKS.has(text)) return true
  }
  return false
}

/** Nothing follows but days, places and an end. */
export function isEndOfSaying(context: CueContext, at: number): boolean {
  const next = skipDates(context, at)
  const text = context.tokens[next]?.text ?? '.'
  return ['.', ';', '!', '?', ','].includes(text) || QUOTE_MARKS.has(text)
}

/** ", the ministry said," or "…, it added.": what is said stands before it. */
export function isParenthetical(context: CueContext, from: number, end: number): boolean {
  const { tokens, quoted } = context
  const before = tokens[from - 1]
  if (before === undefined) return false
  const isOpen =
    before.text === ',' || QUOTE_MARKS.has(before.text) || ['-', '–', '—'].includes(before.text)
  const next = tokens[end]?.text ?? '.'
  const isDone =
    ['.', ',', ';', '!'].includes(next) || QUOTE_MARKS.has(next) || end >= tokens.length
  if (!isOpen) return false
  if (isDone && !(next === ',' && quoted[end + 1] === true && before.text !== ',')) return true
  // `"We counted 37 dead," the mayor told reporters while …`
  return QUOTE_MARKS.has(before.text) && !QUOTE_MARKS.has(next) && next !== ':' && next !== 'that'
}

/** The rest of the sentence on both sides of a clause. */
export function around(tokens: readonly Token[], clause: Range): Range[] {
  const after = tokens[clause.to]?.text === ',' ? clause.to + 1 : clause.to
  return [
    { from: sentenceStart(tokens, clause.from), to: clause.from },
    { from: after, to: sentenceEnd(tokens, after) },
  ].filter((piece) => piece.to - piece.from > 1)
}

export function sentenceStart(tokens: readonly Token[], from: number): number {
  for (let at = from - 1; at >= 0; at -= 1) if (tokens[at]?.text === ';') return at + 1
  return 0
}

export function sentenceEnd(tokens: readonly Token[], from: number): number {
  for (let at = from; at < tokens.length; at += 1) if (tokens[at]?.text === ';') return at
  return tokens.length
}

/** What somebody said ends at a semicolon, or where another subject begins after "while". */
export function contentEnd(tokens: readonly Token[], from: number): number {
  for (let at = from; at < tokens.length; at += 1) {
    if (tokens[at]?.text === ';') return at
    if (
      tokens[at]?.text === ',' &&
      ['while', 'whereas', 'although', 'though'].includes(lowerAt(tokens, at + 1))
    )
      return at
  }
  return tokens.length
}

/** Over days, adverbs, prepositions of days, and "in a statement". */
export function skipDates(context: CueContext, at: number): number {
  const { tokens, isDate } = context
  let to = at
  while (to < tokens.length) {
    const word = lowerAt(tokens, to)
    if (isDate(to) || (isAdverb(tokens[to]) && word !== 'both')) to += 1
    else if (['on', 'in', 'late', 'early', 'of'].includes(word) && isDate(to + 1)) to += 1
    else if (word === ',' && isDate(to + 1) && isDate(to - 1)) to += 1
    else {
      const after = skipPlace(tokens, skipManner(tokens, to))
      if (after === to) break
      to = after
    }
  }
  return to
}

/** "said in Geneva" and then an end. */
function skipPlace(tokens: readonly Token[], at: number): number {
  if (!['in', 'at', 'from'].includes(lowerAt(tokens, at)) || !isCapital(tokens[at + 1])) return at
  let to = at + 1
  while (isCapital(tokens[to])) to += 1
  return ['.', ',', ';', 'on'].includes(tokens[to]?.lower ?? '.') ? to : at
}

const MANNERS = new Set(
  'statement appeal letter report interview bulletin release message post note email speech tweet briefing conference website broadcast paper filing memo call blog address press update communique communiqué declaration testimony article survey hearing letters statements book diary'.split(
    ' ',
  ),
)

/** "in a statement", "in a letter to shareholders", "at a news conference". */
function skipManner(tokens: readonly Token[], at: number): number {
  if (!['in', 'on', 'at', 'via', 'through', 'during', 'by', 'under'].includes(lowerAt(tokens, at)))
    return at
  // "on condition of anonymity"
  for (let to = at + 1; to < at + 6; to += 1) if (lowerAt(tokens, to) === 'anonymity') return to + 1
  for (let to = at + 1; to < at + 7; to += 1) {
    const word = lowerAt(tokens, to)
    if (tokens[to]?.kind === 'mark' || word === 'that') return at
    if (!MANNERS.has(word)) continue
    let end = to + 1
    if (MANNERS.has(lowerAt(tokens, end))) end += 1
    if (['to', 'with', 'by', 'from'].includes(lowerAt(tokens, end)))
      for (let next = end + 1; next < end + 7; next += 1) {
        if (
          tokens[next] === undefined ||
          [',', '.', 'that', ':', ';'].includes(lowerAt(tokens, next))
        )
          return next
        if (AUXILIARIES.has(lowerAt(tokens, next))) break
      }
    return end
  }
  return at
}

export function lowerAt(tokens: readonly Token[], at: number): string {
  return tokens[at]?.lower ?? ''
}

/** The subject of the sentence: what stands before its first verb. */
export function firstPhrase({ tokens, isDate }: CueContext): Named | undefined {
  const lead = tokens[0]?.kind === 'mark' ? 1 : 0
  const phrase = phraseAfter(tokens, lead, isDate)
  return phrase
}
