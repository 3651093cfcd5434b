import { createHash, randomBytes } from 'node:crypto'
import type { OperationId } from '../domain/ids.ts'

/** A secret that opens something, as its holder has it; and as it is kept. */
export interface Token {
  readonly text: string
  readonly hash: Buffer
}

const ID_BYTES = 16
const SECRET_BYTES = 32
const TEXT = /^[\w-]{64}$/

/** 256 random bits behind the id of their operation, so that whoever is handed them knows where to look. */
export function newToken(operation: OperationId): Token {
  const id = Buffer.from(operation.replaceAll('-', ''), 'hex')
  const text = Buffer.concat([id, randomBytes(SECRET_BYTES)]).toString('base64url')
  return { text, hash: hashOf(text) }
}

/** What a text says as a token; undefined when it can be none. */
export function readToken(
  text: string,
): { readonly operation: OperationId; readonly hash: Buffer } | undefined {
  if (!TEXT.test(text)) return undefined
  const hex = Buffer.from(text, 'base64url').subarray(0, ID_BYTES).toString('hex')
  const parts = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20)]
  return { operation: `${parts.join('-')}-${hex.slice(20)}` as OperationId, hash: hashOf(text) }
}

/** Enough for random bits: there is nothing to guess that a slow hash would guard. */
export function hashOf(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
