import type { BirthDate, NamePart } from '../../domain/person.ts'
import type { EvidenceBand, EvidenceReason } from '../../domain/person-views.ts'

/** What the linkage engine knows of one record: who someone is, never what happened to them. */
export interface IdentityRecord {
  readonly id: string
  /** Every spelling in every script; several parts of one role are several spellings or words. */
  readonly names: readonly NamePart[]
  readonly birth?: BirthDate
  readonly sex?: string
  /** Region, nationality or another coarse place. */
  readonly place?: string
  /** Numbers of documents, phones: anything that is one person's. */
  readonly documents?: readonly string[]
  readonly household?: string
}

/** Two records that may be one person. */
export interface Match {
  readonly a: string
  readonly b: string
  /** From 0 to 1, given the evidence and the share of true pairs among all. */
  readonly probability: number
  /** Sum of the bits, without the prior. */
  readonly bits: number
  readonly band: EvidenceBand
  readonly why: readonly EvidenceReason[]
}
