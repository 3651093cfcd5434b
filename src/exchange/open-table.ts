import type { Bytes } from './decode-text.ts'
import type { Problem, ProblemList } from './problem.ts'
import { MOST_BYTES, readSheet } from './read-sheet.ts'
import type { SheetOptions } from './read-sheet.ts'
import { readTable } from './read-table.ts'
import { tableOf } from './table-rows.ts'
import type { Table, TableOptions } from './table-rows.ts'

const ZIP = [0x50, 0x4b, 0x03, 0x04]

/** A table of either format, CSV or XLSX: its bytes say which, whatever the file's name says. */
export async function openTable(
  source: Bytes,
  problems: ProblemList,
  options: TableOptions & SheetOptions = {},
): Promise<Table | undefined> {
  const { start, bytes } = await peek(source)
  if (!isWorkbook(start)) {
    if (options.sheet !== undefined) {
      problems.add(NO_SHEETS)
      return undefined
    }
    return readTable(bytes, problems, options)
  }
  const whole = await gather(bytes, options.onBytes)
  const batches = readSheet(whole, problems, options)
  return tableOf(batches, problems, options, {
    delimiter: '',
    isEmpty: () => true,
    padShort: true,
  })
}

const NO_SHEETS: Problem = {
  code: 'no_such_sheet',
  message: 'a CSV file has no sheets',
  help: 'leave --sheet out, or give the .xlsx file',
}

/** Whether bytes begin as an .xlsx file does. */
export function isWorkbook(start: Uint8Array): boolean {
  return ZIP.every((byte, at) => start[at] === byte)
}

/** The first bytes of a source, and the source with them. */
async function peek(source: Bytes): Promise<{ readonly start: Uint8Array; readonly bytes: Bytes }> {
  if (source instanceof Uint8Array) return { start: source.subarray(0, ZIP.length), bytes: source }
  const iterator =
    Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]()
  const taken: Uint8Array[] = []
  let length = 0
  while (length < ZIP.length) {
    const next = await iterator.next()
    if (next.done === true) break
    taken.push(next.value)
    length += next.value.length
  }
  const start = Buffer.concat(taken)
  async function* again(): AsyncGenerator<Uint8Array> {
    try {
      if (start.length > 0) yield start
      for (;;) {
        const next = await iterator.next()
        if (next.done === true) return
        yield next.value
      }
    } finally {
      await iterator.return?.()
    }
  }
  return { start, bytes: again() }
}

async function gather(bytes: Bytes, onBytes?: (bytesRead: number) => void): Promise<Uint8Array> {
  if (bytes instanceof Uint8Array) return bytes
  const parts: Uint8Array[] = []
  let length = 0
  for await (const part of bytes) {
    parts.push(part)
    length += part.length
    onBytes?.(length)
    // It is refused by its size then; nobody needs the rest.
    if (length > MOST_BYTES) break
  }
  return Buffer.concat(parts)
}
