/**
 * The one session that a process keeps open while it uses the embedded server. PostgreSQL thereby
 * knows who is still there: a killed process is gone from its list at once.
 */
import { Socket } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { DomainError } from '../../domain/errors.ts'
import { codeOf } from './data-folder.ts'
import { superuser } from './initialise-cluster.ts'
import { socketPort } from './server-settings.ts'

/** A session that has just been closed takes a moment to leave the server's list. */
const leavingMs = 250

export interface Presence {
  /** For instance '18.4'. */
  readonly version: string
  /** True when the server ended the session, being stopped or killed. */
  isLost(): boolean
  /** Whether any client session but this one is open. */
  othersAreThere(): Promise<boolean>
  end(): Promise<void>
}

/** Opens the session, unless no server listens or it is busy starting or stopping. */
export async function enter(sockets: string): Promise<Presence | 'absent' | 'busy'> {
  const socket = new Socket()
  const client = new pg.Client({
    stream: () => socket,
    host: sockets,
    port: socketPort,
    user: superuser,
    database: 'postgres',
    application_name: 'onward-presence',
    ssl: false,
    connectionTimeoutMillis: 10_000,
  })
  let lost = false
  // Without a listener a server that is stopped by others would end this process.
  client.on('error', () => (lost = true))
  client.on('end', () => (lost = true))
  try {
    await client.connect()
    const told = await client.query<{ server_version: string }>('SHOW server_version')
    // Only a sign of presence: it must not keep the process from ending.
    socket.unref()
    return {
      version: told.rows[0]?.server_version.split(' ')[0] ?? 'unknown',
      isLost: () => lost,
      othersAreThere: async () => {
        socket.ref()
        return othersStay(client)
      },
      end: async () => {
        socket.ref()
        if (!lost) await client.end()
      },
    }
  } catch (error) {
    await client.end().catch(() => undefined)
    const code = codeOf(error)
    if (['ENOENT', 'ECONNREFUSED'].includes(code)) return 'absent'
    // 57P03 cannot_connect_now, 57P01 admin_shutdown; or gone while we were entering, for which
    // pg has no code.
    const passing = ['57P03', '57P01', 'ECONNRESET', 'EPIPE', 'unknown error']
    if (passing.includes(code)) return 'busy'
    throw new DomainError(
      'unavailable',
      `The database server in ${sockets} refuses a session (${code}). ` +
        'Run "onward stop" and start again.',
      { cause: error },
    )
  }
}

async function othersStay(client: pg.Client): Promise<boolean> {
  const began = Date.now()
  for (;;) {
    const told = await client.query<{ others: boolean }>(
      `SELECT EXISTS (SELECT FROM pg_stat_activity
        WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()) AS others`,
    )
    if (told.rows[0]?.others !== true) return false
    if (Date.now() - began > leavingMs) return true
    await wait(10)
  }
}
