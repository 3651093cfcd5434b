/** What a number of a claim counts. Numbers of two units are never added, divided or compared. */
export const CLAIM_UNITS = ['persons', 'cases', 'households', 'places', 'percent'] as const
export type ClaimUnit = (typeof CLAIM_UNITS)[number]

/**
 * How a number relates to its day: a stock is there on it, a flow came about in a period, a
 * cumulative number came about up to it.
 */
export type MeasureKind = 'stock' | 'flow' | 'cumulative'

/**
 * What others say that can be counted. A measure fixes its unit and its kind, so a sum or a
 * difference of two measures has no meaning here, and cases never meet persons.
 */
export const MEASURES = {
  killed: { unit: 'persons', kind: 'cumulative' },
  injured: { unit: 'persons', kind: 'cumulative' },
  missing: { unit: 'persons', kind: 'stock' },
  abducted: { unit: 'persons', kind: 'cumulative' },
  detained: { unit: 'persons', kind: 'stock' },
  released: { unit: 'persons', kind: 'cumulative' },
  rescued: { unit: 'persons', kind: 'cumulative' },
  displaced: { unit: 'persons', kind: 'cumulative' },
  residents: { unit: 'persons', kind: 'stock' },
  resident_households: { unit: 'households', kind: 'stock' },
  registered: { unit: 'persons', kind: 'stock' },
  /** Found in need of protection, whatever came after. */
  protection_needs_determined: { unit: 'persons', kind: 'cumulative' },
  /** Who need resettlement. */
  needs: { unit: 'persons', kind: 'stock' },
  submitted_cases: { unit: 'cases', kind: 'cumulative' },
  submitted_persons: { unit: 'persons', kind: 'cumulative' },
  accepted: { unit: 'persons', kind: 'cumulative' },
  accepted_cases: { unit: 'cases', kind: 'cumulative' },
  denied: { unit: 'persons', kind: 'cumulative' },
  /** Moved to another country, in the words of sources that do not say by what way. */
  relocated: { unit: 'persons', kind: 'cumulative' },
  departed: { unit: 'persons', kind: 'cumulative' },
  arrived: { unit: 'persons', kind: 'cumulative' },
  /** The same as flows, in a period. */
  submissions: { unit: 'persons', kind: 'flow' },
  departures: { unit: 'persons', kind: 'flow' },
  arrivals: { unit: 'persons', kind: 'flow' },
  returns: { unit: 'persons', kind: 'flow' },
  places_offered: { unit: 'places', kind: 'stock' },
  with_firm_offers: { unit: 'percent', kind: 'stock' },
  /** Of those relocated, how many went to the State that is the subject. */
  share_of_relocated: { unit: 'percent', kind: 'cumulative' },
} as const satisfies Readonly<Record<string, { unit: ClaimUnit; kind: MeasureKind }>>

export type CountedMeasure = keyof typeof MEASURES

/**
 * What is said without a number. Responsibility for an event is only ever attributed; consent to
 * host and requests to host make no place.
 */
export const CATEGORICAL_MEASURES = ['responsibility', 'allegation', 'consent_to_host'] as const
export type CategoricalMeasure = (typeof CATEGORICAL_MEASURES)[number]

export type Measure = CountedMeasure | CategoricalMeasure

/** True for a measure with a number. */
export function isCounted(measure: Measure): measure is CountedMeasure {
  return Object.hasOwn(MEASURES, measure)
}

/** What the policies of reconciliation call deaths and harm: the least is said when in doubt. */
export const HARM_MEASURES: ReadonlySet<Measure> = new Set<Measure>([
  'killed',
  'injured',
  'missing',
  'abducted',
])
