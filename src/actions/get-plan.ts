import { requireAccess } from '../domain/access.ts'
import { DomainError } from '../domain/errors.ts'
import type { PlanView } from '../domain/views.ts'
import { findLastPlan } from '../storage/plans.ts'
import type { Desk } from './desk.ts'

/** The latest plan; undefined when none was made. */
export async function findPlan(desk: Desk): Promise<PlanView | undefined> {
  requireAccess(desk.actor, 'plan.read')
  return (await desk.db.read(desk.operation.id, (tx) => findLastPlan(tx)))?.view
}

/** The latest plan; `not_found` when none was made. */
export async function getPlan(desk: Desk): Promise<PlanView> {
  const plan = await findPlan(desk)
  if (plan !== undefined) return plan
  throw new DomainError('not_found', 'There is no plan yet. Make one with `onward plan`.')
}
