import { NEGATIONS } from './closed-words.ts'
import { measureWordsAt } from './measure-word.ts'
import type { Attribution } from './said-by.ts'
import type { Range } from './noun-phrase.ts'
import { findCue } from './reporting-verb.ts'
import type { TokenClaim } from './token-claim.ts'
import type { Token } from './token.ts'

/** Verbs that plainly say who says something: the rest is read less surely. */
const PLAIN = new Set(
  (
    'say tell report announce state confirm add declare inform note deny reject admit acknowledge ' +
    'warn estimate count put give claim insist maintain write record document conclude find cite quote ' +
    'revise raise correct lower reply explain recall stress believe concede'
  ).split(' '),
)
const UNSURE = new Set(
  'if unless whether without could may might should would feared possibly probably perhaps rumours rumors unconfirmed'.split(
    ' ',
  ),
)
const RELATIVES = new Set(['which', 'who', 'whom', 'whose'])
const SAID_NOUNS =
  /^(?:according|reportedly|allegedly|unconfirmed|claims?|allegations?|estimates?|figures?|statement|count|tally|rumou?rs?)$/

/** What in a sentence speaks against a number as it was read: each a word that a reader sees. */
export function sentenceDoubts(claim: TokenClaim, tokens: readonly Token[]): string[] {
  const { measured, attribution, day } = claim
  if (measured === undefined) return []
  const { quantity, word } = measured
  const piece = attribution?.content.find(
    ({ from, to }) => quantity.core >= from && quantity.core < to,
  )
  const part = around(tokens, quantity, piece)
  const has = (words: ReadonlySet<string>): boolean =>
    // "May" is a month.
    tokens.slice(part.from, part.to).some(({ lower, text }) => words.has(lower) && text !== 'May')
  const between =
    word === undefined
      ? []
      : tokens.slice(Math.min(word.to, quantity.to), Math.max(word.from, quantity.from))
  const found: [boolean, string][] = [
    [measured.hasRival === true || isJoined(tokens, measured), 'several_measures'],
    [has(NEGATIONS) && quantity.value.kind !== 'zero', 'negation_near'],
    [has(UNSURE), 'unsure_word'],
    [isAside(tokens, quantity, part), 'in_aside'],
    [isPart(tokens, quantity) || isOfWhole(tokens, quantity, word), 'part_of_whole'],
    [between.some(({ lower }) => RELATIVES.has(lower)), 'relative_clause'],
    [attribution !== undefined && isRare(attribution, tokens), 'rare_verb'],
    [attribution !== undefined && piece === undefined, 'outside_saying'],
    [attribution?.isCarried === true, 'quote_goes_on'],
    [
      attribution !== undefined &&
        tokens.slice(attribution.clause.to, quantity.from).some(({ text }) => text === ';'),
      'after_semicolon',
    ],
    [isOtherDay(tokens), 'several_days'],
    [isRate(tokens, quantity), 'rate'],
    [measured.measure === 'places_offered' && isNeeded(tokens, quantity), 'places_needed'],
    [day.basis === 'reported' && day.days.from !== day.days.to, 'day_of_saying_unclear'],
    [claim.hasEventDay && ['published', 'reported'].includes(day.basis), 'event_day_near'],
  ]
  return found.flatMap(([holds, word_]) => (holds ? [word_] : []))
}

/** A verb that seldom reports, and no "that" after it, nor ", the mediator disclosed." at the end. */
function isRare({ lemma, cue, clause, content }: Attribution, tokens: readonly Token[]): boolean {
  if (lemma === '' || PLAIN.has(lemma)) return false
  const next = tokens[cue.to]?.lower ?? '.'
  const isOf = lemma === 'speak' && next === 'of'
  const isLast = ['.', ',', ';'].includes(tokens[clause.to]?.text ?? '.')
  const isAround = content.some(({ to }) => to <= clause.from)
  return !(next === 'that' || isOf || (isLast && isAround))
}

/** Somebody may say it in words that were not understood: a verb or noun of saying is left over. */
export function maybeSaid(claim: TokenClaim, tokens: readonly Token[]): boolean {
  if (claim.attribution !== undefined) return false
  return tokens.some(({ lower }, at) => {
    if (SAID_NOUNS.test(lower)) return true
    const cue = findCue(lower)
    const isMeasure = measureWordsAt((place) => tokens[place]?.lower ?? '', at) !== undefined
    return cue !== undefined && !isMeasure && cue.form !== 'base' && cue.form !== 'ing'
  })
}

/** "40 people a week", "every week 40 people leave". */
function isRate(tokens: readonly Token[], { to }: Range): boolean {
  const isSpan = (at: number): boolean =>
    /^(?:hour|day|night|week|month|year|household|family)$/.test(tokens[at]?.lower ?? '')
  const after = [1, 2, 3].some(
    (step) => /^(?:a|an|per)$/.test(tokens[to + step]?.lower ?? '') && isSpan(to + step + 1),
  )
  return after || tokens.some(({ lower }, at) => /^(?:every|each)$/.test(lower) && isSpan(at + 1))
}

