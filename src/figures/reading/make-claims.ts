import { eventOf } from './event-day.ts'
import type { Attribution } from './said-by.ts'
import { claimDay, splitDays } from './claim-day.ts'
import type { ClaimDay } from './claim-day.ts'
import { hedgesIn, stanceOfNumber } from './claim-stance.ts'
import type { DayMention } from './day-phrase.ts'
import type { Days } from './calendars.ts'
import type { Measured } from './measure.ts'
import type { Quantity } from './quantity.ts'
import type { Stance } from '../../domain/claim.ts'
import { saidWithoutNumber } from './said-without-number.ts'
import type { Sentence } from './sentence.ts'
import type { Discourse, TokenClaim } from './token-claim.ts'
import type { Token } from './token.ts'

interface Parts {
  readonly attributions: readonly Attribution[]
  readonly kept: readonly Measured[]
  readonly quantities: readonly Quantity[]
  readonly days: readonly DayMention[]
}

export function makeClaims(sentence: Sentence, before: Discourse, parts: Parts): TokenClaim[] {
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
  let isOfEvent = false
  const numbers = kept.flatMap((measured): TokenClaim[] => {
    const { quantity } = measured
    const around = attributions
      .filter((one) => inContent(one, quantity.core))
      .toSorted((a, b) => size(a) - size(b) || b.cue.from - a.cue.from)
      .toSorted((a, b) => Number(undoes(b, a)) - Number(undoes(a, b)))
    if (around[0] !== undefined && taken.has(around[0])) return []
    if (isAsked(tokens, around[0], quantity.from)) return []
    const isEvent = ['killed', 'injured', 'abducted'].includes(measured.measure)
    const day = dayAt(quantity.core, around[0], isEvent ? eventDays : undefined)
    const aside = aboutWhat(tokens, quantity.from, attributions)
    if (aside === 'asked') return []
    const stance =
      withdrawn(around[0], attributions, tokens) ??
      stanceOfNumber(tokens, quantity, around[0], quantities, measured.word, measured.measure)
    if (isEvent && ['asserts', 'revises'].includes(stance)) eventDays = eventOf(day) ?? eventDays
    if (aside !== undefined)
      return [
        {
          ...ofNumber(tokens, measured, [aside]),
          day,
          stance: aside.stance,
          isOutside: true,
          hasEventDay: false,
        },
      ]
    isOfEvent ||= isEvent && eventOf(day) !== undefined
    const isOutside = around.length === 0 && attributions.length > 0
    return [
      {
        ...ofNumber(tokens, measured, around),
        day,
        stance,
        isOutside,
        hasEventDay: !isEvent && isOfEvent,
      },
    ]
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
      hasEventDay: false,
    })
  }
  return { without, taken }
}

/** What the sayings around a number, the nearest first, make of it. */
function ofNumber(
  tokens: readonly Token[],
  measured: Measured,
  around: readonly Attribution[],
): Omit<TokenClaim, 'day' | 'stance' | 'isOutside' | 'hasEventDay'> {
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

/** "asked whether more than ten places were needed" says nothing of a number. */
function isAsked(
  tokens: readonly Token[],
  attribution: Attribution | undefined,
  place: number,
): boolean {
  if (attribution === undefined) return false
  const { to } = attribution.cue
  const isQuestion = ['ask', 'inquire', 'enquire', 'wonder'].includes(attribution.lemma)
  return (
    isQuestion &&
    tokens
      .slice(to, place)
      .some(({ lower }) => ['whether', 'if', 'how', 'why', 'what'].includes(lower))
  )
}

/**
 * "Asked about the 40, the envoy said he knew of none", "the minister, asked about the sixty, would
 * not confirm it": the number is of the question; only what confirms nothing is kept.
 */
function aboutWhat(
  tokens: readonly Token[],
  place: number,
  attributions: readonly Attribution[],
): Attribution | 'asked' | undefined {
  const asked = tokens.slice(0, place).findLastIndex(({ lower }) => lower === 'asked')
  const isAside = asked === 0 || tokens[asked - 1]?.text === ','
  const isAbout = ['about', 'on', 'whether', 'if', 'why', 'how'].includes(
    tokens[asked + 1]?.lower ?? '',
  )
  if (asked < 0 || !isAside || !isAbout) return undefined
  if (tokens.slice(asked, place).some(({ text }) => text === ',')) return undefined
  return attributions.find(({ stance }) => stance === 'declines_to_confirm') ?? 'asked'
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

/** "It has withdrawn its offer of 30, the office said": what is said is the withdrawal. */
function undoes(inner: Attribution, outer: Attribution): boolean {
  return (
    ['denies', 'retracts', 'declines_to_confirm'].includes(inner.stance) &&
    outer.stance === 'asserts' &&
    inContent(outer, inner.cue.from) &&
    !inContent(inner, outer.cue.to)
  )
}

/** The outer saying holds the inner one: its words lie in what is said. */
function nests(outer: Attribution, inner: Attribution | undefined): boolean {
  return (
    inner !== undefined &&
    inContent(outer, inner.cue.from) &&
    outer.source?.from !== inner.source?.from
  )
}
