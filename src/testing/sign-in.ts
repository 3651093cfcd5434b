import { findOperation } from '../actions/desk.ts'
import type { Operation } from '../storage/operations.ts'
import { ownerKeeper } from '../actions/accounts/keeper.ts'
import { makeLink, signInByLink } from '../actions/sign-in/one-time-link.ts'
import { LOOPBACK_COOKIE } from '../api/session-cookie.ts'
import type { Database } from '../storage/database.ts'

/**
 * Signs the account in, at the newest operation when none is named, by a one-time link, as somebody at the terminal
 * would, and gives the value of the header `cookie` for requests to a server on loopback.
 */
export async function signIn(
  { db }: { readonly db: Database },
  handle: string,
  at?: Operation,
): Promise<string> {
  const operation = at ?? (await findOperation(db))
  if (operation === undefined) throw new Error('There is no operation to sign in to.')
  const link = await makeLink(ownerKeeper(db, operation), handle)
  const { token } = await signInByLink(db, link.token, {
    device: 'a test',
    address: 'here',
    now: new Date(),
  })
  return `${LOOPBACK_COOKIE}=${token}`
}
