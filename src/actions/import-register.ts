import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { requireAccess } from '../domain/access.ts'
import type { Issue } from '../domain/errors.ts'
import { DomainError } from '../domain/errors.ts'
import type { EventDraft, RecordedEvent } from '../domain/event.ts'
import type { BatchId } from '../domain/ids.ts'
import type { ImportedRegister } from '../exchange/imported-register.ts'
import type { Problem } from '../exchange/problem.ts'
import { readRegister } from '../exchange/register-rows.ts'
import { insertBatch } from '../storage/batches.ts'
import { listActiveMemberships } from '../storage/case-members.ts'
import { listCasesBySource, saveCases } from '../storage/cases.ts'
import type { Tx } from '../storage/database.ts'
import { appendEvents, stamp } from '../storage/event-log.ts'
import { insertHouseholds, listHouseholdsBySource } from '../storage/households.ts'
import { newId } from '../storage/ids.ts'
import { listPersonsBySource, listWithdrawals, savePersons } from '../storage/persons.ts'
import { refreshStatistics } from '../storage/refresh-statistics.ts'
import type { Desk } from './desk.ts'
import { today } from './desk.ts'
import type { OnFile, RegisterChanges } from './register-changes.ts'
import { registerChanges } from './register-changes.ts'

export interface ImportOptions {
  /** Field to header, where a header is not in the field's words. */
  readonly map?: Readonly<Record<string, string>>
  readonly dayFirst?: boolean
  /** Bytes read of all bytes, then rows written of all rows. */
  readonly onProgress?: (done: number, total: number) => void
}

/** What a file would change, and every problem that stops it. */
export interface ImportReport {
  readonly path: string
  readonly file: string
  readonly sha256: string
  readonly rows: number
  readonly counts: Readonly<Record<string, number>>
  readonly problems: readonly Issue[]
  readonly problemCount: number
  readonly warnings: readonly Issue[]
  readonly ignoredColumns: readonly string[]
  /** Set once written. */
  readonly batch?: string
}

/** A checked file, ready to be written or dropped. */
export interface PreparedImport {
  readonly report: ImportReport
  /** Writes all or nothing; `invalid_input` when the report has problems. */
  commit(onProgress?: (done: number, total: number) => void): Promise<ImportReport>
}

/** Reads and checks a register and works out what it would change; writes nothing. */
export async function prepareRegisterImport(
  desk: Desk,
  path: string,
  options: ImportOptions = {},
): Promise<PreparedImport> {
  requireAccess(desk.actor, 'register.import')
  const hash = createHash('sha256')
  const size = await fileSize(path)
  const read = await readRegister(hashed(createReadStream(path), hash), {
    today: today(desk),
    ...(options.map === undefined ? {} : { map: options.map }),
    ...(options.dayFirst === undefined ? {} : { dayFirst: options.dayFirst }),
    onBytes: (bytes) => options.onProgress?.(bytes, size),
  })
  const batchId = newId<BatchId>()
  const changes =
    read.register === undefined
      ? undefined
      : await desk.db.read(desk.operation.id, (tx) =>
          workOut(tx, desk, read.register ?? NOTHING, batchId),
        )
  const problems = [...read.problems.map(toIssue), ...(changes?.problems ?? [])]
  const report: ImportReport = {
    path,
    file: basename(path),
    sha256: hash.digest('hex'),
    rows: read.rows,
    counts: changes?.counts ?? {},
    problems,
    problemCount: read.problemCount + (changes?.problems.length ?? 0),
    warnings: [...read.warnings.map(toIssue), ...(changes?.warnings ?? [])],
    ignoredColumns: read.ignoredColumns,
  }
  return {
    report,
    commit: async (onProgress) => {
      refuseProblems(report)
      const batch = await write(desk, read.register ?? NOTHING, report, batchId, onProgress)
      return batch === undefined ? report : { ...report, batch }
    },
  }
}

const NOTHING: ImportedRegister = { persons: [], households: [], cases: [], links: [] }

/** What is wrong and what would help, in one sentence. */
export function toIssue({ help, ...issue }: Problem): Issue {
  return { ...issue, message: `${issue.message} — ${help}` }
}

