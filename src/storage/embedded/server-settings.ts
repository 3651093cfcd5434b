/** The settings of the embedded server, given on its command line at every start. */
import { totalmem } from 'node:os'

const megabyte = 1024 * 1024

/** Names only the socket file `.s.PGSQL.<port>`; no network port is opened. */
export const socketPort = 5432

/**
 * The server's arguments. On the command line rather than in a file, so that neither ALTER SYSTEM
 * nor an edited file can switch off what an acknowledged write rests on.
 */
export function serverArguments(cluster: string, sockets: string): string[] {
  const settings = {
    ...reachableOnlyBySocket(sockets),
    ...writesLast,
    ...noPersonalDataInTheLog,
    ...memorySizes(memoryOfThisMachine()),
    timezone: 'UTC',
    log_timezone: 'UTC',
  }
  return [
    '-D',
    cluster,
    ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ]
}

function reachableOnlyBySocket(sockets: string) {
  return {
    // The packaged TLS library is old: never TCP.
    listen_addresses: '',
    port: socketPort,
    // The setting is a list; quotes keep commas and spaces of a path together.
    unix_socket_directories: `"${sockets.replaceAll('"', '""')}"`,
    unix_socket_permissions: '0700',
  }
}

const writesLast = { fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on' }

/**
 * Messages of failed statements quote values ("Key (name)=(…) already exists"). The application
 * reports them to whoever sent the statement; the log keeps only what the server says of itself,
 * in one line without detail.
 */
const noPersonalDataInTheLog = {
  logging_collector: 'off',
  log_destination: 'stderr',
  log_min_messages: 'log', // In this setting's order LOG, FATAL and PANIC; not ERROR.
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_statement: 'none',
  log_min_duration_statement: -1,
  log_parameter_max_length: 0,
  log_parameter_max_length_on_error: 0,
  log_checkpoints: 'off',
}

/** Modest sizes: the server shares the machine with Onward, a browser and the rest of an office. */
export function memorySizes(bytes: number): Record<string, string> {
  const part = (divisor: number, least: number, most: number) =>
    `${Math.min(most, Math.max(least, Math.floor(bytes / divisor / megabyte)))}MB`
  return {
    shared_buffers: part(16, 32, 512),
    effective_cache_size: part(2, 128, 65_536),
    maintenance_work_mem: part(32, 32, 256),
    work_mem: part(256, 4, 32),
  }
}

function memoryOfThisMachine(): number {
  // A container's limit where there is one; 0 or a huge number where there is none.
  const limit = process.constrainedMemory?.() ?? 0
  return limit > 0 ? Math.min(limit, totalmem()) : totalmem()
}
