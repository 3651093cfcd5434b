import { randomBytes } from 'node:crypto'
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { DomainError } from '../../domain/errors.ts'

/** Where the key for answers of States lies: beside the audit's. */
export function answerKeyPath(auditKeyPath: string): string {
  return join(dirname(auditKeyPath), 'state-answers.age-key')
}

/**
 * The age identity to which States encrypt their answers, outside the database, as `age-keygen`
 * writes it. Made on first use by `make`; two at once end with one.
 */
export async function openAnswerKey(path: string, make: () => Promise<string>): Promise<string> {
  try {
    const text = (await readIfThere(path)) ?? (await makeFile(path, make))
    const identity = /^AGE-SECRET-KEY-\S+$/m.exec(text)?.[0]
    if (identity !== undefined) return identity
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error
  }
  throw new DomainError(
    'unavailable',
    `The key for answers of States, ${path}, cannot be read or made. Put it back from where it is kept; without it answers to what was sent before cannot be opened.`,
  )
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

async function makeFile(path: string, make: () => Promise<string>): Promise<string> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const draft = `${path}.${randomBytes(4).toString('hex')}`
  await writeFile(draft, `${await make()}\n`, { flag: 'wx', mode: 0o600, flush: true })
  await link(draft, path).catch((error: unknown) => {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  })
  await rm(draft)
  return readFile(path, 'utf8')
}
