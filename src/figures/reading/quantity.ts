import { isChangeVerb } from './change.ts'
import { readCore, words } from './number-core.ts'
import type { Core, Tokens } from './number-core.ts'
import { SCALES, wordValue } from './number-words.ts'

export type NumberValue =
  | { readonly kind: 'exact' | 'about'; readonly point: number }
  | { readonly kind: 'at_least'; readonly low: number }
  | { readonly kind: 'at_most'; readonly high: number }
  | { readonly kind: 'between'; readonly low: number; readonly high: number }
  | { readonly kind: 'unquantified' }
  | { readonly kind: 'zero' }

/** A number of a sentence, in tokens: `from` with its bounds words, `core` the number itself. */
export interface Quantity {
  readonly from: number
  readonly to: number
  readonly core: number
  readonly value: NumberValue
  /** A share of something else: percent, a fraction, one in five. */
  readonly isShare: boolean
  readonly isMoney: boolean
  /** "the third", "one": may well be no count at all. */
  readonly isWeak: boolean
  /** "no one", "nobody": people, and nothing follows that says so. */
  readonly isPronoun: boolean
}

const VAGUE = new Set(
  (
    'dozens scores hundreds thousands millions several many numerous countless few various چندین چند ' +
    'ده‌ها صدها هزاران عشرات مئات آلاف عدة'
  ).split(' '),
)

const LOSS = new Set('casualties deaths fatalities injuries victims loss any'.split(' '))

const PRONOUN_ZERO = new Set(['nobody', 'none'])

const CURRENCY = new Set(
  '$ € £ ¥ ₹ dollars dollar euros euro pounds francs dinars rials usd eur'.split(' '),
)

/** What may stand before a number, the longest first. */
const BOUNDS: readonly (readonly [words: string, bound: Bound])[] = (
  [
    [
      'at_least',
      'at least|no fewer than|no less than|not fewer than|not less than|a minimum of|minimum of',
    ],
    [
      'at_least',
      'more than|over|upwards of|in excess of|exceeding|exceed|exceeds|exceeded|well over|above|greater than',
    ],
    [
      'at_least',
      'just over|slightly more than|as few as|higher than|دست‌کم|دست کم|حداقل|بیش از|بیشتر از|أكثر من|ما لا يقل عن|لا يقل عن|على الأقل',
    ],
    [
      'at_most',
      'at most|up to|as many as|no more than|not more than|a maximum of|maximum of|at the most|never more than|no higher than',
    ],
    [
      'at_most',
      'fewer than|less than|under|below|just under|slightly less than|not exceeding|حداکثر|کمتر از|أقل من|ما لا يزيد عن|لا يزيد عن|as much as',
    ],
    [
      'about',
      'about|around|some|closer to|nearer to|in the neighbourhood of|roughly|approximately|nearly|almost|close to|an estimated|estimated|circa|ca|ca .|approx|approx .|near',
    ],
    [
      'about',
      'in the region of|in the order of|on the order of|somewhere around|more or less|or so|~|≈|حدود|تقریبا|تقریباً|نزدیک به|نحو|حوالي|قرابة|زهاء',
    ],
  ] as const
)
  .flatMap(([bound, words]) => words.split('|').map((text) => [text, bound] as const))
  .toSorted((a, b) => b[0].length - a[0].length)

type Bound = 'at_least' | 'at_most' | 'about'

/** By their last word: a number is met first, and one looks back from it. */
const BOUND_WORDS = new Map<string, (readonly [words: readonly string[], bound: Bound])[]>()

for (const [text, bound] of BOUNDS) {
  const phrase = text.split(' ')
  const last = phrase.at(-1) ?? ''
  BOUND_WORDS.set(last, [...(BOUND_WORDS.get(last) ?? []), [phrase, bound]])
}

/** Every quantity of a sentence that is not part of a date. */
export function findQuantities(tokens: Tokens, isDate: (at: number) => boolean): Quantity[] {
  const found: Quantity[] = []
  let at = 0
  while (at < tokens.length) {
    const quantity = isDate(at) ? undefined : readQuantity(tokens, at, isDate)
    if (quantity === undefined) at += 1
    else {
      found.push(quantity)
      at = Math.max(at + 1, quantity.to)
    }
  }
  return found
}

