import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { JobView } from '../domain/job.ts'
import { isEnded } from '../domain/job.ts'
import { silentObserver } from '../observing/observer.ts'
import { claimJob, endJob, putBackJob, renewLease } from '../storage/jobs.ts'
import { findLastPlan } from '../storage/plans.ts'
import type { TestDesk } from '../testing/test-desk.ts'
import { openTestDesk } from '../testing/test-desk.ts'
import type { Desk } from './desk.ts'
import { openDesk } from './desk.ts'
import { getJob, getJobs, queueJob, stopJob } from './queue-job.ts'
import type { Worker } from './work-jobs.ts'
import { startWorker } from './work-jobs.ts'

let opened: TestDesk
let desk: Desk
let worker: Worker | undefined

beforeAll(async () => {
  opened = await openTestDesk()
  desk = opened.desk
})
afterAll(() => opened.close())
afterEach(async () => {
  await worker?.stop(1_000)
  worker = undefined
})

function begin(): void {
  worker = startWorker(opened.database.db, {
    observer: silentObserver(),
    lookEveryMs: 20,
    renewEveryMs: 20,
  })
}

async function untilEnded(job: JobView): Promise<JobView> {
  for (;;) {
    const now = await getJob(desk, job.job)
    if (isEnded(now.status)) return now
    await wait(20)
  }
}

const system = () => opened.database.db.asSystem()

const REGISTER = new TextEncoder().encode(
  'individual_id,family_name,given_name,sex\nT-1,Probe,Testa,female\nT-2,Probe,Testo,male\n',
)
const IMPORT = { kind: 'register', name: 'sample.csv', options: {}, allowDuplicates: true } as const

test('an import that was put off is done by a worker, and its end tells what the request would have', async () => {
  const file = { name: 'sample.csv', bytes: REGISTER }
  const job = await queueJob(desk, 'import', IMPORT, file)
  expect(job).toMatchObject({ status: 'waiting', kind: 'import', attempts: 0 })
  begin()
  const ended = await untilEnded(job)
  expect(ended).toMatchObject({ status: 'done', result: { file: 'sample.csv', rows: 2 } })
  const left = await system().read(desk.operation.id, (tx) =>
    tx.query('select 1 from job_files where operation_id = $1', [tx.operationId]),
  )
  await expect.poll(() => left.length).toBe(0)
})

test('a plan that was put off is on file once its job is done', async () => {
  const job = await queueJob(desk, 'plan', { directives: {} })
  begin()
  const ended = await untilEnded(job)
  const plan = await desk.db.read(desk.operation.id, findLastPlan)
  expect(ended).toMatchObject({ status: 'done', result: { plan: plan?.reference } })
})

test('a file with problems fails with every problem, and is not tried again', async () => {
  const bytes = new TextEncoder().encode('individual_id,sex\nT-9,neither-word\n')
  const job = await queueJob(desk, 'import', IMPORT, { name: 'bad.csv', bytes })
  begin()
  const ended = await untilEnded(job)
  expect(ended).toMatchObject({ status: 'failed', attempts: 1, fault: { code: 'invalid_input' } })
  expect(ended.fault?.issues.length).toBeGreaterThan(0)
})

test('of two workers that both believe to have a job the first to end it has; the other undoes what it wrote', async () => {
  const job = await queueJob(desk, 'scan', {})
  const { id } = desk.operation
  const first = await system().write(id, claimJob)
  expect(first?.id).toBe(job.job)
  // Nobody else gets it while the first lives …
  expect(await system().write(id, claimJob)).toBeUndefined()
  // … and when its lease has run out, another does.
  await system().write(id, (tx) =>
    tx.query(
      `update job_runs set lease_until = now() - interval '1 second' where operation_id = $1`,
      [tx.operationId],
    ),
  )
  const second = await system().write(id, claimJob)
  expect(second).toMatchObject({ id: job.job, attempts: 2 })
  if (first === undefined || second === undefined) throw new Error('No job.')
  expect(await system().write(id, (tx) => renewLease(tx, first, 1, 2))).toBeUndefined()
  expect(await system().write(id, (tx) => endJob(tx, first.id, { status: 'done' }))).toBe(true)
  expect(await system().write(id, (tx) => endJob(tx, second.id, { status: 'done' }))).toBe(false)
})

test('a job that ends its worker every time fails after some times, and says so', async () => {
  const job = await queueJob(desk, 'scan', {})
  const { id } = desk.operation
  for (let attempt = 1; attempt <= 5; attempt += 1) {
    const claimed = await system().write(id, claimJob)
    expect(claimed?.attempts).toBe(attempt)
    if (claimed !== undefined) await system().write(id, (tx) => putBackJob(tx, claimed, 0))
  }
  expect(await system().write(id, claimJob)).toBeUndefined()
  expect(await getJob(desk, job.job)).toMatchObject({
    status: 'failed',
    fault: { code: 'unavailable' },
  })
})

test('a job that waits is cancelled at once, one that runs at the latest before it ends', async () => {
  const job = await queueJob(desk, 'scan', {})
  expect(await stopJob(desk, job.job)).toMatchObject({ status: 'cancelled', cancelAsked: true })
  const running = await queueJob(desk, 'scan', {})
  const { id } = desk.operation
  const claimed = await system().write(id, claimJob)
  expect(await stopJob(desk, running.job)).toMatchObject({ status: 'running', cancelAsked: true })
  if (claimed !== undefined) await system().write(id, (tx) => putBackJob(tx, claimed, 0))
  expect(await getJob(desk, running.job)).toMatchObject({ status: 'cancelled' })
})

test('a worker that is stopped gives its job back, and another does it', async () => {
  const job = await queueJob(desk, 'plan', { directives: {} })
  begin()
  await worker?.stop(0)
  worker = undefined
  begin()
  expect(await untilEnded(job)).toMatchObject({ status: 'done' })
})

test('an account sees its own jobs only', async () => {
  const other = await openDesk(opened.database.db, { handle: 'officer.one' })
  const job = await queueJob(desk, 'scan', {})
  await expect(getJob(other, job.job)).rejects.toMatchObject({ code: 'not_found' })
  expect(await getJobs(other)).toEqual([])
  const seen = await other.db.read(other.operation.id, (tx) =>
    tx.query('select id from jobs where operation_id = $1', [tx.operationId]),
  )
  expect(seen).toEqual([])
  await stopJob(desk, job.job)
})
