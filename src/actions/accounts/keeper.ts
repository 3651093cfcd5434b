import { requireAccess } from '../../domain/access.ts'
import type { AuditActor } from '../../domain/audit.ts'
import { DomainError } from '../../domain/errors.ts'
import type { AccountId } from '../../domain/ids.ts'
import type { AccountRow } from '../../storage/accounts.ts'
import { findAccountRow } from '../../storage/accounts.ts'
import type { Database, Tx } from '../../storage/database.ts'
import type { Operation } from '../../storage/operations.ts'
import type { Desk } from '../desk.ts'

/** Who keeps accounts: an administrator at a desk, or whoever holds the data folder. */
export interface Keeper {
  /** Bound to the machine: what accounts prove themselves with is read by no desk. */
  readonly system: Database
  readonly operation: Operation
  readonly by: AuditActor
  /** The keeper's own account; none at the terminal. */
  readonly self?: AccountId
}

/** An administrator. Errors: `not_allowed`. */
export function keeperAt({ db, operation, actor }: Desk): Keeper {
  requireAccess(actor, 'account.manage')
  const { handle, role, accountId: self } = actor
  return { system: db.asSystem(), operation, by: { handle, role }, self }
}

/** Who works at the terminal holds everything that accounts guard, so needs none. */
export function ownerKeeper(db: Database, operation: Operation): Keeper {
  return { system: db.asSystem(), operation, by: { handle: 'owner', role: 'system' } }
}

/** The account of this handle. Errors: `not_found`. */
export async function needAccount(tx: Tx, handle: string): Promise<AccountRow> {
  const account = await findAccountRow(tx, handle)
  if (account !== undefined) return account
  throw new DomainError(
    'not_found',
    'There is no account with this handle. See the list of accounts for those there are.',
  )
}

/** Nobody raises, lowers or shuts out the own account: somebody else must look at it. */
export function refuseSelf(keeper: Keeper, account: AccountRow): void {
  if (keeper.self === account.id)
    throw new DomainError(
      'not_allowed',
      'Nobody does this to their own account. Another administrator can, or the owner of the data folder with `onward account`.',
    )
}
