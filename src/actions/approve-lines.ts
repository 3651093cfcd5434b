import { act } from './at-work.ts'
import { requireAccess } from '../domain/access.ts'
import type { Issue } from '../domain/errors.ts'
import { DomainError } from '../domain/errors.ts'
import { hardLinksOf, linkedGroups } from '../domain/hard-links.ts'
import type { CaseId, SubmissionId } from '../domain/ids.ts'
import type { Offer } from '../domain/offer.ts'
import type { PlanLineView } from '../domain/views.ts'
import type { StoredCase } from '../storage/cases.ts'
import { findCaseByReference } from '../storage/cases.ts'
import type { PlanFault } from '../storage/check-plan.ts'
import { checkPlan, faultText } from '../storage/check-plan.ts'
import type { Tx } from '../storage/database.ts'
import { newId } from '../storage/ids.ts'
import { holdOffers, listOffers } from '../storage/offers.ts'
import type { StoredPlan } from '../storage/plans.ts'
import { findLastPlan, markApproved } from '../storage/plans.ts'
import type { Desk } from './desk.ts'
import { today } from './desk.ts'
import { recordInCase } from './record-in-case.ts'
import { transmitSnapshots } from './states/transmit.ts'

export interface Approval {
  readonly submitted: readonly string[]
  /** Lines that a rule stopped, each with every reason; the others are submitted all the same. */
  readonly refused: readonly { readonly case: string; readonly issues: readonly Issue[] }[]
}

/**
 * A named reviewer submits lines of the latest plan to their States, in one transaction. The
 * reviewer is neither the drafter of the case nor the maker of the plan. Each line is checked anew
 * by the guards and by the independent check. Hard-linked cases go together or not at all; a line
 * that a rule stops leaves the others alone.
 */
export async function approveLines(desk: Desk, cases: readonly string[]): Promise<Approval> {
  requireAccess(desk.actor, 'plan.approve')
  return act(desk, 'plan.approve', async (tx) => {
    const plan = await findLastPlan(tx)
    if (plan === undefined)
      throw new DomainError('not_found', 'There is no plan yet. Make one with `onward plan`.')
    const asked = [...new Set(cases)]
    const named = plan.view.lines.filter((line) => asked.includes(line.case))
    await holdOffers(tx, [...new Set(named.map((line) => line.offer))])
    const ready = await readyLines(tx, named)
    const faults = await checkPlan(
      tx,
      ready.map((one) => one.line),
      today(desk),
    )
    const refused = asked
      .filter((reference) => !ready.some((one) => one.line.case === reference))
      .map((reference) => notReady(reference, named))
    const submitted: string[] = []
    for (const group of linkedGroups(ready, ({ stored }) => hardLinksOf(stored.file))) {
      const stopped = await submitGroup(tx, desk, plan, group, faults)
      if (stopped.length > 0) refused.push(...stopped)
      else submitted.push(...group.map((one) => one.line.case))
    }
    await markApproved(tx, plan.id, submitted, desk.actor.handle)
    return { submitted, refused }
  })
}

type Refusal = Approval['refused'][number]

function notReady(reference: string, named: readonly PlanLineView[]): Refusal {
  const isNamed = named.some((line) => line.case === reference)
  const message = isNamed
    ? `Case ${reference} is not ready any more: it is submitted, or it or its offer changed since the plan.`
    : `The latest plan has no line for case ${reference}.`
  return { case: reference, issues: [{ code: isNamed ? 'not_ready' : 'not_found', message }] }
}

/** A line whose case is ready, with the case and the offer as they now are. */
interface ReadyLine {
  readonly line: PlanLineView
  readonly caseId: CaseId
  readonly stored: StoredCase
  readonly offer: Offer
}

async function readyLines(tx: Tx, lines: readonly PlanLineView[]): Promise<readonly ReadyLine[]> {
  const offers = new Map((await listOffers(tx)).map(({ offer }) => [offer.reference, offer]))
  const ready: ReadyLine[] = []
  for (const line of lines) {
    const stored = await findCaseByReference(tx, line.case, true)
    const offer = offers.get(line.offer)
    if (stored?.file.status === 'ready' && offer !== undefined)
      ready.push({ line, caseId: stored.file.id, stored, offer })
  }
  return ready
}

/** Submits a group as a whole, or nothing of it and says why for each of its lines. */
async function submitGroup(
  tx: Tx,
  desk: Desk,
  plan: StoredPlan,
  group: readonly ReadyLine[],
  faults: readonly PlanFault[],
): Promise<readonly Refusal[]> {
  let issues = group.map(({ line }) => faultsOf(line, faults))
  const isStopped = (): boolean => issues.some((one) => one.length > 0)
  if (!isStopped()) {
    await tx.query('savepoint hard_linked')
    issues = []
    const after: StoredCase[] = []
    for (const one of group) {
      const { submitted, refused } = await submitLine(tx, desk, plan, one)
      issues.push(refused)
      if (submitted !== undefined) after.push(submitted)
    }
    if (!isStopped()) {
      await transmitSnapshots(tx, after, {
        actor: desk.actor.handle,
        recordedAt: desk.now().toISOString(),
      })
      return []
    }
    await tx.query('rollback to savepoint hard_linked')
  }
  const message = 'A hard-linked case is refused, and they go together.'
  return group.map(({ line }, index): Refusal => {
    const own = issues[index] ?? []
    return { case: line.case, issues: own.length > 0 ? own : [{ code: 'I11', message }] }
  })
}

/** What the independent check says of a line, or of all lines to its offer together. */
function faultsOf(line: PlanLineView, faults: readonly PlanFault[]): readonly Issue[] {
  return faults
    .filter((fault) =>
      fault.case === undefined ? fault.offer === line.offer : fault.case === line.case,
    )
    .map((fault) => ({ code: 'check', message: `${faultText(fault)}. Plan again.` }))
}

/** Submits one line, or says why not; what stops it is found before anything is written. */
async function submitLine(
  tx: Tx,
  desk: Desk,
  plan: StoredPlan,
  { line, stored, offer }: ReadyLine,
): Promise<{ readonly submitted?: StoredCase; readonly refused: readonly Issue[] }> {
  const reviewer = desk.actor.handle
  if (plan.view.madeBy === reviewer) {
    const message = `Account ${reviewer} made this plan. Another reviewer must approve it.`
    return { refused: [{ code: 'I9', message }] }
  }
  try {
    const submitted = await recordInCase(tx, desk, line.case, {
      type: 'submission.transmitted',
      effectiveOn: today(desk),
      submissionId: newId<SubmissionId>(),
      offerId: offer.id,
      data: {
        state: offer.terms.state,
        drafter: stored.file.drafter ?? plan.view.madeBy,
        reviewer,
        personIds: stored.file.members.map((member) => member.personId),
      },
    })
    return { submitted, refused: [] }
  } catch (error) {
    if (error instanceof DomainError && error.code === 'rule_broken')
      return { refused: error.issues }
    throw error
  }
}
