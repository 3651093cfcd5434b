import { TextDecoder } from 'node:util'
import type { Fault } from './finding.ts'

/** A file of 10,000 cases without photographs has some 80 MB. */
export const MOST_BYTES = 256 * 1024 * 1024

/** Why reading ends here and now. */
export class StopReading extends Error {
  readonly fault: Fault

  constructor(code: string, message: string, help: string) {
    super(message)
    this.name = 'StopReading'
    this.fault = { code, severity: 'fatal', message, help }
  }
}

export function tooLarge(): StopReading {
  const limit = `${MOST_BYTES / 1024 / 1024} MB`
  return new StopReading(
    'too_large',
    `the file is larger than ${limit}`,
    `split it into files of fewer cases, each below ${limit}`,
  )
}

const START_BYTES = 512

/** Turns bytes into text: UTF-8 and nothing else, never more than the limit. */
export async function* xmlText(
  source: AsyncIterable<Uint8Array>,
  onBytes: (read: number) => void = () => {},
): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let read = 0
  let start: Uint8Array | undefined = new Uint8Array()
  const take = (bytes: Uint8Array): string => {
    if (bytes.includes(0))
      throw new StopReading(
        'nul_byte',
        'the file holds a zero byte: it is no XML text, or damaged',
        'export it again from its source',
      )
    return decode(decoder, bytes)
  }
  for await (const bytes of source) {
    read += bytes.length
    if (read > MOST_BYTES) throw tooLarge()
    if (start === undefined) yield take(bytes)
    else {
      start = Buffer.concat([start, bytes])
      if (start.length >= START_BYTES) {
        refuseOtherKinds(start)
        yield take(start)
        start = undefined
      }
    }
    onBytes(read)
  }
  if (start !== undefined) {
    refuseOtherKinds(start)
    yield take(start)
  }
  yield decode(decoder)
}

function decode(decoder: TextDecoder, bytes?: Uint8Array): string {
  try {
    return bytes === undefined ? decoder.decode() : decoder.decode(bytes, { stream: true })
  } catch {
    throw new StopReading(
      'bad_utf8',
      'from here on the file is not UTF-8, or it ends inside a letter',
      'save it as UTF-8; copying it as text through another program may have damaged it',
    )
  }
}

const OTHER_KINDS: readonly (readonly [magic: readonly number[], what: string])[] = [
  [[0x50, 0x4b, 0x03, 0x04], 'a ZIP archive or a spreadsheet'],
  [[0x1f, 0x8b], 'a compressed file (gzip)'],
  [[0xd0, 0xcf, 0x11, 0xe0], 'an old Office file'],
  [[0x25, 0x50, 0x44, 0x46], 'a PDF'],
]

/** Looks at the first bytes: what is something else is told as what it is. */
function refuseOtherKinds(start: Uint8Array): void {
  const begins = (magic: readonly number[]): boolean =>
    magic.every((byte, at) => start[at] === byte)
  if (start.length === 0)
    throw new StopReading('empty_file', 'the file is empty', 'export it again from its source')
  for (const [magic, what] of OTHER_KINDS)
    if (begins(magic))
      throw new StopReading(
        'not_xml',
        `the file is ${what}, not XML`,
        'give the XML file itself; unpack it first if it lies in an archive',
      )
  const isUtf16 =
    begins([0xff, 0xfe]) || begins([0xfe, 0xff]) || begins([0x3c, 0]) || begins([0, 0x3c])
  if (isUtf16) throw otherEncoding('UTF-16')
  const declared = /^\s*<\?xml[^>]*?encoding\s*=\s*["']([\w.:-]{1,40})["']/.exec(
    Buffer.from(start.subarray(0, START_BYTES))
      .toString('latin1')
      .replace('\u00EF\u00BB\u00BF', ''),
  )?.[1]
  if (declared !== undefined && !/^(utf-?8|us-ascii|ascii)$/i.test(declared))
    throw otherEncoding(declared)
}

function otherEncoding(encoding: string): StopReading {
  return new StopReading(
    'other_encoding',
    `the file is in ${encoding}, and only UTF-8 is read`,
    'save it as UTF-8, with encoding="utf-8" in its first line',
  )
}
