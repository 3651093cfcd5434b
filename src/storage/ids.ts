import { randomBytes } from 'node:crypto'

let lastMs = 0
let counter = 0

/**
 * A UUID of version 7 (RFC 9562): sorts by time of making, and within one process strictly by
 * order of making. Made here because PostgreSQL 15 has none.
 */
export function newId<Id extends string>(): Id {
  const now = Date.now()
  if (now > lastMs) {
    lastMs = now
    counter = 0
  } else if (counter === 0xfff) {
    lastMs += 1
    counter = 0
  } else {
    counter += 1
  }
  const bytes = randomBytes(16)
  bytes.writeUIntBE(lastMs, 0, 6)
  bytes[6] = 0x70 | (counter >> 8)
  bytes[7] = counter & 0xff
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f)
  const hex = bytes.toString('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}` as Id
}

// Crockford's base 32 without vowels that could spell something.
const ALPHABET = '0123456789BCDFGHJKMNPQRSTVWXYZ'

type ReferencePrefix = 'A' | 'C' | 'P' | 'H' | 'M' | 'O' | 'PLAN' | 'CL' | 'D' | 'F' | 'T'

/** A short public handle, not sequential: it tells nothing about how many there are or when. */
export function newReference(prefix: ReferencePrefix): string {
  let text = ''
  // 30^7 handles of one kind; the unique key refuses the rare double.
  while (text.length < 7) {
    for (const byte of randomBytes(16)) {
      const letter = ALPHABET[byte & 31]
      if (letter !== undefined && text.length < 7) text += letter
    }
  }
  return `${prefix}-${text}`
}
