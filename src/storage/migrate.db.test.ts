import { readdir, readFile } from 'node:fs/promises'
import pg from 'pg'
import { expect, test } from 'vitest'
import { draftOperation, openOperation } from '../actions/create-operation.ts'
import { openTestDatabase } from '../testing/test-database.ts'
import { hasThisSchema, migrate } from './migrate.ts'
import { listOperations } from './operations.ts'

/** Since this one a version must go on while the next one's changes are made (docs/scale.md). */
const ROLLING_SINCE = '0020'
const TAKES_AWAY =
  /\bdrop (table|column|view|function)\b|\brename (column |to )|\balter column \w+ (set data )?type\b|\bset not null\b|\bdrop default\b/i
/** A change that takes away says since which version nothing uses it. */
const EXCUSED = /^-- contract: nothing uses this since \d+\.\d+\.\d+/m

test('from now on a migration only adds, or says since when nothing uses what it takes away', async () => {
  const folder = new URL('./migrations/', import.meta.url)
  const names = (await readdir(folder)).filter((name) => name > ROLLING_SINCE)
  const faults: string[] = []
  for (const name of names) {
    const sql = await readFile(new URL(name, folder), 'utf8')
    if (TAKES_AWAY.test(sql) && !EXCUSED.test(sql)) faults.push(name)
  }
  expect(faults).toEqual([])
  // The rule bites.
  expect(TAKES_AWAY.test('alter table persons drop column sex')).toBe(true)
  expect(TAKES_AWAY.test('alter table persons add column shoe text')).toBe(false)
})

test('a migration that is killed half-way leaves the schema as it was, and the old version at work', async () => {
  const database = await openTestDatabase()
  await openOperation(database.db, draftOperation())
  const killed = new pg.Client(database.admin)
  killed.on('error', () => {})
  await killed.connect()
  const { rows } = await killed.query<{ pid: number }>('select pg_backend_pid() as pid')
  await killed.query('begin; set local role onward_owner; set local lock_timeout = 5000')
  await killed.query('alter table plans add column half text')
  await killed.query(`insert into schema_migrations (id, sha256) values ('9999-half', 'x')`)
  // The old version reads and writes beside it, and is ready.
  expect(await hasThisSchema(database.db)).toBe(true)
  expect(await listOperations(database.db)).toHaveLength(1)
  await openOperation(database.db, draftOperation({ name: 'Meanwhile' }))
  const admin = new pg.Client(database.admin)
  await admin.connect()
  await admin.query('select pg_terminate_backend($1)', [rows[0]?.pid])
  await expect(killed.query('select 1')).rejects.toThrow()
  const left = await admin.query(
    `select 1 from information_schema.columns where table_name = 'plans' and column_name = 'half'
     union all select 1 from schema_migrations where id = '9999-half'`,
  )
  expect(left.rowCount).toBe(0)
  // What comes next begins where it was.
  await migrate(admin)
  expect(await hasThisSchema(database.db)).toBe(true)
  await admin.end()
  await database.close()
})

test('an older version goes on beside a schema that has more; one that lacks something is not ready', async () => {
  const database = await openTestDatabase()
  const admin = new pg.Client(database.admin)
  await admin.connect()
  await admin.query(`insert into schema_migrations (id, sha256) values ('9999-newer', 'x')`)
  expect(await hasThisSchema(database.db)).toBe(true)
  await admin.query(`delete from schema_migrations where id like '0012%'`)
  expect(await hasThisSchema(database.db)).toBe(false)
  await admin.end()
  await database.close()
})

test('a migration does not wait for ever for a table that somebody holds', async () => {
  const database = await openTestDatabase()
  const holder = new pg.Client(database.admin)
  await holder.connect()
  await holder.query('begin; lock table schema_migrations in share row exclusive mode')
  const admin = new pg.Client(database.admin)
  await admin.connect()
  await expect(migrate(admin)).rejects.toMatchObject({ code: '55P03' })
  await holder.query('rollback')
  await migrate(admin)
  await Promise.all([holder.end(), admin.end()])
  await database.close()
})