/** "needed 2,000 places": nobody offers them. */
function isNeeded(tokens: readonly Token[], { from }: Range): boolean {
  return tokens
    .slice(Math.max(0, from - 4), from)
    .some(({ lower }) =>
      /^(?:need(?:s|ed|ing)?|requir\w+|lack\w*|short|wants?|wanted)$/.test(lower),
    )
}

/**
 * "for the first time since 2011", "the anniversary of the 2009 attack", "in the same month a year
 * earlier": the day that is named is not that of the number.
 */
function isOtherDay(tokens: readonly Token[]): boolean {
  return tokens.some(({ lower }, at) => {
    const next = tokens[at + 1]?.lower ?? ''
    if (lower === 'time') return next === 'since'
    if (lower === 'same') return /^(?:day|week|month|period|quarter|year)$/.test(next)
    return lower === 'anniversary'
  })
}

/** The part of the sentence that a number stands in: up to semicolons, and within what is said. */
function around(tokens: readonly Token[], quantity: Range, piece: Range | undefined): Range {
  const { from = 0, to = tokens.length } = piece ?? {}
  const before = tokens.slice(from, quantity.from).findLastIndex(({ text }) => text === ';')
  const after = tokens.slice(quantity.to, to).findIndex(({ text }) => text === ';')
  return { from: from + before + 1, to: after < 0 ? to : quantity.to + after }
}

/** In brackets, or between two commas or dashes with no verb after it. */
function isAside(tokens: readonly Token[], quantity: Range, part: Range): boolean {
  const before = tokens.slice(part.from, quantity.from)
  const open = before.findLastIndex(({ text }) => ['(', ')', '–', '—'].includes(text))
  const isOpen = open >= 0 && before[open]?.text !== ')'
  const comma = tokens[quantity.from - 1]?.text === ','
  const close = tokens[quantity.to]?.text === ',' || tokens[quantity.to + 1]?.text === ','
  return isOpen || (comma && close)
}

/** "12 of the 40", "of whom 7", "six of them". */
function isPart(tokens: readonly Token[], quantity: Range): boolean {
  const next = tokens[quantity.to]?.lower
  const after = tokens[quantity.to + 1]?.lower ?? ''
  if (next === 'of' && ['them', 'those', 'these', 'its', 'their'].includes(after)) return true
  // "Of the 640 cases, 415": what was not said of the whole may hold for the part.
  const isOfWhole = tokens[0]?.lower === 'of' && quantity.from > 3
  const back = [1, 2, 3].map((step) => tokens[quantity.from - step]?.lower)
  return (
    isOfWhole ||
    back.includes('none') ||
    back.some((word) => /^includ(?:e|es|ed)$/.test(word ?? '')) ||
    isWithOne(tokens, quantity) ||
    ['whom', 'which', 'among'].includes(tokens[quantity.from - 1]?.lower ?? '')
  )
}

/** "a man and two women": one more than the number says. */
function isWithOne(tokens: readonly Token[], { from }: Range): boolean {
  const before = tokens.slice(Math.max(0, from - 5), from).map(({ lower }) => lower)
  const joint = before.findLastIndex((word) => word === 'and')
  const between = before.slice(joint + 1)
  const first = before.slice(0, joint)
  return (
    joint > 0 &&
    between.every((word) => /^(?:his|her|their|its)$/.test(word)) &&
    /^(?:a|an|one)$/.test(first.at(-2) ?? '')
  )
}

const NUMBER =
  /^(?:\d.*|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty|fifty)$/

/** "one of the seven missing": the word is of the seven, not of the one. */
function isOfWhole(tokens: readonly Token[], { to }: Range, word: Range | undefined): boolean {
  const [of, the, number] = tokens.slice(to, to + 3).map(({ lower }) => lower)
  return of === 'of' && the === 'the' && NUMBER.test(number ?? '') && word?.from === to + 3
}

/** "the dead and missing": two things in one number. */
function isJoined(tokens: readonly Token[], { word, quantity }: Measured): boolean {
  if (word === undefined) return false
  const lowerAt = (at: number): string => tokens[at]?.lower ?? ''
  const isAnother = (at: number): boolean => {
    const other = measureWordsAt(lowerAt, at)?.words[0]?.measure
    const own = measureWordsAt(lowerAt, word.from)?.words[0]?.measure
    return other !== undefined && other !== own
  }
  const isAnd = (at: number): boolean => ['and', 'or'].includes(lowerAt(at))
  if (isAnd(word.to) && isAnother(word.to + 1)) return true
  return isAnd(word.from - 1) && word.from - 2 >= quantity.to && isAnother(word.from - 2)
}

type Measured = NonNullable<TokenClaim['measured']>
