import { TextDecoder } from 'node:util'

export type Bytes = AsyncIterable<Uint8Array> | Iterable<Uint8Array> | Uint8Array

/** Why the text stops before the end of the file. */
export type TextFault = 'spreadsheet_file' | 'nul_byte' | 'windows_1256' | 'bad_bytes'

export type TextPiece = { readonly text: string } | { readonly fault: TextFault }

/** Enough bytes to see a mark or a pattern of zero bytes. */
const SNIFF_BYTES = 512
const ZIP = [0x50, 0x4b, 0x03, 0x04]
const OLD_EXCEL = [0xd0, 0xcf, 0x11, 0xe0]

/**
 * Turns the bytes of a text file into text: UTF-8 with or without a mark, UTF-16 by its mark or
 * by its zero bytes. Stops with a fault at the first place that is no text; all text before it
 * has been given by then, so a reader knows the row.
 */
export async function* decodeText(
  source: Bytes,
  onBytes?: (bytesRead: number) => void,
): AsyncGenerator<TextPiece> {
  let decoder: TextDecoder | undefined
  let bytesRead = 0
  for await (const bytes of withFullStart(source)) {
    bytesRead += bytes.length
    if (decoder === undefined) {
      if (startsWith(bytes, ZIP) || startsWith(bytes, OLD_EXCEL)) {
        yield { fault: 'spreadsheet_file' }
        return
      }
      decoder = new TextDecoder(detectEncoding(bytes))
    }
    const text = decoder.decode(bytes, { stream: true })
    const stop = faultAt(text)
    if (stop !== undefined) {
      yield { text: text.slice(0, stop) }
      yield { fault: text[stop] === '\0' ? 'nul_byte' : guessCause(text, bytes) }
      return
    }
    onBytes?.(bytesRead)
    yield { text }
  }
  const rest = decoder?.decode() ?? ''
  if (rest !== '') yield { fault: 'bad_bytes' }
}

/** Joins small chunks at the start until there is enough to detect the encoding. */
async function* withFullStart(source: Bytes): AsyncGenerator<Uint8Array> {
  const chunks = source instanceof Uint8Array ? inChunks(source) : source
  let start: Uint8Array | undefined = new Uint8Array()
  for await (const chunk of chunks) {
    if (start === undefined) {
      yield chunk
      continue
    }
    start = Buffer.concat([start, chunk])
    if (start.length < SNIFF_BYTES) continue
    yield start
    start = undefined
  }
  if (start !== undefined && start.length > 0) yield start
}

function* inChunks(bytes: Uint8Array): Generator<Uint8Array> {
  const size = 65_536
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

function startsWith(bytes: Uint8Array, magic: readonly number[]): boolean {
  return magic.every((byte, at) => bytes[at] === byte)
}

function detectEncoding(start: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  if (startsWith(start, [0xff, 0xfe])) return 'utf-16le'
  if (startsWith(start, [0xfe, 0xff])) return 'utf-16be'
  const pairs = Math.floor(Math.min(start.length, SNIFF_BYTES) / 2)
  let evenZeros = 0
  let oddZeros = 0
  for (let pair = 0; pair < pairs; pair += 1) {
    if (start[pair * 2] === 0) evenZeros += 1
    if (start[pair * 2 + 1] === 0) oddZeros += 1
  }
  // Latin letters, separators and line ends have one zero byte each in UTF-16.
  if (oddZeros > pairs * 0.3 && evenZeros <= pairs * 0.05) return 'utf-16le'
  if (evenZeros > pairs * 0.3 && oddZeros <= pairs * 0.05) return 'utf-16be'
  return 'utf-8'
}

/** Where text ends to be text: a NUL, or the character that stands for undecodable bytes. */
function faultAt(text: string): number | undefined {
  const nul = text.indexOf('\0')
  const bad = text.indexOf('\ufffd')
  if (nul < 0 && bad < 0) return undefined
  return nul < 0 ? bad : bad < 0 ? nul : Math.min(nul, bad)
}

/** An old Arabic or Persian file is the usual cause: its letters are single high bytes. */
function guessCause(decoded: string, bytes: Uint8Array): TextFault {
  const count = (text: string, letters: RegExp): number => text.match(letters)?.length ?? 0
  const undecoded = count(decoded, /\ufffd/g)
  const decodedWell = count(decoded, /[\u0080-\ufffc]/g)
  const asOld = new TextDecoder('windows-1256').decode(bytes)
  const arabic = count(asOld, /\p{Script=Arabic}/gu)
  return undecoded > decodedWell && arabic * 2 > count(asOld, /[\u0080-\uffff]/g)
    ? 'windows_1256'
    : 'bad_bytes'
}
