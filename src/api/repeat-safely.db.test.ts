import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Hono } from 'hono'
import { draftOperation, openOperation } from '../actions/create-operation.ts'
import { signIn } from '../testing/sign-in.ts'
import { openTestDatabase } from '../testing/test-database.ts'
import type { TestDatabase } from '../testing/test-database.ts'
import { createApp } from './app.ts'

let database: TestDatabase
let instances: readonly Hono[]
const cookies = new Map<string, string>()

beforeAll(async () => {
  database = await openTestDatabase()
  await openOperation(database.db, draftOperation({ countryOfAsylum: 'IRQ' }))
  const options = { db: database.db, version: 'test', webFolder: '/nowhere' }
  instances = [createApp(options), createApp(options)]
  for (const account of ['officer.one', 'officer.two'])
    cookies.set(account, await signIn(database, account))
})
afterAll(() => database.close())

async function register(
  name: string,
  key?: string,
  instance = 0,
  account = 'officer.one',
): Promise<Response> {
  return (instances[instance] as Hono).request('http://127.0.0.1:4100/api/persons', {
    method: 'POST',
    headers: {
      host: '127.0.0.1:4100',
      'content-type': 'application/json',
      cookie: cookies.get(account) ?? '',
      ...(key === undefined ? {} : { 'idempotency-key': key }),
    },
    body: JSON.stringify({ draft: { names: [{ role: 'full', text: name }] } }),
  })
}

async function personsOnFile(): Promise<number> {
  const response = await (instances[0] as Hono).request('http://127.0.0.1:4100/api/persons', {
    headers: { host: '127.0.0.1:4100', cookie: cookies.get('officer.one') ?? '' },
  })
  return ((await response.json()) as { total: { persons: number } }).total.persons
}

test('a request sent again, also to another instance, has one effect and the same answer', async () => {
  const before = await personsOnFile()
  const first = await register('Testa Probe Once', 'key-of-one-request')
  expect(first.status).toBe(200)
  const again = await register('Testa Probe Once', 'key-of-one-request', 1)
  expect(again.headers.get('onward-repeated')).toBe('true')
  expect([again.status, await again.text()]).toEqual([first.status, await first.text()])
  expect(await personsOnFile()).toBe(before + 1)
})

test('twenty at the same time have one effect and one answer', async () => {
  const before = await personsOnFile()
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, n) => register('Probe Zwanzig', 'key-sent-twenty-times', n % 2)),
  )
  expect(new Set(answers.map((one) => one.status))).toEqual(new Set([200]))
  expect(new Set(await Promise.all(answers.map((one) => one.text()))).size).toBe(1)
  expect(await personsOnFile()).toBe(before + 1)
})

test('another request under a key that was used is refused, and does nothing', async () => {
  await register('Musterperson Eins', 'key-used-for-one')
  const before = await personsOnFile()
  const other = await register('Musterperson Zwei', 'key-used-for-one')
  expect(other.status).toBe(409)
  expect(await personsOnFile()).toBe(before)
})

test('a key is an account’s own: the same key of another account is another request', async () => {
  const before = await personsOnFile()
  await register('Beispiel Gemeinsam', 'key-two-accounts-use')
  const other = await register('Beispiel Gemeinsam', 'key-two-accounts-use', 0, 'officer.two')
  expect(other.headers.get('onward-repeated')).toBeNull()
  expect(await personsOnFile()).toBeGreaterThan(before)
})

test('what was refused without an effect may be corrected and tried again under its key', async () => {
  const refused = await register('', 'key-of-a-refusal')
  expect(refused.status).toBe(400)
  expect((await register('Testa Corrected', 'key-of-a-refusal')).status).toBe(200)
})

test('a key that could hold anything is refused', async () => {
  expect((await register('Testa Key', 'no good')).status).toBe(400)
})

test('without a key two requests are two', async () => {
  const before = await personsOnFile()
  await register('Zweimal Gesendet')
  await register('Probe Ohneschluessel')
  expect(await personsOnFile()).toBe(before + 2)
})
