import type { Bytes } from './decode-text.ts'
import { isIsoCountry, STATELESS } from '../domain/iso-country.ts'
import { headerKey } from './match-headers.ts'
import { ProblemList } from './problem.ts'
import type { Problem } from './problem.ts'
import { openTable } from './open-table.ts'
import type { TableOptions, TableRow } from './table-rows.ts'
import { leaveOutResiduals } from './residual-rows.ts'

/** Persons who arrived through all channels; the country of first asylum is not known. */
export interface ArrivalsRow {
  /** As a spreadsheet shows it. */
  readonly row: number
  readonly year: number
  readonly originIso3: string
  readonly destinationIso3: string
  readonly persons: number
}

/** Persons submitted: an event, neither a departure nor a unique person. */
export interface SubmissionsRow extends ArrivalsRow {
  /** Absent when the source names no country of asylum. */
  readonly asylumIso3?: string
  readonly sourceRegion?: string
}

export interface Provenance {
  /** Rows taken. */
  readonly rows: number
  readonly persons: number
  readonly firstYear: number
  readonly lastYear: number
  /** To show wherever a number of the table appears. */
  readonly attribution: string
}

/** Residual rows that repeat others and were left out. */
export interface LeftOut {
  readonly rows: number
  readonly persons: number
}

export type UnhcrContext =
  | {
      readonly table: 'arrivals'
      readonly rows: readonly ArrivalsRow[]
      readonly provenance: Provenance
    }
  | {
      readonly table: 'submissions'
      readonly rows: readonly SubmissionsRow[]
      readonly provenance: Provenance
      readonly leftOut: LeftOut
    }

export interface ContextResult {
  /** Present only without problems. */
  readonly context: UnhcrContext | undefined
  readonly problems: readonly Problem[]
  readonly problemCount: number
  readonly warnings: readonly Problem[]
}

export interface ContextOptions extends Pick<TableOptions, 'onBytes'> {
  /** When the table was extracted, e.g. `November 2019`: past values change between extractions. */
  readonly extracted?: string
  /** Submissions already held, for files that come region by region: residuals repeat them too. */
  readonly held?: readonly SubmissionsRow[]
}

/** Headers by what they hold; of the project's tables and of UNHCR's portals. */
const HEADERS = {
  year: ['year'],
  origin: ['origin_iso3', 'Country of origin (ISO)', 'coo_iso', 'Country of origin'],
  asylum: ['asylum_iso3', 'Country of asylum (ISO)', 'coa_iso', 'Country of asylum'],
  destination: [
    'destination_iso3',
    'Country of resettlement (ISO)',
    'cor_iso',
    'Country of resettlement',
  ],
  arrivals: [
    'arrivals_persons',
    'resettlement',
    'resettlement arrivals',
    'resettled refugees',
    'arrivals',
  ],
  submissions: ['persons', 'Total submissions (persons)', 'submissions', 'submissions_persons'],
  region: ['source_region'],
} as const

type Role = keyof typeof HEADERS
/** Of a role, every column that can hold it, best first: portals have swapped code and name. */
type Columns = Readonly<Record<Role, readonly number[]>>

/** The licence of the submissions is likely the same and not confirmed, so it is not claimed. */
const ATTRIBUTIONS = {
  arrivals: {
    source: 'UNHCR Refugee Data Finder',
    licence: ' (CC BY 4.0, https://creativecommons.org/licenses/by/4.0/)',
  },
  submissions: { source: 'UNHCR Resettlement Data Finder', licence: '' },
} as const

/** Codes that are no ISO country and stand in UNHCR's tables: unknown, stateless, Tibetan, Kosovo. */
const PSEUDO_COUNTRIES: ReadonlySet<string> = new Set(['UNK', STATELESS, 'TIB', 'XKX'])

/**
 * Reads UNHCR's resettlement arrivals or submissions as they come, tells the two apart by their
 * headers, and leaves out rows of submissions that count the same persons a second time.
 */
