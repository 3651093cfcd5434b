/**
 * A backup's envelope is the age format (age-encryption.org/v1), so that it can be opened without
 * Onward, by `age` and `tar`. Its stream is authenticated: a changed or cut file is found out.
 */
import type { ReadableStream } from 'node:stream/web'
import { Readable } from 'node:stream'
import { Decrypter, Encrypter, generateX25519Identity, identityToRecipient } from 'age-encryption'
import { DomainError } from '../../domain/errors.ts'

/** Who may open what is written: anyone with one of the keys, or who knows the passphrase. */
export type SealFor = { readonly recipients: readonly string[] } | { readonly passphrase: string }

/** What opens a file: keys (`AGE-SECRET-KEY-…`) or the passphrase. */
export type OpenWith = { readonly identities: readonly string[] } | { readonly passphrase: string }

/** A new key pair: the recipient may be anywhere, the identity opens what is written for it. */
export async function makeBackupKey(): Promise<{ identity: string; recipient: string }> {
  const identity = await generateX25519Identity()
  return { identity, recipient: await identityToRecipient(identity) }
}

/** The bytes, sealed. */
export async function seal(bytes: Readable, keys: SealFor): Promise<AsyncIterable<Uint8Array>> {
  const encrypter = new Encrypter()
  if ('passphrase' in keys) encrypter.setPassphrase(keys.passphrase)
  else
    for (const recipient of keys.recipients)
      try {
        encrypter.addRecipient(recipient)
      } catch {
        throw new DomainError(
          'invalid_input',
          `${recipient} is no recipient of age. One begins with age1; \`onward backup key FILE\` makes one.`,
        )
      }
  return asNode(await encrypter.encrypt(asWeb(bytes)))
}

const MAGIC = 'age-encryption.org/v1'

/** The bytes in the envelope; throws while they are read when the file is not whole. */
export async function unseal(file: Readable, keys: OpenWith): Promise<AsyncIterable<Uint8Array>> {
  const decrypter = new Decrypter()
  if ('passphrase' in keys) decrypter.addPassphrase(keys.passphrase)
  else
    for (const identity of keys.identities)
      try {
        decrypter.addIdentity(identity)
      } catch {
        throw new DomainError(
          'invalid_input',
          'The key file holds no key of age: a line that begins with AGE-SECRET-KEY-1.',
        )
      }
  let head = Buffer.alloc(0)
  async function* watched(): AsyncGenerator<Uint8Array> {
    for await (const chunk of file as AsyncIterable<Buffer>) {
      if (head.length < MAGIC.length) {
        head = Buffer.concat([head, chunk]).subarray(0, MAGIC.length)
        if (head.length === MAGIC.length && head.toString('latin1') !== MAGIC) throw notABackup()
      }
      yield chunk
    }
    if (!MAGIC.startsWith(head.toString('latin1'))) throw notABackup()
  }
  try {
    const opened = asNode(await decrypter.decrypt(asWeb(Readable.from(watched()))))
    return wholeOnly(opened)
  } catch (error) {
    throw explained(error)
  }
}

async function* wholeOnly(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* bytes
  } catch (error) {
    throw explained(error)
  }
}

function explained(error: unknown): unknown {
  if (error instanceof DomainError) return error
  // A file that cannot be read at all has a code of the system's.
  if (error instanceof Error && 'code' in error) return error
  if (error instanceof Error && /no identity matched/.test(error.message))
    return new DomainError(
      'not_allowed',
      'This key or passphrase does not open the backup. Use the one it was made for.',
    )
  return new DomainError(
    'invalid_input',
    'The backup is cut short or was changed after it was written. Nothing was changed here. Take another copy of it.',
  )
}

function notABackup(): DomainError {
  return new DomainError('invalid_input', 'This is no backup of Onward: it is not in age format.')
}

/** The same stream under the two names that Node's types have for it. */
function asWeb(bytes: Readable): globalThis.ReadableStream<Uint8Array> {
  return Readable.toWeb(bytes) as globalThis.ReadableStream<Uint8Array>
}

function asNode(stream: globalThis.ReadableStream<Uint8Array>): AsyncIterable<Uint8Array> {
  return stream as ReadableStream<Uint8Array>
}
