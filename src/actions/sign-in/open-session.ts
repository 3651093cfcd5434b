import type { Actor } from '../../domain/access.ts'
import type { OpenedWith } from '../../domain/sign-in.ts'
import { SESSION_ENDS } from '../../domain/sign-in.ts'
import type { Tx } from '../../storage/database.ts'
import { deleteEndedSessions, deleteSession, insertSession } from '../../storage/sessions.ts'
import { newToken, readToken } from '../../storage/tokens.ts'
import { noteSignIn } from './note-sign-in.ts'

/** The browser that signs in. */
export interface Visitor {
  /** The browser in two words. */
  readonly device: string
  /** The token of the session it held before: that one ends. */
  readonly before?: string
  /** Where it asks from, for limits only: it is kept as a hash for an hour. */
  readonly address: string
  readonly now: Date
}

/**
 * Opens a session with a token that nobody has seen before, and ends the one that the browser held:
 * what an attacker planted there opens nothing.
 */
export async function openSession(
  tx: Tx,
  visitor: Visitor,
  opened: {
    readonly actor: Actor
    readonly openedWith: OpenedWith
    readonly byOwner?: boolean
  },
): Promise<string> {
  const { device, before, now } = visitor
  const { actor, openedWith, byOwner = false } = opened
  await deleteEndedSessions(tx, now)
  const held = before === undefined ? undefined : readToken(before)
  if (held?.operation === tx.operationId) await deleteSession(tx, held.hash)
  const token = newToken(tx.operationId)
  const endsAt = new Date(now.getTime() + SESSION_ENDS.afterMs)
  const { accountId } = actor
  const session = { hash: token.hash, accountId, byOwner, openedWith, device }
  await insertSession(tx, { ...session, openedAt: now, endsAt })
  noteSignIn(tx, actor, 'opened', { with: openedWith })
  return token.text
}
