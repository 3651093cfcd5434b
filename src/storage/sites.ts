import type { Site } from '../domain/site.ts'
import type { Tx } from './database.ts'
import { insertRows } from './insert-rows.ts'

/** Writes new sites. */
export async function insertSites(tx: Tx, sites: readonly Site[]): Promise<void> {
  const columns = { id: 'text', name: 'text', kind: 'text' }
  await insertRows(
    tx,
    'sites',
    columns,
    sites.map(({ id, name, kind }) => ({ id, name, kind })),
  )
}

/** The ids of the operation's sites. */
export async function listSiteIds(tx: Tx): Promise<readonly string[]> {
  const rows = await tx.query<{ id: string }>(
    'select id from sites where operation_id = $1 order by id',
    [tx.operationId],
  )
  return rows.map((row) => row.id)
}
