import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { checkOperation } from '../../actions/check-operation.ts'
import { draftOperation, openOperation } from '../../actions/create-operation.ts'
import { openDesk } from '../../actions/desk.ts'
import { getFigures } from '../../actions/get-figures.ts'
import { listPersons } from '../../actions/list-persons.ts'
import { loadGenerated } from '../../actions/load-generated.ts'
import { referenceOperation } from '../../actions/reference-operation.ts'
import type { PlainDate } from '../../domain/plain-date.ts'
import type { EmptyDatabase } from '../../testing/empty-database.ts'
import { makeEmptyDatabase, withClient } from '../../testing/empty-database.ts'
import type { TestDatabase } from '../../testing/test-database.ts'
import { openTestDatabase } from '../../testing/test-database.ts'
import type { Database } from '../database.ts'
import { applyMigrations, readMigrations } from '../migrate.ts'
import { listOperations } from '../operations.ts'
import { checkBackup } from './read-backup.ts'
import { restoreBackup } from './restore-backup.ts'
import { makeBackupKey } from './sealed-file.ts'
import { writeBackup } from './write-backup.ts'

let key: { identity: string; recipient: string }
/** One small operation, and a backup of it. */
let small: TestDatabase
let sealed: Buffer
const made: { close(): Promise<void> }[] = []

beforeAll(async () => {
  key = await makeBackupKey()
  small = await openTestDatabase()
  await openOperation(small.db, draftOperation({ countryOfAsylum: 'IRQ', origin: 'IRN' }))
  sealed = await backUp(small.admin)
})
afterAll(async () => {
  await small.close()
  for (const one of made) await one.close()
})

async function backUp(admin: TestDatabase['admin']): Promise<Buffer> {
  return withClient(admin, async (client) => {
    const written = await writeBackup(client, { keys: forKey(), program: 'test' })
    return await buffer(written.sealed)
  })
}

const forKey = () => ({ recipients: [key.recipient] })
const withKey = () => ({ identities: [key.identity] })

async function empty(): Promise<EmptyDatabase> {
  const database = await makeEmptyDatabase()
  made.push(database)
  return database
}

function restore(admin: TestDatabase['admin'], file: Buffer, more: { replace?: boolean } = {}) {
  return withClient(admin, (client) =>
    restoreBackup(client, Readable.from([file]), { keys: withKey(), ...more }),
  )
}

/** All that tells what tables are like and who may do what with them. */
async function shape(admin: TestDatabase['admin']): Promise<unknown> {
  return withClient(admin, async (client) => {
    const ask = async (sql: string): Promise<unknown[]> => (await client.query(sql)).rows
    return [
      await ask(`select relname::text, relkind, relrowsecurity, relforcerowsecurity, relacl::text,
        relowner::regrole::text from pg_class where relnamespace = 'public'::regnamespace order by 1`),
      await ask(`select conrelid::regclass::text, conname::text, pg_get_constraintdef(oid)
        from pg_constraint where connamespace = 'public'::regnamespace order by 1, 2`),
      await ask(`select indexdef from pg_indexes where schemaname = 'public' order by 1`),
      await ask(`select tablename, policyname, roles::text, cmd, permissive, qual, with_check
        from pg_policies where schemaname = 'public' order by 1, 2`),
      await ask(`select proname::text, prosecdef, proacl::text, prosrc from pg_proc
        where pronamespace = 'public'::regnamespace order by 1`),
      await ask(`select tgrelid::regclass::text, tgname::text, tgenabled, pg_get_triggerdef(oid)
        from pg_trigger where not tgisinternal order by 1, 2`),
    ]
  })
}

async function figures(db: Database): Promise<unknown> {
  const desk = await openDesk(db)
  const days = ['2013-12-27', '2014-06-30', '2015-12-31'] as PlainDate[]
  return Promise.all(days.map((asOf) => getFigures(desk, { asOf })))
}

test('the restore drill: on a fresh machine every figure, person, rule and right is as it was', async () => {
  const source = await openTestDatabase()
  made.push(source)
  await loadGenerated(source.db, referenceOperation())
  const file = await backUp(source.admin)
  const said = await checkBackup(Readable.from([file]), withKey())

  const target = await empty()
  expect(await restore(target.admin, file)).toEqual(said)
  // Row by row: a backup of the copy has the same sums, table by table.
  const again = await checkBackup(Readable.from([await backUp(target.admin)]), withKey())
  expect({ ...again, madeAt: '' }).toEqual({ ...said, madeAt: '' })
  const db = target.open(source.secrets)
  try {
    expect(await figures(db)).toEqual(await figures(source.db))
    const found = await checkOperation(db)
    expect(found.filter(({ ok }) => !ok)).toEqual([])
    expect(found).toEqual(await checkOperation(source.db))
    const search = { query: 'Baran' }
    const persons = await listPersons(await openDesk(db), search)
    expect(persons.rows.length).toBeGreaterThan(0)
    expect(persons).toEqual(await listPersons(await openDesk(source.db), search))
    // The wall stands again.
    expect(await db.bare('select * from persons')).toEqual([])
    await expect(db.bare('delete from events')).rejects.toThrow(/permission denied/)
  } finally {
    await db.close()
  }
  expect(await shape(target.admin)).toEqual(await shape(source.admin))
}, 240_000)

