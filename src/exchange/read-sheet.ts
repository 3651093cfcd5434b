import { spawn } from 'node:child_process'
import type { ChildProcessByStdio } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import type { Problem, ProblemList } from './problem.ts'
import type { Batch } from './table-rows.ts'
import { listZipEntries } from './zip-entries.ts'

/** What the reading process says, line by line. */
export type SheetLine =
  | { readonly row: number; readonly cells: readonly string[] }
  | { readonly fault: SheetFault; readonly sheets?: readonly string[] }
  | { readonly end: true; readonly sheets: readonly string[] }

type SheetFault = 'not_a_workbook' | 'no_such_sheet' | 'workbook_too_large' | 'workbook_too_slow'

/** A register of a million rows is smaller; what unpacks to more is no register. */
export const MOST_BYTES = 100_000_000
const MOST_UNPACKED_BYTES = 600_000_000
/** All but the sheets is unpacked whole: texts that cells share, formats, pictures. */
const MOST_PART_BYTES = 200_000_000
const MOST_ENTRIES = 2_000
const MOST_MEGABYTES = 768
const MOST_SECONDS = 180
const ROWS_AT_ONCE = 1_000

export interface SheetOptions {
  /** By name; without one the first. */
  readonly sheet?: string
  /** For tests. */
  readonly mostSeconds?: number
}

/**
 * Rows of one sheet of a workbook that nobody vouches for: what it declares is weighed first, then
 * a process of its own unpacks and reads it, with a limit of memory and time. A worker thread would
 * not do: when its memory is full the whole program ends.
 */
export async function* readSheet(
  bytes: Uint8Array,
  problems: ProblemList,
  options: SheetOptions = {},
): AsyncGenerator<Batch> {
  const fault = weigh(bytes)
  if (fault !== undefined) {
    problems.add(sheetProblem(fault, options))
    return
  }
  const child = startReader(options)
  let isLate = false
  const timer = setTimeout(
    () => {
      isLate = true
      child.kill('SIGKILL')
    },
    (options.mostSeconds ?? MOST_SECONDS) * 1_000,
  )
  // A reader that ends early leaves its input unread.
  child.stdin.on('error', () => {})
  child.stdin.end(bytes)
  let told: Extract<SheetLine, { fault: unknown } | { end: unknown }> | undefined
  try {
    let batch: { firstRow: number; records: (readonly string[])[] } | undefined
    for await (const text of createInterface({ input: child.stdout, crlfDelay: Infinity })) {
      const line = JSON.parse(text) as SheetLine
      if (!('row' in line)) {
        told = line
        continue
      }
      if (batch !== undefined) {
        const follows = line.row === batch.firstRow + batch.records.length
        if (follows && batch.records.length < ROWS_AT_ONCE) {
          batch.records.push(line.cells)
          continue
        }
        yield batch
      }
      batch = { firstRow: line.row, records: [line.cells] }
    }
    if (batch !== undefined) yield batch
  } finally {
    clearTimeout(timer)
    child.kill('SIGKILL')
  }
  if (told !== undefined && 'end' in told) return
  const why = isLate ? 'workbook_too_slow' : (told?.fault ?? 'workbook_too_large')
  problems.add(sheetProblem(why, options, told?.sheets))
}

const SHEET = /^xl\/worksheets\/[^/]+\.xml$/i

/** What the file says of itself, before anything is unpacked. */
function weigh(bytes: Uint8Array): SheetFault | undefined {
  if (bytes.length > MOST_BYTES) return 'workbook_too_large'
  const entries = listZipEntries(bytes)
  if (entries === undefined) return 'not_a_workbook'
  const size = entries.reduce((sum, one) => sum + one.size, 0)
  if (size > MOST_UNPACKED_BYTES || entries.length > MOST_ENTRIES) return 'workbook_too_large'
  if (entries.some((one) => one.size > MOST_PART_BYTES && !SHEET.test(one.name)))
    return 'workbook_too_large'
  return entries.some((one) => /^xl\/workbook\.xml$/i.test(one.name)) ? undefined : 'not_a_workbook'
}

function startReader({ sheet }: SheetOptions): ChildProcessByStdio<Writable, Readable, null> {
  const own = new URL('./read-sheet-child.js', import.meta.url)
  // Node 20 starts no process from TypeScript: tests run the one that was built before them.
  const built = new URL('../../dist/exchange/read-sheet-child.js', import.meta.url)
  const program = fileURLToPath(import.meta.url.endsWith('.js') ? own : built)
  if (!existsSync(program)) throw new Error(`${program} is missing. Run: npm run build`)
  const memory = `--max-old-space-size=${MOST_MEGABYTES}`
  return spawn(process.execPath, [memory, program, ...(sheet === undefined ? [] : [sheet])], {
    env: {},
    stdio: ['pipe', 'pipe', 'ignore'],
  })
}

const FAULTS: Readonly<Record<SheetFault, readonly [message: string, help: string]>> = {
  not_a_workbook: [
    'the file is packed like a spreadsheet and is no .xlsx workbook that can be read',
    'open it in a spreadsheet program and save it as .xlsx without a password, or as "CSV UTF-8"',
  ],
  no_such_sheet: ['the workbook has no sheet of that name', 'name one of its sheets'],
  workbook_too_large: [
    'the workbook unpacks to more than a register can be',
    'save only the sheet that is needed as a new .xlsx, or as "CSV UTF-8"',
  ],
  workbook_too_slow: [
    'the workbook takes too long to read',
    'save only the sheet that is needed as a new .xlsx, or as "CSV UTF-8"',
  ],
}

function sheetProblem(
  code: SheetFault,
  { sheet }: SheetOptions,
  sheets: readonly string[] = [],
): Problem {
  const [message, help] = FAULTS[code]
  if (code !== 'no_such_sheet') return { code, message, help }
  const named = sheets.slice(0, 50).map((name) => `"${name}"`)
  return {
    code,
    message: `${message}: "${(sheet ?? '').slice(0, 60)}"`,
    help: `${help}: ${named.join(', ')}`,
  }
}
