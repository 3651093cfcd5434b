/** Reads `postmaster.pid`, in which a running PostgreSQL says who and where it is. */
import { execFile } from 'node:child_process'
import { readFile, readdir, readlink, realpath } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

/** What the file says; it stays behind when a server is killed. */
export interface Postmaster {
  readonly pid: number
  readonly sockets: string
  /** 'starting', 'ready', 'stopping', 'standby'; '' while the file is being written. */
  readonly status: string
}

/** The file's content, or null when there is none (lines as in PostgreSQL's pidfile.h). */
export async function readPostmaster(cluster: string): Promise<Postmaster | null> {
  const text = await readFile(join(cluster, 'postmaster.pid'), 'utf8').catch(() => '')
  const lines = text.split('\n')
  const pid = Number.parseInt(lines[0] ?? '', 10)
  if (!(pid > 1)) return null
  return { pid, sockets: lines[4] ?? '', status: (lines[7] ?? '').trim() }
}

/** The server of this cluster that runs now, or null; a killed server's file does not count. */
export async function findRunning(cluster: string): Promise<Postmaster | null> {
  const told = await readPostmaster(cluster)
  return told !== null && (await isServerOf(told.pid, cluster)) ? told : null
}

/**
 * Processes that still work on the cluster, a killed server's among them. Empty where the system
 * does not say (elsewhere than on Linux).
 */
export async function findHelpers(cluster: string): Promise<number[]> {
  if (process.platform !== 'linux') return []
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name)).map(Number)
  const own = await Promise.all(pids.map((pid) => isServerOf(pid, cluster)))
  return pids.filter((_, index) => own[index] === true)
}

/**
 * Whether the process is a PostgreSQL server on this cluster. The number alone proves nothing:
 * after a reboot or in a new container it may be anyone's, and a zombie still answers signals.
 */
async function isServerOf(pid: number, cluster: string): Promise<boolean> {
  if (process.platform !== 'linux') return isServerByPs(pid, cluster)
  const status = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  // `pid (name) state …`; the name may hold spaces and brackets (proc(5)).
  const found = /^\d+ \(([^]*)\) (\w)/.exec(status)
  if (!found?.[1]?.includes('postgres') || found[2] === 'Z') return false
  try {
    // PostgreSQL's processes work inside their data directory. One of another user's cannot be
    // looked into, and then it is not ours.
    return (await readlink(`/proc/${pid}/cwd`)) === (await realpath(cluster))
  } catch {
    return false
  }
}

async function isServerByPs(pid: number, cluster: string): Promise<boolean> {
  try {
    const told = await promisify(execFile)('ps', ['-o', 'stat=,command=', '-p', String(pid)])
    return !told.stdout.trimStart().startsWith('Z') && told.stdout.includes(cluster)
  } catch {
    return false
  }
}
