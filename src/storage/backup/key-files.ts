/** The keys that lie beside the database: a backup is of no use on a fresh machine without them. */
import { randomBytes } from 'node:crypto'
import { link, mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { DomainError } from '../../domain/errors.ts'

/** Name in the backup, and where the file lies here. */
export type KeyPaths = Readonly<Record<string, string>>
export type KeyFiles = ReadonlyMap<string, Buffer>

/** Those of the files that are there. */
export async function readKeyFiles(paths: KeyPaths): Promise<KeyFiles> {
  const files = new Map<string, Buffer>()
  for (const [name, path] of Object.entries(paths)) {
    const content = await readIfThere(path)
    if (content !== undefined) files.set(name, content)
  }
  return files
}

/**
 * Puts the keys of a backup in their places, before what they open is there for good. Another key
 * that lies there is kept beside, and only replaced when asked. The result takes all of it back.
 */
export async function placeKeyFiles(
  paths: KeyPaths,
  files: KeyFiles,
  replace: boolean,
): Promise<() => Promise<void>> {
  const undo: (() => Promise<void>)[] = []
  for (const [name, content] of files) {
    const path = paths[name]
    if (path === undefined) continue
    const there = await readIfThere(path)
    if (there?.equals(content) === true) continue
    if (there !== undefined && !replace)
      throw new DomainError(
        'conflict',
        `Nothing was restored: ${path} holds another key than the backup’s. Restore into a data folder of its own, or say --replace: the key that is there is then kept beside it.`,
      )
    const old = `${path}.before-restore-${randomBytes(4).toString('hex')}`
    if (there !== undefined) await link(path, old)
    await writeKey(path, content)
    undo.push(() => (there === undefined ? rm(path) : rename(old, path)))
  }
  return async () => {
    for (const step of undo.toReversed()) await step()
  }
}

async function writeKey(path: string, content: Buffer): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const draft = `${path}.${randomBytes(4).toString('hex')}`
  const file = await open(draft, 'wx', 0o600)
  try {
    await file.writeFile(content)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(draft, path)
}

async function readIfThere(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw new DomainError('unavailable', `The key ${path} cannot be read.`, { cause: error })
  }
}
