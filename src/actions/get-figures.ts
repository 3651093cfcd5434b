import { lookForReport } from './at-work.ts'
import { requireAccess } from '../domain/access.ts'
import type { PlainDate } from '../domain/plain-date.ts'
import type { FigureView } from '../domain/views.ts'
import { computeFigures } from '../figures/compute-figures.ts'
import type { Tx } from '../storage/database.ts'
import { countFigures } from '../storage/figure-counts.ts'
import { dayIn, endOfDay } from '../storage/operations.ts'
import type { Desk } from './desk.ts'
import { today } from './desk.ts'

/** The day that figures speak of, and the day on which they were known. */
export interface FigureDays {
  /** Without it the operation's today. */
  readonly asOf?: PlainDate
  /** Without it everything recorded so far. */
  readonly knownOn?: PlainDate
}

/** Every figure as of one day, from what was recorded by the end of another. */
export async function getFigures(desk: Desk, days: FigureDays): Promise<readonly FigureView[]> {
  requireAccess(desk.actor, 'figures.read')
  return lookForReport(desk, (tx) => figuresAt(tx, desk, days))
}

/** The same inside a transaction of the caller, who has checked access. */
export async function figuresAt(
  tx: Tx,
  desk: Desk,
  days: FigureDays,
): Promise<readonly FigureView[]> {
  const asOf = days.asOf ?? today(desk)
  const knownOn = days.knownOn ?? dayIn(desk.operation.timeZone, desk.now())
  const knownBefore = await endOfDay(tx, desk.operation.timeZone, knownOn)
  // Figures are of the whole operation, whoever asks: counts alone leave this.
  const counts = await tx.asSystem((all) => countFigures(all, { asOf, knownBefore }))
  return computeFigures(counts, { asOf, knownOn })
}