/** Throws `invalid_input` with every problem of the file. */
export function refuseProblems(report: ImportReport): void {
  if (report.problemCount === 0) return
  throw new DomainError(
    'invalid_input',
    `Nothing was written: ${report.file} has ${report.problemCount} problems. Correct them and import it again.`,
    { issues: report.problems },
  )
}

/** Bytes of the file; `not_found` when it cannot be read. */
export async function fileSize(path: string): Promise<number> {
  const found = await stat(path).catch(() => undefined)
  if (found?.isFile() === true) return found.size
  throw new DomainError('not_found', `The file ${basename(path)} cannot be read. Check its path.`)
}

/** Passes bytes on and hashes them on the way. */
export async function* hashed(
  source: AsyncIterable<Buffer>,
  hash: { update(bytes: Buffer): unknown },
): AsyncIterable<Buffer> {
  for await (const bytes of source) {
    hash.update(bytes)
    yield bytes
  }
}

async function write(
  desk: Desk,
  register: ImportedRegister,
  report: ImportReport,
  batchId: BatchId,
  onProgress: (done: number, total: number) => void = () => {},
): Promise<string | undefined> {
  return desk.db.write(desk.operation.id, async (tx) => {
    // Worked out anew: something may have been written since the dry run.
    const changes = await workOut(tx, desk, register, batchId)
    if (changes.problems.length > 0)
      refuseProblems({
        ...report,
        problems: changes.problems,
        problemCount: changes.problems.length,
      })
    if (changes.events.length + changes.persons.length + changes.cases.length === 0)
      return undefined
    await insertBatch(tx, {
      id: batchId,
      kind: 'register',
      fileName: report.file,
      fileSha256: report.sha256,
      rows: report.rows,
      actor: desk.actor.handle,
      recordedAt: desk.now().toISOString(),
      before: changes.before,
    })
    await saveChanges(tx, changes, batchId, onProgress)
    return batchId
  })
}

const CHUNK = 5_000

async function saveChanges(
  tx: Tx,
  changes: RegisterChanges,
  batchId: BatchId,
  onProgress: (done: number, total: number) => void,
): Promise<void> {
  const { persons, cases, households, events } = changes
  const total = persons.length + cases.length + events.length
  let done = 0
  const inChunks = async <T>(all: readonly T[], save: (part: readonly T[]) => Promise<void>) => {
    for (let start = 0; start < all.length; start += CHUNK) {
      const part = all.slice(start, start + CHUNK)
      await save(part)
      done += part.length
      onProgress(done, total)
    }
  }
  await insertHouseholds(tx, households, batchId)
  await inChunks(persons, (part) => savePersons(tx, part, { batchId }))
  await inChunks(cases, (part) => saveCases(tx, part, { batchId }))
  await inChunks(events, (part) => appendEvents(tx, part))
  if (total > CHUNK) await refreshStatistics(tx)
}

async function workOut(
  tx: Tx,
  desk: Desk,
  register: ImportedRegister,
  batchId: BatchId,
): Promise<RegisterChanges> {
  const recordedAt = desk.now().toISOString()
  const { handle } = desk.actor
  const mark = (draft: EventDraft): RecordedEvent => stamp(draft, handle, recordedAt, batchId)
  return registerChanges(register, await readOnFile(tx, register), today(desk), mark, handle)
}

async function readOnFile(tx: Tx, register: ImportedRegister): Promise<OnFile> {
  const persons = await listPersonsBySource(
    tx,
    register.persons.map((one) => one.sourceId),
  )
  const personIds = persons.map((one) => one.person.id)
  const active = await listActiveMemberships(tx, personIds)
  const households = await listHouseholdsBySource(
    tx,
    register.households.map((one) => one.sourceId),
  )
  const caseIds = [
    ...register.cases.map((one) => one.sourceId),
    ...register.links.flatMap((link) => [link.fromCaseId, link.toCaseId]),
    ...active.map((one) => one.caseSourceId),
  ]
  const cases = await listCasesBySource(tx, [...new Set(caseIds)])
  return {
    persons: new Map(persons.map((one) => [one.person.sourceId, one])),
    cases: new Map(cases.map((one) => [one.sourceId, one])),
    households: new Map(households.map((one) => [one.sourceId, one])),
    withdrawnOn: await listWithdrawals(tx, personIds),
    activeCaseOf: new Map(active.map((one) => [one.personId, one.caseSourceId])),
  }
}
