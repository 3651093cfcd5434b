import { parse } from 'csv-parse'
import type { CsvError } from 'csv-parse'
import { decodeText } from './decode-text.ts'
import type { Bytes, TextFault, TextPiece } from './decode-text.ts'
import type { Problem, ProblemList } from './problem.ts'

export const MOST_COLUMNS = 200
export const MOST_CELL_CHARACTERS = 20_000
/** A row longer than this is refused while it is read: it is one cell that never ends. */
const MOST_ROW_BYTES = 1_000_000
/** The header and the delimiter are looked for in so many characters. */
const SNIFF_CHARACTERS = 65_536
/** Exports of some portals start with a title and notes. */
const MOST_LINES_BEFORE_HEADER = 40

export interface TableRow {
  /** As a spreadsheet shows it; the header is row 1. */
  readonly row: number
  /** As many cells as the header has (unless ragged rows are kept), as written. */
  readonly cells: readonly string[]
}

export interface Table {
  readonly header: readonly string[]
  readonly headerRow: number
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
  /** What to say when no row is the header. */
  readonly noHeader?: Problem
  /** Gives rows with too few or too many cells as they are, and reports them all the same. */
  readonly keepRagged?: boolean
}

/**
 * Reads a CSV file as a stream: header, then rows with the numbers a spreadsheet shows. Faults
 * go to `problems`; undefined when there is no header to go on with. Memory stays flat.
 */
export async function readTable(
  source: Bytes,
  problems: ProblemList,
  options: TableOptions = {},
): Promise<Table | undefined> {
  const pieces = decodeText(source, options.onBytes)
  const start = await readStart(pieces)
  const lines = options.isHeader === undefined ? 1 : MOST_LINES_BEFORE_HEADER
  const { delimiter, text } = chooseDelimiter(start, lines)
  let names: readonly string[] = []
  const nameOf = (at: number): string => names[at]?.trim() ?? `number ${at + 1}`
  const batches = readRecords(text, pieces, { delimiter, problems, nameOf })
  const found = await findHeader(batches, options.isHeader)
  if (found === undefined) {
    if (problems.count === 0) problems.add(noHeader(start, options.noHeader))
    return undefined
  }
  const { header, headerRow, rest } = found
  names = header
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
  const rows = checkedRows(header, rest, { batches, problems, keepRagged })
  return { header: header.map((cell) => cell.trim()), headerRow, delimiter, rows, close }
}

interface Piece {
  readonly text: string
  readonly fault?: TextFault
}

/** Text up to the first line end, or enough of it; and the fault if the text stops there. */
async function readStart(pieces: AsyncGenerator<TextPiece>): Promise<Piece> {
  let text = ''
  while (text.length < SNIFF_CHARACTERS) {
    const next = await pieces.next()
    if (next.done === true) break
    if ('fault' in next.value) return { text, fault: next.value.fault }
    text += next.value.text
  }
  return { text }
}

/** The separator that the header line uses most outside quotes; Excel's own `sep=` line wins. */
function chooseDelimiter(start: Piece, lines: number): { delimiter: string; text: Piece } {
  const excel = /^sep=([,;\t|])\r?\n/i.exec(start.text)
  if (excel !== null) {
    const text = start.text.slice(excel[0].length)
    return { delimiter: excel[1] ?? ',', text: { ...start, text } }
  }
  const best = { delimiter: ',', count: 0 }
  const unquoted = start.text.slice(0, SNIFF_CHARACTERS).replace(/"[^"]*"?/g, '')
  for (const line of unquoted.replace(/^[\r\n ]+/, '').split(/\r?\n|\r/, lines)) {
    for (const delimiter of [',', ';', '\t']) {
      const count = line.split(delimiter).length - 1
      if (count > best.count) Object.assign(best, { delimiter, count })
    }
  }
  return { delimiter: best.delimiter, text: start }
}

interface Batch {
  /** Number of the first row of the batch. */
  readonly firstRow: number
  readonly records: readonly (readonly string[])[]
}

interface RecordOptions {
  readonly delimiter: string
  readonly problems: ProblemList
  /** The header of a column, once it is known. */
  readonly nameOf: (column: number) => string
}

/** Rows in batches, one for each piece of text; a fault that ends the reading is a problem. */
async function* readRecords(
  start: Piece,
  pieces: AsyncGenerator<TextPiece>,
  { delimiter, problems, nameOf }: RecordOptions,
): AsyncGenerator<Batch> {
  let records: string[][] = []
  let nextRow = 1
  const parser = parse({
    delimiter,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    max_record_size: MOST_ROW_BYTES,
    on_record: (record: string[]) => {
      records.push(record)
      return null
    },
  })
  let failure: CsvError | undefined
  parser.on('error', (error: CsvError) => (failure = error))
  parser.resume()
  const feed = (text: string): Promise<void> =>
    new Promise((done) => parser.write(text, () => done()))
  const take = (): Batch => {
    const batch = { firstRow: nextRow, records }
    nextRow += records.length
    records = []
    return batch
  }

  let fault: TextFault | undefined
  for await (const piece of startingWith(start, pieces)) {
    if (piece.text !== '') await feed(piece.text)
    if (records.length > 0) yield take()
    fault = piece.fault
    if (failure !== undefined || fault !== undefined) break
  }
  // The text ends inside a row. One letter more makes that row a record, whatever came before.
  if (fault !== undefined && failure === undefined) await feed('x')
  if (failure === undefined) {
    await new Promise<void>((done) => {
      parser.once('error', () => done())
      parser.end(() => done())
    })
    if (fault !== undefined && failure === undefined) records.pop()
    if (records.length > 0) yield take()
  }
  if (fault !== undefined) problems.add(textProblem(fault, nextRow))
  else if (failure !== undefined) problems.add(parserProblem(failure, nextRow, nameOf))
}

