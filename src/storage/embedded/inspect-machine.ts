/** What `onward doctor` says about this machine. Looks only; creates and repairs nothing. */
import { access, constants, lstat, realpath, stat, statfs } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { canEnter, exists, isTooLongForSockets, layOut } from './data-folder.ts'
import type { DataFolder } from './data-folder.ts'
import { findBinaries } from './find-binaries.ts'
import { readClusterMajor } from './initialise-cluster.ts'
import { findRunning } from './postmaster-file.ts'
import { hasAllLinks, tryBinaries } from './prepare-binaries.ts'
import { socketPort } from './server-settings.ts'
import { chooseServerUser } from './server-user.ts'
import type { ServerUser } from './server-user.ts'
import { followSignpost } from './signpost.ts'
import { readStartLock } from './start-lock.ts'

/** One thing looked at: whether it is as it should be, and what would help when it is not. */
export interface Finding {
  readonly id: string
  readonly ok: boolean
  readonly what: string
  readonly remedy?: string
}

const megabyte = 1024 * 1024
const leastFreeMegabytes = 500
/** A clock before this file was written is wrong. */
const writtenOn = Date.parse('2026-01-01T00:00:00Z')

/** Looks at everything the embedded server needs of this machine and of the data folder. */
export async function inspectMachine(options: {
  readonly dataFolder: string
}): Promise<readonly Finding[]> {
  const path = resolve(options.dataFolder)
  const root = await followSignpost(await realpath(path).catch(() => path))
  const user = await chooseServerUser(root)
  const serverUser = user === 'no_such_user' ? null : user
  const folder = layOut(root, serverUser)
  return [
    inspectNode(process.versions.node),
    inspectServerUser(user),
    ...(await inspectBinaries(folder)),
    await inspectDataFolder(folder),
    await inspectDisk(folder),
    await inspectSockets(folder),
    await inspectStartLock(folder),
    await inspectServer(folder),
    await inspectClock(folder, Date.now()),
  ]
}

/** Whether this Node is one that Onward supports (package.json, `engines`: 20.19 or later). */
export function inspectNode(version: string): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const ok = major > 20 || (major === 20 && minor >= 19)
  return finding('node-version', ok, `Node ${version}`, 'Install Node 20.19 or later.')
}

function inspectServerUser(user: ServerUser | null | 'no_such_user'): Finding {
  if (user === null) return finding('server-user', true, 'The database runs as the present user.')
  if (user === 'no_such_user') {
    return finding(
      'server-user',
      false,
      'Onward runs as root; PostgreSQL refuses to, and there is neither "postgres" nor "nobody".',
      'Run Onward as an ordinary user, or add a user "postgres".',
    )
  }
  return finding('server-user', true, `Onward runs as root; the database as "${user.name}".`)
}

/** Are there programs, do they run, and can they open the cluster? */
async function inspectBinaries(folder: DataFolder): Promise<Finding[]> {
  const found = await findBinaries().catch((error: unknown) => String(error))
  if (typeof found === 'string') {
    return [
      finding(
        'binaries',
        false,
        `No database programs for ${process.platform}-${process.arch}.`,
        'Install again with optional packages, or set ONWARD_PG_BIN or DATABASE_URL.',
      ),
    ]
  }
  const present = finding('binaries', true, `Database programs in ${found.bin}`)
  const linked = found.source === 'ONWARD_PG_BIN' || (await hasAllLinks(found.packageFolder))
  const tried = await tryBinaries(found.bin, folder.user)
  if (!tried.ok && found.source === 'package') {
    // Before the first start the links are not made yet; and unreachable programs are copied.
    const reachable = folder.user === null || (await canEnter(found.bin, folder.user))
    if (!linked || !reachable) {
      const copied = reachable ? '' : `; they are copied for "${folder.user?.name ?? ''}"`
      const what = `The database programs are made ready at the next start${copied}.`
      return [present, finding('binaries-runnable', true, what)]
    }
  }
  if (!tried.ok) {
    const what = `The database programs do not run: ${tried.reason}.`
    const remedy = 'Set ONWARD_PG_BIN to programs that run here, or DATABASE_URL to a server.'
    return [present, finding('binaries-runnable', false, what, remedy)]
  }
  const { version, major } = tried.binaries
  const runs = finding('binaries-runnable', true, `PostgreSQL ${version} runs.`)
  return [present, runs, await inspectVersion(folder, major)]
}

