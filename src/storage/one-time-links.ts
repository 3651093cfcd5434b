import type { Actor } from '../domain/access.ts'
import type { AccountId } from '../domain/ids.ts'
import type { Tx } from './database.ts'
import type { ActorRow } from './operations.ts'
import { toActor } from './operations.ts'

export interface OneTimeLink {
  readonly hash: Buffer
  readonly accountId: AccountId
  /** Made by who holds the data folder, not over HTTP. */
  readonly byOwner: boolean
  readonly madeBy: string
  readonly madeAt: Date
  readonly endsAt: Date
}

export async function insertLink(tx: Tx, link: OneTimeLink): Promise<void> {
  await tx.query(
    `insert into one_time_links (operation_id, token_hash, account_id, by_owner, made_by, made_at, ends_at)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [
      tx.operationId,
      link.hash,
      link.accountId,
      link.byOwner,
      link.madeBy,
      link.madeAt,
      link.endsAt,
    ],
  )
}

/** Uses a link up: whose it was, or nothing when there is none, its time is over, or its account is disabled. */
export async function takeLink(
  tx: Tx,
  hash: Buffer,
  now: Date,
): Promise<{ readonly actor: Actor; readonly byOwner: boolean } | undefined> {
  const rows = await tx.query<ActorRow & { handle: string; by_owner: boolean }>(
    `delete from one_time_links l using accounts a
     where l.operation_id = $1 and l.token_hash = $2 and l.ends_at > $3
       and a.operation_id = l.operation_id and a.id = l.account_id and a.disabled_at is null
     returning a.id, a.handle, a.role, a.sites, a.state, l.by_owner`,
    [tx.operationId, hash, now],
  )
  await tx.query('delete from one_time_links where operation_id = $1 and ends_at <= $2', [
    tx.operationId,
    now,
  ])
  const row = rows[0]
  return row && { actor: toActor(row.handle, row), byOwner: row.by_owner }
}

/** Makes the links of an account worth nothing. */
export async function deleteLinksOf(tx: Tx, account: AccountId): Promise<void> {
  await tx.query('delete from one_time_links where operation_id = $1 and account_id = $2', [
    tx.operationId,
    account,
  ])
}
