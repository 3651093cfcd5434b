import { stringify } from 'csv-stringify/sync'
import { tagOfField } from './hxl.ts'

export const TABLE_FORMATS = ['xlsx', 'csv', 'hxl', 'json'] as const
export type TableFormat = (typeof TABLE_FORMATS)[number]

/** Rows of a table, some at a time, by the names of its columns. */
export type RowParts = AsyncIterable<readonly Readonly<Record<string, string>>[]>

/**
 * Writes a table piece by piece, so that its size does not matter. No cell can be executed: in CSV
 * one that looks like a formula gets a ' in front, in a workbook every cell is text. `hxl` is CSV
 * with a row of hashtags under the header. JSON leaves out what is not known.
 */
export async function* writeTable(
  format: TableFormat,
  columns: readonly string[],
  parts: RowParts,
): AsyncGenerator<Uint8Array> {
  if (format === 'xlsx') {
    // Loaded here: only writing a workbook needs it.
    const { writeXlsxStream } = await import('hucre/xlsx')
    yield* writeXlsxStream(cellRows(columns, parts), { name: 'Export', freezePane: { rows: 1 } })
    return
  }
  const encode = (text: string): Uint8Array => Buffer.from(text, 'utf8')
  if (format === 'json') {
    let between = '[\n'
    for await (const part of parts) {
      if (part.length === 0) continue
      yield encode(between + part.map((row) => JSON.stringify(row)).join(',\n'))
      between = ',\n'
    }
    yield encode(between === '[\n' ? '[]\n' : '\n]\n')
    return
  }
  // The mark makes spreadsheets read the file as UTF-8.
  yield encode(`\ufeff${lines([columns])}`)
  if (format === 'hxl') yield encode(lines([columns.map(tagOfField)]))
  for await (const part of parts)
    if (part.length > 0) yield encode(lines(part.map((row) => cellsOf(columns, row))))
}

function lines(rows: readonly (readonly string[])[]): string {
  return stringify(
    rows.map((row) => [...row]),
    { escape_formulas: true, record_delimiter: 'windows' },
  )
}

function cellsOf(columns: readonly string[], row: Readonly<Record<string, string>>): string[] {
  return columns.map((column) => row[column] ?? '')
}

async function* cellRows(columns: readonly string[], parts: RowParts): AsyncGenerator<string[]> {
  yield [...columns]
  for await (const part of parts) for (const row of part) yield cellsOf(columns, row)
}
