import { createHash } from 'node:crypto'
import {
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  calculatePKCECodeChallenge,
  discovery,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client'
import type { Configuration } from 'openid-client'
import { DomainError } from '../../domain/errors.ts'
import { CHALLENGE_LASTS_MS } from '../../domain/sign-in.ts'
import { deleteCredential } from '../../storage/credentials.ts'
import type { Database } from '../../storage/database.ts'
import type { Operation } from '../../storage/operations.ts'
import type { OutsideAccount } from '../../storage/outside-accounts.ts'
import { findByOutside, linkOutside } from '../../storage/outside-accounts.ts'
import { insertChallenge, takeChallenge } from '../../storage/sign-in-challenges.ts'
import { newToken, readToken } from '../../storage/tokens.ts'
import type { Self } from '../accounts/own-account.ts'
import { ownerOf, requireFresh } from '../accounts/own-account.ts'
import { notSignedIn } from './not-signed-in.ts'
import { noteAccount, noteRefusal } from './note-sign-in.ts'
import type { Visitor } from './open-session.ts'
import { openSession } from './open-session.ts'
import { refuseTooMany } from './passkeys.ts'

/** The organisation's own provider of sign-in (OpenID Connect), and where it sends people back. */
export interface OutsideProvider {
  /** As the button names it. */
  readonly name: string
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret?: string
  readonly redirectUri: string
}

/** A visit to the provider: where to go, and what the browser must bring back with it. */
export interface Visit {
  readonly url: string
  readonly ticket: string
}

const configurations = new Map<string, Promise<Configuration>>()

/** What the provider says of itself; asked once, and again after it did not answer. */
function configurationOf(provider: OutsideProvider): Promise<Configuration> {
  const key = `${provider.issuer} ${provider.clientId}`
  const known = configurations.get(key)
  if (known !== undefined) return known
  const server = new URL(provider.issuer)
  // Only for a provider on this machine: anywhere else the answer must come over TLS.
  const isLocal =
    server.protocol === 'http:' && ['127.0.0.1', 'localhost'].includes(server.hostname)
  const asked = discovery(server, provider.clientId, provider.clientSecret, undefined, {
    timeout: 10,
    execute: isLocal ? [allowInsecureRequests] : [],
  }).catch((error: unknown) => {
    configurations.delete(key)
    throw new DomainError(
      'unavailable',
      'The organisation’s sign-in does not answer. Try again, or sign in another way.',
      { cause: error },
    )
  })
  configurations.set(key, asked)
  return asked
}

/** Begins a visit to sign in. */
export async function beginOutside(
  db: Database,
  operation: Operation,
  provider: OutsideProvider,
  visitor: Visitor,
): Promise<Visit> {
  const system = db.asSystem()
  await refuseTooMany(system, operation, visitor)
  return visit(system, operation, provider, { now: visitor.now })
}

/**
 * Begins a visit that links the own account to one at the provider: only in a session that a
 * one-time link opened, which is an administrator's invitation. Errors: `not_allowed`.
 */
export async function beginLinkingOutside(self: Self, provider: OutsideProvider): Promise<Visit> {
  requireFresh(self)
  const { system, who, now } = self
  if (who.openedWith !== 'link')
    throw new DomainError(
      'not_allowed',
      'An account is linked to the organisation’s sign-in by invitation only. Ask an administrator for a one-time link, and link it then.',
    )
  return visit(system, who.operation, provider, { now, self })
}

async function visit(
  system: Database,
  operation: Operation,
  provider: OutsideProvider,
  { now, self }: { readonly now: Date; readonly self?: Self },
): Promise<Visit> {
  const configuration = await configurationOf(provider)
  const [state, nonce, verifier] = [randomState(), randomNonce(), randomPKCECodeVerifier()]
  const ticket = newToken(operation.id).text
  const url = buildAuthorizationUrl(configuration, {
    scope: 'openid',
    redirect_uri: provider.redirectUri,
    code_challenge: await calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state,
    nonce,
  })
  await system.write(operation.id, (tx) =>
    insertChallenge(tx, {
      kind: self === undefined ? 'outside' : 'new_outside',
      challenge: ticket,
      ...(self === undefined ? {} : { accountId: self.who.accountId }),
      data: {
        stateHash: createHash('sha256').update(state).digest('base64url'),
        nonce,
        verifier,
        ...(self === undefined ? {} : { session: self.who.sessionId }),
      },
      endsAt: new Date(now.getTime() + CHALLENGE_LASTS_MS),
    }),
  )
  return { url: url.href, ticket }
}

const REFUSED =
  'Not signed in: the organisation’s sign-in was not finished, or the account there is linked to none here. Ask an administrator for a one-time link.'

/**
 * Ends a visit: the browser is back with the provider's answer and the ticket it was given. Signs
 * the linked account in; or links the account that was signed in. Errors: `not_signed_in`.
 */
export async function endOutside(
  db: Database,
  provider: OutsideProvider,
  back: { readonly address: URL; readonly ticket: string | undefined; readonly self?: Self },
  visitor: Visitor,
): Promise<{ readonly token: string } | { readonly linked: true }> {
  const held = back.ticket === undefined ? undefined : readToken(back.ticket)
  if (held === undefined || back.ticket === undefined) throw notSignedIn(REFUSED)
  const system = db.asSystem()
  const { ticket } = back
  const asked = await system.write(held.operation, (tx) =>
    takeChallenge(tx, ['outside', 'new_outside'], ticket, visitor.now),
  )
  const known = asked && (await whoIs(provider, back.address, asked.data))
  if (asked === undefined || known === undefined) throw notSignedIn(REFUSED)
  if (asked.kind === 'new_outside') {
    await keepLink(back.self, asked.data['session'], known)
    return { linked: true }
  }
  const token = await system.write(held.operation, async (tx) => {
    const actor = await findByOutside(tx, known)
    if (actor === undefined) {
      noteRefusal(tx, undefined, 'wrong')
      return undefined
    }
    return openSession(tx, visitor, { actor, openedWith: 'outside' })
  })
  if (token === undefined) throw notSignedIn(REFUSED)
  return { token }
}

/** Who the provider says it is; nothing when the answer is not the one to our question. */
async function whoIs(
  provider: OutsideProvider,
  address: URL,
  { stateHash, nonce, verifier }: Readonly<Record<string, string>>,
): Promise<OutsideAccount | undefined> {
  const state = address.searchParams.get('state') ?? ''
  const isOurs = createHash('sha256').update(state).digest('base64url') === stateHash
  if (!isOurs || verifier === undefined || nonce === undefined) return undefined
  const configuration = await configurationOf(provider)
  const back = new URL(provider.redirectUri)
  back.search = address.search
  const tokens = await authorizationCodeGrant(configuration, back, {
    pkceCodeVerifier: verifier,
    expectedState: state,
    expectedNonce: nonce,
    idTokenExpected: true,
  }).catch(() => undefined)
  const claims = tokens?.claims()
  return claims && { issuer: claims.iss, subject: claims.sub }
}

/** The session that began the visit must be the one that ends it. */
async function keepLink(
  self: Self | undefined,
  session: string | undefined,
  known: OutsideAccount,
): Promise<void> {
  if (self === undefined || self.who.sessionId !== session) throw notSignedIn(REFUSED)
  const { system, who } = self
  await system.write(who.operation.id, async (tx) => {
    if (!(await linkOutside(tx, who.accountId, known)))
      throw new DomainError(
        'conflict',
        'That account at the organisation’s sign-in is linked to another account here. An administrator can take that link away.',
      )
    noteAccount(tx, who.accountId, 'outside_linked', ownerOf(self))
  })
}

/** Goes on without the organisation's sign-in. */
export async function removeOutside(self: Self): Promise<void> {
  requireFresh(self)
  const { system, who } = self
  await system.write(who.operation.id, async (tx) => {
    await deleteCredential(tx, who.accountId, 'outside')
    noteAccount(tx, who.accountId, 'outside_removed', ownerOf(self))
  })
}
