/**
 * The key-encryption key. It is never in the database: it wraps the operations' keys, which wrap
 * the persons' keys, which seal what must not be read from a stolen file (docs/encryption.md).
 */
import { spawn } from 'node:child_process'
import { createHash, randomBytes, scryptSync } from 'node:crypto'
import { link, mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { DomainError } from '../../domain/errors.ts'
import { openBytes, sealBytes } from './aead.ts'

export interface MasterKey {
  /** Stands beside what it wrapped: which key opens it. */
  readonly id: string
  wrap(key: Buffer, context: string): Promise<Buffer>
  /** Throws DomainError 'unavailable' when this is not the key. */
  unwrap(wrapped: Buffer, context: string): Promise<Buffer>
}

export interface MasterKeySource {
  readonly file: string
  readonly passphrase?: string
  /** A program that wraps and unwraps, for keys in a KMS: `COMMAND wrap` and `COMMAND unwrap`. */
  readonly command?: string
}

/** Where the key lies when no other place is named. */
export function masterKeyPath(dataFolder: string): string {
  return join(dataFolder, 'keys', 'master.key')
}

/** The command's, else the passphrase's, else the file's, which is made on first use. */
export async function openMasterKey(source: MasterKeySource): Promise<MasterKey> {
  if (source.command !== undefined) return commandKey(source.command)
  if (source.passphrase !== undefined) return passphraseKey(source.passphrase)
  const current = readKey(
    source.file,
    (await readIfThere(source.file)) ?? (await makeFile(source.file)),
  )
  // A rotation that was stopped half-way: some operations are wrapped by the next key already.
  const next = await readIfThere(nextPath(source.file))
  return next === undefined ? current : either(current, readKey(nextPath(source.file), next))
}

/** The key that a rotation brings: made beside the present one, and there again after a stop. */
export async function openNextKey(file: string): Promise<MasterKey> {
  const path = nextPath(file)
  return readKey(path, (await readIfThere(path)) ?? (await makeFile(path)))
}

/** Makes the next key the present one, which is kept beside until somebody destroys it. */
export async function settleNextKey(file: string): Promise<string> {
  const old = `${file}.old-${new Date().toISOString().slice(0, 10)}-${randomBytes(4).toString('hex')}`
  await link(file, old)
  await rename(nextPath(file), file)
  return old
}

function nextPath(file: string): string {
  return `${file}.next`
}

function readKey(path: string, text: string): MasterKey {
  const bytes = Buffer.from(text.trim(), 'base64')
  if (bytes.length === KEY_BYTES) return masterKeyOf(bytes)
  throw new DomainError(
    'unavailable',
    `The file ${path} holds no key. Put back the one that is kept elsewhere, or restore a backup.`,
  )
}

function either(one: MasterKey, other: MasterKey): MasterKey {
  return {
    ...one,
    unwrap: (wrapped, context) =>
      one.unwrap(wrapped, context).catch(() => other.unwrap(wrapped, context)),
  }
}

const KEY_BYTES = 32

/** A key that is at hand as bytes. */
export function masterKeyOf(bytes: Buffer): MasterKey {
  return {
    id: `file:${createHash('sha256').update('onward-key-id').update(bytes).digest('hex').slice(0, 16)}`,
    wrap: async (key, context) => sealBytes(bytes, key, context),
    unwrap: async (wrapped, context) => {
      try {
        return openBytes(bytes, wrapped, context)
      } catch {
        throw notThisKey()
      }
    },
  }
}

function notThisKey(): DomainError {
  return new DomainError(
    'unavailable',
    'The key does not open what is sealed in this database. Put back the key file that belongs to it (keys/master.key of the data folder, or ONWARD_KEY_FILE), or give the right passphrase; a backup brings its key along.',
  )
}

/** scrypt: 128 MB and half a second for each try of whoever guesses. */
const SCRYPT = { N: 2 ** 17, r: 8, p: 1, maxmem: 256 * 1024 * 1024 }
const SALT_BYTES = 16

function passphraseKey(passphrase: string): MasterKey {
  const derived = new Map<string, MasterKey>()
  const keyFor = (salt: Buffer): MasterKey => {
    const name = salt.toString('base64')
    const known = derived.get(name)
    if (known !== undefined) return known
    const made = masterKeyOf(scryptSync(passphrase.normalize('NFC'), salt, KEY_BYTES, SCRYPT))
    derived.set(name, made)
    return made
  }
  return {
    id: 'passphrase',
    wrap: async (key, context) => {
      const salt = randomBytes(SALT_BYTES)
      return Buffer.concat([salt, await keyFor(salt).wrap(key, context)])
    },
    unwrap: async (wrapped, context) =>
      keyFor(wrapped.subarray(0, SALT_BYTES)).unwrap(wrapped.subarray(SALT_BYTES), context),
  }
}

/** Base64 in, base64 out; the context goes as a second argument, for a KMS that binds it. */
function commandKey(command: string): MasterKey {
  const ask = async (what: 'wrap' | 'unwrap', bytes: Buffer, context: string): Promise<Buffer> => {
    const answer = await run(command, [what, context], bytes.toString('base64'))
    const result = Buffer.from(answer.trim(), 'base64')
    if (result.length === 0) throw commandFailed(command)
    return result
  }
  return {
    id: 'command',
    wrap: (key, context) => ask('wrap', key, context),
    unwrap: (wrapped, context) => ask('unwrap', wrapped, context),
  }
}

function commandFailed(command: string): DomainError {
  return new DomainError(
    'unavailable',
    `The key command ${command} did not answer with a key. Try it by hand: it takes "wrap" or "unwrap" and base64 on standard input, and answers with base64.`,
  )
}

function run(command: string, args: readonly string[], input: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, [...args], { stdio: ['pipe', 'pipe', 'ignore'] })
    let out = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text))
    child.once('error', () => reject(commandFailed(command)))
    child.stdin.once('error', () => {})
    child.once('close', (code) => (code === 0 ? resolve(out) : reject(commandFailed(command))))
    child.stdin.end(input)
  })
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw cannotBeRead(path, error)
  }
}

/** Two that start at once end with one key: the file gets its name only when it is whole. */
async function makeFile(path: string): Promise<string> {
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    const draft = `${path}.${randomBytes(4).toString('hex')}`
    const file = await open(draft, 'wx', 0o600)
    try {
      await file.writeFile(`${randomBytes(KEY_BYTES).toString('base64')}\n`)
      await file.sync()
    } finally {
      await file.close()
    }
    await link(draft, path).catch((error: unknown) => {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
    })
    await rm(draft)
    return await readFile(path, 'utf8')
  } catch (error) {
    throw cannotBeRead(path, error)
  }
}

function cannotBeRead(path: string, cause: unknown): DomainError {
  return new DomainError(
    'unavailable',
    `The key ${path} cannot be read or made. Check the folder and its rights, or name another file with ONWARD_KEY_FILE.`,
    { cause },
  )
}
