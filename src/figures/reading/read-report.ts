import { changeOf } from './change.ts'
import type { Change } from './change.ts'
import type { Calendars } from './calendars.ts'
import type { PlainDate } from '../../domain/plain-date.ts'
import { daysBetween, isPlainDate } from '../../domain/plain-date.ts'
import { namesPrivatePerson } from './allegation.ts'
import { bandOf, doubtsOf } from './band.ts'
import { EarlierClaims } from './claim-links.ts'
import { findDays } from './day-phrase.ts'
import { hopsOf } from './hops.ts'
import { namesIn } from './parts.ts'
import type { ReadAttribution, ReadClaim, ReadSpan } from './read-claim.ts'
import { fold, NamesOfText } from './read-names.ts'
import type { SentenceReading } from './sentence-claims.ts'
import type { Discourse, TokenClaim } from './token-claim.ts'
import { eventOf, happeningOf } from './event-day.ts'
import { readSentence } from './sentence-claims.ts'
import type { Sentence } from './sentence.ts'
import { readSentences } from './sentence.ts'
import type { SourceText } from './source-text.ts'
import { readSourceText } from './source-text.ts'
import type { NumberValue } from './quantity.ts'

export interface ReadReport {
  /** The day that others are counted from; null when nobody gave one and the text has none. */
  readonly published: PlainDate | null
  readonly publishedFrom: 'given' | 'page' | 'text' | 'nothing'
  /** Who answers for what nobody else is said to have said; null when that is not known. */
  readonly publisher: string | null
  readonly claims: readonly ReadClaim[]
  readonly attributions: readonly ReadAttribution[]
  readonly quantities: readonly ReadQuantity[]
  /** Statements that were left out because they accuse somebody who is no public body. */
  readonly dropped: number
}

/** A number that is no day, whether a claim was made of it or not. */
export interface ReadQuantity extends ReadSpan {
  readonly value: NumberValue
  readonly isShare: boolean
  readonly isMoney: boolean
  /** The rise or fall that it belongs to. */
  readonly change?: Change
}

export interface ReportInput {
  readonly source: string
  /** The day of publication, when it is known. */
  readonly published?: PlainDate
  readonly publisher?: string
  /** Otherwise told from its beginning. */
  readonly isHtml?: boolean
}

/** Stands for an unknown day of publication: what is worked out from it is never shown. */
const NO_DAY = '0001-01-01'

type PublishedText = SourceText & { readonly publisher: string | null }

/** What a report leaves for the next one of the same matter: names, and what was counted last. */
interface Carried {
  readonly calendars: Calendars
  readonly names: NamesOfText
  last: Discourse['last']
}

/**
 * Proposes what reports say, each part with its place in its source; a later report may use the
 * names of an earlier one. Pure, and linear in the length of the texts; nothing in a text is
 * anything but words.
 */
export function readReports(inputs: readonly ReportInput[], calendars: Calendars): ReadReport[] {
  const carried: Carried = { calendars, names: new NamesOfText(), last: undefined }
  return inputs.map((input) => readOne(input, carried))
}

function readOne(input: ReportInput, carried: Carried): ReadReport {
  const sourceText = readSourceText(input.source, input.isHtml)
  const { day, from } = publicationOf(sourceText, input, carried.calendars)
  const publisher = input.publisher ?? sourceText.declaredPublisher ?? null
  const reader = new ReportReader({ ...sourceText, publisher }, day ?? NO_DAY, carried)
  for (const sentence of readSentences(sourceText.text)) reader.read(sentence)
  carried.last = reader.last
  const { claims, attributions, quantities, dropped } = reader
  return {
    published: day ?? null,
    publishedFrom: from,
    publisher,
    claims,
    attributions,
    quantities,
    dropped,
  }
}

