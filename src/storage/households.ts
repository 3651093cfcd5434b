import type { Household } from '../domain/household.ts'
import type { BatchId, HouseholdId, SiteId } from '../domain/ids.ts'
import type { Tx } from './database.ts'
import { insertRows } from './insert-rows.ts'

/** Writes new households. */
export async function insertHouseholds(
  tx: Tx,
  households: readonly Household[],
  batchId?: BatchId,
): Promise<void> {
  await insertRows(
    tx,
    'households',
    { id: 'uuid', source_id: 'text', reference: 'text', site: 'text', batch_id: 'uuid' },
    households.map((one) => ({
      id: one.id,
      source_id: one.sourceId,
      reference: one.reference,
      site: one.site,
      batch_id: batchId,
    })),
  )
}

/** Households by the ids of their source register. */
export function listHouseholdsBySource(
  tx: Tx,
  sourceIds: readonly string[],
): Promise<readonly Household[]> {
  return selectHouseholds(tx, 'source_id = any($2::text[])', sourceIds)
}

/** Households by id. */
export function listHouseholds(tx: Tx, ids: readonly HouseholdId[]): Promise<readonly Household[]> {
  return selectHouseholds(tx, 'id = any($2::uuid[])', ids)
}

async function selectHouseholds(
  tx: Tx,
  condition: string,
  values: readonly string[],
): Promise<readonly Household[]> {
  const rows = await tx.query<{ id: string; source_id: string; reference: string; site: string }>(
    `select id, source_id, reference, site from households where operation_id = $1 and ${condition}`,
    [tx.operationId, values],
  )
  return rows.map((row) => ({
    id: row.id as HouseholdId,
    sourceId: row.source_id,
    reference: row.reference,
    site: row.site as SiteId,
  }))
}

/** A household by its reference. */
export async function findHouseholdByReference(
  tx: Tx,
  reference: string,
): Promise<Household | undefined> {
  return (
    await selectHouseholds(tx, 'reference = any($2::text[])', [reference.trim().toUpperCase()])
  )[0]
}
