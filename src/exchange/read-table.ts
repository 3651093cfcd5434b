import { parse } from 'csv-parse'
import type { CsvError } from 'csv-parse'
import { decodeText } from './decode-text.ts'
import type { Bytes, TextFault, TextPiece } from './decode-text.ts'
import type { Problem, ProblemList } from './problem.ts'
import { cellTooLong, MOST_ROWS_TO_HEADER, tableOf } from './table-rows.ts'
import type { Batch, Table, TableOptions } from './table-rows.ts'

/** A row longer than this is refused while it is read: it is one cell that never ends. */
const MOST_ROW_BYTES = 1_000_000
/** The header and the delimiter are looked for in so many characters. */
const SNIFF_CHARACTERS = 65_536

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
  const { delimiter, text } = chooseDelimiter(start, options)
  let names: readonly string[] = []
  const nameOf = (at: number): string => names[at]?.trim() ?? `number ${at + 1}`
  const batches = readRecords(text, pieces, { delimiter, problems, nameOf })
  const isEmpty = (): boolean => start.text.trim() === ''
  return tableOf(batches, problems, options, {
    delimiter,
    isEmpty,
    onHeader: (header) => (names = header),
  })
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

/**
 * The separator with which one of the first lines is a known header, else the one that the header
 * line uses most outside quotes; Excel's own `sep=` line wins.
 */
function chooseDelimiter(
  start: Piece,
  { isHeader, looksLikeHeader }: TableOptions,
): { delimiter: string; text: Piece } {
  const excel = /^sep=([,;\t|])\r?\n/i.exec(start.text)
  if (excel !== null) {
    const text = start.text.slice(excel[0].length)
    return { delimiter: excel[1] ?? ',', text: { ...start, text } }
  }
  const unquoted = start.text.slice(0, SNIFF_CHARACTERS).replace(/"[^"]*"?/g, '')
  const plain = unquoted.replace(/^[\r\n ]+/, '').split(/\r?\n|\r/, MOST_ROWS_TO_HEADER)
  if (looksLikeHeader !== undefined) {
    const lines = start.text.replace(/^[\r\n ]+/, '').split(/\r?\n|\r/, MOST_ROWS_TO_HEADER)
    for (const line of lines)
      for (const delimiter of DELIMITERS) {
        const cells = line.replaceAll('"', '').split(delimiter)
        if (cells.length > 1 && looksLikeHeader(cells)) return { delimiter, text: start }
      }
  }
  const best = { delimiter: ',', count: 0 }
  for (const line of isHeader === undefined ? plain.slice(0, 1) : plain)
    for (const delimiter of DELIMITERS) {
      const count = line.split(delimiter).length - 1
      if (count > best.count) Object.assign(best, { delimiter, count })
    }
  return { delimiter: best.delimiter, text: start }
}

const DELIMITERS = [',', ';', '\t'] as const

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

const TEXT_FAULTS: Readonly<Record<TextFault, readonly [message: string, help: string]>> = {
  spreadsheet_file: [
    'the file is an old spreadsheet (.xls), or one with a password',
    'save it as .xlsx without a password, or as "CSV UTF-8"',
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
