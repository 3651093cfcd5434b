import pg from 'pg'
import { DomainError } from '../domain/errors.ts'
import type { OperationId } from '../domain/ids.ts'

/** One transaction inside one operation. Rows come as plain objects; dates as ISO text. */
export interface Tx {
  readonly operationId: OperationId
  query<Row extends object>(sql: string, values?: readonly unknown[]): Promise<readonly Row[]>
}

/** The application's door to PostgreSQL: a login that owns nothing and sees one operation. */
export interface Database {
  /** A consistent snapshot; nothing can be written. */
  read<T>(operationId: OperationId, work: (tx: Tx) => Promise<T>): Promise<T>
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

/** Opens the application's pool of connections. `close` also runs `afterClose` (the embedded server). */
export function connect(
  config: pg.PoolConfig,
  afterClose: () => Promise<void> = async () => {},
): Database {
  const pool = new pg.Pool({ max: 10, ...config, types })
  // Without a listener a server that stops would end this process.
  pool.on('error', () => {})
  return {
    read: (operationId, work) => transaction(pool, operationId, 'read only', work),
    write: (operationId, work) => transaction(pool, operationId, 'read write', work),
    bare: async <Row extends object>(sql: string, values: readonly unknown[] = []) => {
      try {
        return (await pool.query<Row>(sql, [...values])).rows
      } catch (error) {
        throw toDomainError(error)
      }
    },
    close: async () => {
      await pool.end()
      await afterClose()
    },
  }
}

async function transaction<T>(
  pool: pg.Pool,
  operationId: OperationId,
  mode: 'read only' | 'read write',
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    const client = await pool.connect().catch((error: unknown) => {
      throw toDomainError(error)
    })
    let broken = false
    try {
      await client.query(`begin isolation level repeatable read ${mode}`)
      // Compiling our queries costs PostgreSQL 15 seconds where running them takes milliseconds.
      await client.query(
        `select set_config('onward.operation', $1, true), set_config('jit', 'off', true)`,
        [operationId],
      )
      const result = await work({
        operationId,
        query: async <Row extends object>(sql: string, values: readonly unknown[] = []) =>
          (await client.query<Row>(sql, [...values])).rows,
      })
      await client.query('commit')
      return result
    } catch (error) {
      await client.query('rollback').catch(() => {
        broken = true
      })
      if (attempt < RETRIES && isSerializationFailure(error)) continue
      throw toDomainError(error)
    } finally {
      // Whatever the work set or made on this connection ends with it.
      if (!broken)
        await client.query('discard all').catch(() => {
          broken = true
        })
      client.release(broken)
    }
  }
}

function sqlState(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined
}

function isSerializationFailure(error: unknown): boolean {
  const state = sqlState(error)
  return state === '40001' || state === '40P01'
}

/** The driver's words for a connection that ended, for which it has no code. */
function isHangUp(error: unknown): boolean {
  return error instanceof Error && error.message.startsWith('Connection terminated')
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
