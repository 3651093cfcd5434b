import type {
  Claim,
  ClaimSpan,
  ClaimValue,
  Hop,
  SourceDocument,
  Stance,
  Statement,
} from '../domain/claim.ts'
import type { ClaimId, DocumentId } from '../domain/ids.ts'
import type { PlainDate } from '../domain/plain-date.ts'

/** A document in words of ours, with what it claims; ids are made by whoever keeps it. */
export interface QuotedDocument {
  readonly publisher: string
  readonly publishedOn: PlainDate
  readonly language: string
  readonly text: string
  readonly claims: readonly QuotedClaim[]
}

export interface QuotedClaim {
  readonly statement: Statement
  readonly value: ClaimValue
  /** The words of the number, as they stand in the text; the sentence is found around them. */
  readonly words: string
  readonly from: PlainDate
  readonly to?: PlainDate
  readonly reportedOn?: PlainDate
  readonly stance?: Stance
  readonly hops?: readonly Hop[]
}

/** Claims of a quoted document with the spans of their words; throws where the text lacks them. */
export function claimsOf(
  quoted: QuotedDocument,
  document: Pick<SourceDocument, 'id' | 'retrievedAt'>,
  newId: () => ClaimId,
): readonly Claim[] {
  return quoted.claims.map((one) => ({
    id: newId(),
    documentId: document.id,
    statement: one.statement,
    value: one.value,
    asOf: { from: one.from, to: one.to ?? one.from, calendar: 'gregorian' },
    reportedOn: one.reportedOn ?? quoted.publishedOn,
    recordedAt: document.retrievedAt,
    stance: one.stance ?? 'asserts',
    hops: one.hops ?? [],
    extractor: 'hand',
    spans: spansOf(one.words, quoted.text),
  }))
}

/** The document itself, as retrieved at noon of its day. */
export function documentOf(quoted: QuotedDocument, id: DocumentId, sha256: string): SourceDocument {
  const { publisher, publishedOn, language, text } = quoted
  const retrievedAt = `${publishedOn}T12:00:00.000Z`
  return { id, publisher, publishedOn, retrievedAt, sha256, language, text }
}

function spansOf(words: string, text: string): readonly ClaimSpan[] {
  const start = text.indexOf(words)
  if (start < 0) throw new RangeError(`The text does not hold the words of the claim: ${words}.`)
  const end = start + words.length
  const before = text.lastIndexOf('. ', start)
  const after = text.indexOf('. ', end - 1)
  return [
    {
      part: 'sentence',
      start: before < 0 ? 0 : before + 2,
      end: after < 0 ? text.length : after + 1,
    },
    { part: 'value', start, end },
  ]
}
