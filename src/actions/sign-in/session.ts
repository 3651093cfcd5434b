import type { Actor } from '../../domain/access.ts'
import { DomainError } from '../../domain/errors.ts'
import type { AccountId } from '../../domain/ids.ts'
import type { OpenedWith } from '../../domain/sign-in.ts'
import { SEEN_EVERY_MS, SESSION_ENDS } from '../../domain/sign-in.ts'
import type { Database } from '../../storage/database.ts'
import type { Operation } from '../../storage/operations.ts'
import { findActor, readOperation } from '../../storage/operations.ts'
import type { SessionRow } from '../../storage/sessions.ts'
import { deleteSession, findSessionRow, markSeen, setActingAs } from '../../storage/sessions.ts'
import { readToken } from '../../storage/tokens.ts'
import { notSignedIn } from './not-signed-in.ts'
import { noteSignIn } from './note-sign-in.ts'

/** Somebody who is signed in. */
export interface SignedIn {
  readonly operation: Operation
  readonly sessionId: string
  /** The account that signed in. */
  readonly accountId: AccountId
  readonly owner: string
  /** The one it works as: the same, but in an exercise. */
  readonly actor: Actor
  readonly openedWith: OpenedWith
  readonly openedAt: string
  /** An exercise, opened by who holds the data folder: the story of four eyes can be played alone. */
  readonly maySwitch: boolean
}

/**
 * Who holds this token; with `isUse` the session was used now. Errors: `not_signed_in` when nobody does, or the session
 * has ended.
 */
export async function findSession(
  db: Database,
  text: string | undefined,
  now: Date,
  isUse = true,
): Promise<SignedIn> {
  const token = text === undefined ? undefined : readToken(text)
  if (token === undefined) throw notSignedIn()
  const found = await db.asSystem().read(token.operation, async (tx) => {
    const row = await findSessionRow(tx, token.hash)
    const operation = row && (await readOperation(tx))
    return row && operation && { row, operation }
  })
  if (found === undefined || hasEnded(found.row, found.operation, now)) throw notSignedIn()
  const { row, operation } = found
  if (isUse && now.getTime() - Date.parse(row.seenAt) > SEEN_EVERY_MS)
    await db.asSystem().write(operation.id, (tx) => markSeen(tx, row.id, now))
  const { id: sessionId, accountId, owner, actor, openedWith, openedAt } = row
  const maySwitch = row.byOwner && operation.clockOn !== undefined
  return { operation, sessionId, accountId, owner, actor, openedWith, openedAt, maySwitch }
}

function hasEnded(row: SessionRow, operation: Operation, now: Date): boolean {
  const idleMs =
    operation.clockOn === undefined ? SESSION_ENDS.idleMs : SESSION_ENDS.idleInExerciseMs
  const at = now.getTime()
  return at >= Date.parse(row.endsAt) || at >= Date.parse(row.seenAt) + idleMs
}

/** Ends the session of this token, if there is one. */
export async function signOut(db: Database, text: string | undefined): Promise<void> {
  const token = text === undefined ? undefined : readToken(text)
  if (token === undefined) return
  await db.asSystem().write(token.operation, async (tx) => {
    const row = await findSessionRow(tx, token.hash)
    if (row === undefined) return
    await deleteSession(tx, token.hash)
    noteSignIn(tx, row.actor, 'ended')
  })
}

/** Lets an owner's session work as another account of the exercise. Errors: `not_allowed`, `not_found`. */
export async function actAs(db: Database, who: SignedIn, handle: string): Promise<void> {
  if (!who.maySwitch)
    throw new DomainError(
      'not_allowed',
      'A session works as the account that signed in; only the owner of an exercise may change it. Sign in with the other account.',
    )
  await db.asSystem().write(who.operation.id, async (tx) => {
    const account = await findActor(tx, handle)
    if (account === undefined)
      throw new DomainError('not_found', `There is no account ${handle} in this operation.`)
    await setActingAs(tx, who.sessionId, account.accountId)
    noteSignIn(tx, who.actor, 'acts_as', { account: handle })
  })
}
