/** The layout of the data folder, and making it fit for the server's user. */
import { createHash } from 'node:crypto'
import { chmod, chown, lstat, mkdir, readdir, realpath, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { DomainError } from '../../domain/errors.ts'
import { chooseServerUser, runAs } from './server-user.ts'
import type { ServerUser } from './server-user.ts'
import { followSignpost, settleElsewhere } from './signpost.ts'

/** Where everything of one embedded server lies. */
export interface DataFolder {
  /** The real path: two names of one folder must find the same server. */
  readonly root: string
  /** PostgreSQL's own data directory. */
  readonly cluster: string
  /** The private folder (mode 0700) with the server's socket and the start lock. */
  readonly sockets: string
  readonly log: string
  /** Who owns cluster and sockets and runs the server; null: this process's user. */
  readonly user: ServerUser | null
}

/**
 * Longest socket folder, in bytes. A Unix socket's path has room for 103 bytes on macOS and 107 on
 * Linux (unix(7)); the longest name below the folder is a draft of the start lock, 23 bytes.
 */
const longestSocketFolder = 80

/** The paths of a data folder whose real path is known; touches nothing. */
export function layOut(root: string, user: ServerUser | null): DataFolder {
  return {
    root,
    cluster: join(root, 'pg'),
    sockets: socketFolderOf(root),
    log: join(root, 'server.log'),
    user,
  }
}

/** True when the folder's path is too long for a socket, so that the sockets lie elsewhere. */
export function isTooLongForSockets(root: string): boolean {
  return Buffer.byteLength(join(root, 'socket')) > longestSocketFolder
}

function socketFolderOf(root: string): string {
  if (!isTooLongForSockets(root)) return join(root, 'socket')
  // From the real path, so that every process of this machine arrives at the same folder.
  const name = createHash('sha256').update(root).digest('hex').slice(0, 16)
  return join(tmpdir(), `onward-${name}`)
}

/** Creates what is missing of a data folder and makes sure that the server's user can work in it. */
export async function prepareDataFolder(
  path: string,
  note: (message: string) => void = () => undefined,
): Promise<DataFolder> {
  const named = await createRoot(resolve(path))
  const root = await followSignpost(named)
  const user = await chooseServerUser(root)
  if (user === 'no_such_user') {
    throw new DomainError(
      'unavailable',
      'PostgreSQL does not run as root, and this machine has neither a user "postgres" nor "nobody". ' +
        'Run Onward as an ordinary user, or set DATABASE_URL.',
    )
  }
  const reached = user === null ? root : await openTheWay(root, user, note)
  const folder = layOut(reached, user)
  await preparePrivateFolder(folder.sockets, user)
  return folder
}

async function createRoot(path: string): Promise<string> {
  try {
    // The parents with the usual mode: the server's user must pass through them.
    await mkdir(dirname(path), { recursive: true })
    await mkdir(path, { mode: 0o700 }).catch((error: unknown) => {
      if (codeOf(error) !== 'EEXIST') throw error
    })
    if (!(await stat(path)).isDirectory()) throw Object.assign(new Error(), { code: 'ENOTDIR' })
    return await realpath(path)
  } catch (error) {
    throw new DomainError(
      'unavailable',
      `The data folder ${path} cannot be created or entered (${codeOf(error)}). ` +
        'Set ONWARD_DATA to a folder that you can write to.',
      { cause: error },
    )
  }
}

/** A folder that the server's user can pass through: the data folder, or one that it points to. */
async function openTheWay(
  root: string,
  user: ServerUser,
  note: (message: string) => void,
): Promise<string> {
  if (await canEnter(root, user)) return root
  // An empty folder is ours to shape; one with somebody's files in it is not.
  if ((await readdir(root)).length === 0) {
    await chmod(root, 0o711)
    if (await canEnter(root, user)) return root
  }
  const elsewhere = await settleElsewhere(root).catch(() => undefined)
  if (elsewhere !== undefined && (await canEnter(elsewhere, user))) {
    note(`The database lies in ${elsewhere}: its user ${user.name} cannot reach ${root}.`)
    return elsewhere
  }
  throw new DomainError(
    'unavailable',
    `The data folder ${root} cannot be reached by "${user.name}", the user that runs the database ` +
      'when Onward runs as root. Set ONWARD_DATA to a folder such as /var/lib/onward, ' +
      'or run Onward as an ordinary user.',
  )
}

/** Whether the user can pass through the folder; asked of the system itself, so that ACLs count. */
export async function canEnter(folder: string, user: ServerUser): Promise<boolean> {
  const tried = await runAs(user, '/bin/sh', ['-c', 'cd -- "$1"', 'sh', folder])
  return tried.code === 0
}

/**
 * Creates a folder only its owner can enter, or refuses one that somebody else prepared: whoever
 * can enter the socket folder is let in without a password.
 */
async function preparePrivateFolder(path: string, user: ServerUser | null): Promise<void> {
  try {
    await mkdir(path, { mode: 0o700 }).catch((error: unknown) => {
      if (codeOf(error) !== 'EEXIST') throw error
    })
    const found = await lstat(path)
    const mine = process.getuid?.() ?? found.uid
    const owner = user?.uid ?? mine
    if (!found.isDirectory() || (found.uid !== owner && found.uid !== mine)) {
      throw new DomainError(
        'unavailable',
        `${path} should be a private folder of the database but belongs to user ${found.uid}. ` +
          'Remove it, or run Onward as that user.',
      )
    }
    if (user !== null && found.uid !== owner) await chown(path, user.uid, user.gid)
    if ((found.mode & 0o777) !== 0o700) await chmod(path, 0o700)
  } catch (error) {
    if (error instanceof DomainError) throw error
    throw new DomainError(
      'unavailable',
      `The folder ${path} for the database's socket cannot be prepared (${codeOf(error)}). ` +
        'Set ONWARD_DATA to a folder that you can write to.',
      { cause: error },
    )
  }
}

/** Whether anything lies at the path. */
export async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null)) !== null
}

/** The system's code of an error, such as ENOSPC. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error'
}
