import type { Actor } from '../domain/access.ts'
import type { SessionLineView } from '../domain/account-views.ts'
import type { AccountId } from '../domain/ids.ts'
import type { OpenedWith } from '../domain/sign-in.ts'
import { SEEN_EVERY_MS } from '../domain/sign-in.ts'
import type { Tx } from './database.ts'
import { newId } from './ids.ts'
import type { ActorRow } from './operations.ts'
import { toActor } from './operations.ts'

export interface NewSession {
  readonly hash: Buffer
  readonly accountId: AccountId
  readonly byOwner: boolean
  readonly openedWith: OpenedWith
  readonly device: string
  readonly openedAt: Date
  readonly endsAt: Date
}

/** A session that somebody holds, with the account it works as. */
export interface SessionRow {
  readonly id: string
  readonly accountId: AccountId
  /** The account that signed in. */
  readonly owner: string
  /** The account that it works as: the same, but in an exercise. */
  readonly actor: Actor
  readonly byOwner: boolean
  readonly openedWith: OpenedWith
  readonly openedAt: string
  readonly seenAt: string
  readonly endsAt: string
}

export async function insertSession(tx: Tx, session: NewSession): Promise<void> {
  await tx.query(
    `insert into sessions (operation_id, token_hash, id, account_id, by_owner, opened_with, device,
       opened_at, seen_at, ends_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $8, $9)`,
    [
      tx.operationId,
      session.hash,
      newId(),
      session.accountId,
      session.byOwner,
      session.openedWith,
      session.device,
      session.openedAt,
      session.endsAt,
    ],
  )
}

/** The session of a token; none when its account was disabled. Whether it has ended is not asked here. */
export async function findSessionRow(tx: Tx, hash: Buffer): Promise<SessionRow | undefined> {
  const rows = await tx.query<
    {
      session_id: string
      account_id: string
      owner: string
      handle: string
      by_owner: boolean
      opened_with: string
      opened_at: string
      seen_at: string
      ends_at: string
    } & ActorRow
  >(
    `select s.id as session_id, s.account_id, o.handle as owner, a.id, a.handle, a.role, a.sites, a.state, s.by_owner, s.opened_with, s.opened_at,
            s.seen_at, s.ends_at
     from sessions s
     join accounts o on o.operation_id = s.operation_id and o.id = s.account_id
     join accounts a on a.operation_id = s.operation_id and a.id = coalesce(s.acting_as, s.account_id)
     where s.operation_id = $1 and s.token_hash = $2
       and o.disabled_at is null and a.disabled_at is null`,
    [tx.operationId, hash],
  )
  const row = rows[0]
  return (
    row && {
      id: row.session_id,
      accountId: row.account_id as AccountId,
      owner: row.owner,
      actor: toActor(row.handle, row),
      byOwner: row.by_owner,
      openedWith: row.opened_with as OpenedWith,
      openedAt: row.opened_at,
      seenAt: row.seen_at,
      endsAt: row.ends_at,
    }
  )
}

/** Writes down that the session was used. */
export async function markSeen(tx: Tx, id: string, at: Date): Promise<void> {
  // Of requests at once, the one that is retried finds it done.
  await tx.query(
    'update sessions set seen_at = $3 where operation_id = $1 and id = $2 and seen_at < $4',
    [tx.operationId, id, at, new Date(at.getTime() - SEEN_EVERY_MS)],
  )
}

/** Lets the session work as another account; undefined: as its own. */
export async function setActingAs(tx: Tx, id: string, accountId?: AccountId): Promise<void> {
  await tx.query('update sessions set acting_as = $3 where operation_id = $1 and id = $2', [
    tx.operationId,
    id,
    accountId,
  ])
}

export async function deleteSession(tx: Tx, hash: Buffer): Promise<void> {
  await tx.query('delete from sessions where operation_id = $1 and token_hash = $2', [
    tx.operationId,
    hash,
  ])
}

/** Sessions that ended by their time; somebody signs in often enough to sweep them out. */
export async function deleteEndedSessions(tx: Tx, now: Date): Promise<void> {
  await tx.query('delete from sessions where operation_id = $1 and ends_at <= $2', [
    tx.operationId,
    now,
  ])
}

/** Ends the sessions of an account, but the one to keep. */
export async function deleteSessionsOf(tx: Tx, account: AccountId, keep?: string): Promise<void> {
  await tx.query(
    `delete from sessions where operation_id = $1 and (account_id = $2 or acting_as = $2)
       and ($3::uuid is null or id <> $3)`,
    [tx.operationId, account, keep],
  )
}

/** Ends one session of the account. */
export async function deleteSessionById(tx: Tx, account: AccountId, id: string): Promise<void> {
  await tx.query(
    'delete from sessions where operation_id = $1 and account_id = $2 and id::text = $3',
    [tx.operationId, account, id],
  )
}

/** The session counts as opened with something stronger: its account has just proved that. */
export async function setOpenedWith(tx: Tx, id: string, openedWith: OpenedWith): Promise<void> {
  await tx.query('update sessions set opened_with = $3 where operation_id = $1 and id = $2', [
    tx.operationId,
    id,
    openedWith,
  ])
}

/** The account's sessions whose time is not over, the last used first. */
export async function listSessions(
  tx: Tx,
  account: AccountId,
  now: Date,
): Promise<readonly Omit<SessionLineView, 'isThis'>[]> {
  const rows = await tx.query<{
    id: string
    device: string
    opened_with: string
    opened_at: string
    seen_at: string
  }>(
    `select id, device, opened_with, opened_at, seen_at from sessions
     where operation_id = $1 and account_id = $2 and ends_at > $3 order by seen_at desc, id`,
    [tx.operationId, account, now],
  )
  return rows.map((row) => ({
    session: row.id,
    device: row.device,
    openedWith: row.opened_with as OpenedWith,
    openedAt: row.opened_at,
    seenAt: row.seen_at,
  }))
}

/** How many sessions each account has. */
export async function countSessions(tx: Tx, now: Date): Promise<ReadonlyMap<AccountId, number>> {
  const rows = await tx.query<{ account_id: string; sessions: number }>(
    `select account_id, count(*) as sessions from sessions
     where operation_id = $1 and ends_at > $2 group by account_id`,
    [tx.operationId, now],
  )
  return new Map(rows.map((row) => [row.account_id as AccountId, row.sessions]))
}
