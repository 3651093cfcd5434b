import type { AccountId, OperationId } from '../domain/ids.ts'
import type { JobKind, JobStatus, JobView } from '../domain/job.ts'
import { JOB_KINDS } from '../domain/job.ts'
import type { Database, Tx } from './database.ts'
import { openerFor, sealerFor } from './sealing/sealed.ts'

/** A job as a worker gets it. */
export interface ClaimedJob {
  readonly id: string
  readonly kind: JobKind
  readonly accountId: AccountId
  readonly asked: unknown
  readonly attempts: number
}

/**
 * How long a worker has a job without saying that it lives; renewed every few seconds. Planning
 * computes in a thread of its own; reading and matching may keep a process from saying anything.
 */
const LEASE_SECONDS: Readonly<Record<JobKind, number>> = { plan: 30, import: 60, scan: 300 }
const LEASE = `(case j.kind ${JOB_KINDS.map((kind) => `when '${kind}' then ${LEASE_SECONDS[kind]}`).join(' ')} end) * interval '1 second'`
/** A job that ended its worker this often will do so again. */
export const MOST_ATTEMPTS = 5
/** Pieces of a file in the database. */
const PART_BYTES = 1_000_000

/** Queues a job in the caller's transaction: it exists when, and only when, that commits. */
export async function insertJob(
  tx: Tx,
  job: {
    readonly id: string
    readonly kind: JobKind
    readonly accountId: AccountId
    readonly asked: unknown
    readonly file?: Uint8Array
  },
): Promise<void> {
  await tx.query(
    'insert into jobs (operation_id, id, kind, account_id, asked) values ($1, $2, $3, $4, $5)',
    [tx.operationId, job.id, job.kind, job.accountId, JSON.stringify(job.asked)],
  )
  await tx.query('insert into job_runs (operation_id, job_id) values ($1, $2)', [
    tx.operationId,
    job.id,
  ])
  const bytes = job.file ?? new Uint8Array()
  const sealer = await sealerFor(tx, [])
  for (let part = 0; part * PART_BYTES < bytes.length; part += 1)
    await tx.query(
      'insert into job_files (operation_id, job_id, part, bytes) values ($1, $2, $3, $4)',
      [
        tx.operationId,
        job.id,
        part,
        sealer.sealFile(
          partOf(job.id, part),
          bytes.subarray(part * PART_BYTES, (part + 1) * PART_BYTES),
        ),
      ],
    )
}

function partOf(jobId: string, part: number) {
  return { column: 'job_files.bytes', row: `${jobId}/${part}` } as const
}

/** The file that came with a job. */
export async function readJobFile(tx: Tx, jobId: string): Promise<Uint8Array> {
  const rows = await tx.query<{ part: number; bytes: Buffer }>(
    'select part, bytes from job_files where operation_id = $1 and job_id = $2 order by part',
    [tx.operationId, jobId],
  )
  const sealer = await openerFor(tx, [])
  return Buffer.concat(rows.map(({ part, bytes }) => sealer.openFile(partOf(jobId, part), bytes)))
}

/** Where there is work: jobs that nobody has, and jobs whose worker has not been heard of. */
export async function operationsWithJobs(db: Database): Promise<readonly OperationId[]> {
  const rows = await db.bare<{ id: string }>('select operations_with_jobs() as id')
  return rows.map((row) => row.id as OperationId)
}

const IS_FREE = `j.status = 'open' and coalesce(r.lease_until, '-infinity') <= clock_timestamp()`
const AND_RUN = 'join job_runs r on r.operation_id = j.operation_id and r.job_id = j.id'

/**
 * Takes the job that has waited longest, so that no other worker takes it while this one lives.
 * All times are the database's: clocks of instances may differ.
 */
export async function claimJob(tx: Tx): Promise<ClaimedJob | undefined> {
  await endAbandoned(tx)
  const rows = await tx.query<{
    id: string
    kind: JobKind
    account_id: string
    asked: unknown
    attempts: number
  }>(
    `update job_runs u set attempts = u.attempts + 1, done = 0, total = 0,
            lease_until = clock_timestamp() + ${LEASE}
     from jobs j
     where u.operation_id = $1 and j.operation_id = u.operation_id and j.id = u.job_id
       and u.job_id = (
         select r.job_id from jobs j ${AND_RUN}
         where j.operation_id = $1 and ${IS_FREE} and r.not_before <= clock_timestamp()
         order by j.queued_at, j.id limit 1 for update of r skip locked)
     returning j.id, j.kind, j.account_id, j.asked, u.attempts`,
    [tx.operationId],
  )
  const row = rows[0]
  if (row === undefined) return undefined
  const { id, kind, asked, attempts } = row
  return { id, kind, accountId: row.account_id as AccountId, asked, attempts }
}

/** Ends what no worker can: asked to stop, or each of its workers ended before it did. */
async function endAbandoned(tx: Tx): Promise<void> {
  await tx.query(
    `update jobs e set ended_at = clock_timestamp(),
            status = case when r.cancel_asked then 'cancelled' else 'failed' end,
            fault = case when r.cancel_asked then null else $3::jsonb end
     from jobs j ${AND_RUN}
     where e.operation_id = $1 and j.operation_id = e.operation_id and j.id = e.id and ${IS_FREE}
       and (r.cancel_asked or r.attempts >= $2)`,
    [tx.operationId, MOST_ATTEMPTS, JSON.stringify(GAVE_UP)],
  )
}

/** What is said of a job that was begun too often. */
export const GAVE_UP = {
  code: 'unavailable',
  message: `Begun ${MOST_ATTEMPTS} times, and each time something was in the way. Nothing was changed. Ask for it again; if it stays, tell whoever runs Onward.`,
  issues: [],
} as const

