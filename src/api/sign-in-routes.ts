import type { Context, Hono } from 'hono'
import { z } from 'zod'
import { signInByLink } from '../actions/sign-in/one-time-link.ts'
import type { Visitor } from '../actions/sign-in/open-session.ts'
import { actAs, signOut } from '../actions/sign-in/session.ts'
import type { Database } from '../storage/database.ts'
import { deviceOf } from './device.ts'
import { readAsked, readBody } from './read-request.ts'
import type { SessionCookie } from './session-cookie.ts'

export interface Entrance {
  readonly db: Database
  readonly cookie: SessionCookie
  readonly now: () => Date
}

const Link = z.object({ token: z.string().max(200) })
const Acting = z.object({ account: z.string().min(1).max(60) })

/** The way in and out: the only addresses that work without a session, beside what is public. */
export function signInRoutes(app: Hono, { db, cookie, now }: Entrance): void {
  const visitor = (context: Context): Visitor => {
    const before = cookie.read(context)
    const device = deviceOf(context.req.header('user-agent'))
    return { device, now: now(), ...(before === undefined ? {} : { before }) }
  }
  app.post('/api/sign-in/link', async (c) => {
    const asked = readAsked(Link, await readBody(c.req))
    const { token } = await signInByLink(db, asked.token, visitor(c))
    cookie.write(c, token)
    return c.json({ signedIn: true })
  })
  app.post('/api/sign-out', async (c) => {
    await signOut(db, cookie.read(c))
    cookie.clear(c)
    return c.json({ signedIn: false })
  })
  app.post('/api/session/act-as', async (c) => {
    const { account } = readAsked(Acting, await readBody(c.req))
    await actAs(db, c.get('signedIn'), account)
    return c.json({ account })
  })
}
