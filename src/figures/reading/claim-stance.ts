import type { Attribution } from './said-by.ts'
import type { Range } from './noun-phrase.ts'
import type { Quantity } from './quantity.ts'
import type { Stance } from '../../domain/claim.ts'
import type { Token } from './token.ts'

const FUTURE = new Set(['will', 'shall', "'ll", 'would', "won't"])
const TO_COME = new Set([
  'expected',
  'expects',
  'expect',
  'plans',
  'planned',
  'scheduled',
  'due',
  'set',
  'likely',
  'hopes',
  'intends',
  'poised',
])
const REACHING = new Set(['reach', 'exceed', 'rise', 'climb', 'double', 'grow', 'fall'])
const CHANGED = new Set(
  'rise rises rose risen climb climbed climbs raised raising raises increased increasing lowered lowering fell fallen dropped revised corrected updated cut reduced grew grown bringing rising'.split(
    ' ',
  ),
)
const NUMBERS = new Set(
  'toll number figure total count dead deaths estimate tally it losses'.split(' '),
)
const AGAIN = new Set(['now', 'later', 'since', 'subsequently', 'meanwhile_'])
const HEDGES = new Set(
  'reportedly allegedly apparently possibly probably perhaps presumably supposedly purportedly seemingly unconfirmed provisional preliminary provisionally initially likely believed feared estimated'.split(
    ' ',
  ),
)
const WRONGLY = new Set(['wrongly', 'mistakenly', 'erroneously', 'falsely', 'incorrectly'])
const FALSE = new Set(
  'wrong false untrue incorrect fabricated baseless unfounded inaccurate exaggerated'.split(' '),
)

/** True when the sentence speaks of what is to come: "in April" is the next April. */
export function looksAhead(tokens: readonly Token[]): boolean {
  return tokens.some(
    (token, at) =>
      ['will', "won't"].includes(token.lower) ||
      (TO_COME.has(token.lower) && tokens[at + 1]?.lower === 'to') ||
      (/^(?:expected|hoped|promised|planned|intended)$/.test(token.lower) &&
        // "the 120 people it promised to take" speaks of what was.
        !(isPronoun(tokens[at - 1]) && tokens[at - 2]?.kind === 'word') &&
        hasAim(tokens, at)) ||
      (token.lower === 'expected' && ['in', 'by', 'on'].includes(tokens[at + 1]?.lower ?? '')) ||
      (token.lower === 'to' &&
        tokens[at + 1]?.lower === 'be' &&
        ['is', 'are', 'was', 'were'].includes(tokens[at - 1]?.lower ?? '')) ||
      (token.lower === 'could' && REACHING.has(tokens[at + 1]?.lower ?? '')) ||
      (token.lower === 'would' &&
        tokens[at + 1]?.lower !== 'have' &&
        [
          'arrive',
          'leave',
          'depart',
          'follow',
          'take',
          'be',
          'move',
          'return',
          'come',
          'receive',
          'accept',
          'open',
          'close',
          'double',
          'reach',
          'offer',
          'host',
          'admit',
          'resettle',
          'return',
          'begin',
          'become',
        ].includes(tokens[at + 1]?.lower ?? '')) ||
      /^(?:expects?|plans|hopes|intends|predicts?|forecasts?)$/.test(token.lower),
  )
}

function isPronoun(token: Token | undefined): boolean {
  return ['it', 'they', 'he', 'she', 'had'].includes(token?.lower ?? '')
}

/** "expected another 90 to depart", but not "expected to have left". */
function hasAim(tokens: readonly Token[], at: number): boolean {
  const to = tokens.slice(at + 1, at + 7).findIndex(({ lower }) => lower === 'to')
  return to >= 0 && tokens[at + 2 + to]?.lower !== 'have'
}

