import type { OfferStatus, OfferTerms, OfferUse } from './offer.ts'
import type { FigureView } from './views.ts'

/** A number as counted from events, before it is a figure. */
export type FigureCount = Pick<FigureView, 'id' | 'value' | 'state'>

/** An offer as it stood on the day, with how submissions use it. */
export interface OfferCount {
  readonly terms: OfferTerms
  readonly status: OfferStatus
  /** `submissions`: how many submissions use the offer alike. */
  readonly uses: readonly (OfferUse & { readonly submissions: number })[]
}

/** What storage counts from events, and figures are computed from. */
export interface FigureCounts {
  readonly counts: readonly FigureCount[]
  readonly offers: readonly OfferCount[]
}