function readQuantity(
  tokens: Tokens,
  at: number,
  isDate: (at: number) => boolean,
): Quantity | undefined {
  const zero = readZero(tokens, at)
  if (zero !== undefined) return zero
  const vague = readVague(tokens, at)
  if (vague !== undefined) return vague
  const core = readCore(tokens, at)
  if (core === undefined) return undefined
  return readRange(tokens, at, core, isDate) ?? bounded(tokens, at, core)
}

function plain(
  from: number,
  core: number,
  to: number,
  value: NumberValue,
  rest: Partial<Quantity> = {},
): Quantity {
  return {
    from,
    core,
    to,
    value,
    isShare: false,
    isMoney: false,
    isWeak: false,
    isPronoun: false,
    ...rest,
  }
}

function readZero(tokens: Tokens, at: number): Quantity | undefined {
  const [a, b, c] = words(tokens, at, 3)
  const value: NumberValue = { kind: 'zero' }
  if (a === 'no' && (b === 'one' || b === 'body'))
    return plain(at, at, at + 2, value, { isPronoun: true })
  if (a === 'no-one' || PRONOUN_ZERO.has(a))
    return plain(at, at, at + 1, value, { isPronoun: true })
  if (a === 'not' && (b === 'a' || b === 'one') && c === 'single')
    return plain(at, at, at + 3, value)
  if (a === 'not' && b === 'one') return plain(at, at, at + 2, value)
  if (a === 'zero') return plain(at, at, at + 1, value)
  if (a === 'هیچ' || a === 'هیچکس' || a === 'هیچ‌کس')
    return plain(at, at, at + 1, value, { isPronoun: true })
  const isBound = ['more', 'fewer', 'less', 'longer', 'doubt', 'later', 'higher', 'lower'].includes(
    b,
  )
  if (
    (a === 'no' || (a === 'without' && LOSS.has(b))) &&
    !isBound &&
    tokens[at + 1]?.kind === 'word'
  )
    return plain(at, at, at + 1, value, { isWeak: true })
  return undefined
}

function readVague(tokens: Tokens, at: number): Quantity | undefined {
  const [a, b, c] = words(tokens, at, 3)
  const value: NumberValue = { kind: 'unquantified' }
  if (a === 'tens' && b === 'of')
    return plain(at, at, at + (SCALES[c.replace(/s$/, '')] ? 3 : 2), value)
  if (a === 'a' && (b === 'few' || b === 'handful')) return plain(at, at, at + 2, value)
  if (a === 'a' && b === 'couple' && c === 'of') return plain(at, at, at + 3, value)
  if (a === 'a' && ['number', 'group'].includes(b) && c === 'of')
    return plain(at, at, at + 3, value, { isWeak: true })
  if (a === 'some' && tokens[at + 1]?.kind === 'word' && !startsNumber(tokens, at + 1))
    return plain(at, at, at + 1, value, { isWeak: b === 'of' })
  if (!VAGUE.has(a)) return undefined
  const before = tokens[at - 1]?.lower ?? ''
  if (a === 'few' && ['as', 'too', 'so', 'the', 'past', 'last', 'next'].includes(before))
    return undefined
  if (a === 'many' && ['as', 'how', 'too'].includes(before)) return undefined
  return plain(at, at, at + 1, value, { isWeak: a === 'various' || a === 'many' })
}

function startsNumber(tokens: Tokens, at: number): boolean {
  const token = tokens[at]
  if (token === undefined) return false
  return token.kind === 'number' || wordValue(token.lower) !== undefined || token.lower in SCALES
}

