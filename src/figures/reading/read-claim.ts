import type { ClaimPart, HopRelation, Stance } from '../../domain/claim.ts'
import type { ClaimUnit } from '../../domain/measure.ts'
import type { PlainDate } from '../../domain/plain-date.ts'
import type { Days } from './calendars.ts'
import type { NumberValue } from './quantity.ts'

/** UTF-16 positions in the source as it was given, the end exclusive, and the words there. */
export interface ReadSpan {
  readonly start: number
  readonly end: number
  readonly text: string
}

export type Unit = ClaimUnit | 'other'

/** Whoever said it or passed it on; `name` is the fullest name that this text gives the same body. */
export interface ReadHop {
  readonly relation: HopRelation
  readonly span?: ReadSpan
  readonly name?: string
  readonly isAnonymous: boolean
  /** Nobody is named in the text: who published it answers for it. */
  readonly isPublisher?: true
}

/** How far one may trust the reading: never enough to publish it unseen. */
export type Band = 'sure' | 'likely' | 'look'

export interface ReadClaim {
  readonly id: string
  readonly measure: string
  readonly unit: Unit | null
  /** Null where something is said without a number: consent, an allegation, responsibility. */
  readonly value: NumberValue | null
  /** Null when it would be counted from a day of publication that is not known. */
  readonly asOf: Days | null
  readonly asOfBasis: 'stated' | 'worked_out' | 'event' | 'reported' | 'published'
  readonly reportedOn: PlainDate | null
  readonly stance: Stance
  /** The first hop is the origin. Empty: the document itself says it. */
  readonly hops: readonly ReadHop[]
  readonly hedges: readonly string[]
  readonly spans: readonly (ReadSpan & { readonly part: ClaimPart })[]
  readonly band: Band
  /** Why it is not `sure`. */
  readonly doubts: readonly string[]
  readonly links: readonly ReadLink[]
}

/** How a claim hangs together with an earlier one of the same text. */
export interface ReadLink {
  readonly type: 'revises' | 'repeats' | 'explains' | 'contradicts'
  readonly to: string
}

/** Who says what, with or without a number. */
export interface ReadAttribution {
  readonly source: ReadSpan | null
  readonly cue: ReadSpan
  readonly content: readonly ReadSpan[]
  readonly stance: Stance
}
