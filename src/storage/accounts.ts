import type { AccountId } from '../domain/ids.ts'
import type { Role } from '../domain/role.ts'
import type { StateCode } from '../domain/state-code.ts'
import type { Tx } from './database.ts'

/** An account as who keeps accounts sees it. */
export interface AccountRow {
  readonly id: AccountId
  readonly handle: string
  readonly displayName: string
  readonly role: Role
  /** Ids of sites; `*`: all. */
  readonly sites: readonly string[]
  readonly state?: StateCode
  readonly disabledAt?: string
}

const COLUMNS = 'id, handle, display_name, role, sites, state, disabled_at'

interface Row {
  id: string
  handle: string
  display_name: string
  role: string
  sites: string[]
  state: string | null
  disabled_at: string | null
}

const toAccount = (row: Row): AccountRow => ({
  id: row.id as AccountId,
  handle: row.handle,
  displayName: row.display_name,
  role: row.role as Role,
  sites: row.sites,
  ...(row.state === null ? {} : { state: row.state }),
  ...(row.disabled_at === null ? {} : { disabledAt: row.disabled_at }),
})

/** Every account, disabled ones too, by handle. */
export async function listAccountRows(tx: Tx): Promise<readonly AccountRow[]> {
  const rows = await tx.query<Row>(
    `select ${COLUMNS} from accounts where operation_id = $1 order by handle`,
    [tx.operationId],
  )
  return rows.map(toAccount)
}

export async function findAccountRow(tx: Tx, handle: string): Promise<AccountRow | undefined> {
  const rows = await tx.query<Row>(
    `select ${COLUMNS} from accounts where operation_id = $1 and handle = $2`,
    [tx.operationId, handle],
  )
  return rows[0] && toAccount(rows[0])
}

export async function insertAccount(tx: Tx, account: AccountRow): Promise<void> {
  await tx.query(
    `insert into accounts (operation_id, id, handle, display_name, role, sites, state)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [
      tx.operationId,
      account.id,
      account.handle,
      account.displayName,
      account.role,
      account.sites,
      account.state,
    ],
  )
}

export async function updateAccount(tx: Tx, account: AccountRow): Promise<void> {
  await tx.query(
    `update accounts set display_name = $3, role = $4, sites = $5, state = $6, disabled_at = $7
     where operation_id = $1 and id = $2`,
    [
      tx.operationId,
      account.id,
      account.displayName,
      account.role,
      account.sites,
      account.state,
      account.disabledAt,
    ],
  )
}
