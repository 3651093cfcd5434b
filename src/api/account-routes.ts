import type { Context, Hono } from 'hono'
import { z } from 'zod'
import { keeperAt } from '../actions/accounts/keeper.ts'
import {
  addAccount,
  changeAccount,
  endSessionsOf,
  listAccounts,
  resetCredentials,
  setDisabled,
} from '../actions/accounts/manage-accounts.ts'
import {
  beginCodes,
  changePassword,
  confirmCodes,
  endOwnSession,
  endOwnSessions,
  getOwnAccount,
  removeCodes,
  renewRecoveryCodes,
} from '../actions/accounts/own-account.ts'
import { deskOf } from '../actions/desk.ts'
import { makeLink } from '../actions/sign-in/one-time-link.ts'
import { beginLinkingOutside, removeOutside } from '../actions/sign-in/outside.ts'
import { addPasskey, beginPasskey, removePasskey } from '../actions/sign-in/passkeys.ts'
import { ROLES } from '../domain/role.ts'
import { CREDENTIALS } from '../storage/credentials.ts'
import type { Entrance } from './entrance.ts'
import { premisesOf, providerAt, selfAt } from './entrance.ts'
import { readAsked, readBody, withoutUndefined } from './read-request.ts'

const handle = z.string().min(1).max(60)
const base64url = z.string().max(20_000)
const Password = z.object({ password: z.string().max(1_000) })
const Code = z.object({ code: z.string().max(20) })
const NewPasskey = z.object({
  name: z.string().trim().min(1).max(60),
  /** As a browser sends it; the library checks what is in it. */
  response: z.object({
    id: z.string().max(2_000),
    rawId: z.string().max(2_000),
    type: z.literal('public-key'),
    response: z.object({
      clientDataJSON: base64url,
      attestationObject: base64url,
      transports: z.array(z.string().max(20)).max(10).optional(),
    }),
    authenticatorAttachment: z.enum(['cross-platform', 'platform']).optional(),
    clientExtensionResults: z.object({}),
  }),
})
const Changes = z.object({
  displayName: z.string().max(200).optional(),
  role: z.enum(ROLES).optional(),
  sites: z.array(z.string().max(40)).max(200).optional(),
  state: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .optional(),
})
const NewAccount = Changes.extend({ handle, role: z.enum(ROLES) })
const Reset = z.object({ what: z.array(z.enum(CREDENTIALS)).min(1) })

/** One's own account: what it proves itself with, and where it is signed in. */
export function ownAccountRoutes(app: Hono, entrance: Entrance): void {
  const self = (c: Context) => selfAt(entrance, c)
  const done = (c: Context) => c.json({ done: true })
  app.get('/api/account', async (c) => {
    const own = await getOwnAccount(self(c))
    return c.json({ ...own, mayLink: own.mayLink && entrance.outside !== undefined })
  })
  app.post('/api/account/password', async (c) => {
    const { password } = readAsked(Password, await readBody(c.req))
    await changePassword(self(c), password)
    return done(c)
  })
  app.post('/api/account/codes', async (c) => c.json(await beginCodes(self(c))))
  app.post('/api/account/codes/confirm', async (c) => {
    const { code } = readAsked(Code, await readBody(c.req))
    return c.json({ recoveryCodes: await confirmCodes(self(c), code) })
  })
  app.post('/api/account/codes/remove', async (c) => {
    await removeCodes(self(c))
    return done(c)
  })
  app.post('/api/account/recovery-codes', async (c) =>
    c.json({ recoveryCodes: await renewRecoveryCodes(self(c)) }),
  )
  app.post('/api/account/passkeys/options', async (c) =>
    c.json(await beginPasskey(self(c), premisesOf(entrance, c))),
  )
  app.post('/api/account/passkeys', async (c) => {
    const asked = readAsked(NewPasskey, await readBody(c.req))
    const made = { name: asked.name, response: asked.response as never }
    await addPasskey(self(c), premisesOf(entrance, c), made)
    return done(c)
  })
  app.post('/api/account/passkeys/:passkey/remove', async (c) => {
    await removePasskey(self(c), c.req.param('passkey').slice(0, 40))
    return done(c)
  })
  app.post('/api/account/outside', async (c) => {
    const visit = await beginLinkingOutside(self(c), providerAt(entrance, c))
    entrance.visit.write(c, visit.ticket)
    return c.json({ url: visit.url })
  })
  app.post('/api/account/outside/remove', async (c) => {
    await removeOutside(self(c))
    return done(c)
  })
  app.post('/api/account/sessions/:session/end', async (c) => {
    await endOwnSession(self(c), c.req.param('session').slice(0, 40))
    return done(c)
  })
  app.post('/api/account/sessions/end', async (c) => {
    await endOwnSessions(self(c))
    entrance.session.clear(c)
    return done(c)
  })
}

/** Accounts as their administrators keep them. */
export function accountsRoutes(app: Hono, { db, now }: Entrance): void {
  // Not the desk of a request that may be repeated: its kept answer would hold a link.
  const keeper = (c: Context) => {
    const { operation, actor } = c.get('signedIn')
    return keeperAt(deskOf(db, operation, actor, now))
  }
  const named = (c: Context): string => readAsked(handle, c.req.param('handle'))
  const list = async (c: Context) => c.json(await listAccounts(keeper(c), now()))
  app.get('/api/accounts', list)
  app.post('/api/accounts', async (c) => {
    const { handle: wanted, role, ...asked } = readAsked(NewAccount, await readBody(c.req))
    await addAccount(keeper(c), wanted, { ...withoutUndefined(asked), role })
    return list(c)
  })
  app.post('/api/accounts/:handle/change', async (c) => {
    const asked = withoutUndefined(readAsked(Changes, await readBody(c.req)))
    await changeAccount(keeper(c), named(c), asked)
    return list(c)
  })
  for (const disabled of [true, false])
    app.post(`/api/accounts/:handle/${disabled ? 'disable' : 'enable'}`, async (c) => {
      await setDisabled(keeper(c), named(c), disabled, now())
      return list(c)
    })
  app.post('/api/accounts/:handle/reset', async (c) => {
    const { what } = readAsked(Reset, await readBody(c.req))
    await resetCredentials(keeper(c), named(c), what)
    return list(c)
  })
  app.post('/api/accounts/:handle/sign-out', async (c) => {
    await endSessionsOf(keeper(c), named(c))
    return list(c)
  })
  app.post('/api/accounts/:handle/link', async (c) =>
    c.json(await makeLink(keeper(c), named(c), now())),
  )
}
