import type {
  BatchId,
  CaseId,
  EventId,
  HouseholdId,
  IncidentId,
  OfferId,
  PersonId,
  SubmissionId,
} from './ids.ts'
import type { CaseClosure, CaseHold, LinkKind } from './case.ts'
import type { Category } from './category.ts'
import type { CheckKind, CheckStatus } from './travel-check.ts'
import type { Engagement, Location, ProtectionStatus } from './person.ts'
import type { WhenPrecision, WherePrecision } from './incident.ts'
import type { OfferStatus, OfferTerms } from './offer.ts'
import type { OutcomeEvidence } from './outcome-evidence.ts'
import type { PlainDate } from './plain-date.ts'
import type { Priority } from './priority.ts'
import type { StateCode } from './state-code.ts'
import type { DecisionReason, DeferralReason } from './submission.ts'

type None = Readonly<Record<never, never>>

/** States that a person agrees to: named ones, or any State that offers places. */
export type ConsentStates = readonly StateCode[] | 'any'

/**
 * Everything that can happen, with what each event carries. Statuses are derived from these
 * events and from nothing else (invariant I16).
 */
export interface EventData {
  'person.registered': None
  'person.status_determined': { readonly status: ProtectionStatus }
  'person.best_interests_recorded': None
  'person.consented': { readonly states: ConsentStates; readonly language?: string }
  'person.consent_withdrawn': None
  /** A change of what a State would decide on; it voids earlier consents (I8). */
  'person.changed_substantially': None
  'person.moved': { readonly location: Location; readonly safe: boolean }
  'person.engagement_recorded': { readonly engagement: Engagement }
  'person.died': { readonly evidence?: OutcomeEvidence }
  /** What befell a person: an officer's own word with its evidence, never taken from a report. */
  'person.injured': { readonly evidence: OutcomeEvidence; readonly severe: boolean }
  'person.missing': { readonly evidence: OutcomeEvidence }
  'person.found': { readonly evidence: OutcomeEvidence }
  /** Left the population without our help: spontaneous departure, return, another solution. */
  'person.left': None
  /** Judged to be one person with another record, which is shown; both stay as they are. */
  'person.merged': { readonly intoId: PersonId }
  'person.unmerged': { readonly intoId: PersonId }
  'household.joined': { readonly householdId: HouseholdId }
  'household.left': { readonly householdId: HouseholdId }

  'case.referred': None
  'case.member_added': { readonly relationship: string }
  'case.member_removed': None
  'case.categories_set': { readonly primary: Category; readonly secondary: Category }
  /** `justified`: the written justification of RRF section 5 exists (I6); its text stays apart. */
  'case.priority_set': { readonly priority: Priority; readonly justified: boolean }
  'case.linked': { readonly toCaseId: CaseId; readonly kind: LinkKind }
  'case.link_waived': { readonly toCaseId: CaseId }
  'case.unlinked': { readonly toCaseId: CaseId }
  'case.assessment_started': None
  'case.reviewed': { readonly compositionVerified: boolean; readonly willing: boolean }
  'case.deprioritised': { readonly counselled: boolean }
  'case.interview_completed': { readonly membersListed: boolean; readonly interpreter: string }
  'case.no_show': { readonly efforts: number }
  'case.rrf_drafted': { readonly drafter: string }
  'case.declaration_signed': None
  'case.sent_to_review': None
  'case.returned': { readonly substantial: boolean }
  'case.not_recommended': { readonly counselled: boolean }
  'case.recommended': { readonly reviewer: string }
  'case.held': { readonly hold: CaseHold }
  'case.resumed': None
  'case.closed': { readonly closure: CaseClosure }
  'case.reopened': None
  /** The denied members of a split decision go on in a new case, by acknowledged choice. */
  'case.members_split_off': {
    readonly personIds: readonly PersonId[]
    readonly newCaseId: CaseId
    readonly acknowledged: boolean
  }
  /** First event of such a new case: it starts `ready`, hard-linked to the old one. */
  'case.split_from': { readonly fromCaseId: CaseId }

  'submission.transmitted': {
    readonly state: StateCode
    readonly drafter: string
    readonly reviewer: string
    readonly personIds: readonly PersonId[]
  }
  'submission.acknowledged': None
  'submission.considered': None
  'submission.interview_scheduled': { readonly on: PlainDate }
  'submission.interviewed': None
  'submission.deferred': { readonly why: DeferralReason; readonly until?: PlainDate }
  'submission.resumed': None
  'submission.withdrawn': None
  /** Counts as denied (Resettlement Handbook 4.10). */
  'submission.returned_unconsidered': None
  'submission.member_decided': {
    readonly decision: 'accepted' | 'denied'
    readonly reasonKind?: DecisionReason
  }
  'submission.review_requested': None
  'submission.upheld': None
  'submission.overturned': None
  /** An acceptance that ran out or was revoked before everyone left. */
  'submission.lapsed': None

  'travel.check_recorded': {
    readonly kind: CheckKind
    readonly status: CheckStatus
    readonly issued?: PlainDate
    readonly expires?: PlainDate
    readonly document?: string
  }
  'travel.booked': { readonly on: PlainDate }
  'travel.boarded': { readonly ourRole: 'facilitated' | 'exit_permit_only' | 'none' }
  'travel.transit_reached': None
  'travel.arrived': None
  'travel.offloaded': None
  'travel.declined_offer': None
  'travel.medical_hold': None
  'travel.hold_lifted': None

  'offer.recorded': { readonly terms: OfferTerms; readonly status: OfferStatus }
  'offer.revised': { readonly terms: OfferTerms }
  'offer.status_changed': { readonly status: OfferStatus; readonly statedBy: string }

  'incident.reported': {
    readonly kind: 'attack' | 'clash' | 'fire' | 'epidemic' | 'expulsion' | 'other'
    readonly where: string
    /** Under which claims speak of it; absent: its kind and day, `attack-2013-12-26`. */
    readonly reference?: string
    readonly whenPrecision?: WhenPrecision
    readonly wherePrecision?: WherePrecision
  }
  /**
   * What a publisher said of an incident; a later statement never overwrites an earlier one. Events
   * of before claims were kept: casualties are figures made of claims now, and this is read only.
   */
  'incident.figure_stated': {
    readonly measure: 'killed' | 'injured' | 'missing'
    readonly value: number
    readonly publisher: string
  }
}

export type EventType = keyof EventData

interface EventFacts {
  /** The day from which it is true. */
  readonly effectiveOn: PlainDate
  readonly reason?: string
  readonly personId?: PersonId
  readonly caseId?: CaseId
  readonly submissionId?: SubmissionId
  readonly offerId?: OfferId
  readonly incidentId?: IncidentId
}

interface EventRecord {
  readonly id: EventId
  /** The handle of the account that recorded it. */
  readonly actor: string
  /** ISO instant. */
  readonly recordedAt: string
  readonly batchId?: BatchId
}

/** What an event says, before it is recorded. */
export type EventDraft<Type extends EventType = EventType> = {
  readonly [One in Type]: { readonly type: One; readonly data: EventData[One] } & EventFacts
}[Type]

/** A recorded event: who, when true, when known, why (I16). */
export type RecordedEvent<Type extends EventType = EventType> = {
  readonly [One in Type]: { readonly type: One; readonly data: EventData[One] } & EventFacts &
    EventRecord
}[Type]
