import { AUXILIARIES, isAdverb } from './closed-words.ts'
import { REACH, costOf } from './measure-cost.ts'
import type { Cue, LastMeasure, MeasureContext, Tokens } from './measure-cost.ts'
import { isNoCount, measureWordsAt, unitOf } from './measure-word.ts'
import type { MeasureWord } from './measure-word.ts'
import type { Range } from './noun-phrase.ts'
import type { Quantity } from './quantity.ts'
import type { Unit } from './read-claim.ts'
import { findCue } from './reporting-verb.ts'
import { QUOTE_MARKS, isCapital } from './token.ts'
import type { Token } from './token.ts'

/** What a quantity counts. */
export interface Measured {
  readonly quantity: Quantity
  readonly measure: string
  readonly unit: Unit
  /** The word that says so; absent when it goes on from the number before. */
  readonly word: Range | undefined
  readonly noun: Range | undefined
  /** How far the word is from the number: small is sure. */
  readonly cost: number
  readonly isCarried: boolean
}

export const THINGS = new Set(
  (
    'tents buses bus houses homes buildings vehicles cars trucks lorries boats ships trees shots bombs rockets shells ' +
    'weapons schools hospitals villages towns camps shops animals cattle sheep goats applications requests letters ' +
    'aircraft planes helicopters attacks blasts explosions incidents claims raids trips flights convoys shelters'
  ).split(' '),
)

/** A measure and a unit for each quantity; absent for what counts nothing that matters. */
export function measureQuantities(
  quantities: readonly Quantity[],
  context: MeasureContext,
): Measured[] {
  const starts = new Set(quantities.map(({ from }) => from))
  const cues = findMeasureCues(context).filter((cue) => !isCausing(cue, starts, context.tokens))
  const measured: Measured[] = []
  let { last } = context
  for (const [nth, quantity] of quantities.entries()) {
    const one = measureOne(quantity, quantities[nth - 1], quantities[nth + 1], cues, last, context)
    if (one === undefined) continue
    measured.push(one)
    last = goesOn(one, context.tokens) ?? last
  }
  return shareLast(measured, context.tokens)
}

/** "77 fighters and 12 guards were killed": the first goes with the last. */
function shareLast(measured: readonly Measured[], tokens: Tokens): Measured[] {
  const shared = [...measured]
  for (let at = shared.length - 2; at >= 0; at -= 1) {
    const [one, next] = [shared[at], shared[at + 1]]
    if (one === undefined || next?.word === undefined || next.measure === 'other') continue
    if (one.word !== undefined && one.cost < 6) continue
    const between = tokens.slice(one.quantity.to, next.quantity.from).map(({ lower }) => lower)
    const isList =
      between.length <= 8 &&
      ['and', ','].includes(between.at(-1) ?? '') &&
      !between.some((lower) => AUXILIARIES.has(lower) || findCue(lower)?.isOften === false)
    if (isList && next.word.from > next.quantity.core && next.unit !== 'percent')
      shared[at] = {
        ...one,
        measure: next.measure,
        unit: one.unit === 'other' ? next.unit : one.unit,
        word: next.word,
        cost: next.cost + 1,
        isCarried: false,
      }
  }
  return shared
}

/** What a later number without a word of its own counts. */
export function goesOn(one: Measured, tokens: Tokens): LastMeasure | undefined {
  const isLoose = one.measure === 'other' && (one.unit === 'other' || one.unit === 'persons')
  if (isLoose || one.unit === 'percent') return undefined
  return { measure: one.measure, unit: one.unit, noun: tokens[one.noun?.from ?? -1]?.lower }
}

const TAKING = new Set(['take', 'accept', 'receive', 'host', 'admit', 'resettle', 'welcome'])

const PROMISING =
  /^(?:agree[ds]?|ready|prepared|willing|offer(?:s|ed)?|able|pledge[ds]?|promise[ds]?|undertaken|undertook|committed)$/

/** "agreed in principle to take": a promise, then the taking. */
function readTaking(
  tokens: Tokens,
  at: number,
): { readonly to: number; readonly words: readonly MeasureWord[] } | undefined {
  if (!TAKING.has(tokens[at]?.lower ?? '') || tokens[at - 1]?.lower !== 'to') return undefined
  const before = tokens.slice(Math.max(0, at - 7), at - 1)
  if (!before.some((token) => PROMISING.test(token.lower))) return undefined
  const to = tokens[at + 1]?.lower === 'in' ? at + 2 : at + 1
  return { to, words: [{ measure: 'places_offered', role: 'object' }] }
}

