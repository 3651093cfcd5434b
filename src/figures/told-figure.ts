import type { ClaimValue, Statement } from '../domain/claim.ts'
import type { ClaimFigure } from '../domain/claim-figure.ts'
import { DomainError } from '../domain/errors.ts'
import type { CountedMeasure } from '../domain/measure.ts'
import { HARM_MEASURES, isCounted } from '../domain/measure.ts'
import type { PlainDate } from '../domain/plain-date.ts'
import { daysBetween } from '../domain/plain-date.ts'
import type { IncidentView } from '../domain/views.ts'
import { familyOf } from './claims/compare.ts'
import { ownMeasures } from './claims/own-figure.ts'
import { SMALLEST_PUBLIC } from './disclosure.ts'

/** A name in a language, of the names that may be shown. */
export interface ToldName {
  readonly text: string
  /** BCP 47. */
  readonly language: string
}

/** One source behind a number: what it said, when, and who passed it on. */
export interface ToldBy {
  /** Empty: nobody knows who said it. */
  readonly origin: readonly ToldName[]
  /** Who published it, when that is another than the origin. */
  readonly publisher?: readonly ToldName[]
  readonly on: PlainDate
  readonly value: ClaimValue
  readonly does: 'says' | 'denies' | 'took_back'
}

/** A figure made of confirmed claims as a public text tells it: with who said what. */
export interface ToldFigure extends Pick<
  ClaimFigure,
  'unit' | 'asOf' | 'low' | 'best' | 'high' | 'approximate' | 'status' | 'policy'
> {
  /** Its handle and version; absent for what was recorded before claims were kept. */
  readonly figure?: string
  readonly version?: number
  readonly statement: Pick<Statement, 'subject' | 'event'> &
    Partial<Pick<Statement, 'population'>> & { readonly measure: CountedMeasure }
  readonly subject: readonly ToldName[]
  readonly by: readonly ToldBy[]
}

/** What happened, with the figures of it. */
export interface ToldIncident extends Pick<IncidentView, 'kind' | 'where' | 'happenedOn'> {
  readonly said: readonly ToldFigure[]
}

/** What a text tells of others: kept with an edition, so that it never becomes newer. */
export interface Told {
  readonly incidents: readonly ToldIncident[]
  /** Figures that were asked for by their handles. */
  readonly said: readonly ToldFigure[]
}

/** How a population of all people of an origin is named, `origin-irn`: larger than any of ours. */
export const ORIGIN_POPULATION = 'origin-'

export const NOTHING_TOLD: Told = { incidents: [], said: [] }

/** Every figure in it that has a handle: what a correction must find again. */
export function figuresTold({ incidents, said }: Told): readonly ToldFigure[] {
  const all = [...incidents.flatMap((one) => one.said), ...said]
  return [...new Map(all.flatMap((one) => (one.figure ? [[one.figure, one]] : []))).values()]
}

/**
 * Refuses what may not stand in a public text. What sources said of harm in an incident is told as
 * they said it. Errors: `rule_broken` for a figure without a number, for one of 1 to 4 persons,
 * cases or households, for an old one, and for what our own records count: two numbers for one
 * thing could be subtracted from each other.
 */
export function refuseUntellable({ said }: Told, asOf: PlainDate, freshForDays: number): void {
  for (const one of said) {
    const why = whyUntellable(one, asOf, freshForDays)
    if (why !== undefined)
      throw new DomainError('rule_broken', `The figure ${one.figure ?? ''} ${why}`)
  }
}

function whyUntellable(one: ToldFigure, asOf: PlainDate, freshForDays: number): string | undefined {
  const { measure } = one.statement
  const bounds = [one.low, one.best, one.high]
  if (one.status === 'withdrawn' || one.status === 'no_figure' || bounds.every((n) => n === null))
    return 'has no number that anyone stands by. Leave it out.'
  if (HARM_MEASURES.has(measure) && one.statement.event !== undefined) return undefined
  const isPeople = one.unit !== 'places' && one.unit !== 'percent'
  if (isPeople && bounds.some((n) => n !== null && n > 0 && n < SMALLEST_PUBLIC))
    return 'would tell of 1 to 4 people. Leave it out.'
  const own = ownMeasures().find((other) => familyOf(other) === familyOf(measure))
  const isOfOthers = one.statement.population?.startsWith(ORIGIN_POPULATION) === true
  if (own !== undefined && !isOfOthers)
    return `speaks of what our own records count (${own}); beside our number it could be used to work out people. Leave it out.`
  const age = daysBetween(one.asOf.to, asOf)
  if (age > freshForDays)
    return `speaks of ${one.asOf.to}, ${age} days before the day of the text; at most ${freshForDays} are taken. Leave it out, or ask for older ones.`
  return undefined
}

/** Figures that were recorded as statements of an incident, before claims were kept. */
export function fromStatements(incident: IncidentView): readonly ToldFigure[] {
  const measures = [...new Set(incident.statements.map((one) => one.measure))]
  return measures.flatMap((measure): readonly ToldFigure[] => {
    if (!isCounted(measure as CountedMeasure)) return []
    const said = incident.statements
      .filter((one) => one.measure === measure)
      .toSorted((a, b) => (a.statedOn < b.statedOn ? -1 : 1))
    const values = said.map((one) => one.value)
    const [low, high] = [Math.min(...values), Math.max(...values)]
    const isOne = new Set(said.map((one) => one.publisher)).size === 1
    const best = isOne ? (values.at(-1) ?? null) : low === high ? low : null
    return [
      {
        statement: { subject: incident.where, measure: measure as CountedMeasure },
        subject: [{ text: incident.where, language: 'und' }],
        unit: 'persons',
        asOf: { from: incident.happenedOn, to: incident.happenedOn },
        low: isOne ? best : low,
        best,
        high: isOne ? best : high,
        approximate: false,
        status: low === high ? 'single_origin' : isOne ? 'revised' : 'contested',
        policy: 'as stated',
        by: said.map(({ publisher, statedOn, value }) => ({
          origin: [{ text: publisher, language: 'und' }],
          on: statedOn,
          value: { kind: 'exact', point: value },
          does: 'says',
        })),
      },
    ]
  })
}
