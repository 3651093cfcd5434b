import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { DomainError } from '../domain/errors.ts'
import { auditKeyPath, openAuditKey } from './audit/audit-key.ts'
import { answerKeyPath } from './states/answer-key.ts'
import type { AuditKey } from './audit/audit-key.ts'
import { openEmbedded } from './embedded/open-embedded.ts'
import type { Database } from './database.ts'
import { connect } from './database.ts'
import type { Secrets } from './database.ts'
import { masterKeyPath, openMasterKey } from './sealing/master-key.ts'
import {
  APPLICATION,
  applicationPassword,
  ensureRoles,
  migrate,
  MIGRATOR,
  OWNER,
  unless,
} from './migrate.ts'

const DATABASE = 'onward'

export interface OpenOptions {
  /** Where the embedded PostgreSQL lives; not used with `databaseUrl`. */
  readonly dataFolder: string
  /** A server's login that may change the schema; absent: the embedded PostgreSQL. */
  readonly databaseUrl?: string
  /** The application's own login on that server, when the roles were made by hand. */
  readonly applicationUrl?: string
  /** A streaming replica of that server, for reports. */
  readonly replicaUrl?: string
  /** The key of the audit; without it in the data folder. */
  readonly auditKeyFile?: string
  /** The key that wraps the operations' keys: its file; without it in the data folder. */
  readonly keyFile?: string
  /** Instead of the file. */
  readonly keyPassphrase?: string
  /** Instead of both: a program that wraps and unwraps. */
  readonly keyCommand?: string
  /** Told what goes on, one sentence at a time. */
  readonly note?: (message: string) => void
}

/** Opens the database, the embedded one or a server's, at this program's schema. */
export async function openDatabase(options: OpenOptions): Promise<Database> {
  return options.databaseUrl === undefined
    ? openEmbeddedDatabase(options)
    : openServerDatabase(options, options.databaseUrl)
}

/** The key of the audit, made on first use. */
export function openAuditKeyOf({
  auditKeyFile,
  dataFolder,
}: Pick<OpenOptions, 'auditKeyFile' | 'dataFolder'>): Promise<AuditKey> {
  return openAuditKey(auditKeyFile ?? auditKeyPath(dataFolder))
}

/** Name of the key for answers of States among them. */
export const ANSWER_KEY = 'state-answers.age-key'

/** The files of keys that belong to this database, by their names in a backup. */
export function keyPathsOf(options: OpenOptions): Readonly<Record<string, string>> {
  const { dataFolder, keyFile, auditKeyFile } = options
  return {
    'master.key': keyFile ?? masterKeyPath(dataFolder),
    'audit.pem': auditKeyFile ?? auditKeyPath(dataFolder),
    [ANSWER_KEY]: answerKeyPath(auditKeyFile ?? auditKeyPath(dataFolder)),
  }
}

function secretsOf(options: OpenOptions): Secrets {
  const { dataFolder, keyFile, keyPassphrase, keyCommand } = options
  return {
    auditKey: () => openAuditKeyOf(options),
    masterKey: () =>
      openMasterKey({
        file: keyFile ?? masterKeyPath(dataFolder),
        ...(keyPassphrase === undefined ? {} : { passphrase: keyPassphrase }),
        ...(keyCommand === undefined ? {} : { command: keyCommand }),
      }),
  }
}

/** For backups: a connection that acts for the owner of the tables, at whatever schema they are. */
export async function withOwner<T>(
  options: OpenOptions,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const { databaseUrl, applicationUrl } = options
  if (databaseUrl !== undefined) {
    const at = { connectionString: databaseUrl }
    if (applicationUrl === undefined) {
      const password = applicationPassword(new URL(databaseUrl).password)
      await retried(() => withClient(at, (admin) => prepareServer(admin, password)))
    }
    return withClient(at, work)
  }
  const server = await openEmbedded(options)
  try {
    const at = { host: server.socketFolder, port: server.port, user: server.superuser }
    await retried(async () => {
      await withClient({ ...at, database: 'postgres' }, makeDatabase)
      await withClient({ ...at, database: DATABASE }, openSchema)
    })
    return await withClient({ ...at, database: DATABASE }, work)
  } finally {
    await server.close()
  }
}

async function prepareServer(admin: pg.Client, password: string): Promise<void> {
  await ensureRoles(admin, password)
  await openSchema(admin)
}

