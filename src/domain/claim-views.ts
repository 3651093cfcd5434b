/**
 * What the doors show of claims and of the figures made of them (docs/claims.md, docs/json.md).
 * Bodies go by their handles and by names that may be shown; the words of a source stand in quotes.
 */
import type { Body, BodyName } from './body.ts'
import type { Claim, ClaimSpan, ClaimVerdict, EvidenceKind, Hop } from './claim.ts'
import type { ClaimFigure, ClaimPosition, FigureDifference, FigureInput } from './claim-figure.ts'
import type { PlainDate } from './plain-date.ts'
import type { OperationUrgency } from './urgency.ts'
import type { IncidentView } from './views.ts'

export type ClaimState = ClaimVerdict | 'proposed'

export interface ClaimView extends Pick<
  Claim,
  'statement' | 'value' | 'asOf' | 'reportedOn' | 'recordedAt' | 'stance' | 'hops' | 'extractor'
> {
  readonly claim: string
  readonly document: string
  readonly state: ClaimState
  /** Places in the document's text. */
  readonly spans: readonly ClaimSpan[]
  /** The sentence that it was read from, as the source wrote it. */
  readonly quote: string
  readonly links: readonly {
    readonly type: string
    readonly other: string
    readonly outgoing: boolean
  }[]
  readonly evidence: readonly EvidenceKind[]
}

/** GET /api/claims */
export interface ClaimListView {
  readonly total: number
  readonly page: number
  readonly pageSize: number
  readonly rows: readonly ClaimView[]
}

export interface BodyView {
  readonly handle: string
  readonly kind: Body['kind']
  /** Without labels that only others use. */
  readonly names: readonly BodyName[]
}

/** GET /api/bodies */
export interface BodyListView {
  readonly bodies: readonly BodyView[]
}

/** GET /api/documents */
export interface DocumentListView {
  readonly documents: readonly {
    readonly document: string
    readonly publisher: string
    readonly publishedOn: PlainDate
    readonly language: string
    readonly url?: string
    readonly claims: number
    /** Proposed, and nobody has said yes or no. */
    readonly open: number
  }[]
}

/** GET /api/documents/:document */
export interface DocumentView {
  readonly document: string
  readonly publisher: string
  readonly publishedOn: PlainDate
  readonly retrievedAt: string
  readonly sha256: string
  readonly language: string
  readonly url?: string
  readonly text: string
  readonly claims: readonly ClaimView[]
}

/** A figure made of claims; the trail names claims by their handles. */
export interface ClaimFigureView extends Omit<ClaimFigure, 'inputs'> {
  readonly figure: string
  readonly version: number
  readonly knownFrom: string
  readonly inputs: readonly (Omit<FigureInput, 'claim'> & { readonly claim: string })[]
}

/** GET /api/claim-figures */
export interface ClaimFigureListView {
  readonly asOf: PlainDate
  readonly knownOn: PlainDate
  readonly figures: readonly ClaimFigureView[]
  readonly positions: readonly (Omit<ClaimPosition, 'inputs'> & {
    readonly inputs: readonly (Omit<ClaimPosition['inputs'][number], 'claim'> & {
      readonly claim: string
    })[]
  })[]
  /** The same from this deployment's own events; `onward figures --events ID` lists them. */
  readonly own: readonly (Omit<ClaimFigure, 'inputs'> & {
    readonly id: string
    readonly origin: string
    readonly definition: string
  })[]
  /** Figures that a reader could take for one: same subject, other unit or population. */
  readonly lookAlikes: readonly {
    readonly figures: readonly [string, string]
    readonly differIn: readonly FigureDifference[]
  }[]
}

/** What a version of a figure says. */
export type FigureSaysView = Pick<ClaimFigure, 'low' | 'best' | 'high' | 'approximate' | 'status'>

/** A published text that used what a figure does not say any more. */
export interface OutdatedTextView {
  readonly text: string
  readonly publishedAt: string
  readonly asOf: PlainDate
  readonly figure: string
  readonly usedVersion: number
  readonly used: FigureSaysView
  readonly version: number
  readonly now: FigureSaysView
}

/** GET /api/claim-figures/:figure */
export interface FigureTrailView {
  readonly figure: ClaimFigureView
  /** Every claim of the trail, whole. */
  readonly claims: readonly ClaimView[]
  /** What was known before, the oldest first; the last is the figure itself. */
  readonly versions: readonly {
    readonly version: number
    readonly knownFrom: string
    readonly low: number | null
    readonly best: number | null
    readonly high: number | null
    readonly status: ClaimFigure['status']
  }[]
  readonly outdatedTexts: readonly OutdatedTextView[]
}

/** What a word on claims did. */
export interface ClaimChangeView {
  readonly claims: readonly string[]
  /** Figures with a new version. */
  readonly figures: readonly ClaimFigureView[]
  /** Published texts that used what these figures said before. */
  readonly outdatedTexts: readonly OutdatedTextView[]
}

/** What adding a document did. */
export interface ClaimsAddedView extends ClaimChangeView {
  readonly documents: readonly string[]
  /** What could not be taken, and why. */
  readonly leftOut: readonly {
    readonly code: string
    readonly message: string
    readonly row?: number
  }[]
  /** The very document was on file; nothing was written. */
  readonly alreadyThere: boolean
}

/** A correction: the claim that takes the place of another. */
export interface ClaimCorrection {
  readonly statement?: Partial<Claim['statement']>
  readonly value?: unknown
  readonly asOf?: unknown
  readonly stance?: Claim['stance']
  readonly hops?: readonly Hop[]
  readonly reportedOn?: PlainDate
}

/** GET /api/incidents */
export interface IncidentListView {
  readonly incidents: readonly IncidentView[]
  readonly urgency: OperationUrgency
}
