import { headNoun, isNothing } from './counted-noun.ts'
import { AUXILIARIES } from './closed-words.ts'
import { REACH, costOf } from './measure-cost.ts'
import type { Cue, LastMeasure, MeasureContext, Tokens } from './measure-cost.ts'
import { measureWordsAt, THINGS, unitOf } from './measure-word.ts'
import type { MeasureWord } from './measure-word.ts'
import type { Range } from './noun-phrase.ts'
import type { Quantity } from './quantity.ts'
import type { Unit } from './read-claim.ts'
import { findCue } from './reporting-verb.ts'
import { QUOTE_MARKS, isCapital } from './token.ts'

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
  /** Another word stands about as near, and says something else. */
  readonly hasRival?: boolean
}

/** A measure and a unit for each quantity; absent for what counts nothing that matters. */
export function measureQuantities(
  quantities: readonly Quantity[],
  context: MeasureContext,
): Measured[] {
  const starts = new Set(quantities.map(({ from }) => from))
  const cues = findMeasureCues(context).filter((cue) => !isCausing(cue, starts, context.tokens))
  const measured: Measured[] = []
  let { last } = context
  const counted = quantities.filter(
    (quantity) =>
      !isNothing(quantity, headNoun(quantity, context), context.tokens) &&
      !isAside(quantity, context.tokens),
  )
  for (const [nth, quantity] of counted.entries()) {
    const next = counted[nth + 1]
    const whole = next !== undefined && isPartOf(quantity, next, context.tokens) ? next : undefined
    const around = {
      before: counted[nth - 1],
      after: whole === undefined ? next : counted[nth + 2],
      whole,
      isWhole: nth > 0 && isPartOf(counted[nth - 1] ?? quantity, quantity, context.tokens),
    }
    const one = measureOne(quantity, around, cues, last, context)
    if (one === undefined) continue
    measured.push(one)
    last = goesOn(one, context.tokens) ?? last
  }
  return shareLast(measured, context.tokens)
}

/** What stands around a number: the numbers before and after, and the whole that it is a part of. */
interface Neighbours {
  readonly before: Quantity | undefined
  readonly after: Quantity | undefined
  readonly whole: Quantity | undefined
  readonly isWhole: boolean
}

/** "4,300 of the 9,800". */
function isPartOf(part: Quantity, whole: Quantity, tokens: Tokens): boolean {
  const between = tokens.slice(part.to, whole.from).map(({ lower }) => lower)
  return between[0] === 'of' && between.length <= 2
}

/** ", including four children,": said in passing, of a part. */
function isAside(quantity: Quantity, tokens: Tokens): boolean {
  const before = tokens
    .slice(Math.max(0, quantity.from - 2), quantity.from)
    .map(({ lower }) => lower)
  return (
    ['including', 'mostly', 'mainly'].includes(before.at(-1) ?? '') ||
    (before[0] === 'among' && ['them', 'whom'].includes(before[1] ?? ''))
  )
}