function readRange(
  tokens: Tokens,
  at: number,
  first: Core,
  isDate: (at: number) => boolean,
): Quantity | undefined {
  const before = tokens[at - 1]?.lower ?? ''
  const joint = tokens[first.to]?.lower ?? ''
  const isBetween = before === 'between' && joint === 'and'
  const isOpen = ['to', '-', '–', '—', 'or', 'تا', 'إلى'].includes(joint) && joint !== '—'
  if (!isBetween && !isOpen) return undefined
  if (joint === 'to' && isChangeBefore(tokens, at)) return undefined
  if (isDate(first.to + 1)) return undefined
  const second = readCore(tokens, first.to + 1)
  if (second === undefined || second.value <= 0) return undefined
  let low = first.value
  const scaled = SCALES[tokens[second.to - 1]?.lower ?? '']
  // "eight to nine thousand" is of thousands, as "1.1 to 1.4 million" is of millions.
  const isUnscaled = first.isBare === true || (low < 100 && tokens[at]?.kind === 'word')
  if (isUnscaled && scaled !== undefined && second.isBare !== true && low < scaled)
    low = Math.round(low * scaled)
  if (low >= second.value) return undefined
  const isShare = second.isShare === true
  if (first.isShare === true && !isShare) return undefined
  const starts = isBetween || before === 'from' ? at - 1 : at
  const from = aboutBefore(tokens, starts)
  return plain(from, at, second.to, { kind: 'between', low, high: second.value }, { isShare })
}

/** "rose by 40 to 310", "grew from 264 to 310": two numbers, and no range. */
function isChangeBefore(tokens: Tokens, at: number): boolean {
  const before = tokens[at - 1]?.lower ?? ''
  if (before === 'by') return true
  return before === 'from' && tokens.slice(Math.max(0, at - 6), at - 1).some(isChangeVerb)
}

function aboutBefore(tokens: Tokens, at: number): number {
  const bound = boundBefore(tokens, at)
  return bound?.bound === 'about' ? bound.from : at
}

function bounded(tokens: Tokens, at: number, core: Core): Quantity {
  const isShare = core.isShare === true
  let { to } = core
  let from = at
  let value: NumberValue = { kind: 'exact', point: core.value }
  const bound = boundBefore(tokens, at)
  const [next, after] = words(tokens, to, 2)
  if (bound !== undefined) {
    from = bound.from
    value = withBound(bound.bound, core.value)
  } else if (next === 'or' && (after === 'more' || after === 'above')) {
    value = withBound('at_least', core.value)
    to += 2
  } else if (next === 'or' && (after === 'fewer' || after === 'less')) {
    value = withBound('at_most', core.value)
    to += 2
  } else if (next === 'or' && after === 'so') {
    value = withBound('about', core.value)
    to += 2
  } else if (next === '+') {
    value = withBound('at_least', core.value)
    to += 1
  }
  if (core.value === 0) value = { kind: 'zero' }
  const money = CURRENCY.has(tokens[at - 1]?.lower ?? '') || CURRENCY.has(next)
  const isOrdinal = /[a-z]$/.test(tokens[at]?.lower ?? '') && tokens[at]?.kind === 'number'
  return plain(from, at, to, value, {
    isShare,
    isMoney: money,
    isWeak: core.isWeak === true || isOrdinal,
  })
}

function withBound(bound: Bound, number: number): NumberValue {
  if (bound === 'at_least') return { kind: 'at_least', low: number }
  if (bound === 'at_most') return { kind: 'at_most', high: number }
  return { kind: 'about', point: number }
}

function boundBefore(tokens: Tokens, at: number): { from: number; bound: Bound } | undefined {
  const skips = ['another', 'a', 'further'].includes(tokens[at - 1]?.lower ?? '') ? 1 : 0
  for (const back of skips === 0 ? [0] : [0, 1]) {
    const last = at - 1 - back
    for (const [phrase, bound] of BOUND_WORDS.get(tokens[last]?.lower ?? '') ?? []) {
      const from = last - phrase.length + 1
      if (from < 0 || !phrase.every((word, nth) => tokens[from + nth]?.lower === word)) continue
      const outer = boundBefore(tokens, from)
      // "never saw more than 30", "not about": the outer word decides when there is one.
      const turned = turnedByNot(tokens, from, bound)
      if (turned !== undefined) return turned
      return outer !== undefined && outer.bound === bound ? outer : { from, bound }
    }
  }
  return undefined
}

function turnedByNot(
  tokens: Tokens,
  from: number,
  bound: Bound,
): { from: number; bound: Bound } | undefined {
  for (let back = 1; back <= 2; back += 1)
    if (['never', 'not', "n't"].includes(tokens[from - back]?.lower ?? '') && bound !== 'about')
      return { from: from - back, bound: bound === 'at_least' ? 'at_most' : 'at_least' }
  return undefined
}
