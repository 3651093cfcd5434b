import { requireAccess } from '../domain/access.ts'
import type { Issue } from '../domain/errors.ts'
import { DomainError } from '../domain/errors.ts'
import type { SubmissionId } from '../domain/ids.ts'
import type { PlanLineView } from '../domain/views.ts'
import { findCaseByReference } from '../storage/cases.ts'
import { checkPlan } from '../storage/check-plan.ts'
import type { Tx } from '../storage/database.ts'
import { newId } from '../storage/ids.ts'
import { findOffer } from '../storage/offers.ts'
import type { StoredPlan } from '../storage/plans.ts'
import { findLastPlan, markApproved } from '../storage/plans.ts'
import type { Desk } from './desk.ts'
import { today } from './desk.ts'
import { recordInCase } from './record-case-event.ts'

export interface Approval {
  readonly submitted: readonly string[]
  /** Lines that a rule stopped, each with every reason; the others are submitted all the same. */
  readonly refused: readonly { readonly case: string; readonly issues: readonly Issue[] }[]
}

/**
 * A named reviewer submits lines of the latest plan to their States, in one transaction. The
 * reviewer is neither the drafter of the case nor the maker of the plan. Each line is checked anew
 * by the guards and by the independent check; a line that a rule stops leaves the others alone.
 */
export async function approveLines(desk: Desk, cases: readonly string[]): Promise<Approval> {
  requireAccess(desk.actor, 'plan.approve')
  return desk.db.write(desk.operation.id, async (tx) => {
    const plan = await findLastPlan(tx)
    if (plan === undefined)
      throw new DomainError('not_found', 'There is no plan yet. Make one with `onward plan`.')
    const asked = [...new Set(cases)]
    const lines = plan.view.lines.filter((line) => asked.includes(line.case))
    await holdOffers(tx, lines)
    const faults = await checkPlan(tx, lines, today(desk))
    const submitted: string[] = []
    const refused: { case: string; issues: readonly Issue[] }[] = []
    for (const reference of asked) {
      const line = lines.find((one) => one.case === reference)
      const issues = line === undefined ? [noLine(reference)] : faultsOf(line, faults)
      const stopped = issues.length > 0 ? issues : await submitLine(tx, desk, plan, line)
      if (stopped.length > 0) refused.push({ case: reference, issues: stopped })
      else submitted.push(reference)
    }
    await markApproved(tx, plan.id, submitted, desk.actor.handle)
    return { submitted, refused }
  })
}

function noLine(reference: string): Issue {
  return { code: 'not_found', message: `The latest plan has no line for case ${reference}.` }
}

/** What the independent check says of a line or of its offer as a whole. */
function faultsOf(line: PlanLineView, faults: readonly string[]): readonly Issue[] {
  return faults
    .filter((fault) =>
      fault.split(/[: ]+/).some((word) => word === line.case || word === line.offer),
    )
    .map((fault) => ({ code: 'check', message: `${fault}. Plan again.` }))
}

/**
 * Writes to the rows of the offers, so that of two approvals at once the second starts anew and
 * sees what the first has taken.
 */
async function holdOffers(tx: Tx, lines: readonly PlanLineView[]): Promise<void> {
  await tx.query(
    `update offers set status = status where operation_id = $1 and reference = any($2::text[])`,
    [tx.operationId, [...new Set(lines.map((line) => line.offer))].toSorted()],
  )
}

/** Submits one line, or says why not; what stops it is found before anything is written. */
async function submitLine(
  tx: Tx,
  desk: Desk,
  plan: StoredPlan,
  line: PlanLineView | undefined,
): Promise<readonly Issue[]> {
  const stored = line && (await findCaseByReference(tx, line.case, true))
  const chosen = line && (await findOffer(tx, line.offer))
  if (line === undefined || stored === undefined || chosen === undefined)
    return [{ code: 'not_found', message: 'The case or the offer is gone. Plan again.' }]
  const reviewer = desk.actor.handle
  if (plan.view.madeBy === reviewer)
    return [
      {
        code: 'I9',
        message: `Account ${reviewer} made this plan. Another reviewer must approve it.`,
      },
    ]
  try {
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
    return []
  } catch (error) {
    if (error instanceof DomainError && error.code === 'rule_broken') return error.issues
    throw error
  }
}
