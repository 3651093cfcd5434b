import type { ClaimSpan } from '../domain/claim.ts'
import type { StateCode } from '../domain/state-code.ts'
import type { Problem } from './problem.ts'
import { ProblemList } from './problem.ts'
import { cellFinder, readRawRows } from './raw-rows.ts'
import type { SubmissionsRow } from './unhcr-context.ts'
import { isUnhcrTable, readUnhcrContext } from './unhcr-context.ts'

/** A row of a UNHCR table of arrivals or submissions with its place in the file's text. */
export interface UnhcrSeriesRow {
  readonly measure: 'arrivals' | 'submissions'
  readonly year: number
  readonly origin: StateCode
  /** Where they were; absent in tables of arrivals, and where the source names none. */
  readonly asylum?: StateCode
  readonly destination: StateCode
  readonly persons: number
  readonly spans: readonly ClaimSpan[]
}

interface UnhcrSeries {
  readonly rows: readonly UnhcrSeriesRow[]
  readonly rowCount: number
  readonly problems: readonly Problem[]
  readonly problemCount: number
  /** Rows of other origins, which are not taken. */
  readonly otherOrigins: number
}

/** The portal writes a title and notes above its header. */
const HEAD_ROWS = 10

/** Whether the text is one of UNHCR's tables of arrivals or submissions. */
export function looksLikeUnhcr(text: string): boolean {
  const head = text.split('\n', HEAD_ROWS).join('\n')
  const rows = readRawRows(head, new ProblemList()) ?? []
  return rows.some((row) => isUnhcrTable(row.record))
}

/**
 * The rows of one origin in a UNHCR table, each with its words. What repeats other rows is left out
 * as everywhere (residual-rows.ts).
 */
export async function readUnhcrSeries(text: string, origin: StateCode): Promise<UnhcrSeries> {
  const once = async function* (): AsyncGenerator<Uint8Array> {
    yield new TextEncoder().encode(text)
  }
  const { context, problems, problemCount } = await readUnhcrContext(once())
  const raws = readRawRows(text, new ProblemList()) ?? []
  const all: readonly SubmissionsRow[] = context?.rows ?? []
  const own = all.filter((one) => one.originIso3 === origin)
  const rows = own.flatMap((one): UnhcrSeriesRow[] => {
    const raw = raws[one.row - 1]
    if (raw === undefined || context === undefined) return []
    const column = raw.record.findIndex((cell) => cell.replaceAll(',', '') === String(one.persons))
    const value = cellFinder(raw)(column < 0 ? undefined : column, 'value' as const)
    return [
      {
        measure: context.table,
        year: one.year,
        origin,
        ...(one.asylumIso3 === undefined ? {} : { asylum: one.asylumIso3 }),
        destination: one.destinationIso3,
        persons: one.persons,
        spans: [
          { part: 'sentence', ...raw.place },
          ...(value.length > 0 ? value : [{ part: 'value' as const, ...raw.place }]),
        ],
      },
    ]
  })
  return {
    rows,
    rowCount: raws.length - 1,
    problems,
    problemCount,
    otherOrigins: all.length - own.length,
  }
}
