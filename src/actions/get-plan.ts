import { lookNoted } from './at-work.ts'
import { requireAccess } from '../domain/access.ts'
import { DomainError } from '../domain/errors.ts'
import { operationUrgency } from '../domain/urgency.ts'
import type { PlanView } from '../domain/views.ts'
import type { Tx } from '../storage/database.ts'
import { listIncidents } from '../storage/incidents.ts'
import { findLastPlan } from '../storage/plans.ts'
import { cutPlan } from './cut-plan.ts'
import type { Desk } from './desk.ts'

/** The latest plan; undefined when none was made. */
export async function findPlan(desk: Desk): Promise<PlanView | undefined> {
  requireAccess(desk.actor, 'plan.read')
  return lookNoted(desk, 'plan.read', async (tx) => {
    const view = await findSeenPlan(tx)
    if (view === undefined) return undefined
    return { ...view, urgency: operationUrgency(await listIncidents(tx), view.asOf) }
  })
}

/** The latest plan as far as its cases are seen, in a transaction of the caller, who has checked access. */
export async function findSeenPlan(tx: Tx): Promise<PlanView | undefined> {
  // Places are shared by all sites, so a plan is one for all of them.
  const last = await tx.asSystem(findLastPlan)
  return last && cutPlan(tx, last.view)
}

/** The latest plan; `not_found` when none was made. */
export async function getPlan(desk: Desk): Promise<PlanView> {
  const plan = await findPlan(desk)
  if (plan !== undefined) return plan
  throw new DomainError('not_found', 'There is no plan yet. Make one with `onward plan`.')
}
