import type { Actor } from '../domain/access.ts'
import type { PasskeyView } from '../domain/account-views.ts'
import type { AccountId } from '../domain/ids.ts'
import type { Tx } from './database.ts'
import { newId } from './ids.ts'
import type { ActorRow } from './operations.ts'
import { toActor } from './operations.ts'

/** A passkey as it is checked against. */
export interface Passkey {
  readonly credentialId: string
  readonly publicKey: Uint8Array<ArrayBuffer>
  readonly counter: number
  readonly transports: readonly string[]
}

export async function insertPasskey(
  tx: Tx,
  account: AccountId,
  passkey: Passkey,
  name: string,
): Promise<void> {
  await tx.query(
    `insert into passkeys (operation_id, credential_id, id, account_id, public_key, counter,
       transports, name, made_at) values ($1, $2, $3, $4, $5, $6, $7, $8, now())`,
    [
      tx.operationId,
      passkey.credentialId,
      newId(),
      account,
      Buffer.from(passkey.publicKey),
      passkey.counter,
      passkey.transports,
      name,
    ],
  )
}

/** The passkey and whose it is; none when the account was disabled. */
export async function findPasskey(
  tx: Tx,
  credentialId: string,
): Promise<{ readonly passkey: Passkey; readonly actor: Actor } | undefined> {
  const rows = await tx.query<
    ActorRow & { handle: string; public_key: Buffer; counter: number; transports: string[] }
  >(
    `select k.public_key, k.counter, k.transports, a.id, a.handle, a.role, a.sites, a.state
     from passkeys k join accounts a on a.operation_id = k.operation_id and a.id = k.account_id
     where k.operation_id = $1 and k.credential_id = $2 and a.disabled_at is null`,
    [tx.operationId, credentialId],
  )
  const row = rows[0]
  if (row === undefined) return undefined
  const { counter, transports } = row
  const publicKey = new Uint8Array(row.public_key)
  return {
    passkey: { credentialId, publicKey, counter, transports },
    actor: toActor(row.handle, row),
  }
}

/** Writes down a use; false when a use with the same or a higher counter came before. */
export async function markPasskeyUsed(
  tx: Tx,
  credentialId: string,
  counter: number,
): Promise<boolean> {
  // Authenticators that keep no counter always send 0.
  const rows = await tx.query(
    `update passkeys set counter = $3, used_at = now()
     where operation_id = $1 and credential_id = $2 and (counter < $3 or (counter = 0 and $3 = 0))
     returning 1 as used`,
    [tx.operationId, credentialId, counter],
  )
  return rows.length === 1
}

export async function listPasskeys(tx: Tx, account: AccountId): Promise<readonly PasskeyView[]> {
  const rows = await tx.query<{
    id: string
    name: string
    made_at: string
    used_at: string | null
  }>(
    `select id, name, made_at, used_at from passkeys
     where operation_id = $1 and account_id = $2 order by made_at, id`,
    [tx.operationId, account],
  )
  return rows.map((row) => ({
    passkey: row.id,
    name: row.name,
    madeAt: row.made_at,
    ...(row.used_at === null ? {} : { usedAt: row.used_at }),
  }))
}

/** The authenticators' own ids of the account's passkeys, so that none is made twice. */
export async function listCredentialIds(tx: Tx, account: AccountId): Promise<readonly string[]> {
  const rows = await tx.query<{ credential_id: string }>(
    'select credential_id from passkeys where operation_id = $1 and account_id = $2',
    [tx.operationId, account],
  )
  return rows.map((row) => row.credential_id)
}

/** Forgets one passkey of the account; false when it has no such. */
export async function deletePasskey(tx: Tx, account: AccountId, id: string): Promise<boolean> {
  const rows = await tx.query(
    `delete from passkeys where operation_id = $1 and account_id = $2 and id::text = $3
     returning 1 as gone`,
    [tx.operationId, account, id],
  )
  return rows.length === 1
}