/** What is done with a number: as the verb of saying has it, turned by what stands around it. */
export function stanceOfNumber(
  tokens: readonly Token[],
  quantity: Quantity,
  attribution: Attribution | undefined,
  quantities: readonly Quantity[],
  word: Range | undefined,
  measure: string,
): Stance {
  const said = attribution?.stance ?? 'asserts'
  if (said === 'asserts' && isLeftOpen(tokens, quantity)) return 'declines_to_confirm'
  if (['asserts', 'predicts'].includes(said) && isNegated(tokens, quantity, word)) return 'denies'
  if (said !== 'asserts') return said
  const bounds = ownPart(tokens, quantity, attribution, quantities, word)
  const part = tokens.slice(bounds.from, bounds.to)
  if (
    part.some(
      (token, at) =>
        FALSE.has(token.lower) &&
        ['is', 'was', 'are', 'were', 'been', 'as'].includes(part[at - 1]?.lower ?? ''),
    )
  )
    return 'denies'
  if (isSaidUntrue(tokens, quantity, attribution, bounds)) return 'denies'
  // "had wrongly been given as 12"
  const before = tokens.slice(Math.max(bounds.from, quantity.from - 6), quantity.from)
  const cue = attribution?.cue.from ?? 0
  const saying = tokens.slice(Math.max(0, cue - 2), cue)
  if ([...before, ...saying].some((token) => WRONGLY.has(token.lower))) return 'denies'
  if (isChange(tokens, quantity, measure)) return 'revises'
  if (isToCome(part) || isAimedAt(tokens, quantity)) return 'predicts'
  if (attribution !== undefined && saysAgain(tokens, attribution)) return 'revises'
  return said
}

/** "it was not true that 15 had died", "no evidence of 20 deaths", "called the figure of 90 baseless". */
function isSaidUntrue(
  tokens: readonly Token[],
  quantity: Quantity,
  attribution: Attribution | undefined,
  bounds: Range,
): boolean {
  const before = tokens.slice(Math.max(bounds.from, quantity.from - 9), quantity.from)
  const isNone = before.some(
    ({ lower }, at) =>
      (NO_SUCH.test(lower) && before[at - 1]?.lower === 'no') ||
      (/^(?:true|correct|accurate|the)$/.test(lower) &&
        ['not', "n't"].includes(before[at - 1]?.lower ?? '') &&
        (lower !== 'the' || before[at + 1]?.lower === 'case')),
  )
  const isCalled = ['call', 'describe', 'label', 'dismiss'].includes(attribution?.lemma ?? '')
  return (
    isNone ||
    isNamedFalse(tokens, quantity) ||
    (isCalled &&
      tokens.slice(bounds.from, attribution?.content[0]?.to).some(({ lower }) => FALSE.has(lower)))
  )
}

/** "called the figure of 90 injured exaggerated", also where nobody was found who says it. */
function isNamedFalse(tokens: readonly Token[], quantity: Quantity): boolean {
  const before = tokens.slice(Math.max(0, quantity.from - 5), quantity.from)
  const rest = tokens.slice(quantity.to, quantity.to + 6)
  const end = rest.findIndex(({ text }) => [',', ';', '.'].includes(text))
  return (
    before.some(({ lower }) =>
      /^(?:called|calls|described|branded|labelled|labeled)$/.test(lower),
    ) && rest.slice(0, end < 0 ? rest.length : end).some(({ lower }) => FALSE.has(lower))
  )
}

/** "stopped short of confirming that 20 died", "it is unclear whether 5 or 6". */
function isLeftOpen(tokens: readonly Token[], quantity: Quantity): boolean {
  const before = tokens.slice(Math.max(0, quantity.from - 8), quantity.from)
  return before.some(({ lower }, at) => {
    const next = before[at + 1]?.lower ?? ''
    if (lower === 'short') return next === 'of' && before[at + 2]?.lower.endsWith('ing') === true
    return /^(?:unclear|unknown|uncertain|known)$/.test(lower) && ['whether', 'if'].includes(next)
  })
}

/** "the plan was for 90 people to leave". */
function isAimedAt(tokens: readonly Token[], { from, to }: Quantity): boolean {
  const after = tokens.slice(to, to + 3).map(({ lower }) => lower)
  const next = after[after.indexOf('to') + 1] ?? ''
  return (
    tokens[from - 1]?.lower === 'for' &&
    after.includes('to') &&
    !/^(?:have|\d.*)$/.test(next) &&
    tokens[from - 2]?.kind !== 'mark'
  )
}

const NO_SUCH = /^(?:evidence|proof|truth|basis|sign|signs|indication|indications|trace|question)$/

