import { DomainError } from '../domain/errors.ts'
import type { BatchId } from '../domain/ids.ts'
import type { Offer } from '../domain/offer.ts'
import type { Person } from '../domain/person.ts'
import type { Tx } from './database.ts'

/** One import of one file. */
export interface Batch {
  readonly id: BatchId
  readonly kind: 'register' | 'offers'
  readonly fileName: string
  readonly fileSha256: string
  /** Rows of the file without its header. */
  readonly rows: number
  readonly actor: string
  readonly recordedAt: string
  readonly undoneAt?: string
  readonly before: BatchBefore
}

/**
 * What imports said of a person or case, by fact, each value as text. A later import changes only
 * what it states differently: what people recorded since stays.
 */
export type Stated = Readonly<Record<string, string>>

/** What a batch overwrote. */
export interface BatchBefore {
  readonly persons?: readonly Person[]
  readonly offers?: readonly Offer[]
  /** What earlier imports had stated, by id of the person. */
  readonly statedOfPersons?: Readonly<Record<string, Stated>>
  /** The same by id of the case. */
  readonly statedOfCases?: Readonly<Record<string, Stated>>
}

interface BatchRow {
  id: string
  kind: string
  file_name: string
  file_sha256: string
  rows: number
  actor: string
  recorded_at: string
  undone_at: string | null
  before: BatchBefore
}

function toBatch(row: BatchRow): Batch {
  return {
    id: row.id as BatchId,
    kind: row.kind as Batch['kind'],
    fileName: row.file_name,
    fileSha256: row.file_sha256,
    rows: row.rows,
    actor: row.actor,
    recordedAt: row.recorded_at,
    before: row.before,
    ...(row.undone_at === null ? {} : { undoneAt: row.undone_at }),
  }
}

const COLUMNS = 'id, kind, file_name, file_sha256, rows, actor, recorded_at, undone_at, before'

export async function insertBatch(tx: Tx, batch: Batch): Promise<void> {
  await tx.query(
    `insert into batches (operation_id, id, kind, file_name, file_sha256, rows, actor, recorded_at, before)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      tx.operationId,
      batch.id,
      batch.kind,
      batch.fileName,
      batch.fileSha256,
      batch.rows,
      batch.actor,
      batch.recordedAt,
      JSON.stringify(batch.before),
    ],
  )
}

/** Batches, the latest first. */
export async function listBatches(tx: Tx): Promise<readonly Batch[]> {
  const rows = await tx.query<BatchRow>(
    `select ${COLUMNS} from batches where operation_id = $1 order by recorded_at desc, id desc`,
    [tx.operationId],
  )
  return rows.map(toBatch)
}

/** A batch by its id or the beginning of it, locked for the change. */
export async function getBatch(tx: Tx, idOrStart: string): Promise<Batch> {
  const isStart = /^[0-9a-f-]{8,36}$/i.test(idOrStart)
  const rows = await tx.query<BatchRow>(
    `select ${COLUMNS} from batches where operation_id = $1 and id::text like $2 order by id limit 2 for update`,
    [tx.operationId, isStart ? `${idOrStart.toLowerCase()}%` : ''],
  )
  const row = rows[0]
  if (row !== undefined && rows.length === 1) return toBatch(row)
  throw new DomainError(
    'not_found',
    `There is no single batch ${idOrStart.slice(0, 40)}. \`onward import list\` shows them; give its id or at least the first 8 characters.`,
  )
}

/** Declares the batch's events void and the batch undone. */
export async function voidBatch(
  tx: Tx,
  batchId: BatchId,
  actor: string,
  recordedAt: string,
): Promise<void> {
  await tx.query(
    'insert into event_voids (operation_id, batch_id, recorded_at, actor) values ($1, $2, $3, $4)',
    [tx.operationId, batchId, recordedAt, actor],
  )
  await tx.query(
    'update batches set undone_at = $3, undone_by = $4 where operation_id = $1 and id = $2',
    [tx.operationId, batchId, recordedAt, actor],
  )
}

/** Whom and what a batch touched, and what came later and builds on it. */
export interface BatchReach {
  readonly personIds: readonly string[]
  readonly caseIds: readonly string[]
  readonly offerIds: readonly string[]
  readonly laterEvents: number
  /** Later imports, not undone, that touched one of the same persons, cases or offers. */
  readonly laterImports: number
}

/**
 * Reads what a batch touched: an import may change who a person is, or what is stated of them,
 * without an event.
 */
export async function readReach(tx: Tx, batch: Batch): Promise<BatchReach> {
  const rows = await tx.query<{
    persons: string[]
    cases: string[]
    offers: string[]
    later_events: number
    later_imports: number
  }>(
    `with reached as (
       select b.id as batch_id, r.kind, r.id from batches b
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
       where b.operation_id = $1
         and (b.id = $2 or (b.undone_at is null and (b.recorded_at, b.id) > ($3::timestamptz, $2::uuid)))
     ), own as (select kind, id from reached where batch_id = $2),
        persons as (select id from own where kind = 'person'),
        cases as (select id from own where kind = 'case'),
        offers as (select id from own where kind = 'offer')
     select array(select id from persons) as persons, array(select id from cases) as cases,
            array(select id from offers) as offers,
            (select count(distinct r.batch_id)::int from reached r join own using (kind, id)
             where r.batch_id <> $2) as later_imports,
            (select count(*)::int from events e
             left join event_voids v on v.operation_id = e.operation_id and v.batch_id = e.batch_id
             where e.operation_id = $1 and e.batch_id is distinct from $2 and v.batch_id is null
               and e.recorded_at >= $3
               and (e.person_id in (select id from persons) or e.case_id in (select id from cases)
                    or e.offer_id in (select id from offers))) as later_events`,
    [tx.operationId, batch.id, batch.recordedAt],
  )
  const row = rows[0]
  return {
    personIds: row?.persons ?? [],
    caseIds: row?.cases ?? [],
    offerIds: row?.offers ?? [],
    laterEvents: row?.later_events ?? 0,
    laterImports: row?.later_imports ?? 0,
  }
}
