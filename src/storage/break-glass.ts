import type { BreakGlassGrant, BreakGlassKind } from '../domain/break-glass.ts'
import type { SiteId } from '../domain/ids.ts'
import type { Tx } from './database.ts'

export interface StoredGrant extends BreakGlassGrant {
  readonly actor: string
  readonly subjectId: string
  readonly reason: string
  readonly acknowledgedAt?: string
  readonly acknowledgedBy?: string
}

interface GrantRow {
  readonly id: string
  readonly account_id: string
  readonly actor: string
  readonly subject_kind: string
  readonly subject_id: string
  readonly reference: string
  readonly site: string
  readonly reason: string
  readonly opened_at: string
  readonly ends_at: string
  readonly ended_at: string | null
  readonly acknowledged_at: string | null
  readonly acknowledged_by: string | null
}

const COLUMNS = `id, account_id, actor, subject_kind, subject_id, reference, site, reason, opened_at,
  ends_at, ended_at, acknowledged_at, acknowledged_by`

function toGrant(row: GrantRow): StoredGrant {
  return {
    id: row.id,
    accountId: row.account_id,
    actor: row.actor,
    subjectKind: row.subject_kind as BreakGlassKind,
    subjectId: row.subject_id,
    reference: row.reference,
    site: row.site as SiteId,
    reason: row.reason,
    openedAt: row.opened_at,
    endsAt: row.ends_at,
    ...(row.ended_at === null ? {} : { endedAt: row.ended_at }),
    ...(row.acknowledged_at === null ? {} : { acknowledgedAt: row.acknowledged_at }),
    ...(row.acknowledged_by === null ? {} : { acknowledgedBy: row.acknowledged_by }),
  }
}

export async function insertGrant(tx: Tx, one: StoredGrant): Promise<void> {
  await tx.query(
    `insert into break_glass_grants (operation_id, id, account_id, actor, subject_kind, subject_id,
       reference, site, reason, opened_at, ends_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      tx.operationId,
      one.id,
      one.accountId,
      one.actor,
      one.subjectKind,
      one.subjectId,
      one.reference,
      one.site,
      one.reason,
      one.openedAt,
      one.endsAt,
    ],
  )
}

/** An account's grants that have not come to their end. */
export async function listRunningGrants(
  tx: Tx,
  accountId: string,
  now: Date,
): Promise<readonly StoredGrant[]> {
  const rows = await tx.query<GrantRow>(
    `select ${COLUMNS} from break_glass_grants
     where operation_id = $1 and account_id = $2 and ends_at > $3 order by opened_at`,
    [tx.operationId, accountId, now],
  )
  return rows.map(toGrant)
}

/** Grants that this transaction's account may see: what waits for a look first, then the latest. */
export async function listGrants(tx: Tx, most: number): Promise<readonly StoredGrant[]> {
  const rows = await tx.query<GrantRow>(
    `select ${COLUMNS} from break_glass_grants where operation_id = $1
     order by acknowledged_at is not null, opened_at desc, id limit $2`,
    [tx.operationId, most],
  )
  return rows.map(toGrant)
}

export async function findGrant(tx: Tx, id: string): Promise<StoredGrant | undefined> {
  const rows = await tx.query<GrantRow>(
    `select ${COLUMNS} from break_glass_grants where operation_id = $1 and id = $2`,
    [tx.operationId, id],
  )
  return rows.map(toGrant)[0]
}

export async function endGrant(tx: Tx, id: string, at: Date): Promise<void> {
  await tx.query(
    `update break_glass_grants set ended_at = $3
     where operation_id = $1 and id = $2 and ended_at is null and ends_at > $3`,
    [tx.operationId, id, at],
  )
}

export async function acknowledgeGrant(tx: Tx, id: string, by: string, at: Date): Promise<void> {
  await tx.query(
    `update break_glass_grants set acknowledged_at = $4, acknowledged_by = $3
     where operation_id = $1 and id = $2 and acknowledged_at is null`,
    [tx.operationId, id, by, at],
  )
}

/** The id and site of a case or person, wherever it is. */
export async function findAnywhere(
  tx: Tx,
  kind: BreakGlassKind,
  reference: string,
): Promise<{ readonly id: string; readonly site: SiteId } | undefined> {
  const table = kind === 'case' ? 'cases' : 'persons'
  const rows = await tx.query<{ id: string; site: string }>(
    `select id, site from ${table} where operation_id = $1 and reference = $2 and removed_at is null`,
    [tx.operationId, reference],
  )
  return rows[0] && { id: rows[0].id, site: rows[0].site as SiteId }
}
