import type { OpenedWith } from '../../domain/sign-in.ts'
import type { Database, Tx } from '../../storage/database.ts'
import type { TypedCredentials } from '../../storage/credentials.ts'
import { findTyped, useCodeStep, useRecoveryCode } from '../../storage/credentials.ts'
import type { Operation } from '../../storage/operations.ts'
import { recoveryHash, stepOfCode } from './codes.ts'
import { isPassword } from './hash-password.ts'
import { notSignedIn } from './not-signed-in.ts'
import { noteRefusal } from './note-sign-in.ts'
import type { Visitor } from './open-session.ts'
import { openSession } from './open-session.ts'
import { allowTry, forgetFailures, typedLimits } from './try-limits.ts'

export interface TypedSignIn {
  readonly handle: string
  readonly password: string
  /** Six digits of an app, or a recovery code; for accounts that have codes. */
  readonly code?: string
}

/** One sentence for every reason, so that it tells none. */
const REFUSED =
  'Not signed in: the account, the password or the code is not right, or there were too many tries. Check them; after several tries wait 15 minutes, or ask an administrator for a link.'

/**
 * Opens a session by what was typed. Whatever is wrong, the answer is the same and takes the same
 * time: an unknown account, one without a password, a wrong password or code, a locked account.
 * Errors: `not_signed_in`.
 */
export async function signInByPassword(
  db: Database,
  operation: Operation,
  typed: TypedSignIn,
  visitor: Visitor,
): Promise<{ readonly token: string }> {
  const system = db.asSystem()
  const handle = typed.handle.trim().toLowerCase()
  const limits = typedLimits(handle, visitor.address)
  const allowed = await allowTry(system, operation, limits, visitor.now)
  // An address that went too far learns nothing about any account: its try needs no hashing.
  if (allowed === 'not_this_address') throw notSignedIn(REFUSED)
  const known = await system.read(operation.id, (tx) => findTyped(tx, handle))
  const isRight = await isPassword(typed.password, known?.passwordHash)
  const token = await system.write(operation.id, async (tx) => {
    const openedWith =
      known !== undefined && isRight && allowed === 'yes'
        ? await checkCode(tx, known, typed.code ?? '', visitor.now)
        : undefined
    if (known === undefined || openedWith === undefined) {
      noteRefusal(tx, known?.actor, allowed === 'yes' ? 'wrong' : 'locked')
      return undefined
    }
    await forgetFailures(tx, limits)
    return openSession(tx, visitor, { actor: known.actor, openedWith })
  })
  if (token === undefined) throw notSignedIn(REFUSED)
  return { token }
}

/** With what the session opens; undefined when a code is missing, wrong or used up. */
async function checkCode(
  tx: Tx,
  { actor, codeSecret }: TypedCredentials,
  typed: string,
  now: Date,
): Promise<OpenedWith | undefined> {
  if (codeSecret === undefined) return 'password'
  const code = typed.replaceAll(/\s/g, '')
  if (!/^\d{6}$/.test(code))
    return (await useRecoveryCode(tx, actor.accountId, recoveryHash(code)))
      ? 'password_and_code'
      : undefined
  const step = stepOfCode(codeSecret, code, now)
  return step !== undefined && (await useCodeStep(tx, actor.accountId, step))
    ? 'password_and_code'
    : undefined
}
