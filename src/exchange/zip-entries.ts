/** One file inside a ZIP file, as its central directory declares it. */
export interface ZipEntry {
  readonly name: string
  /** 0: stored, 8: deflated. */
  readonly method: number
  readonly packedSize: number
  /** What the directory says; whoever unpacks must count for themselves. */
  readonly size: number
  /** Where the entry's own header begins. */
  readonly at: number
}

const END = 0x06054b50
const ENTRY = 0x02014b50
const END_BYTES = 22
const ENTRY_BYTES = 46
const MOST_COMMENT = 65_535
const WIDE = 0xffff_ffff

/**
 * Reads the directory at the end of a ZIP file without unpacking anything; undefined when there is
 * none that can be read (PKWARE APPNOTE 4.3.12, 4.3.16).
 */
export function listZipEntries(bytes: Uint8Array): readonly ZipEntry[] | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const end = findEnd(view)
  if (end === undefined) return undefined
  const count = view.getUint16(end + 10, true)
  let at = view.getUint32(end + 16, true)
  const entries: ZipEntry[] = []
  for (let index = 0; index < count; index += 1) {
    if (at + ENTRY_BYTES > bytes.length || view.getUint32(at, true) !== ENTRY) return undefined
    const nameBytes = view.getUint16(at + 28, true)
    const extraBytes = view.getUint16(at + 30, true)
    const name = new TextDecoder().decode(
      bytes.subarray(at + ENTRY_BYTES, at + ENTRY_BYTES + nameBytes),
    )
    const size = view.getUint32(at + 24, true)
    const packedSize = view.getUint32(at + 20, true)
    // Sizes over 4 GiB stand in an extra field: more than any register, so they need no reading.
    const isWide = size === WIDE || packedSize === WIDE
    entries.push({
      name,
      method: view.getUint16(at + 10, true),
      packedSize,
      size: isWide ? Infinity : size,
      at: view.getUint32(at + 42, true),
    })
    at += ENTRY_BYTES + nameBytes + extraBytes + view.getUint16(at + 32, true)
  }
  return entries
}

function findEnd(view: DataView): number | undefined {
  const first = Math.max(0, view.byteLength - END_BYTES - MOST_COMMENT)
  for (let at = view.byteLength - END_BYTES; at >= first; at -= 1)
    if (view.getUint32(at, true) === END) return at
  return undefined
}

const LOCAL = 0x04034b50
const LOCAL_BYTES = 30

/** The packed bytes of an entry; undefined when its own header is not where the directory says. */
export function packedBytes(bytes: Uint8Array, entry: ZipEntry): Uint8Array | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (entry.at + LOCAL_BYTES > bytes.length || view.getUint32(entry.at, true) !== LOCAL)
    return undefined
  const start =
    entry.at +
    LOCAL_BYTES +
    view.getUint16(entry.at + 26, true) +
    view.getUint16(entry.at + 28, true)
  return bytes.subarray(start, start + entry.packedSize)
}
