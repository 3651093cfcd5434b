import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Hono } from 'hono'
import { loadGenerated } from '../actions/load-generated.ts'
import type {
  CaseFileView,
  CaseListView,
  FigureView,
  OffersView,
  PlanView,
} from '../domain/views.ts'
import { generateCampL } from '../reference/camp-l.ts'
import { openTestDatabase } from '../testing/test-database.ts'
import { signIn } from '../testing/sign-in.ts'
import type { TestDatabase } from '../testing/test-database.ts'
import { createApp } from './app.ts'

let database: TestDatabase
let app: Hono
let reviewer: { readonly cookie: string }

beforeAll(async () => {
  database = await openTestDatabase()
  await loadGenerated(database.db, generateCampL())
  app = createApp({ db: database.db, version: 'test', webFolder: '/nowhere' })
  reviewer = await as('reviewer.one')
})
afterAll(() => database.close())

const HOST = { host: '127.0.0.1:4100' }

async function as(handle: string): Promise<{ readonly cookie: string }> {
  return { cookie: await signIn(database, handle) }
}

async function get(path: string, headers: Record<string, string> = {}) {
  return app.request(`http://127.0.0.1:4100${path}`, {
    headers: { ...HOST, ...reviewer, ...headers },
  })
}
async function post(path: string, body: unknown, headers: Record<string, string> = {}) {
  return app.request(`http://127.0.0.1:4100${path}`, {
    method: 'POST',
    headers: { ...HOST, ...reviewer, 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
}
const read = async <T>(response: Response): Promise<T> => (await response.json()) as T

test('figures of any day are answered, and a day that is none is refused with its path', async () => {
  const { figures } = await read<{ figures: FigureView[] }>(
    await get('/api/figures?asOf=2013-12-27'),
  )
  expect(figures.find((one) => one.id === 'departed')).toMatchObject({
    value: 311,
    unit: 'persons',
  })
  const bad = await get('/api/figures?asOf=2013-13-41')
  expect(bad.status).toBe(400)
  expect(await read(bad)).toMatchObject({
    error: { code: 'invalid_input', issues: [{ path: 'asOf' }] },
  })
})

test('a case is found by the name of a member and opened by its reference', async () => {
  const all = await read<CaseListView>(await get('/api/cases?sort=priority'))
  expect(all.total.cases).toBeGreaterThan(2000)
  const first = all.rows[0]
  const found = await read<CaseListView>(
    await post('/api/cases/search', { query: first?.principal ?? '' }),
  )
  expect(found.rows.map((row) => row.case)).toContain(first?.case)
  const file = await read<CaseFileView>(await get(`/api/cases/${first?.case ?? ''}`))
  expect(file.timeline.length).toBeGreaterThan(3)
  expect((await get('/api/cases/C-NOTHING')).status).toBe(404)
})

test('hostile words in a search are only words', async () => {
  for (const query of [`'; drop table cases; --`, `a' | 'b`, '\\', '%', ':*', '((', '🕊'])
    expect((await post('/api/cases/search', { query })).status, query).toBe(200)
})

test('names do not go into addresses: a search by GET is refused and says how', async () => {
  for (const list of ['cases', 'persons']) {
    const refused = await get(`/api/${list}?query=Baran`)
    expect(refused.status).toBe(400)
    const text = await refused.text()
    expect(text).toContain('/search')
    expect(text).not.toContain('Baran')
  }
})

test('only confirmed offers count as open', async () => {
  const { offers } = await read<OffersView>(await get('/api/offers'))
  expect(offers.length).toBeGreaterThan(10)
  for (const one of offers) if (one.status !== 'confirmed') expect(one.open).toBe(false)
})

test('an account may do what its role may, and no more', async () => {
  expect((await get('/api/cases', await as('analyst.one'))).status).toBe(403)
  expect((await get('/api/cases', await as('admin.one'))).status).toBe(403)
  expect((await get('/api/figures', await as('analyst.one'))).status).toBe(200)
})

test('another host’s name and another site’s page are refused', async () => {
  const rebound = await get('/api/session', { host: 'evil.example' })
  expect(rebound.status).toBe(403)
  for (const headers of [
    { 'sec-fetch-site': 'cross-site' },
    { origin: 'http://evil.example' },
    { origin: 'null' },
    { 'content-type': 'application/jsonx' },
    { 'content-type': 'text/plain' },
  ])
    expect((await post('/api/plan/solve', {}, headers as Record<string, string>)).status).toBe(403)
})

test('a plan is made over HTTP, kept, checked, and approved by another than its maker', async () => {
  const made = await post('/api/plan/solve', {}, await as('officer.one'))
  expect(made.status).toBe(200)
  const plan = await read<PlanView>(made)
  expect(plan).toMatchObject({ status: 'optimal', gap: 0, check: [] })
  // The plan on file comes with the urgency of the operation as it is now.
  const { urgency, ...kept } = await read<PlanView>(await get('/api/plan'))
  expect(kept).toEqual(plan)
  expect(urgency).toBeDefined()
  const line = plan.lines[0]
  const own = await post('/api/plan/approve', { cases: [line?.case] }, await as('officer.one'))
  expect(own.status).toBe(403)
  const approved = await post(
    '/api/plan/approve',
    { cases: [line?.case, 'C-NOTHING'] },
    await as('reviewer.two'),
  )
  expect(await read(approved)).toMatchObject({
    submitted: [line?.case],
    refused: [{ case: 'C-NOTHING' }],
  })
  const file = await read<CaseFileView>(await get(`/api/cases/${line?.case ?? ''}`))
  expect(file.status).toBe('submitted')
  expect(file.submissions.at(-1)).toMatchObject({ offer: line?.offer, reviewer: 'reviewer.two' })
})

test('odd addresses and bodies are refused as such, not as faults of ours', async () => {
  expect((await get('/%E0%A4%A')).status).toBe(404)
  expect((await post('/api/cases/search', { query: '\u0000' })).status).toBe(400)
  expect((await get('/api/cases/%00')).status).toBe(400)
  expect((await get('/api/figures?asOf=0000-01-01')).status).toBe(400)
  const huge = await post('/api/plan/solve', JSON.stringify({ lock: [], x: 'y'.repeat(3_000_000) }))
  expect(huge.status).toBe(400)
  const odd = await get('/api/session', { cookie: `onward-session=${'x'.repeat(5000)}` })
  expect(odd.status).toBe(401)
  expect((await odd.text()).length).toBeLessThan(400)
})

test('a broken body is refused, and unknown addresses are not found', async () => {
  expect((await post('/api/plan/solve', '{not json')).status).toBe(400)
  expect((await post('/api/plan/solve', { lock: [{ case: 1 }] })).status).toBe(400)
  expect((await get('/api/nothing')).status).toBe(404)
})

test('every answer forbids foreign content, framing and caching of data', async () => {
  const response = await get('/api/session')
  expect(response.headers.get('content-security-policy')).toContain("default-src 'self'")
  expect(response.headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
  expect(response.headers.get('cache-control')).toBe('no-store')
  expect(response.headers.get('access-control-allow-origin')).toBeNull()
})