/** "left 50 dead", "leaving two wounded": nobody went away. */
function isCausing(cue: Cue, starts: ReadonlySet<number>, tokens: Tokens): boolean {
  return (
    cue.word.measure === 'departed' && starts.has(cue.to) && tokens[cue.from]?.lower !== 'departed'
  )
}

function findMeasureCues({ tokens, isSaying, isDate }: MeasureContext): Cue[] {
  const lowerAt = (at: number): string => tokens[at]?.lower ?? ''
  const cues: Cue[] = []
  for (let at = 0; at < tokens.length; at += 1) {
    if (isDate(at) || (isCapital(tokens[at]) && at > 0 && !QUOTE_MARKS.has(lowerAt(at - 1))))
      continue
    const found = measureWordsAt(lowerAt, at) ?? readTaking(tokens, at)
    if (found === undefined) continue
    if (isSaying(at) && !found.words.some((word) => word.measure === 'denied')) continue
    for (const word of found.words) cues.push({ from: at, to: found.to, word })
    at = found.to - 1
  }
  return cues
}

function measureOne(
  quantity: Quantity,
  before: Quantity | undefined,
  after: Quantity | undefined,
  cues: readonly Cue[],
  last: MeasureContext['last'],
  context: MeasureContext,
): Measured | undefined {
  const { tokens } = context
  if (quantity.isMoney) return undefined
  const noun = headNoun(quantity, context)
  if (isNothing(quantity, noun, tokens)) return undefined
  const ranked = cues
    .map((cue) => ({ cue, cost: costOf(cue, quantity, before, after, context) }))
    .filter(({ cost }) => cost < REACH)
    .toSorted((a, b) => a.cost - b.cost)
  const [best] = ranked
  const nounUnit = noun === undefined ? undefined : unitOf(tokens[noun.from]?.lower ?? '')
  // Buses carry people, tents are lost: what is counted then is no person.
  const isThing = THINGS.has(tokens[noun?.from ?? -1]?.lower ?? '') && !quantity.isShare
  if (isThing)
    return {
      quantity,
      measure: 'other',
      unit: 'other',
      word: undefined,
      noun,
      cost: 15,
      isCarried: false,
    }
  if (best !== undefined)
    return withUnit(
      quantity,
      best.cue,
      best.cost,
      noun,
      nounUnit ?? unitBefore(quantity, noun, before, last, context),
    )
  if (quantity.value.kind === 'zero' || quantity.isPronoun) return undefined
  return withoutCue(quantity, noun, nounUnit, last, context)
}

/** "Only nine have travelled" after "45 families": what is counted stands before. */
function unitBefore(
  quantity: Quantity,
  noun: Range | undefined,
  before: Quantity | undefined,
  last: LastMeasure | undefined,
  { tokens }: MeasureContext,
): Unit | undefined {
  if (noun !== undefined || last === undefined || quantity.isPronoun) return undefined
  const pronoun = tokens[quantity.to + 1]?.lower ?? ''
  const goesBack = before !== undefined || ['them', 'these', 'those', 'whom'].includes(pronoun)
  return goesBack && (last.unit === 'cases' || last.unit === 'households') ? last.unit : undefined
}

function withUnit(
  quantity: Quantity,
  cue: Cue,
  cost: number,
  noun: Range | undefined,
  nounUnit: Unit | undefined,
): Measured | undefined {
  const { measure: base } = cue.word
  const natural: Unit = base === 'places_offered' ? 'places' : 'persons'
  const said = nounUnit === 'persons' && base === 'places_offered' ? natural : (nounUnit ?? natural)
  const unit = quantity.isShare ? 'percent' : said
  const measure =
    base === 'submitted' ? (unit === 'cases' ? 'submitted_cases' : 'submitted_persons') : base
  return {
    quantity,
    measure,
    unit,
    word: { from: cue.from, to: cue.to },
    noun,
    cost,
    isCarried: false,
  }
}

