import type { OwnAccountView } from '../../domain/account-views.ts'
import { DomainError } from '../../domain/errors.ts'
import type { PasswordFault } from '../../domain/password.ts'
import { PASSWORD_LEAST, PASSWORD_MOST, passwordFault } from '../../domain/password.ts'
import { FRESH_MS } from '../../domain/sign-in.ts'
import {
  deleteCredential,
  findNewSecret,
  listProofs,
  setCodeSecret,
  setPassword,
  setRecoveryCodes,
  useCodeStep,
} from '../../storage/credentials.ts'
import type { Database } from '../../storage/database.ts'
import { listPasskeys } from '../../storage/passkeys.ts'
import {
  deleteSessionById,
  deleteSessionsOf,
  listSessions,
  setOpenedWith,
} from '../../storage/sessions.ts'
import { newCodeSecret, newRecoveryCodes, recoveryHash, stepOfCode } from '../sign-in/codes.ts'
import { hashPassword } from '../sign-in/hash-password.ts'
import { noteAccount, noteSignIn } from '../sign-in/note-sign-in.ts'
import type { SignedIn } from '../sign-in/session.ts'
import { needAccount } from './keeper.ts'

/** Somebody at their own account. */
export interface Self {
  readonly system: Database
  readonly who: SignedIn
  readonly now: Date
}

export function selfOf(db: Database, who: SignedIn, now: Date): Self {
  return { system: db.asSystem(), who, now }
}

function isFresh({ who, now }: Self): boolean {
  return now.getTime() - Date.parse(who.openedAt) < FRESH_MS
}

/** A browser left open must not be enough to take an account over. Errors: `not_allowed`. */
export function requireFresh(self: Self): void {
  if (isFresh(self)) return
  throw new DomainError(
    'not_allowed',
    'What proves your account can be changed within 15 minutes of signing in. Sign in again, then change it.',
    { issues: [{ code: 'sign_in_again', message: 'Sign in again first.' }] },
  )
}

/** One's own account: what it can sign in with, and where it is signed in. */
export async function getOwnAccount(self: Self): Promise<OwnAccountView> {
  const { system, who, now } = self
  return system.read(who.operation.id, async (tx) => {
    const { handle, displayName, role } = await needAccount(tx, who.owner)
    const proofs = (await listProofs(tx, who.accountId)).get(who.accountId)
    const sessions = await listSessions(tx, who.accountId, now)
    return {
      account: { handle, displayName, role },
      proofs: proofs ?? {
        password: false,
        code: false,
        recoveryCodes: 0,
        passkeys: 0,
        outside: [],
      },
      passkeys: await listPasskeys(tx, who.accountId),
      sessions: sessions.map((one) => ({ ...one, isThis: one.session === who.sessionId })),
      isFresh: isFresh(self),
      mayLink: who.openedWith === 'link' && isFresh(self),
    }
  })
}

const PASSWORD_WORDS: Readonly<Record<PasswordFault, string>> = {
  too_short: `A password has ${PASSWORD_LEAST} letters or more; a few words are easy to keep.`,
  too_long: `A password has ${PASSWORD_MOST} letters at most.`,
  like_the_handle: 'The password is little more than the account’s own handle. Take another.',
  too_plain: 'The password is the same few letters over and over. Take another.',
}

/** Sets one's password; every other session of the account ends. Errors: `not_allowed`, `invalid_input`. */
export async function changePassword(self: Self, password: string): Promise<void> {
  requireFresh(self)
  const { system, who } = self
  const fault = passwordFault(password, who.owner)
  if (fault !== undefined)
    throw new DomainError('invalid_input', PASSWORD_WORDS[fault], {
      issues: [{ code: fault, path: 'password', message: PASSWORD_WORDS[fault] }],
    })
  const hash = await hashPassword(password)
  await system.write(who.operation.id, async (tx) => {
    await setPassword(tx, who.accountId, hash)
    await deleteSessionsOf(tx, who.accountId, who.sessionId)
    noteAccount(tx, who.accountId, 'password_set', ownerOf(self))
  })
}

/** Begins with codes of an app: gives the secret, which counts once a first code of it was seen. */
export async function beginCodes(
  self: Self,
): Promise<{ readonly secret: string; readonly uri: string }> {
  requireFresh(self)
  const { system, who } = self
  const made = newCodeSecret(who.owner)
  await system.write(who.operation.id, (tx) => setCodeSecret(tx, who.accountId, made.secret))
  return made
}

/** Takes the first code; gives recovery codes, which are shown this once. Errors: `invalid_input`. */
export async function confirmCodes(self: Self, code: string): Promise<readonly string[]> {
  requireFresh(self)
  const { system, who, now } = self
  return system.write(who.operation.id, async (tx) => {
    const secret = await findNewSecret(tx, who.accountId)
    const step =
      secret === undefined ? undefined : stepOfCode(secret, code.replaceAll(/\s/g, ''), now)
    if (step === undefined || !(await useCodeStep(tx, who.accountId, step)))
      throw new DomainError(
        'invalid_input',
        'This is not the code of this moment. Check the clock of the telephone, and type the code that it shows now.',
      )
    const codes = newRecoveryCodes()
    await setRecoveryCodes(tx, who.accountId, codes.map(recoveryHash))
    await setOpenedWith(tx, who.sessionId, 'password_and_code')
    noteAccount(tx, who.accountId, 'codes_on', ownerOf(self))
    return codes
  })
}

/** New recovery codes in place of the old. Errors: `conflict` without codes of an app. */
export async function renewRecoveryCodes(self: Self): Promise<readonly string[]> {
  requireFresh(self)
  const { system, who } = self
  return system.write(who.operation.id, async (tx) => {
    if ((await listProofs(tx, who.accountId)).get(who.accountId)?.code !== true)
      throw new DomainError(
        'conflict',
        'Recovery codes stand in for codes of an app; set those up first.',
      )
    const codes = newRecoveryCodes()
    await setRecoveryCodes(tx, who.accountId, codes.map(recoveryHash))
    noteAccount(tx, who.accountId, 'recovery_codes_made', ownerOf(self))
    return codes
  })
}

/** Goes on without codes of an app. */
export async function removeCodes(self: Self): Promise<void> {
  requireFresh(self)
  const { system, who } = self
  await system.write(who.operation.id, async (tx) => {
    await deleteCredential(tx, who.accountId, 'code')
    noteAccount(tx, who.accountId, 'codes_off', ownerOf(self))
  })
}

/** Ends one of one's own sessions, for example of a telephone that was lost. */
export async function endOwnSession(self: Self, session: string): Promise<void> {
  const { system, who } = self
  await system.write(who.operation.id, async (tx) => {
    await deleteSessionById(tx, who.accountId, session)
    noteSignIn(tx, who.actor, 'ended')
  })
}

/** Signs out everywhere, here too. */
export async function endOwnSessions(self: Self): Promise<void> {
  const { system, who } = self
  await system.write(who.operation.id, async (tx) => {
    await deleteSessionsOf(tx, who.accountId)
    noteSignIn(tx, who.actor, 'ended_everywhere')
  })
}

/** Whoever changed it: the account that signed in, not the one an exercise lets it work as. */
export function ownerOf({ who }: Self): { readonly handle: string; readonly role: string } {
  return { handle: who.owner, role: who.actor.role }
}
