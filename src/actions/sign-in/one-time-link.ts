import { DomainError } from '../../domain/errors.ts'
import { LINK_LASTS_MS } from '../../domain/sign-in.ts'
import type { Database } from '../../storage/database.ts'
import type { Operation } from '../../storage/operations.ts'
import { findActor } from '../../storage/operations.ts'
import { insertLink, takeLink } from '../../storage/one-time-links.ts'
import { newToken, readToken } from '../../storage/tokens.ts'
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

/** Who holds the data folder holds everything in it, so who works at the terminal may open any account. */
const OWNER = { handle: 'owner', role: 'system' } as const

/** Makes a link that opens one session of the account, once and soon. Errors: `not_found`. */
export async function makeLink(
  db: Database,
  operation: Operation,
  handle: string,
  now: Date = new Date(),
): Promise<MadeLink> {
  const token = newToken(operation.id)
  const endsAt = new Date(now.getTime() + LINK_LASTS_MS)
  await db.asSystem().write(operation.id, async (tx) => {
    const account = await findActor(tx, handle)
    if (account === undefined)
      throw new DomainError(
        'not_found',
        `There is no account ${handle} in this operation. \`onward account list\` names them.`,
      )
    const { accountId } = account
    const link = { hash: token.hash, accountId, byOwner: true, madeBy: OWNER.handle }
    await insertLink(tx, { ...link, madeAt: now, endsAt })
    noteAccount(tx, account, 'link_made', OWNER)
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
