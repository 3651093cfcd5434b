/** Makes the PostgreSQL programs runnable for the server's user, wherever they were installed. */
import { chmod, cp, mkdtemp, readFile, readdir, rename, rm, symlink } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { DomainError } from '../../domain/errors.ts'
import { codeOf, exists } from './data-folder.ts'
import type { DataFolder } from './data-folder.ts'
import type { FoundBinaries } from './find-binaries.ts'
import { runAs } from './server-user.ts'
import type { ServerUser } from './server-user.ts'

/** Programs that this machine can run. */
export interface Binaries {
  /** The folder with `postgres` and `initdb`. */
  readonly bin: string
  /** For instance '18.4'. */
  readonly version: string
  readonly major: number
}

/**
 * Returns programs that the server's user can run. The package's are used where they lie; when
 * that user cannot reach them (a checkout in /root) or the missing library links cannot be made
 * there (a read-only installation), they are copied once (60 MB) into the data folder.
 * Call it under the start lock.
 */
export async function prepareBinaries(
  found: FoundBinaries,
  folder: DataFolder,
  note: (message: string) => void,
): Promise<Binaries> {
  if (found.source === 'package') {
    await restoreLinks(found.packageFolder)
    if (await hasAllLinks(found.packageFolder)) {
      const inPlace = await tryBinaries(found.bin, folder.user)
      if (inPlace.ok) return inPlace.binaries
    }
    const copy = join(folder.root, `pg-binaries-${found.packageVersion}`)
    if (!(await exists(copy))) {
      note('Copying the database programs into the data folder (60 MB, once).')
      await copyPackage(found.packageFolder, copy)
    }
    return expectRunnable(join(copy, 'native', 'bin'), folder.user)
  }
  return expectRunnable(found.bin, folder.user)
}

async function expectRunnable(bin: string, user: ServerUser | null): Promise<Binaries> {
  const tried = await tryBinaries(bin, user)
  if (tried.ok) return tried.binaries
  const asWhom = user === null ? '' : ` as the user "${user.name}"`
  throw new DomainError(
    'unavailable',
    `The database programs in ${bin} do not run${asWhom}: ${tried.reason}. ` +
      'Set ONWARD_PG_BIN to a folder with postgres and initdb that run on this machine, ' +
      'or DATABASE_URL to a server.',
  )
}

/** Asks the programs for their version, as the server's user. */
export async function tryBinaries(
  bin: string,
  user: ServerUser | null,
): Promise<{ ok: true; binaries: Binaries } | { ok: false; reason: string }> {
  const told = await runAs(user, join(bin, 'postgres'), ['--version'])
  const version = /^postgres \(PostgreSQL\) ((\d+)[.\w]*)/.exec(told.stdout)
  if (told.code !== 0 || version?.[1] === undefined) {
    return { ok: false, reason: told.stderr.trim().split('\n').at(-1) || 'no version given' }
  }
  return { ok: true, binaries: { bin, version: version[1], major: Number(version[2]) } }
}

/** One link between library files, as paths inside the package. */
interface LibraryLink {
  readonly source: string
  readonly target: string
}

async function readLinks(packageFolder: string): Promise<LibraryLink[]> {
  const list = join(packageFolder, 'native', 'pg-symlinks.json')
  const parsed: unknown = JSON.parse(await readFile(list, 'utf8').catch(() => '[]'))
  if (!Array.isArray(parsed)) return []
  return parsed.filter(
    (link): link is LibraryLink =>
      typeof link?.source === 'string' &&
      typeof link.target === 'string' &&
      !`${link.source}/${link.target}`.split('/').includes('..'),
  )
}

/**
 * Makes the links between library files that npm does not pack and that the package's postinstall
 * script would make; done here so that an installation with `ignore-scripts` works. What cannot be
 * made (read-only, or just made by a concurrent starter) is left.
 */
export async function restoreLinks(packageFolder: string): Promise<void> {
  for (const { source, target } of await readLinks(packageFolder)) {
    const path = join(packageFolder, target)
    await symlink(relative(dirname(target), source), path).catch((error: unknown) => {
      if (!['EEXIST', 'EROFS', 'EACCES', 'EPERM'].includes(codeOf(error))) throw error
    })
  }
}

/** Whether the links between the library files are made. */
export async function hasAllLinks(packageFolder: string): Promise<boolean> {
  const links = await readLinks(packageFolder)
  const there = await Promise.all(links.map(({ target }) => exists(join(packageFolder, target))))
  return !there.includes(false)
}

async function copyPackage(packageFolder: string, copy: string): Promise<void> {
  // Copies of other versions, and half copies of killed starters, are of no more use.
  for (const name of await readdir(dirname(copy))) {
    if (!name.startsWith('pg-binaries-')) continue
    await rm(join(dirname(copy), name), { recursive: true, force: true })
  }
  const draft = await mkdtemp(`${copy}-draft-`)
  try {
    await chmod(draft, 0o755)
    await cp(join(packageFolder, 'native'), join(draft, 'native'), {
      recursive: true,
      verbatimSymlinks: true,
      // Headers and static libraries are for compiling against PostgreSQL.
      filter: (path) => !path.endsWith('.a'),
    })
    await restoreLinks(draft)
    await rename(draft, copy)
  } catch (error) {
    await rm(draft, { recursive: true, force: true })
    throw new DomainError(
      'unavailable',
      `The database programs could not be copied to ${copy} (${codeOf(error)}). ` +
        'They take 60 MB; free some space, or set ONWARD_DATA to another folder.',
      { cause: error },
    )
  }
}
