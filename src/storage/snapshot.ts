import type { Tx } from './database.ts'

/**
 * What this transaction sees of all others, as text. The same text means the same data: no
 * transaction that writes, in whichever operation, ended in between. Readers leave it as it is.
 */
export async function readSnapshot(tx: Tx): Promise<string> {
  const rows = await tx.query<{ snapshot: string }>(
    'select pg_current_snapshot()::text as snapshot',
  )
  return rows[0]?.snapshot ?? ''
}
