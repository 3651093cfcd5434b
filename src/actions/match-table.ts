import type { Issue } from '../domain/errors.ts'
import { DomainError } from '../domain/errors.ts'
import type { PlainDate } from '../domain/plain-date.ts'
import type { ColumnMap, MatchColumns } from '../exchange/match-columns.ts'
import { guessColumns, mapColumns } from '../exchange/match-columns.ts'
import { DateColumn } from '../exchange/match-values.ts'
import { openTable } from '../exchange/open-table.ts'
import { ProblemList } from '../exchange/problem.ts'
import type { TableRow } from '../exchange/table-rows.ts'
import type { Field } from '../identity/linkage/field.ts'
import type { Value } from '../identity/linkage/link-table.ts'
import { LinkTable } from '../identity/linkage/link-table.ts'
import { openImportFile, toIssue } from './import-file.ts'

/** Which tables are matched, and what their columns mean. Plain data: it crosses to a thread. */
export interface MatchTask {
  readonly paths: readonly string[]
  readonly columns?: ColumnMap
  readonly today: PlainDate
}

/** Tables made ready, and how their columns were taken. */
export interface MatchTable {
  readonly table: LinkTable
  readonly read: readonly TableRead[]
}

interface TableRead {
  readonly file: string
  readonly records: number
  readonly columns: readonly {
    readonly header: string
    readonly field: string
    readonly kind: string
  }[]
  readonly ignored: readonly string[]
}

/** Rows from which columns are guessed. */
const SAMPLE = 1_000

/**
 * Reads one table or two, CSV or XLSX. Two tables are compared by the fields that both have.
 * `invalid_input` with every problem of the files.
 */
export async function readMatchTable(
  task: MatchTask,
  onProgress: (done: number, total: number) => void = () => {},
): Promise<MatchTable> {
  const opened = await Promise.all(task.paths.map((path) => openRows(path, task)))
  const fields = commonFields(opened.map((one) => one.columns))
  const table = new LinkTable(fields)
  const read: TableRead[] = []
  for (const one of opened) {
    const before = table.size
    if (read.length === 1) table.boundary = before
    const add = rowAdder(table, one, fields)
    let count = 0
    for await (const row of one.rows) {
      add(row)
      if (++count % 10_000 === 0) onProgress(one.bytesRead(), one.size)
    }
    read.push(readOf(one, table.size - before, fields))
  }
  refuse(opened.flatMap((one) => one.problems.list().map(toIssue)))
  refuseDoubleIds(table)
  return { table: table.seal(), read }
}

interface OpenedRows {
  readonly file: string
  readonly size: number
  readonly columns: MatchColumns
  readonly sample: readonly (readonly string[])[]
  readonly rows: AsyncIterable<TableRow>
  readonly problems: ProblemList
  readonly today: PlainDate
  bytesRead(): number
}

async function openRows(path: string, { columns: map, today }: MatchTask): Promise<OpenedRows> {
  const file = await openImportFile(path)
  const problems = new ProblemList()
  let bytes = 0
  const opened = await openTable(file.bytes, problems, { onBytes: (read) => (bytes = read) })
  if (opened === undefined) throw refusal(problems.list().map(toIssue))
  const iterator = opened.rows[Symbol.asyncIterator]()
  const first: TableRow[] = []
  while (first.length < SAMPLE) {
    const next = await iterator.next()
    if (next.done === true) break
    first.push(next.value)
  }
  const sample = first.map((row) => row.cells)
  const mapped =
    map === undefined
      ? { columns: guessColumns(opened.header, sample), problems: [] }
      : mapColumns(opened.header, map)
  refuse(mapped.problems.map(toIssue))
  async function* rows(): AsyncGenerator<TableRow> {
    yield* first
    for (let next = await iterator.next(); next.done !== true; next = await iterator.next())
      yield next.value
  }
  const { name, size } = file
  const bytesRead = (): number => bytes
  return {
    file: name,
    size,
    columns: mapped.columns,
    sample,
    rows: rows(),
    problems,
    today,
    bytesRead,
  }
}

