import type { Attribution } from './said-by.ts'
import type { ClaimDay } from './claim-day.ts'
import type { Calendars, Days } from './calendars.ts'
import type { Measured } from './measure.ts'
import type { LastMeasure } from './measure-cost.ts'
import type { Stance } from '../../domain/claim.ts'
import type { Unit } from './read-claim.ts'
import type { Said } from './said-without-number.ts'

/** A claim in the tokens of its sentence. */
export interface TokenClaim {
  readonly measured: Measured | undefined
  readonly said: Said | undefined
  readonly measure: string
  readonly unit: Unit | null
  readonly stance: Stance
  readonly attribution: Attribution | undefined
  /** Sayings around that one: "A said that B had told C". */
  readonly outer: readonly Attribution[]
  readonly day: ClaimDay
  readonly hedges: readonly number[]
  readonly rivals: number
  /** Somebody says something in the sentence, but not this. */
  readonly isOutside: boolean
  /** The day of an event is known, and it was not taken for this. */
  readonly hasEventDay: boolean
}

/** What the sentences before left behind. */
export interface Discourse {
  readonly calendars: Calendars
  readonly published: string
  readonly anchor: string | undefined
  readonly eventDays: Days | undefined
  readonly last: LastMeasure | undefined
  readonly lastQuote: Attribution | undefined
}
