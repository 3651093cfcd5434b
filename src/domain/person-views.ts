import type { CaseStatus } from './case.ts'
import type { Issue } from './errors.ts'
import type { Engagement, Location, NamePart, ProtectionStatus, Sex } from './person.ts'
import type { BirthDate } from './person.ts'
import type { PlainDate } from './plain-date.ts'
import type { PairStatus, Verdict } from './same-person.ts'
import type { SpecificNeed } from './specific-need.ts'
import type { StateCode } from './state-code.ts'

/** A person as lists show them: one line for one person, however many records they have. */
export interface PersonRow {
  readonly person: string
  readonly names: readonly NamePart[]
  readonly sex: Sex
  readonly birth?: BirthDate
  readonly ageYears?: number
  readonly nationality?: StateCode
  readonly household?: string
  /** The case that goes on, else the last one. */
  readonly case?: { readonly case: string; readonly status: CaseStatus }
  /** Other records that were judged to be this person. */
  readonly alsoRecordedAs: readonly string[]
}

/** GET /api/persons?page=, POST /api/persons/search */
export interface PersonListView {
  readonly total: { readonly persons: number }
  readonly page: number
  readonly pageSize: number
  readonly rows: readonly PersonRow[]
}

/** Strength of a match: an order of work for people, never a decision. */
export const EVIDENCE_BANDS = ['sure', 'likely', 'possible', 'unlikely'] as const
export type EvidenceBand = (typeof EVIDENCE_BANDS)[number]

/** One step of the waterfall from "two people taken at random" to the weight of a pair. */
export interface EvidenceReason {
  /** What was compared: `given`, `family`, `birth`, …, or a column of a table. */
  readonly field: string
  /** How well it agrees, in the words of the field's kind: `same`, `same_sound`, `year_only`, … */
  readonly level: string
  /** Doublings of the odds that it is one person; below 0 they halve. */
  readonly bits: number
  /** The agreed value is rare (or frequent), which `bits` already holds. */
  readonly rarity?: 'rare' | 'frequent'
}

export interface EvidenceView {
  /** An order of work, never a decision. */
  readonly band: EvidenceBand
  readonly bits: number
  readonly probability: number
  readonly why: readonly EvidenceReason[]
}

/** Someone on file who may be the person that is about to be registered. */
export interface LikelyPerson extends EvidenceView {
  readonly person: PersonRow
  /** Without a word on this one nothing is registered. */
  readonly mustBeJudged: boolean
}

/** POST /api/persons/likely: nothing is written. */
export interface LikelyView {
  readonly likely: readonly LikelyPerson[]
  /** Somebody of a site where this account does not work may be the person: a reviewer looks. */
  readonly elsewhere: boolean
  /** How the birth date was read, where it could be. */
  readonly birth?: BirthDate
  /** What still stops the registration, apart from those who must be judged. */
  readonly issues: readonly Issue[]
}

/** POST /api/persons */
export interface RegisteredView {
  readonly person: string
  readonly household?: string
  /** False: this very form was sent before, and its person is on file. */
  readonly isNew: boolean
  /** Records judged to be other persons, with this registration. */
  readonly judgedDifferent: readonly string[]
  /** Pairs that now wait in the queue. */
  readonly parked: number
  /** A pair with somebody of a site where this account does not work waits too: a reviewer looks. */
  readonly elsewhere: boolean
}

export interface HouseholdMember {
  readonly person: string
  readonly names: readonly NamePart[]
  readonly sex: Sex
  readonly birth?: BirthDate
  /** The likeliest same person in the household of the other record of a pair. */
  readonly matches?: string
}

export interface HouseholdView {
  readonly household: string
  /** Without the person who is looked at. */
  readonly members: readonly HouseholdMember[]
}

export interface CaseOfPerson {
  readonly case: string
  readonly status: CaseStatus
  readonly relationship: string
}

/** One record, with everything one needs to know whether it is somebody else's too. */
export interface RecordView {
  readonly person: string
  readonly names: readonly NamePart[]
  readonly sex: Sex
  readonly birth?: BirthDate
  readonly ageYears?: number
  readonly nationality?: StateCode
  readonly languages: readonly string[]
  readonly needs: readonly SpecificNeed[]
  readonly protectionStatus: ProtectionStatus
  readonly location: Location
  readonly engagement: Engagement
  readonly registeredOn?: PlainDate
  readonly diedOn?: PlainDate
  readonly leftOn?: PlainDate
  readonly departedOn?: PlainDate
  readonly household?: HouseholdView
  readonly cases: readonly CaseOfPerson[]
}

/** GET /api/persons/:person */
export interface PersonFileView extends RecordView {
  /** The record that is shown for this one; absent when it is this one. */
  readonly shownAs?: string
  /** The person's other records, as they are. */
  readonly alsoRecordedAs: readonly RecordView[]
  /** Records that may be this person, or were judged. */
  readonly pairs: readonly {
    readonly other: string
    readonly status: PairStatus
    readonly band: EvidenceBand
  }[]
}

export interface JudgementView {
  readonly verdict: Verdict | 'withdrawn'
  readonly by: string
  readonly at: string
  readonly reason?: string
  /** Version of the rules and weight that were on the screen. */
  readonly rules: string
  readonly bits: number
}

/** GET /api/same/:person/:other, and what a judgement answers */
export interface PairView extends EvidenceView {
  readonly status: PairStatus
  /** Judged before, and open again because one of the two is recorded otherwise since. */
  readonly changed: boolean
  /** Number of judgements so far; a judgement names it, so that none is made twice. */
  readonly turn: number
  readonly rules: string
  readonly left: RecordView
  readonly right: RecordView
  readonly judgements: readonly JudgementView[]
  /** Why the two cannot be shown as one person as they are. */
  readonly hindrances: readonly Issue[]
}

export interface PairRow {
  readonly left: string
  readonly right: string
  readonly leftNames: readonly NamePart[]
  readonly rightNames: readonly NamePart[]
  readonly band: EvidenceBand
  readonly bits: number
  readonly changed: boolean
}

/** GET /api/same?status=&page= */
export interface QueueView {
  readonly status: PairStatus
  /** Pairs, not persons. */
  readonly counts: Readonly<Record<PairStatus, number>>
  readonly page: number
  readonly pageSize: number
  readonly rows: readonly PairRow[]
}
