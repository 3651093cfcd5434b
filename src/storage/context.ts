import type { PlainDate } from '../domain/plain-date.ts'
import type { StateCode } from '../domain/state-code.ts'
import type { ContextView } from '../domain/views.ts'
import type { Tx } from './database.ts'
import { insertRows } from './insert-rows.ts'

/** How many years back the offers screen and the appeal look. */
const YEARS = 5

/** One row of a published table; persons. */
export interface ContextCount {
  readonly year: number
  readonly origin: StateCode
  readonly asylum: StateCode | ''
  readonly destination: StateCode
  readonly persons: number
}

export interface ContextFile {
  readonly id: string
  readonly measure: 'arrivals' | 'submissions'
  readonly fileName: string
  readonly fileSha256: string
  readonly attribution: string
  readonly actor: string
  readonly importedAt: string
}

/** Whether this very file is on file already. */
export async function hasContextFile(tx: Tx, sha256: string): Promise<boolean> {
  const rows = await tx.query<{ found: number }>(
    'select 1 as found from context_files where operation_id = $1 and file_sha256 = $2',
    [tx.operationId, sha256],
  )
  return rows.length > 0
}

/** Writes one published table beside those on file; a later one of the same measure is used. */
export async function insertContext(
  tx: Tx,
  file: ContextFile,
  counts: readonly ContextCount[],
): Promise<void> {
  await tx.query(
    `insert into context_files (operation_id, id, measure, file_name, file_sha256, attribution, imported_at, actor)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      tx.operationId,
      file.id,
      file.measure,
      file.fileName,
      file.fileSha256,
      file.attribution,
      file.importedAt,
      file.actor,
    ],
  )
  await insertRows(
    tx,
    'context_counts',
    {
      file_id: 'uuid',
      year: 'smallint',
      origin: 'text',
      asylum: 'text',
      destination: 'text',
      persons: 'integer',
    },
    counts.map((one) => ({ file_id: file.id, ...one })),
  )
}

/** States that received people of this origin in the last years before the day, most first. */
export async function selectContext(
  tx: Tx,
  origin: StateCode,
  on: PlainDate,
): Promise<ContextView> {
  const files = await tx.query<{ id: string; attribution: string }>(
    `select id, attribution from context_files
     where operation_id = $1 and measure = 'arrivals' order by imported_at desc, id desc limit 1`,
    [tx.operationId],
  )
  const file = files[0]
  if (file === undefined) return { origins: [origin], years: [], rows: [], attribution: [] }
  const last = Number(on.slice(0, 4)) - 1
  const years = Array.from({ length: YEARS }, (_, index) => last - YEARS + 1 + index)
  const rows = await tx.query<{ destination: string; years: number[]; persons: number[] }>(
    `select destination, array_agg(year order by year) as years, array_agg(persons order by year) as persons
     from context_counts
     where operation_id = $1 and file_id = $2 and origin = $3 and year between $4 and $5
     group by destination order by sum(persons) desc, destination`,
    [tx.operationId, file.id, origin, years[0], last],
  )
  return {
    origins: [origin],
    years,
    rows: rows.map((row) => ({
      state: row.destination,
      arrivals: years.map((year) => row.persons[row.years.indexOf(year)] ?? null),
      persons: row.persons.reduce((sum, one) => sum + one, 0),
    })),
    attribution: [file.attribution],
  }
}
