import { lookNoted } from './at-work.ts'
import { requireAccess } from '../domain/access.ts'
import { DomainError } from '../domain/errors.ts'
import { operationUrgency } from '../domain/urgency.ts'
import type { PlanView } from '../domain/views.ts'
import { listIncidents } from '../storage/incidents.ts'
import { findLastPlan } from '../storage/plans.ts'
import type { Desk } from './desk.ts'

/** The latest plan; undefined when none was made. */
export async function findPlan(desk: Desk): Promise<PlanView | undefined> {
  requireAccess(desk.actor, 'plan.read')
  return lookNoted(desk, 'plan.read', async (tx) => {
    const view = (await findLastPlan(tx))?.view
    if (view === undefined) return undefined
    return { ...view, urgency: operationUrgency(await listIncidents(tx), view.asOf) }
  })
}

/** The latest plan; `not_found` when none was made. */
export async function getPlan(desk: Desk): Promise<PlanView> {
  const plan = await findPlan(desk)
  if (plan !== undefined) return plan
  throw new DomainError('not_found', 'There is no plan yet. Make one with `onward plan`.')
}
