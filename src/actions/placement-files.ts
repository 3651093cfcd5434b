import type { FileHandle } from 'node:fs/promises'
import { access, constants, open, realpath, rename, rm, stat, writeFile } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { DomainError } from '../domain/errors.ts'
import type { ByteSource } from '../placement/format/byte-source.ts'
import { fromChunks, withFront } from '../placement/format/byte-source.ts'

/** A file on its way in: its first bytes are looked at before it is decided how to read it. */
export interface OpenedInput {
  /** As messages call it. */
  readonly name: string
  /** Bytes, where they are known before. */
  readonly size?: number
  readonly isBinary: boolean
  readonly source: ByteSource
  close(): Promise<void>
}

/** The path that stands for what comes through the pipe. */
export const STDIN = '-'

/** The first byte of a binary placement file; no text begins with it. */
const BINARY = 0x89

/** Opens a file or the pipe; `not_found` when it cannot be read. */
export async function openInput(
  path: string,
  stdin: AsyncIterable<Uint8Array>,
): Promise<OpenedInput> {
  if (path === STDIN) return sniffed('standard input', fromChunks(stdin), async () => {})
  const name = basename(path)
  const handle = await open(path).catch(() => undefined)
  const found = await handle?.stat()
  if (handle === undefined || found === undefined || found.isDirectory()) {
    await handle?.close()
    throw new DomainError('not_found', `The file ${name} cannot be read. Check its path.`)
  }
  const size = found.isFile() ? { size: found.size } : {}
  return {
    ...(await sniffed(name, fromHandle(handle, found.isFile()), () => handle.close())),
    ...size,
  }
}

async function sniffed(
  name: string,
  source: ByteSource,
  close: () => Promise<void>,
): Promise<OpenedInput> {
  const front = new Uint8Array(8)
  const got = await source.read(front)
  const isBinary = got > 0 && front[0] === BINARY
  return { name, isBinary, source: withFront(front.subarray(0, got), source), close }
}

/** Parts of one read that are on their way at the same time: the threads that Node has for files. */
const PARTS = 4
const SMALLEST_PART = 1 << 20

function fromHandle(handle: FileHandle, isFile: boolean): ByteSource {
  let position = 0
  const fill = async (into: Uint8Array, from: number | null): Promise<number> => {
    let at = 0
    while (at < into.length) {
      const place = from === null ? null : from + at
      const { bytesRead } = await handle.read(into, at, into.length - at, place)
      if (bytesRead === 0) break
      at += bytesRead
    }
    return at
  }
  return {
    async read(into) {
      // A pipe has no places in it: it is read from wherever it is.
      if (!isFile) return fill(into, null)
      const begin = position
      position += into.length
      const part = Math.max(SMALLEST_PART, Math.ceil(into.length / PARTS))
      const parts: Promise<number>[] = []
      for (let at = 0; at < into.length; at += part)
        parts.push(fill(into.subarray(at, at + part), begin + at))
      const got = await Promise.all(parts)
      return got.reduce((sum, one) => sum + one, 0)
    },
  }
}

const CHUNK = 1 << 20

/** All bytes of a file or pipe. */
export async function readAll({ name, size, source }: OpenedInput): Promise<Uint8Array> {
  try {
    // One more than it should have: shorter than this is its end.
    let bytes = new Uint8Array((size ?? CHUNK) + 1)
    let length = 0
    for (;;) {
      length += await source.read(bytes.subarray(length))
      if (length < bytes.length) return bytes.subarray(0, length)
      const larger = new Uint8Array(bytes.length * 2)
      larger.set(bytes)
      bytes = larger
    }
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new DomainError(
      'invalid_input',
      `${name} is too large to be read as JSON. Write it as a binary file (docs/placement.md).`,
    )
  }
}

/**
 * Looks whether a file can be written, before work of a minute is done for it; what it gives
 * writes the file, which appears under its name only when it is whole. `unavailable` when it
 * cannot be written, `invalid_input` when it would replace the file at `input`.
 */
export async function prepareOutput(
  path: string,
  input: string,
): Promise<(pieces: Iterable<string | Uint8Array>) => Promise<void>> {
  const there = await stat(path).catch(() => undefined)
  if (there?.isFile() === true && input !== STDIN && (await isSameFile(path, input)))
    throw new DomainError(
      'invalid_input',
      `--out would replace the problem itself. Name another file.`,
    )
  if (there?.isDirectory() === true) cannotWrite(path, { code: 'EISDIR' })
  // What is no ordinary file (a pipe, /dev/stdout) has no name to be exchanged.
  const isPlain = there === undefined || there.isFile()
  const touched = [...(isPlain ? [dirname(path)] : []), ...(there === undefined ? [] : [path])]
  for (const place of touched)
    await access(place, constants.W_OK).catch((cause: unknown) => cannotWrite(path, cause))
  const begun = isPlain ? `${path}.${process.pid}.part` : path
  return async (pieces) => {
    try {
      await writeFile(begun, pieces, { flush: isPlain })
      if (isPlain) await rename(begun, path)
    } catch (cause) {
      if (isPlain) await rm(begun, { force: true })
      cannotWrite(path, cause)
    }
  }
}

async function isSameFile(one: string, other: string): Promise<boolean> {
  const [a, b] = await Promise.all([one, other].map((path) => realpath(path).catch(() => path)))
  return a === b
}

function cannotWrite(path: string, cause: unknown): never {
  const code =
    typeof cause === 'object' && cause !== null && 'code' in cause
      ? String(cause.code)
      : 'unknown reason'
  throw new DomainError(
    'unavailable',
    `${basename(path)} cannot be written (${code}). Check the folder, its rights and the room on the disk.`,
    { cause },
  )
}
