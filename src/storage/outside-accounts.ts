import type { Actor } from '../domain/access.ts'
import type { AccountId } from '../domain/ids.ts'
import type { Tx } from './database.ts'
import type { ActorRow } from './operations.ts'
import { toActor } from './operations.ts'

/** Who somebody is at the organisation's own provider. Never an e-mail address: those change hands. */
export interface OutsideAccount {
  readonly issuer: string
  readonly subject: string
}

/** Links it to an account; false when it is linked to another already. */
export async function linkOutside(
  tx: Tx,
  account: AccountId,
  { issuer, subject }: OutsideAccount,
): Promise<boolean> {
  const rows = await tx.query(
    `insert into outside_accounts (operation_id, issuer, subject, account_id, linked_at)
     values ($1, $2, $3, $4, now())
     on conflict (operation_id, issuer, subject) do update set linked_at = excluded.linked_at
       where outside_accounts.account_id = excluded.account_id
     returning 1 as linked`,
    [tx.operationId, issuer, subject, account],
  )
  return rows.length === 1
}

/** The account that is linked to it, unless it was disabled. */
export async function findByOutside(
  tx: Tx,
  { issuer, subject }: OutsideAccount,
): Promise<Actor | undefined> {
  const rows = await tx.query<ActorRow & { handle: string }>(
    `select a.id, a.handle, a.role, a.sites, a.state
     from outside_accounts o join accounts a on a.operation_id = o.operation_id and a.id = o.account_id
     where o.operation_id = $1 and o.issuer = $2 and o.subject = $3 and a.disabled_at is null`,
    [tx.operationId, issuer, subject],
  )
  return rows[0] && toActor(rows[0].handle, rows[0])
}
