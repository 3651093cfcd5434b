import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { basename } from 'node:path'
import { requireAccess } from '../domain/access.ts'
import { DomainError } from '../domain/errors.ts'
import type { Issue } from '../domain/errors.ts'
import type { SubmissionsRow } from '../exchange/unhcr-context.ts'
import { readUnhcrContext } from '../exchange/unhcr-context.ts'
import type { ContextCount } from '../storage/context.ts'
import { hasContextFile, insertContext } from '../storage/context.ts'
import { newId } from '../storage/ids.ts'
import type { Desk } from './desk.ts'
import { fileSize, hashed, toIssue } from './import-register.ts'

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
  const hash = createHash('sha256')
  const size = await fileSize(path)
  const { context, problems, problemCount, warnings } = await readUnhcrContext(
    hashed(createReadStream(path), hash),
    { onBytes: (bytes) => onProgress(bytes, size) },
  )
  if (context === undefined)
    throw new DomainError(
      'invalid_input',
      `Nothing was written: ${basename(path)} has ${problemCount} problems.`,
      { issues: problems.map(toIssue) },
    )
  const sha256 = hash.digest('hex')
  const alreadyThere = await desk.db.write(desk.operation.id, async (tx) => {
    if (await hasContextFile(tx, sha256)) return true
    const file = {
      id: newId<string>(),
      measure: context.table,
      fileName: basename(path),
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
