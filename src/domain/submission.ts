import type { OfferId, PersonId, SubmissionId } from './ids.ts'
import type { PlainDate } from './plain-date.ts'
import type { StateCode } from './state-code.ts'
import type { TravelCheck } from './travel-check.ts'

/**
 * One case sent to one programme (resettlement.md §8.2). Deferred is not denied; a submission
 * returned without consideration counts as denied (Resettlement Handbook 4.10).
 */
export const SUBMISSION_STATUSES = [
  'transmitted',
  'acknowledged',
  'under_consideration',
  'interview_scheduled',
  'interviewed',
  'deferred',
  'decided',
  'review_requested',
  'withdrawn',
  'lapsed',
] as const
export type SubmissionStatus = (typeof SUBMISSION_STATUSES)[number]

export const DECISIONS = ['accepted', 'denied', 'split', 'returned_unconsidered'] as const
export type Decision = (typeof DECISIONS)[number]

/** How far one member came under one submission (resettlement.md §8.3). */
export const MEMBER_OUTCOMES = [
  'pending',
  'accepted',
  'denied',
  'booked',
  'departed',
  'in_transit',
  'arrived',
  'declined_offer',
  'medical_hold',
  'offloaded',
  'died',
] as const
export type MemberOutcome = (typeof MEMBER_OUTCOMES)[number]

/** Why a State waits; a deferral is no denial (Resettlement Handbook 4.10). */
export const DEFERRAL_REASONS = ['info_requested', 'security_checks', 'medical'] as const
export type DeferralReason = (typeof DEFERRAL_REASONS)[number]

/** Kinds of reasons that States give for a decision; a State need not give any. */
export const DECISION_REASONS = [
  'eligibility',
  'exclusion',
  'security',
  'credibility',
  'medical',
  'family',
  'integration',
  'places',
  'other',
] as const
export type DecisionReason = (typeof DECISION_REASONS)[number]

export interface SubmissionMember {
  readonly personId: PersonId
  readonly outcome: MemberOutcome
  /** The kind of reason that the State gave for its decision. */
  readonly decisionReason?: DecisionReason
  readonly decidedOn?: PlainDate
  readonly acceptedOn?: PlainDate
  readonly travelOn?: PlainDate
  readonly departedOn?: PlainDate
  readonly arrivedOn?: PlainDate
  readonly checks: readonly TravelCheck[]
}

export interface SubmissionFile {
  readonly id: SubmissionId
  readonly offerId: OfferId
  readonly state: StateCode
  readonly status: SubmissionStatus
  readonly statusBefore?: SubmissionStatus
  readonly drafter: string
  readonly reviewer: string
  readonly transmittedOn: PlainDate
  readonly decision?: Decision
  readonly decidedOn?: PlainDate
  /** While the State waits: why, and the day until which it asked to. */
  readonly deferral?: { readonly why: DeferralReason; readonly until?: PlainDate }
  readonly interviewOn?: PlainDate
  readonly members: readonly SubmissionMember[]
}

/** Still before its State, or accepted and under way: it keeps its places. */
export function isActiveSubmission(file: SubmissionFile): boolean {
  if (file.status === 'withdrawn' || file.status === 'lapsed') return false
  if (file.status === 'review_requested') return true
  return file.decision === undefined || file.decision === 'accepted' || file.decision === 'split'
}

/** Members who have a State's yes, whatever came after it. */
export function wasAccepted(member: SubmissionMember): boolean {
  return member.acceptedOn !== undefined
}