test('a backup is one moment: what is written while it runs is not in it', async () => {
  const { sealedWhile } = await withClient(small.admin, async (client) => {
    const written = await writeBackup(client, { keys: forKey(), program: 'test' })
    await openOperation(
      small.db,
      draftOperation({ countryOfAsylum: 'KEN', origin: 'SOM', name: 'Later' }),
    )
    return { sealedWhile: await buffer(written.sealed) }
  })
  const target = await empty()
  await restore(target.admin, sealedWhile)
  const db = target.open(small.secrets)
  const names = (await listOperations(db)).map(({ name }) => name)
  await db.close()
  expect(names).toHaveLength(1)
  expect(names).not.toContain('Later')
})

test('the migrator’s login is enough, on a server where nobody is superuser', async () => {
  const source = { ...small.admin, user: 'onward_migrator' }
  const file = await backUp(source)
  const target = await empty()
  await restore({ ...target.admin, user: 'onward_migrator' }, file)
  expect(await shape(target.admin)).toEqual(await shape(small.admin))
})

test('without the policy that opens a table to its owner, nothing is backed up', async () => {
  const source = await openTestDatabase()
  made.push(source)
  await withClient(source.admin, (client) => client.query('drop policy whole on persons'))
  await expect(backUp({ ...source.admin, user: 'onward_migrator' })).rejects.toMatchObject({
    code: 'unavailable',
    message: expect.stringContaining('persons'),
  })
})

test('any byte changed, or any end cut off, is found out, and nothing is changed', async () => {
  const target = await empty()
  const isRefused = async (file: Buffer): Promise<void> => {
    for (const work of [
      () => checkBackup(Readable.from([file]), withKey()),
      () => restore(target.admin, file),
    ])
      await expect(work()).rejects.toMatchObject({ name: 'DomainError' })
  }
  await fc.assert(
    fc.asyncProperty(fc.nat(sealed.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
      const changed = Buffer.from(sealed)
      changed[at] = (changed[at] ?? 0) ^ flip
      return isRefused(changed)
    }),
    { numRuns: 25, seed: 6 },
  )
  await fc.assert(
    fc.asyncProperty(fc.nat(sealed.length - 1), (length) => isRefused(sealed.subarray(0, length))),
    { numRuns: 15, seed: 6, examples: [[0], [10], [sealed.length - 1]] },
  )
  await withClient(target.admin, async (client) => {
    const { rowCount } = await client.query(
      `select from pg_class where relnamespace = 'public'::regnamespace`,
    )
    expect(rowCount).toBe(0)
  })
  // The same file unchanged is taken.
  await restore(target.admin, sealed)
})

test('a wrong key and a file of another kind are told apart', async () => {
  const other = await makeBackupKey()
  const read = (file: Buffer, keys: Parameters<typeof checkBackup>[1]) =>
    checkBackup(Readable.from([file]), keys)
  await expect(read(sealed, { identities: [other.identity] })).rejects.toMatchObject({
    code: 'not_allowed',
  })
  await expect(read(sealed, { passphrase: 'not this one' })).rejects.toMatchObject({
    code: 'not_allowed',
  })
  await expect(read(Buffer.from('PK\u0003\u0004 a workbook'), withKey())).rejects.toThrow(
    /no backup of Onward/,
  )
})

test('a passphrase seals too', async () => {
  const keys = { passphrase: 'five words that nobody guesses' }
  const file = await withClient(small.admin, async (client) => {
    const written = await writeBackup(client, { keys, program: 'test' })
    return await buffer(written.sealed)
  })
  expect((await checkBackup(Readable.from([file]), keys)).rows).toBeGreaterThan(0)
})

test('a filled database is not overwritten unasked; asked, it is, and a failure leaves it', async () => {
  const target = await openTestDatabase()
  await openOperation(
    target.db,
    draftOperation({ countryOfAsylum: 'KEN', origin: 'SOM', name: 'Mine' }),
  )
  await target.db.close()
  const names = () =>
    withClient(target.admin, async (client) =>
      (await client.query<{ name: string }>('select name from operations')).rows.map(
        ({ name }) => name,
      ),
    )
  await expect(restore(target.admin, sealed)).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringContaining('Mine'),
  })
  const cut = sealed.subarray(0, sealed.length - 20)
  await expect(restore(target.admin, cut, { replace: true })).rejects.toThrow(/cut short/)
  expect(await names()).toEqual(['Mine'])
  await restore(target.admin, sealed, { replace: true })
  expect(await names()).not.toContain('Mine')
  await withClient({ ...target.admin, database: 'postgres' }, (client) =>
    client.query(`drop database ${String(target.admin.database)} with (force)`),
  )
})

test('while somebody works in the database nothing is restored into it', async () => {
  await small.db.bare('select 1')
  await expect(restore(small.admin, sealed, { replace: true })).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringContaining('Stop every Onward'),
  })
})

test('a backup of an older schema comes up to this one; a newer one is refused', async () => {
  const older = await empty()
  const all = await readMigrations()
  await withClient(older.admin, async (client) => {
    await client.query('begin; set local role onward_owner')
    await applyMigrations(client, all.slice(0, 3))
    await client.query(
      `insert into operations (id, name, country_of_asylum, origin, time_zone, created_at)
       values (gen_random_uuid(), 'Old', 'IRQ', 'IRN', 'Asia/Baghdad', now())`,
    )
    await client.query('commit')
  })
  const target = await empty()
  await restore(target.admin, await backUp(older.admin))
  expect(await shape(target.admin)).toEqual(await shape(small.admin))
  await withClient(older.admin, (client) =>
    client.query(`insert into schema_migrations values ('9999-of-the-future', 'x')`),
  )
  const fresh = await empty()
  await expect(restore(fresh.admin, await backUp(older.admin))).rejects.toMatchObject({
    code: 'unavailable',
  })
})
