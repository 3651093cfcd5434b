/** Reads `postmaster.pid`, in which a running PostgreSQL says who and where it is. */
import { execFile } from 'node:child_process'
import { readFile, readlink, realpath } from 'node:fs/promises'
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
 * Whether the process is a PostgreSQL server on this cluster. The number alone proves nothing:
 * after a reboot or in a new container it may be anyone's, and a zombie still answers signals.
 */
async function isServerOf(pid: number, cluster: string): Promise<boolean> {
  if (process.platform !== 'linux') return isServerByPs(pid, cluster)
  const status = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
  // `pid (name) state …`; the name may hold spaces and brackets (proc(5)).
  const state = /^\d+ \(([^]*)\) (\w)/.exec(status)
  if (state === null || state[2] === 'Z' || state[2] === 'X') return false
  try {
    // PostgreSQL's processes work inside their data directory.
    return (await readlink(`/proc/${pid}/cwd`)) === (await realpath(cluster))
  } catch {
    return state[1] === 'postgres'
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
