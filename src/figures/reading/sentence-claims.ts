import { eventOf } from './event-day.ts'
import type { Attribution } from './said-by.ts'
import { findAttributions, foldCitations } from './attribution.ts'
import { claimDay, splitDays } from './claim-day.ts'
import type { ClaimDay } from './claim-day.ts'
import { hedgesIn, looksAhead, stanceOfNumber } from './claim-stance.ts'
import { AUXILIARIES } from './closed-words.ts'
import type { DayMention } from './day-phrase.ts'
import type { Calendars, Days } from './calendars.ts'
import { findDays } from './day-phrase.ts'
import type { Measured } from './measure.ts'
import type { LastMeasure } from './measure-cost.ts'
import { goesOn, measureQuantities } from './measure.ts'
import { HARM, measureWordsAt, THINGS } from './measure-word.ts'
import type { Range } from './noun-phrase.ts'
import type { Quantity } from './quantity.ts'
import { findQuantities } from './quantity.ts'
import type { Stance, Unit } from './read-claim.ts'
import type { Said } from './said-without-number.ts'
import { saidWithoutNumber } from './said-without-number.ts'
import type { Sentence } from './sentence.ts'
import type { Token } from './token.ts'
import { QUOTE_MARKS } from './token.ts'

/** A claim in the tokens of its sentence. */
export interface TokenClaim {
  readonly measured: Measured | undefined
  readonly said: Said | undefined
  readonly measure: string
  readonly unit: Unit | null
  readonly stance: Stance
  readonly attribution: Attribution | undefined
  /** Sayings around that one: "A said that B had told C". */
  readonly outer: readonly Attribution[]
  readonly day: ClaimDay
  readonly hedges: readonly number[]
  readonly rivals: number
  /** Somebody says something in the sentence, but not this. */
  readonly isOutside: boolean
}

/** What the sentences before left behind. */
export interface Discourse {
  readonly calendars: Calendars
  readonly published: string
  readonly anchor: string | undefined
  readonly eventDays: Days | undefined
  readonly last: LastMeasure | undefined
  readonly lastQuote: Attribution | undefined
}

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
  if (plain.length > MOST_NUMBERS)
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
  return { ...last, content: [whole], stance: 'asserts', clause: { from: 0, to: 0 } }
}

function isQuestion(tokens: readonly Token[]): boolean {
  return ['?', '؟'].includes(tokens.at(-1)?.text ?? '')
}

const NOT_ONE = new Set(
  'total number group few lot couple list statement report attack raid blast bomb fire storm second third further new large small boat ship bus lorry truck car house building tent camp village town wall bridge school hospital'.split(
    ' ',
  ),
)

