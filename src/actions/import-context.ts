import { act } from './at-work.ts'
import { requireAccess } from '../domain/access.ts'
import { DomainError } from '../domain/errors.ts'
import type { Issue } from '../domain/errors.ts'
import type { SubmissionsRow } from '../exchange/unhcr-context.ts'
import { readUnhcrContext } from '../exchange/unhcr-context.ts'
import type { ContextCount } from '../storage/context.ts'
import { hasContextFile, insertContext } from '../storage/context.ts'
import { newId } from '../storage/ids.ts'
import type { Desk } from './desk.ts'
import { openImportFile, toIssue } from './import-file.ts'

export interface ContextReport {
  readonly measure: 'arrivals' | 'submissions'
  readonly rows: number
  readonly persons: number
  readonly firstYear: number
  readonly lastYear: number
  /** Rows that repeat others and were left out (the documented double count). */
  readonly leftOut: { readonly rows: number; readonly persons: number }
  /** What is kept though it looks odd. */
  readonly warnings: readonly Issue[]
  readonly attribution: string
  /** The very file was on file already; nothing was written. */
  readonly alreadyThere: boolean
}

/** Reads a published table of arrivals or submissions and keeps it beside the operation's own data. */
export async function importContext(
  desk: Desk,
  path: string,
  onProgress: (done: number, total: number) => void = () => {},
): Promise<ContextReport> {
  requireAccess(desk.actor, 'context.import')
  const opened = await openImportFile(path)
  const { context, problems, problemCount, warnings } = await readUnhcrContext(opened.bytes, {
    onBytes: (bytes) => onProgress(bytes, opened.size),
  })
  if (context === undefined)
    throw new DomainError(
      'invalid_input',
      `Nothing was written: ${opened.name} has ${problemCount} problems.`,
      { issues: problems.map(toIssue) },
    )
  const sha256 = opened.sha256()
  const alreadyThere = await act(desk, 'context.import', async (tx) => {
    if (await hasContextFile(tx, sha256)) return true
    const file = {
      id: newId<string>(),
      measure: context.table,
      fileName: opened.name,
      fileSha256: sha256,
      attribution: context.provenance.attribution,
      actor: desk.actor.handle,
      importedAt: desk.now().toISOString(),
    }
    await insertContext(tx, file, toCounts(context.rows))
    return false
  })
  const { rows, persons, firstYear, lastYear, attribution } = context.provenance
  return {
    measure: context.table,
    rows,
    persons,
    firstYear,
    lastYear,
    warnings: warnings.map(toIssue),
    leftOut: context.table === 'submissions' ? context.leftOut : { rows: 0, persons: 0 },
    attribution,
    alreadyThere,
  }
}

/** One count for each year and countries; the file has no two rows of one key. */
function toCounts(rows: readonly SubmissionsRow[]): readonly ContextCount[] {
  return rows.map((row) => ({
    year: row.year,
    origin: row.originIso3,
    asylum: row.asylumIso3 ?? '',
    destination: row.destinationIso3,
    persons: row.persons,
  }))
}
