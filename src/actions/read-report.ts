import { DomainError } from '../domain/errors.ts'
import type { PlainDate } from '../domain/plain-date.ts'
import type { ReadReport } from '../figures/reading/read-report.ts'
import { readReports } from '../figures/reading/read-report.ts'
import type { Gold, GoldScore } from '../figures/reading/score-gold.ts'
import { scoreGold } from '../figures/reading/score-gold.ts'
import { STDIN } from './placement-files.ts'
import { reportCalendars } from './report-calendars.ts'
import { nameOfReport, readReportText } from './report-text.ts'

/** What each report says, in the order of the files. Nothing of it is kept or published. */
export interface ReadReportsView {
  readonly reports: readonly ({ readonly file: string } & ReadReport)[]
}

/**
 * Proposes the claims of reports in files or from the pipe, plain text or HTML. `not_found` for a
 * file that cannot be read, `invalid_input` for one that is no text.
 */
export async function readReportFiles(input: {
  readonly files: readonly string[]
  readonly stdin: AsyncIterable<Uint8Array>
  readonly published?: PlainDate
  readonly publisher?: string
  readonly isHtml?: boolean
}): Promise<ReadReportsView> {
  const { files, stdin, published, publisher, isHtml } = input
  if (files.filter((file) => file === STDIN).length > 1)
    throw new DomainError('invalid_input', 'Only one report can come from the pipe.')
  const sources: string[] = []
  for (const file of files) sources.push(await readReportText(file, stdin))
  const read = readReports(
    sources.map((source) => ({
      source,
      ...(published === undefined ? {} : { published }),
      ...(publisher === undefined ? {} : { publisher }),
      ...(isHtml === undefined ? {} : { isHtml }),
    })),
    reportCalendars(),
  )
  return { reports: read.map((report, at) => ({ file: nameOfReport(files[at] ?? ''), ...report })) }
}

/** How well the reading does on a gold set, docs/reading.md. */
export async function scoreReading(input: {
  readonly gold: string
  readonly stdin: AsyncIterable<Uint8Array>
  readonly publisher?: string
}): Promise<GoldScore> {
  const text = await readReportText(input.gold, input.stdin)
  let gold: unknown
  try {
    gold = JSON.parse(text)
  } catch {
    throw new DomainError('invalid_input', `${nameOfReport(input.gold)} is no JSON.`)
  }
  if (!isGold(gold))
    throw new DomainError(
      'invalid_input',
      `${nameOfReport(input.gold)} is no gold set: timelines of reports with texts and claims are missing.`,
    )
  return scoreGold(gold, reportCalendars(), input.publisher)
}

function isGold(value: unknown): value is Gold {
  const { timelines } = (value ?? {}) as Partial<Gold>
  return (
    Array.isArray(timelines) &&
    (timelines as Gold['timelines']).every(({ reports }) =>
      reports?.every(({ text, claims }) => typeof text === 'string' && Array.isArray(claims)),
    )
  )
}
