import type { CaseFile, CaseStatus } from '../domain/case.ts'
import { isActiveCase } from '../domain/case.ts'
import type { BatchId, CaseId, SiteId, SubmissionId } from '../domain/ids.ts'
import { DomainError } from '../domain/errors.ts'
import type { SubmissionFile, SubmissionMember } from '../domain/submission.ts'
import { isActiveSubmission } from '../domain/submission.ts'
import type { Stated } from './batches.ts'
import type { Tx } from './database.ts'
import { insertRows, overwrite } from './insert-rows.ts'
import type { Sealer } from './sealing/sealed.ts'
import { openerFor, sealerFor } from './sealing/sealed.ts'
import { followStateSubmissions } from './states/state-submissions.ts'

/** A case on file: its handles and what its events made of it. */
export interface StoredCase {
  readonly sourceId: string
  readonly reference: string
  readonly site: SiteId
  readonly file: CaseFile
  /** What imports stated last; absent when none brought the case. */
  readonly stated?: Stated
}

const COLUMNS = {
  id: 'uuid',
  source_id: 'text',
  reference: 'text',
  site: 'text',
  batch_id: 'uuid',
  stated: 'jsonb',
  removed_at: 'timestamptz',
  status: 'text',
  status_since: 'date',
  referred_on: 'date',
  closure: 'text',
  hold: 'text',
  priority: 'text',
  justified: 'boolean',
  primary_category: 'text',
  secondary_category: 'text',
  drafter: 'text',
  reviewer: 'text',
  declaration_on: 'date',
  persons: 'integer',
  state: 'text',
  offer_id: 'uuid',
  file: 'jsonb',
}
const SUBMISSION_COLUMNS = {
  id: 'uuid',
  case_id: 'uuid',
  site: 'text',
  offer_id: 'uuid',
  status: 'text',
  decision: 'text',
  active: 'boolean',
  transmitted_on: 'date',
  decided_on: 'date',
}
const OUTCOME_COLUMNS = {
  submission_id: 'uuid',
  person_id: 'uuid',
  site: 'text',
  outcome: 'text',
  active: 'boolean',
  accepted_on: 'date',
  travel_on: 'date',
  departed_on: 'date',
  arrived_on: 'date',
}
const CHECK_COLUMNS = {
  submission_id: 'uuid',
  person_id: 'uuid',
  site: 'text',
  kind: 'text',
  status: 'text',
  issued: 'date',
  expires: 'date',
  document: 'text',
}

/** Writes cases as their events now make them, with everything that hangs on them. */
export async function saveCases(
  tx: Tx,
  stored: readonly StoredCase[],
  options: { readonly batchId?: BatchId; readonly fresh?: boolean } = {},
): Promise<void> {
  const files = stored.map((one) => one.file)
  if (options.fresh !== true) await forgetMemberships(tx, files)
  const sealer = await sealerFor(
    tx,
    files.flatMap((file) => file.members.map((member) => member.personId)),
  )
  const caseRows = stored.map((one) => ({ ...caseRow(one, sealer), batch_id: options.batchId }))
  // A later change does not take a case out of the batch that brought it.
  const keep = options.batchId === undefined ? ['batch_id'] : []
  await insertRows(tx, 'cases', COLUMNS, caseRows, overwrite(COLUMNS, ['id'], keep))
  await insertRows(
    tx,
    'case_members',
    { case_id: 'uuid', person_id: 'uuid', site: 'text', relationship: 'text', active: 'boolean' },
    stored.flatMap(({ file, site }) =>
      file.members.map((member) => ({
        case_id: file.id,
        person_id: member.personId,
        site,
        relationship: member.relationship,
        active: isActiveCase(file.status),
      })),
    ),
  )
  await insertRows(
    tx,
    'case_links',
    { case_id: 'uuid', to_case_id: 'uuid', site: 'text', kind: 'text', waived: 'boolean' },
    stored.flatMap(({ file, site }) =>
      file.links.map((link) => ({
        case_id: file.id,
        to_case_id: link.toCaseId,
        site,
        kind: link.kind,
        waived: link.waived,
      })),
    ),
  )
  await saveSubmissions(tx, stored, sealer)
  if (options.fresh !== true) await followStateSubmissions(tx, stored)
}

