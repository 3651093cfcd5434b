import type { Batch } from './batches.ts'
import type { Tx } from './database.ts'

export type EntityKind = 'person' | 'case' | 'offer'

/** A person, case or offer that a batch touched. */
export interface Touched {
  readonly kind: EntityKind
  readonly id: string
  readonly reference: string
}

/** What came later and builds on it: an event, or an import that said something without one. */
export interface LaterChange {
  readonly kind: EntityKind
  readonly id: string
  /** The type of the event; absent for what an import changed without one. */
  readonly type?: string
  readonly actor: string
  readonly at: string
  readonly batch?: string
}

export interface BatchReach {
  readonly touched: readonly Touched[]
  /** The first later change of each. */
  readonly later: readonly LaterChange[]
  /** Persons and cases that the batch's own events tie together, as pairs of ids. */
  readonly ties: readonly (readonly [string, string])[]
}

/** Everything that the batches of `b` touched: with events, by what they overwrote, or both. */
const REACHED = `
  select b.id as batch_id, b.actor, b.recorded_at, r.kind, r.id from b
  cross join lateral (
    select 'person' as kind, e.person_id as id from events e
    where e.operation_id = $1 and e.batch_id = b.id and e.person_id is not null
    union select 'case', e.case_id from events e
    where e.operation_id = $1 and e.batch_id = b.id and e.case_id is not null
    union select 'offer', e.offer_id from events e
    where e.operation_id = $1 and e.batch_id = b.id and e.offer_id is not null
    union select 'person', (one ->> 'id')::uuid
    from jsonb_array_elements(coalesce(b.before -> 'persons', '[]')) as one
    union select 'offer', (one ->> 'id')::uuid
    from jsonb_array_elements(coalesce(b.before -> 'offers', '[]')) as one
    union select 'person', id::uuid
    from jsonb_object_keys(coalesce(b.before -> 'statedOfPersons', '{}')) as id
    union select 'case', id::uuid
    from jsonb_object_keys(coalesce(b.before -> 'statedOfCases', '{}')) as id
  ) r
  where not exists (
    select from undone_parts u
    where u.operation_id = $1 and u.batch_id = b.id and u.kind = r.kind and u.entity_id = r.id)`

/**
 * Reads what a batch touched and was not taken back of it yet, and what later work builds on: an
 * import may change who a person is, or what is stated of them, without an event.
 */
export async function readReach(tx: Tx, batch: Batch): Promise<BatchReach> {
  const touched = await tx.query<Touched>(
    `with b as (select * from batches where operation_id = $1 and id = $2),
          own as (${REACHED})
     select own.kind, own.id, coalesce(p.reference, c.reference, o.reference, '') as reference
     from own
     left join persons p on p.operation_id = $1 and own.kind = 'person' and p.id = own.id
     left join cases c on c.operation_id = $1 and own.kind = 'case' and c.id = own.id
     left join offers o on o.operation_id = $1 and own.kind = 'offer' and o.id = own.id`,
    [tx.operationId, batch.id],
  )
  const ties = await tx.query<{ one: string; other: string }>(
    `select distinct case_id as one, person_id as other from events
     where operation_id = $1 and batch_id = $2 and case_id is not null and person_id is not null
     union
     select case_id, (data ->> 'toCaseId')::uuid from events
     where operation_id = $1 and batch_id = $2 and case_id is not null and data ? 'toCaseId'`,
    [tx.operationId, batch.id],
  )
  return {
    touched,
    later: [
      ...(await laterEvents(tx, batch, touched)),
      ...(await laterImports(tx, batch, touched)),
    ],
    ties: ties.map(({ one, other }) => [one, other]),
  }
}

interface LaterRow {
  kind: EntityKind
  id: string
  type: string | null
  actor: string
  at: string
  batch: string | null
}

function toLater({ type, batch, ...row }: LaterRow): LaterChange {
  return { ...row, ...(type === null ? {} : { type }), ...(batch === null ? {} : { batch }) }
}

async function laterEvents(
  tx: Tx,
  batch: Batch,
  touched: readonly Touched[],
): Promise<readonly LaterChange[]> {
  const rows = await tx.query<LaterRow>(
    `with own as (
       select * from unnest($4::text[], $5::uuid[]) as own (kind, id)
     ), later as (
       select e.* from events e
       left join event_voids v on v.operation_id = e.operation_id and v.batch_id = e.batch_id
       left join single_event_voids s on s.operation_id = e.operation_id and s.event_id = e.id
       where e.operation_id = $1 and e.batch_id is distinct from $2 and e.recorded_at >= $3
         and v.batch_id is null and s.event_id is null
     )
     select distinct on (own.kind, own.id) own.kind, own.id, later.type, later.actor,
            later.recorded_at as at, later.batch_id as batch
     from later cross join lateral (
       values ('person', later.person_id), ('case', later.case_id), ('offer', later.offer_id)
     ) as of (kind, id) join own on own.kind = of.kind and own.id = of.id
     order by own.kind, own.id, later.recorded_at, later.id`,
    [
      tx.operationId,
      batch.id,
      batch.recordedAt,
      touched.map((one) => one.kind),
      touched.map((one) => one.id),
    ],
  )
  return rows.map(toLater)
}

async function laterImports(
  tx: Tx,
  batch: Batch,
  touched: readonly Touched[],
): Promise<readonly LaterChange[]> {
  const rows = await tx.query<LaterRow>(
    `with b as (
       select * from batches where operation_id = $1 and undone_at is null
         and (recorded_at, id) > ($3::timestamptz, $2::uuid)
     ), reached as (${REACHED})
     select distinct on (r.kind, r.id) r.kind, r.id, null as type, r.actor,
            r.recorded_at as at, r.batch_id as batch
     from reached r join unnest($4::text[], $5::uuid[]) as own (kind, id) using (kind, id)
     order by r.kind, r.id, r.recorded_at`,
    [
      tx.operationId,
      batch.id,
      batch.recordedAt,
      touched.map((one) => one.kind),
      touched.map((one) => one.id),
    ],
  )
  return rows.map(toLater)
}

/** Takes back a part of a batch: the events of these persons, cases and offers count no more. */
export async function voidParts(
  tx: Tx,
  batchId: Batch['id'],
  parts: readonly Touched[],
  actor: string,
  recordedAt: string,
): Promise<void> {
  const ids = parts.map((one) => one.id)
  await tx.query(
    `insert into single_event_voids (operation_id, event_id, batch_id, recorded_at, actor)
     select operation_id, id, batch_id, $3, $4 from events
     where operation_id = $1 and batch_id = $2
       and (person_id = any($5::uuid[]) or case_id = any($5::uuid[]) or offer_id = any($5::uuid[]))
     on conflict do nothing`,
    [tx.operationId, batchId, recordedAt, actor, ids],
  )
  await tx.query(
    `insert into undone_parts (operation_id, batch_id, kind, entity_id, recorded_at, actor)
     select $1, $2, part.kind, part.id, $3, $4 from unnest($5::text[], $6::uuid[]) as part (kind, id)`,
    [tx.operationId, batchId, recordedAt, actor, parts.map((one) => one.kind), ids],
  )
}
