import pg from 'pg'
import { DomainError } from '../domain/errors.ts'
import { openEmbedded } from './embedded/open-embedded.ts'
import type { Database } from './database.ts'
import { connect } from './database.ts'
import { APPLICATION, applicationPassword, ensureRoles, migrate, MIGRATOR } from './migrate.ts'

const DATABASE = 'onward'

export interface OpenOptions {
  /** Where the embedded PostgreSQL lives; not used with `databaseUrl`. */
  readonly dataFolder: string
  /** A server's login that may change the schema; absent: the embedded PostgreSQL. */
  readonly databaseUrl?: string
  /** The application's own login on that server, when the roles were made by hand. */
  readonly applicationUrl?: string
  /** Told what goes on, one sentence at a time. */
  readonly note?: (message: string) => void
}

/** Opens the database, the embedded one or a server's, at this program's schema. */
export async function openDatabase(options: OpenOptions): Promise<Database> {
  return options.databaseUrl === undefined
    ? openEmbeddedDatabase(options)
    : openServerDatabase(options.databaseUrl, options.applicationUrl)
}

async function openEmbeddedDatabase(options: OpenOptions): Promise<Database> {
  const server = await openEmbedded(options)
  try {
    const at = { host: server.socketFolder, port: server.port }
    await withClient({ ...at, user: server.superuser, database: 'postgres' }, async (admin) => {
      await ensureRoles(admin)
      const { rowCount } = await admin.query('select 1 from pg_database where datname = $1', [
        DATABASE,
      ])
      if (rowCount === 0)
        await admin.query(`create database ${DATABASE}`).catch((error: unknown) => {
          // Another starter made it meanwhile.
          if (!(
            error instanceof Error &&
            'code' in error &&
            /^(42P04|23505)$/.test(String(error.code))
          ))
            throw error
        })
      await admin.query(`grant connect, create on database ${DATABASE} to ${MIGRATOR}`)
    })
    await withClient({ ...at, user: server.superuser, database: DATABASE }, (admin) =>
      admin.query('grant usage, create on schema public to onward_owner'),
    )
    await withClient({ ...at, user: MIGRATOR, database: DATABASE }, migrate)
    return connect({ ...at, user: APPLICATION, database: DATABASE }, () => server.close())
  } catch (error) {
    await server.close()
    throw error
  }
}

async function openServerDatabase(databaseUrl: string, applicationUrl?: string): Promise<Database> {
  const { password: given } = new URL(databaseUrl)
  if (given === '' && applicationUrl === undefined)
    throw new DomainError(
      'unavailable',
      'DATABASE_URL has no password, so none can be derived for the application. Name the application’s own login in ONWARD_APP_DATABASE_URL (docs/running.md).',
    )
  const password = applicationPassword(given)
  await withClient({ connectionString: databaseUrl }, async (admin) => {
    if (applicationUrl === undefined) {
      await ensureRoles(admin, password)
      await admin.query('grant usage, create on schema public to onward_owner').catch(() => {})
    }
    await migrate(admin)
  })
  if (applicationUrl !== undefined) return connect({ connectionString: applicationUrl })
  const url = new URL(databaseUrl)
  url.username = APPLICATION
  url.password = password
  return connect({ connectionString: url.href })
}

async function withClient(
  config: pg.ClientConfig,
  work: (client: pg.Client) => Promise<unknown>,
): Promise<void> {
  const client = new pg.Client(config)
  client.on('error', () => {})
  try {
    await client.connect()
  } catch (error) {
    throw new DomainError(
      'unavailable',
      'The database cannot be reached. Check that it runs and that DATABASE_URL names it, then try again; `onward doctor` says more.',
      { cause: error },
    )
  }
  try {
    await work(client)
  } finally {
    await client.end()
  }
}
