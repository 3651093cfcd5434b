import type { Category } from './category.ts'
import type { OfferId } from './ids.ts'
import type { PlainDate } from './plain-date.ts'
import type { SpecificNeed } from './specific-need.ts'
import type { StateCode } from './state-code.ts'

export const OFFER_KINDS = ['resettlement', 'humanitarian_admission', 'evacuation_transit'] as const
export type OfferKind = (typeof OFFER_KINDS)[number]

/** From hearsay to promise. Only `confirmed` gives capacity. */
export const OFFER_STATUSES = [
  'reported',
  'requested',
  'assumed',
  'pledged',
  'confirmed',
  'withdrawn',
] as const
export type OfferStatus = (typeof OFFER_STATUSES)[number]

export const COUNTING_BASES = ['persons', 'cases'] as const
export type CountingBasis = (typeof COUNTING_BASES)[number]

/** When a place is used up; States differ. */
export const CONSUMED_AT = ['submission', 'decision', 'arrival'] as const
export type ConsumedAt = (typeof CONSUMED_AT)[number]

export const OFFER_MODES = ['dossier', 'mission', 'both'] as const
export type OfferMode = (typeof OFFER_MODES)[number]

/** What a State asks of a case. An empty list asks nothing. Each rule is data with its text. */
export interface OfferCriteria {
  readonly nationalities: readonly StateCode[]
  readonly categories: readonly Category[]
  /** A case matches when any member speaks one of them (ISO 639-3). */
  readonly languages: readonly string[]
  readonly excludedNeeds: readonly SpecificNeed[]
  readonly minCaseSize?: number
  readonly maxCaseSize?: number
  readonly acceptsMedical: boolean
  /** The State's own wording or where it stands. */
  readonly text?: string
}

/** What a programme of a State promises. */
export interface OfferTerms {
  readonly state: StateCode
  readonly programme: string
  readonly kind: OfferKind
  /** Places in the offer's own counting basis. */
  readonly total: number
  /** The State said "about". */
  readonly about: boolean
  readonly countingBasis: CountingBasis
  readonly consumedAt: ConsumedAt
  readonly mode: OfferMode
  /** Places kept for emergency cases inside the total; absent when nothing is kept. */
  readonly emergencyPlaces?: number
  /** At most this many medical places inside the total; absent when there is no limit. */
  readonly medicalPlaces?: number
  /** Part of the total that the State has not tied to a region yet; not usable here. */
  readonly unallocatedPlaces?: number
  readonly opensOn?: PlainDate
  readonly closesOn?: PlainDate
  /** A selection mission is planned for this day. */
  readonly missionOn?: PlainDate
  readonly criteria: OfferCriteria
  readonly statedBy?: string
  readonly statedOn?: PlainDate
  readonly source?: string
}

export interface Offer {
  readonly id: OfferId
  readonly sourceId: string
  readonly reference: string
  readonly terms: OfferTerms
  readonly status: OfferStatus
}

/** Whether the offer gives capacity on a day: confirmed, opened, not closed. */
export function isOpen(offer: Pick<Offer, 'status' | 'terms'>, on: PlainDate): boolean {
  const { opensOn, closesOn } = offer.terms
  return (
    offer.status === 'confirmed' &&
    (opensOn === undefined || opensOn <= on) &&
    (closesOn === undefined || closesOn >= on)
  )
}

/** A programme is a State's: two States may give theirs one name. */
export function programmeKey(terms: Pick<OfferTerms, 'state' | 'programme'>): string {
  return `${terms.state} ${terms.programme}`
}

/** Places that can be used here: the total less what the State has not allocated. */
export function usableTotal(terms: OfferTerms): number {
  return terms.total - (terms.unallocatedPlaces ?? 0)
}

/** How one submission uses the offer: its members, by how far they came. */
export interface OfferUse {
  readonly memberOutcomes: readonly ('waiting' | 'accepted' | 'departed' | 'arrived' | 'out')[]
}

export interface OfferCounters {
  /** Used by the offer's own rule (consumed at submission, decision or arrival). */
  readonly used: number
  /** On their way to being used: submitted and not refused. */
  readonly reserved: number
  readonly free: number
}

/**
 * Use of an offer = sum over members by that offer's own counting basis (I15): persons one by
 * one, cases as one when at least one member counts.
 */
export function countUse(terms: OfferTerms, uses: readonly OfferUse[]): OfferCounters {
  let used = 0
  let held = 0
  for (const { memberOutcomes } of uses) {
    const living = memberOutcomes.filter((outcome) => outcome !== 'out')
    const consumed = living.filter((outcome) => isConsumed(terms.consumedAt, outcome))
    held += terms.countingBasis === 'persons' ? living.length : Math.min(1, living.length)
    used += terms.countingBasis === 'persons' ? consumed.length : Math.min(1, consumed.length)
  }
  return { used, reserved: held - used, free: usableTotal(terms) - held }
}

function isConsumed(
  at: ConsumedAt,
  outcome: 'waiting' | 'accepted' | 'departed' | 'arrived' | 'out',
): boolean {
  if (at === 'submission') return true
  if (at === 'decision') return outcome !== 'waiting'
  return outcome === 'arrived'
}
