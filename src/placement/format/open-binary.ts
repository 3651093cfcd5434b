import type { Numbers, NumberType, Section } from './binary-layout.ts'
import {
  aligned,
  beginsWith,
  BYTES_OF,
  crc32,
  fileBytes,
  HEADER_BYTES,
  isLittleEndian,
  MAGIC_BYTES,
  numbersOver,
  VERSION,
} from './binary-layout.ts'
import type { ByteSource } from './byte-source.ts'
import type { FaultList } from './fault-list.ts'
import { entriesOf, kindOf } from './json-shape.ts'
import { shown } from './names.ts'
import { fromUtf8 } from './text.ts'

/** The beginning of a binary file, checked in itself: its numbers follow in `source`. */
export interface OpenedBinary {
  /** The JSON block, an object, without its table of sections. */
  readonly meta: Readonly<Record<string, unknown>>
  readonly sections: readonly Section[]
  /** Bytes before the first section. */
  readonly dataAt: number
  readonly bytes: number
}

/** More would not be a small block of names. */
const MOST_META = 1 << 27

/**
 * Reads header and JSON block; undefined after the faults were told. `size`: bytes of the whole
 * file where they are known, so that a cut file is refused before memory is taken for it.
 */
export async function openBinary(
  source: ByteSource,
  magic: readonly number[],
  faults: FaultList,
  size?: number,
): Promise<OpenedBinary | undefined> {
  const refuse = (path: string, message: string): undefined => {
    faults.add(path, message)
    return undefined
  }
  if (!isLittleEndian())
    return refuse('header', 'cannot be read: this machine holds numbers the other way round')
  const header = new Uint8Array(HEADER_BYTES)
  const got = await source.read(header)
  if (!beginsWith(header, magic)) return refuse('header', foreign(header, got))
  if (got < HEADER_BYTES) return refuse('header', `ends after ${got} of ${HEADER_BYTES} bytes`)
  const view = new DataView(header.buffer)
  const version = view.getUint32(8, true)
  if (version !== VERSION)
    return refuse('header.version', `is ${version}; this program reads version ${VERSION}`)
  const metaBytes = view.getUint32(12, true)
  if (metaBytes > MOST_META)
    return refuse('header', `states a JSON block of ${metaBytes} bytes, more than ${MOST_META}`)
  if (view.getUint32(28, true) !== 0) faults.add('header', 'its last 4 bytes must be 0')
  const bytes = Number(view.getBigUint64(16, true))
  if (size !== undefined && size !== bytes)
    faults.add(
      'header',
      `states a file of ${bytes} bytes, but this one has ${size}: it is cut off, or not whole`,
    )
  const block = new Uint8Array(aligned(HEADER_BYTES + metaBytes) - HEADER_BYTES)
  if ((await source.read(block)) < block.length)
    return refuse('meta', 'the file ends inside its JSON block')
  const text = block.subarray(0, metaBytes)
  if (crc32(text) !== view.getUint32(24, true))
    return refuse('meta', 'the JSON block is not what was written (its CRC-32 differs)')
  const meta = parseMeta(text, faults)
  if (meta === undefined) return undefined
  const { sections: table, ...rest } = meta
  const sections = readTable(table, faults)
  if (faults.total === 0 && fileBytes(metaBytes, sections) !== bytes)
    faults.add(
      'meta.sections',
      `add up to a file of ${fileBytes(metaBytes, sections)} bytes, but the header states ${bytes}`,
    )
  return { meta: rest, sections, dataAt: HEADER_BYTES + block.length, bytes }
}

function foreign(header: Uint8Array, got: number): string {
  if (got === 0) return 'the file is empty'
  if (got >= MAGIC_BYTES && header[0] === 0x89 && header[1] === 0x4f)
    return 'is not that of such a file: it is of another kind, or was changed on the way as if it were text'
  return 'is not that of such a file'
}

function parseMeta(bytes: Uint8Array, faults: FaultList): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(fromUtf8(bytes))
    if (entriesOf(value) !== undefined) return value as Record<string, unknown>
  } catch {
    // Told below.
  }
  faults.add('meta', 'is no JSON object')
  return undefined
}

