import { setTimeout as wait } from 'node:timers/promises'
import { DomainError } from '../domain/errors.ts'
import type { AccountId, OperationId } from '../domain/ids.ts'
import { placesOf } from '../observing/log.ts'
import type { Observer } from '../observing/observer.ts'
import { forgetNews } from '../storage/news.ts'
import type { Database, Tx } from '../storage/database.ts'
import { holdWrites } from '../storage/held-write.ts'
import type { ClaimedJob, JobEnd } from '../storage/jobs.ts'
import {
  claimJob,
  dropJobFile,
  endJob,
  forgetJobs,
  GAVE_UP,
  MOST_ATTEMPTS,
  operationsWithJobs,
  putBackJob,
  renewLease,
} from '../storage/jobs.ts'
import { forgetKeptAnswers } from '../storage/kept-answers.ts'
import type { Operation } from '../storage/operations.ts'
import { findHandle, listOperations } from '../storage/operations.ts'
import type { Desk } from './desk.ts'
import { sitDown } from './desk.ts'
import { doJob, fileReader } from './do-job.ts'

export interface Worker {
  /** Takes no more jobs; gives back the one it has unless it ends within the time. */
  stop(graceMs: number): Promise<void>
}

export interface WorkerOptions {
  readonly observer: Observer
  readonly now?: () => Date
  /** Pause between looks for work, in milliseconds. */
  readonly lookEveryMs?: number
  /** Pause between signs of life of a job, in milliseconds. */
  readonly renewEveryMs?: number
}

const LOOK_EVERY_MS = 1_000
const RENEW_EVERY_MS = 3_000
const TIDY_EVERY_MS = 60_000

/**
 * Does jobs of all operations, one after the other, until it is stopped. Any number of workers may
 * run on any number of machines: the database says who has which job.
 */
export function startWorker(db: Database, options: WorkerOptions): Worker {
  const stopping = new AbortController()
  const giveBack = new AbortController()
  const ended = loop(db, options, stopping.signal, giveBack.signal)
  return {
    stop: async (graceMs) => {
      stopping.abort()
      const late = new AbortController()
      await Promise.race([ended, wait(graceMs, undefined, { signal: late.signal }).catch(() => {})])
      late.abort()
      giveBack.abort()
      await ended
    },
  }
}

async function loop(
  db: Database,
  options: WorkerOptions,
  stopping: AbortSignal,
  giveBack: AbortSignal,
): Promise<void> {
  const { lookEveryMs = LOOK_EVERY_MS } = options
  let tidiedAt = -Infinity
  while (!stopping.aborted) {
    let hasWorked = false
    try {
      hasWorked = await lookForWork(db, options, stopping, giveBack)
      if (performance.now() - tidiedAt > TIDY_EVERY_MS) {
        tidiedAt = performance.now()
        await tidy(db)
      }
    } catch (error) {
      told(options, error)
    }
    // Not all workers at the same moment.
    const pause = lookEveryMs * (0.75 + Math.random() / 2)
    if (!hasWorked) await wait(pause, undefined, { signal: stopping }).catch(() => {})
  }
}

/** A database that is away is no fault of ours: the next look finds it again. */
function told({ observer }: WorkerOptions, error: unknown): void {
  if (error instanceof DomainError && error.code === 'unavailable') return
  observer.metrics.count('onward_faults_total', { where: 'worker' })
  observer.log.error('fault', { at: placesOf(error), why: 'worker' })
}

async function lookForWork(
  db: Database,
  options: WorkerOptions,
  stopping: AbortSignal,
  giveBack: AbortSignal,
): Promise<boolean> {
  const waiting = await operationsWithJobs(db)
  if (waiting.length === 0) return false
  const known = await listOperations(db)
  let hasWorked = false
  for (const id of waiting) {
    const operation = known.find((one) => one.id === id)
    if (operation === undefined || stopping.aborted) continue
    const job = await db.asSystem().write(id, claimJob)
    if (job === undefined) continue
    hasWorked = true
    await work(db, operation, job, options, giveBack)
  }
  return hasWorked
}

async function tidy(db: Database): Promise<void> {
  for (const { id } of await listOperations(db))
    await db.asSystem().write(id, async (tx) => {
      await forgetJobs(tx)
      await forgetKeptAnswers(tx)
      await forgetNews(tx)
    })
}

/** Why a job is not gone on with. */
class Stopped extends Error {
  readonly why: 'cancelled' | 'lost' | 'stopping'

  constructor(why: 'cancelled' | 'lost' | 'stopping') {
    super(`The job was stopped: ${why}.`)
    this.why = why
  }
}

