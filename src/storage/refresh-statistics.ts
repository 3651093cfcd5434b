import type { Tx } from './database.ts'

/** Lets the query planner know what a large import wrote. */
export async function refreshStatistics(tx: Tx): Promise<void> {
  await tx.query('select refresh_statistics()')
}
