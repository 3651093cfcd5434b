import { requireAccess } from '../domain/access.ts'
import type { Issue } from '../domain/errors.ts'
import { DomainError } from '../domain/errors.ts'
import type { SubmissionId } from '../domain/ids.ts'
import type { PlanLineView } from '../domain/views.ts'
import { findCaseByReference } from '../storage/cases.ts'
import type { PlanFault } from '../storage/check-plan.ts'
import { checkPlan, faultText } from '../storage/check-plan.ts'
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
 * by the guards and by the independent check. Hard-linked cases go together or not at all; a line
 * that a rule stops leaves the others alone.
 */
export async function approveLines(desk: Desk, cases: readonly string[]): Promise<Approval> {
  requireAccess(desk.actor, 'plan.approve')
  return desk.db.write(desk.operation.id, async (tx) => {
    const plan = await findLastPlan(tx)
    if (plan === undefined)
      throw new DomainError('not_found', 'There is no plan yet. Make one with `onward plan`.')
    const asked = [...new Set(cases)]
    const named = plan.view.lines.filter((line) => asked.includes(line.case))
    await holdOffers(tx, named)
    const groups = await readyGroups(tx, named)
    const faults = await checkPlan(tx, groups.flat(), today(desk))
    const refused = asked.flatMap((reference) => notReady(reference, named, groups))
    const submitted: string[] = []
    for (const group of groups) {
      const stopped = await submitGroup(tx, desk, plan, group, faults)
      if (stopped.length > 0) refused.push(...stopped)
      else submitted.push(...group.map((line) => line.case))
    }
    await markApproved(tx, plan.id, submitted, desk.actor.handle)
    return { submitted, refused }
  })
}

type Refusal = Approval['refused'][number]

function notReady(
  reference: string,
  named: readonly PlanLineView[],
  groups: readonly (readonly PlanLineView[])[],
): readonly Refusal[] {
  if (groups.some((group) => group.some((line) => line.case === reference))) return []
  const isNamed = named.some((line) => line.case === reference)
  const message = isNamed
    ? `Case ${reference} is not ready any more: it is submitted, or changed since the plan.`
    : `The latest plan has no line for case ${reference}.`
  return [{ case: reference, issues: [{ code: isNamed ? 'not_ready' : 'not_found', message }] }]
}

/** The lines whose cases are ready, those that hard links join in one group. */
async function readyGroups(
  tx: Tx,
  lines: readonly PlanLineView[],
): Promise<readonly (readonly PlanLineView[])[]> {
  const rows = await tx.query<{ reference: string; linked: string[] }>(
    `select c.reference, coalesce(array_agg(o.reference) filter (where o.reference is not null), '{}') as linked
     from cases c
     left join case_links k on k.operation_id = $1 and k.case_id = c.id and not k.waived
       and k.kind in ('must_same_country', 'must_travel_together')
     left join cases o on o.operation_id = $1 and o.id = k.to_case_id and o.status = 'ready'
     where c.operation_id = $1 and c.reference = any($2::text[]) and c.status = 'ready' and c.removed_at is null
     group by c.reference`,
    [tx.operationId, lines.map((line) => line.case)],
  )
  const linked = new Map(rows.map((row) => [row.reference, row.linked]))
  const grouped = new Set<string>()
  return lines.flatMap((line) => {
    const group: PlanLineView[] = []
    const open = [line.case]
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      const found = lines.find((one) => one.case === at)
      if (found === undefined || grouped.has(at) || !linked.has(at)) continue
      grouped.add(at)
      group.push(found)
      open.push(...(linked.get(at) ?? []))
    }
    return group.length === 0 ? [] : [group]
  })
}

/** Submits a group as a whole, or nothing of it and says why for each of its lines. */
async function submitGroup(
  tx: Tx,
  desk: Desk,
  plan: StoredPlan,
  group: readonly PlanLineView[],
  faults: readonly PlanFault[],
): Promise<readonly Refusal[]> {
  const found = new Map(group.map((line) => [line.case, faultsOf(line, faults)]))
  if (![...found.values()].some((issues) => issues.length > 0)) {
    await tx.query('savepoint hard_linked')
    for (const line of group) found.set(line.case, await submitLine(tx, desk, plan, line))
    if (![...found.values()].some((issues) => issues.length > 0)) return []
    await tx.query('rollback to savepoint hard_linked')
  }
  const message = 'A hard-linked case is refused, and they go together.'
  return group.map((line): Refusal => {
    const own = found.get(line.case) ?? []
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
  line: PlanLineView,
): Promise<readonly Issue[]> {
  const stored = await findCaseByReference(tx, line.case, true)
  const chosen = await findOffer(tx, line.offer)
  if (stored === undefined || chosen === undefined)
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
