import type { BodyHandle } from './body.ts'
import type { ClaimId, DocumentId } from './ids.ts'
import type { Measure } from './measure.ts'
import type { BirthDate } from './person.ts'
import type { PlainDate } from './plain-date.ts'

/** Where in its document a claim, or a part of it, stands: UTF-16 positions, the end exclusive. */
export interface Span {
  readonly start: number
  readonly end: number
}

/** A text that others published, as it was retrieved. */
export interface SourceDocument {
  readonly id: DocumentId
  /** The body that published it. */
  readonly publisher: BodyHandle
  readonly url?: string
  readonly publishedOn: PlainDate
  /** ISO instant. */
  readonly retrievedAt: string
  /** Of the bytes as they came. */
  readonly sha256: string
  /** BCP 47, `en`, `fa`, `ar`. */
  readonly language: string
  /** Where spans point into. */
  readonly text: string
}

/**
 * What a claim is about. Two claims with the same statement may contradict each other; with another
 * population or unit they never meet. `event` is an incident, or the id of one in another's table.
 */
export interface Statement {
  /** A body or a State of which it is said: who lives somewhere, who offers, who is alleged. */
  readonly subject: string
  readonly measure: Measure
  /** Which people are counted: `all`, `determined-in-need`, `civilians`. */
  readonly population: string
  readonly place: string
  readonly event?: string
}

/**
 * How sharp a number is. A bound that was not said is absent: it is unknown, and never made up.
 * `unquantified` is "several"; `zero` is "no one"; neither is a missing claim.
 */
export type ClaimValue =
  | { readonly kind: 'exact'; readonly point: number }
  | { readonly kind: 'about'; readonly point: number }
  | { readonly kind: 'at_least'; readonly low: number }
  | { readonly kind: 'at_most'; readonly high: number }
  | {
      readonly kind: 'between'
      readonly low: number
      readonly high: number
      /** What the source itself calls most likely. */
      readonly point?: number
    }
  | { readonly kind: 'unquantified' }
  | { readonly kind: 'zero' }

export const VALUE_KINDS = [
  'exact',
  'about',
  'at_least',
  'at_most',
  'between',
  'unquantified',
  'zero',
] as const satisfies readonly ClaimValue['kind'][]

/** What the speaker does with the statement. Only `asserts` and `revises` may move a number. */
export const STANCES = [
  'asserts',
  'denies',
  'assumes',
  'predicts',
  'requests',
  'revises',
  'retracts',
  'declines_to_confirm',
] as const
export type Stance = (typeof STANCES)[number]

/** When a statement is true: both days included. What the source wrote stays in its span. */
export interface ClaimDays {
  readonly from: PlainDate
  readonly to: PlainDate
  readonly calendar: BirthDate['calendar']
}

/** Who passed it on, and how. The first hop is the origin. */
export const HOP_RELATIONS = ['says', 'tells', 'cites', 'republishes'] as const
export type HopRelation = (typeof HOP_RELATIONS)[number]

/** A role without a name, in neutral words of ours; the source's words stay in the span. */
export const HOP_ROLES = [
  'spokesperson',
  'official',
  'police',
  'medical',
  'witness',
  'resident',
  'relative',
  'representative',
  'media',
  'unknown',
] as const
export type HopRole = (typeof HOP_ROLES)[number]

/**
 * One step between what happened and the document: "a spokesperson of B, cited by A" is B, then A.
 * Without an agent nobody knows who said it.
 */
export interface Hop {
  readonly agent?: BodyHandle
  readonly role?: HopRole
  readonly relation: HopRelation
  /** The source did not want to be named, or was not. */
  readonly anonymous: boolean
}

/** Parts of a claim that stand in its document's words. */
export const CLAIM_PARTS = [
  'sentence',
  'value',
  'measure',
  'unit',
  'subject',
  'population',
  'place',
  'event',
  'as_of',
  'reported',
  'origin',
  'relay',
  'stance',
  'hedge',
] as const
export type ClaimPart = (typeof CLAIM_PARTS)[number]

/** A part with its span; `relay` and `hedge` may come more than once, in the order of the text. */
export interface ClaimSpan extends Span {
  readonly part: ClaimPart
}

/** One statement, from one origin, about one day or period. It is never changed, only linked. */
export interface Claim {
  readonly id: ClaimId
  readonly documentId: DocumentId
  readonly statement: Statement
  readonly value: ClaimValue
  readonly asOf: ClaimDays
  /** When it was said. */
  readonly reportedOn: PlainDate
  /** When it became known here: an ISO instant. */
  readonly recordedAt: string
  readonly stance: Stance
  readonly hops: readonly Hop[]
  /** Who read it out of the text: `hand`, or a program with its version, `rules 1.0`. */
  readonly extractor: string
  readonly spans: readonly ClaimSpan[]
}

/** How two claims hang together; `from` is the one that does it to `to`. */
export const CLAIM_LINKS = [
  'supersedes',
  'corrects',
  'repeats',
  'contradicts',
  'explains',
  'part_of',
] as const
export type ClaimLinkType = (typeof CLAIM_LINKS)[number]

export interface ClaimLink {
  readonly from: ClaimId
  readonly to: ClaimId
  readonly type: ClaimLinkType
  readonly recordedAt: string
}

/** On what a claim rests, or what was looked for in vain: absence is a search that is on record. */
export const EVIDENCE_KINDS = [
  'named_list',
  'enumerated_list',
  /** The origin counts what it does itself, as an agency its own submissions. */
  'own_process',
  'court',
  'inquiry',
  'document',
  'photo_or_film',
  'testimony',
  'search_without_result',
] as const
export type EvidenceKind = (typeof EVIDENCE_KINDS)[number]

export interface Evidence {
  readonly claimId: ClaimId
  readonly kind: EvidenceKind
  readonly documentId?: DocumentId
  readonly recordedAt: string
}

/** A person's word on a claim: only what is confirmed may move a number; the last word counts. */
export const CLAIM_VERDICTS = ['confirmed', 'rejected'] as const
export type ClaimVerdict = (typeof CLAIM_VERDICTS)[number]

export interface ClaimDecision {
  readonly claimId: ClaimId
  readonly verdict: ClaimVerdict
  readonly recordedAt: string
}

/** Everything that is on file of a set of claims; what a figure is worked out from. */
export interface ClaimFile {
  readonly documents: readonly Pick<SourceDocument, 'id' | 'publisher'>[]
  readonly claims: readonly Claim[]
  readonly decisions: readonly ClaimDecision[]
  readonly links: readonly ClaimLink[]
  readonly evidence: readonly Evidence[]
}
