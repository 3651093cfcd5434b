import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { stopEmbedded } from './embedded/open-embedded.ts'
import { listOperations } from './operations.ts'
import { openDatabase } from './open-database.ts'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'onward-open-'))
  // As root the database's user must pass through; else the data would lie elsewhere and stay.
  await chmod(folder, 0o711)
})
afterEach(async () => {
  await stopEmbedded({ dataFolder: join(folder, 'data') })
  await rm(folder, { recursive: true, force: true })
})

test('five openers at once of an empty data folder all find one database, ready', async () => {
  const dataFolder = join(folder, 'data')
  const opened = await Promise.all([1, 2, 3, 4, 5].map(() => openDatabase({ dataFolder })))
  for (const db of opened) expect(await listOperations(db)).toEqual([])
  // Again, now that everything is there.
  const again = await Promise.all([1, 2, 3, 4, 5].map(() => openDatabase({ dataFolder })))
  for (const db of again) expect(await listOperations(db)).toEqual([])
  for (const db of [...opened, ...again]) await db.close()
})

test('the application cannot change what happened, become the owner, or see without an operation', async () => {
  const db = await openDatabase({ dataFolder: join(folder, 'data') })
  const refused = [
    'update events set actor = $$x$$',
    'delete from events',
    'truncate events',
    'delete from event_voids',
    'update published_texts set markdown = $$x$$',
    'drop table events',
    'alter table events disable row level security',
    'set role onward_owner',
    'create table mine (x int)',
    'update schema_migrations set sha256 = $$x$$',
  ]
  for (const sql of refused)
    await expect(db.bare(sql), sql).rejects.toThrow(/permission denied|must be owner/)
  expect(await db.bare('select * from persons')).toEqual([])
  await db.close()
})
