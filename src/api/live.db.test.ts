import { afterAll, beforeAll, expect, test } from 'vitest'
import { draftOperation, openOperation } from '../actions/create-operation.ts'
import { signIn } from '../testing/sign-in.ts'
import { openTestDatabase } from '../testing/test-database.ts'
import type { TestDatabase } from '../testing/test-database.ts'
import { watchNews } from './live-news.ts'
import type { Listening } from './serve.ts'
import { serve } from './serve.ts'

let database: TestDatabase
let instances: readonly Listening[]
let closeUpdates: () => void

beforeAll(async () => {
  database = await openTestDatabase()
  await openOperation(database.db, draftOperation({ countryOfAsylum: 'IRQ' }))
  const updates = [watchNews(database.db, 50), watchNews(database.db, 50)]
  closeUpdates = () => updates.forEach((one) => one.close())
  const options = { db: database.db, version: 'test', webFolder: '/nowhere', port: 0 }
  instances = await Promise.all(updates.map((one) => serve({ ...options, updates: one })))
})
afterAll(async () => {
  closeUpdates()
  for (const one of instances) await one.close(0)
  await database.close()
})

/** Reads the stream until it has told something that fits. */
async function listen(instance: number, account: string) {
  const stop = new AbortController()
  const response = await fetch(`${instances[instance]?.url}/api/live`, {
    headers: { cookie: await signIn(database, account) },
    signal: stop.signal,
  })
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  const until = async (pattern: RegExp): Promise<string> => {
    while (!pattern.test(text)) {
      const piece = await reader?.read()
      if (piece === undefined || piece.done) throw new Error(`The stream ended after: ${text}`)
      text += piece.value
    }
    return text
  }
  return { response, until, said: () => text, stop: () => stop.abort() }
}

async function register(instance: number, name: string): Promise<void> {
  const response = await fetch(`${instances[instance]?.url}/api/persons`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      cookie: await signIn(database, 'officer.one'),
    },
    body: JSON.stringify({ draft: { names: [{ role: 'full', text: name }] } }),
  })
  expect(response.status).toBe(200)
}

test('what is written through one instance is told by another, by its kind and nothing more', async () => {
  const officer = await listen(1, 'officer.two')
  expect(officer.response.headers.get('content-type')).toContain('text/event-stream')
  await officer.until(/event: open/)
  // The first look sees what is there; what comes after it is news.
  await new Promise((resolve) => setTimeout(resolve, 200))
  await register(0, 'Plantedname Probe')
  const said = await officer.until(/event: news/)
  expect(said).toMatch(/data: \[.*"person".*\]/)
  expect(said).not.toMatch(/Planted|P-[0-9A-Z]{7}|[0-9a-f]{8}-/)
  officer.stop()
})

test('an account hears of no kind that it may not read', async () => {
  const publicly = await listen(1, 'public.one')
  await publicly.until(/event: open/)
  await new Promise((resolve) => setTimeout(resolve, 200))
  await register(0, 'Testa Unheard')
  const said = await publicly.until(/event: news/)
  expect(said).toContain('"figures"')
  expect(said).not.toMatch(/"person"|"case"|"pair"/)
  publicly.stop()
})

test('who stops ends what listens at once', async () => {
  const officer = await listen(0, 'officer.one')
  await officer.until(/event: open/)
  closeUpdates()
  await expect(officer.until(/never said/)).rejects.toThrow(/ended/)
})
