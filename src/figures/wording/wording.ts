import type { ClaimFigureStatus } from '../../domain/claim-figure.ts'
import type { ClaimUnit, CountedMeasure } from '../../domain/measure.ts'
import type { FigureView, IncidentView } from '../../domain/views.ts'

/** A text in the plural forms that its language has (CLDR); the others fall back to `other`. */
export type Forms = Readonly<Partial<Record<Intl.LDMLPluralRule, string>>> & {
  readonly other: string
}

/** Units of our own figures and of what others count. */
export type TextUnit = FigureView['unit'] | ClaimUnit

/** A sentence; with `by`, the figure or word whose number chooses the form. */
export type Sentence = string | (Forms & { readonly by: string })

/**
 * The words of an appeal in one language. `{population}` stands for a figure with its unit,
 * `{$asOf}` for a word given beside. One sentence holds figures of one unit only.
 */
export interface AppealWording {
  /** BCP 47, as the document names its language. */
  readonly language: string
  /** BCP 47 with extensions, for numbers, days, plural rules and names of States. */
  readonly locale: string
  readonly direction: 'ltr' | 'rtl'
  /** A count with its unit; in some languages the word alone says «one» or «two». */
  readonly units: Readonly<Record<TextUnit, Forms>>
  /** The units by name. */
  readonly unitNames: Readonly<Record<TextUnit, string>>
  readonly about: string
  readonly few: string
  /** In a cell. */
  readonly withheld: string
  /** In a sentence, with its unit. */
  readonly withheldOf: string
  readonly titles: Readonly<Record<TextKind, string>>
  readonly headings: Readonly<Record<Heading, string>>
  readonly sentences: Readonly<Record<SentenceId, Sentence>>
  readonly columns: Readonly<Record<string, string>>
  readonly otherStates: string
  readonly notInTable: string
  readonly incidents: Readonly<Record<IncidentView['kind'], string>>
  /** What others count, as a heading: a count with its unit follows. */
  readonly measures: Readonly<Record<CountedMeasure, string>>
  /** How a figure made of claims stands. */
  readonly standings: Readonly<Record<Exclude<ClaimFigureStatus, 'no_figure'>, string>>
  readonly unnamedSource: string
  /** What kind of places more are wanted of, with `{$state}`. */
  readonly wanted: Readonly<Record<WantedKind, string>>
  /** Bars of the chart of places against need, by figure. */
  readonly bars: Readonly<Record<string, string>>
  /** Where a number comes from when no other source is named; with `{$operation}`. */
  readonly ownRecords: string
  /** What each figure counts; English stands with the figures themselves. */
  readonly definitions?: Readonly<Record<string, string>>
}

/** An appeal asks for places; a situation report says how things stand. */
export const TEXT_KINDS = ['appeal', 'report'] as const
export type TextKind = (typeof TEXT_KINDS)[number]

export type WantedKind = 'total' | 'medical' | 'emergency'

export type Heading =
  | 'people'
  | 'byState'
  | 'places'
  | 'times'
  | 'pace'
  | 'help'
  | 'incidents'
  | 'said'
  | 'context'
  | 'definitions'
  | 'method'

export type SentenceId =
  | 'asOf'
  | 'population'
  | 'needs'
  | 'submittedCases'
  | 'submitted'
  | 'waiting'
  | 'decided'
  | 'departed'
  | 'arrived'
  | 'outOfDanger'
  | 'confirmed'
  | 'confirmedCases'
  | 'free'
  | 'gap'
  | 'registeredToSubmitted'
  | 'submittedToDecided'
  | 'acceptedToDeparted'
  | 'acceptanceRate'
  | 'paceDate'
  | 'paceTooFew'
  | 'paceFar'
  | 'paceFormula'
  | 'help'
  | 'helpUnknown'
  | 'incident'
  | 'saidOf'
  | 'saidFigure'
  | 'saidWithRange'
  | 'saying'
  | 'sayingCited'
  | 'denies'
  | 'tookBack'
  | 'atLeast'
  | 'atMost'
  | 'fromTo'
  | 'several'
  | 'noteSaid'
  | 'contextIntro'
  | 'contextCaveat'
  | 'contextSource'
  | 'byStateCaption'
  | 'placesCaption'
  | 'contextCaption'
  | 'overTimeCaption'
  | 'overTimeText'
  | 'againstNeedCaption'
  | 'againstNeedText'
  | 'timelineCaption'
  | 'timelineText'
  | 'note'
  | 'methodSources'
  | 'methodRounding'
  | 'methodUnits'
