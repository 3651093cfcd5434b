import { createHash, createHmac } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import pg from 'pg'
import { DomainError } from '../domain/errors.ts'
import type { Database } from './database.ts'

const FOLDER = new URL('./migrations/', import.meta.url)

/** Owner of every table; nobody logs in as it. */
export const OWNER = 'onward_owner'
/** Changes the tables' shape, on behalf of the owner. */
export const MIGRATOR = 'onward_migrator'
/** The application: owns nothing, cannot bypass row-level security. */
export const APPLICATION = 'onward_app'

export interface Migration {
  readonly id: string
  readonly sql: string
  readonly sha256: string
}

/** Every migration that this program knows, in its order. */
export async function readMigrations(): Promise<readonly Migration[]> {
  const names = (await readdir(FOLDER)).filter((name) => name.endsWith('.sql')).toSorted()
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(new URL(name, FOLDER), 'utf8')
      const sha256 = createHash('sha256').update(sql).digest('hex')
      return { id: name.replace('.sql', ''), sql, sha256 }
    }),
  )
}

/** One text that changes whenever any migration does; names test templates. */
export async function migrationsFingerprint(): Promise<string> {
  const all = (await readMigrations()).map((one) => one.sha256).join()
  return createHash('sha256').update(all).digest('hex').slice(0, 12)
}

/** The application's password on a server, derived so that every instance finds the same. */
export function applicationPassword(adminPassword: string): string {
  return createHmac('sha256', adminPassword).update(APPLICATION).digest('base64url')
}

/**
 * Makes the three roles where the login may. `password` is set for the application when given
 * (a server); behind the embedded server's private socket there is none.
 */
export async function ensureRoles(admin: pg.Client, password?: string): Promise<void> {
  try {
    await createRoles(admin, password)
  } catch (error) {
    if (sqlState(error) !== '42501') throw error
    throw new DomainError(
      'unavailable',
      'The database login may not create or grant roles. Let a database administrator run the SQL in docs/running.md once, and name the application’s login in ONWARD_APP_DATABASE_URL.',
      { cause: error },
    )
  }
}

async function createRoles(admin: pg.Client, password?: string): Promise<void> {
  await createRole(admin, OWNER, 'nologin')
  await createRole(admin, MIGRATOR, 'login')
  await createRole(admin, APPLICATION, 'login nosuperuser nobypassrls nocreatedb nocreaterole')
  const member = `pg_has_role($1, '${OWNER}', 'member')`
  await unless(admin, member, [MIGRATOR], `grant ${OWNER} to ${MIGRATOR}`)
  await unless(admin, `pg_has_role('${OWNER}', 'member')`, [], `grant ${OWNER} to current_user`)
  if (password !== undefined)
    await admin.query(`alter role ${APPLICATION} password ${admin.escapeLiteral(password)}`)
}

/**
 * Runs a grant unless what it grants is there. Two starters that grant at once would meet in the
 * same catalogue row, which PostgreSQL answers with an error.
 */
export async function unless(
  client: pg.Client,
  condition: string,
  values: readonly string[],
  grant: string,
): Promise<void> {
  const { rows } = await client.query<{ holds: boolean }>(`select ${condition} as holds`, [
    ...values,
  ])
  if (rows[0]?.holds !== true) await client.query(grant)
}

async function createRole(admin: pg.Client, name: string, options: string): Promise<void> {
  const { rowCount } = await admin.query('select 1 from pg_roles where rolname = $1', [name])
  if (rowCount === 1) return
  try {
    await admin.query(`create role ${name} ${options}`)
  } catch (error) {
    const state = sqlState(error)
    // Another starter made it meanwhile.
    if (state !== '42710' && state !== '23505') throw error
  }
}

/** Brings the database to this program's schema, all or nothing. `client` acts for the owner. */
export async function migrate(client: pg.Client): Promise<void> {
  await client.query('begin')
  try {
    await client.query(`set local role ${OWNER}`)
    // Whoever waits for a table's lock makes all who come after wait too: rather try again.
    await client.query(`set local lock_timeout = '5s'`)
    await applyMigrations(client, await readMigrations())
    await client.query('commit')
  } catch (error) {
    await client.query('rollback').catch(() => {})
    throw error
  }
}

let expected: Promise<readonly Migration[]> | undefined

/**
 * Whether the database has every change that this program knows. It may have more: a newer version
 * adds before it takes away, so that this one goes on meanwhile (docs/scale.md).
 */
export async function hasThisSchema(db: Database): Promise<boolean> {
  expected ??= readMigrations()
  const rows = await db.bare<{ id: string; sha256: string }>(
    'select id, sha256 from schema_migrations',
  )
  const applied = new Map(rows.map((row) => [row.id, row.sha256]))
  return (await expected).every((one) => applied.get(one.id) === one.sha256)
}

/** Applies those of the migrations that are missing, in the owner's transaction. */
export async function applyMigrations(
  client: pg.Client,
  migrations: readonly Migration[],
): Promise<void> {
  await client.query(
    `create table if not exists schema_migrations (
       id text primary key, sha256 text not null, applied_at timestamptz not null default now())`,
  )
  // One migrating process at a time, without advisory locks: they do not survive a pooler. Older
  // instances go on, and read here whether their schema still holds.
  await client.query('lock table schema_migrations in share row exclusive mode')
  await unless(
    client,
    `has_table_privilege('${APPLICATION}', 'schema_migrations', 'select')`,
    [],
    `grant select on schema_migrations to ${APPLICATION}`,
  )
  const { rows } = await client.query<{ id: string; sha256: string }>(
    'select id, sha256 from schema_migrations order by id',
  )
  refuseUnknown(migrations, rows)
  for (const { id, sql, sha256 } of migrations.slice(rows.length)) {
    await client.query(sql)
    await client.query('insert into schema_migrations (id, sha256) values ($1, $2)', [id, sha256])
  }
  await openForBackups(client)
}

/**
 * The wall hides every row from the tables' owner too. A backup needs them all: a transaction of the
 * owner's that says so may read. The application is not the owner and cannot become it.
 */
async function openForBackups(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `select c.oid::regclass::text as name from pg_class c
     where c.relnamespace = 'public'::regnamespace and c.relrowsecurity
       and not exists (select from pg_policy p where p.polrelid = c.oid and p.polname = 'whole')`,
  )
  for (const { name } of rows)
    await client.query(
      `create policy whole on ${name} for select to ${OWNER}
       using (current_setting('onward.whole', true) = 'on')`,
    )
}

/** Throws unless what was applied is the beginning of what this program knows. */
export function refuseUnknown(
  known: readonly Pick<Migration, 'id' | 'sha256'>[],
  applied: readonly { id: string; sha256: string }[],
): void {
  for (const [index, { id, sha256 }] of applied.entries()) {
    const mine = known[index]
    if (mine === undefined)
      throw new DomainError(
        'unavailable',
        `This database is newer than this program: it has the change ${id}, which this version does not know. Start the newer version of Onward, or restore a backup made with this one. Nothing was changed.`,
      )
    if (mine.id !== id || mine.sha256 !== sha256)
      throw new DomainError(
        'unavailable',
        `This database was made with another line of the program: its change ${id} differs from this version's. Use the version that made it. Nothing was changed.`,
      )
  }
}

function sqlState(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}
