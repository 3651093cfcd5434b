import { afterEach, beforeEach, expect, test } from 'vitest'
import { draftOperation, openOperation } from '../actions/create-operation.ts'
import { keeperAt, ownerKeeper } from '../actions/accounts/keeper.ts'
import { resetCredentials, setDisabled } from '../actions/accounts/manage-accounts.ts'
import { openDesk } from '../actions/desk.ts'
import { makeLink } from '../actions/sign-in/one-time-link.ts'
import type { OwnAccountView } from '../domain/account-views.ts'
import type { SessionView } from '../domain/views.ts'
import { CHALLENGE_LASTS_MS } from '../domain/sign-in.ts'
import type { Operation } from '../storage/operations.ts'
import { startProvider, TEST_CLIENT } from '../testing/start-provider.ts'
import type { TestProvider } from '../testing/start-provider.ts'
import { openTestDatabase } from '../testing/test-database.ts'
import type { TestDatabase } from '../testing/test-database.ts'
import { createApp } from './app.ts'

const ORIGIN = 'http://127.0.0.1:4100'

let database: TestDatabase
let operation: Operation
let provider: TestProvider
let app: ReturnType<typeof createApp>
let laterMs: number

beforeEach(async () => {
  laterMs = 0
  database = await openTestDatabase()
  operation = draftOperation({ countryOfAsylum: 'IRQ', origin: 'IRN' })
  await openOperation(database.db, operation)
  provider = await startProvider(`${ORIGIN}/sign-in/back`)
  app = createApp({
    db: database.db,
    version: 'test',
    webFolder: '/nowhere',
    now: () => new Date(Date.now() + laterMs),
    outside: { name: 'The organisation', issuer: provider.issuer, ...TEST_CLIENT },
  })
})
afterEach(async () => {
  await provider.close()
  await database.close()
})

