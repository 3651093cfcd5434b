import type { BlockList } from 'node:net'
import type { Context } from 'hono'
import { selfOf } from '../actions/accounts/own-account.ts'
import type { Self } from '../actions/accounts/own-account.ts'
import type { Visitor } from '../actions/sign-in/open-session.ts'
import type { OutsideProvider } from '../actions/sign-in/outside.ts'
import type { Premises } from '../actions/sign-in/passkeys.ts'
import { DomainError } from '../domain/errors.ts'
import type { Database } from '../storage/database.ts'
import type { Operation } from '../storage/operations.ts'
import { addressOf } from './address-of.ts'
import { deviceOf } from './device.ts'
import type { GuardedCookie } from './session-cookie.ts'

/** What the routes of sign-in share. */
export interface Entrance {
  readonly db: Database
  readonly now: () => Date
  readonly session: GuardedCookie
  readonly visit: GuardedCookie
  readonly proxies: BlockList
  /** The public address; without one only this machine is served. */
  readonly origin?: string
  readonly outside?: Omit<OutsideProvider, 'redirectUri'>
  /** The operation of this name, or without one the newest; undefined when there is no such. */
  readonly operation: (name?: string) => Promise<Operation | undefined>
}

export function visitorOf(entrance: Entrance, context: Context): Visitor {
  const before = entrance.session.read(context)
  return {
    device: deviceOf(context.req.header('user-agent')),
    address: addressOf(context, entrance.proxies),
    now: entrance.now(),
    ...(before === undefined ? {} : { before }),
  }
}

export function selfAt(entrance: Entrance, context: Context): Self {
  return selfOf(entrance.db, context.get('signedIn'), entrance.now())
}

/** The address that the browser shows: the host was looked at already (guard-requests.ts). */
export function premisesOf(entrance: Entrance, context: Context): Premises {
  return { origin: entrance.origin ?? `http://${context.req.header('host') ?? ''}` }
}

/** Where the provider sends people back to: a page of ours, which hands the answer on. */
export function providerAt(entrance: Entrance, context: Context): OutsideProvider {
  if (entrance.outside === undefined)
    throw new DomainError('not_found', 'No sign-in of an organisation is set up here.')
  const { origin } = premisesOf(entrance, context)
  return { ...entrance.outside, redirectUri: `${origin}/sign-in/back` }
}

/** Browsers make passkeys for names only, never for addresses such as 127.0.0.1. */
export function mayUsePasskeys({ origin }: Premises): boolean {
  const { hostname } = new URL(origin)
  return !/^[\d.]+$/.test(hostname) && !hostname.startsWith('[')
}
