/** Opens the embedded PostgreSQL of a data folder: starts it, or joins the one that runs. */
import { realpath } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { DomainError } from '../../domain/errors.ts'
import { exists, prepareDataFolder } from './data-folder.ts'
import type { DataFolder } from './data-folder.ts'
import { findBinaries } from './find-binaries.ts'
import { initialiseCluster, readClusterMajor, superuser } from './initialise-cluster.ts'
import { findRunning } from './postmaster-file.ts'
import { prepareBinaries } from './prepare-binaries.ts'
import type { Binaries } from './prepare-binaries.ts'
import { enter } from './presence.ts'
import type { Presence } from './presence.ts'
import { startServer, stopServer } from './server-process.ts'
import { socketPort } from './server-settings.ts'
import { followSignpost } from './signpost.ts'
import { withStartLock } from './start-lock.ts'

/** Recovery after a crash and the last writes before a stop may take a minute on a slow disk. */
const patienceMs = 5 * 60_000
/** A server whose file says 'ready' answers in milliseconds, if its socket is still there. */
const silentMs = 10_000

/** A running embedded server, as this process uses it. */
export interface EmbeddedServer {
  /** For pg: `{ host: socketFolder, port, user: superuser, database: 'postgres' }`. */
  readonly socketFolder: string
  /** Only names the socket file; no network port is open. */
  readonly port: number
  /** The cluster's bootstrap superuser; let in without a password through the private socket. */
  readonly superuser: string
  /** For instance '18.4'. */
  readonly version: string
  /** True when a live server was there already. */
  readonly attached: boolean
  /**
   * Ends this process's use: stops the server, unless some client is still connected. Close your
   * own connections first; they count.
   */
  close(): Promise<void>
}

/**
 * Opens the server of the data folder, creating the folder and the cluster when absent. Several
 * processes may do so at once: one starts the server, the others join it. A process that ends
 * without `close` leaves it running for the next.
 * Throws DomainError 'unavailable', whose message says what would help.
 */
export async function openEmbedded(options: {
  readonly dataFolder: string
  readonly note?: (message: string) => void
}): Promise<EmbeddedServer> {
  const note = options.note ?? (() => undefined)
  const folder = await prepareDataFolder(options.dataFolder, note)
  const opened = await withStartLock(folder.sockets, { user: folder.user, patienceMs, note }, () =>
    bringUp(folder, note),
  )
  let closing: Promise<void> | undefined
  return {
    socketFolder: opened.sockets,
    port: socketPort,
    superuser,
    version: opened.presence.version,
    attached: opened.attached,
    close: () => (closing ??= leave(folder, opened)),
  }
}

/** Stops the server of the folder, whoever started or uses it; false when none runs. */
export async function stopEmbedded(options: { readonly dataFolder: string }): Promise<boolean> {
  const path = resolve(options.dataFolder)
  if (!(await exists(path))) return false
  const root = await followSignpost(await realpath(path))
  if ((await findRunning(join(root, 'pg'))) === null) return false
  const folder = await prepareDataFolder(path)
  return withStartLock(
    folder.sockets,
    { user: folder.user, patienceMs, note: () => undefined },
    () => stopServer(folder, patienceMs),
  )
}

interface Opened {
  readonly presence: Presence
  readonly sockets: string
  readonly attached: boolean
}

/** Joins the running server or starts one, until a session stands. Holds the start lock. */
async function bringUp(folder: DataFolder, note: (message: string) => void): Promise<Opened> {
  const began = Date.now()
  let attached = true
  for (;;) {
    const running = await findRunning(folder.cluster)
    // The running server's own word on its socket: its starter may have had another TMPDIR.
    const sockets = running?.sockets || folder.sockets
    const presence = await enter(sockets)
    if (typeof presence !== 'string') return { presence, sockets, attached }
    if (running === null && presence === 'absent') {
      attached = false
      await startServer(folder, await prepareCluster(folder, note))
      continue
    }
    const waitedMs = Date.now() - began
    if (waitedMs > (running?.status === 'ready' ? silentMs : patienceMs)) {
      throw new DomainError(
        'unavailable',
        `The database server of ${folder.root} (process ${running?.pid ?? 'unknown'}) runs but ` +
          `does not answer at its socket in ${sockets}. Run "onward stop" and start again.`,
      )
    }
    await wait(5)
  }
}

/** Makes sure of programs and of a cluster that they can open. */
async function prepareCluster(
  folder: DataFolder,
  note: (message: string) => void,
): Promise<Binaries> {
  const binaries = await prepareBinaries(await findBinaries(), folder, note)
  const major = await readClusterMajor(folder)
  if (major === null) {
    note('Creating the database.')
    await initialiseCluster(folder, binaries)
  } else if (major !== binaries.major) {
    throw new DomainError(
      'unavailable',
      `The database in ${folder.root} was created by PostgreSQL ${major}, but the programs in use ` +
        `are PostgreSQL ${binaries.version}; the two cannot open each other's files. ` +
        `Set ONWARD_PG_BIN to the programs of PostgreSQL ${major}, ` +
        'or set ONWARD_DATA to another folder and restore a backup into it.',
    )
  }
  return binaries
}

/** Ends a presence and stops the server when nobody is left. */
async function leave(folder: DataFolder, opened: Opened): Promise<void> {
  await withStartLock(
    folder.sockets,
    { user: folder.user, patienceMs, note: () => undefined },
    async () => {
      // A server that was restarted under us may have others by now: look again.
      const current = opened.presence.isLost() ? await enter(opened.sockets) : opened.presence
      if (typeof current === 'string') return
      // Whoever cannot be counted may be there.
      const last = !(await current.othersAreThere().catch(() => true))
      await current.end()
      if (last) await stopServer(folder, patienceMs)
    },
  )
}
