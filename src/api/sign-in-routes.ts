import type { Context, Hono } from 'hono'
import { z } from 'zod'
import { selfOf } from '../actions/accounts/own-account.ts'
import { notSignedIn } from '../actions/sign-in/not-signed-in.ts'
import { signInByLink } from '../actions/sign-in/one-time-link.ts'
import { beginOutside, endOutside } from '../actions/sign-in/outside.ts'
import { beginPasskeySignIn, signInByPasskey } from '../actions/sign-in/passkeys.ts'
import { actAs, findSession, signOut } from '../actions/sign-in/session.ts'
import { signInByPassword } from '../actions/sign-in/sign-in-by-password.ts'
import { DomainError } from '../domain/errors.ts'
import type { Operation } from '../storage/operations.ts'
import type { Entrance } from './entrance.ts'
import { mayUsePasskeys, premisesOf, providerAt, visitorOf } from './entrance.ts'
import { readAsked, readBody } from './read-request.ts'

const operation = z.string().max(200).optional()
const Link = z.object({ token: z.string().max(200) })
const Typed = z.object({
  handle: z.string().max(100),
  password: z.string().max(1_000),
  code: z.string().max(60).optional(),
  operation,
})
const Where = z.object({ operation })
const base64url = z.string().max(20_000)
/** As a browser sends it; the library checks what is in it. */
const Assertion = z.object({
  operation,
  response: z.object({
    id: z.string().max(2_000),
    rawId: z.string().max(2_000),
    type: z.literal('public-key'),
    response: z.object({
      clientDataJSON: base64url,
      authenticatorData: base64url,
      signature: base64url,
      userHandle: base64url.optional(),
    }),
    authenticatorAttachment: z.enum(['cross-platform', 'platform']).optional(),
    clientExtensionResults: z.object({}),
  }),
})
const Back = z.object({ query: z.string().max(4_000) })
const Acting = z.object({ account: z.string().min(1).max(60) })

/** The ways in and out: the only addresses that work without a session, beside what is public. */
export function signInRoutes(app: Hono, entrance: Entrance): void {
  const { db, session } = entrance
  const enter = (c: Context, { token }: { readonly token: string }) => {
    session.write(c, token)
    return c.json({ signedIn: true })
  }
  app.get('/api/sign-in/ways', async (c) => {
    await needOperation(entrance)
    return c.json({
      onThisMachine: entrance.origin === undefined,
      passkeys: mayUsePasskeys(premisesOf(entrance, c)),
      ...(entrance.outside === undefined ? {} : { outside: entrance.outside.name }),
    })
  })
  app.post('/api/sign-in/link', async (c) => {
    const { token } = readAsked(Link, await readBody(c.req))
    return enter(c, await signInByLink(db, token, visitorOf(entrance, c)))
  })
  app.post('/api/sign-in/password', async (c) => {
    const { operation: name, code, ...typed } = readAsked(Typed, await readBody(c.req))
    const known = await entrance.operation(name)
    // An operation of another name is no answer either: it is tried where no such account can be.
    const at = known ?? (await needOperation(entrance))
    const handle = known === undefined ? '' : typed.handle
    const asked = { ...typed, handle, ...(code === undefined ? {} : { code }) }
    return enter(c, await signInByPassword(db, at, asked, visitorOf(entrance, c)))
  })
  passkeyRoutes(app, entrance, enter)
  outsideRoutes(app, entrance, enter)
  app.post('/api/sign-out', async (c) => {
    await signOut(db, session.read(c))
    session.clear(c)
    return c.json({ signedIn: false })
  })
  app.post('/api/session/act-as', async (c) => {
    const { account } = readAsked(Acting, await readBody(c.req))
    await actAs(db, c.get('signedIn'), account)
    return c.json({ account })
  })
}

type Enter = (c: Context, opened: { readonly token: string }) => Response

function passkeyRoutes(app: Hono, entrance: Entrance, enter: Enter): void {
  const { db } = entrance
  app.post('/api/sign-in/passkey/options', async (c) => {
    const { operation: name } = readAsked(Where, await readBody(c.req))
    const at = await needOperation(entrance, name)
    const premises = premisesOf(entrance, c)
    return c.json(await beginPasskeySignIn(db, at, premises, visitorOf(entrance, c)))
  })
  app.post('/api/sign-in/passkey', async (c) => {
    const { operation: name, response } = readAsked(Assertion, await readBody(c.req))
    const at = await needOperation(entrance, name)
    const visitor = visitorOf(entrance, c)
    const premises = premisesOf(entrance, c)
    return enter(
      c,
      await signInByPasskey(db, at, premises, { response: response as never, visitor }),
    )
  })
}

function outsideRoutes(app: Hono, entrance: Entrance, enter: Enter): void {
  const { db, session, visit, now } = entrance
  app.post('/api/sign-in/outside', async (c) => {
    const { operation: name } = readAsked(Where, await readBody(c.req))
    const provider = providerAt(entrance, c)
    const at = await needOperation(entrance, name)
    const begun = await beginOutside(db, at, provider, visitorOf(entrance, c))
    visit.write(c, begun.ticket)
    return c.json({ url: begun.url })
  })
  // The page that the provider sent the browser back to hands its address on: so every cookie of
  // ours stays within our own site.
  app.post('/api/sign-in/outside/back', async (c) => {
    const { query } = readAsked(Back, await readBody(c.req))
    const provider = providerAt(entrance, c)
    const address = new URL(provider.redirectUri)
    address.search = query
    const who = await findSession(db, session.read(c), now()).catch(() => undefined)
    const ticket = visit.read(c)
    visit.clear(c)
    const self = who && { self: selfOf(db, who, now()) }
    const back = { address, ticket, ...self }
    const ended = await endOutside(db, provider, back, visitorOf(entrance, c))
    return 'token' in ended ? enter(c, ended) : c.json({ linked: true })
  })
}

/** Errors: `not_found` while there is no operation, `not_signed_in` when there is none of this name. */
async function needOperation(entrance: Entrance, name?: string): Promise<Operation> {
  const operation = await entrance.operation(name)
  if (operation !== undefined) return operation
  if (name !== undefined) throw notSignedIn('Not signed in: there is nothing to open there.')
  throw new DomainError(
    'not_found',
    'There is no operation yet. Run `onward demo`, or `onward import register FILE`.',
  )
}
