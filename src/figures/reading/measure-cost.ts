import { AUXILIARIES, BE, isAdverb } from './closed-words.ts'
import { measureWordsAt } from './measure-word.ts'
import type { MeasureWord } from './measure-word.ts'
import type { Range } from './noun-phrase.ts'
import type { Quantity } from './quantity.ts'
import type { Unit } from './read-claim.ts'
import { QUOTE_MARKS } from './token.ts'
import type { Token } from './token.ts'

export interface Cue extends Range {
  readonly word: MeasureWord
}

export type Tokens = readonly Token[]

/** Longer than this, a word says nothing about a number. */
export const REACH = 22

export interface MeasureContext {
  readonly tokens: Tokens
  readonly isDate: (at: number) => boolean
  /** Words of "X said" measure nothing: "the ministry put", "rejected". */
  readonly isSaying: (at: number) => boolean
  readonly last: LastMeasure | undefined
}

export interface LastMeasure {
  readonly measure: string
  readonly unit: Unit
  readonly noun: string | undefined
}

const CHANGING =
  /^(?:rose|risen|climbed|grew|grown|fell|fallen|dropped|declined|shrank|shrunk|jumped|swelled|swollen|increased|decreased|doubled|tripled)$/
const TO_NUMBER = new Set(
  'at to is was were are as : of stands stood now numbered number numbers reached totalled totaled remains around be by'.split(
    ' ',
  ),
)

/** How far a measure word is from a quantity; `REACH` when it has nothing to do with it. */
export function costOf(
  cue: Cue,
  quantity: Quantity,
  before: Quantity | undefined,
  after: Quantity | undefined,
  { tokens, isDate }: MeasureContext,
): number {
  const role = isNumberOf(tokens, cue.from) ? 'noun' : cue.word.role
  if (cue.from >= quantity.to) {
    const isPast = after !== undefined && cue.from >= after.core
    if (isPast && !isEnclosed(tokens, quantity.to, after, cue.from)) return REACH
    if (isOfOthers(tokens, quantity.to, cue.from)) return REACH
    const gap = cue.from - quantity.to
    const walls = wallsBetween(tokens, quantity.to, cue.from)
    if (walls > 2) return REACH
    if (role === 'noun' || role === 'kind') {
      if (gap > 4 || walls > 0 || hasVerbBetween(tokens, quantity.to, cue.from)) return REACH
      return role === 'kind' ? gap + 6 : gap
    }
    const isPassive = bePassive(tokens, quantity.to, cue.from)
    if (role === 'object' && !isPassive && isWhomVerb(tokens, quantity.to, cue.from))
      return 4 + gap * 0.5
    if (role === 'object') {
      if (isPassive)
        return cue.word.measure === 'residents' ? REACH : 2 + gap * 0.5 + wallCost(walls)
      const isReduced =
        gap <= 3 &&
        /(?:ed|en|shot|hurt|slain|held|sent|brought|found)$/.test(tokens[cue.from]?.lower ?? '') &&
        !hasObject(tokens, cue.to, isDate)
      return isReduced ? 3 + gap + wallCost(walls) : REACH
    }
    if (role === 'state') return 2 + gap * 0.5 + wallCost(walls)
    return 2.2 + gap * 0.5 + wallCost(walls) + (isPassive ? 4 : 0)
  }
  if (cue.to > quantity.from) return REACH
  if (before !== undefined && cue.to <= before.from && !isShared(tokens, before, quantity))
    return REACH + 1
  const gap = quantity.from - cue.to
  const walls = wallsBetween(tokens, cue.to, quantity.from)
  if (role === 'object') {
    if (walls > 0 || gap > 6 || isElsewhere(tokens, cue.to, quantity.from)) return REACH
    if (bePassive(tokens, cue.from - 5, cue.from) && !isActive(tokens, cue.from)) return REACH
    return 1.5 + gap
  }
  if (role === 'noun' || role === 'kind') {
    const joint = tokens[quantity.from - 1]?.lower ?? ''
    // "the admission of 350 refugees"
    if (joint === 'of' && gap === 1) return 1.2
    const isFrom = joint === 'from' && CHANGING.test(tokens[quantity.from - 2]?.lower ?? '')
    return (TO_NUMBER.has(joint) || isFrom || CHANGING.test(joint)) && walls <= 1
      ? 5 + gap * 0.4
      : REACH
  }
  return REACH
}

function hasVerbOfMeasure(tokens: Tokens, from: number): boolean {
  const lowerAt = (at: number): string => tokens[at]?.lower ?? ''
  return [0, 1, 2, 3, 4, 5].some((step) =>
    measureWordsAt(lowerAt, from + step)?.words.some(({ role }) =>
      ['subject', 'object'].includes(role),
    ),
  )
}

/** "412 cases, representing 1,096 persons, had been submitted": the verb is of both. */
function isEnclosed(tokens: Tokens, from: number, aside: Quantity, to: number): boolean {
  const open = tokens.slice(from, aside.from).findLastIndex(({ text }) => [',', '('].includes(text))
  if (open < 0) return false
  const first = from + open + 1
  const leads = tokens[from + open]?.text === '(' || ASIDES.has(tokens[first]?.lower ?? '')
  const close = tokens.slice(aside.to, to).findIndex(({ text }) => [',', ')'].includes(text))
  return leads && close >= 0 && AUXILIARIES.has(tokens[aside.to + close + 1]?.lower ?? '')
}

const ASIDES = new Set(
  'representing covering comprising involving including or i.e totalling with among'.split(' '),
)

