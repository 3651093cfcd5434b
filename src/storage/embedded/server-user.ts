/** Which user the embedded server runs as, and running a command as that user. */
import { execFile } from 'node:child_process'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** The user that root steps down to; PostgreSQL refuses to run as root. */
export interface ServerUser {
  readonly name: string
  readonly uid: number
  readonly gid: number
}

/** What a finished command said; `code` is null when it could not be started or was killed. */
export interface CommandResult {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/**
 * The user to run the server as, or null for this process's own user (anyone but root).
 * For root, in this order: the owner of an existing cluster (PostgreSQL insists on it), the owner
 * of the data folder, `postgres` where it exists, else `nobody`; 'no_such_user' when neither does.
 */
export async function chooseServerUser(
  dataFolder: string,
  userFile = '/etc/passwd',
): Promise<ServerUser | null | 'no_such_user'> {
  if (process.getuid?.() !== 0) return null
  const users = parseUsers(await readFile(userFile, 'utf8').catch(() => ''))
  for (const folder of [join(dataFolder, 'pg'), dataFolder]) {
    const owner = await stat(folder).catch(() => null)
    if (owner !== null && owner.uid !== 0) {
      const known = users.find((user) => user.uid === owner.uid)
      return known ?? { name: `user ${owner.uid}`, uid: owner.uid, gid: owner.gid }
    }
  }
  const named = (name: string) => users.find((user) => user.name === name && user.uid !== 0)
  return named('postgres') ?? named('nobody') ?? 'no_such_user'
}

/** Reads the lines of /etc/passwd (`name:x:uid:gid:…`, passwd(5)). */
export function parseUsers(text: string): ServerUser[] {
  return text.split('\n').flatMap((line) => {
    const [name, , uid, gid] = line.split(':')
    if (!name || !/^\d+$/.test(uid ?? '') || !/^\d+$/.test(gid ?? '')) return []
    return [{ name, uid: Number(uid), gid: Number(gid) }]
  })
}

/**
 * The environment of every PostgreSQL command: nothing of the caller's, so that a stray PGDATA,
 * LD_LIBRARY_PATH or locale cannot change what a start does.
 */
export const serverEnvironment = { PATH: process.env['PATH'] ?? '/usr/bin:/bin', LC_ALL: 'C' }

/** Runs a command to its end as the server's user; never throws. */
export function runAs(
  user: ServerUser | null,
  command: string,
  args: readonly string[],
): Promise<CommandResult> {
  return new Promise((resolve) => {
    // The current folder may be closed to the server's user, hence '/'.
    const options = { cwd: '/', env: serverEnvironment, ...idsOf(user), maxBuffer: 1 << 24 }
    try {
      execFile(command, args, options, (error, stdout, stderr) => {
        if (error === null) resolve({ code: 0, stdout, stderr })
        else if (typeof error.code === 'number') resolve({ code: error.code, stdout, stderr })
        else resolve({ code: null, stdout, stderr: stderr || error.message })
      })
    } catch (error) {
      // Some failures of spawn (EPERM on a change of user, for one) are thrown at once.
      resolve({ code: null, stdout: '', stderr: error instanceof Error ? error.message : '' })
    }
  })
}

/** `uid` and `gid` for spawn; empty when no change of user is wanted. */
export function idsOf(user: ServerUser | null): { uid: number; gid: number } | object {
  return user === null ? {} : { uid: user.uid, gid: user.gid }
}
