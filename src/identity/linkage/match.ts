import type { BirthDate, NamePart } from '../../domain/person.ts'

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

/** Strength of a match: an order of work for people, never a decision. */
export const MATCH_BANDS = ['sure', 'likely', 'possible', 'unlikely'] as const
export type MatchBand = (typeof MATCH_BANDS)[number]

/** One step of the waterfall from "two people taken at random" to the weight of a pair. */
export interface Reason {
  /** What was compared: `given`, `family`, `birth`, …, or a column of a table. */
  readonly field: string
  /** How well it agrees, in the words of the field's kind: `same`, `same_sound`, `year_only`, … */
  readonly level: string
  /** log2 of how much more often this is seen for one person than for two; below 0 it speaks against. */
  readonly bits: number
  /** The agreed value is rare (or frequent) in the table, which `bits` already holds. */
  readonly rarity?: 'rare' | 'frequent'
}

/** Two records that may be one person. */
export interface Match {
  readonly a: string
  readonly b: string
  /** From 0 to 1, given the evidence and the share of true pairs among all. */
  readonly probability: number
  /** Sum of the bits, without the prior. */
  readonly bits: number
  readonly band: MatchBand
  readonly why: readonly Reason[]
}
