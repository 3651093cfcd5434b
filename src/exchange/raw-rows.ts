import { parse } from 'csv-parse/sync'
import type { ProblemList } from './problem.ts'

/** Where a row, or one of its cells, stands in the file's text. */
export interface Place {
  readonly start: number
  readonly end: number
}

/** A row of a CSV file with its place, the line's end left out. */
export interface RawRow {
  readonly record: readonly string[]
  readonly body: string
  readonly place: Place
}

/** The rows of a CSV text with their places; undefined, with a problem, when it is none. */
export function readRawRows(text: string, problems: ProblemList): readonly RawRow[] | undefined {
  let raws: readonly { readonly raw: string; readonly record: readonly string[] }[]
  try {
    raws = parse(text, { raw: true, relax_column_count: true, bom: true }) as never
  } catch {
    problems.add({
      code: 'unreadable',
      message: 'the file is no table of comma-separated values',
      help: 'save it as CSV in UTF-8, with quotes closed',
    })
    return undefined
  }
  let at = 0
  return raws.map(({ raw, record }) => {
    const body = raw.replace(/\r?\n$/, '')
    const place = { start: at, end: at + body.length }
    at += raw.length
    return { record, body, place }
  })
}

/** Finds cells in the text of their row; one written with doubled quotes stands for the whole row. */
export function cellFinder({
  record,
  body,
  place,
}: RawRow): <Part extends string>(
  column: number | undefined,
  part: Part,
) => readonly (Place & { readonly part: Part })[] {
  const starts: number[] = []
  let at = 0
  for (const cell of record) {
    const found = cell === '' ? at : body.indexOf(cell, at)
    starts.push(found)
    at = found < 0 ? at : found + cell.length
  }
  return (column, part) => {
    const cell = column === undefined ? '' : (record[column] ?? '')
    const found = column === undefined ? -1 : (starts[column] ?? -1)
    if (cell === '' || found < 0) return []
    return [{ start: place.start + found, end: place.start + found + cell.length, part }]
  }
}