/** Fields of the first table, in its order, that every other table has too. */
function commonFields(all: readonly MatchColumns[]): readonly Field[] {
  const names = all.map(
    ({ columns, birthParts }) =>
      new Set([
        ...columns.map((one) => one.field.name),
        ...(birthParts === undefined ? [] : ['birth']),
      ]),
  )
  const fields = new Map((all[0]?.columns ?? []).map((one) => [one.field.name, one.field]))
  if (all[0]?.birthParts !== undefined && !fields.has('birth'))
    fields.set('birth', { name: 'birth', kind: 'date', shared: false })
  const common = [...fields.values()].filter(({ name }) => names.every((one) => one.has(name)))
  if (common.length === 0)
    throw new DomainError(
      'invalid_input',
      'The tables have no column in common that can be compared. Name their columns with --columns MAP.json.',
    )
  return common
}

/** A function that adds one row to the table. */
function rowAdder(
  table: LinkTable,
  { columns, sample, today }: OpenedRows,
  fields: readonly Field[],
): (row: TableRow) => void {
  const { birthParts } = columns
  const readers = fields.map((field) => {
    const of = columns.columns.filter((one) => one.field.name === field.name)
    return of.map(({ at }) => {
      const dates =
        field.kind === 'date'
          ? new DateColumn(
              sample.map((row) => row[at] ?? ''),
              today,
            )
          : undefined
      return (cells: readonly string[]): readonly Value[] => {
        const text = cells[at]?.trim() ?? ''
        return dates === undefined ? (text === '' ? [] : [text]) : dates.read(text)
      }
    })
  })
  if (birthParts !== undefined) {
    const dates = new DateColumn([], today)
    readers[fields.findIndex((one) => one.name === 'birth')]?.push((cells) => {
      const [year = '', month = '', day = ''] = birthParts.map((at) => cells[at]?.trim() ?? '')
      const parts = [year, month.padStart(2, '0'), day.padStart(2, '0')]
      return dates.read(month === '' || day === '' ? year : parts.join('-'))
    })
  }
  return ({ row, cells }) => {
    const written = columns.id === undefined ? '' : (cells[columns.id]?.trim() ?? '')
    const household =
      columns.household === undefined ? '' : (cells[columns.household]?.trim() ?? '')
    const values = readers.map((of) => {
      const [only] = of
      return of.length === 1 && only !== undefined ? only(cells) : of.flatMap((one) => one(cells))
    })
    table.add(written === '' ? `row ${row}` : written, values, household)
  }
}

function readOf(
  { file, columns }: OpenedRows,
  records: number,
  fields: readonly Field[],
): TableRead {
  const used = columns.columns.filter((one) => fields.some(({ name }) => name === one.field.name))
  const unused = columns.columns.filter((one) => !used.includes(one)).map((one) => one.header)
  return {
    file,
    records,
    columns: used.map(({ header, field }) => ({ header, field: field.name, kind: field.kind })),
    ignored: [...columns.ignored, ...unused],
  }
}

/** Pairs name records by their ids: two of one table may not have the same. */
function refuseDoubleIds({ ids, boundary, size }: LinkTable): void {
  const tables =
    boundary > 0 ? [[0, boundary] as const, [boundary, size] as const] : [[0, size] as const]
  for (const [from, to] of tables) {
    const seen = new Set<string>()
    let doubled = 0
    for (let at = from; at < to; at++) {
      const id = ids[at] ?? ''
      if (seen.has(id)) doubled++
      seen.add(id)
    }
    if (doubled > 0)
      throw new DomainError(
        'invalid_input',
        `${doubled} rows have an id that another row of the same file has. Name the column whose values are unique with --columns '{"id":"…"}', or take the id column out: rows are then called by their numbers.`,
      )
  }
}

function refuse(issues: readonly Issue[]): void {
  if (issues.length > 0) throw refusal(issues)
}

function refusal(issues: readonly Issue[]): DomainError {
  const message = 'The tables cannot be matched as they are. See the issues.'
  return new DomainError('invalid_input', message, { issues })
}
