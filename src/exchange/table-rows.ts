import { isHxlRow } from './hxl.ts'
import type { Problem, ProblemList } from './problem.ts'

const MOST_COLUMNS = 200
const MOST_CELL_CHARACTERS = 20_000
/** Exports of some portals start with a title and notes. */
export const MOST_ROWS_TO_HEADER = 40

export interface TableRow {
  /** As a spreadsheet shows it; the header is row 1. */
  readonly row: number
  /** As many cells as the header has (unless ragged rows are kept), as written. */
  readonly cells: readonly string[]
}

export interface Table {
  readonly header: readonly string[]
  readonly headerRow: number
  /** The row of HXL hashtags under the header, or the header itself. */
  readonly tags?: readonly string[]
  /** Of a CSV file; empty for a sheet. */
  readonly delimiter: string
  /** Rows that are not blank. Read once; faults on the way go to the problem list. */
  readonly rows: AsyncIterable<TableRow>
  /** Lets go of the source when the rows are not read to their end. */
  readonly close: () => Promise<void>
}

export interface TableOptions {
  /** Called while reading with the bytes read so far. */
  readonly onBytes?: (bytesRead: number) => void
  /** Says which of the first rows is the header; otherwise the first that is not blank. */
  readonly isHeader?: (cells: readonly string[]) => boolean
  /** Like `isHeader`, but the first row that is not blank stands in when no row looks like one. */
  readonly looksLikeHeader?: (cells: readonly string[]) => boolean
  /** What to say when no row is the header. */
  readonly noHeader?: Problem
  /** Gives rows with too few or too many cells as they are, and reports them all the same. */
  readonly keepRagged?: boolean
}

export interface Batch {
  /** Number of the first row of the batch. */
  readonly firstRow: number
  readonly records: readonly (readonly string[])[]
}

export interface Origin {
  readonly delimiter: string
  readonly isEmpty: () => boolean
  readonly onHeader?: (header: readonly string[]) => void
  /** A sheet leaves out the cells at the end of a row that hold nothing. */
  readonly padShort?: boolean
}

/** Finds the header among the first rows, and gives the rows under it, checked against it. */
export async function tableOf(
  batches: AsyncGenerator<Batch>,
  problems: ProblemList,
  options: TableOptions,
  origin: Origin,
): Promise<Table | undefined> {
  const found = await findHeader(batches, options)
  if (found === undefined) {
    if (problems.count === 0) problems.add(noHeader(origin.isEmpty(), options.noHeader))
    return undefined
  }
  const { header, headerRow, tags, rest } = found
  origin.onHeader?.(header)
  const close = async (): Promise<void> => {
    await batches.return(undefined)
  }
  if (header.length > MOST_COLUMNS) {
    await close()
    problems.add({
      code: 'too_many_columns',
      row: headerRow,
      message: `the header has ${header.length} columns; at most ${MOST_COLUMNS} can be read`,
      help: 'keep the columns that are needed, or check that the file is a table',
    })
    return undefined
  }
  const keepRagged = options.keepRagged === true
  const padShort = origin.padShort === true
  const rows = checkedRows(header, rest, { batches, problems, keepRagged, padShort })
  return {
    header: header.map((cell) => cell.trim()),
    headerRow,
    ...(tags === undefined ? {} : { tags }),
    delimiter: origin.delimiter,
    rows,
    close,
  }
}

interface Found {
  readonly header: readonly string[]
  readonly headerRow: number
  readonly tags?: readonly string[]
  /** What was read already and comes after the header. */
  readonly rest: readonly TableRow[]
}

