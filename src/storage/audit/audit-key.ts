import {
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  hkdfSync,
  randomBytes,
  sign,
} from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { link, mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { DomainError } from '../../domain/errors.ts'

/** The key of the audit: outside the database, so that whoever owns the tables cannot write history. */
export interface AuditKey {
  /** The first 16 hexadecimal digits of the SHA-256 of the public key (SPKI, DER). */
  readonly id: string
  /** SPKI as PEM: for keeping elsewhere. */
  readonly publicKey: string
  /** PKCS 8 as PEM. */
  readonly secret: string
  /** Ed25519 over the bytes. */
  sign(bytes: Uint8Array): Buffer
  /** HMAC-SHA-256 of an entry's hash. */
  seal(hash: Uint8Array): Buffer
  /** A keyed hash of words that were searched for: the same words give the same text. */
  hideWords(words: string): string
  /** The last checkpoint of an operation that was made or seen here, outside the database. */
  seen(operationId: string): Promise<SeenCheckpoint | undefined>
  remember(operationId: string, checkpoint: SeenCheckpoint): Promise<void>
}

export interface SeenCheckpoint {
  readonly seq: number
  readonly hash: string
}

/** Where the key lies when no other place is named. */
export function auditKeyPath(dataFolder: string): string {
  return join(dataFolder, 'keys', 'audit.pem')
}

const WORDS_BYTES = 12

/** `seenPath`: the file that remembers checkpoints; without it they are remembered in memory. */
export function auditKeyOf(privateKey: KeyObject, seenPath?: string): AuditKey {
  const publicKey = createPublicKey(privateKey)
  const seed = Buffer.from(privateKey.export({ format: 'jwk' }).d ?? '', 'base64url')
  const derived = (purpose: string): Buffer =>
    Buffer.from(hkdfSync('sha256', seed, '', `onward-audit-${purpose}-1`, 32))
  const [sealing, hiding] = [derived('seal'), derived('words')]
  return {
    id: keyId(publicKey),
    publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
    secret: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    sign: (bytes) => sign(null, bytes, privateKey),
    seal: (hash) => createHmac('sha256', sealing).update(hash).digest(),
    hideWords: (words) =>
      createHmac('sha256', hiding)
        .update(words.normalize('NFKC').toLowerCase().trim().replace(/\s+/gu, ' '))
        .digest()
        .subarray(0, WORDS_BYTES)
        .toString('hex'),
    ...(seenPath === undefined ? seenInMemory() : seenInFile(seenPath)),
  }
}

type Memory = Pick<AuditKey, 'seen' | 'remember'>

function seenInMemory(): Memory {
  const all = new Map<string, SeenCheckpoint>()
  return {
    seen: async (operationId) => all.get(operationId),
    remember: async (operationId, checkpoint) => void all.set(operationId, checkpoint),
  }
}

/** Beside the key. Where that cannot be written, nothing is remembered. */
function seenInFile(path: string): Memory {
  const read = async (): Promise<Record<string, SeenCheckpoint>> =>
    JSON.parse((await readIfThere(path)) ?? '{}') as Record<string, SeenCheckpoint>
  return {
    seen: async (operationId) => (await read())[operationId],
    remember: async (operationId, { seq, hash }) => {
      const draft = `${path}.${randomBytes(4).toString('hex')}`
      try {
        const all = { ...(await read()), [operationId]: { seq, hash } }
        await writeFile(draft, JSON.stringify(all), { mode: 0o600 })
        await rename(draft, path)
      } catch (error) {
        if (!(error instanceof Error && 'code' in error)) throw error
      }
    },
  }
}

function keyId(publicKey: KeyObject): string {
  const spki = publicKey.export({ type: 'spki', format: 'der' })
  return createHash('sha256').update(spki).digest('hex').slice(0, 16)
}

/** The key in the file, made there on first use, readable by its owner only. */
export async function openAuditKey(path: string): Promise<AuditKey> {
  try {
    const text = (await readIfThere(path)) ?? (await makeKey(path))
    const key = createPrivateKey(text)
    if (key.asymmetricKeyType !== 'ed25519') throw new Error('not Ed25519')
    return auditKeyOf(key, join(dirname(path), 'audit-seen.json'))
  } catch (error) {
    throw new DomainError(
      'unavailable',
      `The key of the audit, ${path}, cannot be read or made, so nothing that must be noted can be done. ` +
        'Put the key back from where it is kept, or name it with ONWARD_AUDIT_KEY_FILE (docs/audit.md).',
      { cause: error },
    )
  }
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

/** Two that start at once end with one key: the file gets its name only when it is whole. */
async function makeKey(path: string): Promise<string> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  const text = generateKeyPairSync('ed25519')
    .privateKey.export({ type: 'pkcs8', format: 'pem' })
    .toString()
  const draft = `${path}.${randomBytes(4).toString('hex')}`
  const file = await open(draft, 'wx', 0o600)
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
  await link(draft, path).catch((error: unknown) => {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error
  })
  await rm(draft)
  return readFile(path, 'utf8')
}
