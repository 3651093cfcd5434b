/** The tar format (POSIX.1-1988, "ustar"), as far as a backup needs it: plain files, small pieces. */
import { DomainError } from '../../domain/errors.ts'

const BLOCK = 512

export interface TarFile {
  readonly name: string
  readonly content: Buffer
}

/** One file of an archive: header, content, filling. */
export function tarFile(name: string, content: Buffer): Buffer {
  const header = Buffer.alloc(BLOCK)
  if (Buffer.byteLength(name) > 100) throw new Error('The name is too long for a tar header.')
  header.write(name, 0)
  header.write('0000600\0', 100)
  header.write('0000000\0', 108)
  header.write('0000000\0', 116)
  header.write(`${content.length.toString(8).padStart(11, '0')}\0`, 124)
  header.write('00000000000\0', 136)
  header.write('        ', 148)
  header.write('0', 156)
  header.write('ustar\x0000', 257)
  header.write(`${checksum(header).toString(8).padStart(6, '0')}\0 `, 148)
  return Buffer.concat([header, content, Buffer.alloc(filling(content.length))])
}

/** What ends an archive. */
export const TAR_END = Buffer.alloc(2 * BLOCK)

/** The files of an archive in their order; each is held in memory while it is looked at. */
export async function* readTar(source: AsyncIterable<Uint8Array>): AsyncGenerator<TarFile> {
  const bytes = reader(source)
  for (;;) {
    const header = await bytes(BLOCK)
    // The archive's end is part of it: without it the file was cut.
    if (header === undefined) throw damaged()
    if (header.every((byte) => byte === 0)) return
    const name = text(header.subarray(0, 100))
    const length = Number.parseInt(text(header.subarray(124, 136)), 8)
    const sum = Number.parseInt(text(header.subarray(148, 156)), 8)
    header.write('        ', 148)
    if (!Number.isSafeInteger(length) || length > MOST || checksum(header) !== sum) throw damaged()
    const content = await bytes(length)
    if (content === undefined) throw damaged()
    await bytes(filling(length))
    yield { name, content }
  }
}

/** No piece that Onward writes is larger; a forged length must not ask for all memory. */
const MOST = 64 * 1024 * 1024

function damaged(): DomainError {
  return new DomainError(
    'invalid_input',
    'The backup is damaged or cut short inside. Nothing was changed. Take another copy of it.',
  )
}

/** Takes as many bytes as are asked for; undefined when the source ends before. */
function reader(
  source: AsyncIterable<Uint8Array>,
): (length: number) => Promise<Buffer | undefined> {
  const iterator = source[Symbol.asyncIterator]()
  let held: Uint8Array[] = []
  let heldBytes = 0
  return async (length) => {
    while (heldBytes < length) {
      const next = await iterator.next()
      if (next.done === true) return undefined
      held.push(next.value)
      heldBytes += next.value.length
    }
    const all = held.length === 1 ? Buffer.from(held[0] ?? []) : Buffer.concat(held)
    held = [all.subarray(length)]
    heldBytes -= length
    return all.subarray(0, length)
  }
}

function text(field: Buffer): string {
  const end = field.indexOf(0)
  return field.toString('utf8', 0, end === -1 ? field.length : end)
}

function filling(length: number): number {
  return (BLOCK - (length % BLOCK)) % BLOCK
}

function checksum(header: Buffer): number {
  return header.reduce((sum, byte) => sum + byte, 0)
}