async function saveSubmissions(
  tx: Tx,
  stored: readonly StoredCase[],
  sealer: Sealer,
): Promise<void> {
  const submissions = stored.flatMap(({ file, site }) =>
    file.submissions
      .map((submission) => ({ file, site, submission }))
      // The ended one first: two active submissions of one case never stand together (I10).
      .toSorted(
        (a, b) =>
          Number(isActiveSubmission(a.submission)) - Number(isActiveSubmission(b.submission)),
      ),
  )
  await insertRows(
    tx,
    'submissions',
    SUBMISSION_COLUMNS,
    submissions.map(({ file, site, submission }) => ({
      id: submission.id,
      case_id: file.id,
      site,
      offer_id: submission.offerId,
      status: submission.status,
      decision: submission.decision,
      active: isActiveSubmission(submission),
      transmitted_on: submission.transmittedOn,
      decided_on: submission.decidedOn,
    })),
    overwrite(SUBMISSION_COLUMNS, ['id']),
  )
  const members = submissions
    .flatMap(({ file, site, submission }) =>
      submission.members.map((member) => ({
        submissionId: submission.id,
        site,
        member,
        active: isHeld(file, submission, member),
      })),
    )
    // Again the ended ones first.
    .toSorted((a, b) => Number(a.active) - Number(b.active))
  await refuseHeldTwice(
    tx,
    members.filter((one) => one.active),
    submissions.map((one) => one.submission.id),
  )
  await insertRows(
    tx,
    'submission_members',
    OUTCOME_COLUMNS,
    members.map(({ submissionId, site, member, active }) => ({
      submission_id: submissionId,
      person_id: member.personId,
      site,
      outcome: member.outcome,
      active,
      accepted_on: member.acceptedOn,
      travel_on: member.travelOn,
      departed_on: member.departedOn,
      arrived_on: member.arrivedOn,
    })),
    overwrite(OUTCOME_COLUMNS, ['submission_id', 'person_id']),
  )
  await insertRows(
    tx,
    'travel_checks',
    CHECK_COLUMNS,
    members.flatMap(({ submissionId, site, member }) =>
      member.checks.map((check) => ({
        submission_id: submissionId,
        person_id: member.personId,
        site,
        ...check,
        document: sealer.seal(
          member.personId,
          {
            column: 'travel_checks.document',
            row: `${submissionId}/${member.personId}/${check.kind}`,
          },
          check.document,
        ),
      })),
    ),
    overwrite(CHECK_COLUMNS, ['submission_id', 'person_id', 'kind']),
  )
}

/** Whether a State still considers or has accepted this person under this submission (I10). */
function isHeld(file: CaseFile, submission: SubmissionFile, member: SubmissionMember): boolean {
  if (!isActiveSubmission(submission)) return false
  if (member.outcome === 'declined_offer' || member.outcome === 'died') return false
  if (member.outcome !== 'denied') return true
  // A review of a refusal is of those who are still in the case.
  const isMember = file.members.some((one) => one.personId === member.personId)
  return submission.status === 'review_requested' && isMember
}

/** Says I10 in words where the unique index would stop the transaction without any. */
async function refuseHeldTwice(
  tx: Tx,
  held: readonly { readonly member: SubmissionMember }[],
  saved: readonly SubmissionId[],
): Promise<void> {
  if (held.length === 0) return
  const rows = await tx.query<{ persons: number }>(
    `select count(*)::int as persons from submission_members
     where operation_id = $1 and active and person_id = any($2::uuid[])
       and not (submission_id = any($3::uuid[]))`,
    [tx.operationId, held.map((one) => one.member.personId), saved],
  )
  const persons = rows[0]?.persons ?? 0
  if (persons === 0) return
  throw new DomainError(
    'rule_broken',
    `${persons} persons are in another active submission. Withdraw or finish that one first.`,
    { issues: [{ code: 'I10', message: 'A person is in at most one active submission.' }] },
  )
}

/** Members and links are written anew, so that whoever left a case is gone from it. */
async function forgetMemberships(tx: Tx, files: readonly CaseFile[]): Promise<void> {
  const ids = files.map((file) => file.id)
  for (const table of ['case_members', 'case_links'])
    await tx.query(`delete from ${table} where operation_id = $1 and case_id = any($2::uuid[])`, [
      tx.operationId,
      ids,
    ])
}

function caseRow(
  { sourceId, reference, site, file, stated }: StoredCase,
  sealer: Sealer,
): Record<string, unknown> {
  const active = file.submissions.find(isActiveSubmission)
  return {
    id: file.id,
    source_id: sourceId,
    reference,
    site,
    stated: sealer.seal(undefined, { column: 'cases.stated', row: file.id }, stated),
    status: file.status,
    status_since: file.statusSince,
    referred_on: file.referredOn,
    closure: file.closure,
    hold: file.hold,
    priority: file.priority,
    justified: file.justified,
    primary_category: file.primary,
    secondary_category: file.secondary,
    drafter: file.drafter,
    reviewer: file.reviewer,
    declaration_on: file.declarationOn,
    persons: file.members.length,
    state: active?.state,
    offer_id: active?.offerId,
    file: sealer.seal(undefined, { column: 'cases.file', row: file.id }, file),
  }
}

