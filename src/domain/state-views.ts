/**
 * What the doors show of the States' room: `/api/state/…` to a liaison, `/api/states/…` to the
 * offices. Stable like views.ts.
 */
import type { Category } from './category.ts'
import type { OfferKind, OfferMode, CountingBasis } from './offer.ts'
import type { PlainDate } from './plain-date.ts'
import type { Priority } from './priority.ts'
import type { Snapshot, SnapshotDifference } from './snapshot.ts'
import type { StateCode } from './state-code.ts'
import type { Decision, DecisionReason, DeferralReason, SubmissionStatus } from './submission.ts'

/** Which clock runs for a submission, and until when; negative days: overdue. */
export interface ClockView {
  /** `deferral`: the day until which the State asked to wait. `target`: of the priority. */
  readonly of: 'deferral' | 'target'
  readonly on: PlainDate
  readonly daysLeft: number
}

/** A submission in the list of its State. */
export interface StateCaseRow {
  readonly case: string
  readonly persons: number
  readonly priority: Priority
  readonly primary?: Category
  readonly programme: string
  readonly status: SubmissionStatus
  readonly decision?: Decision
  readonly transmittedOn: PlainDate
  readonly waitingDays: number
  /** The last version that was sent. */
  readonly version: number
  readonly deferredWhy?: DeferralReason
  readonly interviewOn?: PlainDate
  /** While the State's answer is awaited. */
  readonly clock?: ClockView
  /** Members without a decision. */
  readonly undecided: number
}

export interface MissionView {
  readonly mission: string
  readonly state: StateCode
  readonly from: PlainDate
  readonly to: PlainDate
  readonly place: string
  readonly status: 'planned' | 'held' | 'cancelled'
  readonly cases: readonly string[]
}

/** What a State states of places; who makes an offer of it fills in the rest. */
export interface StatedOffer {
  readonly programme: string
  readonly kind: OfferKind
  readonly total: number
  readonly countingBasis: CountingBasis
  readonly mode: OfferMode
  readonly opensOn?: PlainDate
  readonly closesOn?: PlainDate
  readonly emergencyPlaces?: number
  readonly medicalPlaces?: number
  /** The State's own words on whom it takes. */
  readonly criteriaText?: string
}

export const STATED_STATUSES = ['stated', 'confirmed', 'declined', 'withdrawn'] as const
export type StatedStatus = (typeof STATED_STATUSES)[number]

export interface StatedOfferView extends StatedOffer {
  readonly offer: string
  readonly state: StateCode
  readonly status: StatedStatus
  readonly statedAt: string
}

/** GET /api/state/home */
export interface StateHomeView {
  readonly state: StateCode
  readonly today: PlainDate
  readonly cases: readonly StateCaseRow[]
  readonly missions: readonly MissionView[]
  readonly offers: readonly StatedOfferView[]
}

export interface VersionView {
  readonly snapshot: Snapshot
  readonly sha256: string
  /** Instant at which it was sent. */
  readonly sentAt: string
  /** Why the correction was sent. */
  readonly reason?: string
  /** Against the version before; empty for the first. */
  readonly differences: readonly SnapshotDifference[]
}

export interface MessageView {
  readonly side: 'state' | 'office'
  readonly at: string
  readonly text: string
  /** Who wrote it; to a State only its own people are named. */
  readonly by?: string
}

/** GET /api/state/cases/:case, GET /api/states/cases/:case */
export interface TransmissionView extends StateCaseRow {
  readonly state: StateCode
  readonly decidedOn?: PlainDate
  /** Newest first. */
  readonly versions: readonly VersionView[]
  readonly decisions: readonly {
    readonly person: string
    readonly decision?: 'accepted' | 'denied'
    readonly decidedOn?: PlainDate
    readonly reasonKind?: DecisionReason
  }[]
  readonly messages: readonly MessageView[]
}

/** POST /api/state/cases/:case/…: where the submission stands after the act. */
export interface StateActView {
  readonly case: string
  readonly status: SubmissionStatus
  readonly decision?: Decision
  /** The State sees no more of it. */
  readonly closed: boolean
}

export const ACT_KINDS = [
  'acknowledged',
  'considered',
  'deferred',
  'resumed',
  'returned',
  'lapsed',
  'decided',
  'asked',
  'answered',
  'mission_planned',
  'mission_held',
  'mission_cancelled',
  'offered',
  'offer_withdrawn',
  'offer_confirmed',
  'offer_declined',
  'corrected',
  'file_sent',
  'answers_read',
] as const
export type ActKind = (typeof ACT_KINDS)[number]

/** One thing that a State did, or that was sent to it. */
export interface ActView {
  readonly act: string
  readonly state: StateCode
  readonly kind: ActKind
  readonly side: 'state' | 'office'
  readonly by: string
  readonly at: string
  readonly case?: string
  /** Codes, days, counts and references. */
  readonly facts: Readonly<Record<string, string>>
  readonly seenBy?: string
}

/** GET /api/states/inbox?page= */
export interface InboxView {
  readonly today: PlainDate
  readonly unseen: number
  readonly page: number
  readonly pageSize: number
  readonly total: number
  readonly acts: readonly ActView[]
  /** Cases whose last message is the State's. */
  readonly openQuestions: readonly {
    readonly case: string
    readonly state: StateCode
    readonly at: string
  }[]
  /** Deferrals past their day, and answers past the target of their priority. */
  readonly overdue: readonly (StateCaseRow & { readonly state: StateCode })[]
  /** Offers that a State stated and nobody took over or declined. */
  readonly offers: readonly StatedOfferView[]
  readonly missions: readonly MissionView[]
}

/** GET /api/states/cases/:case/correction: what a correction would send. */
export interface CorrectionView {
  readonly case: string
  readonly state: StateCode
  /** The number it would have. */
  readonly version: number
  readonly sha256: string
  readonly differences: readonly SnapshotDifference[]
  /** Why it cannot be sent, in words; empty when it can. */
  readonly stops: readonly string[]
}

/** GET /api/states/keys */
export interface StateKeysView {
  readonly keys: readonly {
    readonly state: StateCode
    readonly recipient: string
    readonly setBy: string
    readonly setAt: string
  }[]
}