/** "a guard was killed", "killed a guard": one person, harmed. "anyone" in a denial. */
function singlePersons(
  tokens: readonly Token[],
  isDate: (at: number) => boolean,
  isQuantity: (at: number) => boolean,
  attributions: readonly Attribution[],
): Quantity[] {
  const found: Quantity[] = []
  const lowerAt = (at: number): string => tokens[at]?.lower ?? ''
  const rest = { isShare: false, isMoney: false, isWeak: false }
  for (let at = 0; at < tokens.length; at += 1) {
    const word = lowerAt(at)
    if (
      ['anyone', 'anybody'].includes(word) &&
      attributions.some(({ stance }) => stance === 'denies')
    )
      found.push({
        from: at,
        core: at,
        to: at + 1,
        value: { kind: 'at_least', low: 1 },
        ...rest,
        isPronoun: true,
      })
    if (!['a', 'an', 'another'].includes(word) || isQuantity(at) || isDate(at + 1)) continue
    let verb = at + 2
    while (
      verb < at + 6 &&
      verb < tokens.length &&
      !AUXILIARIES.has(lowerAt(verb)) &&
      measureWordsAt(lowerAt, verb) === undefined
    )
      verb += 1
    if (
      tokens
        .slice(at + 1, verb)
        .some((token) => NOT_ONE.has(token.lower) || token.kind !== 'word' || token.lower === 'of')
    )
      continue
    while (AUXILIARIES.has(lowerAt(verb)) || lowerAt(verb) === 'also') verb += 1
    const cue = measureWordsAt(lowerAt, verb)?.words.find(
      (one) => HARM.has(one.measure) && one.role !== 'noun',
    )
    if (cue === undefined) continue
    const isActive = cue.role === 'object' && !AUXILIARIES.has(lowerAt(verb - 1))
    if (isActive) continue
    let to = at + 1
    while (to < verb && !AUXILIARIES.has(lowerAt(to)) && to < at + 3) to += 1
    found.push({
      from: at,
      core: at,
      to,
      value: { kind: 'exact', point: 1 },
      ...rest,
      isPronoun: false,
    })
  }
  return found
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
  if (tokens[quantity.from - 1]?.lower === 'not' && tokens[quantity.from - 2]?.text === ',')
    return false
  if (quantity.isWeak && measure === 'other') return false
  if (quantity.isPronoun && !HARM.has(measure) && quantity.value.kind !== 'zero') return false
  if (quantity.value.kind === 'zero' && !HARM.has(measure)) return false
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

interface Parts {
  readonly attributions: readonly Attribution[]
  readonly kept: readonly Measured[]
  readonly quantities: readonly Quantity[]
  readonly days: readonly DayMention[]
}

function makeClaims(sentence: Sentence, before: Discourse, parts: Parts): TokenClaim[] {
  const { tokens } = sentence
  const { attributions, kept, quantities, days } = parts
  const split = splitDays(days, attributions)
  const dayAt = (place: number, attribution: Attribution | undefined, event?: Days): ClaimDay =>
    claimDay({
      tokens,
      place,
      ...split,
      attribution,
      quantities,
      eventDays: event,
      published: before.published,
    })
  const { without, taken } = withoutNumbers(tokens, before, parts, dayAt)
  let { eventDays } = before
  const numbers = kept.flatMap((measured): TokenClaim[] => {
    const { quantity } = measured
    const around = attributions
      .filter((one) => inContent(one, quantity.core))
      .toSorted((a, b) => size(a) - size(b) || b.cue.from - a.cue.from)
    if (around[0] !== undefined && taken.has(around[0])) return []
    const isEvent = ['killed', 'injured', 'abducted'].includes(measured.measure)
    const day = dayAt(quantity.core, around[0], isEvent ? eventDays : undefined)
    const stance =
      withdrawn(around[0], attributions, tokens) ??
      stanceOfNumber(tokens, quantity, around[0], quantities, measured.word)
    if (isEvent && ['asserts', 'revises'].includes(stance)) eventDays = eventOf(day) ?? eventDays
    const isOutside = around.length === 0 && attributions.length > 0
    return [{ ...ofNumber(tokens, measured, around), day, stance, isOutside }]
  })
  return [...numbers, ...without].toSorted((a, b) => placeOf(a) - placeOf(b))
}

type DayAt = (place: number, attribution: Attribution | undefined, event?: Days) => ClaimDay

/** Consent, responsibility, allegations, and numbers that somebody will not confirm. */
function withoutNumbers(
  tokens: readonly Token[],
  before: Discourse,
  { attributions, kept }: Parts,
  dayAt: DayAt,
): { readonly without: TokenClaim[]; readonly taken: ReadonlySet<Attribution> } {
  const without: TokenClaim[] = []
  const taken = new Set<Attribution>()
  for (const attribution of attributions) {
    const hasNumber = kept.some(({ quantity }) => inContent(attribution, quantity.core))
    const said = saidWithoutNumber(tokens, attribution, hasNumber)
    if (said === undefined) continue
    if (said.takesNumbers) taken.add(attribution)
    const isNumber = said.measure === 'number'
    const last = kept.at(-1) ?? before.last
    const measure = isNumber ? last?.measure : said.measure
    if (measure === undefined) continue
    const event = said.measure === 'consent_to_host' ? undefined : before.eventDays
    without.push({
      measured: undefined,
      said,
      measure,
      unit: isNumber ? (last?.unit ?? null) : null,
      stance: said.stance,
      attribution,
      outer: [],
      day: dayAt(said.word.from, attribution, event),
      hedges: [],
      rivals: 0,
      isOutside: false,
    })
  }
  return { without, taken }
}

/** What the sayings around a number, the nearest first, make of it. */
function ofNumber(
  tokens: readonly Token[],
  measured: Measured,
  around: readonly Attribution[],
): Omit<TokenClaim, 'day' | 'stance' | 'isOutside'> {
  const { quantity, measure, unit } = measured
  const [attribution, ...outer] = around
  const value = attribution?.lemma === 'estimate' ? roughly(quantity.value) : quantity.value
  const piece = attribution?.content.find(
    ({ from, to }) => quantity.core >= from && quantity.core < to,
  )
  return {
    measured: { ...measured, quantity: { ...quantity, value } },
    said: undefined,
    measure,
    unit,
    attribution,
    outer: outer.filter((one) => nests(one, attribution)),
    hedges: hedgesIn(tokens, piece?.from ?? 0, piece?.to ?? tokens.length).filter(
      (at) => at < quantity.from || at >= quantity.to,
    ),
    rivals: around.length,
  }
}

/** What somebody estimates is no exact number. */
function roughly(value: Quantity['value']): Quantity['value'] {
  return value.kind === 'exact' ? { kind: 'about', point: value.point } : value
}

/** "The paper that had reported 90 dead withdrew the figure": the later word counts. */
function withdrawn(
  attribution: Attribution | undefined,
  all: readonly Attribution[],
  tokens: readonly Token[],
): Stance | undefined {
  if (attribution === undefined) return undefined
  const later = all.find(
    (one) =>
      one.stance === 'retracts' &&
      one.cue.from > attribution.cue.from &&
      one.source?.from === attribution.source?.from,
  )
  const object = tokens.slice(later?.cue.to, (later?.cue.to ?? 0) + 4)
  const isAbout = object.some((token) =>
    /^(?:figure|figures|number|report|claim|statement|story|it)$/.test(token.lower),
  )
  return later !== undefined && isAbout ? 'retracts' : undefined
}

function placeOf({ measured, said }: TokenClaim): number {
  return measured?.quantity.core ?? said?.word.from ?? 0
}

function inContent({ content }: Attribution, place: number): boolean {
  return content.some(({ from, to }) => place >= from && place < to)
}

function size({ content }: Attribution): number {
  return content.reduce((sum, { from, to }) => sum + to - from, 0)
}

/** The outer saying holds the inner one: its words lie in what is said. */
function nests(outer: Attribution, inner: Attribution | undefined): boolean {
  return (
    inner !== undefined &&
    inContent(outer, inner.cue.from) &&
    outer.source?.from !== inner.source?.from
  )
}
