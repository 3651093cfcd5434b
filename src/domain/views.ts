/**
 * What the doors show: the shapes of `--json`, of the HTTP answers and of what the screens read.
 * Stable: a change here is a change of contract (docs/json.md, CHANGELOG). Only references leave
 * the house, never internal ids. Dates are ISO days; instants are ISO with `Z`.
 */
import type { CaseClosure, CaseHold, CaseStatus, LinkKind } from './case.ts'
import type { Category } from './category.ts'
import type { EventType } from './event.ts'
import type { Violation } from './invariants.ts'
import type { OfferStatus, OfferTerms } from './offer.ts'
import type { BirthDate, Engagement, Location, NamePart, ProtectionStatus, Sex } from './person.ts'
import type { PlainDate } from './plain-date.ts'
import type { Priority } from './priority.ts'
import type { Role } from './role.ts'
import type { SpecificNeed } from './specific-need.ts'
import type { StateCode } from './state-code.ts'
import type { Decision, MemberOutcome, SubmissionStatus } from './submission.ts'
import type { TravelCheck } from './travel-check.ts'
import type { WhenPrecision, WherePrecision } from './incident.ts'
import type { OperationUrgency } from './urgency.ts'

/** One number one can stand behind. */
export interface FigureView {
  /** `departed`; with a State behind it when it is of one State only: `departed_ALB`. */
  readonly id: string
  readonly value: number
  readonly unit: 'persons' | 'cases' | 'places' | 'days'
  readonly asOf: PlainDate
  /** Computed from what was recorded by the end of this day. */
  readonly knownOn: PlainDate
  readonly definition: string
  readonly state?: StateCode
}

export interface OperationView {
  readonly name: string
  readonly countryOfAsylum: StateCode
  /** The operation's own today: its clock when it is an exercise, else the machine's. */
  readonly today: PlainDate
  /** The clock stands still: a reference operation or an exercise. */
  readonly isExercise: boolean
}

export interface AccountView {
  readonly handle: string
  readonly displayName: string
  readonly role: Role
}

/** GET /api/session */
export interface SessionView {
  readonly operation: OperationView
  /** The account that this session works as. */
  readonly account: AccountView
  /** In an exercise, for who holds the data folder: the accounts that the session may work as. */
  readonly mayActAs: readonly AccountView[]
  readonly version: string
}

export interface StageView {
  readonly status: CaseStatus
  readonly cases: number
  readonly persons: number
}

/** GET /api/overview */
export interface OverviewView {
  readonly operation: OperationView
  readonly figures: readonly FigureView[]
  /** In the order of the pipeline, every status once. */
  readonly pipeline: readonly StageView[]
  readonly oldestWaiting: readonly CaseRow[]
  readonly expiringFirst: readonly ExpiringCheck[]
  readonly incidents: readonly IncidentView[]
  readonly plan?: {
    readonly madeAt: string
    readonly persons: number
    readonly cases: number
    readonly unplacedCases: number
    readonly unplacedPersons: number
  }
}

export interface ExpiringCheck {
  readonly case: string
  readonly person: string
  readonly kind: TravelCheck['kind']
  readonly expires: PlainDate
  /** Negative when it has run out. */
  readonly daysLeft: number
  readonly travelOn?: PlainDate
}

export interface IncidentView {
  /** Claims speak of it under this handle. */
  readonly reference?: string
  readonly whenPrecision?: WhenPrecision
  readonly wherePrecision?: WherePrecision
  /** Figures made of claims that speak of it. */
  readonly figures?: readonly IncidentFigure[]
  readonly happenedOn: PlainDate
  readonly kind: string
  readonly where: string
  readonly statements: readonly {
    readonly measure: string
    readonly value: number
    readonly publisher: string
    readonly statedOn: PlainDate
  }[]
}

/** A figure of an incident with the range of what was said; null is unknown. */
export interface IncidentFigure {
  readonly figure: string
  readonly measure: string
  readonly unit: string
  readonly low: number | null
  readonly best: number | null
  readonly high: number | null
  readonly approximate: boolean
  readonly status: string
}

export interface CaseRow {
  readonly case: string
  /** Name of the principal applicant as shown in lists. */
  readonly principal: string
  readonly status: CaseStatus
  readonly statusSince: PlainDate
  readonly referredOn: PlainDate
  readonly waitingDays: number
  readonly priority: Priority
  readonly primary?: Category
  readonly secondary?: Category
  readonly persons: number
  /** State and offer of the active submission. */
  readonly state?: StateCode
  readonly offer?: string
}

