import type { ClaimId } from '../domain/ids.ts'
import type { Tx } from './database.ts'

/** The sentence that each claim was read from, as its source wrote it. */
export async function listSentences(
  tx: Tx,
  ids: readonly ClaimId[],
): Promise<ReadonlyMap<ClaimId, string>> {
  const rows = await tx.query<{ claim_id: ClaimId; quoted_text: string }>(
    `select claim_id, quoted_text from claim_mentions
     where operation_id = $1 and claim_id = any($2::uuid[]) and part = 'sentence'`,
    [tx.operationId, ids],
  )
  return new Map(rows.map((row) => [row.claim_id, row.quoted_text]))
}

/** The handles of claims. */
export async function listReferences(
  tx: Tx,
  ids: readonly ClaimId[],
): Promise<ReadonlyMap<ClaimId, string>> {
  const rows = await tx.query<{ id: ClaimId; reference: string }>(
    'select id, reference from claims where operation_id = $1 and id = any($2::uuid[])',
    [tx.operationId, ids],
  )
  return new Map(rows.map((row) => [row.id, row.reference]))
}