export async function readUnhcrContext(
  source: Bytes,
  options: ContextOptions = {},
): Promise<ContextResult> {
  const problems = new ProblemList()
  const warnings = new ProblemList()
  const isHeader = (cells: readonly string[]): boolean => tableOf(findColumns(cells)) !== undefined
  const header = { isHeader, noHeader: UNKNOWN_TABLE }
  const table = await openTable(source, problems, { ...options, ...header })
  let context: UnhcrContext | undefined
  if (table !== undefined) {
    const columns = findColumns(table.header)
    const kind = tableOf(columns) ?? 'arrivals'
    const rows = await readRows(table.rows, { columns, kind, header: table.header }, problems)
    context = toContext(kind, rows, { options, warnings })
  }
  return {
    context: problems.count === 0 ? context : undefined,
    problems: problems.list(),
    problemCount: problems.count,
    warnings: warnings.list(),
  }
}

function findColumns(header: readonly string[]): Columns {
  const keys = header.map(headerKey)
  const find = (role: Role): readonly number[] =>
    HEADERS[role].map((name) => keys.indexOf(headerKey(name))).filter((at) => at >= 0)
  return {
    year: find('year'),
    origin: find('origin'),
    asylum: find('asylum'),
    destination: find('destination'),
    arrivals: find('arrivals'),
    submissions: find('submissions'),
    region: find('region'),
  }
}

/** Whether a first row is the header of a table that can be read. */
export function isUnhcrTable(header: readonly string[]): boolean {
  return tableOf(findColumns(header)) !== undefined
}

function tableOf(columns: Columns): UnhcrContext['table'] | undefined {
  const has = (role: Role): boolean => columns[role].length > 0
  if (!has('year') || !has('origin')) return undefined
  if (has('submissions') && has('asylum') && has('destination')) return 'submissions'
  // In the Refugee Data Finder's table of solutions the "country of asylum" is where they arrived.
  if (has('arrivals') && (has('destination') || has('asylum'))) return 'arrivals'
  return undefined
}

const UNKNOWN_TABLE: Problem = {
  code: 'unknown_table',
  message: 'not one of the UNHCR tables that can be read',
  help: 'arrivals need year, origin_iso3, destination_iso3, arrivals_persons; submissions need year, origin_iso3, asylum_iso3, destination_iso3, persons; the headers of the portals are understood',
}

interface Layout {
  readonly columns: Columns
  readonly kind: UnhcrContext['table']
  readonly header: readonly string[]
}

async function readRows(
  rows: AsyncIterable<TableRow>,
  layout: Layout,
  problems: ProblemList,
): Promise<readonly SubmissionsRow[]> {
  const taken: SubmissionsRow[] = []
  const rowOfKey = new Map<string, number>()
  for await (const row of rows) {
    // Files joined end to end repeat their header.
    if (row.cells.every((cell, at) => cell.trim() === layout.header[at])) continue
    const read = readRow(row, layout, problems)
    if (read === undefined) continue
    const key = [read.year, read.originIso3, read.asylumIso3, read.destinationIso3].join()
    const earlier = rowOfKey.get(key)
    if (earlier !== undefined) {
      problems.add({
        code: 'duplicate_row',
        row: row.row,
        message: `rows ${earlier} and ${row.row} are of the same year and countries`,
        help: 'keep one; a sum over both would count persons twice',
      })
    }
    rowOfKey.set(key, row.row)
    taken.push(read)
  }
  return taken
}

