import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTestDatabase } from '../testing/test-database.ts'
import type { TestDatabase } from '../testing/test-database.ts'
import { isBefore, watchReplica } from './replica.ts'

let database: TestDatabase
let primary: pg.Pool

beforeAll(async () => {
  database = await openTestDatabase()
  primary = new pg.Pool(database.application)
})
afterAll(async () => {
  await primary.end()
  await database.close()
})

/** The test server stands for a replica that has replayed up to a position. */
function replicaAt(position: () => string): pg.Pool {
  const pool = new pg.Pool(database.application)
  const real = pool.query.bind(pool)
  pool.query = ((sql: string) =>
    sql.includes('replay') ? real(`select '${position()}' as position`) : real(sql)) as never
  return pool
}

test('positions in the log are compared as numbers, not as text', () => {
  expect(isBefore('9/F', 'A/0')).toBe(true)
  expect(isBefore('0/FF', '0/100')).toBe(true)
  expect(isBefore('16/B374D848', '16/B374D848')).toBe(false)
  expect(isBefore('10/0', '9/0')).toBe(false)
})

test('a replica that has replayed what the primary wrote is used', async () => {
  const replica = watchReplica(
    primary,
    replicaAt(() => 'FFFFFFFF/0'),
    { lookEveryMs: 20 },
  )
  await expect.poll(() => replica.isFresh()).toBe(true)
  await replica.close()
})

test('one that stands still is used no more, though it answers', async () => {
  let position = 'FFFFFFFF/0'
  const replica = watchReplica(
    primary,
    replicaAt(() => position),
    {
      lookEveryMs: 20,
      mostLagMs: 200,
    },
  )
  await expect.poll(() => replica.isFresh()).toBe(true)
  position = '0/1'
  await expect.poll(() => replica.isFresh()).toBe(false)
  position = 'FFFFFFFF/0'
  await expect.poll(() => replica.isFresh()).toBe(true)
  await replica.close()
})

test('one that does not answer is not used', async () => {
  const nobody = new pg.Pool({ host: '127.0.0.1', port: 1, connectionTimeoutMillis: 200 })
  const replica = watchReplica(primary, nobody, { lookEveryMs: 20 })
  await wait(100)
  expect(replica.isFresh()).toBe(false)
  await replica.close()
})
