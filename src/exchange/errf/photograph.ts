import type { Fault } from './finding.ts'

const MOST_BYTES = 50 * 1024 * 1024
/** The published validator refuses a side of 10 pixels. */
const SMALLEST_SIDE = 11
/** A few bytes can declare an image that fills the memory of whoever shows it. */
const MOST_PIXELS = 200_000_000

const fault = (code: string, message: string, help: string): Fault => ({
  code,
  severity: 'error',
  message,
  help,
})

/** What is wrong with a photograph in base64; its pixels are never unpacked. */
export function photographFault(base64: string): Fault | undefined {
  const text = /\s/.test(base64) ? base64.replaceAll(/\s+/g, '') : base64
  if (text === '')
    return fault('photo_empty', 'the photograph is empty', 'add it, or take the row out')
  if ((text.length / 4) * 3 >= MOST_BYTES)
    return fault('photo_too_large', 'the photograph has 50 MB or more', 'store it smaller')
  if (!isBase64(text))
    return fault('photo_not_base64', 'the photograph is not base64', 'export it again')
  const size = imageSize(Buffer.from(text, 'base64'))
  if (size === undefined)
    return fault(
      'photo_unreadable',
      'the photograph is no image that can be read (PNG, JPEG, GIF or BMP)',
      'store it as JPEG or PNG',
    )
  const [width, height] = size
  if (width < SMALLEST_SIDE || height < SMALLEST_SIDE)
    return fault(
      'photo_too_small',
      'the photograph is 10 pixels wide or high, or less',
      'add one on which a face can be recognised',
    )
  if (width * height > MOST_PIXELS)
    return fault(
      'photo_too_many_pixels',
      'the photograph declares more than 200 million pixels',
      'store it smaller; do not trust its source',
    )
  return undefined
}

function isBase64(text: string): boolean {
  if (text.length % 4 !== 0) return false
  const end = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0
  return /^[A-Za-z0-9+/]*$/.test(end === 0 ? text : text.slice(0, -end))
}

type Size = readonly [width: number, height: number]

/** Width and height from an image's own header. */
function imageSize(bytes: Buffer): Size | undefined {
  if (bytes.length < 26) return undefined
  if (bytes.readUInt32BE(0) === 0x89504e47 && bytes.toString('latin1', 12, 16) === 'IHDR')
    return [bytes.readUInt32BE(16), bytes.readUInt32BE(20)]
  if (/^GIF8[79]a/.test(bytes.toString('latin1', 0, 6)))
    return [bytes.readUInt16LE(6), bytes.readUInt16LE(8)]
  if (bytes.toString('latin1', 0, 2) === 'BM')
    return [Math.abs(bytes.readInt32LE(18)), Math.abs(bytes.readInt32LE(22))]
  return bytes.readUInt16BE(0) === 0xffd8 ? jpegSize(bytes) : undefined
}

/** Walks a JPEG's segments to the frame that says its size. */
function jpegSize(bytes: Buffer): Size | undefined {
  let at = 2
  while (at + 9 <= bytes.length) {
    if (bytes[at] !== 0xff) return undefined
    const marker = bytes[at + 1] ?? 0
    if (marker === 0xff) {
      at += 1
      continue
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
    if (isFrame) return [bytes.readUInt16BE(at + 7), bytes.readUInt16BE(at + 5)]
    const isBare = marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8)
    const length = isBare ? 0 : bytes.readUInt16BE(at + 2)
    if (marker === 0xda || marker === 0xd9 || (!isBare && length < 2)) return undefined
    at += 2 + length
  }
  return undefined
}
