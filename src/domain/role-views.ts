/** What roles beside the register's own see of people (domain/may-see.ts, docs/access.md). */
import type { CaseStatus } from './case.ts'
import type { Category } from './category.ts'
import type { BirthDate, Engagement, Location, NamePart, ProtectionStatus, Sex } from './person.ts'
import type { PlainDate } from './plain-date.ts'
import type { Priority } from './priority.ts'
import type { SiteKind } from './site.ts'
import type { SpecificNeed } from './specific-need.ts'
import type { StateCode } from './state-code.ts'
import type { MemberOutcome } from './submission.ts'
import type { TravelCheck } from './travel-check.ts'

interface SeenIdentity {
  readonly person: string
  readonly names: readonly NamePart[]
  readonly sex: Sex
  readonly birth?: BirthDate
  readonly languages: readonly string[]
}

/** An accepted member until they arrive, as movement sees them. */
export interface TravellerView extends SeenIdentity {
  readonly case: string
  readonly nationality?: StateCode
  readonly travelNeeds: readonly SpecificNeed[]
  readonly state: StateCode
  readonly outcome: MemberOutcome
  readonly travelOn?: PlainDate
  readonly departedOn?: PlainDate
  /** From two days before the day of travel, until departure. */
  readonly pickUp?: Location
  readonly checks: readonly TravelCheck[]
}

/** GET /api/travellers */
export interface TravellersView {
  readonly total: { readonly persons: number }
  readonly rows: readonly TravellerView[]
}

/** Someone referred to the medical team. */
export interface PatientView extends SeenIdentity {
  readonly medicalNeeds: readonly SpecificNeed[]
  readonly needsMedicalPlace: boolean
  readonly check?: Pick<TravelCheck, 'status' | 'issued' | 'expires'>
}

/** GET /api/patients */
export interface PatientsView {
  readonly total: { readonly persons: number }
  readonly rows: readonly PatientView[]
}

/** A person for analysis: no name, no id of ours, no free text, years instead of days. */
export interface ResearchRow {
  /** The same person has the same one in every answer; it leads back to nobody. */
  readonly pseudonym: string
  readonly casePseudonym?: string
  readonly sex: Sex
  readonly ageBand: '0-4' | '5-11' | '12-17' | '18-59' | '60+' | 'unknown'
  readonly registeredYear?: number
  readonly protectionStatus: ProtectionStatus
  readonly location: Location
  readonly engagement: Engagement
  readonly caseStatus?: CaseStatus
  readonly priority?: Priority
  readonly primary?: Category
  readonly referredYear?: number
  readonly departedYear?: number
  readonly arrivedYear?: number
}

/** GET /api/research?page= */
export interface ResearchView {
  readonly total: { readonly persons: number }
  readonly page: number
  readonly pageSize: number
  readonly rows: readonly ResearchRow[]
}

/** GET /api/persons/:person/notes: those that this account may see. */
export interface NotesView {
  readonly person: string
  readonly notes: readonly { readonly note: string; readonly by: string; readonly at: string }[]
}

/** GET /api/sites */
export interface SitesView {
  readonly sites: readonly {
    readonly site: string
    readonly name: string
    readonly kind: SiteKind
    /** Handles of the field officers who work for it. */
    readonly officers: readonly string[]
  }[]
}
