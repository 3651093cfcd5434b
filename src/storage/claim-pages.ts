import type { Tx } from './database.ts'

/** One page of handles of claims, the newest first, and how many there are. */
export async function pageOfClaims(
  tx: Tx,
  asked: {
    readonly state?: 'proposed' | 'confirmed' | 'rejected'
    readonly measure?: string
    readonly limit: number
    readonly offset: number
  },
): Promise<{ readonly total: number; readonly references: readonly string[] }> {
  const rows = await tx.query<{ reference: string; total: number }>(
    `select c.reference, count(*) over () as total
     from claims c
     left join lateral (
       select verdict from claim_decisions v
       where v.operation_id = c.operation_id and v.claim_id = c.id
       order by recorded_at desc, verdict desc limit 1) v on true
     where c.operation_id = $1
       and ($2::text is null or coalesce(v.verdict, 'proposed') = $2)
       and ($3::text is null or c.measure = $3)
     order by c.recorded_at desc, c.id desc limit $4 offset $5`,
    [tx.operationId, asked.state ?? null, asked.measure ?? null, asked.limit, asked.offset],
  )
  return { total: rows[0]?.total ?? 0, references: rows.map((row) => row.reference) }
}