function publicationOf(
  { text, declaredDay }: SourceText,
  { published }: ReportInput,
  calendars: Calendars,
): { readonly day: PlainDate | undefined; readonly from: ReadReport['publishedFrom'] } {
  if (published !== undefined) return { day: published, from: 'given' }
  const declared = declaredDay?.slice(0, 10)
  if (declared !== undefined && isPlainDate(declared)) return { day: declared, from: 'page' }
  let seen = 0
  let latest: PlainDate | undefined
  // A report says its day at its head; later days in the text are those of what it tells.
  for (const { tokens } of readSentences(text.slice(0, 2_000))) {
    const days = findDays(tokens, {
      calendars,
      published: NO_DAY,
      anchor: undefined,
      looksAhead: false,
    })
    for (const { days: found, isWorkedOut, isNow } of days) {
      if (isWorkedOut || isNow || found.from !== found.to) continue
      if (latest === undefined || found.to > latest) latest = found.to
    }
    seen += 1
    if (seen > 8) break
  }
  return latest === undefined ? { day: undefined, from: 'nothing' } : { day: latest, from: 'text' }
}

/** So near, a month without its year is hardly of another one. */
const NEAR_DAYS = 100

/** A year that was worked out and is not that of the report; what has not yet come, told as a fact. */
function dayDoubts(
  { day, stance }: TokenClaim,
  published: PlainDate,
  tokens: Sentence['tokens'],
): string[] {
  const { mention, days } = day
  const written = tokens.slice(mention?.from ?? 0, mention?.to ?? 0).map(({ lower }) => lower)
  const isNear = published !== NO_DAY && Math.abs(daysBetween(days.from, published)) <= NEAR_DAYS
  const isOtherYear =
    day.basis === 'worked_out' &&
    days.from.slice(0, 4) !== published.slice(0, 4) &&
    !isNear &&
    !written.some((word) => ['year', 'years', 'last', 'next', 'ago'].includes(word))
  const isToCome =
    published !== NO_DAY && day.days.from > published && ['asserts', 'revises'].includes(stance)
  return [...(isOtherYear ? ['year_worked_out'] : []), ...(isToCome ? ['day_to_come'] : [])]
}

class ReportReader {
  readonly claims: ReadClaim[] = []
  readonly attributions: ReadAttribution[] = []
  readonly quantities: ReadQuantity[] = []
  dropped = 0
  readonly #names: NamesOfText
  readonly #earlier = new EarlierClaims()
  readonly #source: PublishedText
  #discourse: Discourse
  /** Who said the last quotation, for one that goes on in the next sentence. */
  #quoteHops: ReadClaim['hops'] = []

