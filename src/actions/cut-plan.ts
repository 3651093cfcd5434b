import type { PlanView, Reason, WhatIfView } from '../domain/views.ts'
import { listSeenReferences } from '../storage/cases.ts'
import type { Tx } from '../storage/database.ts'

/** A plan without the cases that the transaction's account does not see. */
export async function cutPlan(tx: Tx, plan: PlanView): Promise<PlanView> {
  const named = [...plan.lines, ...plan.unplaced, ...plan.forbidden].map((one) => one.case)
  const isSeen = await seen(tx, [...named, ...casesIn(plan.conflict)])
  const own = <T extends { readonly case: string }>(all: readonly T[]): readonly T[] =>
    all.filter((one) => isSeen(one.case))
  return {
    ...plan,
    lines: own(plan.lines),
    unplaced: own(plan.unplaced),
    forbidden: own(plan.forbidden),
    ...(plan.conflict && { conflict: plan.conflict.map((one) => cutReason(one, isSeen)) }),
  }
}

/** The same for what a question would change. */
export async function cutWhatIf(tx: Tx, view: WhatIfView): Promise<WhatIfView> {
  const named = view.changes.map((one) => one.case)
  const isSeen = await seen(tx, [...named, ...casesIn(view.conflict)])
  return {
    ...view,
    changes: view.changes.filter((one) => isSeen(one.case)),
    ...(view.conflict && { conflict: view.conflict.map((one) => cutReason(one, isSeen)) }),
  }
}

async function seen(
  tx: Tx,
  references: readonly string[],
): Promise<(reference: string) => boolean> {
  const found = await listSeenReferences(tx, [...new Set(references)])
  return (reference) => found.has(reference)
}

/** The cases that a reason names (planning/conflict.ts). */
function casesOf({ params }: Reason): readonly string[] {
  return [params?.['case'], params?.['cases']].flatMap((one) =>
    typeof one === 'string' ? one.split(', ') : [],
  )
}

function casesIn(reasons: readonly Reason[] = []): readonly string[] {
  return reasons.flatMap(casesOf)
}

function cutReason(reason: Reason, isSeen: (reference: string) => boolean): Reason {
  if (casesOf(reason).every(isSeen)) return reason
  return {
    code: 'conflict_elsewhere',
    text: 'A demand on cases of another site stands against it. A reviewer sees which.',
  }
}
