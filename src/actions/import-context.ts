import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { basename } from 'node:path'
import { requireAccess } from '../domain/access.ts'
import { DomainError } from '../domain/errors.ts'
import type { UnhcrContext } from '../exchange/unhcr-context.ts'
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
  const { context, problems, problemCount } = await readUnhcrContext(
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
    await insertContext(tx, file, toCounts(context))
    return false
  })
  const { rows, persons, firstYear, lastYear, attribution } = context.provenance
  return {
    measure: context.table,
    rows,
    persons,
    firstYear,
    lastYear,
    leftOut: context.table === 'submissions' ? context.leftOut : { rows: 0, persons: 0 },
    attribution,
    alreadyThere,
  }
}

/** One count for each year and pair of countries; several rows of one key are summed. */
function toCounts(context: UnhcrContext): readonly ContextCount[] {
  const counts = new Map<string, ContextCount>()
  const rows = context.table === 'arrivals' ? context.rows : context.rows
  for (const row of rows) {
    const asylum = 'asylumIso3' in row && typeof row.asylumIso3 === 'string' ? row.asylumIso3 : ''
    const key = `${row.year} ${row.originIso3} ${asylum} ${row.destinationIso3}`
    counts.set(key, {
      year: row.year,
      origin: row.originIso3,
      asylum,
      destination: row.destinationIso3,
      persons: (counts.get(key)?.persons ?? 0) + row.persons,
    })
  }
  return [...counts.values()]
}
