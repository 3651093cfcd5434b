import type { Context, Hono } from 'hono'
import type { Desk } from '../actions/desk.ts'
import { getJob, getJobs, queueJob, stopJob } from '../actions/queue-job.ts'
import type { JobView } from '../domain/job.ts'

type At = (context: Context) => Promise<Desk>

const MOST_ID = 40

/** Work that was put off: how far it is, and stopping it. */
export function jobRoutes(app: Hono, at: At): void {
  app.get('/api/jobs', async (c) => c.json({ jobs: await getJobs(await at(c)) }))
  app.get('/api/jobs/:job', async (c) =>
    c.json(await getJob(await at(c), c.req.param('job').slice(0, MOST_ID))),
  )
  app.post('/api/jobs/:job/cancel', async (c) =>
    c.json(await stopJob(await at(c), c.req.param('job').slice(0, MOST_ID))),
  )
  app.post('/api/same/scan', async (c) => putOff(c, await queueJob(await at(c), 'scan', {})))
}

/** Whether the caller would rather be told now and have it done later (RFC 7240). */
export function wantsLater(c: Context): boolean {
  return (c.req.header('prefer') ?? '').split(/[,;]/).some((one) => one.trim() === 'respond-async')
}

/** The answer to what is done later. */
export function putOff(c: Context, job: JobView): Response {
  return c.json(job, 202, {
    location: `/api/jobs/${job.job}`,
    'preference-applied': 'respond-async',
  })
}
