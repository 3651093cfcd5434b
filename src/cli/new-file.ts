import { randomBytes } from 'node:crypto'
import { open, rename, rm, stat } from 'node:fs/promises'
import { DomainError } from '../domain/errors.ts'

/** Pieces may be as small as a line. */
const BYTES_AT_ONCE = 1 << 16

/** Nothing is overwritten: `conflict` when the name is taken. Asked before the work as well. */
export async function refuseTaken(path: string): Promise<void> {
  if ((await stat(path).catch(() => undefined)) !== undefined)
    throw new DomainError('conflict', `${path} is there already. Name a new file.`)
}

/**
 * A new file, of whose name nothing is there until all of it is on the disk; for its owner's eyes
 * alone. `work` gets what takes the pieces; when it fails nothing stays. `conflict` when the name is
 * taken, `invalid_input` when no file can be made there, `unavailable` when the disk is full.
 */
export async function writeNewFile<T>(
  path: string,
  work: (take: (piece: string | Uint8Array) => Promise<void>) => Promise<T>,
): Promise<T> {
  await refuseTaken(path)
  const part = `${path}.${randomBytes(4).toString('hex')}.part`
  const file = await open(part, 'wx', 0o600).catch((cause: unknown) => {
    throw new DomainError('invalid_input', `${path} cannot be written. Name a file in a folder.`, {
      cause,
    })
  })
  const held: Buffer[] = []
  let heldBytes = 0
  const flush = async (): Promise<void> => {
    const bytes = Buffer.concat(held.splice(0))
    heldBytes = 0
    await file.writeFile(bytes)
  }
  try {
    const done = await work(async (piece) => {
      // `from` copies: whoever gave the bytes may use their place again.
      const bytes = Buffer.from(piece)
      held.push(bytes)
      heldBytes += bytes.length
      if (heldBytes >= BYTES_AT_ONCE) await flush()
    })
    await flush()
    await file.sync()
    await file.close()
    await rename(part, path)
    return done
  } catch (error) {
    await file.close().catch(() => {})
    await rm(part, { force: true })
    throw isFull(error) ? diskFull() : error
  }
}

function isFull(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOSPC'
}

function diskFull(): DomainError {
  return new DomainError(
    'unavailable',
    'The disk is full: nothing was made, and nothing of it was left. Name a file on another disk.',
  )
}
