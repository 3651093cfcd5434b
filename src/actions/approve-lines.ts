import { requireAccess } from '../domain/access.ts'
import type { Issue } from '../domain/errors.ts'
import { DomainError } from '../domain/errors.ts'
import type { SubmissionId } from '../domain/ids.ts'
import { fourEyes } from '../domain/invariants.ts'
import type { PlanLineView } from '../domain/views.ts'
import { findCaseByReference } from '../storage/cases.ts'
import { newId } from '../storage/ids.ts'
import { findOffer } from '../storage/offers.ts'
import type { StoredPlan } from '../storage/plans.ts'
import { findLastPlan, markApproved } from '../storage/plans.ts'
import type { Desk } from './desk.ts'
import { today } from './desk.ts'
import { caseNotFound } from './get-case.ts'
import { recordInCase } from './record-case-event.ts'

export interface Approval {
  readonly submitted: readonly string[]
  /** Lines that a rule stopped, each with every reason; the others are submitted all the same. */
  readonly refused: readonly { readonly case: string; readonly issues: readonly Issue[] }[]
}

/**
 * A named reviewer submits lines of the latest plan to their States. The reviewer is neither the
 * drafter of the case nor the maker of the plan. Each line is checked anew and stands alone.
 */
export async function approveLines(desk: Desk, cases: readonly string[]): Promise<Approval> {
  requireAccess(desk.actor, 'plan.approve')
  const plan = await desk.db.read(desk.operation.id, (tx) => findLastPlan(tx))
  if (plan === undefined)
    throw new DomainError('not_found', 'There is no plan yet. Make one with `onward plan`.')
  const submitted: string[] = []
  const refused: { case: string; issues: readonly Issue[] }[] = []
  for (const reference of new Set(cases)) {
    const line = plan.view.lines.find((one) => one.case === reference)
    try {
      if (line === undefined)
        throw new DomainError('not_found', `The latest plan has no line for case ${reference}.`)
      await submitLine(desk, plan, line)
      submitted.push(reference)
    } catch (error) {
      if (!(error instanceof DomainError) || error.code === 'unavailable') throw error
      const { code, message, issues } = error
      refused.push({ case: reference, issues: issues.length > 0 ? issues : [{ code, message }] })
    }
  }
  return { submitted, refused }
}

async function submitLine(desk: Desk, plan: StoredPlan, line: PlanLineView): Promise<void> {
  await desk.db.write(desk.operation.id, async (tx) => {
    const stored = await findCaseByReference(tx, line.case, true)
    if (stored === undefined) throw caseNotFound(line.case)
    const reviewer = desk.actor.handle
    const maker = fourEyes(plan.view.madeBy, reviewer)[0]
    if (maker !== undefined)
      throw new DomainError(
        'rule_broken',
        `Case ${line.case} is not submitted: account ${reviewer} made this plan. Another reviewer must approve it.`,
        { issues: [{ code: maker.rule, message: maker.message }] },
      )
    const chosen = await findOffer(tx, line.offer)
    if (chosen === undefined)
      throw new DomainError('not_found', `There is no offer ${line.offer} any more. Plan again.`)
    await recordInCase(tx, desk, line.case, {
      type: 'submission.transmitted',
      effectiveOn: today(desk),
      submissionId: newId<SubmissionId>(),
      offerId: chosen.offer.id,
      data: {
        state: chosen.offer.terms.state,
        drafter: stored.file.drafter ?? plan.view.madeBy,
        reviewer,
        personIds: stored.file.members.map((member) => member.personId),
      },
    })
    await markApproved(tx, plan.id, [line.case], reviewer)
  })
}
