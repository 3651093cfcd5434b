import type { Bytes } from './decode-text.ts'
import { headerTest } from './match-headers.ts'
import type { FieldSpec, HeaderOptions } from './match-headers.ts'
import { openTable } from './open-table.ts'
import { ProblemList } from './problem.ts'
import type { Problem } from './problem.ts'
import type { SheetOptions } from './read-sheet.ts'
import type { Table } from './table-rows.ts'

/** The column that an error file adds; importing such a file ignores it. */
export const PROBLEMS_COLUMN = 'onward_problems'

/** `row 14, column birth_date: not a date — write it as YYYY-MM-DD`. */
export function formatProblem({ row, column, message, help }: Problem): string {
  const where = [
    ...(row === undefined ? [] : [`row ${row}`]),
    ...(column === undefined ? [] : [`column ${column}`]),
  ].join(', ')
  return `${where === '' ? 'file' : where}: ${withHelp(message, help)}`
}

function withHelp(message: string, help: string): string {
  return help === '' ? message : `${message} — ${help}`
}

/** One line for each problem up to `most`, then how many more there are. */
export function formatProblems(
  problems: readonly Problem[],
  { count = problems.length, most = 50 }: { readonly count?: number; readonly most?: number } = {},
): string {
  const lines = problems.slice(0, most).map(formatProblem)
  const more = count - lines.length
  if (more > 0) lines.push(`and ${more.toLocaleString('en')} more`)
  return lines.join('\n')
}

export interface ErrorFileOptions extends SheetOptions, HeaderOptions {
  /** The fields of the import, by which its header was found. */
  readonly fields: readonly FieldSpec<string>[]
}

/**
 * Writes the file again with what is wrong beside each row, to be corrected and imported: same
 * format, same columns, every row, and `onward_problems` last. A workbook comes back as a workbook
 * of that one sheet, every cell as text. In CSV, cells that a spreadsheet would execute get a ' in
 * front. A row that could not be read ends the file.
 */
export async function* writeErrorFile(
  source: Bytes,
  problems: readonly Problem[],
  { fields, map, ...options }: ErrorFileOptions,
): AsyncGenerator<string | Uint8Array> {
  const table = await openTable(source, new ProblemList(), {
    ...options,
    keepRagged: true,
    looksLikeHeader: headerTest(fields, map),
  })
  if (table === undefined) return
  const rows = errorRows(table, problems)
  if (table.delimiter === '') {
    const sheet = options.sheet ?? 'Sheet1'
    // Loaded here: only writing a workbook needs it.
    const { writeXlsxStream } = await import('hucre/xlsx')
    yield* writeXlsxStream(rows, { name: sheet, freezePane: { rows: 1 } })
    return
  }
  // The mark makes spreadsheets read the file as UTF-8.
  let mark = '\ufeff'
  for await (const cells of rows) {
    yield `${mark}${cells.map((cell) => toCell(cell, table.delimiter)).join(table.delimiter)}\r\n`
    mark = ''
  }
}

/** Header, hashtags and rows, each with its problems in one cell more. */
async function* errorRows(table: Table, problems: readonly Problem[]): AsyncGenerator<string[]> {
  const ofRow = new Map<number, string[]>()
  for (const { row, column, message, help } of problems) {
    const told = `${column === undefined ? '' : `${column}: `}${withHelp(message, help)}`
    const list = ofRow.get(row ?? table.headerRow)
    if (list === undefined) ofRow.set(row ?? table.headerRow, [told])
    else list.push(told)
  }
  const { header, tags } = table
  const own = header.indexOf(PROBLEMS_COLUMN)
  const line = (cells: readonly string[], last: string): string[] => [
    ...(own < 0 ? cells : cells.toSpliced(own, 1)),
    last,
  ]
  yield line(header, PROBLEMS_COLUMN)
  if (tags !== undefined && tags.join() !== header.join()) yield line(tags, '')
  for await (const { row, cells } of table.rows)
    yield line(cells, (ofRow.get(row) ?? []).join(' | '))
}

function toCell(text: string, delimiter: string): string {
  const safe = /^\s*[=+\-@＝＋－＠]|^[\t\r]/.test(text) ? `'${text}` : text
  const needsQuotes = /["\r\n]/.test(safe) || safe.includes(delimiter)
  return needsQuotes ? `"${safe.replaceAll('"', '""')}"` : safe
}
