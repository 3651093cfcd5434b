import type { AuditFilters } from '../../domain/audit-views.ts'
import type { Tx } from '../database.ts'
import type { EntryRow } from './read-entries.ts'
import { ENTRY_COLUMNS } from './read-entries.ts'

/** Where a page ends: the entry after which the next one begins. */
export interface EntryPlace {
  readonly at: string
  readonly lane: string
  readonly seq: number
}

export type ListedEntry = Omit<EntryRow, 'prevHash'>

/** Entries that fit, the latest first. */
export async function listAuditEntries(
  tx: Tx,
  { actor, kind, action, subject, from, until }: Omit<AuditFilters, 'after'>,
  { limit, after }: { readonly limit: number; readonly after?: EntryPlace },
): Promise<readonly ListedEntry[]> {
  return tx.query<ListedEntry>(
    `select ${ENTRY_COLUMNS} from audit_entries
     where operation_id = $1
       and ($2::text is null or actor = $2)
       and ($3::text is null or kind = $3)
       and ($4::text is null or action = $4)
       and ($5::text is null or $5 = any (subjects))
       and ($6::timestamptz is null or at >= $6)
       and ($7::timestamptz is null or at < $7)
       and ($8::timestamptz is null or (at, lane, seq) < ($8, $9::uuid, $10::bigint))
     order by audit_entries.at desc, lane desc, audit_entries.seq desc limit $11`,
    [
      tx.operationId,
      actor ?? null,
      kind ?? null,
      action ?? null,
      subject ?? null,
      from ?? null,
      until ?? null,
      after?.at ?? null,
      after?.lane ?? null,
      after?.seq ?? null,
      limit,
    ],
  )
}

/** The state of sealing: the last checkpoint, and when. */
export async function lastCheckpoint(
  tx: Tx,
): Promise<{ readonly seq: number; readonly at: string; readonly hash: string } | undefined> {
  const rows = await tx.query<{ seq: number; at: string; hash: string }>(
    `select seq, at, encode(hash, 'hex') as hash from audit_checkpoints
     where operation_id = $1 order by seq desc limit 1`,
    [tx.operationId],
  )
  return rows[0]
}
