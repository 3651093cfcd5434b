import pg from 'pg'
import type { Actor } from '../domain/access.ts'
import type { AuditActor, AuditNote, AuditSubject } from '../domain/audit.ts'
import type { NewsKind } from '../domain/news-kind.ts'
import { DomainError } from '../domain/errors.ts'
import type { OperationId } from '../domain/ids.ts'
import type { AuditKey } from './audit/audit-key.ts'
import { auditWriter } from './audit/audit-writer.ts'
import type { AuditWriter } from './audit/audit-writer.ts'
import { insertNews, kindsWritten } from './news.ts'
import type { Replica } from './replica.ts'
import { watchReplica } from './replica.ts'
import type { KeyRing } from './sealing/data-keys.ts'
import { keyRing } from './sealing/data-keys.ts'
import type { MasterKey } from './sealing/master-key.ts'

/** One transaction inside one operation. Rows come as plain objects; dates as ISO text. */
export interface Tx {
  readonly operationId: OperationId
  query<Row extends object>(sql: string, values?: readonly unknown[]): Promise<readonly Row[]>
  /**
   * Notes in the audit what this transaction does; written when it commits, in the same commit.
   * Not in a `read`: that can write nothing.
   */
  note(note: AuditNote): void
  /** What this transaction has touched so far; a note of a change names them. */
  readonly touched: Set<AuditSubject>
  /** What columns are sealed with (sealing/sealed.ts). */
  readonly keys: KeyRing
  /**
   * The same transaction, for this work past what its account may see: where a rule must look at the
   * whole operation. Whoever calls it says why, and cuts what goes back. Not beside other queries.
   */
  asSystem<T>(work: (tx: Tx) => Promise<T>): Promise<T>
}

/**
 * The application's door to PostgreSQL: a login that owns nothing and sees one operation. As it is
 * opened it stands for nobody, and nobody sees a person or a case: bind it to an actor.
 */
export interface Database {
  /** The same pool for this actor: row-level security lets through what they may see. */
  as(actor: Actor): Database
  /** The same object for every binding of one pool: a key for what is kept beside it. */
  readonly pool: object
  /** For the machine's own work (housekeeping, loading, checking): everything of an operation. */
  asSystem(): Database
  /** The key that seals the audit; made on first use. */
  auditKey(): Promise<AuditKey>
  /** The keys that columns are sealed with. */
  readonly keys: KeyRing
  /** A consistent snapshot; nothing can be written. */
  read<T>(operationId: OperationId, work: (tx: Tx) => Promise<T>): Promise<T>
  /**
   * A read for reports: from the replica when there is one that is at most ten seconds behind, else
   * as `read`. It may not know yet what was written a moment ago.
   */
  report<T>(operationId: OperationId, work: (tx: Tx) => Promise<T>): Promise<T>
  /**
   * A read that leaves a note. What it gives may be shown when it returns; a power cut may lose the
   * notes of the last moment (the disk is not waited for).
   */
  readNoted<T>(operationId: OperationId, work: (tx: Tx) => Promise<T>): Promise<T>
  /** Committed when it returns, undone when it throws. Retried when another write got in between. */
  write<T>(operationId: OperationId, work: (tx: Tx) => Promise<T>): Promise<T>
  /** Outside any operation: the list of operations only. */
  bare<Row extends object>(sql: string, values?: readonly unknown[]): Promise<readonly Row[]>
  close(): Promise<void>
}

const { builtins } = pg.types

/** Dates stay the text that PostgreSQL sends: a JavaScript Date would shift them by time zone. */
const types: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') => {
    if (oid === builtins.DATE) return (text: string) => text
    if (oid === builtins.INT8) return Number
    if (oid === builtins.NUMERIC) return Number
    if (oid === builtins.TIMESTAMPTZ)
      return (text: string) =>
        new Date(text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00')).toISOString()
    return pg.types.getTypeParser(oid, format === 'binary' ? 'text' : format)
  },
}

const RETRIES = 5

/** A server that is cut off says nothing: whoever waits for it must not wait for ever. */
const PATIENCE: pg.PoolConfig = {
  connectionTimeoutMillis: 15_000,
  keepAlive: true,
  keepAliveInitialDelayMillis: 10_000,
  // Longer than any statement of ours takes, also on ten million persons.
  query_timeout: 300_000,
}

/** Who a transaction works for, as the policies read it (docs/access.md). */
interface Standing extends AuditActor {
  readonly account: string
  readonly role: string
  /** Ids of sites, joined by commas; `*`: all. */
  readonly sites: string
  readonly state: string
}

const NOBODY: Standing = { handle: 'nobody', account: '', role: '', sites: '', state: '' }
const SYSTEM: Standing = { handle: 'system', account: '', role: 'system', sites: '*', state: '' }

function standingOf(actor: Actor): Standing {
  return {
    handle: actor.handle,
    account: actor.accountId,
    role: actor.role,
    sites: actor.sites === 'all' ? '*' : actor.sites.join(','),
    state: actor.state ?? '',
  }
}

