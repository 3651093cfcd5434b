import type { Tx } from './database.ts'

/**
 * Takes persons, cases or offers out of everything that is read, as if they had not come; their
 * rows stay, so that a later import may bring them back. A case's members are free for another.
 */
export async function removeRows(
  tx: Tx,
  table: 'persons' | 'cases' | 'offers',
  ids: readonly string[],
): Promise<void> {
  if (table === 'cases')
    await tx.query(
      'delete from case_members where operation_id = $1 and case_id = any($2::uuid[])',
      [tx.operationId, ids],
    )
  await tx.query(
    `update ${table} set removed_at = now() where operation_id = $1 and id = any($2::uuid[])`,
    [tx.operationId, ids],
  )
}
