/** Creates PostgreSQL's data directory, whole or not at all. */
import { chown, mkdtemp, open, readFile, readdir, rename, rm, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { DomainError } from '../../domain/errors.ts'
import { codeOf } from './data-folder.ts'
import type { DataFolder } from './data-folder.ts'
import type { Binaries } from './prepare-binaries.ts'
import { runAs } from './server-user.ts'

/** The cluster's bootstrap superuser, used to create the three roles and databases. */
export const superuser = 'onward_superuser'

/** A new cluster takes 40 MB, and 32 MB of write-ahead log soon after. */
const leastFreeBytes = 100 * 1024 * 1024

const draftName = 'pg-draft-'

/** The major version of PostgreSQL that made the cluster, or null when there is no cluster. */
export async function readClusterMajor(folder: DataFolder): Promise<number | null> {
  const text = await readFile(join(folder.cluster, 'PG_VERSION'), 'utf8').catch(
    (error: unknown) => {
      if (codeOf(error) === 'ENOENT') return null
      throw new DomainError(
        'unavailable',
        `The database in ${folder.cluster} cannot be read (${codeOf(error)}). ` +
          'Run Onward as the user it was created by.',
        { cause: error },
      )
    },
  )
  return text === null ? null : Number.parseInt(text, 10)
}

/**
 * Creates the cluster in a draft folder and renames it when it is complete, so that a start killed
 * halfway, or a full disk, leaves no half cluster. Call it under the start lock.
 */
export async function initialiseCluster(folder: DataFolder, binaries: Binaries): Promise<void> {
  await removeDrafts(folder)
  const disk = await statfs(folder.root)
  const freeBytes = disk.bavail * disk.bsize
  if (freeBytes < leastFreeBytes) throw noSpace(folder, freeBytes)
  const draft = await mkdtemp(join(folder.root, draftName))
  try {
    if (folder.user !== null) await chown(draft, folder.user.uid, folder.user.gid)
    const made = await runAs(folder.user, join(binaries.bin, 'initdb'), initdbArguments(draft))
    if (made.code !== 0) throw initdbFailed(folder, `${made.stdout}\n${made.stderr}`)
    await rename(draft, folder.cluster)
    await syncFolder(folder.root)
  } catch (error) {
    await rm(draft, { recursive: true, force: true, maxRetries: 3 })
    if (error instanceof DomainError) throw error
    throw initdbFailed(folder, codeOf(error))
  }
}

function initdbArguments(draft: string): string[] {
  return [
    `--pgdata=${draft}`,
    `--username=${superuser}`,
    '--encoding=UTF8',
    // Names are collated by the application; the database compares bytes, alike on every machine.
    // macOS knows no C.UTF-8.
    ...(process.platform === 'darwin'
      ? ['--locale=C', '--lc-ctype=en_US.UTF-8']
      : ['--locale=C.UTF-8']),
    '--data-checksums',
    // Trust on the socket: only root and the server's own user can enter its 0700 folder, and both
    // can read the data files anyway; a password file beside them would protect nothing.
    '--auth-local=trust',
    '--auth-host=reject',
    '--no-instructions',
  ]
}

async function removeDrafts(folder: DataFolder): Promise<void> {
  for (const name of await readdir(folder.root)) {
    if (!name.startsWith(draftName)) continue
    // An initdb whose starter was killed may still be writing here: what is left is removed by the
    // next start, and never becomes the cluster.
    await rm(join(folder.root, name), { recursive: true, force: true }).catch(() => undefined)
  }
}

/** Makes the rename itself survive a power loss. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

function initdbFailed(folder: DataFolder, told: string): DomainError {
  if (/No space left on device|ENOSPC|Disk quota exceeded|EDQUOT/.test(told)) return noSpace(folder)
  const reason = /^(?:initdb: error|.*\bFATAL|.*\bPANIC): +(.*)$/m.exec(told)?.[1] ?? told.trim()
  const remedy = /effective user ID/.test(told)
    ? 'The user has no entry in /etc/passwd: add one, or run Onward as another user.'
    : 'Run "onward doctor" to see what this machine lacks, or set DATABASE_URL to a server.'
  return new DomainError(
    'unavailable',
    `The database in ${folder.root} could not be created: ${reason}. ${remedy}`,
  )
}

function noSpace(folder: DataFolder, freeBytes?: number): DomainError {
  const free = freeBytes === undefined ? '' : ` (${Math.floor(freeBytes / 1024 / 1024)} MB free)`
  return new DomainError(
    'unavailable',
    `The disk of ${folder.root} is too full to create the database${free}. ` +
      'Free 500 MB or set ONWARD_DATA to a folder on another disk; nothing was left half made.',
  )
}
