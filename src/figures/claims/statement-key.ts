import type { Claim, Statement } from '../../domain/claim.ts'
import type { ClaimFigure } from '../../domain/claim-figure.ts'
import { isCounted, MEASURES } from '../../domain/measure.ts'

/** One text for one statement: what differs in subject, measure, population, place or event never meets. */
export function statementKey(statement: Statement): string {
  const { subject, measure, population, place, event } = statement
  return JSON.stringify([subject, measure, population, place, event ?? null])
}

/**
 * Claims that may contradict each other: of one statement and one day or period. What came about
 * through an event is about the event, whatever day is named; what is said without a number as well.
 */
export function partitionKey(claim: Pick<Claim, 'statement' | 'asOf'>): string {
  const { statement, asOf } = claim
  const timeless =
    !isCounted(statement.measure) ||
    (statement.event !== undefined && MEASURES[statement.measure].kind === 'cumulative')
  return timeless ? statementKey(statement) : `${statementKey(statement)}@${asOf.from}/${asOf.to}`
}

/** The key of the claims that a figure was made of. */
export function figureKey(figure: Pick<ClaimFigure, 'statement' | 'asOf'>): string {
  return partitionKey({
    statement: figure.statement,
    asOf: { ...figure.asOf, calendar: 'gregorian' },
  })
}
