import type { JobView } from '../../src/domain/job.ts'
import { request, RequestProblem } from './request.ts'

const LOOK_EVERY_MS = 400

/** Has something done later and waits for its end: no connection stays open for so long. */
export async function later<Answer>(
  path: string,
  options: { readonly body?: unknown; readonly file?: Blob },
): Promise<Answer> {
  let job = await request<JobView>(path, { ...options, later: true })
  while (job.status === 'waiting' || job.status === 'running') {
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS))
    job = await look(job)
  }
  if (job.status === 'done') return job.result as Answer
  const { code = 'conflict', message = 'It was cancelled.', issues = [] } = job.fault ?? {}
  throw new RequestProblem(code, message, issues)
}

/** The job as it is now, or as it was when nobody answers: it goes on without us. */
async function look(job: JobView): Promise<JobView> {
  try {
    return await request<JobView>(`/api/jobs/${job.job}`)
  } catch (error) {
    const isAway =
      error instanceof RequestProblem && ['offline', 'unavailable'].includes(error.code)
    if (isAway) return job
    throw error
  }
}
