import type { Tx } from './database.ts'
import { openerFor, sealerFor } from './sealing/sealed.ts'

/** What left the house: who took it, for what, which rows. */
export interface ExportRecord {
  readonly id: string
  readonly what: 'persons' | 'cases' | 'offers'
  readonly format: string
  readonly purpose: string
  readonly filters: Readonly<Record<string, string>>
  readonly rows: number
  readonly sha256: string
  readonly actor: string
  readonly exportedAt: string
}

/** Records an export; nobody can change or delete it (grants of migration 0004). */
export async function insertExport(tx: Tx, one: ExportRecord): Promise<void> {
  const sealer = await sealerFor(tx, [])
  await tx.query(
    `insert into exports (operation_id, id, what, format, purpose, filters, rows, sha256, actor, exported_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      tx.operationId,
      one.id,
      one.what,
      one.format,
      one.purpose,
      JSON.stringify(sealer.seal(undefined, filtersOf(one.id), one.filters)),
      one.rows,
      one.sha256,
      one.actor,
      one.exportedAt,
    ],
  )
}

/** The latest exports first. */
export async function listExportRecords(tx: Tx, most: number): Promise<readonly ExportRecord[]> {
  const rows = await tx.query<ExportRecord>(
    `select id, what, format, purpose, filters, rows, sha256, actor, exported_at as "exportedAt"
     from exports where operation_id = $1 order by exported_at desc, id desc limit $2`,
    [tx.operationId, most],
  )
  const sealer = await openerFor(tx, [])
  return rows.map((row) => ({
    ...row,
    filters: sealer.open(undefined, filtersOf(row.id), row.filters) ?? {},
  }))
}

/** Words that were searched for are people's names. */
function filtersOf(row: string) {
  return { column: 'exports.filters', row } as const
}

/** What exports were for, by id. */
export async function purposesOf(
  tx: Tx,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map()
  const rows = await tx.query<{ id: string; purpose: string }>(
    'select id, purpose from exports where operation_id = $1 and id = any($2::uuid[])',
    [tx.operationId, ids],
  )
  return new Map(rows.map((one) => [one.id, one.purpose]))
}
