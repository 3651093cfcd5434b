import type { Activity } from '../domain/access.ts'
import { requireAccess } from '../domain/access.ts'
import { DomainError } from '../domain/errors.ts'
import type { JobKind, JobView } from '../domain/job.ts'
import type { PlanDirectives } from '../domain/views.ts'
import { cancelJob, findJob, insertJob, listJobs } from '../storage/jobs.ts'
import type { Tx } from '../storage/database.ts'
import { newId } from '../storage/ids.ts'
import { act, look } from './at-work.ts'
import type { Desk } from './desk.ts'
import type { ImportOptions, SentFile } from './import-file.ts'
import type { MappingKind } from './import-mappings.ts'

/** What a job of each kind is asked: references and settings. */
export interface JobAsked {
  readonly plan: { readonly directives: PlanDirectives }
  readonly import: {
    readonly kind: MappingKind
    readonly name: string
    readonly options: Omit<ImportOptions, 'onProgress'>
    readonly allowDuplicates: boolean
    readonly sha256?: string
  }
  readonly scan: Readonly<Record<never, never>>
}

const NEEDS: Readonly<Record<JobKind, Activity>> = {
  plan: 'plan.solve',
  import: 'register.import',
  scan: 'pair.judge',
}

/** Puts work off: a worker does it later with the rights that the account has by then. */
export async function queueJob<Kind extends JobKind>(
  desk: Desk,
  kind: Kind,
  asked: JobAsked[Kind],
  file?: SentFile,
): Promise<JobView> {
  const isOffers = kind === 'import' && (asked as JobAsked['import']).kind === 'offers'
  const activity = isOffers ? 'offer.import' : NEEDS[kind]
  requireAccess(desk.actor, activity)
  return act(desk, activity, async (tx) => {
    const id = newId()
    const { accountId } = desk.actor
    await insertJob(tx, { id, kind, accountId, asked, ...(file && { file: file.bytes }) })
    return requireJob(tx, desk, id)
  })
}

/** How far a job of this account is. */
export function getJob(desk: Desk, id: string): Promise<JobView> {
  return look(desk, (tx) => requireJob(tx, desk, id))
}

/** The last jobs of this account. */
export function getJobs(desk: Desk): Promise<readonly JobView[]> {
  return look(desk, (tx) => listJobs(tx, desk.actor.accountId))
}

/** Asks a job to stop. What it did not commit by then is not written; a job that ended stays. */
export async function stopJob(desk: Desk, id: string): Promise<JobView> {
  const { kind } = await getJob(desk, id)
  return act(desk, NEEDS[kind], async (tx) => {
    const job = await requireJob(tx, desk, id)
    await cancelJob(tx, job.job)
    return requireJob(tx, desk, id)
  })
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

async function requireJob(tx: Tx, desk: Desk, id: string): Promise<JobView> {
  const job = UUID.test(id) ? await findJob(tx, desk.actor.accountId, id) : undefined
  if (job !== undefined) return job
  throw new DomainError(
    'not_found',
    'This account has no such job. A job is kept for seven days after its end.',
  )
}