async function work(
  db: Database,
  operation: Operation,
  job: ClaimedJob,
  options: WorkerOptions,
  giveBack: AbortSignal,
): Promise<void> {
  const { log, metrics } = options.observer
  const began = performance.now()
  const stop = new AbortController()
  const stopNow = (): void => stop.abort(new Stopped('stopping'))
  giveBack.addEventListener('abort', stopNow)
  const life = keepAlive(db, operation.id, job, stop, options.renewEveryMs ?? RENEW_EVERY_MS)
  let outcome = 'done'
  try {
    await doAndEnd(db, operation, job, options, stop.signal, life.onProgress)
  } catch (error) {
    outcome = await endOtherwise(
      db,
      operation.id,
      job,
      stop.signal.aborted ? stop.signal.reason : error,
    )
    if (outcome === 'fault') told(options, error)
  } finally {
    life.end()
    await db
      .asSystem()
      .write(operation.id, (tx) => dropJobFile(tx, job.id))
      .catch(() => {})
    giveBack.removeEventListener('abort', stopNow)
  }
  metrics.count('onward_jobs_total', { kind: job.kind, outcome })
  metrics.time('onward_job_seconds', (performance.now() - began) / 1_000, { kind: job.kind })
  log.info('job', { kind: job.kind, why: outcome, ms: Math.round(performance.now() - began) })
}

/** Does the job; what it wrote and its end are one commit. */
async function doAndEnd(
  db: Database,
  operation: Operation,
  job: ClaimedJob,
  { now }: WorkerOptions,
  signal: AbortSignal,
  onProgress: (done: number, total: number) => void,
): Promise<void> {
  const desk = await deskOf(db, operation, job.accountId, now)
  const held = holdWrites(desk.db)
  const end = async (tx: Tx, result: unknown): Promise<void> => {
    // Somebody else ended it: what this one wrote goes with the transaction.
    if (!(await endJob(tx, job.id, { status: 'done', result }))) throw new Stopped('lost')
  }
  try {
    const course = { onProgress, signal, readFile: fileReader(desk, job) }
    const result = await doJob({ ...desk, db: held.db }, job, course)
    if (held.isHeld()) await held.settle((tx) => end(tx, result))
    else await desk.db.write(operation.id, (tx) => end(tx, result))
  } catch (error) {
    // A write that waits is undone: its job did not come to its end.
    if (held.isHeld()) await held.settle(() => Promise.reject(new Stopped('lost'))).catch(() => {})
    throw error
  }
}

async function deskOf(
  db: Database,
  operation: Operation,
  accountId: AccountId,
  now?: () => Date,
): Promise<Desk> {
  const handle = await db.asSystem().read(operation.id, (tx) => findHandle(tx, accountId))
  return sitDown(db, operation, handle ?? '', now)
}

/** Ends, gives back or drops a job that did not come to its end. */
async function endOtherwise(
  db: Database,
  operationId: OperationId,
  job: ClaimedJob,
  error: unknown,
): Promise<string> {
  const write = (work: (tx: Tx) => Promise<unknown>): Promise<unknown> =>
    db.asSystem().write(operationId, work)
  const end = async (outcome: string, how: JobEnd): Promise<string> => {
    await write((tx) => endJob(tx, job.id, how))
    return outcome
  }
  try {
    if (error instanceof Stopped) {
      if (error.why === 'stopping') {
        await write((tx) => putBackJob(tx, job, 0))
        return 'given_back'
      }
      if (error.why === 'lost') return 'lost'
      return await end('cancelled', { status: 'cancelled' })
    }
    if (error instanceof DomainError && error.code !== 'unavailable') {
      const { code, message, issues } = error
      return await end('failed', { status: 'failed', fault: { code, message, issues } })
    }
    const isLast = job.attempts >= MOST_ATTEMPTS
    const isFault = !(error instanceof DomainError)
    if (isLast) return await end(isFault ? 'fault' : 'failed', { status: 'failed', fault: GAVE_UP })
    await write((tx) => putBackJob(tx, job, 2 ** job.attempts))
    return isFault ? 'fault' : 'tried_again'
  } catch {
    // The database is away: the lease runs out, and a worker takes it up again.
    return 'left'
  }
}

/** Says every few seconds that the worker lives and how far it is, and hears whether to stop. */
function keepAlive(
  db: Database,
  operationId: OperationId,
  job: ClaimedJob,
  stop: AbortController,
  everyMs: number,
): { readonly onProgress: (done: number, total: number) => void; readonly end: () => void } {
  let progress = { done: 0, total: 0 }
  const timer = setInterval(() => {
    db.asSystem()
      .write(operationId, (tx) => renewLease(tx, job, progress.done, progress.total))
      .then(
        (hold) => {
          if (hold === undefined) stop.abort(new Stopped('lost'))
          else if (hold.cancelAsked) stop.abort(new Stopped('cancelled'))
        },
        // Not heard once is not lost: the end of the job asks the database who has it.
        () => {},
      )
  }, everyMs)
  return {
    onProgress: (done, total) => {
      progress = { done: Math.round(done), total: Math.round(total) }
    },
    end: () => clearInterval(timer),
  }
}