/** The keys that are not in the database; each is opened on first use. */
export interface Secrets {
  readonly auditKey: () => Promise<AuditKey>
  readonly masterKey: () => Promise<MasterKey>
}

/** Opens the application's pool of connections. `close` also runs `afterClose` (the embedded server). */
export function connect(
  config: pg.PoolConfig,
  { auditKey, masterKey }: Secrets,
  afterClose: () => Promise<void> = async () => {},
  replicaConfig?: pg.PoolConfig,
): Database {
  const pool = new pg.Pool({ ...PATIENCE, max: 10, ...config, types })
  const openKey = once(auditKey)
  const audit = auditWriter(openKey)
  // Without a listener a server that stops would end this process.
  pool.on('error', () => audit.forgetLanes())
  const replica =
    replicaConfig &&
    watchReplica(pool, new pg.Pool({ ...PATIENCE, max: 10, ...replicaConfig, types }))
  const close = async (): Promise<void> => {
    await replica?.close()
    await pool.end()
    await afterClose()
  }
  const keys = keyRing(once(masterKey))
  return bind({ pool, audit, openKey, keys, close, ...(replica && { replica }) }, NOBODY)
}

/** The same promise to all who ask; asked again after it failed. */
function once<T>(work: () => Promise<T>): () => Promise<T> {
  let running: Promise<T> | undefined
  return () => {
    running ??= work().catch((error: unknown) => {
      running = undefined
      throw error
    })
    return running
  }
}

/** What all databases of one `connect` have in common. */
interface Reach {
  readonly pool: pg.Pool
  readonly replica?: Replica
  readonly audit: AuditWriter
  readonly openKey: () => Promise<AuditKey>
  readonly keys: KeyRing
  readonly close: () => Promise<void>
}

function bind(reach: Reach, standing: Standing): Database {
  const { pool, close } = reach
  return {
    as: (actor) => bind(reach, standingOf(actor)),
    asSystem: () => bind(reach, SYSTEM),
    pool,
    auditKey: reach.openKey,
    keys: reach.keys,
    read: (operationId, work) => transaction(reach, { operationId, standing }, 'read only', work),
    report: (operationId, work) => report(reach, { operationId, standing }, work),
    readNoted: (operationId, work) =>
      transaction(reach, { operationId, standing }, 'noted read', work),
    write: (operationId, work) => transaction(reach, { operationId, standing }, 'read write', work),
    bare: async <Row extends object>(sql: string, values: readonly unknown[] = []) => {
      try {
        return (await pool.query<Row>(sql, [...values])).rows
      } catch (error) {
        throw toDomainError(error)
      }
    },
    close,
  }
}

/** A replica that fails in the middle is no reason to fail: the primary has it all. */
async function report<T>(reach: Reach, bound: Bound, work: (tx: Tx) => Promise<T>): Promise<T> {
  if (reach.replica?.isFresh() === true)
    try {
      return await transaction({ ...reach, pool: reach.replica.pool }, bound, 'read only', work)
    } catch (error) {
      const isAway = error instanceof DomainError ? error.code === 'unavailable' : isReplayed(error)
      if (!isAway) throw error
    }
  return transaction(reach, bound, 'read only', work)
}

/** The replica had to replay what the query still looked at. */
function isReplayed(error: unknown): boolean {
  return isSerializationFailure(error)
}

interface Bound {
  readonly operationId: OperationId
  readonly standing: Standing
}

type Mode = 'read only' | 'noted read' | 'read write'

const BEGIN: Readonly<Record<Mode, string>> = {
  'read only': 'begin isolation level repeatable read read only',
  'noted read':
    'begin isolation level repeatable read read write; set local synchronous_commit = off',
  'read write': 'begin isolation level repeatable read read write',
}

async function transaction<T>(
  { pool, audit, keys }: Reach,
  bound: Bound,
  mode: Mode,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    const client = await pool.connect().catch((error: unknown) => {
      throw toDomainError(error)
    })
    // Without a listener a connection that breaks between two queries would end this process.
    const onError = (): void => audit.forgetLanes()
    client.on('error', onError)
    let broken = false
    try {
      await client.query(BEGIN[mode])
      await applySettings(client, bound)
      const notes: AuditNote[] = []
      const news = new Set<NewsKind>()
      const tx = openTx(client, bound, mode, { notes, news, keys })
      const result = await work(tx)
      // Nothing that an account writes goes unnoted, also where somebody forgot to say what it is.
      if (mode === 'read write' && notes.length === 0 && bound.standing.account !== '')
        notes.push({ kind: 'change', action: 'unnamed', subjects: [...tx.touched] })
      if (news.size > 0) await insertNews(tx, news)
      if (notes.length === 0) await client.query('commit')
      else await audit.commit(client, bound.operationId, notes, bound.standing)
      return result
    } catch (error) {
      // A connection that does not answer would not answer this either.
      const undone = isHangUp(error) ? Promise.reject(error as Error) : client.query('rollback')
      await undone.catch(() => {
        broken = true
        audit.forgetLanes()
      })
      if (attempt < RETRIES && isSerializationFailure(error)) continue
      throw toDomainError(error)
    } finally {
      // Whatever the work set or made on this connection ends with it.
      if (!broken)
        await client.query('discard all').catch(() => {
          broken = true
        })
      client.off('error', onError)
      client.release(broken)
    }
  }
}

