import { act, lookNoted } from './at-work.ts'
import { requireAccess } from '../domain/access.ts'
import type { EventDraft, RecordedEvent } from '../domain/event.ts'
import type { Issue } from '../domain/errors.ts'
import type { BatchId, SiteId } from '../domain/ids.ts'
import { FIRST_SITE } from '../domain/site.ts'
import { idKey } from '../exchange/id-key.ts'
import type { ImportedRegister } from '../exchange/imported-register.ts'
import { readRegister } from '../exchange/register-rows.ts'
import type { RegisterResult } from '../exchange/register-rows.ts'
import { insertBatch } from '../storage/batches.ts'
import { listActiveMemberships } from '../storage/case-members.ts'
import { listCasesBySource, saveCases } from '../storage/cases.ts'
import type { Tx } from '../storage/database.ts'
import { appendEvents, stamp } from '../storage/event-log.ts'
import { insertHouseholds, listHouseholdsBySource } from '../storage/households.ts'
import { newId } from '../storage/ids.ts'
import {
  listIdsWrittenOtherwise,
  listPersonsBySource,
  listWithdrawals,
  savePersons,
} from '../storage/persons.ts'
import { refreshStatistics } from '../storage/refresh-statistics.ts'
import { anyElsewhere, followSites, listSites } from '../storage/sites.ts'
import type { Desk } from './desk.ts'
import { today, usualSite } from './desk.ts'
import type {
  Beside,
  CommitOptions,
  ImportOptions,
  ImportReport,
  OnProgress,
  OpenedFile,
  ParkedPairs,
  PreparedImport,
  SentFile,
} from './import-file.ts'
import {
  guessIssues,
  openSource,
  readingOptions,
  refuseProblems,
  toIssue,
  writtenReport,
} from './import-file.ts'
import { fittingMappings, withMapping } from './import-mappings.ts'
import { matchImport, parkMatches } from './match-import.ts'
import { NO_PREVIEW, previewRegister } from './preview-changes.ts'
import type { OnFile, RegisterChanges } from './register-changes.ts'
import { registerChanges } from './register-changes.ts'

/** Reads and checks a register and works out what it would change; writes nothing. */
export async function prepareRegisterImport(
  desk: Desk,
  source: string | SentFile,
  options: ImportOptions = {},
): Promise<PreparedImport> {
  requireAccess(desk.actor, 'register.import')
  const asked = await withMapping(desk, 'register', options)
  const opened = await openSource(source)
  const read = await readRegister(opened.bytes, readingOptions(opened, today(desk), asked))
  const path = typeof source === 'string' ? source : opened.name
  return prepareReadRegister(desk, path, opened, read)
}

/** The same for a register that was read from another format, with what is kept beside it. */
export async function prepareReadRegister(
  desk: Desk,
  path: string,
  opened: Pick<OpenedFile, 'name' | 'sha256'>,
  read: Omit<RegisterResult, 'warningCount'>,
  beside?: Beside,
): Promise<PreparedImport> {
  requireAccess(desk.actor, 'register.import')
  const batchId = newId<BatchId>()
  const changes =
    read.register === undefined
      ? undefined
      : await lookNoted(desk, 'register.import', (tx) =>
          workOut(tx, desk, read.register ?? NOTHING, batchId),
        )
  const problems = [...read.problems.map(toIssue), ...(changes?.problems ?? [])]
  const report: ImportReport = {
    path,
    file: opened.name,
    sha256: opened.sha256(),
    rows: read.rows,
    counts: changes?.counts ?? {},
    problems,
    problemCount: read.problemCount + (changes?.problems.length ?? 0),
    warnings: [
      ...guessIssues(read.headers),
      ...read.warnings.map(toIssue),
      ...(changes?.warnings ?? []),
    ],
    ignoredColumns: read.ignoredColumns,
    headers: read.headers,
    fittingMappings: await fittingMappings(desk, 'register', read.headers, read.ignoredColumns),
    ...(changes === undefined ? NO_PREVIEW : previewRegister(changes.details)),
  }
  return {
    report,
    commit: async (onProgress, options) => {
      refuseProblems(report)
      const register = read.register ?? NOTHING
      const written = await write(
        desk,
        register,
        report,
        batchId,
        { onProgress, ...options },
        beside,
      )
      return writtenReport(report, written?.batch, written?.parked)
    },
  }
}

const NOTHING: ImportedRegister = { persons: [], households: [], cases: [], links: [] }

