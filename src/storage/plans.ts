import type { CaseId, OfferId, PlanId } from '../domain/ids.ts'
import type { PlanView } from '../domain/views.ts'
import type { Tx } from './database.ts'

export interface StoredPlan {
  readonly id: PlanId
  readonly reference: string
  readonly view: PlanView
}

/** The latest plan of the operation. */
export async function findLastPlan(tx: Tx): Promise<StoredPlan | undefined> {
  const rows = await tx.query<{ id: string; reference: string; view: PlanView }>(
    `select id, reference, view from plans where operation_id = $1 order by made_at desc, id desc limit 1`,
    [tx.operationId],
  )
  const row = rows[0]
  return row && { id: row.id as PlanId, reference: row.reference, view: row.view }
}

/** Keeps a plan as it was shown. */
export async function insertPlan(tx: Tx, plan: StoredPlan): Promise<void> {
  await tx.query(
    `insert into plans (operation_id, id, reference, made_at, as_of, actor, view)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [
      tx.operationId,
      plan.id,
      plan.reference,
      plan.view.madeAt,
      plan.view.asOf,
      plan.view.madeBy,
      JSON.stringify(plan.view),
    ],
  )
}

/** Writes down that lines of the latest plan were approved; the plan itself stays. */
export async function markApproved(
  tx: Tx,
  planId: PlanId,
  caseReferences: readonly string[],
  handle: string,
): Promise<void> {
  await tx.query(
    `update plans set view = jsonb_set(view, '{lines}', (
       select coalesce(jsonb_agg(
         case when line ->> 'case' = any($3::text[])
              then line || jsonb_build_object('approvedBy', $4::text) else line end order by place), '[]')
       from jsonb_array_elements(view -> 'lines') with ordinality as l(line, place)))
     where operation_id = $1 and id = $2`,
    [tx.operationId, planId, caseReferences, handle],
  )
}

/** A person's word on the plan, kept until lifted. */
export interface Directive {
  readonly caseId: CaseId
  readonly caseReference: string
  readonly offerId: OfferId
  readonly offerReference: string
  readonly kind: 'lock' | 'forbid'
}

export async function listDirectives(tx: Tx): Promise<readonly Directive[]> {
  const rows = await tx.query<{
    case_id: string
    case_reference: string
    offer_id: string
    offer_reference: string
    kind: string
  }>(
    `select d.case_id, c.reference as case_reference, d.offer_id, o.reference as offer_reference, d.kind
     from plan_directives d
     join cases c on c.operation_id = d.operation_id and c.id = d.case_id
     join offers o on o.operation_id = d.operation_id and o.id = d.offer_id
     where d.operation_id = $1 order by c.reference, o.reference`,
    [tx.operationId],
  )
  return rows.map((row) => ({
    caseId: row.case_id as CaseId,
    caseReference: row.case_reference,
    offerId: row.offer_id as OfferId,
    offerReference: row.offer_reference,
    kind: row.kind as Directive['kind'],
  }))
}

/** Sets one word for a case and an offer; a new lock of a case replaces its old one. */
export async function saveDirective(
  tx: Tx,
  word: Pick<Directive, 'caseId' | 'offerId' | 'kind'>,
  actor: string,
  madeAt: string,
): Promise<void> {
  if (word.kind === 'lock')
    await tx.query(
      `delete from plan_directives where operation_id = $1 and case_id = $2 and kind = 'lock'`,
      [tx.operationId, word.caseId],
    )
  await tx.query(
    `insert into plan_directives (operation_id, case_id, offer_id, kind, actor, made_at, site)
     select $1::uuid, $2::uuid, $3::uuid, $4, $5, $6::timestamptz, site from cases where operation_id = $1 and id = $2
     on conflict (operation_id, case_id, offer_id)
     do update set kind = excluded.kind, actor = excluded.actor, made_at = excluded.made_at`,
    [tx.operationId, word.caseId, word.offerId, word.kind, actor, madeAt],
  )
}

export async function liftDirective(tx: Tx, caseId: CaseId, offerId: OfferId): Promise<void> {
  await tx.query(
    'delete from plan_directives where operation_id = $1 and case_id = $2 and offer_id = $3',
    [tx.operationId, caseId, offerId],
  )
}
