import type { Actor } from '../domain/access.ts'
import type { AccountId } from '../domain/ids.ts'
import type { Tx } from './database.ts'
import type { ActorRow } from './operations.ts'
import { toActor } from './operations.ts'
import { openerFor, sealerFor } from './sealing/sealed.ts'

/** What an account can prove itself with by typing. */
export interface TypedCredentials {
  readonly actor: Actor
  readonly passwordHash?: string
  /** Of the codes of an app, once they were confirmed. */
  readonly codeSecret?: string
}

/** The account behind a handle with its password and codes; none when it was disabled. */
export async function findTyped(tx: Tx, handle: string): Promise<TypedCredentials | undefined> {
  const rows = await tx.query<ActorRow & { hash: string | null; secret: string | null }>(
    `select a.id, a.role, a.sites, a.state, p.hash, c.secret
     from accounts a
     left join passwords p on p.operation_id = a.operation_id and p.account_id = a.id
     left join code_secrets c on c.operation_id = a.operation_id and c.account_id = a.id
       and c.confirmed_at is not null
     where a.operation_id = $1 and a.handle = $2 and a.disabled_at is null`,
    [tx.operationId, handle],
  )
  const row = rows[0]
  if (row === undefined) return undefined
  const codeSecret = await openSecret(tx, row.id as AccountId, row.secret)
  return {
    actor: toActor(handle, row),
    ...(row.hash === null ? {} : { passwordHash: row.hash }),
    ...(codeSecret === undefined ? {} : { codeSecret }),
  }
}

function secretOf(account: AccountId) {
  return { column: 'code_secrets.secret', row: account } as const
}

/** Sealed, since a secret for codes is all that a thief needs to make them. */
async function openSecret(
  tx: Tx,
  account: AccountId,
  column: string | null,
): Promise<string | undefined> {
  return (await openerFor(tx, [])).open<string>(undefined, secretOf(account), column)
}

export async function setPassword(tx: Tx, account: AccountId, hash: string): Promise<void> {
  await tx.query(
    `insert into passwords (operation_id, account_id, hash, set_at) values ($1, $2, $3, now())
     on conflict (operation_id, account_id) do update set hash = excluded.hash, set_at = excluded.set_at`,
    [tx.operationId, account, hash],
  )
}

/** A new secret, which counts once a first code of it was seen; one that was confirmed stays until then. */
export async function setCodeSecret(tx: Tx, account: AccountId, secret: string): Promise<void> {
  const sealed = (await sealerFor(tx, [])).seal(undefined, secretOf(account), secret)
  await tx.query(
    `insert into code_secrets (operation_id, account_id, secret) values ($1, $2, $3)
     on conflict (operation_id, account_id) do update
       set secret = excluded.secret, confirmed_at = null, last_step = 0`,
    [tx.operationId, account, sealed],
  )
}

/** The secret that waits for its first code. */
export async function findNewSecret(tx: Tx, account: AccountId): Promise<string | undefined> {
  const rows = await tx.query<{ secret: string }>(
    `select secret from code_secrets
     where operation_id = $1 and account_id = $2 and confirmed_at is null`,
    [tx.operationId, account],
  )
  return openSecret(tx, account, rows[0]?.secret ?? null)
}

/** Uses up the time step of a code, and all before it; false when it was used up already. */
export async function useCodeStep(tx: Tx, account: AccountId, step: number): Promise<boolean> {
  const rows = await tx.query(
    `update code_secrets set last_step = $3, confirmed_at = coalesce(confirmed_at, now())
     where operation_id = $1 and account_id = $2 and last_step < $3 returning 1 as used`,
    [tx.operationId, account, step],
  )
  return rows.length === 1
}

/** Uses up a recovery code; false when the account has no such code. */
export async function useRecoveryCode(tx: Tx, account: AccountId, hash: Buffer): Promise<boolean> {
  const rows = await tx.query(
    `delete from recovery_codes
     where operation_id = $1 and account_id = $2 and code_hash = $3 returning 1 as used`,
    [tx.operationId, account, hash],
  )
  return rows.length === 1
}

/** New recovery codes in place of all before. */
export async function setRecoveryCodes(
  tx: Tx,
  account: AccountId,
  hashes: readonly Buffer[],
): Promise<void> {
  await tx.query('delete from recovery_codes where operation_id = $1 and account_id = $2', [
    tx.operationId,
    account,
  ])
  await tx.query(
    `insert into recovery_codes (operation_id, account_id, code_hash)
     select $1, $2, hash from unnest($3::bytea[]) as hash`,
    [tx.operationId, account, hashes],
  )
}

/** What an account can be made to forget. */
export const CREDENTIALS = ['password', 'code', 'passkeys', 'outside'] as const
export type Credential = (typeof CREDENTIALS)[number]

const TABLES: Readonly<Record<Credential, readonly string[]>> = {
  password: ['passwords'],
  code: ['code_secrets', 'recovery_codes'],
  passkeys: ['passkeys'],
  outside: ['outside_accounts'],
}

export async function deleteCredential(
  tx: Tx,
  account: AccountId,
  what: Credential,
): Promise<void> {
  for (const table of TABLES[what])
    await tx.query(`delete from ${table} where operation_id = $1 and account_id = $2`, [
      tx.operationId,
      account,
    ])
}

/** What an account has to prove itself with, by account; never the secrets themselves. */
export interface Proofs {
  readonly password: boolean
  readonly code: boolean
  readonly recoveryCodes: number
  readonly passkeys: number
  readonly outside: readonly string[]
}

/** The proofs of one account, or of all. */
export async function listProofs(
  tx: Tx,
  account?: AccountId,
): Promise<ReadonlyMap<AccountId, Proofs>> {
  const rows = await tx.query<{
    id: string
    password: boolean
    code: boolean
    recovery_codes: number
    passkeys: number
    outside: string[]
  }>(
    `select a.id,
       exists (select 1 from passwords p where p.operation_id = $1 and p.account_id = a.id) as password,
       exists (select 1 from code_secrets c where c.operation_id = $1 and c.account_id = a.id
         and c.confirmed_at is not null) as code,
       (select count(*) from recovery_codes r where r.operation_id = $1 and r.account_id = a.id) as recovery_codes,
       (select count(*) from passkeys k where k.operation_id = $1 and k.account_id = a.id) as passkeys,
       array(select issuer from outside_accounts o where o.operation_id = $1 and o.account_id = a.id
         order by issuer) as outside
     from accounts a where a.operation_id = $1 and ($2::uuid is null or a.id = $2)`,
    [tx.operationId, account],
  )
  return new Map(
    rows.map(({ id, recovery_codes: recoveryCodes, ...row }) => [
      id as AccountId,
      { ...row, recoveryCodes },
    ]),
  )
}
