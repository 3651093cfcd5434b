import type { Hono } from 'hono'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { draftOperation, openOperation } from '../actions/create-operation.ts'
import { makeLink } from '../actions/sign-in/one-time-link.ts'
import { LINK_LASTS_MS, SESSION_ENDS } from '../domain/sign-in.ts'
import type { SessionView } from '../domain/views.ts'
import type { Operation } from '../storage/operations.ts'
import { signIn } from '../testing/sign-in.ts'
import type { TestDatabase } from '../testing/test-database.ts'
import { openTestDatabase } from '../testing/test-database.ts'
import { createApp } from './app.ts'

let database: TestDatabase
let operation: Operation
let app: Hono
/** How far the clock was put forward. */
let laterMs: number

async function start(exercise: boolean, origin?: string): Promise<void> {
  const draft = draftOperation({ countryOfAsylum: 'IRQ', origin: 'IRN' })
  operation = exercise ? { ...draft, clockOn: '2016-01-01' } : draft
  await openOperation(database.db, operation)
  const now = (): Date => new Date(Date.now() + laterMs)
  const options = { db: database.db, version: 'test', webFolder: '/nowhere', now }
  app = createApp(origin === undefined ? options : { ...options, origin })
}

beforeEach(async () => {
  laterMs = 0
  database = await openTestDatabase()
})
afterEach(() => database.close())