/** The tokens around a number up to the next numbers and to what is no part of the saying. */
function ownPart(
  tokens: readonly Token[],
  quantity: Quantity,
  attribution: Attribution | undefined,
  quantities: readonly Quantity[],
  word: Range | undefined,
): { from: number; to: number } {
  const piece = attribution?.content.find(
    (range) => quantity.core >= range.from && quantity.core < range.to,
  )
  const next = quantities.find((other) => other.from >= quantity.to)
  const before = quantities.findLast((other) => other.to <= quantity.from)
  let from = Math.max(piece?.from ?? 0, 0)
  let to = piece?.to ?? tokens.length
  if (before !== undefined && hasJoint(tokens, before.to, quantity.from))
    from = Math.max(from, before.to)
  if (next !== undefined && hasJoint(tokens, quantity.to, next.from)) to = Math.min(to, next.from)
  // ", home to some 3,400 since 1986, is to be closed": the aside speaks for itself.
  const open = tokens.slice(0, quantity.from).findLastIndex((token) => token.text === ',')
  const close = tokens.findIndex((token, at) => at >= quantity.to && token.text === ',')
  if (
    open >= from &&
    close > 0 &&
    close < to &&
    word !== undefined &&
    word.from > open &&
    word.to <= close
  )
    return { from: open, to: close }
  return { from, to }
}

function hasJoint(tokens: readonly Token[], from: number, to: number): boolean {
  return tokens.slice(from, to).some((token) => [',', ';', 'but', 'while'].includes(token.lower))
}

function isToCome(part: readonly Token[]): boolean {
  return (
    part.some((token, at) => {
      const next = part[at + 1]?.lower ?? ''
      if (token.lower === 'would') return next !== 'have' && looksAhead(part)
      if (token.lower === 'could' || token.lower === 'may' || token.lower === 'might')
        return (
          next !== 'have' &&
          ['could'].includes(token.lower) &&
          ['reach', 'exceed', 'rise', 'climb', 'double'].includes(next)
        )
      return (
        FUTURE.has(token.lower) ||
        (looksAhead([token, ...part.slice(at + 1, at + 2)]) && token.lower !== 'to')
      )
    }) || looksAhead(part)
  )
}

const NOT = new Set(['not', 'never', "n't", "didn't", "wasn't", "weren't", "haven't", "hasn't"])

/** "forty people did not die", "had never promised to take 45". */
function isNegated(tokens: readonly Token[], quantity: Quantity, word: Range | undefined): boolean {
  if (word === undefined || quantity.value.kind === 'zero') return false
  const isAfter = word.from >= quantity.to
  const part = isAfter
    ? tokens.slice(quantity.to, word.from)
    : tokens.slice(Math.max(0, word.from - 4), Math.min(word.from + 1, quantity.from))
  const at = part.findLastIndex(({ lower }) => NOT.has(lower))
  if (at < 0) return false
  const rest = part.slice(at + 1).map(({ lower }) => lower)
  return !rest.some((lower) => [',', 'that', 'only', 'but', 'yet', 'which', 'who'].includes(lower))
}

const STOCKS = new Set('residents registered needs detained places_offered missing'.split(' '))
const MOVED =
  /^(?:rises?|rose|risen|rising|climb(?:s|ed)|fell|fallen|falls|dropped|grew|grown|increased|increasing)$/

/** "rose to 53", "raising the toll to 19", "revised the number to 18", "cut its estimate to". */
function isChange(tokens: readonly Token[], quantity: Quantity, measure: string): boolean {
  const joint = tokens[quantity.from - 1]?.lower
  if (joint !== 'to' && joint !== 'as') return false
  const part = tokens.slice(Math.max(0, quantity.from - 14), quantity.from)
  const verb = part.findLastIndex((token) => CHANGED.has(token.lower))
  // Who lives somewhere becomes more; a toll that rises was too low.
  if (STOCKS.has(measure) && MOVED.test(part[verb]?.lower ?? '')) return false
  return (
    verb >= 0 &&
    part.some((token) => NUMBERS.has(token.lower) || token.lower.startsWith('estimate')) &&
    !part.slice(verb).some((token) => token.text === ';')
  )
}

/** "now puts", "later conceded", "has since confirmed". */
function saysAgain(tokens: readonly Token[], { cue, clause }: Attribution): boolean {
  if (tokens[0]?.lower === 'later') return true
  return tokens
    .slice(Math.max(clause.from, cue.from - 4), cue.from)
    .some((token) => AGAIN.has(token.lower))
}

/** Words that make a statement less sure, as they stand there. */
export function hedgesIn(tokens: readonly Token[], from: number, to: number): number[] {
  const found: number[] = []
  for (let at = from; at < to; at += 1) {
    const { lower = '' } = tokens[at] ?? {}
    const isMay =
      ['may', 'might', 'could'].includes(tokens[at]?.text ?? '') && tokens[at + 1]?.kind === 'word'
    if (HEDGES.has(lower) || isMay) found.push(at)
  }
  return found
}