  constructor(source: PublishedText, published: PlainDate, { calendars, names, last }: Carried) {
    this.#source = source
    this.#names = names
    this.#discourse = {
      calendars,
      published,
      anchor: undefined,
      eventDays: undefined,
      last,
      lastQuote: undefined,
    }
  }

  get last(): Discourse['last'] {
    return this.#discourse.last
  }

  read(sentence: Sentence): void {
    const { text } = this.#source
    this.#names.noteInitials(sentence.tokens, text)
    const reading = readSentence(sentence, this.#discourse)
    this.#note(sentence, reading)
    if (namesPrivatePerson(sentence, reading)) {
      this.dropped += reading.claims.length
      return
    }
    for (const claim of reading.claims) this.#add(sentence, claim)
    this.#goOn(sentence, reading)
  }

  #note({ tokens }: Sentence, { sayings, quantities, carriesQuote }: SentenceReading): void {
    const speaker = this.attributions.at(-1)
    if (carriesQuote && speaker !== undefined)
      this.attributions[this.attributions.length - 1] = {
        ...speaker,
        content: [...speaker.content, this.#span(tokens, { from: 0, to: tokens.length })],
      }
    for (const { source, cue, content, stance } of sayings)
      this.attributions.push({
        source: source === undefined ? null : this.#span(tokens, source),
        cue: this.#span(tokens, cue),
        content: content.map((piece) => this.#span(tokens, piece)),
        stance,
      })
    for (const quantity of quantities) {
      const change = changeOf(tokens, quantity)
      this.quantities.push({
        ...this.#span(tokens, quantity),
        value: quantity.value,
        isShare: quantity.isShare,
        isMoney: quantity.isMoney,
        ...(change === undefined ? {} : { change }),
      })
    }
  }

  #add(sentence: Sentence, claim: TokenClaim): void {
    const { tokens } = sentence
    const { published } = this.#discourse
    const span = (from: number, to: number): ReadSpan => this.#span(tokens, { from, to })
    const said = this.#hopsOf(claim, tokens, span)
    const { publisher } = this.#source
    const hops: ReadClaim['hops'] =
      said.length > 0 || publisher === null
        ? said
        : [{ relation: 'says', name: publisher, isAnonymous: false, isPublisher: true }]
    const isKnown = published !== NO_DAY || claim.day.basis === 'stated'
    const doubts = [
      ...doubtsOf(claim, hops, sentence),
      ...(isKnown ? dayDoubts(claim, published, tokens) : ['no_day']),
    ]
    const isDayKnown = published !== NO_DAY
    const reportedOn =
      claim.day.basis === 'reported' && isDayKnown
        ? claim.day.days.to
        : isDayKnown
          ? published
          : null
    // Somebody seems to say it who was not found: the publisher does not answer for that.
    const known: ReadClaim['hops'] = doubts.includes('maybe_said')
      ? [{ relation: 'says', isAnonymous: true }]
      : hops
    const id = `c${this.claims.length + 1}`
    const value = claim.measured?.quantity.value ?? null
    const { measure, unit, stance } = claim
    const origin = fold(known[0]?.name ?? known[0]?.span?.text ?? '')
    const asOf = isKnown ? claim.day.days : null
    const explains = tokens.some((token) =>
      ['identified', 'recount', 'duplicates', 'counted'].includes(token.lower),
    )
    this.claims.push({
      id,
      measure,
      unit,
      value,
      asOf,
      asOfBasis: claim.day.basis,
      reportedOn,
      stance,
      hops: known,
      hedges: claim.hedges.map((at) => tokens[at]?.text ?? ''),
      spans: namesIn(sentence, claim, span),
      band: bandOf(doubts),
      doubts,
      links: this.#earlier.link({ id, measure, unit, value, stance, asOf, origin, explains }),
    })
  }

  #hopsOf(
    claim: TokenClaim,
    tokens: Sentence['tokens'],
    span: (from: number, to: number) => ReadSpan,
  ): ReadClaim['hops'] {
    if (claim.attribution?.isCarried === true) return this.#quoteHops
    return hopsOf(claim, tokens, this.#source.text, this.#names, span)
  }

  #goOn(sentence: Sentence, reading: SentenceReading): void {
    const { claims, days, attributions, carriesQuote } = reading
    const before = this.#discourse
    const day = days.findLast((one) => !one.isNow)
    const harm = claims.findLast(
      (claim) =>
        ['killed', 'injured', 'abducted'].includes(claim.measure) &&
        ['asserts', 'revises'].includes(claim.stance) &&
        eventOf(claim.day) !== undefined,
    )
    const quote = attributions.findLast(
      (one) =>
        one.source !== undefined &&
        one.content.some((piece) => sentence.quoted[piece.from] === true),
    )
    if (!carriesQuote && quote !== undefined)
      this.#quoteHops = hopsOf(
        { attribution: quote, outer: [] },
        sentence.tokens,
        this.#source.text,
        this.#names,
        (from, to) => this.#span(sentence.tokens, { from, to }),
      )
    this.#discourse = {
      ...before,
      anchor: day?.days.from ?? before.anchor,
      eventDays:
        harm?.day.days ?? happeningOf(sentence.tokens, days, attributions) ?? before.eventDays,
      last: reading.last ?? before.last,
      lastQuote: carriesQuote ? before.lastQuote : quote,
    }
  }

  #span(
    tokens: Sentence['tokens'],
    range: { readonly from: number; readonly to: number },
  ): ReadSpan {
    const start = tokens[range.from]?.start ?? 0
    const end = tokens[range.to - 1]?.end ?? start
    const { text, toSource } = this.#source
    return { start: toSource(start), end: toSource(end, true), text: text.slice(start, end) }
  }
}