/** A browser with its cookies. */
function browser() {
  const cookies = new Map<string, string>()
  const send = async (path: string, body?: unknown): Promise<Response> => {
    const response = await app.request(`${ORIGIN}${path}`, {
      headers: {
        host: '127.0.0.1:4100',
        cookie: [...cookies].map(([key, value]) => `${key}=${value}`).join('; '),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
    })
    for (const set of response.headers.getSetCookie()) {
      const [, key = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? []
      if (value === '') cookies.delete(key)
      else cookies.set(key, value)
    }
    return response
  }
  const begin = async (path: string): Promise<string> => {
    const begun = await send(path, {})
    expect(begun.status).toBe(200)
    return ((await begun.json()) as { url: string }).url
  }
  const back = async (address: URL): Promise<number> =>
    (await send('/api/sign-in/outside/back', { query: address.search })).status
  return {
    send,
    begin,
    back,
    whose: async (): Promise<string> =>
      ((await (await send('/api/session')).json()) as SessionView).account.handle,
    enter: async (name: string): Promise<number> =>
      back(await provider.signIn(await begin('/api/sign-in/outside'), name)),
    byLink: async (handle: string): Promise<number> => {
      const { token } = await makeLink(ownerKeeper(database.db, operation), handle)
      return (await send('/api/sign-in/link', { token })).status
    },
    link: async (name: string): Promise<number> =>
      back(await provider.signIn(await begin('/api/account/outside'), name)),
  }
}

test('an account that was linked in an invited session signs in by the provider from then on', async () => {
  const invited = browser()
  await invited.byLink('officer.one')
  expect(await invited.link('subject-1')).toBe(200)
  const own = (await (await invited.send('/api/account')).json()) as OwnAccountView
  expect(own.proofs.outside).toEqual([provider.issuer])

  const later = browser()
  expect(await later.enter('subject-1')).toBe(200)
  expect(await later.whose()).toBe('officer.one')
  // A session of the provider is no invitation to link another account there.
  expect((await later.send('/api/account/outside', {})).status).toBe(403)
})

test('whoever is linked to no account comes in as nobody, whatever e-mail address the provider says', async () => {
  const invited = browser()
  await invited.byLink('officer.one')
  await invited.link('subject-1')
  const stranger = browser()
  expect(await stranger.enter('subject-2')).toBe(401)
  expect((await stranger.send('/api/session')).status).toBe(401)
})

test('one account at the provider is one account here', async () => {
  const first = browser()
  await first.byLink('officer.one')
  expect(await first.link('subject-1')).toBe(200)
  const second = browser()
  await second.byLink('reviewer.one')
  expect(await second.link('subject-1')).toBe(409)
  expect(await second.link('subject-2')).toBe(200)
})

test('an answer is taken once, from the browser that asked, in time, and unchanged', async () => {
  const invited = browser()
  await invited.byLink('officer.one')
  await invited.link('subject-1')

  const mine = browser()
  const address = await provider.signIn(await mine.begin('/api/sign-in/outside'), 'subject-1')
  // Another browser brings it: an attacker's answer in a victim's browser, or a stolen one.
  const other = browser()
  await other.begin('/api/sign-in/outside')
  expect(await other.back(address)).toBe(401)
  expect(await browser().back(address)).toBe(401)
  const changed = new URL(address)
  changed.searchParams.set('state', 'another')
  const replayed = browser()
  const second = await provider.signIn(await replayed.begin('/api/sign-in/outside'), 'subject-1')
  expect(await replayed.back(changed)).toBe(401)
  // The question was used up by the wrong answer.
  expect(await replayed.back(second)).toBe(401)
  expect(await mine.back(address)).toBe(200)
  expect(await mine.back(address)).toBe(401)

  const slow = browser()
  const late = await provider.signIn(await slow.begin('/api/sign-in/outside'), 'subject-1')
  laterMs = CHALLENGE_LASTS_MS
  expect(await slow.back(late)).toBe(401)
})

test('a link to an account is finished only by the session that began it', async () => {
  const victim = browser()
  await victim.byLink('reviewer.one')
  const address = await provider.signIn(await victim.begin('/api/account/outside'), 'subject-9')
  await victim.send('/api/sign-out', {})
  await victim.byLink('officer.one')
  expect(await victim.back(address)).toBe(401)
  expect(await browser().enter('subject-9')).toBe(401)
})

test('an administrator takes the link away, or disables the account, and the provider opens nothing', async () => {
  const invited = browser()
  await invited.byLink('officer.one')
  await invited.link('subject-1')
  const keeper = keeperAt(await openDesk(database.db, { handle: 'admin.one' }))
  await setDisabled(keeper, 'officer.one', true, new Date())
  expect(await browser().enter('subject-1')).toBe(401)
  await setDisabled(keeper, 'officer.one', false, new Date())
  expect(await browser().enter('subject-1')).toBe(200)
  await resetCredentials(keeper, 'officer.one', ['outside'])
  expect(await browser().enter('subject-1')).toBe(401)
})

test('the secrets of a visit are not in the address that the browser sees', async () => {
  const url = new URL(await browser().begin('/api/sign-in/outside'))
  expect(url.searchParams.get('code_challenge_method')).toBe('S256')
  expect(url.searchParams.get('scope')).toBe('openid')
  for (const name of ['state', 'nonce', 'code_challenge'])
    expect(url.searchParams.get(name)?.length).toBeGreaterThan(40)
  for (const name of ['code_verifier', 'client_secret'])
    expect(url.searchParams.get(name)).toBeNull()
})

test('without a provider set up there is none to go to', async () => {
  app = createApp({ db: database.db, version: 'test', webFolder: '/nowhere' })
  expect((await browser().send('/api/sign-in/outside', {})).status).toBe(404)
  const ways = (await (await browser().send('/api/sign-in/ways')).json()) as object
  expect(ways).toEqual({ onThisMachine: true, passkeys: false })
})
