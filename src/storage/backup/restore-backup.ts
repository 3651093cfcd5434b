import type { Readable } from 'node:stream'
import type pg from 'pg'
import { DomainError } from '../../domain/errors.ts'
import { APPLICATION, applyMigrations, OWNER, readMigrations, refuseUnknown } from '../migrate.ts'
import { copyIn } from './copy-rows.ts'
import type { KeyFiles, KeyPaths } from './key-files.ts'
import { placeKeyFiles } from './key-files.ts'
import type { Head } from './manifest.ts'
import { readBackup } from './read-backup.ts'
import type { OpenWith } from './sealed-file.ts'
import { listTables, quoted } from './tables.ts'
import type { BackupSummary } from './write-backup.ts'

/**
 * Puts a backup in the place of what the database holds, in one transaction: until every sum of the
 * file is checked nothing is changed for anyone, and a failure leaves all as it was. The client acts
 * for the owner. An older schema is brought up to this program's in the same transaction.
 */
export async function restoreBackup(
  client: pg.Client,
  file: Readable,
  options: {
    readonly keys: OpenWith
    /** Also when there are operations in the database already; they are gone afterwards. */
    readonly replace?: boolean
    /** Where the keys that come with the backup belong. */
    readonly keyPaths?: KeyPaths
  },
): Promise<BackupSummary> {
  await client.query('begin')
  let undoKeys = async (): Promise<void> => {}
  try {
    await client.query(`set local role ${OWNER}`)
    await client.query(`set local lock_timeout = '10s'`)
    await refuseAtWork(client)
    if (options.replace !== true) await refuseFilled(client)
    let undo: readonly string[] = []
    let keyFiles: KeyFiles = new Map()
    const summary = await readBackup(file, options.keys, async (head, found) => {
      keyFiles = found
      await makeTables(client, head)
      undo = await setAside(client)
      return (table, bytes) => {
        const sql = `copy public."${table.name}" (${quoted(table.columns)}) from stdin`
        return copyIn(client, sql, bytes)
      }
    })
    for (const sql of undo) await client.query(sql)
    await applyMigrations(client, await readMigrations())
    undoKeys = await placeKeyFiles(options.keyPaths ?? {}, keyFiles, options.replace === true)
    await client.query('commit')
    await client.query('analyze').catch(() => {})
    return summary
  } catch (error) {
    await client.query('rollback').catch(() => {})
    await undoKeys()
    throw explained(error)
  }
}

/** Whoever works here would go on with what it remembers of other data. */
async function refuseAtWork(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ there: boolean }>(
    `select exists (select from pg_stat_activity
       where datname = current_database() and usename = '${APPLICATION}') as there`,
  )
  if (rows[0]?.there === true) throw inUse()
}

function inUse(): DomainError {
  return new DomainError(
    'conflict',
    'Nothing was restored: another program works in this database. Stop every Onward that uses it, and try again.',
  )
}

async function refuseFilled(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ there: boolean }>(
    `select to_regclass('public.operations') is not null as there`,
  )
  if (rows[0]?.there !== true) return
  const { rows: operations } = await client.query<{ name: string }>('select name from operations')
  if (operations.length === 0) return
  throw new DomainError(
    'conflict',
    `Nothing was restored: the database already holds the operation ${operations.map(({ name }) => name).join(', ')}. Restore into an empty data folder (ONWARD_DATA) or database, or say --replace to lose what is here.`,
  )
}

/** The tables as they were when the backup was made, empty. */
async function makeTables(client: pg.Client, head: Head): Promise<void> {
  const migrations = await readMigrations()
  refuseUnknown(migrations, head.schema)
  const { rows } = await client.query<{ drop: string }>(
    `select format('drop table %s cascade', string_agg(oid::regclass::text, ', ')) as drop
     from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
       and not relispartition and relowner = '${OWNER}'::regrole
     having count(*) > 0
     union all
     select format('drop routine if exists %s cascade', string_agg(oid::regprocedure::text, ', '))
     from pg_proc where pronamespace = 'public'::regnamespace and proowner = '${OWNER}'::regrole
     having count(*) > 0`,
  )
  for (const { drop } of rows) await client.query(drop)
  await applyMigrations(client, migrations.slice(0, head.schema.length))
  const made = new Map((await listTables(client)).map(({ name, columns }) => [name, columns]))
  const fits =
    made.size === head.tables.length &&
    head.tables.every(({ name, columns }) =>
      columns.every((column) => made.get(name)?.includes(column)),
    )
  if (fits) return
  throw new DomainError(
    'unavailable',
    'The backup’s tables are not those that this version makes for its schema. Restore it with the version that wrote it. Nothing was changed.',
  )
}

/**
 * Takes away what would be asked of each single row: the wall (COPY does not pass it), keys,
 * indexes and triggers. The result puts all of it back, which also checks it.
 */
async function setAside(client: pg.Client): Promise<readonly string[]> {
  const { rows } = await client.query<{ away: string; back: string }>(
    `with mine as (
       select oid, oid::regclass::text as name, relforcerowsecurity as forced from pg_class
       where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
         and not relispartition and relname <> 'schema_migrations')
     select * from (
       select 1 as turn, format('alter table %s no force row level security', name) as away,
         format('alter table %s force row level security', name) as back
       from mine where forced
       union all
       select case contype when 'f' then 2 else 3 end,
         format('alter table %s drop constraint %I', name, conname),
         format('alter table %s add constraint %I %s', name, conname, pg_get_constraintdef(k.oid))
       from mine join pg_constraint k on conrelid = mine.oid
       where contype in ('f', 'p', 'u') and conparentid = 0
       union all
       select 4, format('drop index %s', indexrelid::regclass), pg_get_indexdef(indexrelid)
       from mine join pg_index on indrelid = mine.oid
       where not exists (select from pg_constraint where conindid = indexrelid)
       union all
       select 5, format('alter table %s disable trigger user', name),
         format('alter table %s enable trigger user', name)
       from mine where exists (select from pg_trigger where tgrelid = mine.oid and not tgisinternal)
     ) as work
     order by turn`,
  )
  for (const { away } of rows) await client.query(away)
  return rows.map(({ back }) => back).toReversed()
}

function explained(error: unknown): unknown {
  if (error instanceof DomainError || !(error instanceof Error) || !('code' in error)) return error
  if (error.code === '55P03') return inUse()
  if (error.code === '53100' || error.code === 'ENOSPC')
    return new DomainError(
      'unavailable',
      'Nothing was restored: the disk is full. Free some space and try again.',
    )
  if (typeof error.code === 'string' && /^(22|23)/.test(error.code))
    return new DomainError(
      'invalid_input',
      'Nothing was restored: a row of the backup does not fit its table. Take another copy of it.',
    )
  return error
}
