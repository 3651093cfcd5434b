/**
 * One starter (or stopper) at a time on a data folder, with a lock that a killed holder cannot
 * leave behind.
 *
 * The lock is a folder `lock` with a listening socket in it. Whether its holder lives is asked of
 * the kernel: a connection to a dead process's socket is refused. No process ids, start times or
 * clocks to compare, so it also holds between containers that share a kernel and after a reboot.
 *
 * Taking it is one rename of a prepared folder onto `lock`, which POSIX allows only when `lock` is
 * absent or empty. Taking it over is deleting the dead socket by its own unrepeatable name, which
 * cannot hit a lock taken in the meantime.
 */
import { randomBytes } from 'node:crypto'
import { chown, mkdir, readdir, rename, rm, stat, unlink } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import type { Server } from 'node:net'
import { dirname, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { DomainError } from '../../domain/errors.ts'
import { codeOf } from './data-folder.ts'
import type { ServerUser } from './server-user.ts'

const pollMs = 5
const abandonedDraftMs = 60_000

export interface LockOptions {
  /** Owner of the socket folder, who must be able to take over what root leaves. */
  readonly user: ServerUser | null
  readonly patienceMs: number
  /** Called once when another process holds the lock for more than a second. */
  readonly note: (message: string) => void
}

/** Runs `work` while holding the folder's start lock; 'unavailable' when it stays taken. */
export async function withStartLock<T>(
  folder: string,
  options: LockOptions,
  work: () => Promise<T>,
): Promise<T> {
  const held = await acquire(folder, options)
  try {
    return await work()
  } finally {
    await unlink(held.socket).catch(() => undefined)
    held.server.close()
  }
}

/** The process id of the lock's holder, or null; `alive` false means a killed process left it. */
export async function readStartLock(
  folder: string,
): Promise<{ readonly pid: number; readonly alive: boolean } | null> {
  const [socket] = await readdir(join(folder, 'lock')).catch(() => [])
  if (socket === undefined) return null
  return { pid: Number.parseInt(socket, 10), alive: await answers(join(folder, 'lock', socket)) }
}

async function acquire(
  folder: string,
  options: LockOptions,
): Promise<{ readonly socket: string; readonly server: Server }> {
  const token = randomBytes(3).toString('hex')
  const draft = join(folder, `t${token}`)
  const socketName = `${process.pid}-${token}`
  const lock = join(folder, 'lock')
  const server = await listenInDraft(draft, socketName, options.user)
  try {
    await takeWhenFree(draft, lock, options)
  } catch (error) {
    server.close()
    await rm(draft, { recursive: true, force: true })
    throw error
  }
  await removeAbandonedDrafts(folder)
  return { socket: join(lock, socketName), server }
}

async function listenInDraft(
  draft: string,
  socketName: string,
  user: ServerUser | null,
): Promise<Server> {
  await mkdir(draft, { mode: 0o700 }).catch((error: unknown) => {
    throw new DomainError(
      'unavailable',
      `The database cannot be started or stopped: its folder ${dirname(draft)} is closed to this ` +
        `user or gone (${codeOf(error)}). Run Onward as the user who owns the data folder.`,
      { cause: error },
    )
  })
  if (user !== null) await chown(draft, user.uid, user.gid)
  const server = createServer((visitor) => visitor.destroy())
  server.unref()
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    // Open to all who can enter the 0700 folder: only root and the server's user.
    server.listen({ path: join(draft, socketName), readableAll: true, writableAll: true }, resolve)
  }).catch((error: unknown) => {
    throw new DomainError(
      'unavailable',
      `The file system of ${draft} does not take Unix sockets (${codeOf(error)}). ` +
        'Set ONWARD_DATA to a folder on a local disk.',
      { cause: error },
    )
  })
  return server
}

async function takeWhenFree(draft: string, lock: string, options: LockOptions): Promise<void> {
  const began = Date.now()
  let noted = false
  for (;;) {
    try {
      return await rename(draft, lock)
    } catch (error) {
      if (!['EEXIST', 'ENOTEMPTY'].includes(codeOf(error))) throw error
    }
    let holder = ''
    for (const socket of await readdir(lock).catch(() => [])) {
      if (await answers(join(lock, socket))) holder = socket
      else await rm(join(lock, socket), { force: true })
    }
    if (holder === '') continue
    const waitedMs = Date.now() - began
    const pid = Number.parseInt(holder, 10)
    if (waitedMs > options.patienceMs) {
      throw new DomainError(
        'unavailable',
        `Process ${pid} has been starting or stopping the database for too long. ` +
          'Wait for it, or end that process and try again.',
      )
    }
    if (waitedMs > 1000 && !noted) {
      noted = true
      options.note(`Waiting for process ${pid}, which is starting or stopping the database.`)
    }
    await wait(pollMs)
  }
}

/** Whether a living process listens on the socket. */
function answers(socket: string): Promise<boolean> {
  return new Promise((resolve) => {
    const visit = connect(socket)
    visit.once('connect', () => {
      visit.destroy()
      resolve(true)
    })
    // Any other failure (a full queue, for one) leaves it open: then the holder counts as alive.
    visit.once('error', (error) => resolve(!['ECONNREFUSED', 'ENOENT'].includes(codeOf(error))))
  })
}

/** Removes what starters left that were killed in the instant before they took the lock. */
async function removeAbandonedDrafts(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!/^t[0-9a-f]{6}$/.test(name)) continue
    const draft = join(folder, name)
    const made = await stat(draft).catch(() => null)
    const sockets = await readdir(draft).catch(() => [])
    const inUse = await Promise.all(sockets.map((socket) => answers(join(draft, socket))))
    // Its age protects a starter between creating the folder and listening in it.
    if (made === null || Date.now() - made.mtimeMs < abandonedDraftMs || inUse.includes(true))
      continue
    await rm(draft, { recursive: true, force: true })
  }
}
