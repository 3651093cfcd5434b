import { basename } from 'node:path'
import { requireAccess } from '../domain/access.ts'
import type { ClaimInput } from '../domain/claim-schema.ts'
import { parseInput, ReportHead } from '../domain/claim-schema.ts'
import { DomainError } from '../domain/errors.ts'
import type { Issue } from '../domain/errors.ts'
import type { PlainDate } from '../domain/plain-date.ts'
import { ProblemList } from '../exchange/problem.ts'
import type { SeriesRow } from '../exchange/series-rows.ts'
import { readSeries } from '../exchange/series-rows.ts'
import { writeClaims } from './add-claims.ts'
import { readReportText } from './add-report.ts'
import { act } from './at-work.ts'
import type { Desk } from './desk.ts'
import { toIssue } from './import-file.ts'

export interface SeriesAsked {
  readonly path: string
  /** The body that publishes the series; it is the origin of every row. */
  readonly publisher: string
  /** When this state of the series was published: past values change between extractions. */
  readonly publishedOn: PlainDate
  /** Of whom the series speaks, a State's code or a body. */
  readonly subject: string
  readonly url?: string
  /** Leave out rows with problems, which are told; without it they stop the import. */
  readonly leaveOut?: boolean
  /** The account confirms the series as a whole; without it each claim waits for a word. */
  readonly confirm?: boolean
}

export interface SeriesReport {
  readonly file: string
  readonly rows: number
  readonly claims: number
  readonly figures: number
  /** Claims whose low and high differ. */
  readonly withRange: number
  readonly leftOut: readonly Issue[]
  readonly leftOutCount: number
  readonly hxlRow?: number
  readonly document?: string
  readonly alreadyThere: boolean
}

/** Brings in a table of events as claims, each with its row as its source. All or nothing. */
export async function importSeries(
  desk: Desk,
  asked: SeriesAsked,
  onProgress: (done: number, total: number) => void = () => {},
): Promise<SeriesReport> {
  requireAccess(desk.actor, 'claim.add')
  if (asked.confirm === true) requireAccess(desk.actor, 'claim.confirm')
  parseInput(ReportHead, asked, 'What was said beside the series')
  const file = basename(asked.path)
  const text = await readReportText(asked.path)
  const problems = new ProblemList()
  const series = readSeries(text, problems)
  if (series === undefined || (problems.count > 0 && asked.leaveOut !== true))
    throw new DomainError(
      'invalid_input',
      `Nothing was written: ${file} has ${problems.count} problems. Mend them, or leave those rows out with --leave-out.`,
      { issues: problems.list().map(toIssue) },
    )
  const claims = series.rows.map((row) => toClaim(row, asked))
  const added = await act(desk, 'claim.add', (tx) =>
    writeClaims(
      tx,
      desk,
      {
        bodies: [],
        documents: [
          {
            publisher: asked.publisher,
            publishedOn: asked.publishedOn,
            language: 'en',
            ...(asked.url === undefined ? {} : { url: asked.url }),
            text,
            claims,
          },
        ],
      },
      {
        confirm: asked.confirm === true,
        onProgress: (done) => onProgress(done, claims.length),
      },
    ),
  )
  const [document] = added.documents
  return {
    file,
    rows: series.rowCount,
    claims: added.claims.length,
    figures: added.figures.length,
    withRange: claims.filter((claim) => claim.value.kind === 'between').length,
    leftOut: problems.list().map(toIssue),
    leftOutCount: problems.count,
    ...(series.hxlRow === undefined ? {} : { hxlRow: series.hxlRow }),
    ...(document === undefined ? {} : { document }),
    alreadyThere: added.alreadyThere,
  }
}

/** A row as a claim. Its parties stay in the row's own words and become no data here. */
function toClaim(row: SeriesRow, { publisher, subject }: SeriesAsked): ClaimInput {
  return {
    statement: {
      subject,
      measure: row.measure,
      population: 'all',
      place: row.area ?? subject,
      event: `${publisher.toLowerCase()}-${row.id}`,
    },
    value: row.value,
    asOf: { from: row.from, to: row.to, calendar: 'gregorian' },
    stance: 'asserts',
    hops: [],
    extractor: 'series import',
    spans: [{ part: 'sentence', ...row.row }, ...row.cells],
  }
}
