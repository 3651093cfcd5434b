import { afterAll, beforeAll, expect, test } from 'vitest'
import { setTimeout as wait } from 'node:timers/promises'
import { draftOperation, openOperation } from '../actions/create-operation.ts'
import { createLog } from '../observing/log.ts'
import { createMetrics } from '../observing/metrics.ts'
import { signIn } from '../testing/sign-in.ts'
import { openTestDatabase } from '../testing/test-database.ts'
import type { TestDatabase } from '../testing/test-database.ts'
import { watchReadiness } from './readiness.ts'
import type { Listening } from './serve.ts'
import { serve } from './serve.ts'
import { serveMetrics } from './serve-metrics.ts'

let database: TestDatabase
let server: Listening
const lines: string[] = []
const observer = {
  log: createLog({ level: 'info', instance: 'test', write: (line) => void lines.push(line) }),
  metrics: createMetrics(),
}

beforeAll(async () => {
  database = await openTestDatabase()
  await openOperation(database.db, draftOperation())
  const options = { db: database.db, version: 'test', webFolder: '/nowhere', port: 0, observer }
  server = await serve({ ...options, readiness: watchReadiness(database.db, observer.log) })
})
afterAll(async () => {
  await server.close(0)
  await database.close()
})

test('a request is counted and logged by the pattern of its route; what was asked for is in neither', async () => {
  const cookie = await signIn(database, 'reviewer.one')
  await fetch(`${server.url}/api/cases/C-PLANTED?query=Plantedname`, { headers: { cookie } })
  await fetch(`${server.url}/api/persons?query=Plantedname`, {
    headers: { cookie, 'x-request-id': 'Plantedname', 'user-agent': 'Plantedname' },
  })
  const told = observer.metrics.text() + lines.join('')
  expect(told).toContain('/api/cases/:case')
  expect(told).toContain('/api/persons')
  expect(told.toLowerCase()).not.toContain('planted')
})

test('an answer, its line and nothing else share an id', async () => {
  const answer = await fetch(`${server.url}/api/session`)
  const id = answer.headers.get('x-request-id') ?? 'none'
  expect(id).toMatch(/^[0-9a-f-]{36}$/)
  expect(lines.filter((line) => line.includes(id))).toHaveLength(1)
})

test('alive and ready are two questions, asked under any host name', async () => {
  for (const path of ['/api/health', '/api/ready']) {
    const answer = await fetch(server.url + path, { headers: { host: 'probe.example' } })
    expect(answer.status, path).toBe(200)
  }
})

test('a database with another schema, or none at all, is alive and not ready', async () => {
  const other = await openTestDatabase()
  const owner = other.admin
  const { default: pg } = await import('pg')
  const admin = new pg.Client(owner)
  await admin.connect()
  await admin.query(`update schema_migrations set sha256 = 'of another line' where id like '0004%'`)
  await admin.end()
  const readiness = watchReadiness(other.db)
  expect(await readiness.look()).toBe('schema')
  await other.close()
  expect(await readiness.look()).toBe('database')
})

test('metrics are read at an address of their own, and tell whether the process is ready', async () => {
  const readiness = watchReadiness(database.db)
  const own = await serveMetrics({ host: '127.0.0.1', port: 0 }, observer.metrics, readiness)
  expect(await (await fetch(`${own.url}/metrics`)).text()).toContain('onward_http_requests_total')
  expect((await fetch(`${own.url}/ready`)).status).toBe(200)
  readiness.stop()
  expect((await fetch(`${own.url}/ready`)).status).toBe(503)
  expect((await fetch(`${server.url}/metrics`)).status).not.toBe(200)
  own.close()
})

test('who stops lets open requests finish and takes no new ones', async () => {
  const readiness = watchReadiness(database.db)
  const slow = {
    ...readiness,
    look: () => wait(300, 'ready' as const),
  }
  const options = { db: database.db, version: 'test', webFolder: '/nowhere', port: 0 }
  const stopping = await serve({ ...options, readiness: slow })
  const open = fetch(`${stopping.url}/api/ready`)
  await wait(100)
  const closed = stopping.close()
  expect((await open).status).toBe(200)
  await closed
  await expect(fetch(`${stopping.url}/api/health`)).rejects.toThrow()
})

test('a request that does not end is ended when the time for it is over', async () => {
  const readiness = watchReadiness(database.db)
  const stuck = { ...readiness, look: () => new Promise<never>(() => {}) }
  const options = { db: database.db, version: 'test', webFolder: '/nowhere', port: 0 }
  const stopping = await serve({ ...options, readiness: stuck })
  const open = fetch(`${stopping.url}/api/ready`)
  open.catch(() => {})
  await wait(50)
  await stopping.close(50)
  await expect(open).rejects.toThrow()
})