/** "77 fighters and 12 guards were killed": the first goes with the last. */
function shareLast(measured: readonly Measured[], tokens: Tokens): Measured[] {
  const shared = [...measured]
  for (let at = shared.length - 2; at >= 0; at -= 1) {
    const [one, next] = [shared[at], shared[at + 1]]
    if (one === undefined || next?.word === undefined || next.measure === 'other') continue
    if (one.word !== undefined && one.cost < 6) continue
    // "Of 120 applications, 44 were approved": the verb is of the 44.
    const isThing = THINGS.has(tokens[one.noun?.from ?? -1]?.lower ?? '')
    if (isThing || tokens[one.quantity.from - 1]?.lower === 'of') continue
    const between = tokens.slice(one.quantity.to, next.quantity.from).map(({ lower }) => lower)
    const isList =
      between.length <= 8 &&
      ['and', ','].includes(between.at(-1) ?? '') &&
      !between.some((lower) => AUXILIARIES.has(lower) || findCue(lower)?.isOften === false)
    // "300 took part and nobody was held": those are two clauses.
    const isOther = next.quantity.value.kind === 'zero' || next.quantity.isPronoun
    if (isList && !isOther && next.word.from > next.quantity.core && next.unit !== 'percent')
      shared[at] = {
        ...one,
        measure: next.measure,
        unit: one.unit === 'other' ? next.unit : one.unit,
        word: next.word,
        cost: next.cost + (between.length > 4 ? 6 : 1),
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
    const found = readTaking(tokens, at) ?? measureWordsAt(lowerAt, at)
    if (found === undefined) continue
    const isDenial = found.words.some((word) => word.measure === 'denied')
    if (isSaying(at) && (!isDenial || isOfWords(tokens, found.to))) continue
    for (const word of found.words) cues.push({ from: at, to: found.to, word })
    at = found.to - 1
  }
  return cues
}

/** "rejected reports that 14 had died": words are rejected, and nobody who asked for asylum. */
function isOfWords(tokens: Tokens, from: number): boolean {
  const noun = tokens
    .slice(from, from + 4)
    .findIndex(({ lower }) =>
      /^(?:reports?|claims?|allegations?|suggestions?|rumou?rs?)$/.test(lower),
    )
  return noun >= 0 && tokens[from + noun + 1]?.lower === 'that'
}

function measureOne(
  quantity: Quantity,
  { before, after, whole, isWhole }: Neighbours,
  cues: readonly Cue[],
  last: MeasureContext['last'],
  context: MeasureContext,
): Measured | undefined {
  const { tokens } = context
  if (quantity.isMoney) return undefined
  const noun = headNoun(whole ?? quantity, context)
  const ranked = cues
    .map((cue) => {
      // "12 of the 40 hostages were freed": the noun is of the whole, the verb of the part.
      const isOfWhole = whole !== undefined && cue.from >= whole.from && cue.word.role === 'noun'
      const cost = costOf(cue, quantity, before, after, context) + (isOfWhole ? 6 : 0)
      return { cue, cost }
    })
    // "4,300 of the 9,800 registered families moved": of the whole only its own words speak.
    .filter(
      ({ cue, cost }) =>
        cost < REACH &&
        (!isWhole ||
          cue.to <= (noun?.to ?? 0) ||
          ['which', 'that', 'whom', 'it', 'they'].includes(tokens[noun?.to ?? -1]?.lower ?? '')),
    )
    .toSorted((a, b) => a.cost - b.cost)
  const [best] = ranked
  const nounUnit = noun === undefined ? undefined : unitOf(tokens[noun.from]?.lower ?? '')
  // Buses carry people, tents are lost: what is counted then is no person.
  const isThing = THINGS.has(tokens[noun?.from ?? -1]?.lower ?? '') && !quantity.isShare
  if (isThing || isKindOfCase(noun, tokens))
    return {
      quantity,
      measure: 'other',
      unit: isThing ? 'other' : 'cases',
      word: undefined,
      noun,
      cost: 15,
      isCarried: false,
    }
  if (best !== undefined) {
    const unit = nounUnit ?? unitBefore(quantity, noun, before, last, context)
    const one = withUnit(quantity, best.cue, best.cost, noun, unit, tokens)
    const hasRival = ranked.some(
      ({ cue, cost }) => cue.word.measure !== best.cue.word.measure && cost - best.cost < NEAR,
    )
    return one === undefined ? undefined : { ...one, hasRival }
  }
  if (quantity.value.kind === 'zero' || quantity.isPronoun || isWhole) return undefined
  return withoutCue(quantity, noun, nounUnit, last, context)
}

/** "83 cases of arbitrary detention" are incidents, and no persons. */
function isKindOfCase(noun: Range | undefined, tokens: Tokens): boolean {
  const next = tokens[(noun?.to ?? 0) + 1]
  return (
    noun !== undefined &&
    ['case', 'cases'].includes(tokens[noun.from]?.lower ?? '') &&
    tokens[noun.to]?.lower === 'of' &&
    next !== undefined &&
    /^\p{Ll}/u.test(next.text) &&
    !['the', 'people', 'persons', 'families', 'those', 'residents', 'refugees'].includes(next.lower)
  )
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

/** A word this much farther away may as well be meant. */
const NEAR = 2.5

const PERSONAL: ReadonlySet<string> = new Set(
  'killed injured abducted detained missing displaced rescued relocated departed residents'.split(
    ' ',
  ),
)

function withUnit(
  quantity: Quantity,
  cue: Cue,
  cost: number,
  noun: Range | undefined,
  nounUnit: Unit | undefined,
  tokens: Tokens,
): Measured | undefined {
  const { measure: base } = cue.word
  const isLoss = /^los[est]/.test(tokens[cue.from]?.lower ?? '')
  // Games are lost and payments received: an unknown noun goes with harm and moving people only.
  const isUnknown =
    noun !== undefined && noun.from !== cue.from && nounUnit === undefined && !quantity.isShare
  if (isUnknown && (!PERSONAL.has(base) || isLoss)) return undefined
  const natural: Unit = base === 'places_offered' ? 'places' : 'persons'
  const said = nounUnit === 'persons' && base === 'places_offered' ? natural : (nounUnit ?? natural)
  const unit = quantity.isShare ? 'percent' : said
  const { value } = quantity
  // Half a person does not exist: 6.1 is of something else.
  if (unit !== 'percent' && 'point' in value && !Number.isInteger(value.point)) return undefined
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
  const rest = tokens.slice(quantity.to, quantity.to + 6)
  const at = rest.findIndex((token) => AUXILIARIES.has(token.lower))
  const verb = rest.slice(Math.max(at, 0)).find((token) => !AUXILIARIES.has(token.lower))
  return at >= 0 && /(?:ing|ed|[aw]n|ght)$/.test(verb?.lower ?? '')
}
