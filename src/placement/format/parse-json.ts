import { fromUtf8 } from './text.ts'

/**
 * An object as it stood in the file: its keys in order, a key that came twice twice. Unlike the
 * objects of `JSON.parse` it costs the same whatever its keys are: 100,000 cases that are allowed
 * at different localities have as many different sets of keys, for each of which V8 makes a class.
 */
export class JsonObject {
  readonly keys: readonly string[]
  readonly values: readonly unknown[]

  constructor(keys: readonly string[], values: readonly unknown[]) {
    this.keys = keys
    this.values = values
  }
}

/** The text is no JSON; the message says where and why. */
export class JsonError extends Error {}

export interface ParseOptions {
  /**
   * Is asked for each item of the arrays directly inside the outermost object, as soon as it is
   * read: the key of the array, the item, and the object as far as it is read. True: the item was
   * taken and is not kept, so that a long file needs no memory for all of its items.
   */
  readonly take?: (key: string, item: unknown, before: JsonObject) => boolean
}

const DEEPEST = 64
/** Numbers of up to this many digits are exact, and so are these powers of ten. */
const EXACT_DIGITS = 15
const POWERS = Array.from({ length: 23 }, (_, power) => Number(`1e${power}`))
/** Different keys that are kept to be found again by their bytes. */
const MOST_KEYS = 1 << 15
const KEY_SLOTS = MOST_KEYS * 2

const QUOTE = 0x22
const BACKSLASH = 0x5c
const COMMA = 0x2c
const COLON = 0x3a
const ESCAPED: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
}
/** Words for values. The last three are no JSON, but some programs write them: they are read, so that whoever reads the numbers can say where they are. */
const WORDS: readonly (readonly [string, unknown])[] = [
  ['true', true],
  ['false', false],
  ['null', null],
  ['NaN', NaN],
  ['Infinity', Infinity],
  ['-Infinity', -Infinity],
]

/**
 * Reads JSON (UTF-8, with or without a byte order mark) from bytes. Objects come as `JsonObject`,
 * everything else as from `JSON.parse`, numbers to the last bit. Throws `JsonError`.
 */
export function parseJson(bytes: Uint8Array, options: ParseOptions = {}): unknown {
  return new JsonParser(bytes, options).parse()
}

class JsonParser {
  readonly #bytes: Uint8Array
  readonly #take: ParseOptions['take']
  #at = 0
  // Keys by the hash of their bytes: where each stood first, and its text.
  readonly #slots = new Int32Array(KEY_SLOTS).fill(-1)
  readonly #starts: number[] = []
  readonly #texts: string[] = []

  constructor(bytes: Uint8Array, { take }: ParseOptions) {
    this.#bytes = bytes
    this.#take = take
  }

  parse(): unknown {
    const [a, b, c] = this.#bytes
    if (a === 0xef && b === 0xbb && c === 0xbf) this.#at = 3
    const value = this.#next() === 0x7b ? this.#object(0) : this.#value(0)
    if (this.#next() !== -1) throw this.#error('there is more after the end')
    return value
  }

  /** The next byte that is no white space, without going past it; -1 at the end. */
  #next(): number {
    const bytes = this.#bytes
    let at = this.#at
    let byte = bytes[at]
    while (byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09) byte = bytes[++at]
    this.#at = at
    return byte ?? -1
  }

  #value(depth: number): unknown {
    const byte = this.#next()
    if (byte === QUOTE) return this.#string()
    if (byte >= 0x30 && byte <= 0x39) return this.#number()
    if (byte === 0x7b) return this.#object(depth)
    if (byte === 0x5b) return this.#array(depth)
    if (byte === 0x2d && this.#bytes[this.#at + 1] !== 0x49) return this.#number()
    for (const [word, value] of WORDS)
      if (byte === word.charCodeAt(0) && this.#isWord(word)) {
        this.#at += word.length
        return value
      }
    throw this.#error(byte === -1 ? 'it ends too early' : 'a value is expected here')
  }

  #isWord(word: string): boolean {
    for (let k = 1; k < word.length; k += 1)
      if (this.#bytes[this.#at + k] !== word.charCodeAt(k)) return false
    return true
  }

  #object(depth: number): JsonObject {
    if (depth >= DEEPEST) throw this.#error(`it is nested deeper than ${DEEPEST}`)
    const keys: string[] = []
    const values: unknown[] = []
    const object = new JsonObject(keys, values)
    this.#at += 1
    if (this.#next() === 0x7d) {
      this.#at += 1
      return object
    }
    for (;;) {
      if (this.#next() !== QUOTE) throw this.#error('a key in quotes is expected here')
      const key = this.#key()
      if (this.#next() !== COLON) throw this.#error('a colon is expected here')
      this.#at += 1
      const take = this.#take
      const value =
        depth === 0 && take !== undefined && this.#next() === 0x5b
          ? this.#array(0, (item) => take(key, item, object))
          : this.#value(depth + 1)
      keys.push(key)
      values.push(value)
      const byte = this.#next()
      if (byte !== COMMA && byte !== 0x7d) throw this.#error('a comma or } is expected here')
      this.#at += 1
      if (byte === 0x7d) return object
    }
  }

  #array(depth: number, take?: (item: unknown) => boolean): unknown[] {
    if (depth >= DEEPEST) throw this.#error(`it is nested deeper than ${DEEPEST}`)
    const items: unknown[] = []
    this.#at += 1
    if (this.#next() === 0x5d) {
      this.#at += 1
      return items
    }
    for (;;) {
      const item = this.#value(depth + 1)
      if (take?.(item) !== true) items.push(item)
      const byte = this.#next()
      if (byte !== COMMA && byte !== 0x5d) throw this.#error('a comma or ] is expected here')
      this.#at += 1
      if (byte === 0x5d) return items
    }
  }