function readTable(table: unknown, faults: FaultList): Section[] {
  if (!Array.isArray(table)) {
    faults.add('meta.sections', `must be a list of [name, type, count], not ${kindOf(table)}`)
    return []
  }
  const seen = new Set<unknown>()
  return table.flatMap((line: unknown, n): Section[] => {
    const [name, type, count] = Array.isArray(line) ? (line as readonly unknown[]) : []
    const path = `meta.sections[${n}]`
    if (typeof name !== 'string') faults.add(path, 'has no name')
    else if (seen.has(name)) faults.add(path, `${shown(name)} comes twice`)
    else if (typeof type !== 'string' || !Object.hasOwn(BYTES_OF, type))
      faults.add(
        path,
        `${kindOf(type)} is no type of numbers; types are ${Object.keys(BYTES_OF).join(', ')}`,
      )
    else if (typeof count !== 'number' || !Number.isSafeInteger(count) || count < 0)
      faults.add(path, `${kindOf(count)} is no count of numbers`)
    else {
      seen.add(name)
      return [{ name, type: type as NumberType, count }]
    }
    return []
  })
}

/** What sections a kind of file has: their types, how many numbers, and which must be there. */
export interface SectionRule {
  readonly types: readonly NumberType[]
  /** Undefined: any. */
  readonly count?: number
  readonly required?: boolean
}

/** Holds the table of sections against the rules. */
export function checkSections(
  sections: readonly Section[],
  rules: Readonly<Record<string, SectionRule>>,
  faults: FaultList,
): void {
  for (const { name, type, count } of sections) {
    const rule = Object.hasOwn(rules, name) ? rules[name] : undefined
    const path = `section ${shown(name)}`
    if (rule === undefined)
      faults.add(path, `is not known; known are ${Object.keys(rules).join(', ')}`)
    else {
      if (!rule.types.includes(type))
        faults.add(path, `is of ${type}, not of ${rule.types.join(' or ')}`)
      if (rule.count !== undefined && rule.count !== count)
        faults.add(path, `has ${count} numbers instead of ${rule.count}`)
    }
  }
  for (const [name, { required }] of Object.entries(rules))
    if (required === true && !sections.some((one) => one.name === name))
      faults.add(`section ${shown(name)}`, 'is missing')
}

export interface SectionReading {
  /** Memory for a section, for example shared; new memory without it. */
  readonly allocate?: (name: string, bytes: number) => ArrayBufferLike
  /** Told of each piece of a section as soon as it is there: the numbers, and where they begin. */
  readonly onPiece?: (name: string, piece: Numbers, at: number) => void
  readonly onProgress?: (done: number, total: number) => void
}

const PIECE = 1 << 25

/** Reads all sections, each straight to where it stays; undefined after a fault was told. */
export async function readSections(
  source: ByteSource,
  { sections, dataAt, bytes }: OpenedBinary,
  faults: FaultList,
  { allocate, onPiece, onProgress }: SectionReading = {},
): Promise<ReadonlyMap<string, Numbers> | undefined> {
  const found = new Map<string, Numbers>()
  let at = dataAt
  for (const { name, type, count } of sections) {
    const gap = aligned(at) - at
    const length = count * BYTES_OF[type]
    const buffer = reserve(name, length)
    if (buffer === undefined) return undefined
    if ((await source.read(new Uint8Array(gap))) < gap) return cut(at)
    at += gap
    const each = BYTES_OF[type]
    const read = (done: number): Promise<number> =>
      source.read(new Uint8Array(buffer, done, Math.min(PIECE, length - done)))
    let next = length > 0 ? read(0) : undefined
    for (let done = 0; next !== undefined; done += PIECE) {
      const part = Math.min(PIECE, length - done)
      const got = await next
      at += got
      if (got < part) return cut(at)
      // The next piece is on its way while this one is looked at.
      next = done + PIECE < length ? read(done + PIECE) : undefined
      onPiece?.(name, numbersOver(type, buffer, done, part / each), done / each)
      onProgress?.(at, bytes)
    }
    found.set(name, numbersOver(type, buffer, 0, count))
  }
  if ((await source.read(new Uint8Array(1))) > 0)
    faults.add('file', `goes on after the ${bytes} bytes that its header states`)
  return found

  function reserve(name: string, length: number): ArrayBufferLike | undefined {
    try {
      return allocate?.(name, length) ?? new ArrayBuffer(length)
    } catch (error) {
      if (!(error instanceof RangeError)) throw error
      faults.add(`section "${name}"`, `has ${length} bytes, more than this machine gives`)
      return undefined
    }
  }

  function cut(end: number): undefined {
    faults.add('file', `ends after ${end} of ${bytes} bytes: it is cut off`)
  }
}