/** Reads as many rows as are needed to know the header, and the row of hashtags under it. */
async function findHeader(
  batches: AsyncGenerator<Batch>,
  { isHeader, looksLikeHeader }: TableOptions,
): Promise<Found | undefined> {
  const fits = isHeader ?? looksLikeHeader ?? (() => true)
  const seen: TableRow[] = []
  let header: number | undefined
  let looked = 0
  // Without a limit for those who know their header: a portal's notes may be long.
  const most = isHeader === undefined ? MOST_ROWS_TO_HEADER : Infinity
  for (;;) {
    for (; looked < seen.length && looked < most && header === undefined; looked += 1) {
      const { cells } = seen[looked] ?? { cells: [] }
      // Whatever stands over the hashtags names the columns.
      if (looksLikeHeader !== undefined && isHxlRow(cells)) header = Math.max(0, looked - 1)
      else if (fits(cells)) header = looked
    }
    // One row more, to see whether it holds hashtags.
    if ((header !== undefined && seen.length > header + 1) || looked >= most) break
    const next = await batches.next()
    if (next.done === true) break
    const { firstRow, records } = next.value
    for (const [at, cells] of records.entries())
      if (!isBlank(cells)) seen.push({ row: firstRow + at, cells })
  }
  if (header === undefined && looksLikeHeader !== undefined && seen.length > 0) header = 0
  const found = header === undefined ? undefined : seen[header]
  if (header === undefined || found === undefined) return undefined
  const below = seen.slice(header + 1)
  const { cells, row: headerRow } = found
  if (looksLikeHeader === undefined) return { header: cells, headerRow, rest: below }
  if (isHxlRow(cells)) return { header: cells, headerRow, tags: cells, rest: below }
  const [next] = below
  if (next === undefined || !isHxlRow(next.cells)) return { header: cells, headerRow, rest: below }
  return { header: cells, headerRow, tags: next.cells, rest: below.slice(1) }
}

interface RowSource {
  readonly batches: AsyncGenerator<Batch>
  readonly problems: ProblemList
  readonly keepRagged: boolean
  readonly padShort: boolean
}

async function* checkedRows(
  header: readonly string[],
  first: readonly TableRow[],
  { batches, problems, keepRagged, padShort }: RowSource,
): AsyncGenerator<TableRow> {
  let rows = 0
  const check = (row: TableRow): TableRow | undefined => {
    rows += 1
    const missing = header.length - row.cells.length
    const padded = padShort && missing > 0 ? [...row.cells, ...Array(missing).fill('')] : row.cells
    const checked = checkRow({ row: row.row, cells: padded }, header, problems)
    return checked ?? (keepRagged ? row : undefined)
  }
  try {
    for (const row of first) {
      const checked = check(row)
      if (checked !== undefined) yield checked
    }
    for await (const batch of batches) {
      for (const [at, cells] of batch.records.entries()) {
        if (isBlank(cells)) continue
        const checked = check({ row: batch.firstRow + at, cells })
        if (checked !== undefined) yield checked
      }
    }
  } finally {
    await batches.return(undefined)
  }
  if (rows === 0 && problems.count === 0) {
    problems.add({
      code: 'no_rows',
      message: 'the file has a header and no rows',
      help: 'export it again with its rows',
    })
  }
}

/** The row with as many cells as the header, or undefined and a problem. */
function checkRow(
  { row, cells }: TableRow,
  header: readonly string[],
  problems: ProblemList,
): TableRow | undefined {
  const long = cells.findIndex((cell) => cell.length > MOST_CELL_CHARACTERS)
  if (long >= 0) {
    problems.add(cellTooLong(row, header[long] ?? `number ${long + 1}`))
    return undefined
  }
  if (cells.length === header.length) return { row, cells }
  if (cells.length > header.length && isBlank(cells.slice(header.length)))
    return { row, cells: cells.slice(0, header.length) }
  problems.add({
    code: 'ragged_row',
    row,
    message: `the row has ${cells.length} cells, the header has ${header.length}`,
    help: 'look for a missing or an extra separator, or a cell with a separator that needs quotes',
  })
  return undefined
}

function isBlank(cells: readonly string[]): boolean {
  return cells.every((cell) => cell === '' || cell.trim() === '')
}

/** A cell that never ends, or is longer than any answer. */
export function cellTooLong(row: number, column: string): Problem {
  return {
    code: 'cell_too_long',
    row,
    column: column.trim().slice(0, 100),
    message: `a cell has more than ${MOST_CELL_CHARACTERS.toLocaleString('en')} characters`,
    help: 'shorten it, or look for a quotation mark that is opened in this row and never closed',
  }
}

function noHeader(isEmpty: boolean, otherwise: Problem = NO_HEADER): Problem {
  return isEmpty
    ? { code: 'empty_file', message: 'the file is empty', help: 'export it again' }
    : otherwise
}

const NO_HEADER: Problem = {
  code: 'no_header',
  message: 'no row of the file is a header',
  help: 'put the names of the columns in the first row',
}
