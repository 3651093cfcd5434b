import type { CaseId } from '../../domain/ids.ts'
import type { Tx } from '../database.ts'

/** The site of each of these cases. */
export async function siteOfCases(
  tx: Tx,
  ids: readonly CaseId[],
): Promise<ReadonlyMap<CaseId, string>> {
  const rows = await tx.query<{ id: string; site: string }>(
    'select id, site from cases where operation_id = $1 and id = any($2::uuid[])',
    [tx.operationId, ids],
  )
  return new Map(rows.map((row) => [row.id as CaseId, row.site]))
}