async function* startingWith(
  start: Piece,
  pieces: AsyncGenerator<TextPiece>,
): AsyncGenerator<Piece> {
  try {
    yield start
    for await (const piece of pieces) yield 'fault' in piece ? { text: '', ...piece } : piece
  } finally {
    // Also when the reading stops at the start, before the loop.
    await pieces.return(undefined)
  }
}

interface Found {
  readonly header: readonly string[]
  readonly headerRow: number
  /** What came in the same batch after the header. */
  readonly rest: Batch
}

async function findHeader(
  batches: AsyncGenerator<Batch>,
  isHeader: (cells: readonly string[]) => boolean = () => true,
): Promise<Found | undefined> {
  for (;;) {
    const next = await batches.next()
    if (next.done === true) return undefined
    const { firstRow, records } = next.value
    for (const [at, record] of records.entries()) {
      if (isBlank(record) || !isHeader(record)) continue
      const rest = { firstRow: firstRow + at + 1, records: records.slice(at + 1) }
      return { header: record, headerRow: firstRow + at, rest }
    }
  }
}

interface RowSource {
  readonly batches: AsyncGenerator<Batch>
  readonly problems: ProblemList
  readonly keepRagged: boolean
}

async function* checkedRows(
  header: readonly string[],
  first: Batch,
  { batches, problems, keepRagged }: RowSource,
): AsyncGenerator<TableRow> {
  let rows = 0
  try {
    for await (const batch of startingWithBatch(first, batches)) {
      for (const [at, cells] of batch.records.entries()) {
        if (isBlank(cells)) continue
        rows += 1
        const row = { row: batch.firstRow + at, cells }
        const checked = checkRow(row, header, problems)
        if (checked !== undefined) yield checked
        else if (keepRagged) yield row
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

async function* startingWithBatch(
  first: Batch,
  batches: AsyncGenerator<Batch>,
): AsyncGenerator<Batch> {
  yield first
  yield* batches
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

function cellTooLong(row: number, column: string): Problem {
  return {
    code: 'cell_too_long',
    row,
    column: column.trim().slice(0, 100),
    message: `a cell has more than ${MOST_CELL_CHARACTERS.toLocaleString('en')} characters`,
    help: 'shorten it, or look for a quotation mark that is opened in this row and never closed',
  }
}

function noHeader({ text }: Piece, otherwise: Problem = NO_HEADER): Problem {
  return text.trim() === ''
    ? { code: 'empty_file', message: 'the file is empty', help: 'export it again' }
    : otherwise
}

const NO_HEADER: Problem = {
  code: 'no_header',
  message: 'no row of the file is a header',
  help: 'put the names of the columns in the first row',
}

const TEXT_FAULTS: Readonly<Record<TextFault, readonly [message: string, help: string]>> = {
  spreadsheet_file: [
    'the file is a spreadsheet, not CSV',
    'save it as "CSV UTF-8" and import that',
  ],
  nul_byte: ['the row holds a NUL byte: this is not a text file', 'save it again as "CSV UTF-8"'],
  windows_1256: [
    'the row is not UTF-8; it reads as windows-1256 (old Arabic and Persian files)',
    'open the file with that encoding and save it as "CSV UTF-8"',
  ],
  bad_bytes: [
    'the row holds bytes that are not UTF-8, or characters that an earlier conversion lost',
    'export the file again and save it as "CSV UTF-8"',
  ],
}

function textProblem(fault: TextFault, row: number): Problem {
  const [message, help] = TEXT_FAULTS[fault]
  const code = fault === 'windows_1256' || fault === 'bad_bytes' ? 'wrong_encoding' : fault
  return { code, row, message, help }
}

function parserProblem(error: CsvError, row: number, nameOf: RecordOptions['nameOf']): Problem {
  if (error.code === 'CSV_MAX_RECORD_SIZE') {
    const at = typeof error['column'] === 'number' ? error['column'] : 0
    return cellTooLong(row, nameOf(at))
  }
  if (error.code === 'CSV_QUOTE_NOT_CLOSED') {
    return {
      code: 'unclosed_quote',
      row,
      message: 'a quotation mark is opened in this row and never closed',
      help: 'close it, or write a quotation mark inside a cell twice',
    }
  }
  return {
    code: 'stray_quote',
    row,
    message: 'a quotation mark stands in the middle of a cell',
    help: 'put the whole cell in quotation marks and write the one inside twice',
  }
}
