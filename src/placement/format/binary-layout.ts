/**
 * The binary files of large problems and their results (docs/placement.md): a header of 32 bytes,
 * a small JSON block, then numbers, little-endian, each section at a multiple of 8 bytes.
 *
 *   0  8 bytes  magic, for a problem or for a result
 *   8  u32      version of the layout
 *  12  u32      bytes of the JSON block
 *  16  u64      bytes of the whole file
 *  24  u32      CRC-32 of the JSON block
 *  28  u32      0
 *  32  …        the JSON block (UTF-8), zeros up to a multiple of 8, then the sections
 */

// The first byte is in no text file; the line feeds show a transfer that rewrote them.
export const PROBLEM_MAGIC = [0x89, 0x4f, 0x4e, 0x57, 0x50, 0x0d, 0x0a, 0x1a] as const
export const RESULT_MAGIC = [0x89, 0x4f, 0x4e, 0x57, 0x52, 0x0d, 0x0a, 0x1a] as const
export const MAGIC_BYTES = 8
export const HEADER_BYTES = 32
export const VERSION = 1

/** The kinds of numbers in a section, by bytes. */
export const BYTES_OF = { u8: 1, u16: 2, u32: 4, i32: 4, f32: 4, f64: 8 } as const
export type NumberType = keyof typeof BYTES_OF

export interface Section {
  readonly name: string
  readonly type: NumberType
  /** Numbers, not bytes. */
  readonly count: number
}

export type Numbers =
  Uint8Array | Uint16Array | Uint32Array | Int32Array | Float32Array | Float64Array

/** Numbers of a type over bytes that begin at a multiple of 8. */
export function numbersOver(
  type: NumberType,
  buffer: ArrayBufferLike,
  at = 0,
  count?: number,
): Numbers {
  switch (type) {
    case 'u8':
      return new Uint8Array(buffer, at, count)
    case 'u16':
      return new Uint16Array(buffer, at, count)
    case 'u32':
      return new Uint32Array(buffer, at, count)
    case 'i32':
      return new Int32Array(buffer, at, count)
    case 'f32':
      return new Float32Array(buffer, at, count)
    case 'f64':
      return new Float64Array(buffer, at, count)
  }
}

/** The next multiple of 8. */
export function aligned(bytes: number): number {
  return Math.ceil(bytes / 8) * 8
}

/** Bytes of a file with a JSON block of so many bytes and these sections. */
export function fileBytes(metaBytes: number, sections: readonly Section[]): number {
  return sections.reduce(
    (end, { type, count }) => aligned(end) + count * BYTES_OF[type],
    aligned(HEADER_BYTES + metaBytes),
  )
}

/** Whether bytes begin with a magic. */
export function beginsWith(bytes: Uint8Array, magic: readonly number[]): boolean {
  return magic.every((byte, k) => bytes[k] === byte)
}

/** Numbers are written and read as this machine holds them; all that run Node hold them so. */
export function isLittleEndian(): boolean {
  return new Uint8Array(new Uint16Array([1]).buffer)[0] === 1
}

const CRC_TABLE = new Uint32Array(256).map((_, n) => {
  let crc = n
  for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? 0xedb88320 ^ (crc >>> 1) : crc >>> 1
  return crc
})

/** CRC-32 as in PNG and zip. */
export function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff
  for (const byte of bytes) crc = (CRC_TABLE[(crc ^ byte) & 255] as number) ^ (crc >>> 8)
  return (crc ^ 0xffffffff) >>> 0
}