async function write(
  desk: Desk,
  register: ImportedRegister,
  report: ImportReport,
  batchId: BatchId,
  options: CommitOptions & { readonly onProgress?: OnProgress | undefined },
  beside?: Beside,
): Promise<{ readonly batch: string; readonly parked: ParkedPairs } | undefined> {
  return act(desk, 'register.import', async (tx) => {
    // Worked out anew: something may have been written since the dry run.
    const changes = await workOut(tx, desk, register, batchId)
    if (changes.problems.length > 0)
      refuseProblems({
        ...report,
        problems: changes.problems,
        problemCount: changes.problems.length,
      })
    const isNothing = changes.events.length + changes.persons.length + changes.cases.length === 0
    if (isNothing && (beside === undefined || !(await beside.isNews(tx)))) return undefined
    // Records of two sites may be one person; only reviewers see such a pair.
    const matched = await tx.asSystem((all) =>
      matchImport(all, desk.actor, changes.persons, options),
    )
    tx.touched.add(`batch:${batchId}`)
    await insertBatch(tx, {
      id: batchId,
      kind: 'register',
      fileName: report.file,
      fileSha256: report.sha256,
      rows: report.rows,
      actor: desk.actor.handle,
      recordedAt: desk.now().toISOString(),
      before: changes.before,
      sites: sitesOf(changes),
    })
    await saveChanges(tx, changes, batchId, options.onProgress)
    await tx.asSystem((all) => parkMatches(all, matched, desk.now().toISOString(), batchId))
    await beside?.save(tx, batchId)
    return {
      batch: batchId,
      parked: {
        pairs: matched.seen,
        suspected: matched.suspected,
        elsewhere: matched.elsewhere,
      },
    }
  })
}

const CHUNK = 5_000

async function saveChanges(
  tx: Tx,
  changes: RegisterChanges,
  batchId: BatchId,
  onProgress: OnProgress = () => {},
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
  await followSites(
    tx,
    persons.map((one) => one.person.id),
    cases.map((one) => one.file.id),
  )
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
  const site = usualSite(desk)
  const mark = (draft: EventDraft): RecordedEvent => stamp(draft, handle, recordedAt, batchId)
  const changes = registerChanges(register, await readOnFile(tx, register), today(desk), mark, {
    handle,
    site,
  })
  const problems = await siteProblems(tx, desk, register)
  return { ...changes, problems: [...changes.problems, ...problems] }
}

/** Rows of sites that do not exist, or that the account does not work for. */
async function siteProblems(
  tx: Tx,
  { actor }: Desk,
  register: ImportedRegister,
): Promise<readonly Issue[]> {
  const known = new Set([FIRST_SITE.id, ...(await listSites(tx)).map((one) => one.id)])
  const problems = register.persons.flatMap(({ site, row }): Issue[] =>
    site === undefined || known.has(site)
      ? []
      : [{ code: 'no_such_site', row, column: 'site_id', message: NO_SITE }],
  )
  if (actor.role !== 'field_officer' || actor.sites === 'all') return problems
  const own = new Set(actor.sites)
  const foreign = register.persons.flatMap(({ site, row }): Issue[] =>
    site === undefined || own.has(site) || !known.has(site)
      ? []
      : [{ code: 'other_site', row, column: 'site_id', message: OTHER_SITE }],
  )
  // An id that another site holds: it is not told of whom.
  const used = {
    persons: register.persons.map((one) => one.sourceId),
    cases: register.cases.map((one) => one.sourceId),
    households: register.households.map((one) => one.sourceId),
  }
  const isElsewhere = await tx.asSystem((all) => anyElsewhere(all, used, [...own]))
  const held: Issue[] = isElsewhere ? [{ code: 'held_elsewhere', message: HELD_ELSEWHERE }] : []
  return [...problems, ...foreign, ...held]
}

const NO_SITE =
  'There is no such site. `onward site list` shows the sites; an administrator adds one.'
const OTHER_SITE =
  'The row is of a site that this account does not work for. Take it out, or let a reviewer import the file.'
const HELD_ELSEWHERE =
  'Some ids of this file are in use where this account does not work. Let a reviewer look at the file and import it.'

function sitesOf({ persons, cases }: RegisterChanges): readonly SiteId[] {
  return [...new Set([...persons.map((one) => one.person.site), ...cases.map((one) => one.site)])]
}

async function readOnFile(tx: Tx, register: ImportedRegister): Promise<OnFile> {
  const persons = await listPersonsBySource(
    tx,
    register.persons.map((one) => one.sourceId),
  )
  const known = new Set(persons.map((one) => one.person.sourceId))
  const unknown = register.persons.filter((one) => !known.has(one.sourceId))
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
    idsWrittenOtherwise: await listIdsWrittenOtherwise(
      tx,
      unknown.map((one) => idKey(one.sourceId)),
    ),
    withdrawnOn: await listWithdrawals(tx, personIds),
    activeCaseOf: new Map(active.map((one) => [one.personId, one.caseSourceId])),
  }
}
