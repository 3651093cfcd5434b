import type { Random } from './random.ts'

const HEX4: readonly string[] = Array.from({ length: 0x1_0000 }, (_, n) =>
  n.toString(16).padStart(4, '0'),
)
const hex4 = (n: number): string => HEX4[n & 0xffff] as string

/**
 * Makes ids in the shape of UUID version 7: instant, counter inside the millisecond, random bits.
 * Asked in the order of time, they sort in the order of asking.
 */
export class IdMaker {
  readonly #random: Random
  #ms = -1
  #prefix = ''
  #counter = 0

  constructor(random: Random) {
    this.#random = random
  }

  /** An id for this instant (milliseconds since 1970). At most 4,096 per millisecond. */
  at<Id extends string>(ms: number): Id {
    if (ms === this.#ms) this.#counter++
    else this.#start(ms)
    const one = this.#random.uint32()
    const two = this.#random.uint32()
    const variant = hex4(0x8000 | ((one >>> 16) & 0x3fff))
    const tail = hex4(one) + hex4(two >>> 16) + hex4(two)
    return `${this.#prefix}-${hex4(0x7000 | this.#counter)}-${variant}-${tail}` as Id
  }

  #start(ms: number): void {
    const high = Math.floor(ms / 0x1_0000)
    this.#prefix = `${hex4(Math.floor(high / 0x1_0000))}${hex4(high)}-${hex4(ms % 0x1_0000)}`
    this.#ms = ms
    this.#counter = 0
  }
}

/** Crockford's base 32 without vowels: no word can come out. */
const LETTERS = '0123456789BCDFGHJKMNPQRSTVWXYZ'
const LENGTH = 5
const SPACE = LETTERS.length ** LENGTH
const BITS = 25

/**
 * The n-th short public handle, like `C-7K2M9`: unique without a memory, and not in sequence.
 * A permutation of all five-letter codes, walked until the code is in range. For n < 24,300,000.
 */
export function referenceOf(prefix: string, n: number, salt: number): string {
  let code = scramble(n, salt)
  while (code >= SPACE) code = scramble(code, salt)
  let text = ''
  for (let i = 0; i < LENGTH; i++) {
    text = LETTERS.charAt(code % LETTERS.length) + text
    code = Math.floor(code / LETTERS.length)
  }
  return `${prefix}-${text}`
}

/** A permutation of the numbers below 2^25. */
function scramble(n: number, salt: number): number {
  const mask = 2 ** BITS - 1
  let x = n & mask
  for (let round = 0; round < 3; round++) {
    x = (x + salt + round * 0x5bd1e) & mask
    x = Math.imul(x, 0x19d699a5) & mask
    x ^= x >>> 12
  }
  return x
}

/** A source register's own running number, like `L-000123`. */
export function sourceIdOf(prefix: string, n: number, digits = 6): string {
  return `${prefix}-${String(n).padStart(digits, '0')}`
}
