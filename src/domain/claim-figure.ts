import type { ClaimDays, Statement, Stance } from './claim.ts'
import type { ClaimId } from './ids.ts'
import type { ClaimUnit, MeasureKind } from './measure.ts'

/** In what two figures can differ that a reader could take for one. */
export const FIGURE_DIFFERENCES = ['measure', 'unit', 'kind', 'population', 'place', 'day'] as const
export type FigureDifference = (typeof FIGURE_DIFFERENCES)[number]

/** How well a figure stands. */
export type ClaimFigureStatus =
  | 'single_origin'
  | 'corroborated'
  | 'contested'
  | 'revised'
  | 'withdrawn'
  /** Nothing that is on file may move a number: only denials, assumptions or what is unconfirmed. */
  | 'no_figure'

/** Which rung of the ladder of a policy gave the best value. */
export const BEST_RULES = [
  'list',
  'own_process',
  'shared',
  'explained',
  'only_value',
  'least_for_harm',
] as const
export type BestRule = (typeof BEST_RULES)[number]

/** Why a claim was used, or was not. */
export type InputReason =
  | 'used'
  | 'not_confirmed'
  | 'rejected'
  | 'corrected'
  | 'superseded'
  | 'retracted'
  | 'repeat'
  | 'assumed_repeat'
  | 'farther_from_origin'
  | 'unquantified'
  | 'part'
  | `stance_${Exclude<Stance, 'asserts' | 'revises'>}`

/** One claim in the trail of a figure. */
export interface FigureInput {
  readonly claim: ClaimId
  /** The body it goes back to; absent: nobody knows. */
  readonly origin?: string
  readonly usedAs: readonly ('low' | 'best' | 'high')[]
  readonly reason: InputReason
}

/**
 * A number made of claims, with the trail of every claim on file. `low` and `high` are the range of
 * what was said, not a confidence interval; null is unknown.
 */
export interface ClaimFigure {
  readonly statement: Statement
  readonly unit: ClaimUnit
  readonly kind: MeasureKind
  readonly asOf: Pick<ClaimDays, 'from' | 'to'>
  readonly low: number | null
  readonly best: number | null
  readonly high: number | null
  /** The best value was said as "about". */
  readonly approximate: boolean
  readonly status: ClaimFigureStatus
  readonly bestBy: BestRule | null
  readonly policy: string
  readonly inputs: readonly FigureInput[]
}

/** What is said without a number, as it was attributed. Onward never says who did a thing. */
export type ResponsibilityState =
  'unattributed' | 'alleged' | 'self_claimed' | 'denied' | 'contested' | 'established'

/** The same for other statements without a number: an allegation, consent to host. */
export type PositionState =
  'unstated' | 'asserted' | 'denied' | 'contested' | 'assumed' | 'requested'

export interface ClaimPosition {
  readonly statement: Statement
  readonly state: ResponsibilityState | PositionState
  /** Denied, and nothing on file says otherwise: which does not clear anyone. */
  readonly noContraryClaim: boolean
  /** Searches that found nothing, on record. */
  readonly searches: number
  readonly inputs: readonly {
    readonly claim: ClaimId
    readonly origin?: string
    readonly stance: Stance
    readonly reason: InputReason
  }[]
}
