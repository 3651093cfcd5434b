import { DomainError } from '../domain/errors.ts'
import type { BatchId, PersonId, SiteId } from '../domain/ids.ts'
import type { Offer } from '../domain/offer.ts'
import type { Person } from '../domain/person.ts'
import type { Tx } from './database.ts'
import type { Sealer } from './sealing/sealed.ts'
import { openerFor, sealerFor } from './sealing/sealed.ts'

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
  /** Of the persons and cases that it brought or changed. */
  readonly sites: readonly SiteId[]
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
  before: BatchBefore & { readonly sealed?: string }
  sites: string[]
}

function beforeOf(row: string) {
  return { column: 'batches.before', row } as const
}

/** What may be read without the key: whom a batch touched, and nothing of them. */
function bareOf({ persons, offers, statedOfPersons, statedOfCases }: BatchBefore) {
  const ids = (all: readonly { readonly id: string }[] = []) => all.map(({ id }) => ({ id }))
  const keys = (all: object = {}) => Object.fromEntries(Object.keys(all).map((id) => [id, {}]))
  return {
    persons: ids(persons),
    offers: ids(offers),
    statedOfPersons: keys(statedOfPersons),
    statedOfCases: keys(statedOfCases),
  }
}

function openBefore(sealer: Sealer, { id, before }: BatchRow): BatchBefore {
  if (before.sealed === undefined) return before
  return sealer.open<BatchBefore>(undefined, beforeOf(id), before.sealed) ?? {}
}

function toBatch(sealer: Sealer, row: BatchRow): Batch {
  return {
    id: row.id as BatchId,
    kind: row.kind as Batch['kind'],
    fileName: row.file_name,
    fileSha256: row.file_sha256,
    rows: row.rows,
    actor: row.actor,
    recordedAt: row.recorded_at,
    before: openBefore(sealer, row),
    sites: row.sites as SiteId[],
    ...(row.undone_at === null ? {} : { undoneAt: row.undone_at }),
  }
}

const COLUMNS =
  'id, kind, file_name, file_sha256, rows, actor, recorded_at, undone_at, before, sites'

export async function insertBatch(tx: Tx, batch: Batch): Promise<void> {
  const sealer = await sealerFor(tx, [])
  const sealed = sealer.seal(undefined, beforeOf(batch.id), batch.before)
  await tx.query(
    `insert into batches (operation_id, id, kind, file_name, file_sha256, rows, actor, recorded_at, before, sites)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      tx.operationId,
      batch.id,
      batch.kind,
      batch.fileName,
      batch.fileSha256,
      batch.rows,
      batch.actor,
      batch.recordedAt,
      JSON.stringify({ ...bareOf(batch.before), sealed }),
      batch.sites,
    ],
  )
}

/** Batches, the latest first. */
export async function listBatches(tx: Tx): Promise<readonly Batch[]> {
  const rows = await tx.query<BatchRow>(
    `select ${COLUMNS} from batches where operation_id = $1 order by recorded_at desc, id desc`,
    [tx.operationId],
  )
  const sealer = await openerFor(tx, [])
  return rows.map((row) => toBatch(sealer, row))
}

/** A batch by its id or the beginning of it, locked for the change. */
export async function getBatch(tx: Tx, idOrStart: string): Promise<Batch> {
  const isStart = /^[0-9a-f-]{8,36}$/i.test(idOrStart)
  const rows = await tx.query<BatchRow>(
    `select ${COLUMNS} from batches where operation_id = $1 and id::text like $2 order by id limit 2 for update`,
    [tx.operationId, isStart ? `${idOrStart.toLowerCase()}%` : ''],
  )
  const row = rows[0]
  if (row !== undefined && rows.length === 1) return toBatch(await openerFor(tx, []), row)
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

/** Takes a person out of what imports overwrote. */
export async function forgetInBatches(tx: Tx, personId: PersonId): Promise<void> {
  const rows = await tx.query<BatchRow>(
    `select ${COLUMNS} from batches
     where operation_id = $1 and (before -> 'persons' @> jsonb_build_array(jsonb_build_object('id', $2::text))
       or before -> 'statedOfPersons' ? $2::text)`,
    [tx.operationId, personId],
  )
  const sealer = await sealerFor(tx, [])
  for (const row of rows) {
    const before = openBefore(sealer, row)
    const { [personId]: _gone, ...stated } = before.statedOfPersons ?? {}
    const kept = {
      ...before,
      persons: (before.persons ?? []).filter(({ id }) => id !== personId),
      statedOfPersons: stated,
    }
    const sealed = sealer.seal(undefined, beforeOf(row.id), kept)
    await tx.query('update batches set before = $3 where operation_id = $1 and id = $2', [
      tx.operationId,
      row.id,
      JSON.stringify({ ...bareOf(kept), sealed }),
    ])
  }
}
