import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { TestDatabase } from '../testing/test-database.ts'
import { openTestDatabase } from '../testing/test-database.ts'

let database: TestDatabase
let admin: pg.Client

beforeAll(async () => {
  database = await openTestDatabase()
  admin = new pg.Client(database.admin)
  await admin.connect()
})
afterAll(async () => {
  await admin.end()
  await database.close()
})

/** Tables that are of no one operation: the list of operations, and what the schema is. */
const OF_ALL = ['operations', 'schema_migrations']

async function ask(sql: string): Promise<readonly string[]> {
  const { rows } = await admin.query<{ name: string }>(sql, [OF_ALL])
  return rows.map((row) => row.name)
}

// Sharded by operation, an engine keeps all rows of one on one node, and asks for this.
test('every key, unique index and foreign key begins with the operation', async () => {
  expect(
    await ask(
      `select i.indexrelid::regclass::text as name
       from pg_index i
       join pg_class t on t.oid = i.indrelid
       join pg_namespace n on n.oid = t.relnamespace and n.nspname = 'public'
       left join pg_attribute a on a.attrelid = t.oid and a.attnum = i.indkey[0]
       where i.indisunique and t.relname <> all($1)
         and a.attname is distinct from 'operation_id'`,
    ),
  ).toEqual([])
  expect(
    await ask(
      `select c.conname as name
       from pg_constraint c
       join pg_class t on t.oid = c.conrelid
       join pg_namespace n on n.oid = t.relnamespace and n.nspname = 'public'
       join pg_attribute a on a.attrelid = t.oid and a.attnum = c.conkey[1]
       where c.contype = 'f' and t.relname <> all($1) and a.attname <> 'operation_id'`,
    ),
  ).toEqual([])
})

test('every other index begins with the operation too', async () => {
  expect(
    await ask(
      `select i.indexrelid::regclass::text as name
       from pg_index i
       join pg_class t on t.oid = i.indrelid
       join pg_namespace n on n.oid = t.relnamespace and n.nspname = 'public'
       left join pg_attribute a on a.attrelid = t.oid and a.attnum = i.indkey[0]
       where not i.indisunique and t.relname <> all($1)
         and a.attname is distinct from 'operation_id'`,
    ),
  ).toEqual([])
})

test('every table that the application may touch is behind row-level security, its owner’s too, and has a policy', async () => {
  expect(
    await ask(
      `select t.relname as name
       from pg_class t join pg_namespace n on n.oid = t.relnamespace and n.nspname = 'public'
       where t.relkind in ('r', 'p') and t.relname <> all($1)
         and has_table_privilege('onward_app', t.oid, 'select, insert, update, delete')
         and not (t.relrowsecurity and t.relforcerowsecurity
                  and exists (select 1 from pg_policy p where p.polrelid = t.oid))`,
    ),
  ).toEqual([])
})

test('nothing rests on serials, exclusion constraints or what is not in PostgreSQL 15', async () => {
  expect(
    await ask(
      `select c.relname as name from pg_class c
       join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
       where c.relkind = 'S' and c.relname <> all($1)
       union all
       select conname from pg_constraint where contype = 'x'
       union all
       select extname from pg_extension where extname not in ('plpgsql')`,
    ),
  ).toEqual([])
})

test('the application owns nothing and may not step over the wall', async () => {
  expect(
    await ask(
      `select t.relname as name from pg_class t
       join pg_namespace n on n.oid = t.relnamespace and n.nspname = 'public'
       join pg_roles r on r.oid = t.relowner
       where r.rolname = 'onward_app' and t.relname <> all($1)
       union all
       select rolname from pg_roles
       where rolname = 'onward_app' and (rolsuper or rolbypassrls or rolcreatedb or rolcreaterole)`,
    ),
  ).toEqual([])
})
