import { DomainError } from '../domain/errors.ts'
import type { ClaimedJob } from '../storage/jobs.ts'
import { readJobFile } from '../storage/jobs.ts'
import type { Desk } from './desk.ts'
import { prepareOffersImport } from './import-offers.ts'
import { prepareRegisterImport } from './import-register.ts'
import type { JobAsked } from './queue-job.ts'
import { scanRegister } from './scan-register.ts'
import { solvePlan } from './solve-plan.ts'

export interface JobCourse {
  readonly onProgress: (done: number, total: number) => void
  /** Ends the work at the next moment at which nothing is lost. */
  readonly signal: AbortSignal
  /** The file that came with the job. */
  readonly readFile: () => Promise<Uint8Array>
}

/** Does what a job asks, with its account's rights; what it gives is the job's result. */
export async function doJob(desk: Desk, job: ClaimedJob, course: JobCourse): Promise<unknown> {
  const { signal } = course
  const onProgress = (done: number, total: number): void => {
    course.onProgress(done, total)
  }
  const orStop = (done: number, total: number): void => {
    signal.throwIfAborted()
    onProgress(done, total)
  }
  switch (job.kind) {
    case 'plan': {
      // Thrown in the thread's message, a stop would end the process: the signal ends the thread.
      const { directives } = job.asked as JobAsked['plan']
      const plan = await solvePlan(desk, { directives, onProgress, signal })
      // A plan that was kept is read where plans are read.
      return plan.status === 'infeasible' ? plan : { plan: plan.plan, status: plan.status }
    }
    case 'import':
      return importFile(desk, job.asked as JobAsked['import'], course, orStop)
    case 'scan':
      return scanRegister(desk, orStop)
  }
}

async function importFile(
  desk: Desk,
  asked: JobAsked['import'],
  { readFile }: JobCourse,
  onProgress: (done: number, total: number) => void,
): Promise<unknown> {
  const file = { name: asked.name, bytes: await readFile() }
  const prepare = asked.kind === 'offers' ? prepareOffersImport : prepareRegisterImport
  const prepared = await prepare(desk, file, { ...asked.options, onProgress })
  if (asked.sha256 !== undefined && asked.sha256 !== prepared.report.sha256)
    throw new DomainError(
      'conflict',
      'Nothing was written: this is another file than the one that was looked at. Look at it first.',
    )
  return prepared.commit(onProgress, { allowDuplicates: asked.allowDuplicates })
}

/** For a worker: reads the file as the system does, because it belongs to no account any more. */
export function fileReader(desk: Desk, job: ClaimedJob): () => Promise<Uint8Array> {
  return () => desk.db.asSystem().read(desk.operation.id, (tx) => readJobFile(tx, job.id))
}