function readRow(
  { row, cells }: TableRow,
  { columns, kind, header }: Layout,
  problems: ProblemList,
): SubmissionsRow | undefined {
  const cell = (at: number | undefined): string =>
    at === undefined ? '' : (cells[at] ?? '').trim()
  const codeOf = (role: Role): string | undefined =>
    columns[role].map(cell).find((text) => /^[A-Z]{3}$/.test(text))
  const fault = (role: Role, message: string, help: string): void =>
    problems.add({
      code: `bad_${role}`,
      row,
      column: header[columns[role][0] ?? 0] ?? role,
      message,
      help,
    })

  const persons = readPersons(cell(columns[kind][0]))
  // Nobody came, or the source does not say: neither is a row.
  if (persons === 0) return undefined
  const year = Number(cell(columns.year[0]))
  const destinationRole = columns.destination.length > 0 ? 'destination' : 'asylum'
  const originIso3 = codeOf('origin')
  const destinationIso3 = codeOf(destinationRole)
  const asylumIso3 = kind === 'submissions' ? codeOf('asylum') : undefined
  if (persons === undefined)
    fault(kind, 'not a number of persons', 'write digits only, or leave the cell empty')
  if (!(Number.isInteger(year) && year >= 1950 && year <= 2100))
    fault('year', 'not a year', 'write four digits')
  if (!isKnown(originIso3)) fault('origin', ...NOT_ISO)
  if (!isKnown(destinationIso3)) fault(destinationRole, ...NOT_ISO)
  if (asylumIso3 !== undefined && !isKnown(asylumIso3)) fault('asylum', ...NOT_ISO)
  if (persons === undefined || !originIso3 || !destinationIso3) return undefined
  const sourceRegion = cell(columns.region[0])
  return {
    row,
    year,
    originIso3,
    destinationIso3,
    persons,
    ...(asylumIso3 === undefined ? {} : { asylumIso3 }),
    ...(sourceRegion === '' ? {} : { sourceRegion }),
  }
}

const NOT_ISO = [
  'not an ISO 3166-1 code of three letters',
  'use the columns with ISO codes; UNHCR codes differ (AUS is Austria there)',
] as const

function isKnown(code: string | undefined): boolean {
  return code !== undefined && (isIsoCountry(code) || PSEUDO_COUNTRIES.has(code))
}

/** Persons; 0 when the source does not say (empty, `-`, or `*` for a number it hides). */
function readPersons(text: string): number | undefined {
  if (text === '' || text === '-' || text === '*') return 0
  if (!/^\d+$|^\d{1,3}(,\d{3})+$/.test(text)) return undefined
  return Number(text.replaceAll(',', ''))
}

function toContext(
  table: UnhcrContext['table'],
  rows: readonly SubmissionsRow[],
  { options, warnings }: { options: ContextOptions; warnings: ProblemList },
): UnhcrContext {
  if (table === 'arrivals') return { table, rows, provenance: provenanceOf(table, rows, options) }
  const { kept, leftOut, unexplained } = leaveOutResiduals(rows, options.held ?? [])
  if (unexplained.rows > 0) {
    warnings.add({
      code: 'residual_kept',
      message: `${unexplained.rows} rows (${unexplained.persons} persons) name no country of asylum and repeat no other rows; they are kept`,
      help: 'if this is the file of one region, import one file of all regions instead, so that repeats are found',
    })
  }
  return { table, rows: kept, provenance: provenanceOf(table, kept, options), leftOut }
}

function provenanceOf(
  table: UnhcrContext['table'],
  rows: readonly ArrivalsRow[],
  { extracted }: ContextOptions,
): Provenance {
  const years = rows.map(({ year }) => year)
  const { source, licence } = ATTRIBUTIONS[table]
  const extraction = extracted === undefined ? '' : `, extracted ${extracted}`
  return {
    rows: rows.length,
    persons: rows.reduce((sum, { persons }) => sum + persons, 0),
    firstYear: years.reduce((one, other) => Math.min(one, other), Number.POSITIVE_INFINITY),
    lastYear: years.reduce((one, other) => Math.max(one, other), Number.NEGATIVE_INFINITY),
    attribution: `${source}${extraction}${licence}`,
  }
}
