import type { PlainDate } from '../../domain/plain-date.ts'
import { isPlainDate } from '../../domain/plain-date.ts'
import { namesPrivatePerson } from './allegation.ts'
import { bandOf, doubtsOf } from './band.ts'
import { EarlierClaims } from './claim-links.ts'
import { findDays } from './day-phrase.ts'
import { hopsOf } from './hops.ts'
import { namesIn } from './parts.ts'
import type { ReadAttribution, ReadClaim, ReadSpan } from './read-claim.ts'
import { fold, NamesOfText } from './read-names.ts'
import type { Discourse, SentenceReading, TokenClaim } from './sentence-claims.ts'
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
  readonly claims: readonly ReadClaim[]
  readonly attributions: readonly ReadAttribution[]
  readonly quantities: readonly (ReadSpan & {
    readonly value: NumberValue
    readonly isShare: boolean
  })[]
  /** Statements that were left out because they accuse somebody who is no public body. */
  readonly dropped: number
}

export interface ReadOptions {
  readonly published?: PlainDate
  readonly isHtml?: boolean
}

/** Stands for an unknown day of publication: what is worked out from it is never shown. */
const NO_DAY = '0001-01-01'

/**
 * Proposes what a report says, each part with its place in `source`. Pure, and linear in the
 * length of the text; nothing in the text is anything but words.
 */
export function readReport(source: string, options: ReadOptions = {}): ReadReport {
  const sourceText = readSourceText(source, options.isHtml)
  const { day, from } = publicationOf(sourceText, options)
  const reader = new ReportReader(sourceText, day ?? NO_DAY)
  for (const sentence of readSentences(sourceText.text)) reader.read(sentence)
  const { claims, attributions, quantities, dropped } = reader
  return { published: day ?? null, publishedFrom: from, claims, attributions, quantities, dropped }
}

function publicationOf(
  { text, declaredDay }: SourceText,
  { published }: ReadOptions,
): { readonly day: PlainDate | undefined; readonly from: ReadReport['publishedFrom'] } {
  if (published !== undefined) return { day: published, from: 'given' }
  const declared = declaredDay?.slice(0, 10)
  if (declared !== undefined && isPlainDate(declared)) return { day: declared, from: 'page' }
  let seen = 0
  let latest: PlainDate | undefined
  // A report says its day at its head; later days in the text are those of what it tells.
  for (const { tokens } of readSentences(text.slice(0, 2_000))) {
    const days = findDays(tokens, { published: NO_DAY, anchor: undefined, looksAhead: false })
    for (const { days: found, isWorkedOut, isNow } of days) {
      if (isWorkedOut || isNow || found.from !== found.to) continue
      if (latest === undefined || found.to > latest) latest = found.to
    }
    seen += 1
    if (seen > 8) break
  }
  return latest === undefined ? { day: undefined, from: 'nothing' } : { day: latest, from: 'text' }
}

class ReportReader {
  readonly claims: ReadClaim[] = []
  readonly attributions: ReadAttribution[] = []
  readonly quantities: (ReadSpan & { value: NumberValue; isShare: boolean })[] = []
  dropped = 0
  readonly #names = new NamesOfText()
  readonly #earlier = new EarlierClaims()
  readonly #source: SourceText
  #discourse: Discourse

  constructor(source: SourceText, published: PlainDate) {
    this.#source = source
    this.#discourse = {
      published,
      anchor: undefined,
      eventDays: undefined,
      last: undefined,
      lastQuote: undefined,
    }
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

  #note({ tokens }: Sentence, { attributions, quantities, carriesQuote }: SentenceReading): void {
    const own = carriesQuote ? attributions.slice(0, -1) : attributions
    for (const { source, cue, content, stance } of own)
      this.attributions.push({
        source: source === undefined ? null : this.#span(tokens, source),
        cue: this.#span(tokens, cue),
        content: content.map((piece) => this.#span(tokens, piece)),
        stance,
      })
    for (const quantity of quantities)
      this.quantities.push({
        ...this.#span(tokens, quantity),
        value: quantity.value,
        isShare: quantity.isShare,
      })
  }

  #add(sentence: Sentence, claim: TokenClaim): void {
    const { tokens } = sentence
    const { published } = this.#discourse
    const span = (from: number, to: number): ReadSpan => this.#span(tokens, { from, to })
    const hops = hopsOf(claim, tokens, this.#source.text, this.#names, span)
    const isKnown = published !== NO_DAY || claim.day.basis === 'stated'
    const doubts = [...doubtsOf(claim, hops, tokens.length), ...(isKnown ? [] : ['no_day'])]
    const said = claim.day.basis === 'reported' ? claim.day.days.to : published
    const id = `c${this.claims.length + 1}`
    const value = claim.measured?.quantity.value ?? null
    const { measure, unit, stance } = claim
    const origin = fold(hops[0]?.name ?? hops[0]?.span?.text ?? '')
    const asOf = claim.day.days
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
      reportedOn: said,
      stance,
      hops,
      hedges: claim.hedges.map((at) => tokens[at]?.text ?? ''),
      spans: namesIn(sentence, claim, span),
      band: bandOf(doubts),
      doubts,
      links: this.#earlier.link({ id, measure, unit, value, stance, asOf, origin, explains }),
    })
  }

  #goOn(sentence: Sentence, { claims, days, attributions, carriesQuote }: SentenceReading): void {
    const before = this.#discourse
    const day = days.findLast((one) => !one.isNow)
    const counted = claims.findLast(
      (claim) =>
        claim.measured !== undefined && claim.measure !== 'other' && claim.unit !== 'percent',
    )
    const harm = claims.findLast(
      (claim) =>
        ['killed', 'injured', 'abducted'].includes(claim.measure) &&
        !['published', 'reported'].includes(claim.day.basis),
    )
    const quote = attributions.findLast(
      (one) =>
        one.source !== undefined &&
        one.content.some((piece) => sentence.quoted[piece.from] === true),
    )
    this.#discourse = {
      published: before.published,
      anchor: day?.days.from ?? before.anchor,
      eventDays: harm?.day.days ?? before.eventDays,
      last:
        counted === undefined || counted.unit === null
          ? before.last
          : { measure: counted.measure, unit: counted.unit },
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
