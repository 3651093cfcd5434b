import { AUXILIARIES, BE, isAdverb } from './closed-words.ts'
import type { MeasureContext, Tokens } from './measure-cost.ts'
import { isNoCount, measureWordsAt, THINGS, unitOf } from './measure-word.ts'
import type { Range } from './noun-phrase.ts'
import type { Quantity } from './quantity.ts'
import type { Token } from './token.ts'
import { isCapital } from './token.ts'

const PASSED = new Set(
  'of the its their his her these other more further additional new'.split(' '),
)
const NOUN_ENDS = new Set(
  'and or to in on at by from for as who that have but with until while after when before'.split(
    ' ',
  ),
)

const PARTICIPLE = /^(?:\w+ed|missing)$/

/** The noun that is counted: "1,400 members of the group", "seven others", "78 households". */
export function headNoun(
  quantity: Quantity,
  { tokens, isDate }: MeasureContext,
): Range | undefined {
  let at = quantity.to
  if (quantity.isPronoun) return undefined
  for (let step = 0; step < 6 && at < tokens.length; step += 1, at += 1) {
    const token = tokens[at]
    if (token === undefined || isDate(at)) return undefined
    const { lower } = token
    if (token.kind === 'mark' && lower !== '-') return undefined
    // "85 displaced households": the participle says what of the households.
    if (PARTICIPLE.test(lower) && unitOf(tokens[at + 1]?.lower ?? '') !== undefined) continue
    if (unitOf(lower) !== undefined) return { from: at, to: at + 1 }
    if (isNoCount(lower) || THINGS.has(lower)) return { from: at, to: at + 1 }
    if (PASSED.has(lower)) continue
    if (['them', 'whom', 'those'].includes(lower)) return undefined
    if (AUXILIARIES.has(lower) || NOUN_ENDS.has(lower)) return undefined
    if (isAdverb(token) || ['most', 'remaining'].includes(lower)) continue
    // "registered families": there the participle is part of the noun.
    if (isVerb(tokens, at) && unitOf(tokens[at + 1]?.lower ?? '') === undefined) return undefined
    if (isVerb(tokens, at)) continue
    if (lower.endsWith('s') || tokens[at + 1] === undefined || isCloser(tokens[at + 1]))
      return { from: at, to: at + 1 }
  }
  return undefined
}

function isVerb(tokens: Tokens, at: number): boolean {
  const found = measureWordsAt((place) => tokens[place]?.lower ?? '', at)
  return (
    found !== undefined && found.words.every((word) => word.role !== 'noun' && word.role !== 'kind')
  )
}

function isCloser(token: Token | undefined): boolean {
  return token === undefined || token.kind === 'mark' || AUXILIARIES.has(token.lower)
}

const BODY_NOUNS = new Set(
  'governments states countries ministries parties groups agencies newspapers sides bodies_of organisations organizations camps'.split(
    ' ',
  ),
)

export function isNothing(quantity: Quantity, noun: Range | undefined, tokens: Tokens): boolean {
  const word = tokens[noun?.from ?? -1]?.lower ?? ''
  if (noun !== undefined && (isNoCount(word) || BODY_NOUNS.has(word))) return true
  // "Mehret A., 34, fled"
  const isAge =
    ['.', ','].includes(tokens[quantity.from - 1]?.text ?? '') &&
    tokens[quantity.to]?.text === ',' &&
    quantity.value.kind === 'exact' &&
    quantity.value.point > 14 &&
    quantity.value.point < 100 &&
    (isCapital(tokens[quantity.from - 2]) || isCapital(tokens[quantity.from - 3]))
  if (isAge) return true
  // "are under 18"
  const bound = tokens[quantity.from]?.lower ?? ''
  if (
    noun === undefined &&
    ['under', 'over', 'below', 'above'].includes(bound) &&
    BE.has(tokens[quantity.from - 1]?.lower ?? '')
  )
    return true
  if (isPassedOver(quantity, tokens)) return true
  // "no information", "no comment": only people can be none.
  const isNone = quantity.value.kind === 'zero' && quantity.isWeak
  if (isNone && !isNobody(quantity, noun, tokens)) return true
  const before = tokens[quantity.from - 1]?.lower ?? ''
  // "fell by 12 percent" is a change, ", 23 percent," says again what stands before it.
  const previous = tokens[quantity.from - 2]?.lower ?? ''
  if (
    quantity.isShare &&
    (before === 'by' || (before === ',' && tokens[quantity.to]?.text === ',' && previous !== ''))
  )
    return true
  if (
    [
      'aged',
      'age',
      'no',
      'number',
      'article',
      'section',
      'resolution',
      'page',
      'chapter',
      'paragraph',
      'room',
      'quarter',
      '#',
    ].includes(before) &&
    (quantity.value.kind === 'exact' || ['aged', 'age'].includes(before))
  )
    return true
  const next = tokens[quantity.to]?.lower ?? ''
  return (
    next === 'years' ||
    ['-year-old', 'year-old', "o'clock"].includes(next) ||
    (next === ':' && /^\d/.test(tokens[quantity.to + 1]?.text ?? ''))
  )
}

/** "all but three", "update no. 8", "magnitude 6.1", "25 per cent more than": nobody is counted. */
function isPassedOver(quantity: Quantity, tokens: Tokens): boolean {
  const before = [1, 2].map((back) => tokens[quantity.from - back]?.lower ?? '')
  const next = tokens[quantity.to]?.lower ?? ''
  if (before[0] === 'but' && before[1] === 'all') return true
  // "12 of every 100 residents"
  const isRate = next === 'of' && /^(?:every|each)$/.test(tokens[quantity.to + 1]?.lower ?? '')
  if (isRate || (/^(?:every|each)$/.test(before[0] ?? '') && before[1] === 'of')) return true
  if (before[0] === '.' && ['no', 'nos', 'para', 'art'].includes(before[1] ?? '')) return true
  if (['magnitude', 'grade', 'phase', 'category', 'no.'].includes(before[0] ?? ''))
    return quantity.value.kind === 'exact'
  const isCompared = ['more', 'fewer', 'less', 'higher', 'lower', 'up', 'down'].includes(next)
  return quantity.isShare && isCompared
}

/** "no civilians", "no detainee was": people, or whoever is then said to be harmed. */
function isNobody(quantity: Quantity, noun: Range | undefined, tokens: Tokens): boolean {
  if (noun === undefined || noun.from > quantity.to + 1) return false
  const isPeople = unitOf(tokens[noun.from]?.lower ?? '') === 'persons'
  return isPeople || AUXILIARIES.has(tokens[noun.to]?.lower ?? '')
}
