import type { Actor } from '../domain/access.ts'
import { DomainError } from '../domain/errors.ts'
import { FIRST_ACCOUNTS } from '../domain/first-accounts.ts'
import type { AccountId, SiteId } from '../domain/ids.ts'
import type { PlainDate } from '../domain/plain-date.ts'
import { FIRST_SITE } from '../domain/site.ts'
import type { OperationView } from '../domain/views.ts'
import type { Database } from '../storage/database.ts'
import { newId } from '../storage/ids.ts'
import type { Operation } from '../storage/operations.ts'
import { findActor, listOperations, todayOf } from '../storage/operations.ts'

/** Who works, in which operation, on which database: what every action needs. */
export interface Desk {
  /** Bound to the actor. */
  readonly db: Database
  readonly operation: Operation
  readonly actor: Actor
  readonly now: () => Date
}

/** The account that works when none is named: the reviewer of a one-laptop office. */
export const DEFAULT_HANDLE = 'reviewer.one'

/** The operation by name, or the newest when no name is given; undefined when there is none. */
export async function findOperation(db: Database, name?: string): Promise<Operation | undefined> {
  const all = await listOperations(db)
  return name === undefined ? all.at(-1) : all.find((one) => one.name === name)
}

/** The same; `not_found` when there is none. */
export async function newestOperation(db: Database, name?: string): Promise<Operation> {
  const operation = await findOperation(db, name)
  if (operation !== undefined) return operation
  throw new DomainError(
    'not_found',
    'There is no operation yet. `onward demo` fills one with the reference scenario; `onward import register FILE` opens one from a file.',
  )
}

/** The account that makes the first plan: not a reviewer, so that any reviewer may approve it. */
export const DEFAULT_PLANNER = 'officer.one'

/** Opens a desk; `not_found` when the operation or the account does not exist. */
export async function openDesk(
  db: Database,
  options: {
    readonly operation?: string
    readonly handle?: string
    readonly now?: () => Date
  } = {},
): Promise<Desk> {
  const operation = await newestOperation(db, options.operation)
  return sitDown(db, operation, options.handle ?? DEFAULT_HANDLE, options.now)
}

/** Opens a desk in a known operation for the account with this handle. */
export async function sitDown(
  db: Database,
  operation: Operation,
  handle: string,
  now: () => Date = () => new Date(),
): Promise<Desk> {
  const actor = await db.read(operation.id, (tx) => findActor(tx, handle))
  if (actor === undefined)
    throw new DomainError(
      'not_found',
      `There is no account ${handle} in this operation. Name one of its accounts with --as.`,
    )
  return deskOf(db, operation, actor, now)
}

/** The desk of an account that is known. */
export function deskOf(
  db: Database,
  operation: Operation,
  actor: Actor,
  now: () => Date = () => new Date(),
): Desk {
  return { db: db.as(actor), operation, actor, now }
}

/** The desk of whoever reads what is public: no account, and no activity asks for one. */
export function publicDesk(
  db: Database,
  operation: Operation,
  now: () => Date = () => new Date(),
): Desk {
  const actor = {
    accountId: NOBODY,
    handle: 'public',
    role: 'public_information',
    sites: [],
  } as const
  return deskOf(db, operation, actor, now)
}

/** The nil UUID: no account has it. */
const NOBODY = '00000000-0000-0000-0000-000000000000' as AccountId

/** A desk in an operation that is not written yet, for the first account of this handle. */
export function draftDesk(db: Database, operation: Operation, handle = DEFAULT_HANDLE): Desk {
  const account = FIRST_ACCOUNTS.find((one) => one.handle === handle)
  if (account === undefined)
    throw new DomainError(
      'not_found',
      `A new operation has no account ${handle}. It starts with ${FIRST_ACCOUNTS.map((one) => one.handle).join(', ')}.`,
    )
  const sites = account.role === 'field_officer' ? [FIRST_SITE.id] : ('all' as const)
  const actor = { accountId: newId<AccountId>(), handle, role: account.role, sites }
  return { db: db.as(actor), operation, actor, now: () => new Date() }
}

/**
 * Where newcomers of this desk are registered while nobody says otherwise: the account's only site,
 * else the operation's first.
 */
export function usualSite({ actor }: Desk): SiteId {
  if (actor.sites === 'all' || actor.sites.includes(FIRST_SITE.id)) return FIRST_SITE.id
  return actor.sites[0] ?? FIRST_SITE.id
}

export function today(desk: Desk): PlainDate {
  return todayOf(desk.operation, desk.now())
}

export function operationView(desk: Desk): OperationView {
  return {
    name: desk.operation.name,
    countryOfAsylum: desk.operation.countryOfAsylum,
    today: today(desk),
    isExercise: desk.operation.clockOn !== undefined,
  }
}
