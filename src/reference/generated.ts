import type { RecordedEvent } from '../domain/event.ts'
import type { CaseId, HouseholdId, OfferId, PersonId } from '../domain/ids.ts'
import type { Household } from '../domain/household.ts'
import type { Person } from '../domain/person.ts'
import type { PlainDate } from '../domain/plain-date.ts'
import type { Role } from '../domain/role.ts'
import type { StateCode } from '../domain/state-code.ts'

/** The handles of a case or an offer; everything else about them is in the events. */
export interface Handle<Id> {
  readonly id: Id
  readonly sourceId: string
  readonly reference: string
}

/** A self-contained piece: whole cases with all their persons and events, so it can be folded alone. */
export interface GeneratedChunk {
  readonly persons: readonly Person[]
  readonly households: readonly Household[]
  /** Who lives with whom when the clock stands; a load leaves out the events that led there. */
  readonly householdOf: ReadonlyMap<PersonId, HouseholdId>
  readonly cases: readonly Handle<CaseId>[]
  readonly offers: readonly Handle<OfferId>[]
  /** In the order of recording (recordedAt, then id). */
  readonly events: readonly RecordedEvent[]
}

/** An invented operation, chunk by chunk; the first chunk holds the offers and incidents. */
export interface GeneratedOperation {
  readonly name: string
  readonly countryOfAsylum: StateCode
  readonly origin: StateCode
  readonly timeZone: string
  /** The operation's clock stands at this day. */
  readonly clockOn: PlainDate
  readonly accounts: readonly {
    readonly handle: string
    readonly displayName: string
    readonly role: Role
    /** Of a State's liaison. */
    readonly state?: StateCode
  }[]
  readonly personCount: number
  /** What was published of it comes with it (camp-l-claims.ts). */
  readonly withClaims?: true
  readonly chunks: () => Iterable<GeneratedChunk>
}