type Held = Pick<ClaimedJob, 'id' | 'attempts'>

/** Says that the worker lives and how far it is; nothing when somebody else has the job. */
export async function renewLease(
  tx: Tx,
  job: Held,
  done: number,
  total: number,
): Promise<{ readonly cancelAsked: boolean } | undefined> {
  const rows = await tx.query<{ cancel_asked: boolean }>(
    `update job_runs r set lease_until = clock_timestamp() + ${LEASE}, done = $4, total = $5
     from jobs j
     where r.operation_id = $1 and j.operation_id = r.operation_id and j.id = r.job_id
       and r.job_id = $2 and r.attempts = $3
     returning r.cancel_asked`,
    [tx.operationId, job.id, job.attempts, done, total],
  )
  return rows[0] && { cancelAsked: rows[0].cancel_asked }
}

/** How a job ended. */
export interface JobEnd {
  readonly status: 'done' | 'failed' | 'cancelled'
  readonly result?: unknown
  readonly fault?: JobView['fault']
}

/**
 * Ends a job, in the transaction that holds what it did; false when it has ended already. Of two
 * workers that both believe to have it, the first to commit has; the other's work is undone.
 */
export async function endJob(tx: Tx, jobId: string, end: JobEnd): Promise<boolean> {
  const rows = await tx.query<{ id: string }>(
    `update jobs set status = $3, result = $4, fault = $5, ended_at = clock_timestamp()
     where operation_id = $1 and id = $2 and status = 'open' returning id`,
    [
      tx.operationId,
      jobId,
      end.status,
      end.result === undefined ? null : JSON.stringify(end.result),
      end.fault === undefined ? null : JSON.stringify(end.fault),
    ],
  )
  return rows.length > 0
}

/** Gives a job back: to be tried again after a while, or ended when it was asked to stop. */
export async function putBackJob(tx: Tx, job: Held, afterSeconds: number): Promise<void> {
  await tx.query(
    `update job_runs set lease_until = null,
            not_before = clock_timestamp() + $4 * interval '1 second'
     where operation_id = $1 and job_id = $2 and attempts = $3`,
    [tx.operationId, job.id, job.attempts, afterSeconds],
  )
  await endAbandoned(tx)
}

/** Asks a job to stop: at once when nobody has it, else its worker hears of it. */
export async function cancelJob(tx: Tx, jobId: string): Promise<void> {
  await tx.query(
    'update job_runs set cancel_asked = true where operation_id = $1 and job_id = $2',
    [tx.operationId, jobId],
  )
  await tx.query(
    `update jobs e set status = 'cancelled', ended_at = clock_timestamp()
     from jobs j ${AND_RUN}
     where e.operation_id = $1 and e.id = $2 and j.operation_id = e.operation_id and j.id = e.id
       and ${IS_FREE}`,
    [tx.operationId, jobId],
  )
}

/** The file of a job that has ended is nobody's business any more. */
export async function dropJobFile(tx: Tx, jobId: string): Promise<void> {
  await tx.query(
    `delete from job_files f using jobs j
     where f.operation_id = $1 and f.job_id = $2 and j.operation_id = f.operation_id
       and j.id = f.job_id and j.status <> 'open'`,
    [tx.operationId, jobId],
  )
}

interface JobRow {
  id: string
  kind: JobKind
  status: JobStatus
  done: number
  total: number
  attempts: number
  cancel_asked: boolean
  queued_at: string
  ended_at: string | null
  result: unknown
  fault: NonNullable<JobView['fault']> | null
}

const VIEW = `select j.id, j.kind, r.done, r.total, r.attempts, r.cancel_asked, j.queued_at,
    j.ended_at, j.fault,
    case when j.status <> 'open' then j.status
         when r.lease_until > clock_timestamp() then 'running' else 'waiting' end as status`
const FROM_OWN = `from jobs j ${AND_RUN} where j.operation_id = $1 and j.account_id = $2`

function toView(row: JobRow): JobView {
  return {
    job: row.id,
    kind: row.kind,
    status: row.status,
    done: row.done,
    total: row.total,
    queuedAt: row.queued_at,
    cancelAsked: row.cancel_asked,
    attempts: row.attempts,
    ...(row.ended_at === null ? {} : { endedAt: row.ended_at }),
    ...(row.result === null ? {} : { result: row.result }),
    ...(row.fault === null ? {} : { fault: row.fault }),
  }
}

/** A job of the account that asks. */
export async function findJob(
  tx: Tx,
  accountId: AccountId,
  jobId: string,
): Promise<JobView | undefined> {
  const rows = await tx.query<JobRow>(`${VIEW}, j.result ${FROM_OWN} and j.id = $3`, [
    tx.operationId,
    accountId,
    jobId,
  ])
  return rows[0] && toView(rows[0])
}

/** The last jobs of the account that asks, the newest first, without their results. */
export async function listJobs(tx: Tx, accountId: AccountId): Promise<readonly JobView[]> {
  const rows = await tx.query<JobRow>(
    `${VIEW}, null as result ${FROM_OWN} order by j.queued_at desc, j.id desc limit 50`,
    [tx.operationId, accountId],
  )
  return rows.map(toView)
}

/** Forgets jobs that ended a while ago, and the files of those that ended. */
export async function forgetJobs(tx: Tx): Promise<void> {
  await tx.query(
    `delete from job_files f using jobs j
     where f.operation_id = $1 and j.operation_id = f.operation_id and j.id = f.job_id
       and j.status <> 'open'`,
    [tx.operationId],
  )
  await tx.query(
    `delete from jobs where operation_id = $1 and status <> 'open'
       and ended_at < clock_timestamp() - interval '7 days'`,
    [tx.operationId],
  )
}