/** "nine persons whose applications had been refused returned", "seven of those arrested have been charged". */
function isOfOthers(tokens: Tokens, from: number, at: number): boolean {
  const isVerbLater = tokens.slice(at + 1, at + 9).some(({ lower }) => AUXILIARIES.has(lower))
  const isOfThose = tokens[from]?.lower === 'of' && tokens[from + 1]?.lower === 'those'
  if (isOfThose && at === from + 2 && isVerbLater) return true
  // "eight of the wounded have since died": they are of the wounded, and dead.
  const isOfThe = tokens[from]?.lower === 'of' && tokens[from + 1]?.lower === 'the'
  if (isOfThe && at === from + 2 && isVerbLater && hasVerbOfMeasure(tokens, at + 2)) return true
  const whose = tokens.slice(from, from + 4).findIndex(({ lower }) => lower === 'whose')
  if (whose < 0) return false
  // The first verb after "whose" is of what they have; the second one is theirs.
  const verbs = tokens
    .slice(from + whose, at)
    .filter(
      ({ lower }, nth, all) =>
        AUXILIARIES.has(lower) && !AUXILIARIES.has(all[nth - 1]?.lower ?? ''),
    ).length
  return verbs < 2 && AUXILIARIES.has(tokens[at - 1]?.lower ?? '')
}

/** "the number of drowned fishermen", "the total of those injured": there the participle is a noun. */
function isNumberOf(tokens: Tokens, at: number): boolean {
  const those = ['those', 'the', 'people'].includes(tokens[at - 1]?.lower ?? '') ? 1 : 0
  return (
    tokens[at - 1 - those]?.lower === 'of' &&
    /^(?:numbers?|totals?|tally|toll|count|figures?|estimates?)$/.test(
      tokens[at - 2 - those]?.lower ?? '',
    )
  )
}

function isShared(tokens: Tokens, before: Quantity, quantity: Quantity): boolean {
  const between = tokens.slice(before.to, quantity.from).map((token) => token.lower)
  // "fell from 310 to 264"
  if (between.length === 1 && between[0] === 'to') return true
  return (
    between.length <= 4 &&
    between.some((word) => word === 'and' || word === 'but') &&
    !between.includes(',')
  )
}

function isActive(tokens: Tokens, at: number): boolean {
  return (
    (tokens[at]?.lower ?? '').endsWith('ing') ||
    ['being', 'ready', 'willing', 'prepared', 'able', 'home'].includes(tokens[at]?.lower ?? '')
  )
}

/** A form of "be" before the participle, with nothing but adverbs and auxiliaries between. */
function bePassive(tokens: Tokens, from: number, at: number): boolean {
  for (let place = at - 1; place >= Math.max(0, from) && at - place < 6; place -= 1) {
    const lower = tokens[place]?.lower ?? ''
    if (BE.has(lower) && lower !== "'s") return true
    if (
      !AUXILIARIES.has(lower) &&
      !isAdverb(tokens[place]) &&
      !['and', 'or', 'to', 'confirmed', 'reported', 'killed', 'wounded', 'injured'].includes(lower)
    )
      return false
  }
  return false
}

/** "holds statements by 17", "leaves out 56": the number is not what the verb acts on. */
function isElsewhere(tokens: Tokens, from: number, to: number): boolean {
  const between = tokens.slice(from, to).map((token) => token.lower)
  if (between[0] === 'out') return true
  return between.some(
    (word, at) =>
      ['by', 'from', 'with', 'for'].includes(word) ||
      (word === 'of' && !GROUPS.has(between[at - 1] ?? '')),
  )
}

const GROUPS = new Set(
  'total number group party combined population half most lot members'.split(' '),
)

/** Something that a verb acts on follows: "killed a guard". */
function hasObject(tokens: Tokens, at: number, isDate: (at: number) => boolean): boolean {
  const next = tokens[at]
  if (next === undefined || isDate(at)) return false
  return (
    ['a', 'an', 'the', 'their', 'his', 'its', 'them', 'him'].includes(next.lower) ||
    next.kind === 'number'
  )
}

function wallsBetween(tokens: Tokens, from: number, to: number): number {
  let walls = 0
  for (let at = from; at < to; at += 1) {
    const token = tokens[at]
    if (token === undefined) continue
    if ([';', ':', '.', '!', '?'].includes(token.text)) walls += 5
    if ([',', '(', ')'].includes(token.text) || QUOTE_MARKS.has(token.text)) walls += 1
    if (['while', 'but', 'whereas', 'although', 'because', 'when', 'if'].includes(token.lower))
      walls += 2
  }
  return walls
}

/** "1,200 cases which the committee has referred": the verb is theirs, the number its object. */
function isWhomVerb(tokens: Tokens, from: number, to: number): boolean {
  const next = tokens
    .slice(from, from + 3)
    .findIndex((token) => ['which', 'whom', 'that'].includes(token.lower))
  // "the 120 people it promised to take"
  const pronoun = tokens
    .slice(from, from + 2)
    .some((token) => ['it', 'they', 'she', 'he'].includes(token.lower))
  if (pronoun && to - from <= 6) return true
  const after = tokens[from + next + 1]
  return next >= 0 && after !== undefined && from + next + 1 < to && !AUXILIARIES.has(after.lower)
}

/** Two commas are an aside, one is a border. */
function wallCost(walls: number): number {
  return Math.floor(walls / 2) + (walls % 2) * 4
}

function hasVerbBetween(tokens: Tokens, from: number, to: number): boolean {
  for (let at = from; at < to; at += 1)
    if (
      AUXILIARIES.has(tokens[at]?.lower ?? '') ||
      ['by', 'in', 'on', 'to', 'from', 'and', 'or', 'with', 'for'].includes(tokens[at]?.lower ?? '')
    )
      return true
  return false
}
