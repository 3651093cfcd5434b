import type { Hono } from 'hono'
import { Secret, TOTP } from 'otpauth'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { draftOperation, openOperation } from '../actions/create-operation.ts'
import { setDisabled } from '../actions/accounts/manage-accounts.ts'
import { ownerKeeper } from '../actions/accounts/keeper.ts'
import { openDesk } from '../actions/desk.ts'
import { makeLink } from '../actions/sign-in/one-time-link.ts'
import type { AccountsView, OwnAccountView } from '../domain/account-views.ts'
import { FRESH_MS, LINK_LASTS_MS, SESSION_ENDS } from '../domain/sign-in.ts'
import type { SessionView } from '../domain/views.ts'
import type { Operation } from '../storage/operations.ts'
import { signIn } from '../testing/sign-in.ts'
import type { TestDatabase } from '../testing/test-database.ts'
import { openTestDatabase } from '../testing/test-database.ts'
import type { AppOptions } from './app.ts'
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
  app = makeApp(origin === undefined ? {} : { origin })
}

function makeApp(options: Partial<AppOptions>): Hono {
  const now = (): Date => new Date(Date.now() + laterMs)
  return createApp({ db: database.db, version: 'test', webFolder: '/nowhere', now, ...options })
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

const ask = (path: string, sent?: Sent): Promise<Response> => askFrom('192.0.2.1', path, sent)

async function askFrom(
  remoteAddress: string,
  path: string,
  { cookie, body, headers = {} }: Sent = {},
): Promise<Response> {
  const sent = {
    headers: {
      host: '127.0.0.1:4100',
      ...(cookie === undefined ? {} : { cookie }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
  }
  const connection = { incoming: { socket: { remoteAddress } } }
  return app.request(`http://127.0.0.1:4100${path}`, sent, connection)
}

const read = async <T>(response: Response): Promise<T> => (await response.json()) as T

const status = async (cookie: string | undefined, path = '/api/session'): Promise<number> =>
  (await ask(path, { cookie })).status
const cookieOf = (response: Response): string =>
  response.headers.get('set-cookie')?.split(';')[0] ?? ''
const link = (handle: string) =>
  makeLink(ownerKeeper(database.db, operation), handle, new Date(Date.now() + laterMs))
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

describe('a password', () => {
  const PASSWORD = 'four plain words here'
  const LATER = 'other plain words here'
  let totp: TOTP

  /** Signs in by a link and sets the password; with codes of an app when asked. */
  async function prepare(handle: string, withCodes = false): Promise<readonly string[]> {
    const cookie = await signIn(database, handle)
    const set = await ask('/api/account/password', { cookie, body: { password: PASSWORD } })
    expect(set.status).toBe(200)
    if (!withCodes) return []
    const begun = await read<{ secret: string; uri: string }>(
      await ask('/api/account/codes', { cookie, body: {} }),
    )
    expect(begun.uri).toContain('otpauth://totp/Onward:')
    totp = new TOTP({ secret: Secret.fromBase32(begun.secret) })
    const wrong = await ask('/api/account/codes/confirm', { cookie, body: { code: '000000' } })
    expect(wrong.status).toBe(400)
    const code = { code: totp.generate({ timestamp: now() }) }
    const confirmed = await ask('/api/account/codes/confirm', { cookie, body: code })
    return (await read<{ recoveryCodes: string[] }>(confirmed)).recoveryCodes
  }
  const now = (): number => Date.now() + laterMs
  const type = (handle: string, password: string, code?: string, from = '192.0.2.1') =>
    askFrom(from, '/api/sign-in/password', { body: { handle, password, code } })

  test('opens a session, and is refused when it is wrong, unset, of nobody or of a disabled account', async () => {
    await start(false)
    await prepare('officer.one')
    const right = await type('officer.one', PASSWORD)
    expect(right.status).toBe(200)
    expect(await status(cookieOf(right))).toBe(200)
    const keeper = ownerKeeper(database.db, operation)
    await prepare('officer.two')
    await setDisabled(keeper, 'officer.two', true, new Date())
    const refused = await Promise.all([
      type('officer.one', 'another plain phrase'),
      type('reviewer.one', PASSWORD),
      type('nobody.here', PASSWORD),
      type('officer.two', PASSWORD),
      type('', PASSWORD),
    ])
    const answers = await Promise.all(
      refused.map(async (one) => [one.status, one.headers.get('set-cookie'), await one.text()]),
    )
    for (const answer of answers) expect(answer).toEqual(answers[0])
    expect(answers[0]?.[0]).toBe(401)
  })

  test('is kept as argon2id of 19 MiB and two passes, and too weak a one is not taken', async () => {
    await start(false)
    await prepare('officer.one')
    const rows = await database.db
      .asSystem()
      .read(operation.id, (tx) => tx.query<{ hash: string }>('select hash from passwords'))
    expect(rows[0]?.hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    const cookie = await signIn(database, 'officer.two')
    for (const password of ['elevenletrs', 'officer.two12345', 'aaaaaaaaaaaaaaaa']) {
      const answer = await ask('/api/account/password', { cookie, body: { password } })
      expect(answer.status, password).toBe(400)
      expect(await answer.text()).not.toContain(password)
    }
  })

  test('and a code: each code opens once, and not before its time or after', async () => {
    await start(false)
    const recovery = await prepare('officer.one', true)
    laterMs += 60_000
    expect((await type('officer.one', PASSWORD)).status).toBe(401)
    expect((await type('officer.one', PASSWORD, '000000')).status).toBe(401)
    const code = totp.generate({ timestamp: now() })
    const opened = await type('officer.one', PASSWORD, code)
    expect(opened.status).toBe(200)
    const own = await read<OwnAccountView>(await ask('/api/account', { cookie: cookieOf(opened) }))
    expect(own.sessions.find((one) => one.isThis)?.openedWith).toBe('password_and_code')
    // Seen over a shoulder, or on the wire: it was used up, and so is the one before it.
    expect((await type('officer.one', PASSWORD, code)).status).toBe(401)
    const earlier = totp.generate({ timestamp: now() - 30_000 })
    expect((await type('officer.one', PASSWORD, earlier)).status).toBe(401)
    laterMs += 30_000
    const far = totp.generate({ timestamp: now() + 600_000 })
    expect((await type('officer.one', PASSWORD, far)).status).toBe(401)
    // A new quarter of an hour for the tries.
    laterMs += 16 * 60_000
    expect(recovery).toHaveLength(10)
    const typed = recovery[0]?.toLowerCase().replaceAll('-', ' ') ?? ''
    expect((await type('officer.one', PASSWORD, typed)).status).toBe(200)
    expect((await type('officer.one', PASSWORD, recovery[0])).status).toBe(401)
    expect((await type('officer.one', 'another plain phrase', recovery[1])).status).toBe(401)
    expect((await type('officer.one', PASSWORD, recovery[1])).status).toBe(200)
  })

  test('one code, sent by ten at once, opens for one', async () => {
    await start(false)
    await prepare('officer.one', true)
    laterMs += 60_000
    const code = totp.generate({ timestamp: now() })
    const answers = await Promise.all(
      Array.from({ length: 5 }, (_, index) =>
        type('officer.one', PASSWORD, code, `192.0.2.${index}`),
      ),
    )
    expect(answers.filter((one) => one.status === 200)).toHaveLength(1)
  })

  test('that is guessed shuts the account out from that address, the right one too, and says nothing', async () => {
    await start(false)
    await prepare('officer.one')
    const wrong = []
    for (let tries = 0; tries < 5; tries += 1)
      wrong.push(await type('officer.one', `guess ${tries} and more`))
    const right = await type('officer.one', PASSWORD)
    expect([right.status, await right.text()]).toEqual([401, await wrong[0]?.text()])
    // Somebody at another address still comes in; and after a quarter of an hour here too.
    expect((await type('officer.one', PASSWORD, undefined, '198.51.100.7')).status).toBe(200)
    laterMs += 15 * 60_000 + 1000
    expect((await type('officer.one', PASSWORD)).status).toBe(200)
    // After a success the failures before it do not count.
    for (let tries = 0; tries < 4; tries += 1) await type('officer.one', `guess ${tries} and more`)
    expect((await type('officer.one', PASSWORD)).status).toBe(200)
  })

  test('guessed from many addresses at once gets no more tries than one after another', async () => {
    await start(false)
    await prepare('officer.one')
    // The 31st try within the hour is shut out, whatever its address.
    for (let turn = 0; turn < 6; turn += 1)
      await Promise.all(
        Array.from({ length: 5 }, (_, index) =>
          type('officer.one', 'a wrong one indeed', undefined, `10.${turn}.${index}.1`),
        ),
      )
    expect((await type('officer.one', PASSWORD, undefined, '203.0.113.5')).status).toBe(401)
    // A link and a session that is open are not touched by it.
    const cookie = await signIn(database, 'officer.one')
    expect(await status(cookie)).toBe(200)
    laterMs += 60 * 60_000
    expect((await type('officer.one', PASSWORD, undefined, '203.0.113.5')).status).toBe(200)
  })

  test('an address that tries one account after another is shut out as a whole', async () => {
    await start(false)
    await prepare('officer.one')
    for (let turn = 0; turn < 20; turn += 1)
      await Promise.all(
        Array.from({ length: 5 }, (_, index) =>
          type(`someone.${turn}.${index}`, 'a wrong one indeed'),
        ),
      )
    expect((await type('officer.one', PASSWORD)).status).toBe(401)
    expect((await type('officer.one', PASSWORD, undefined, '198.51.100.7')).status).toBe(200)
  }, 120_000)

  test('takes as long to be refused for an account that there is as for one that there is not', async () => {
    await start(false)
    await prepare('officer.one', true)
    const times: Record<'known' | 'unknown' | 'unset' | 'locked', number[]> = {
      known: [],
      unknown: [],
      unset: [],
      locked: [],
    }
    const timed = async (kind: keyof typeof times, handle: string, from: string) => {
      const began = performance.now()
      await type(handle, 'a wrong one indeed', undefined, from)
      times[kind].push(performance.now() - began)
    }
    for (let tries = 0; tries < 6; tries += 1)
      await type('officer.two', 'wrong one', undefined, '192.0.2.99')
    // In turn, so that whatever else the machine does falls on all alike.
    for (let turn = 0; turn < 12; turn += 1) {
      await timed('known', 'officer.one', `10.0.${turn}.1`)
      await timed('unknown', 'officer.none', `10.1.${turn}.1`)
      await timed('unset', 'reviewer.one', `10.2.${turn}.1`)
      await timed('locked', 'officer.two', '192.0.2.99')
    }
    const median = (list: number[]): number => list.toSorted((a, b) => a - b)[6] ?? 0
    const medians = Object.values(times).map(median)
    // The hash takes most of the time by far: without it a refusal takes a tenth.
    expect(Math.max(...medians) / Math.min(...medians)).toBeLessThan(1.6)
  }, 120_000)

  test('that is changed ends every other session, and only soon after signing in', async () => {
    await start(false)
    await prepare('officer.one')
    const other = cookieOf(await type('officer.one', PASSWORD))
    const mine = cookieOf(await type('officer.one', PASSWORD))
    laterMs += FRESH_MS
    const late = await ask('/api/account/password', { cookie: mine, body: { password: LATER } })
    expect(late.status).toBe(403)
    expect(await read(late)).toMatchObject({ error: { issues: [{ code: 'sign_in_again' }] } })
    for (const path of ['codes', 'codes/remove', 'recovery-codes', 'passkeys/options'])
      expect((await ask(`/api/account/${path}`, { cookie: mine, body: {} })).status).toBe(403)
    const fresh = cookieOf(await type('officer.one', PASSWORD))
    const set = await ask('/api/account/password', { cookie: fresh, body: { password: LATER } })
    expect(set.status).toBe(200)
    expect([await status(other), await status(mine), await status(fresh)]).toEqual([401, 401, 200])
    expect((await type('officer.one', PASSWORD)).status).toBe(401)
    expect((await type('officer.one', LATER)).status).toBe(200)
  })

  test('alone opens only the own account where a second factor is asked', async () => {
    await start(false)
    await prepare('officer.one')
    app = makeApp({ needsSecondFactor: true })
    const cookie = cookieOf(await type('officer.one', PASSWORD))
    expect(await status(cookie)).toBe(200)
    expect(await status(cookie, '/api/account')).toBe(200)
    for (const path of ['/api/cases', '/api/accounts', '/api/accountsx', '/api/figures'])
      expect({ path, status: await status(cookie, path) }).toEqual({ path, status: 403 })
    const begun = await read<{ secret: string }>(
      await ask('/api/account/codes', { cookie, body: {} }),
    )
    const code = new TOTP({ secret: Secret.fromBase32(begun.secret) }).generate({
      timestamp: now(),
    })
    await ask('/api/account/codes/confirm', { cookie, body: { code } })
    expect(await status(cookie, '/api/cases')).toBe(200)
  })
})

describe('one’s own sessions', () => {
  test('are listed without a token, ended one by one, or everywhere', async () => {
    await start(false)
    const [first, second, third] = [
      await signIn(database, 'officer.one'),
      await signIn(database, 'officer.one'),
      await signIn(database, 'officer.one'),
    ]
    const other = await signIn(database, 'officer.two')
    const answer = await ask('/api/account', { cookie: first })
    const text = await answer.text()
    for (const cookie of [first, second, third]) expect(text).not.toContain(cookie.split('=')[1])
    const own = JSON.parse(text) as OwnAccountView
    expect(own.sessions).toHaveLength(3)
    const line = own.sessions.find((one) => !one.isThis)
    await ask(`/api/account/sessions/${line?.session}/end`, { cookie: first, body: {} })
    const left = [await status(first), await status(second), await status(third)]
    expect(left.toSorted((a, b) => a - b)).toEqual([200, 200, 401])
    // Another's session is not ended by its id.
    const mine = own.sessions.find((one) => one.isThis)
    await ask(`/api/account/sessions/${mine?.session}/end`, { cookie: other, body: {} })
    expect(await status(first)).toBe(200)
    await ask('/api/account/sessions/end', { cookie: first, body: {} })
    for (const cookie of [first, second, third]) expect(await status(cookie)).toBe(401)
    expect(await status(other)).toBe(200)
  })
})

describe('an administrator', () => {
  const accounts = async (cookie: string): Promise<AccountsView['accounts']> =>
    (await read<AccountsView>(await ask('/api/accounts', { cookie }))).accounts

  test('adds an account, lets it in by a link, changes it, shuts it out, and everything is noted', async () => {
    await start(false)
    const cookie = await signIn(database, 'admin.one')
    const asked = { handle: 'officer.three', role: 'field_officer', sites: ['main'] }
    expect((await ask('/api/accounts', { cookie, body: asked })).status).toBe(200)
    expect((await ask('/api/accounts', { cookie, body: asked })).status).toBe(409)
    const made = await read<{ token: string }>(
      await ask('/api/accounts/officer.three/link', { cookie, body: {} }),
    )
    const theirs = cookieOf(await open(made.token))
    expect(await status(theirs, '/api/cases')).toBe(200)
    await ask('/api/accounts/officer.three/change', {
      cookie,
      body: { role: 'analyst', sites: ['*'] },
    })
    expect(await status(theirs)).toBe(401)
    const again = await signIn(database, 'officer.three')
    expect(await status(again, '/api/cases')).toBe(403)
    await ask('/api/accounts/officer.three/disable', { cookie, body: {} })
    expect(await status(again)).toBe(401)
    const list = await accounts(cookie)
    expect(list.find((one) => one.handle === 'officer.three')).toMatchObject({
      sessions: 0,
      role: 'analyst',
    })
    const link = await ask('/api/accounts/officer.three/link', { cookie, body: {} })
    expect(link.status).toBe(409)
    const noted = await database.db
      .asSystem()
      .read(operation.id, (tx) =>
        tx.query<{ actor: string; action: string }>(
          `select actor, action from audit_entries where kind = 'account' and actor = 'admin.one' order by at, seq`,
        ),
      )
    expect(noted.map((one) => one.action).toSorted()).toEqual([
      'account.added',
      'account.changed',
      'account.disabled',
      'account.link_made',
    ])
  })

  test('takes away what an account signs in with, and its links and sessions with it', async () => {
    await start(false)
    const cookie = await signIn(database, 'admin.one')
    const theirs = await signIn(database, 'officer.one')
    const body = { password: 'four plain words here' }
    await ask('/api/account/password', { cookie: theirs, body })
    const waiting = await link('officer.one')
    const reset = { cookie, body: { what: ['password', 'code'] } }
    expect((await ask('/api/accounts/officer.one/reset', reset)).status).toBe(200)
    expect(await status(theirs)).toBe(401)
    expect((await open(waiting.token)).status).toBe(401)
    const typed = { handle: 'officer.one', ...body }
    expect((await ask('/api/sign-in/password', { body: typed })).status).toBe(401)
  })

  test('does nothing of this to the own account, and nobody else does anything of it', async () => {
    await start(false)
    const cookie = await signIn(database, 'admin.one')
    for (const [path, body] of [
      ['change', { role: 'reviewer' }],
      ['disable', {}],
      ['link', {}],
      ['reset', { what: ['password'] }],
    ] as const)
      expect((await ask(`/api/accounts/admin.one/${path}`, { cookie, body })).status).toBe(403)
    for (const handle of ['officer.one', 'reviewer.one', 'analyst.one', 'public.one']) {
      const other = await signIn(database, handle)
      expect(await status(other, '/api/accounts')).toBe(403)
      const asked = { handle: 'reviewer.nine', role: 'reviewer' }
      expect((await ask('/api/accounts', { cookie: other, body: asked })).status).toBe(403)
      for (const path of ['link', 'disable', 'sign-out'])
        expect(
          (await ask(`/api/accounts/admin.one/${path}`, { cookie: other, body: {} })).status,
        ).toBe(403)
    }
    expect((await accounts(cookie)).some((one) => one.handle === 'reviewer.nine')).toBe(false)
  })

  test.each([
    [{ handle: 'X', role: 'reviewer' }, 400],
    [{ handle: 'new one', role: 'reviewer' }, 400],
    [{ handle: 'liaison.alb', role: 'state_liaison' }, 400],
    [{ handle: 'officer.nine', role: 'field_officer' }, 400],
    [{ handle: 'officer.nine', role: 'field_officer', sites: ['nowhere'] }, 400],
    [{ handle: 'officer.nine', role: 'field_officer', state: 'ALB', sites: ['main'] }, 400],
    [{ handle: 'officer.nine', role: 'owner' }, 400],
    [{ handle: 'officer.nine', role: 'reviewer', displayName: ' ' }, 400],
    [{ handle: 'liaison.alb', role: 'state_liaison', state: 'ALB' }, 200],
  ])('adding %j answers %i', async (body, expected) => {
    await start(false)
    const cookie = await signIn(database, 'admin.one')
    expect((await ask('/api/accounts', { cookie, body })).status).toBe(expected)
  })

  test('is behind a wall in the database too: no desk reads what accounts prove themselves with', async () => {
    await start(false)
    for (const handle of ['admin.one', 'reviewer.one']) {
      const desk = await openDesk(database.db, { handle })
      for (const table of ['sessions', 'passwords', 'code_secrets', 'one_time_links', 'passkeys']) {
        await signIn(database, 'officer.one')
        const rows = await desk.db.read(operation.id, (tx) => tx.query(`select 1 from ${table}`))
        expect({ handle, table, rows: rows.length }).toEqual({ handle, table, rows: 0 })
      }
    }
    const desk = await openDesk(database.db, { handle: 'officer.one' })
    const raised = desk.db.write(operation.id, (tx) =>
      tx.query(
        `update accounts set role = 'administrator' where handle = 'officer.one' returning 1 as done`,
      ),
    )
    expect(await raised).toEqual([])
  })
})
