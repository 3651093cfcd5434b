/** AES-256-GCM: a random nonce, the sealed bytes, the tag. */
import { createCipheriv, createDecipheriv, randomFillSync } from 'node:crypto'

const NONCE = 12
const TAG = 16
const pool = Buffer.alloc(NONCE * 512)
let used = pool.length

/** Nonces from a pool: asking the system for each would cost more than the sealing. */
function nonce(): Buffer {
  if (used === pool.length) {
    randomFillSync(pool)
    used = 0
  }
  used += NONCE
  return Buffer.from(pool.subarray(used - NONCE, used))
}

/** `context` is not hidden, and what was sealed opens with the same context only. */
export function sealBytes(key: Buffer, plain: Buffer, context: string): Buffer {
  const iv = nonce()
  const cipher = createCipheriv('aes-256-gcm', key, iv)
  cipher.setAAD(Buffer.from(context))
  return Buffer.concat([iv, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}

/** Throws unless key and context are those it was sealed with and no bit is changed. */
export function openBytes(key: Buffer, sealed: Buffer, context: string): Buffer {
  if (sealed.length < NONCE + TAG) throw new Error('Too short to be sealed.')
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE))
  decipher.setAAD(Buffer.from(context))
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG))
  return Buffer.concat([decipher.update(sealed.subarray(NONCE, -TAG)), decipher.final()])
}
