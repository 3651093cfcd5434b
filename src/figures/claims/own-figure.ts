import type { ClaimFigure } from '../../domain/claim-figure.ts'
import type { CountedMeasure } from '../../domain/measure.ts'
import { MEASURES } from '../../domain/measure.ts'
import type { FigureView } from '../../domain/views.ts'
import { parseFigureId } from '../definitions.ts'

/** Who says what is counted from this deployment's own events. */
export const THIS_DEPLOYMENT = 'this-deployment'

/** Our own figures that are measures of claims too; the others have a meaning of their own. */
const MEASURE_OF: Readonly<Record<string, CountedMeasure>> = {
  population: 'registered',
  protection_needs_determined: 'protection_needs_determined',
  submitted_cases: 'submitted_cases',
  submitted_persons: 'submitted_persons',
  accepted: 'accepted',
  denied: 'denied',
  departed: 'departed',
  arrived: 'arrived',
  places_confirmed: 'places_offered',
}

/** The measures that our own records count. */
export function ownMeasures(): readonly CountedMeasure[] {
  return Object.values(MEASURE_OF)
}

/** A figure of our own in the type of figures from claims. */
export interface OwnFigure extends ClaimFigure {
  /** Under which its events are listed. */
  readonly id: string
  readonly origin: typeof THIS_DEPLOYMENT
  readonly definition: string
}

/**
 * A figure that is counted from events, beside what others say: one origin, which counts its own
 * process, of the people in its own register. Undefined where no measure of claims is the same.
 */
export function ownFigure(view: FigureView, subject: string): OwnFigure | undefined {
  const id = parseFigureId(view.id)?.definition.id
  const measure = id === undefined ? undefined : MEASURE_OF[id]
  if (measure === undefined || MEASURES[measure].unit !== view.unit) return undefined
  return {
    id: view.id,
    origin: THIS_DEPLOYMENT,
    definition: view.definition,
    statement: {
      subject: view.state ?? subject,
      measure,
      population: 'own-register',
      place: subject,
    },
    unit: view.unit,
    kind: MEASURES[measure].kind,
    asOf: { from: view.asOf, to: view.asOf },
    low: view.value,
    best: view.value,
    high: view.value,
    approximate: false,
    status: 'single_origin',
    bestBy: 'own_process',
    policy: 'own-events',
    inputs: [],
  }
}