export const CASE_SORTS = ['waiting', 'priority', 'persons', 'status', 'case'] as const
export type CaseSort = (typeof CASE_SORTS)[number]

/** GET /api/cases?status=&priority=&state=&sort=&page=, POST /api/cases/search */
export interface CaseListView {
  readonly total: { readonly cases: number; readonly persons: number }
  readonly page: number
  readonly pageSize: number
  readonly rows: readonly CaseRow[]
}

export interface MemberView {
  readonly person: string
  readonly relationship: string
  readonly names: readonly NamePart[]
  readonly sex: Sex
  readonly birth?: BirthDate
  readonly ageYears?: number
  readonly nationality?: StateCode
  readonly needs: readonly SpecificNeed[]
  readonly needsMedicalPlace: boolean
  readonly languages: readonly string[]
  readonly protectionStatus: ProtectionStatus
  readonly consent?: { readonly on: PlainDate; readonly states: readonly StateCode[] | 'any' }
  /** Whether this member's own consent counts (I8): an adult's; in a case of children alone, each. */
  readonly consentNeeded: boolean
  readonly location: Location
  readonly safe: boolean
  readonly engagement: Engagement
  readonly household?: string
}

export interface SubmissionView {
  readonly offer: string
  readonly state: StateCode
  readonly status: SubmissionStatus
  readonly decision?: Decision
  readonly drafter: string
  readonly reviewer: string
  readonly transmittedOn: PlainDate
  readonly decidedOn?: PlainDate
  readonly members: readonly {
    readonly person: string
    readonly outcome: MemberOutcome
    readonly travelOn?: PlainDate
    readonly departedOn?: PlainDate
    readonly arrivedOn?: PlainDate
    readonly checks: readonly TravelCheck[]
  }[]
}

export interface TimelineEntry {
  readonly type: EventType
  readonly effectiveOn: PlainDate
  readonly recordedAt: string
  readonly actor: string
  readonly reason?: string
  readonly person?: string
  /** Small facts of the event, references and codes only. */
  readonly facts: Readonly<Record<string, string>>
}

/** GET /api/cases/:case */
export interface CaseFileView {
  readonly case: string
  /** Sent along with a change, so that nobody undoes unseen what another did meanwhile. */
  readonly version: string
  readonly status: CaseStatus
  readonly statusSince: PlainDate
  readonly referredOn: PlainDate
  readonly waitingDays: number
  readonly hold?: CaseHold
  readonly closure?: CaseClosure
  readonly priority: Priority
  readonly justified: boolean
  readonly primary?: Category
  readonly secondary?: Category
  readonly drafter?: string
  readonly reviewer?: string
  readonly members: readonly MemberView[]
  readonly links: readonly {
    readonly case: string
    readonly kind: LinkKind
    readonly waived: boolean
    readonly status: CaseStatus
  }[]
  readonly submissions: readonly SubmissionView[]
  readonly timeline: readonly TimelineEntry[]
  /** What still stops or warns (I1 to I12). */
  readonly violations: readonly Violation[]
}

export interface OfferView {
  readonly offer: string
  readonly status: OfferStatus
  /** Confirmed, opened and not closed: it gives capacity today. */
  readonly open: boolean
  readonly terms: OfferTerms
  /** In the offer's own counting basis. */
  readonly used: number
  readonly reserved: number
  /** None in an offer that is not open, whatever is left of its total. */
  readonly free: number
  /** Always persons. */
  readonly persons: {
    readonly submitted: number
    readonly accepted: number
    readonly departed: number
    readonly arrived: number
  }
}

/** GET /api/offers */
export interface OffersView {
  readonly offers: readonly OfferView[]
  readonly context: ContextView
}

/** States that received people of these origins in the last years; empty without an import. */
export interface ContextView {
  readonly origins: readonly StateCode[]
  readonly years: readonly number[]
  readonly rows: readonly {
    readonly state: StateCode
    /** Persons by year, in the order of `years`; null: not in the table, which is no zero. */
    readonly arrivals: readonly (number | null)[]
    readonly persons: number
  }[]
  readonly attribution: readonly string[]
}

/** Why something is so: a code for the screens' languages, and the English sentence. */
export interface Reason {
  readonly code: string
  readonly text: string
  readonly params?: Readonly<Record<string, string | number>>
}