interface Sent {
  readonly cookie?: string | undefined
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

async function ask(path: string, { cookie, body, headers = {} }: Sent = {}): Promise<Response> {
  return app.request(`http://127.0.0.1:4100${path}`, {
    headers: {
      host: '127.0.0.1:4100',
      ...(cookie === undefined ? {} : { cookie }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
  })
}

const status = async (cookie: string | undefined, path = '/api/session'): Promise<number> =>
  (await ask(path, { cookie })).status
const cookieOf = (response: Response): string =>
  response.headers.get('set-cookie')?.split(';')[0] ?? ''
const link = (handle: string) =>
  makeLink(database.db, operation, handle, new Date(Date.now() + laterMs))
const open = (token: string, cookie?: string) =>
  ask('/api/sign-in/link', { body: { token }, cookie })

/** What the database itself holds of sessions and links, as text. */
const stored = async (): Promise<string> =>
  JSON.stringify(
    await database.db.asSystem().read(operation.id, (tx) =>
      tx.query(
        `select token_hash::text, (select json_agg(l)::text from one_time_links l) as links,
                row_to_json(s)::text as session from sessions s`,
      ),
    ),
  )

describe('a one-time link', () => {
  test('signs a browser in as the account it names, once', async () => {
    await start(false)
    const { token } = await link('officer.one')
    const first = await open(token)
    expect(first.status).toBe(200)
    expect(await first.text()).not.toContain(token)
    const session = (await (
      await ask('/api/session', { cookie: cookieOf(first) })
    ).json()) as SessionView
    expect(session).toMatchObject({ account: { handle: 'officer.one', role: 'field_officer' } })
    const again = await open(token)
    expect(again.status).toBe(401)
    expect(again.headers.get('set-cookie')).toBeNull()
  })

  test('opened by twenty at once, lets one in', async () => {
    await start(false)
    const { token } = await link('officer.one')
    const answers = await Promise.all(Array.from({ length: 20 }, () => open(token)))
    expect(answers.filter((one) => one.status === 200)).toHaveLength(1)
    expect(answers.filter((one) => one.status === 401).length).toBeGreaterThan(10)
  })

  test('opens nothing when its time is over, when it is changed in one letter, or was never made', async () => {
    await start(false)
    const { token } = await link('officer.one')
    const other = `${token.slice(0, -2)}${token.endsWith('A') ? 'BA' : 'AA'}`
    for (const odd of [other, '', 'x', `${token}A`, 'A'.repeat(64), "' or 1=1 --"])
      expect((await open(odd)).status, odd).toBe(401)
    laterMs = LINK_LASTS_MS
    expect((await open(token)).status).toBe(401)
    expect((await open((await link('officer.one')).token)).status).toBe(200)
  })

  test('is kept only as a hash, and so is the session', async () => {
    await start(false)
    const { token } = await link('reviewer.one')
    const cookie = cookieOf(await open((await link('officer.one')).token))
    const text = await stored()
    expect(text).toContain('links')
    expect(text).not.toContain(token)
    expect(text).not.toContain(cookie.split('=')[1])
  })
})

describe('a session', () => {
  test('is needed for everything but health, the way in and what is public', async () => {
    await start(false)
    for (const path of [
      'session',
      'overview',
      'cases',
      'persons',
      'offers',
      'plan',
      'imports/fields',
    ])
      expect({ path, status: await status(undefined, `/api/${path}`) }).toEqual({
        path,
        status: 401,
      })
    expect(await status(undefined, '/api/health')).toBe(200)
    // Nothing was published, which is said to everybody.
    expect(await status(undefined, '/public/en.html')).toBe(404)
    const write = await ask('/api/plan/solve', { body: {} })
    expect(write.status).toBe(401)
    const upload = { 'content-type': 'application/octet-stream' }
    const file = await ask('/api/imports/write?name=a.csv', { body: {}, headers: upload })
    expect(file.status).toBe(401)
  })

  test('ends when nothing is asked for an hour, and twelve hours after it began', async () => {
    await start(false)
    const idle = await signIn(database, 'officer.one')
    laterMs = SESSION_ENDS.idleMs - 5_000
    expect(await status(idle)).toBe(200)
    // That request counted: the hour begins anew.
    laterMs += SESSION_ENDS.idleMs - 5_000
    expect(await status(idle)).toBe(200)
    laterMs += SESSION_ENDS.idleMs
    expect(await status(idle)).toBe(401)

    laterMs = 0
    const busy = await signIn(database, 'officer.one')
    for (; laterMs < SESSION_ENDS.afterMs - 60_000; laterMs += 1_800_000)
      expect(await status(busy)).toBe(200)
    laterMs = SESSION_ENDS.afterMs
    expect(await status(busy)).toBe(401)
  })

  test('ends when one signs out, for whoever copied the cookie too', async () => {
    await start(false)
    const cookie = await signIn(database, 'officer.one')
    const out = await ask('/api/sign-out', { cookie, body: {} })
    expect(out.headers.get('set-cookie')).toMatch(/^onward-session=;/)
    expect(await status(cookie)).toBe(401)
    expect((await ask('/api/sign-out', { body: {} })).status).toBe(200)
  })

  test('planted before a sign-in opens nothing after it', async () => {
    await start(false)
    const planted = await signIn(database, 'officer.two')
    const mine = cookieOf(await open((await link('officer.one')).token, planted))
    expect(mine).not.toBe(planted)
    expect(await status(planted)).toBe(401)
    expect(await status(mine)).toBe(200)
    // Nor does a token that the attacker made up become one.
    const made = `onward-session=${'A'.repeat(64)}`
    const other = cookieOf(await open((await link('officer.one')).token, made))
    expect(other).not.toBe(made)
    expect(await status(made)).toBe(401)
  })

  test('of one operation opens no other', async () => {
    await start(false)
    const cookie = await signIn(database, 'officer.one')
    const first = operation
    const second = draftOperation({ name: 'Second', countryOfAsylum: 'JOR', origin: 'SYR' })
    await openOperation(database.db, second)
    const session = (await (await ask('/api/session', { cookie })).json()) as SessionView
    expect(session.operation.name).toBe(first.name)
    const moved = Buffer.from(cookie.split('=')[1] ?? '', 'base64url')
    Buffer.from(second.id.replaceAll('-', ''), 'hex').copy(moved)
    expect(await status(`onward-session=${moved.toString('base64url')}`)).toBe(401)
  })

  test('works as another account only in an exercise, and only for its owner', async () => {
    await start(false)
    const real = await signIn(database, 'reviewer.one')
    const asked = { body: { account: 'officer.one' } }
    expect((await ask('/api/session/act-as', { ...asked, cookie: real })).status).toBe(403)
    expect((await ask('/api/session/act-as', asked)).status).toBe(401)

    await database.close()
    database = await openTestDatabase()
    await start(true)
    const cookie = await signIn(database, 'reviewer.one')
    expect((await ask('/api/session/act-as', { ...asked, cookie })).status).toBe(200)
    const session = (await (await ask('/api/session', { cookie })).json()) as SessionView
    expect(session.account.handle).toBe('officer.one')
    expect(session.mayActAs.length).toBeGreaterThan(3)
    const unknown = { body: { account: 'nobody' }, cookie }
    expect((await ask('/api/session/act-as', unknown)).status).toBe(404)
  })
})

describe('the cookie', () => {
  test('on this machine is out of reach of scripts and of other sites', async () => {
    await start(false)
    const set = (await open((await link('officer.one')).token)).headers.get('set-cookie') ?? ''
    expect(set).toMatch(/^onward-session=[\w-]{64}; /)
    for (const flag of ['HttpOnly', 'SameSite=Strict', 'Path=/']) expect(set).toContain(flag)
    for (const flag of ['Domain', 'Max-Age', 'Expires', 'Secure']) expect(set).not.toContain(flag)
  })

  test('behind https is bound to the host and to https, and the host is checked', async () => {
    await start(false, 'https://onward.example.org')
    const { token } = await link('officer.one')
    const headers = { host: 'onward.example.org', origin: 'https://onward.example.org' }
    const opened = await ask('/api/sign-in/link', { body: { token }, headers })
    const set = opened.headers.get('set-cookie') ?? ''
    expect(set).toMatch(/^__Host-onward=[\w-]{64}; /)
    for (const flag of ['HttpOnly', 'SameSite=Strict', 'Path=/', 'Secure'])
      expect(set).toContain(flag)
    expect(set).not.toContain('Domain')
    expect(opened.headers.get('strict-transport-security')).toContain('max-age=31536000')
    const cookie = cookieOf(opened)
    const at = async (host: string): Promise<number> =>
      (await ask('/api/session', { cookie, headers: { host } })).status
    expect(await at('onward.example.org')).toBe(200)
    for (const host of ['127.0.0.1:4100', 'localhost', 'evil.example', 'onward.example.org.evil'])
      expect({ host, status: await at(host) }).toEqual({ host, status: 403 })
    expect(await status(undefined, '/api/health')).toBe(200)
    // The cookie of loopback is none here.
    const other = cookie.replace('__Host-onward', 'onward-session')
    const asOther = await ask('/api/session', { cookie: other, headers })
    expect(asOther.status).toBe(401)
  })
})

describe('another site’s page', () => {
  test('changes nothing and reads nothing, with or without the headers that browsers send', async () => {
    await start(false)
    const cookie = await signIn(database, 'reviewer.one')
    const own = { origin: 'http://127.0.0.1:4100', 'sec-fetch-site': 'same-origin' }
    expect((await ask('/api/sign-out', { body: {}, headers: own })).status).toBe(200)
    for (const headers of [
      { origin: 'http://evil.example' },
      { origin: 'null' },
      { origin: 'https://127.0.0.1:4100' },
      { origin: 'http://127.0.0.1:4101' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { 'content-type': 'text/plain' },
      { 'content-type': 'multipart/form-data; boundary=x' },
      { 'content-type': 'application/x-www-form-urlencoded' },
      { 'content-type': 'application/octet-stream' },
    ] as Record<string, string>[])
      for (const path of [
        '/api/sign-out',
        '/api/session/act-as',
        '/api/plan/solve',
        '/api/sign-in/link',
      ])
        expect({
          headers,
          path,
          status: (await ask(path, { cookie, body: {}, headers })).status,
        }).toEqual({
          headers,
          path,
          status: 403,
        })
    const read = { cookie, headers: { 'sec-fetch-site': 'cross-site' } }
    expect((await ask('/api/cases', read)).status).toBe(403)
    expect(await status(cookie)).toBe(200)
  })
})
