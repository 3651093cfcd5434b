import type { LinkKind, StatusBeforeSubmission } from '../domain/case.ts'
import type { Category } from '../domain/category.ts'
import type { ConsentStates } from '../domain/event.ts'
import type { SiteId } from '../domain/ids.ts'
import type { BirthDate, Location, NamePart, ProtectionStatus, Sex } from '../domain/person.ts'
import type { PlainDate } from '../domain/plain-date.ts'
import type { Priority } from '../domain/priority.ts'
import type { SpecificNeed } from '../domain/specific-need.ts'
import type { StateCode } from '../domain/state-code.ts'
import type { Relationship } from './relationship.ts'

/**
 * A person as the file has them; every id is the source register's. A fact that the row does not
 * state is absent: it says nothing against what is on file.
 */
export interface ImportedPerson {
  readonly sourceId: string
  readonly row: number
  readonly names: readonly NamePart[]
  readonly sex?: Sex
  readonly birth?: BirthDate
  readonly nationality?: StateCode
  readonly origin?: StateCode
  readonly registeredOn?: PlainDate
  /** Came to the country of asylum. */
  readonly arrivedOn?: PlainDate
  readonly householdId?: string
  readonly site?: SiteId
  readonly caseId?: string
  readonly needs?: readonly SpecificNeed[]
  readonly needsMedicalPlace?: boolean
  readonly protectionStatus?: ProtectionStatus
  /** The day of the best-interests result; the word `recorded` when its day is not known. */
  readonly bestInterests?: string
  readonly consent?: { readonly on: PlainDate; readonly states: ConsentStates }
  /** ISO 639-3. */
  readonly languages?: readonly string[]
  readonly preferredStates?: readonly StateCode[]
  readonly tieStates?: readonly StateCode[]
  readonly location?: Location
  readonly diedOn?: PlainDate
  readonly departedOn?: PlainDate
}

export interface ImportedHousehold {
  readonly sourceId: string
  readonly memberIds: readonly string[]
}

export interface ImportedMember {
  readonly personId: string
  readonly relationship: Relationship
}

export interface ImportedCase {
  readonly sourceId: string
  /** The row of its principal applicant. */
  readonly row: number
  /** Exactly one is `PA`. */
  readonly members: readonly ImportedMember[]
  readonly primary?: Category
  readonly secondary?: Category
  readonly priority?: Priority
  readonly priorityReason?: string
  readonly stage?: StatusBeforeSubmission
}

/** A link as the file states it, once for each pair; the other case may be outside the file. */
export interface ImportedLink {
  readonly fromCaseId: string
  readonly toCaseId: string
  readonly kind: LinkKind
}

export interface ImportedRegister {
  readonly persons: readonly ImportedPerson[]
  readonly households: readonly ImportedHousehold[]
  readonly cases: readonly ImportedCase[]
  readonly links: readonly ImportedLink[]
}