function withoutCue(
  quantity: Quantity,
  noun: Range | undefined,
  nounUnit: Unit | undefined,
  last: MeasureContext['last'],
  { tokens }: MeasureContext,
): Measured | undefined {
  const word = tokens[noun?.from ?? -1]?.lower ?? ''
  const isElliptic =
    noun === undefined ||
    ['others', 'more', 'them', 'those'].includes(word) ||
    (word === last?.noun && !AUXILIARIES.has(tokens[noun.to]?.lower ?? ''))
  if (
    isElliptic &&
    last !== undefined &&
    !hasOwnVerb(quantity, tokens) &&
    (!quantity.isWeak || quantity.isShare)
  ) {
    const unit = quantity.isShare ? 'percent' : last.unit
    return {
      quantity,
      measure: last.measure,
      unit,
      word: undefined,
      noun,
      cost: 12,
      isCarried: true,
    }
  }
  if (noun === undefined || quantity.isShare || quantity.isWeak) return undefined
  if (nounUnit === 'places')
    return {
      quantity,
      measure: 'places_offered',
      unit: 'places',
      word: noun,
      noun,
      cost: 4,
      isCarried: false,
    }
  return {
    quantity,
    measure: 'other',
    unit: nounUnit ?? 'other',
    word: undefined,
    noun,
    cost: 15,
    isCarried: false,
  }
}

/** "thousands more were waiting": they do something of their own. */
function hasOwnVerb(quantity: Quantity, tokens: Tokens): boolean {
  const rest = tokens.slice(quantity.to, quantity.to + 4)
  const at = rest.findIndex((token) => AUXILIARIES.has(token.lower))
  return at >= 0 && /(?:ing|ed)$/.test(rest[at + 1]?.lower ?? '')
}

/** The noun that is counted: "1,400 members of the group", "seven others", "78 households". */
function headNoun(quantity: Quantity, { tokens, isDate }: MeasureContext): Range | undefined {
  let at = quantity.to
  if (quantity.isPronoun) return undefined
  for (let step = 0; step < 6 && at < tokens.length; step += 1, at += 1) {
    const token = tokens[at]
    if (token === undefined || isDate(at)) return undefined
    const { lower } = token
    if (token.kind === 'mark' && lower !== '-') return undefined
    if (unitOf(lower) !== undefined) return { from: at, to: at + 1 }
    if (isNoCount(lower)) return { from: at, to: at + 1 }
    if (
      [
        'of',
        'the',
        'its',
        'their',
        'his',
        'her',
        'these',
        'those',
        'them',
        'whom',
        'other',
        'more',
        'further',
        'additional',
        'new',
      ].includes(lower)
    ) {
      if (lower === 'them' || lower === 'whom') return undefined
      if (lower === 'those') return undefined
      continue
    }
    if (
      AUXILIARIES.has(lower) ||
      [
        'and',
        'or',
        'to',
        'in',
        'on',
        'at',
        'by',
        'from',
        'for',
        'as',
        'who',
        'that',
        'have',
        'but',
        'with',
        'until',
        'while',
        'after',
        'when',
        'before',
      ].includes(lower)
    )
      return undefined
    if (isAdverb(token)) continue
    if (isVerb(tokens, at)) return undefined
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

function isNothing(quantity: Quantity, noun: Range | undefined, tokens: Tokens): boolean {
  const word = tokens[noun?.from ?? -1]?.lower ?? ''
  if (noun !== undefined && (isNoCount(word) || BODY_NOUNS.has(word))) return true
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
    quantity.value.kind === 'exact'
  )
    return true
  const next = tokens[quantity.to]?.lower ?? ''
  return (
    next === 'years' ||
    ['-year-old', 'year-old', "o'clock"].includes(next) ||
    (next === ':' && /^\d/.test(tokens[quantity.to + 1]?.text ?? ''))
  )
}

/** "no civilians", "no detainee was": people, or whoever is then said to be harmed. */
function isNobody(quantity: Quantity, noun: Range | undefined, tokens: Tokens): boolean {
  if (noun === undefined || noun.from > quantity.to + 1) return false
  const isPeople = unitOf(tokens[noun.from]?.lower ?? '') === 'persons'
  return isPeople || AUXILIARIES.has(tokens[noun.to]?.lower ?? '')
}
