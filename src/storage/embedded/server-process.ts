/** Starts and stops the PostgreSQL process itself. Call these under the start lock. */
import { spawn } from 'node:child_process'
import { open, rm, stat, statfs, truncate } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { DomainError } from '../../domain/errors.ts'
import { codeOf } from './data-folder.ts'
import type { DataFolder } from './data-folder.ts'
import { findHelpers, findRunning, readPostmaster } from './postmaster-file.ts'
import type { Binaries } from './prepare-binaries.ts'
import { serverArguments, socketPort } from './server-settings.ts'
import { idsOf, serverEnvironment } from './server-user.ts'

const pollMs = 5
/** The log is emptied at a start when it is larger than this, in bytes. */
const largestLog = 5 * 1024 * 1024
/** After a kill the server's helpers take a moment to notice; until then a new one refuses. */
const orphanPatienceMs = 15_000

/**
 * Starts the server and returns when it takes connections; after a crash that includes recovery,
 * which may take a minute. 'unavailable' with the log's cause when it does not start.
 */
export async function startServer(folder: DataFolder, binaries: Binaries): Promise<void> {
  const began = Date.now()
  for (;;) {
    await clearDeadServer(folder)
    const outcome = await launch(folder, binaries)
    if (outcome.ready) return
    if (!/shared memory block .* in use/.test(outcome.cause))
      throw await notStarted(folder, outcome.cause)
    if (Date.now() - began > orphanPatienceMs) throw await notStarted(folder, outcome.cause)
    await wait(100)
  }
}

/**
 * Removes the lock files of a killed server when PostgreSQL would mistake them for a live one's:
 * it trusts any process that has the number now, be it a stranger's (likely in a container) or a
 * zombie that nobody has collected.
 */
async function clearDeadServer(folder: DataFolder): Promise<void> {
  if ((await findRunning(folder.cluster)) !== null) return
  // The folder is private to this cluster, so nobody else's server can own this file.
  await rm(join(folder.sockets, `.s.PGSQL.${socketPort}.lock`), { force: true })
  const told = await readPostmaster(folder.cluster)
  if (told === null) return
  try {
    process.kill(told.pid, 0)
  } catch (error) {
    // No such process: PostgreSQL sees that too, and itself makes sure that no helper is at work.
    if (codeOf(error) === 'ESRCH') return
  }
  // Without this file PostgreSQL cannot know of the killed server's helpers, and two servers on
  // one cluster would destroy it: wait until the last has ended.
  const began = Date.now()
  while ((await findHelpers(folder.cluster)).length > 0) {
    if (Date.now() - began > orphanPatienceMs) {
      throw await notStarted(folder, 'a statement of the killed server is still running')
    }
    await wait(pollMs)
  }
  await rm(join(folder.cluster, 'postmaster.pid'), { force: true })
}

async function launch(
  folder: DataFolder,
  binaries: Binaries,
): Promise<{ ready: true } | { ready: false; cause: string }> {
  const log = await openLog(folder.log)
  let ended = false
  let failure = ''
  try {
    const from = (await log.stat()).size
    const server = spawn(
      join(binaries.bin, 'postgres'),
      serverArguments(folder.cluster, folder.sockets),
      {
        // A session of its own: Ctrl-C in the terminal is for Onward, which then stops the server.
        detached: true,
        // A file, never a pipe: the server outlives this process and must not die of SIGPIPE.
        stdio: ['ignore', log.fd, log.fd],
        cwd: '/',
        env: serverEnvironment,
        ...idsOf(folder.user),
      },
    )
    server.unref()
    server.once('exit', () => (ended = true))
    server.once('error', (error) => {
      failure = error.message
      ended = true
    })
    for (;;) {
      const running = await findRunning(folder.cluster)
      if (running?.status === 'ready') return { ready: true }
      // Ours gave way to one that a killed starter had launched: that one is awaited.
      if (ended && running === null)
        return { ready: false, cause: failure || (await causeIn(folder.log, from)) }
      await wait(pollMs)
    }
  } finally {
    await log.close()
  }
}

async function openLog(path: string) {
  const size = await stat(path).then(
    (found) => found.size,
    () => 0,
  )
  if (size > largestLog) await truncate(path)
  return open(path, 'a+', 0o600)
}

/** The reason among the log lines of this start. The log's settings keep personal data out. */
async function causeIn(path: string, from: number): Promise<string> {
  const log = await open(path, 'r')
  try {
    const { buffer, bytesRead } = await log.read(Buffer.alloc(65_536), 0, 65_536, from)
    const lines = buffer.toString('utf8', 0, bytesRead).trim().split('\n')
    const reason = lines.findLast((line) => /FATAL|PANIC/.test(line)) ?? lines.slice(-3).join(' ')
    return reason.replace(/^.*?(?:FATAL|PANIC): +/, '') || 'it ended without a word'
  } finally {
    await log.close()
  }
}

async function notStarted(folder: DataFolder, cause: string): Promise<DomainError> {
  const disk = await statfs(folder.root)
  const full =
    /No space left on device|Disk quota exceeded/.test(cause) || disk.bavail * disk.bsize < 1 << 20
  return new DomainError(
    'unavailable',
    `The database in ${folder.root} did not start: ${cause}. ` +
      (full
        ? 'Its disk is full: free 500 MB and start again; what was acknowledged is safe.'
        : `Run "onward doctor", or read ${folder.log}.`),
  )
}

/**
 * Stops the cluster's server (fast: open transactions are rolled back, nothing acknowledged is
 * lost) and returns when it has ended; false when none runs.
 */
export async function stopServer(folder: DataFolder, patienceMs: number): Promise<boolean> {
  const running = await findRunning(folder.cluster)
  if (running === null) return false
  try {
    process.kill(running.pid, 'SIGINT')
  } catch (error) {
    if (codeOf(error) === 'EPERM') {
      throw new DomainError(
        'not_allowed',
        `The database server of ${folder.root} (process ${running.pid}) belongs to another user. ` +
          'Stop it as that user or as root.',
      )
    }
  }
  const began = Date.now()
  while ((await findRunning(folder.cluster))?.pid === running.pid) {
    if (Date.now() - began > patienceMs) {
      throw new DomainError(
        'unavailable',
        `The database server of ${folder.root} (process ${running.pid}) is still writing its data ` +
          'to disk after the request to stop. Wait and try again.',
      )
    }
    await wait(pollMs)
  }
  return true
}
