import { basename } from 'node:path'
import { requireAccess } from '../domain/access.ts'
import type { ClaimInput } from '../domain/claim-schema.ts'
import { parseInput, ReportHead } from '../domain/claim-schema.ts'
import { DomainError } from '../domain/errors.ts'
import type { Issue } from '../domain/errors.ts'
import type { PlainDate } from '../domain/plain-date.ts'
import type { StateCode } from '../domain/state-code.ts'
import type { Problem } from '../exchange/problem.ts'
import { ProblemList } from '../exchange/problem.ts'
import type { SeriesRow } from '../exchange/series-rows.ts'
import { readSeries } from '../exchange/series-rows.ts'
import { looksLikeUnhcr, readUnhcrSeries } from '../exchange/unhcr-series.ts'
import { ORIGIN_POPULATION } from '../figures/told-figure.ts'
import { writeClaims } from './add-claims.ts'
import { act } from './at-work.ts'
import type { Desk } from './desk.ts'
import { toIssue } from './import-file.ts'
import { readReportText } from './report-text.ts'

export interface SeriesAsked {
  readonly path: string
  /** The body that publishes the series; it is the origin of every row. */
  readonly publisher: string
  /** When this state of the series was published: past values change between extractions. */
  readonly publishedOn: PlainDate
  /** Of whom a table of events speaks, a State's code or a body; UNHCR's tables say it themselves. */
  readonly subject?: string
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
  /** Rows of a UNHCR table that speak of people of other origins, and were not taken. */
  readonly otherOrigins?: number
  readonly document?: string
  readonly alreadyThere: boolean
}

/** Brings in a table of events, or one of UNHCR's of arrivals or submissions, as claims, each with its row as its source. All or nothing. */
export async function importSeries(
  desk: Desk,
  asked: SeriesAsked,
  onProgress: (done: number, total: number) => void = () => {},
): Promise<SeriesReport> {
  requireAccess(desk.actor, 'claim.add')
  if (asked.confirm === true) requireAccess(desk.actor, 'claim.confirm')
  parseInput(ReportHead.partial({ subject: true }), asked, 'What was said beside the series')
  const file = basename(asked.path)
  const text = await readReportText(asked.path)
  const series = looksLikeUnhcr(text)
    ? await unhcrClaims(text, desk.operation.origin)
    : eventClaims(text, asked)
  const { claims, problems, problemCount } = series
  if (claims === undefined || (problemCount > 0 && asked.leaveOut !== true))
    throw new DomainError(
      'invalid_input',
      `Nothing was written: ${file} has ${problemCount} problems. Mend them, or leave those rows out with --leave-out.`,
      { issues: problems.map(toIssue) },
    )
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
    rows: series.rows,
    claims: added.claims.length,
    figures: added.figures.length,
    withRange: claims.filter((claim) => claim.value.kind === 'between').length,
    leftOut: problems.map(toIssue),
    leftOutCount: problemCount,
    ...(series.hxlRow === undefined ? {} : { hxlRow: series.hxlRow }),
    ...(series.otherOrigins === undefined ? {} : { otherOrigins: series.otherOrigins }),
    ...(document === undefined ? {} : { document }),
    alreadyThere: added.alreadyThere,
  }
}

interface SeriesClaims {
  readonly rows: number
  /** Undefined: the file is no such table at all. */
  readonly claims: ClaimInput[] | undefined
  readonly problems: readonly Problem[]
  readonly problemCount: number
  readonly hxlRow?: number
  readonly otherOrigins?: number
}

function eventClaims(text: string, { publisher, subject }: SeriesAsked): SeriesClaims {
  if (subject === undefined)
    throw new DomainError(
      'invalid_input',
      'A table of events needs --subject: a State’s code or a body of whom it speaks.',
    )
  const problems = new ProblemList()
  const series = readSeries(text, problems)
  return {
    rows: series?.rowCount ?? 0,
    claims: series?.rows.map((row) => toClaim(row, { publisher, subject })),
    problems: problems.list(),
    problemCount: problems.count,
    ...(series?.hxlRow === undefined ? {} : { hxlRow: series.hxlRow }),
  }
}

/** Rows of the operation's origin as claims of flows, for each year and State. */
async function unhcrClaims(text: string, origin: StateCode): Promise<SeriesClaims> {
  const { rows, rowCount, ...rest } = await readUnhcrSeries(text, origin)
  return {
    ...rest,
    rows: rowCount,
    claims: rows.map(({ measure, year, asylum, destination, persons, spans }) => ({
      statement: {
        subject: destination,
        measure,
        // All people of this origin, not those of a camp: the two never meet.
        population: `${ORIGIN_POPULATION}${origin.toLowerCase()}`,
        place: asylum ?? destination,
      },
      value: { kind: 'exact', point: persons },
      asOf: { from: `${year}-01-01`, to: `${year}-12-31`, calendar: 'gregorian' },
      stance: 'asserts',
      hops: [],
      extractor: 'series import',
      spans: [...spans],
    })),
  }
}

/** A row as a claim. Its parties stay in the row's own words and become no data here. */
function toClaim(
  row: SeriesRow,
  { publisher, subject }: { readonly publisher: string; readonly subject: string },
): ClaimInput {
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
