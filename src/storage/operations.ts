import type { Actor } from '../domain/access.ts'
import type { AccountId, OperationId, SiteId } from '../domain/ids.ts'
import type { PlainDate } from '../domain/plain-date.ts'
import type { Role } from '../domain/role.ts'
import { FIRST_SITE } from '../domain/site.ts'
import type { StateCode } from '../domain/state-code.ts'
import type { AccountView } from '../domain/views.ts'
import type { Database, Tx } from './database.ts'
import { newId } from './ids.ts'
import { EVERY_SITE, insertSites } from './sites.ts'

/** One displaced population in one country of asylum, with its own register and plans. */
export interface Operation {
  readonly id: OperationId
  readonly name: string
  readonly countryOfAsylum: StateCode
  readonly origin: StateCode
  readonly timeZone: string
  readonly clockOn?: PlainDate
}

interface OperationRow {
  id: string
  name: string
  country_of_asylum: string
  origin: string
  time_zone: string
  clock_on: string | null
}

/** All operations of this database, the newest last. */
export async function listOperations(db: Database): Promise<readonly Operation[]> {
  const rows = await db.bare<OperationRow>(`${SELECT_OPERATION} order by created_at, id`)
  return rows.map(toOperation)
}

/** The operation of this transaction; undefined when it is not written. */
export async function readOperation(tx: Tx): Promise<Operation | undefined> {
  const rows = await tx.query<OperationRow>(`${SELECT_OPERATION} where id = $1`, [tx.operationId])
  return rows[0] && toOperation(rows[0])
}

const SELECT_OPERATION =
  'select id, name, country_of_asylum, origin, time_zone, clock_on from operations'

function toOperation(row: OperationRow): Operation {
  return {
    id: row.id as OperationId,
    name: row.name,
    countryOfAsylum: row.country_of_asylum,
    origin: row.origin,
    timeZone: row.time_zone,
    ...(row.clock_on === null ? {} : { clockOn: row.clock_on }),
  }
}

/** Writes an operation and its accounts inside a transaction that named the operation's id. */
export async function insertOperation(
  tx: Tx,
  operation: Operation,
  accounts: readonly (AccountView & { readonly state?: StateCode })[],
): Promise<void> {
  await tx.query(
    `insert into operations (id, name, country_of_asylum, origin, time_zone, clock_on, created_at)
     values ($1, $2, $3, $4, $5, $6, now())`,
    [
      operation.id,
      operation.name,
      operation.countryOfAsylum,
      operation.origin,
      operation.timeZone,
      operation.clockOn,
    ],
  )
  await insertSites(tx, [FIRST_SITE])
  await tx.query('select make_pseudonym_key()')
  for (const account of accounts)
    await tx.query(
      `insert into accounts (operation_id, id, handle, display_name, role, sites, state)
       values ($1, $2, $3, $4, $5, $6, $7)`,
      [
        operation.id,
        newId(),
        account.handle,
        account.displayName,
        account.role,
        account.role === 'field_officer' ? [FIRST_SITE.id] : [EVERY_SITE],
        account.state,
      ],
    )
}

/** The operation's today: its clock when that stands still, else the day in its time zone. */
export function todayOf(operation: Operation, now: Date): PlainDate {
  return operation.clockOn ?? dayIn(operation.timeZone, now)
}

/** The calendar day of an instant in a time zone. */
export function dayIn(timeZone: string, instant: Date): PlainDate {
  // Swedish writes dates as ISO does.
  return new Intl.DateTimeFormat('sv-SE', { timeZone }).format(instant)
}

/** The instant at which a day ends in a time zone, exclusive. */
export async function endOfDay(tx: Tx, timeZone: string, day: PlainDate): Promise<string> {
  const rows = await tx.query<{ ends: string }>(
    `select (($1::date + 1)::timestamp at time zone $2) as ends`,
    [day, timeZone],
  )
  return rows[0]?.ends ?? ''
}

/** The accounts of the operation, by handle. */
export async function listAccounts(tx: Tx): Promise<readonly AccountView[]> {
  const rows = await tx.query<{ handle: string; display_name: string; role: string }>(
    'select handle, display_name, role from accounts where operation_id = $1 order by handle',
    [tx.operationId],
  )
  return rows.map((row) => ({
    handle: row.handle,
    displayName: row.display_name,
    role: row.role as Role,
  }))
}

/** An account as the database holds it. */
export interface ActorRow {
  id: string
  role: string
  sites: string[]
  state: string | null
}

/** The person behind a handle, unless the account was disabled. */
export async function findActor(tx: Tx, handle: string): Promise<Actor | undefined> {
  const rows = await tx.query<ActorRow>(
    `select id, role, sites, state from accounts
     where operation_id = $1 and handle = $2 and disabled_at is null`,
    [tx.operationId, handle],
  )
  return rows[0] && toActor(handle, rows[0])
}

export function toActor(handle: string, row: ActorRow): Actor {
  return {
    accountId: row.id as AccountId,
    handle,
    role: row.role as Role,
    sites: row.sites.includes(EVERY_SITE) ? 'all' : (row.sites as SiteId[]),
    ...(row.state === null ? {} : { state: row.state }),
  }
}

/** The handle of an account by its id. */
export async function findHandle(tx: Tx, accountId: AccountId): Promise<string | undefined> {
  const rows = await tx.query<{ handle: string }>(
    'select handle from accounts where operation_id = $1 and id = $2',
    [tx.operationId, accountId],
  )
  return rows[0]?.handle
}