  /** A string that is probably not new: keys come again and again. */
  #key(): string {
    const bytes = this.#bytes
    const start = this.#at + 1
    let end = start
    let hash = 7
    let byte = bytes[end]
    while (byte !== undefined && byte !== QUOTE) {
      if (byte === BACKSLASH || byte < 0x20) return this.#string()
      hash = Math.imul(hash, 31) + byte
      byte = bytes[++end]
    }
    if (byte === undefined) throw this.#error('it ends inside a text')
    let slot = (hash ^ (hash >>> 15)) & (KEY_SLOTS - 1)
    for (;;) {
      const known = this.#slots[slot] as number
      if (known < 0) break
      if (this.#isSame(this.#starts[known] as number, start, end)) {
        this.#at = end + 1
        return this.#texts[known] as string
      }
      slot = (slot + 1) & (KEY_SLOTS - 1)
    }
    const text = this.#string()
    if (this.#texts.length < MOST_KEYS) {
      this.#slots[slot] = this.#texts.length
      this.#starts.push(start)
      this.#texts.push(text)
    }
    return text
  }

  /** Whether the text that begins at `known` is that from `start` to `end`. */
  #isSame(known: number, start: number, end: number): boolean {
    const bytes = this.#bytes
    const length = end - start
    for (let k = 0; k < length; k += 1) if (bytes[known + k] !== bytes[start + k]) return false
    return bytes[known + length] === QUOTE
  }

  #string(): string {
    const bytes = this.#bytes
    let text = ''
    let start = this.#at + 1
    let at = start
    for (;;) {
      const byte = bytes[at]
      if (byte === QUOTE) break
      if (byte === undefined) throw this.#error('it ends inside a text')
      if (byte < 0x20) throw this.#error('a text holds a control character that is not escaped')
      if (byte === BACKSLASH) {
        text += this.#decode(start, at)
        this.#at = at
        text += this.#escape()
        start = this.#at
        at = start
      } else at += 1
    }
    text += this.#decode(start, at)
    this.#at = at + 1
    return text
  }

  /** Bytes to text; the short plain texts of ids without a detour. */
  #decode(start: number, end: number): string {
    const bytes = this.#bytes
    if (end - start <= 24) {
      let text = ''
      let at = start
      for (; at < end; at += 1) {
        const byte = bytes[at] as number
        if (byte >= 0x80) break
        text += String.fromCharCode(byte)
      }
      if (at === end) return text
    }
    try {
      return fromUtf8(bytes.subarray(start, end))
    } catch {
      this.#at = start
      throw this.#error('a text is not UTF-8')
    }
  }

  #escape(): string {
    const letter = String.fromCharCode(this.#bytes[this.#at + 1] ?? 0)
    if (letter === 'u') {
      const hex = String.fromCharCode(...this.#bytes.subarray(this.#at + 2, this.#at + 6))
      if (!/^[\da-fA-F]{4}$/.test(hex)) throw this.#error('\\u wants four hexadecimal digits')
      this.#at += 6
      return String.fromCharCode(Number.parseInt(hex, 16))
    }
    const text = Object.hasOwn(ESCAPED, letter) ? ESCAPED[letter] : undefined
    if (text === undefined) throw this.#error('a text holds \\ before what needs none')
    this.#at += 2
    return text
  }

  #number(): number {
    const bytes = this.#bytes
    const start = this.#at
    let at = start
    const isNegative = bytes[at] === 0x2d
    if (isNegative) at += 1
    let mantissa = 0
    const whole = at
    let byte = bytes[at] ?? 0
    while (byte >= 0x30 && byte <= 0x39) {
      mantissa = mantissa * 10 + (byte - 0x30)
      byte = bytes[++at] ?? 0
    }
    let digits = at - whole
    if (digits === 0 || (digits > 1 && bytes[whole] === 0x30))
      throw this.#error('this is not how JSON writes a number')
    let power = 0
    if (byte === 0x2e) {
      const point = ++at
      byte = bytes[at] ?? 0
      while (byte >= 0x30 && byte <= 0x39) {
        mantissa = mantissa * 10 + (byte - 0x30)
        byte = bytes[++at] ?? 0
      }
      power = point - at
      digits -= power
      if (power === 0) throw this.#error('a digit is expected after the point')
    }
    if (byte === 0x65 || byte === 0x45) return this.#withExponent(start, at)
    this.#at = at
    // Both are exact, so that the quotient is rounded once, as it should be.
    if (digits <= EXACT_DIGITS) {
      const value = mantissa / (POWERS[-power] as number)
      return isNegative ? -value : value
    }
    return Number(fromUtf8(bytes.subarray(start, at)))
  }

  /** A number with an exponent: rare, and read by the language itself. */
  #withExponent(start: number, exponentAt: number): number {
    const bytes = this.#bytes
    let at = exponentAt + 1
    if (bytes[at] === 0x2b || bytes[at] === 0x2d) at += 1
    const first = at
    while ((bytes[at] ?? 0) >= 0x30 && (bytes[at] ?? 0) <= 0x39) at += 1
    if (at === first) throw this.#error('a digit is expected in the exponent')
    this.#at = at
    return Number(fromUtf8(bytes.subarray(start, at)))
  }

  #error(why: string): JsonError {
    let line = 1
    let begin = 0
    for (let at = 0; at < this.#at; at += 1)
      if (this.#bytes[at] === 0x0a) {
        line += 1
        begin = at + 1
      }
    return new JsonError(`line ${line}, byte ${this.#at - begin + 1}: ${why}`)
  }
}
