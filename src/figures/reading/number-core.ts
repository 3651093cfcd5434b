import { SCALES, digitsValue, isTens, wordValue } from './number-words.ts'
import type { Token } from './token.ts'

export interface Core {
  readonly value: number
  readonly to: number
  readonly isShare?: boolean
  readonly isWeak?: boolean
  /** 1.1 in "between 1.1 and 1.4 million" takes the scale of the other. */
  readonly isBare?: boolean
}

export type Tokens = readonly Token[]

/** One number: digits or words, with its scale, as a fraction or a share. */
export function readCore(tokens: Tokens, at: number): Core | undefined {
  const fraction = readFraction(tokens, at)
  if (fraction !== undefined) return fraction
  const number = readCardinal(tokens, at)
  if (number === undefined) return undefined
  const next = tokens[number.to]?.lower ?? ''
  const after = tokens[number.to + 1]?.lower ?? ''
  if (['%', '٪', 'percent', 'pct', 'درصد', 'بالمئة', 'بالمائة'].includes(next))
    return { ...number, to: number.to + 1, isShare: true }
  if (next === 'per' && after === 'cent') return { ...number, to: number.to + 2, isShare: true }
  if (
    (next === 'in' || (next === 'out' && after === 'of')) &&
    number.value > 0 &&
    number.value < 20
  ) {
    const whole = readCardinal(tokens, number.to + (next === 'in' ? 1 : 2))
    const isRound =
      whole !== undefined && [2, 3, 4, 5, 6, 8, 10, 20, 100, 1_000].includes(whole.value)
    if (isRound && whole.value > number.value)
      return { value: toPercent(number.value / whole.value), to: whole.to, isShare: true }
  }
  return number
}

const PARTS: Readonly<Record<string, number>> = {
  half: 2,
  third: 3,
  thirds: 3,
  quarter: 4,
  quarters: 4,
  fifth: 5,
  fifths: 5,
  tenth: 10,
  tenths: 10,
}

function readFraction(tokens: Tokens, at: number): Core | undefined {
  const [a, b, c] = words(tokens, at, 3)
  if (a === 'half' && b !== 'a' && b !== 'hour') return { value: 50, to: at + 1, isShare: true }
  if (a === 'half' && b === 'a' && c in SCALES) return { value: (SCALES[c] ?? 0) / 2, to: at + 3 }
  const top = a === 'a' || a === 'one' ? 1 : wordValue(a)
  // "A third man" counts: a fraction is followed by "of", or is a plural.
  const joined = a.includes('-') ? a.split('-') : undefined
  if (joined?.length === 2 && PARTS[joined[1] ?? ''] !== undefined) {
    const upper = joined[0] === 'one' ? 1 : wordValue(joined[0] ?? '')
    if (upper !== undefined)
      return { value: toPercent(upper / (PARTS[joined[1] ?? ''] ?? 1)), to: at + 1, isShare: true }
  }
  if (top === undefined || !Object.hasOwn(PARTS, b)) return undefined
  const isPlural = b.endsWith('s')
  if (!isPlural && c !== 'of') return undefined
  return { value: toPercent(top / (PARTS[b] ?? 1)), to: at + 2, isShare: true }
}

function toPercent(share: number): number {
  return Math.round(share * 1_000) / 10
}

function readCardinal(tokens: Tokens, at: number): Core | undefined {
  const token = tokens[at]
  if (token === undefined) return undefined
  if (token.kind === 'number') {
    if (/[a-z]$/.test(token.lower)) return undefined
    const value = digitsValue(token.text)
    if (value === undefined) return undefined
    const scale = SCALES[tokens[at + 1]?.lower ?? '']
    if (scale === undefined) return { value, to: at + 1, isBare: true }
    return { value: Math.round(value * scale * 1_000) / 1_000, to: at + 2 }
  }
  return token.kind === 'word' ? readWords(tokens, at) : undefined
}

/** "two dozen", "fifteen hundred", "one hundred and five", "a thousand", "twenty five". */
function readWords(tokens: Tokens, at: number): Core | undefined {
  let total = 0
  let part: number | undefined
  let to = at
  let plainWords = 0
  while (to < tokens.length && to - at < 12) {
    const lower = tokens[to]?.lower ?? ''
    const value = wordValue(lower)
    const scale = Object.hasOwn(SCALES, lower) ? SCALES[lower] : undefined
    const next = tokens[to + 1]?.lower ?? ''
    if (value !== undefined) {
      if (
        part !== undefined &&
        !(isTens(tokens[to - 1]?.lower ?? '') && value < 10) &&
        part % 100 !== 0
      )
        break
      part = (part ?? 0) + value
      plainWords += 1
    } else if (scale !== undefined) {
      if (part === undefined && total > 0) break
      part = (part ?? 1) * scale
      if (scale >= 1_000) {
        total += part
        part = undefined
      }
    } else if (
      (lower === 'a' || lower === 'an') &&
      to === at &&
      next in SCALES &&
      next !== 'score'
    ) {
      to += 1
      continue
    } else if (
      lower === 'and' &&
      to > at &&
      part !== undefined &&
      part % 100 === 0 &&
      total + part >= 100
    ) {
      const follows = wordValue(next)
      if (follows === undefined || follows >= 100) break
    } else break
    to += 1
  }
  if (to === at || (part === undefined && total === 0)) return undefined
  const only = tokens[at]?.lower ?? ''
  return {
    value: total + (part ?? 0),
    to,
    isWeak: plainWords === 1 && to === at + 1 && only === 'one',
  }
}

export function words(tokens: Tokens, at: number, many: number): [string, string, string] {
  const at3 = [0, 1, 2].map((nth) => (nth < many ? (tokens[at + nth]?.lower ?? '') : ''))
  return [at3[0] ?? '', at3[1] ?? '', at3[2] ?? '']
}
