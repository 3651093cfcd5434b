import { lookForReport } from './at-work.ts'
import { mayDo, requireAccess } from '../domain/access.ts'
import { CASE_STATUSES } from '../domain/case.ts'
import type { OverviewView } from '../domain/views.ts'
import { countStages, selectExpiring, selectOldestWaiting } from '../storage/case-list.ts'
import type { Desk } from './desk.ts'
import { operationView, today } from './desk.ts'
import { findSeenPlan } from './get-plan.ts'
import { figuresAt } from './get-figures.ts'
import { incidentViews } from './record-incident.ts'

const ROWS_SHOWN = 8

/** Where the operation stands today, on one screen. */
export async function getOverview(desk: Desk): Promise<OverviewView> {
  requireAccess(desk.actor, 'figures.read')
  const seesCases = mayDo(desk.actor.role, 'case.read')
  const on = today(desk)
  return lookForReport(desk, async (tx) => {
    // Who may not read cases sees the counts of all, and no single case.
    const stages = seesCases ? await countStages(tx) : await tx.asSystem(countStages)
    const plan = mayDo(desk.actor.role, 'plan.read') ? await findSeenPlan(tx) : undefined
    return {
      operation: operationView(desk),
      figures: await figuresAt(tx, desk, { asOf: on }),
      pipeline: CASE_STATUSES.map(
        (status) => stages.find((one) => one.status === status) ?? { status, cases: 0, persons: 0 },
      ),
      oldestWaiting: seesCases ? await selectOldestWaiting(tx, on, ROWS_SHOWN) : [],
      expiringFirst: seesCases ? await selectExpiring(tx, on, ROWS_SHOWN) : [],
      incidents: await incidentViews(tx, desk),
      ...(plan === undefined
        ? {}
        : {
            plan: {
              madeAt: plan.madeAt,
              persons: plan.lines.reduce((sum, line) => sum + line.persons, 0),
              cases: plan.lines.length,
              unplacedCases: plan.unplaced.length,
              unplacedPersons: plan.unplaced.reduce((sum, one) => sum + one.persons, 0),
            },
          }),
    }
  })
}