function openTx(
  client: pg.PoolClient,
  { operationId, standing }: Bound,
  mode: Mode,
  {
    notes,
    news,
    keys,
  }: { readonly notes: AuditNote[]; readonly news: Set<NewsKind>; readonly keys: KeyRing },
): Tx {
  const be = async ({ role, sites }: Standing): Promise<void> => {
    await client.query(
      `select set_config('onward.role', $1, true), set_config('onward.sites', $2, true)`,
      [role, sites],
    )
  }
  const tx: Tx = {
    operationId,
    query: async <Row extends object>(sql: string, values: readonly unknown[] = []) => {
      if (mode === 'read write') for (const kind of kindsWritten(sql)) news.add(kind)
      return (await client.query<Row>(sql, [...values])).rows
    },
    note: (note) => {
      if (mode === 'read only') throw new Error('A read that is noted must be a readNoted.')
      notes.push(note)
    },
    touched: new Set(),
    keys,
    asSystem: async (work) => {
      if (standing.role === SYSTEM.role) return work(tx)
      await be(SYSTEM)
      // When the work throws the transaction ends with it, unless the caller goes on.
      try {
        return await work({ ...tx, asSystem: (inner) => inner(tx) })
      } finally {
        await be(standing).catch(() => {})
      }
    },
  }
  return tx
}

/** For this transaction alone: what the policies compare with. */
async function applySettings(client: pg.PoolClient, bound: Bound): Promise<void> {
  const { account, role, sites, state } = bound.standing
  // Compiling our queries costs PostgreSQL 15 seconds where running them takes milliseconds. And the
  // locks of an instance that was cut off must not last: the server asks whether it is there.
  await client.query(
    `select set_config('onward.operation', $1, true), set_config('onward.account', $2, true),
            set_config('onward.role', $3, true), set_config('onward.sites', $4, true),
            set_config('onward.state', $5, true), set_config('jit', 'off', true),
            set_config('tcp_keepalives_idle', '10', true),
            set_config('tcp_keepalives_interval', '5', true),
            set_config('tcp_keepalives_count', '3', true)`,
    [bound.operationId, account, role, sites, state],
  )
}

function sqlState(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined
}

function isSerializationFailure(error: unknown): boolean {
  const state = sqlState(error)
  return state === '40001' || state === '40P01' || isLaneTaken(error, state)
}

/** Somebody else wrote to our lane of the audit: the next attempt opens a lane of its own. */
function isLaneTaken(error: unknown, state: string | undefined): boolean {
  const isHere = error instanceof Error && 'constraint' in error
  return state === '23505' && isHere && error.constraint === 'audit_entries_pkey'
}

/** The driver's words for a connection that ended or does not answer, for which it has no code. */
const HANG_UPS = /^(Connection terminated|Query read timeout|timeout (exceeded|expired))/

function isHangUp(error: unknown): boolean {
  return error instanceof Error && HANG_UPS.test(error.message)
}

/** PostgreSQL has one code for this and for a missing grant; the routine tells them apart. */
function isStoppedByPolicy(error: unknown): boolean {
  return error instanceof Error && 'routine' in error && error.routine === 'ExecWithCheckOptions'
}

/** No server at the address, or it hung up. */
const GONE: ReadonlySet<string> = new Set(['ENOENT', 'ECONNREFUSED', 'ECONNRESET', 'EPIPE'])

/**
 * What PostgreSQL says may quote a row, so only its constraint's name goes on: a message never
 * holds personal data.
 */
function toDomainError(error: unknown): unknown {
  if (error instanceof DomainError) return error
  const state = sqlState(error) ?? (isHangUp(error) ? 'ECONNRESET' : undefined)
  if (state === undefined) return error
  const constraint =
    error instanceof Error && 'constraint' in error ? String(error.constraint) : 'unnamed'
  if (state === '23505')
    return new DomainError(
      'conflict',
      `Not written: it would break the rule ${constraint} (already on file).`,
    )
  if (state.startsWith('23'))
    return new DomainError('conflict', `Not written: it would break the rule ${constraint}.`)
  // Row-level security stopped it (docs/access.md); a missing grant is a fault of ours.
  if (state === '42501' && isStoppedByPolicy(error))
    return new DomainError(
      'not_allowed',
      'Not written: it belongs to a site or a part of the register that this account does not work for. Ask a reviewer.',
    )
  if (state === '53100' || state === '58030')
    return new DomainError(
      'unavailable',
      'Not written: the disk is full or cannot be written. Free some space and try again; nothing was half-written.',
    )
  if (state.startsWith('08') || state.startsWith('57') || GONE.has(state))
    return new DomainError(
      'unavailable',
      'The database is stopping or not reachable. Try again in a moment.',
    )
  return error
}