async function openEmbeddedDatabase(options: OpenOptions): Promise<Database> {
  const server = await openEmbedded(options)
  try {
    const at = { host: server.socketFolder, port: server.port }
    // Starters at once may meet in a catalogue row: the later one looks again.
    await retried(async () => {
      await withClient({ ...at, user: server.superuser, database: 'postgres' }, makeDatabase)
      await withClient({ ...at, user: server.superuser, database: DATABASE }, openSchema)
      await withClient({ ...at, user: MIGRATOR, database: DATABASE }, migrate)
    })
    const application = { ...at, user: APPLICATION, database: DATABASE }
    return connect(application, secretsOf(options), () => server.close())
  } catch (error) {
    await server.close()
    throw error
  }
}

/** The roles and the database itself, as far as they are missing. */
async function makeDatabase(admin: pg.Client): Promise<void> {
  await ensureRoles(admin)
  const { rowCount } = await admin.query('select 1 from pg_database where datname = $1', [DATABASE])
  if (rowCount === 0) await admin.query(`create database ${DATABASE}`)
  // A temporary table could stand before a real one; and nothing of ours is in `postgres`.
  const lacks = (database: string, right: string): string =>
    `not has_database_privilege('${APPLICATION}', '${database}', '${right}')`
  const revoke = (database: string, right: string): string =>
    `revoke ${right} on database ${database} from public`
  await unless(admin, lacks(DATABASE, 'temporary'), [], revoke(DATABASE, 'temporary'))
  await unless(admin, lacks('postgres', 'connect'), [], revoke('postgres', 'connect'))
}

/** Lets the owner make tables in the schema `public`, and the application use it. */
async function openSchema(admin: pg.Client): Promise<void> {
  const may = (role: string, right: string): string =>
    `has_schema_privilege('${role}', 'public', '${right}')`
  await unless(admin, may(OWNER, 'create'), [], `grant usage, create on schema public to ${OWNER}`)
  await unless(
    admin,
    may(APPLICATION, 'usage'),
    [],
    `grant usage on schema public to ${APPLICATION}`,
  )
}

/** PostgreSQL's answers to two who make the same thing at once, or wait for the same too long. */
const MET = /^(XX000|23505|42710|42P04|55006|55P03)$/
const TRIES = 10
const PAUSE_MS = 50

async function retried(work: () => Promise<void>): Promise<void> {
  for (let attempt = 1; ; attempt += 1)
    try {
      return await work()
    } catch (error) {
      const met = error instanceof Error && 'code' in error && MET.test(String(error.code))
      if (!met || attempt === TRIES) throw error
      await wait(PAUSE_MS * attempt)
    }
}

async function openServerDatabase(options: OpenOptions, databaseUrl: string): Promise<Database> {
  const { applicationUrl } = options
  const { password: given } = new URL(databaseUrl)
  if (given === '' && applicationUrl === undefined)
    throw new DomainError(
      'unavailable',
      'DATABASE_URL has no password, so none can be derived for the application. Name the application’s own login in ONWARD_APP_DATABASE_URL (docs/running.md).',
    )
  const password = applicationPassword(given)
  await retried(() =>
    withClient({ connectionString: databaseUrl }, async (admin) => {
      if (applicationUrl === undefined) await prepareServer(admin, password)
      await migrate(admin)
    }),
  )
  const url = new URL(applicationUrl ?? databaseUrl)
  if (applicationUrl === undefined) {
    url.username = APPLICATION
    url.password = password
  }
  const replica = options.replicaUrl === undefined ? undefined : new URL(options.replicaUrl)
  // The replica has the primary's logins; its address need not repeat the application's.
  if (replica !== undefined && replica.username === '') {
    replica.username = url.username
    replica.password = url.password
  }
  const db = connect(
    { connectionString: url.href },
    secretsOf(options),
    async () => {},
    replica && { connectionString: replica.href },
  )
  await refusePowerful(db)
  return db
}

/** The wall holds only for a login that cannot step over it. */
async function refusePowerful(db: Database): Promise<void> {
  const rows = await db.bare<{ powerful: boolean }>(
    `select rolsuper or rolbypassrls or pg_has_role(rolname, '${OWNER}', 'member') as powerful
     from pg_roles where rolname = current_user`,
  )
  if (rows[0]?.powerful === false) return
  await db.close()
  throw new DomainError(
    'unavailable',
    'The application’s login on this server may bypass row-level security, so it is not used. Name a login in ONWARD_APP_DATABASE_URL that is no superuser, has no BYPASSRLS and is no member of onward_owner (docs/running.md).',
  )
}

async function withClient<T>(
  config: pg.ClientConfig,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
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
    return await work(client)
  } finally {
    await client.end()
  }
}
