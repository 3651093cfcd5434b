import type { Category } from './category.ts'
import type { CaseId, PersonId } from './ids.ts'
import type { PlainDate } from './plain-date.ts'
import type { Priority } from './priority.ts'
import type { SubmissionFile } from './submission.ts'

/** How far a case can be before any submission, in the order in which it gets there. */
export const STATUSES_BEFORE_SUBMISSION = [
  'referred',
  'needs_assessment',
  'initial_review',
  'interview',
  'submission_recommendation',
  'submission_review',
  'ready',
] as const
export type StatusBeforeSubmission = (typeof STATUSES_BEFORE_SUBMISSION)[number]

/** Where a case stands (resettlement.md §8.1; Resettlement Handbook 4.1 to 4.11). */
export const CASE_STATUSES = [
  ...STATUSES_BEFORE_SUBMISSION,
  'submitted',
  'pending_departure',
  'departed',
  'deprioritised',
  'on_hold',
  'closed',
] as const
export type CaseStatus = (typeof CASE_STATUSES)[number]

export const CASE_HOLDS = [
  'security_pending',
  'best_interests',
  'medical',
  'custody',
  'fraud_inquiry',
  'pregnancy_or_birth',
  'contact_lost',
  /** A member is missing; set and lifted by that (apply-to-case.ts). */
  'member_missing',
] as const
export type CaseHold = (typeof CASE_HOLDS)[number]

export const CASE_CLOSURES = [
  'resettled',
  'not_recommended',
  'withdrew',
  'other_solution',
  'returned',
  'deceased',
  'duplicate',
  'ineligible',
  'spontaneous_departure',
] as const
export type CaseClosure = (typeof CASE_CLOSURES)[number]

/** `must_` links are hard, `should_` soft; links are symmetrical cross-references. */
export const LINK_KINDS = [
  'must_same_country',
  'should_same_country',
  'must_travel_together',
  'info_only',
] as const
export type LinkKind = (typeof LINK_KINDS)[number]

/** Hard links bind cases to one programme, unless waived (I11). */
export function isHardLink(kind: LinkKind): boolean {
  return kind === 'must_same_country' || kind === 'must_travel_together'
}

export interface CaseLink {
  readonly toCaseId: CaseId
  readonly kind: LinkKind
  readonly waived: boolean
}

export interface CaseMember {
  readonly personId: PersonId
  /** Relationship to the principal applicant, eRRF code; `PA` is the principal applicant. */
  readonly relationship: string
}

/** A case as its events make it. */
export interface CaseFile {
  readonly id: CaseId
  readonly status: CaseStatus
  readonly statusSince: PlainDate
  readonly referredOn: PlainDate
  readonly members: readonly CaseMember[]
  readonly links: readonly CaseLink[]
  readonly primary?: Category
  readonly secondary?: Category
  readonly priority: Priority
  readonly justified: boolean
  readonly compositionVerified: boolean
  readonly willing: boolean
  readonly drafter?: string
  readonly reviewer?: string
  readonly declarationOn?: PlainDate
  readonly hold?: CaseHold
  /** Members who are missing: they stay members, and nothing goes on without them. */
  readonly missing?: readonly PersonId[]
  /** Where a held or closed case returns to. */
  readonly statusBefore?: CaseStatus
  readonly closure?: CaseClosure
  /** All submissions, oldest first; at most one is active. */
  readonly submissions: readonly SubmissionFile[]
}

export const PRINCIPAL_APPLICANT = 'PA'

/** A case that still goes on; a person is in at most one (I3). */
export function isActiveCase(status: CaseStatus): boolean {
  return status !== 'closed' && status !== 'deprioritised'
}
