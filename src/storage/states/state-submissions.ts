import type { CaseFile } from '../../domain/case.ts'
import type { CaseId, PersonId, SubmissionId } from '../../domain/ids.ts'
import type { PlainDate } from '../../domain/plain-date.ts'
import type { StateCode } from '../../domain/state-code.ts'
import type {
  Decision,
  DecisionReason,
  DeferralReason,
  SubmissionFile,
  SubmissionStatus,
} from '../../domain/submission.ts'
import { isActiveSubmission } from '../../domain/submission.ts'
import type { StoredCase } from '../cases.ts'
import type { Tx } from '../database.ts'
import { insertRows } from '../insert-rows.ts'

/** A submission as its State may know it. */
export interface StateSubmission {
  readonly submissionId: SubmissionId
  readonly caseId: CaseId
  /** Of the case. */
  readonly reference: string
  readonly state: StateCode
  /** Where the case is worked for; the offices' alone to know. */
  readonly site: string
  readonly status: SubmissionStatus
  readonly decision?: Decision
  readonly transmittedOn: PlainDate
  readonly decidedOn?: PlainDate
  readonly deferral?: { readonly why: DeferralReason; readonly until?: PlainDate }
  readonly interviewOn?: PlainDate
  readonly members: readonly StateMember[]
  readonly open: boolean
}

/** The State's own word on a member; nothing of what came after it. */
export interface StateMember {
  readonly personId: PersonId
  readonly decision?: 'accepted' | 'denied'
  readonly decidedOn?: PlainDate
  readonly reasonKind?: DecisionReason
}

const COLUMNS = {
  submission_id: 'uuid',
  case_id: 'uuid',
  reference: 'text',
  state: 'text',
  site: 'text',
  status: 'text',
  decision: 'text',
  transmitted_on: 'date',
  decided_on: 'date',
  deferred_why: 'text',
  deferred_until: 'date',
  interview_on: 'date',
  members: 'jsonb',
  open: 'boolean',
}

function toRow(
  reference: string,
  file: CaseFile,
  submission: SubmissionFile,
): Record<string, unknown> {
  const deferral = submission.status === 'deferred' ? submission.deferral : undefined
  return {
    submission_id: submission.id,
    case_id: file.id,
    reference,
    state: submission.state,
    status: submission.status,
    decision: submission.decision,
    transmitted_on: submission.transmittedOn,
    decided_on: submission.decidedOn,
    deferred_why: deferral?.why,
    deferred_until: deferral?.until,
    interview_on: submission.interviewOn,
    members: submission.members.map(toMember),
    open: isOpenThere(file, submission),
  }
}

function toMember(member: SubmissionFile['members'][number]): StateMember {
  const { personId, acceptedOn, decidedOn, decisionReason } = member
  if (decidedOn === undefined) return { personId }
  const decision = acceptedOn === undefined ? 'denied' : 'accepted'
  const reason = decisionReason === undefined ? {} : { reasonKind: decisionReason }
  return { personId, decision, decidedOn, ...reason }
}

/** Not closed at the State: before it or accepted by it, and the case goes on. */
function isOpenThere(file: CaseFile, submission: SubmissionFile): boolean {
  return isActiveSubmission(submission) && file.status !== 'closed'
}

/** Opens the State's view of these cases' active submissions, with their first snapshots. */
export async function insertStateSubmissions(
  tx: Tx,
  stored: readonly (StoredCase & { readonly site: string })[],
): Promise<void> {
  const rows = stored.flatMap(({ reference, file, site }) =>
    file.submissions
      .filter(isActiveSubmission)
      .map((submission) => ({ ...toRow(reference, file, submission), site })),
  )
  await insertRows(tx, 'state_submissions', COLUMNS, rows)
}

/** Follows what events made of these cases, where their States have a view of them. */
export async function followStateSubmissions(tx: Tx, stored: readonly StoredCase[]): Promise<void> {
  const rows = stored.flatMap(({ reference, file }) =>
    file.submissions.map((submission) => toRow(reference, file, submission)),
  )
  if (rows.length === 0) return
  const { submission_id: key, site: _of, ...columns } = COLUMNS
  const names = Object.keys(columns)
  const shape = Object.entries({ submission_id: key, ...columns }).map(
    ([name, type]) => `${name} ${type}`,
  )
  await tx.query(
    `update state_submissions s set ${names.map((name) => `${name} = r.${name}`).join(', ')}
     from json_to_recordset($2::json) as r(${shape.join(', ')})
     where s.operation_id = $1 and s.submission_id = r.submission_id`,
    [tx.operationId, JSON.stringify(rows)],
  )
}

interface Row {
  submission_id: string
  case_id: string
  reference: string
  state: string
  site: string
  status: string
  decision: string | null
  transmitted_on: string
  decided_on: string | null
  deferred_why: string | null
  deferred_until: string | null
  interview_on: string | null
  members: StateMember[]
  open: boolean
}

/** Submissions that the reader may see and that are open: all, or those of these cases. */
export async function listStateSubmissions(
  tx: Tx,
  references?: readonly string[],
): Promise<readonly StateSubmission[]> {
  const rows = await tx.query<Row>(
    `select ${Object.keys(COLUMNS).join(', ')} from state_submissions
     where operation_id = $1 and open and ($2::text[] is null or reference = any($2::text[]))
     order by transmitted_on, reference`,
    [tx.operationId, references ?? null],
  )
  return rows.map(toSubmission)
}

// The casts name what this file wrote: the columns are written nowhere else.
function toSubmission(row: Row): StateSubmission {
  return {
    submissionId: row.submission_id as SubmissionId,
    caseId: row.case_id as CaseId,
    reference: row.reference,
    state: row.state,
    site: row.site,
    status: row.status as SubmissionStatus,
    ...(row.decision === null ? {} : { decision: row.decision as Decision }),
    transmittedOn: row.transmitted_on,
    ...(row.decided_on === null ? {} : { decidedOn: row.decided_on }),
    ...(row.deferred_why === null
      ? {}
      : {
          deferral: {
            why: row.deferred_why as DeferralReason,
            ...(row.deferred_until === null ? {} : { until: row.deferred_until }),
          },
        }),
    ...(row.interview_on === null ? {} : { interviewOn: row.interview_on }),
    members: row.members,
    open: row.open,
  }
}
