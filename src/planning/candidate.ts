import type { CaseForOffer } from '../domain/criteria.ts'
import type { CaseId, OfferId } from '../domain/ids.ts'
import type { Offer } from '../domain/offer.ts'
import type { PlainDate } from '../domain/plain-date.ts'
import type { StateCode } from '../domain/state-code.ts'

/**
 * A case that may be proposed, with all that the choice of a country may look at. There is no
 * field for skills, schooling or work here, and there must not be one: protection decides
 * (resettlement.md §1, fact 8). A test walks these fields.
 */
export interface Candidate {
  readonly caseId: CaseId
  readonly reference: string
  readonly facts: CaseForOffer
  /** Persons among its members who need a place that an offer keeps for medical cases. */
  readonly medicalPersons: number
  readonly hasUnaccompaniedChild: boolean
  readonly referredOn: PlainDate
  readonly tieStates: readonly StateCode[]
  /** In the members' order of preference. */
  readonly preferredStates: readonly StateCode[]
  /** Cases hard-linked to this one and not waived. */
  readonly hardLinks: readonly CaseId[]
  /** Key of the programme that a hard-linked case lies with already; only it is open to this one. */
  readonly boundProgramme?: string
  /** Offer in the plan before. */
  readonly previousOffer?: OfferId
  readonly lockedTo?: OfferId
  /** States that denied one of the members before: none of them is proposed again by itself. */
  readonly refusedBy: readonly StateCode[]
  readonly forbidden: readonly OfferId[]
}

/** A confirmed, open offer with what of it is left, in its own counting basis. */
export interface OpenOffer {
  readonly offer: Offer
  readonly free: number
  /** Left for medical cases; undefined when the offer sets no limit. */
  readonly medicalFree?: number
  /** Left for cases that are no emergencies, places kept for emergencies taken off. */
  readonly ordinaryFree?: number
}

/** Everything a plan is made from. */
export interface PlanningInput {
  readonly today: PlainDate
  readonly candidates: readonly Candidate[]
  readonly offers: readonly OpenOffer[]
}
