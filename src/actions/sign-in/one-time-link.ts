import { DomainError } from '../../domain/errors.ts'
import { LINK_LASTS_MS } from '../../domain/sign-in.ts'
import type { Database } from '../../storage/database.ts'
import { insertLink, takeLink } from '../../storage/one-time-links.ts'
import { newToken, readToken } from '../../storage/tokens.ts'
import type { Keeper } from '../accounts/keeper.ts'
import { needAccount, refuseSelf } from '../accounts/keeper.ts'
import { notSignedIn } from './not-signed-in.ts'
import { noteAccount } from './note-sign-in.ts'
import type { Visitor } from './open-session.ts'
import { openSession } from './open-session.ts'

export interface MadeLink {
  readonly account: string
  /** What follows `#` in the address: it is sent to no server by the browser and stands in no log. */
  readonly token: string
  readonly endsAt: string
}

/**
 * Makes a link that opens one session of the account, once and soon. Errors: `not_found`,
 * `not_allowed` for the own account (a session is no way to another one), `conflict` when disabled.
 */
export async function makeLink(
  keeper: Keeper,
  handle: string,
  now: Date = new Date(),
): Promise<MadeLink> {
  const { system, operation, by, self } = keeper
  const token = newToken(operation.id)
  const endsAt = new Date(now.getTime() + LINK_LASTS_MS)
  await system.write(operation.id, async (tx) => {
    const account = await needAccount(tx, handle)
    refuseSelf(keeper, account)
    if (account.disabledAt !== undefined)
      throw new DomainError('conflict', 'This account is disabled. Enable it first.')
    const accountId = account.id
    const link = { hash: token.hash, accountId, byOwner: self === undefined, madeBy: by.handle }
    await insertLink(tx, { ...link, madeAt: now, endsAt })
    noteAccount(tx, accountId, 'link_made', by)
  })
  return { account: handle, token: token.text, endsAt: endsAt.toISOString() }
}

/** Opens the session of a link and uses it up. Errors: `not_signed_in`. */
export async function signInByLink(
  db: Database,
  text: string,
  visitor: Visitor,
): Promise<{ readonly token: string }> {
  const link = readToken(text)
  const opened =
    link &&
    (await db.asSystem().write(link.operation, async (tx) => {
      const taken = await takeLink(tx, link.hash, visitor.now)
      return taken && openSession(tx, visitor, { ...taken, openedWith: 'link' })
    }))
  if (opened === undefined)
    throw notSignedIn(
      'This link opens nothing: it was used already, or its time is over. Ask for a new one.',
    )
  return { token: opened }
}