async function inspectVersion(folder: DataFolder, programs: number): Promise<Finding> {
  const cluster = await readClusterMajor(folder).catch(() => 'closed' as const)
  if (cluster === 'closed') {
    const remedy = 'Run Onward as the user who created it.'
    return finding('cluster-version', false, 'The database is closed to this user.', remedy)
  }
  if (cluster === null) return finding('cluster-version', true, 'No database yet.')
  return finding(
    'cluster-version',
    cluster === programs,
    `The database is of PostgreSQL ${cluster}, the programs are of ${programs}.`,
    `Set ONWARD_PG_BIN to programs of PostgreSQL ${cluster}, or restore a backup elsewhere.`,
  )
}

async function inspectDataFolder(folder: DataFolder): Promise<Finding> {
  const remedy = 'Set ONWARD_DATA to a folder such as /var/lib/onward that you can write to.'
  const nearest = await nearestExisting(folder.root)
  const writable = await access(nearest, constants.W_OK | constants.X_OK).then(
    () => true,
    () => false,
  )
  if (!writable) {
    return finding('data-folder', false, `The data folder ${folder.root} is not writable.`, remedy)
  }
  if (folder.user !== null && !(await canEnter(nearest, folder.user))) {
    const what = `"${folder.user.name}" cannot reach the data folder ${folder.root}: the database will lie below /var/lib/onward, and the data folder will say where.`
    return finding('data-folder', true, what)
  }
  const state = nearest === folder.root ? '' : ' (created at the first start)'
  return finding('data-folder', true, `Data folder ${folder.root}${state}`)
}

async function inspectDisk(folder: DataFolder): Promise<Finding> {
  const disk = await statfs(await nearestExisting(folder.root))
  const free = Math.floor((disk.bavail * disk.bsize) / megabyte)
  return finding(
    'disk-space',
    free >= leastFreeMegabytes,
    `${free} MB free on the disk of the data folder`,
    `Free ${leastFreeMegabytes} MB, or set ONWARD_DATA to a folder on another disk.`,
  )
}

async function inspectSockets(folder: DataFolder): Promise<Finding> {
  const elsewhere = isTooLongForSockets(folder.root) ? ' (the data folder has too long a path)' : ''
  const what = `The database's socket is in ${folder.sockets}${elsewhere}.`
  const found = await lstat(folder.sockets).catch(() => null)
  if (found === null) return finding('socket-path', true, what)
  const owner = folder.user?.uid ?? process.getuid?.() ?? found.uid
  const ok = found.isDirectory() && found.uid === owner && (found.mode & 0o077) === 0
  const remedy = 'Stop Onward and remove that folder; it is made again, private, at the next start.'
  return finding('socket-path', ok, ok ? what : `${what} It is not private to the server.`, remedy)
}

async function inspectStartLock(folder: DataFolder): Promise<Finding> {
  const lock = await readStartLock(folder.sockets)
  if (lock === null) return finding('start-lock', true, 'Nobody is starting the database.')
  const what = lock.alive
    ? `Process ${lock.pid} is starting or stopping the database.`
    : `Process ${lock.pid} was killed while starting the database; the next start takes over.`
  return finding('start-lock', true, what)
}

async function inspectServer(folder: DataFolder): Promise<Finding> {
  const running = await findRunning(folder.cluster)
  if (running === null) return finding('server', true, 'The database server is not running.')
  const ok = await exists(join(running.sockets, `.s.PGSQL.${socketPort}`))
  return finding(
    'server',
    ok,
    `The database server runs (process ${running.pid})${ok ? '' : ', but its socket is gone'}.`,
    'Run "onward stop" and start again.',
  )
}

/** Whether the clock is later than this program and than what was last written here. */
export async function inspectClock(folder: DataFolder, now: number): Promise<Finding> {
  const written = await stat(join(folder.cluster, 'global', 'pg_control')).catch(() => null)
  // Five minutes of grace: clocks that are set right by the network move a little.
  const last = Math.max(writtenOn, (written?.mtimeMs ?? 0) - 5 * 60_000)
  return finding(
    'clock',
    now >= last,
    `The clock says ${new Date(now).toISOString().slice(0, 16)} UTC.`,
    'Set the date and time: every event is recorded with it.',
  )
}

async function nearestExisting(path: string): Promise<string> {
  let nearest = path
  while (!(await exists(nearest)) && dirname(nearest) !== nearest) nearest = dirname(nearest)
  return nearest
}

function finding(id: string, ok: boolean, what: string, remedy?: string): Finding {
  return ok || remedy === undefined ? { id, ok, what } : { id, ok, what, remedy }
}
