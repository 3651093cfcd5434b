import type { Bytes } from './decode-text.ts'
import { ProblemList } from './problem.ts'
import type { Problem } from './problem.ts'
import { readTable } from './read-table.ts'

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

/**
 * Writes the file again with what is wrong beside each row, to be corrected and imported: same
 * columns, same separator, every row, and `onward_problems` last. Cells that a spreadsheet would
 * execute get a ' in front. A row that could not be read ends the file.
 */
export async function* writeErrorFile(
  source: Bytes,
  problems: readonly Problem[],
): AsyncGenerator<string> {
  const table = await readTable(source, new ProblemList(), { keepRagged: true })
  if (table === undefined) return
  const ofRow = new Map<number, string[]>()
  for (const { row, column, message, help } of problems) {
    const told = `${column === undefined ? '' : `${column}: `}${withHelp(message, help)}`
    const list = ofRow.get(row ?? table.headerRow) ?? []
    ofRow.set(row ?? table.headerRow, [...list, told])
  }
  const { header, delimiter } = table
  const own = header.indexOf(PROBLEMS_COLUMN)
  const line = (cells: readonly string[], last: string): string => {
    const kept = own < 0 ? cells : cells.toSpliced(own, 1)
    return `${[...kept, last].map((cell) => toCell(cell, delimiter)).join(delimiter)}\r\n`
  }
  // The mark makes spreadsheets read the file as UTF-8.
  yield `\ufeff${line(header, PROBLEMS_COLUMN)}`
  for await (const { row, cells } of table.rows) {
    yield line(cells, (ofRow.get(row) ?? []).join(' | '))
  }
}

function toCell(text: string, delimiter: string): string {
  const safe = /^\s*[=+\-@＝＋－＠]|^[\t\r]/.test(text) ? `'${text}` : text
  const needsQuotes = /["\r\n]/.test(safe) || safe.includes(delimiter)
  return needsQuotes ? `"${safe.replaceAll('"', '""')}"` : safe
}