interface StoredCaseRow {
  id: string
  source_id: string
  reference: string
  site: string
  removed_at: string | null
  file: CaseFile | string
  stated: Stated | string | null
}

type OpenedCase = StoredCase & { readonly removed: boolean }

async function toStored(tx: Tx, rows: readonly StoredCaseRow[]): Promise<readonly OpenedCase[]> {
  const sealer = await openerFor(tx, [])
  return rows.map((row) => {
    const open = <T>(column: 'cases.file' | 'cases.stated', value: T | string | null) =>
      sealer.open<T>(undefined, { column, row: row.id }, value)
    const file = open<CaseFile>('cases.file', row.file)
    if (file === undefined) throw new Error('A case has no file.')
    const stated = open<Stated>('cases.stated', row.stated)
    return {
      sourceId: row.source_id,
      reference: row.reference,
      site: row.site as SiteId,
      file,
      ...(stated === undefined ? {} : { stated }),
      removed: row.removed_at !== null,
    }
  })
}

const withoutRemoved = ({ removed: _removed, ...stored }: OpenedCase): StoredCase => stored

/** Finds a case by its reference; locks its row when it is about to change. */
export async function findCaseByReference(
  tx: Tx,
  reference: string,
  forUpdate = false,
): Promise<StoredCase | undefined> {
  const rows = await tx.query<StoredCaseRow>(
    `select id, source_id, reference, site, removed_at, file, stated from cases
     where operation_id = $1 and reference = $2 and removed_at is null ${forUpdate ? 'for update' : ''}`,
    [tx.operationId, reference.toUpperCase()],
  )
  return (await toStored(tx, rows)).map(withoutRemoved)[0]
}

/** Cases by id, removed ones left out. */
export async function listCasesById(
  tx: Tx,
  ids: readonly CaseId[],
): Promise<ReadonlyMap<CaseId, StoredCase>> {
  const rows = await tx.query<StoredCaseRow>(
    `select id, source_id, reference, site, removed_at, file, stated from cases
     where operation_id = $1 and id = any($2::uuid[]) and removed_at is null`,
    [tx.operationId, ids],
  )
  const all = await toStored(tx, rows)
  return new Map(all.map((one) => [one.file.id, withoutRemoved(one)]))
}

/** Which of these references are of cases that this transaction sees, removed ones too. */
export async function listSeenReferences(
  tx: Tx,
  references: readonly string[],
): Promise<ReadonlySet<string>> {
  const rows = await tx.query<{ reference: string }>(
    'select reference from cases where operation_id = $1 and reference = any($2::text[])',
    [tx.operationId, references],
  )
  return new Set(rows.map((row) => row.reference))
}

/** Ids of the cases in these statuses, in the order of their making. */
export async function listCaseIdsByStatus(
  tx: Tx,
  statuses: readonly CaseStatus[],
): Promise<readonly CaseId[]> {
  const rows = await tx.query<{ id: string }>(
    `select id from cases
     where operation_id = $1 and status = any($2::text[]) and removed_at is null order by id`,
    [tx.operationId, statuses],
  )
  return rows.map((row) => row.id as CaseId)
}

/** Ids of cases on file in their order, so many after one. */
export async function listCaseIds(
  tx: Tx,
  after: CaseId,
  limit: number,
): Promise<readonly CaseId[]> {
  const rows = await tx.query<{ id: string }>(
    `select id from cases where operation_id = $1 and id > $2 and removed_at is null order by id limit $3`,
    [tx.operationId, after, limit],
  )
  return rows.map((row) => row.id as CaseId)
}

/** Cases by the ids of their source register, removed ones too: an import may bring them back. */
export async function listCasesBySource(
  tx: Tx,
  sourceIds: readonly string[],
): Promise<readonly (StoredCase & { readonly removed: boolean })[]> {
  const rows = await tx.query<StoredCaseRow>(
    `select id, source_id, reference, site, removed_at, file, stated from cases
     where operation_id = $1 and source_id = any($2::text[])`,
    [tx.operationId, sourceIds],
  )
  return toStored(tx, rows)
}

/** Cases in one status, with the whole file: for planning. */
export async function listCasesByStatus(
  tx: Tx,
  statuses: readonly string[],
): Promise<readonly StoredCase[]> {
  const rows = await tx.query<StoredCaseRow>(
    `select id, source_id, reference, site, removed_at, file, stated from cases
     where operation_id = $1 and status = any($2::text[]) and removed_at is null
     order by referred_on, reference`,
    [tx.operationId, statuses],
  )
  return (await toStored(tx, rows)).map(withoutRemoved)
}
