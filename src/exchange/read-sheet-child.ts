import { once } from 'node:events'
import { createInflateRaw } from 'node:zlib'
import type { CellValue } from 'hucre/xlsx'
import { streamXlsxRows } from 'hucre/xlsx'
import type { SheetLine } from './read-sheet.ts'
import { listZipEntries, packedBytes } from './zip-entries.ts'
import type { ZipEntry } from './zip-entries.ts'

// The process that readSheet starts, with little memory and little time: the workbook comes on
// standard input, its rows go to standard output, one JSON text in each line. Nothing is trusted.

/** A sheet may be wider than any register; what goes beyond is counted by the reader. */
const MOST_CELLS_IN_ROW = 1_000
/** As many as a sheet of Excel has. */
const MOST_ROWS = 1_048_576
const LINES_AT_ONCE = 500

const sheet = process.argv[2]

try {
  await run()
} catch {
  // What a library says of a broken file may quote it.
  await say([{ fault: 'not_a_workbook' }])
}

async function run(): Promise<void> {
  const parts: Uint8Array[] = []
  for await (const part of process.stdin) parts.push(part as Uint8Array)
  const bytes = Buffer.concat(parts)
  const entries = listZipEntries(bytes) ?? []
  for (const entry of entries)
    if (!(await isAsDeclared(bytes, entry))) return say([{ fault: 'workbook_too_large' }])
  const names = await sheetNames(bytes, entries)
  if (sheet !== undefined && !names.includes(sheet))
    return say([{ fault: 'no_such_sheet', sheets: names }])
  let lines: SheetLine[] = []
  for await (const { index, values } of streamXlsxRows(
    bytes,
    sheet === undefined ? {} : { sheet },
  )) {
    if (index >= MOST_ROWS) return say([{ fault: 'workbook_too_large' }])
    lines.push({ row: index + 1, cells: values.slice(0, MOST_CELLS_IN_ROW).map(cellText) })
    if (lines.length < LINES_AT_ONCE) continue
    await say(lines)
    lines = []
  }
  await say([...lines, { end: true, sheets: names }])
}

async function say(lines: readonly SheetLine[]): Promise<void> {
  const text = lines.map((line) => `${JSON.stringify(line)}\n`).join('')
  if (!process.stdout.write(text)) await once(process.stdout, 'drain')
}

/** Unpacks an entry without keeping it, to see that it is no larger than its directory says. */
async function isAsDeclared(bytes: Uint8Array, entry: ZipEntry): Promise<boolean> {
  const packed = packedBytes(bytes, entry)
  if (packed === undefined) return false
  if (entry.method === 0) return packed.length <= entry.size
  const inflate = createInflateRaw()
  inflate.end(packed)
  let size = 0
  for await (const part of inflate) {
    size += (part as Uint8Array).length
    if (size > entry.size) return false
  }
  return true
}

/** The names of the sheets in their order. */
async function sheetNames(
  bytes: Uint8Array,
  entries: readonly ZipEntry[],
): Promise<readonly string[]> {
  const workbook = entries.find((one) => /^xl\/workbook\.xml$/i.test(one.name))
  const packed = workbook && packedBytes(bytes, workbook)
  if (workbook === undefined || packed === undefined) return []
  let xml = ''
  if (workbook.method === 0) xml = new TextDecoder().decode(packed)
  else {
    const inflate = createInflateRaw()
    inflate.end(packed)
    inflate.setEncoding('utf8')
    for await (const part of inflate) xml += part as string
  }
  return [...xml.matchAll(/<(?:\w+:)?sheet\s[^>]*?\bname="([^"]*)"/g)].map(([, name = '']) =>
    name
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&quot;', '"')
      .replaceAll('&apos;', "'")
      .replaceAll('&amp;', '&'),
  )
}

/** A cell as text: a day as YYYY-MM-DD whatever its format shows, a number with all its digits. */
function cellText(value: CellValue | undefined): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'string') return value
  if (!(value instanceof Date)) return String(value)
  if (Number.isNaN(value.getTime())) return ''
  const iso = value.toISOString()
  return iso.endsWith('T00:00:00.000Z') ? iso.slice(0, 10) : iso.slice(0, 19)
}
