import type { AccountsView, KeptAccountView } from '../../domain/account-views.ts'
import { DomainError } from '../../domain/errors.ts'
import type { AccountId } from '../../domain/ids.ts'
import type { Role } from '../../domain/role.ts'
import type { AccountRow } from '../../storage/accounts.ts'
import {
  findAccountRow,
  insertAccount,
  listAccountRows,
  updateAccount,
} from '../../storage/accounts.ts'
import type { Credential } from '../../storage/credentials.ts'
import { deleteCredential, listProofs } from '../../storage/credentials.ts'
import type { Tx } from '../../storage/database.ts'
import { newId } from '../../storage/ids.ts'
import { deleteLinksOf } from '../../storage/one-time-links.ts'
import { countSessions, deleteSessionsOf } from '../../storage/sessions.ts'
import { EVERY_SITE, listSites } from '../../storage/sites.ts'
import { noteAccount } from '../sign-in/note-sign-in.ts'
import type { Keeper } from './keeper.ts'
import { needAccount, refuseSelf } from './keeper.ts'

export interface AccountAsked {
  readonly displayName?: string
  readonly role?: Role
  /** Ids of sites; `*`: all. */
  readonly sites?: readonly string[]
  /** Whose liaison it is. */
  readonly state?: string
}

const HANDLE = /^[a-z0-9][a-z0-9._-]{1,58}[a-z0-9]$/
const MOST_NAME = 80

/** Every account with what it can sign in with. */
export async function listAccounts(
  { system, operation }: Keeper,
  now: Date,
): Promise<AccountsView> {
  return system.read(operation.id, async (tx) => {
    const proofs = await listProofs(tx)
    const sessions = await countSessions(tx, now)
    const rows = await listAccountRows(tx)
    return {
      accounts: rows.map(({ id, ...row }): KeptAccountView => ({
        ...row,
        proofs: proofs.get(id) ?? NO_PROOFS,
        sessions: sessions.get(id) ?? 0,
      })),
    }
  })
}

const NO_PROOFS = { password: false, code: false, recoveryCodes: 0, passkeys: 0, outside: [] }

/**
 * Adds an account. It can sign in by no means yet: make a link for it. Errors: `invalid_input`,
 * `conflict`.
 */
export async function addAccount(
  keeper: Keeper,
  handle: string,
  asked: AccountAsked & { readonly role: Role },
): Promise<void> {
  if (!HANDLE.test(handle))
    throw new DomainError(
      'invalid_input',
      'A handle is 3 to 60 small letters, digits, dots, hyphens or low lines, for example officer.three. It says what somebody does here, not their name: it stands in every record.',
    )
  await keeper.system.write(keeper.operation.id, async (tx) => {
    if ((await findAccountRow(tx, handle)) !== undefined)
      throw new DomainError('conflict', 'There is an account with this handle already.')
    const id = newId<AccountId>()
    const account = { id, handle, displayName: handle, sites: defaultSites(asked.role), ...asked }
    await insertAccount(tx, await checked(tx, account))
    noteAccount(tx, id, 'added', keeper.by, { role: asked.role })
  })
}

/** A field officer works for sites; everybody else is bound to none. */
const defaultSites = (role: Role): readonly string[] =>
  role === 'field_officer' ? [] : [EVERY_SITE]

/** Changes what an account is. Its sessions end: they began as something else. */
export async function changeAccount(
  keeper: Keeper,
  handle: string,
  asked: AccountAsked,
): Promise<void> {
  await keeper.system.write(keeper.operation.id, async (tx) => {
    const account = await needAccount(tx, handle)
    refuseSelf(keeper, account)
    const changed = await checked(tx, { ...account, ...asked })
    await updateAccount(tx, changed)
    await deleteSessionsOf(tx, account.id)
    noteAccount(tx, account.id, 'changed', keeper.by, { before: account.role, role: changed.role })
  })
}

/** Shuts an account out at once, or lets it in again. What it did stays. */
export async function setDisabled(
  keeper: Keeper,
  handle: string,
  disabled: boolean,
  now: Date,
): Promise<void> {
  await keeper.system.write(keeper.operation.id, async (tx) => {
    const account = await needAccount(tx, handle)
    refuseSelf(keeper, account)
    const { disabledAt: _before, ...rest } = account
    await updateAccount(tx, disabled ? { ...rest, disabledAt: now.toISOString() } : rest)
    if (disabled) await shutOut(tx, account)
    noteAccount(tx, account.id, disabled ? 'disabled' : 'enabled', keeper.by)
  })
}

/** Lets an account forget what it signs in with, for example a lost telephone; its sessions end. */
export async function resetCredentials(
  keeper: Keeper,
  handle: string,
  what: readonly Credential[],
): Promise<void> {
  await keeper.system.write(keeper.operation.id, async (tx) => {
    const account = await needAccount(tx, handle)
    refuseSelf(keeper, account)
    for (const one of what) await deleteCredential(tx, account.id, one)
    await shutOut(tx, account)
    noteAccount(tx, account.id, 'reset', keeper.by, { what: what.join(' ') })
  })
}

/** Ends every session of an account. */
export async function endSessionsOf(keeper: Keeper, handle: string): Promise<void> {
  await keeper.system.write(keeper.operation.id, async (tx) => {
    const account = await needAccount(tx, handle)
    await shutOut(tx, account)
    noteAccount(tx, account.id, 'signed_out', keeper.by)
  })
}

async function shutOut(tx: Tx, account: AccountRow): Promise<void> {
  await deleteSessionsOf(tx, account.id)
  await deleteLinksOf(tx, account.id)
}

/** The account when it can be so. Errors: `invalid_input`. */
async function checked(tx: Tx, account: AccountRow): Promise<AccountRow> {
  const { displayName, role, sites, state, ...rest } = account
  const refuse = (message: string): never => {
    throw new DomainError('invalid_input', message)
  }
  const name = displayName.trim()
  if (name === '' || Array.from(name).length > MOST_NAME)
    refuse(`The name of an account has 1 to ${MOST_NAME} letters.`)
  if (sites.length === 0)
    refuse('A field officer works for one site at least. Name it, or * for all.')
  const known = new Set<string>([EVERY_SITE, ...(await listSites(tx)).map((one) => one.id)])
  if (sites.some((site) => !known.has(site)))
    refuse(`There is no such site. There are: ${[...known].join(', ')}.`)
  if ((role === 'state_liaison') !== (state !== undefined))
    refuse('A liaison, and nobody else, speaks for a State. Name it by its code, for example ALB.')
  if (state !== undefined && !/^[A-Z]{3}$/.test(state))
    refuse('A State is given by its ISO 3166-1 code of three capital letters, for example ALB.')
  return { ...rest, displayName: name, role, sites, ...(state === undefined ? {} : { state }) }
}
