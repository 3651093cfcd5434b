import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from '@simplewebauthn/server'
import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server'
import { DomainError } from '../../domain/errors.ts'
import { CHALLENGE_LASTS_MS } from '../../domain/sign-in.ts'
import type { Database } from '../../storage/database.ts'
import type { Operation } from '../../storage/operations.ts'
import {
  deletePasskey,
  findPasskey,
  insertPasskey,
  listCredentialIds,
  markPasskeyUsed,
} from '../../storage/passkeys.ts'
import { insertChallenge, takeChallenge } from '../../storage/sign-in-challenges.ts'
import { setOpenedWith } from '../../storage/sessions.ts'
import type { Self } from '../accounts/own-account.ts'
import { ownerOf, requireFresh } from '../accounts/own-account.ts'
import { notSignedIn } from './not-signed-in.ts'
import { noteAccount, noteRefusal } from './note-sign-in.ts'
import type { Visitor } from './open-session.ts'
import { openSession } from './open-session.ts'
import { allowTry, untypedLimits } from './try-limits.ts'

/** The address under which passkeys are made and used: they open nothing at any other. */
export interface Premises {
  /** `https://onward.example.org`, or on this machine `http://localhost:4100`. */
  readonly origin: string
}

const REFUSED = 'Not signed in: this passkey opens nothing here. Sign in another way.'

const placeOf = ({ origin }: Premises): string => new URL(origin).hostname

const endOf = (now: Date): Date => new Date(now.getTime() + CHALLENGE_LASTS_MS)

/** What a browser needs to make a passkey for one's account. Errors: `not_allowed`. */
export async function beginPasskey(
  self: Self,
  premises: Premises,
): Promise<PublicKeyCredentialCreationOptionsJSON> {
  requireFresh(self)
  const { system, who, now } = self
  const known = await system.read(who.operation.id, (tx) => listCredentialIds(tx, who.accountId))
  const options = await generateRegistrationOptions({
    rpName: 'Onward',
    rpID: placeOf(premises),
    userName: who.owner,
    userDisplayName: who.owner,
    userID: new Uint8Array(Buffer.from(who.accountId.replaceAll('-', ''), 'hex')),
    attestationType: 'none',
    excludeCredentials: known.map((id) => ({ id })),
    // One gesture is two factors then: the device, and what unlocks it. No name is typed first.
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  })
  const challenge = { kind: 'new_passkey', challenge: options.challenge } as const
  const { accountId } = who
  await system.write(who.operation.id, (tx) =>
    insertChallenge(tx, { ...challenge, accountId, endsAt: endOf(now) }),
  )
  return options
}

/** Keeps the passkey that a browser made. Errors: `not_allowed`, `invalid_input`. */
export async function addPasskey(
  self: Self,
  premises: Premises,
  made: { readonly name: string; readonly response: RegistrationResponseJSON },
): Promise<void> {
  requireFresh(self)
  const { system, who, now } = self
  const asked = { response: made.response, expectedRPID: placeOf(premises) }
  const result = await verifyRegistrationResponse({
    ...asked,
    expectedOrigin: premises.origin,
    requireUserVerification: true,
    expectedChallenge: (challenge) =>
      system.write(who.operation.id, async (tx) => {
        const taken = await takeChallenge(tx, ['new_passkey'], challenge, now)
        return taken?.accountId === who.accountId
      }),
  }).catch(() => undefined)
  if (result?.verified !== true)
    throw new DomainError('invalid_input', 'The passkey was not made as asked. Try once more.')
  const { id: credentialId, publicKey, counter } = result.registrationInfo.credential
  const transports = made.response.response.transports ?? []
  await system.write(who.operation.id, async (tx) => {
    await insertPasskey(
      tx,
      who.accountId,
      { credentialId, publicKey, counter, transports },
      made.name,
    )
    await setOpenedWith(tx, who.sessionId, 'passkey')
    noteAccount(tx, who.accountId, 'passkey_added', ownerOf(self))
  })
}

/** Forgets a passkey of one's account. Errors: `not_found`. */
export async function removePasskey(self: Self, id: string): Promise<void> {
  requireFresh(self)
  const { system, who } = self
  await system.write(who.operation.id, async (tx) => {
    if (!(await deletePasskey(tx, who.accountId, id)))
      throw new DomainError('not_found', 'Your account has no such passkey.')
    noteAccount(tx, who.accountId, 'passkey_removed', ownerOf(self))
  })
}

/** What a browser needs to sign in by any passkey it has for this place; it names no account. */
export async function beginPasskeySignIn(
  db: Database,
  operation: Operation,
  premises: Premises,
  visitor: Visitor,
): Promise<PublicKeyCredentialRequestOptionsJSON> {
  const system = db.asSystem()
  await refuseTooMany(system, operation, visitor)
  const options = await generateAuthenticationOptions({
    rpID: placeOf(premises),
    userVerification: 'required',
  })
  const challenge = { kind: 'passkey', challenge: options.challenge } as const
  await system.write(operation.id, (tx) =>
    insertChallenge(tx, { ...challenge, endsAt: endOf(visitor.now) }),
  )
  return options
}

/** Opens a session by a passkey. Errors: `not_signed_in`. */
export async function signInByPasskey(
  db: Database,
  operation: Operation,
  premises: Premises,
  signed: { readonly response: AuthenticationResponseJSON; readonly visitor: Visitor },
): Promise<{ readonly token: string }> {
  const { response, visitor } = signed
  const system = db.asSystem()
  await refuseTooMany(system, operation, visitor)
  const found = await system.read(operation.id, (tx) => findPasskey(tx, response.id))
  const result =
    found &&
    (await verifyAuthenticationResponse({
      response,
      expectedRPID: placeOf(premises),
      expectedOrigin: premises.origin,
      requireUserVerification: true,
      credential: {
        id: found.passkey.credentialId,
        publicKey: found.passkey.publicKey,
        counter: found.passkey.counter,
      },
      expectedChallenge: (challenge) =>
        system.write(
          operation.id,
          async (tx) =>
            (await takeChallenge(tx, ['passkey'], challenge, visitor.now)) !== undefined,
        ),
    }).catch(() => undefined))
  const token = await system.write(operation.id, async (tx) => {
    const isRight =
      found !== undefined &&
      result?.verified === true &&
      (await markPasskeyUsed(tx, response.id, result.authenticationInfo.newCounter))
    if (isRight) return openSession(tx, visitor, { actor: found.actor, openedWith: 'passkey' })
    noteRefusal(tx, found?.actor, 'wrong')
    return undefined
  })
  if (token === undefined) throw notSignedIn(REFUSED)
  return { token }
}

/** Nothing can be guessed here, but each try costs the server. Errors: `not_signed_in`. */
export async function refuseTooMany(
  system: Database,
  operation: Operation,
  visitor: Visitor,
): Promise<void> {
  const limits = untypedLimits(visitor.address)
  if ((await allowTry(system, operation, limits, visitor.now)) !== 'yes')
    throw notSignedIn('Too many tries from your address. Wait an hour, or ask for a one-time link.')
}
