import type { Attribution } from './said-by.ts'
import { findAttributions, foldCitations } from './attribution.ts'
import { changeOf } from './change.ts'
import { looksAhead } from './claim-stance.ts'
import type { DayMention } from './day-phrase.ts'
import { findDays } from './day-phrase.ts'
import { makeClaims } from './make-claims.ts'
import type { Measured } from './measure.ts'
import type { LastMeasure } from './measure-cost.ts'
import { goesOn, measureQuantities } from './measure.ts'
import { HARM, THINGS } from './measure-word.ts'
import type { Range } from './noun-phrase.ts'
import type { Quantity } from './quantity.ts'
import { findQuantities } from './quantity.ts'
import type { Sentence } from './sentence.ts'
import { singlePersons } from './single-persons.ts'
import type { Discourse, TokenClaim } from './token-claim.ts'
import type { Token } from './token.ts'
import { QUOTE_MARKS } from './token.ts'

export interface SentenceReading {
  readonly claims: readonly TokenClaim[]
  /** Every saying; `attributions` has one for "A reported, citing B", and those carried on. */
  readonly sayings: readonly Attribution[]
  readonly attributions: readonly Attribution[]
  readonly days: readonly DayMention[]
  readonly quantities: readonly Quantity[]
  readonly carriesQuote: boolean
  /** What was counted last, for numbers without a word of their own. */
  readonly last: LastMeasure | undefined
}

const MOST_NUMBERS = 40

/** Everything that one sentence says. */
export function readSentence(sentence: Sentence, before: Discourse): SentenceReading {
  const { tokens, quoted } = sentence
  const days = findDays(tokens, {
    calendars: before.calendars,
    published: before.published,
    anchor: before.anchor,
    looksAhead: looksAhead(tokens),
  })
  const dateTokens = flags(tokens.length, days)
  const isDate = (at: number): boolean => dateTokens[at] === true
  const plain = findQuantities(tokens, isDate)
  // A row of that many numbers is a table, and no sentence about any of them.
  if (plain.length > MOST_NUMBERS || days.length > MOST_NUMBERS)
    return {
      claims: [],
      sayings: [],
      attributions: [],
      days,
      quantities: plain,
      carriesQuote: false,
      last: undefined,
    }
  const numberTokens = flags(tokens.length, plain)
  const isQuantity = (at: number): boolean => numberTokens[at] === true
  const sayings = findAttributions({ tokens, quoted, isDate, isQuantity })
  const own = foldCitations(sayings)
  const carried = carryQuote(sentence, own, before.lastQuote)
  const attributions = carried === undefined ? own : [...own, carried]
  const quantities = [...plain, ...singlePersons(tokens, isDate, isQuantity, own)].toSorted(
    (a, b) => a.core - b.core,
  )
  const sayingTokens = flags(
    tokens.length,
    own.map(({ cue }) => cue),
  )
  const measured = measureQuantities(quantities, {
    tokens,
    isDate,
    isSaying: (at) => sayingTokens[at] === true,
    last: before.last,
  })
  const kept = measured.filter((one) => isClaim(one, tokens, own))
  const claims = isQuestion(tokens)
    ? []
    : makeClaims(sentence, before, {
        attributions,
        kept,
        quantities: measured.map(({ quantity }) => quantity),
        days,
      })
  const last = kept.findLast((one) => goesOn(one, tokens) !== undefined)
  return {
    claims,
    sayings,
    attributions,
    days,
    quantities: plain,
    carriesQuote: carried !== undefined,
    last: last === undefined ? undefined : goesOn(last, tokens),
  }
}

function flags(length: number, ranges: readonly Range[]): boolean[] {
  const marks = Array.from<boolean>({ length }).fill(false)
  for (const { from, to } of ranges) marks.fill(true, from, to)
  return marks
}

/** A sentence all in quotation marks after one that was attributed goes on with the same speaker. */
function carryQuote(
  { tokens, quoted, continuesQuote }: Sentence,
  own: readonly Attribution[],
  last: Attribution | undefined,
): Attribution | undefined {
  if (
    last === undefined ||
    own.some((one) => one.clause.from >= 0 && quoted[one.cue.from] !== true)
  )
    return undefined
  const all = quoted.every((inside, at) => inside || tokens[at]?.kind === 'mark')
  if (!all || (!continuesQuote && !QUOTE_MARKS.has(tokens[0]?.text ?? ''))) return undefined
  const whole = { from: 0, to: tokens.length }
  return {
    ...last,
    content: [whole],
    stance: 'asserts',
    clause: { from: 0, to: 0 },
    isCarried: true,
  }
}

function isQuestion(tokens: readonly Token[]): boolean {
  return ['?', '؟'].includes(tokens.at(-1)?.text ?? '')
}

/** What is no claim: who speaks, and counts of things too small to matter. */
function isClaim(
  { quantity, measure, unit, noun }: Measured,
  tokens: readonly Token[],
  own: readonly Attribution[],
): boolean {
  const isSpeaker = own.some(({ source, relays }) =>
    [source, ...relays.map(({ range }) => range)].some(
      (range) => range !== undefined && quantity.core >= range.from && quantity.core < range.to,
    ),
  )
  if (isSpeaker) return false
  // "rose by 40 to 310": by how much is no count of its own.
  if (tokens[quantity.from - 1]?.lower === 'by' && changeOf(tokens, quantity)?.role === 'by')
    return false
  if (tokens[quantity.from - 1]?.lower === 'not' && tokens[quantity.from - 2]?.text === ',')
    return false
  if (quantity.isWeak && measure === 'other') return false
  if (quantity.isPronoun && !HARM.has(measure) && quantity.value.kind !== 'zero') return false
  const isNone = quantity.value.kind === 'zero'
  if (
    isNone &&
    !HARM.has(measure) &&
    (quantity.isPronoun || noun === undefined || measure === 'other')
  )
    return false
  if (measure !== 'other') return true
  // People of whom nothing is said that is kept are a quantity of the text and no claim.
  if (quantity.value.kind === 'unquantified' || quantity.isShare || unit === 'persons') return false
  const isThing = THINGS.has(tokens[noun?.from ?? -1]?.lower ?? '')
  return unit === 'other' ? isThing && sizeOf(quantity) >= 10 : sizeOf(quantity) >= 3
}

function sizeOf({ value }: Quantity): number {
  if ('point' in value) return value.point
  if ('low' in value) return value.low
  return 'high' in value ? value.high : 0
}
