import { lookNoted } from './at-work.ts'
import { requireAccess } from '../domain/access.ts'
import type { FigureEvent } from '../storage/figure-events.ts'
import { listFigureEvents as selectEvents } from '../storage/figure-events.ts'
import { dayIn, endOfDay } from '../storage/operations.ts'
import type { Desk } from './desk.ts'
import { today } from './desk.ts'
import type { FigureDays } from './get-figures.ts'

export interface FigureEventsView {
  readonly figure: string
  /** The figure itself: there are as many events as it counts. */
  readonly total: number
  readonly page: number
  readonly pageSize: number
  readonly rows: readonly FigureEvent[]
}

const PAGE_SIZE = 100

/** The events that one figure counts, each with its person or case: nothing is counted unseen. */
export async function listFigureEvents(
  desk: Desk,
  figure: string,
  days: FigureDays & { readonly page?: number },
): Promise<FigureEventsView> {
  requireAccess(desk.actor, 'figures.read')
  requireAccess(desk.actor, 'case.read')
  const page = days.page ?? 1
  const asOf = days.asOf ?? today(desk)
  const knownOn = days.knownOn ?? dayIn(desk.operation.timeZone, desk.now())
  return lookNoted(desk, 'case.read', async (tx) => {
    const knownBefore = await endOfDay(tx, desk.operation.timeZone, knownOn)
    const { total, rows } = await selectEvents(
      tx,
      figure,
      { asOf, knownBefore },
      {
        limit: PAGE_SIZE,
        offset: (page - 1) * PAGE_SIZE,
      },
    )
    return { figure, total, page, pageSize: PAGE_SIZE, rows }
  })
}