export interface PlanLineView {
  readonly case: string
  readonly offer: string
  readonly state: StateCode
  readonly persons: number
  readonly priority: Priority
  readonly why: readonly Reason[]
  /**
   * The next best offer with room, or `none` to wait, and what it would lose at the first level
   * where it differs; null: a lock or a hard link leaves no choice.
   */
  readonly margin: { readonly offer: string; readonly loses: Reason } | null
  /** Why the other offers were not taken. */
  readonly whyNot: readonly { readonly offer: string; readonly why: Reason }[]
  readonly locked: boolean
  /** Against the plan before. */
  readonly change: 'same' | 'new' | 'moved'
  readonly previousOffer?: string
  readonly approvedBy?: string
}

export interface PlanOfferView {
  readonly offer: string
  readonly state: StateCode
  readonly countingBasis: 'persons' | 'cases'
  /** Places that this plan uses, and what then stays free, in the offer's own counting basis. */
  readonly used: number
  readonly free: number
  /** What one more place would do, for the offer and each of its sub-quotas that is full. */
  readonly oneMore: readonly OneMore[]
}

export interface OneMore {
  readonly of: 'total' | 'medical' | 'emergency'
  readonly places: number
  /** Further persons that the whole plan would place; null: not worked out in the time given. */
  readonly persons: number | null
  readonly text: string
}

/** `onward plan --json`, GET /api/plan, POST /api/plan/solve */
export interface PlanView {
  readonly plan: string
  readonly status: 'optimal' | 'time_limit' | 'infeasible'
  readonly madeAt: string
  readonly asOf: PlainDate
  readonly madeBy: string
  /** By level, in strict order. */
  readonly levels: readonly { readonly id: string; readonly text: string }[]
  readonly objective: readonly number[]
  readonly bound: readonly number[]
  readonly gap: number
  readonly seconds: number
  /** The independent check of this plan against the database: empty when it holds. */
  readonly check: readonly string[]
  readonly lines: readonly PlanLineView[]
  readonly unplaced: readonly {
    readonly case: string
    readonly persons: number
    readonly priority: Priority
    readonly why: readonly Reason[]
  }[]
  readonly offers: readonly PlanOfferView[]
  /** Set when status is `infeasible`: the smallest set of demands that conflict, in words. */
  readonly conflict?: readonly Reason[]
  readonly comparedWith?: {
    readonly plan: string
    readonly madeAt: string
    readonly same: number
    readonly moved: number
    readonly added: number
    readonly dropped: number
  }
  readonly forbidden: readonly { readonly case: string; readonly offer: string }[]
  /** How pressing the operation is on the day of the plan, by its incidents (docs/claims.md). */
  readonly urgency?: OperationUrgency
}

/** POST /api/plan/solve: locks and forbids are kept until lifted. */
export interface PlanDirectives {
  readonly lock?: readonly { readonly case: string; readonly offer: string }[]
  readonly forbid?: readonly { readonly case: string; readonly offer: string }[]
  readonly lift?: readonly { readonly case: string; readonly offer: string }[]
}

/**
 * POST /api/plan/what-if, with directives as for solving: a quick estimate of what they would do to
 * the plan shown. Nothing is kept of it, and nothing is proven.
 */
export interface WhatIfView {
  /** The plan that it is compared with. */
  readonly plan: string
  readonly status: 'estimate' | 'impossible'
  /** Whether the plan shown keeps every rule today; if not, part of the difference is not the change's. */
  readonly holds: boolean
  /** What the plan reaches, in strict order; when impossible, `after` repeats `before`. */
  readonly levels: readonly {
    readonly id: string
    readonly text: string
    readonly before: number
    readonly after: number
  }[]
  readonly changes: readonly WhatIfChange[]
  /** Set when impossible: demands that cannot all hold. */
  readonly conflict?: readonly Reason[]
  readonly seconds: number
}

/** A case that would change its offer. */
export interface WhatIfChange {
  readonly case: string
  readonly persons: number
  readonly priority: Priority
  /** Without: it has no place in the plan shown. */
  readonly from?: string
  /** Without: it would have no place. */
  readonly to?: string
  readonly why: Reason
}

/** GET /api/appeal */
export interface AppealView {
  readonly asOf: PlainDate
  readonly markdown: string
  readonly html: string
}

/** What every door answers when something could not be done. */
export interface ProblemView {
  readonly error: {
    readonly code: string
    readonly message: string
    readonly issues: readonly {
      readonly code: string
      readonly message: string
      readonly path?: string
      readonly row?: number
      readonly column?: string
    }[]
    /** Of a `conflict` between two people: field by field. */
    readonly conflicts?: readonly {
      readonly field: string
      readonly person?: string
      readonly before: string
      readonly now: string
      readonly mine: string
    }[]
  }
}
