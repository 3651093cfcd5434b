import { setTimeout as wait } from 'node:timers/promises'
import { Command } from 'commander'
import { DEFAULT_HANDLE, DEFAULT_PLANNER, findOperation, sitDown } from '../actions/desk.ts'
import { loadGenerated } from '../actions/load-generated.ts'
import { referenceOperation } from '../actions/reference-operation.ts'
import { findPlan } from '../actions/get-plan.ts'
import { solvePlan } from '../actions/solve-plan.ts'
import { ownerKeeper } from '../actions/accounts/keeper.ts'
import { makeLink } from '../actions/sign-in/one-time-link.ts'
import { startWorker } from '../actions/work-jobs.ts'
import type { PlanView } from '../domain/views.ts'
import { watchReadiness } from '../api/readiness.ts'
import { serve } from '../api/serve.ts'
import { serveMetrics } from '../api/serve-metrics.ts'
import { observeProcess } from '../observing/observer.ts'
import type { Database } from '../storage/database.ts'
import { stopEmbedded } from '../storage/embedded/open-embedded.ts'
import { startSharedClock } from '../storage/shared-clock.ts'
import { openDatabase } from '../storage/open-database.ts'
import { linkAddress } from './account.ts'
import { EXIT_CODE } from './exit-code.ts'
import { planSummary } from './plan-text.ts'
import { parsePort } from './parse-options.ts'
import { makeObserver, readServerSettings } from './server-settings.ts'
import type { Settings } from './settings.ts'
import { readSignInSettings } from './sign-in-settings.ts'
import { sealRegularly } from './seal-regularly.ts'
import { readSettings, readVersion } from './settings.ts'
import { print, say, startProgress } from './terminal.ts'

interface StartOptions {
  readonly empty?: boolean
  readonly port?: number
  readonly as: string
}

/** `onward start`, `onward worker`, `onward stop` */
export function startCommands(): Command[] {
  return [
    new Command('start')
      .description('open the data folder, plan, and serve the screens until stopped')
      .option('--empty', 'do not load the reference operation into an empty data folder')
      .option('--port <port>', 'the port; without it PORT, or 4100', parsePort)
      .option('--as <account>', 'the account that the printed link signs in', DEFAULT_HANDLE)
      .action(start),
    new Command('worker')
      .description('do jobs that were put off (plans, imports, scans), until stopped')
      .action(work),
    new Command('stop')
      .description('stop the embedded PostgreSQL of the data folder, whoever started it')
      .action(async () => {
        const stopped = await stopEmbedded(readSettings(process.env))
        say(stopped ? 'Stopped.' : 'Nothing was running in this data folder.')
      }),
  ]
}

async function start(options: StartOptions): Promise<void> {
  const settings = readSettings(process.env)
  const server = readServerSettings(process.env)
  const signIn = readSignInSettings(process.env, settings)
  const observer = makeObserver(server)
  const db = await openDatabase({ ...settings, note: say })
  const readiness = watchReadiness(db, observer.log)
  observeProcess(observer)
  const metrics =
    server.metrics && (await serveMetrics(server.metrics, observer.metrics, readiness))
  const clock = await startSharedClock(db)
  try {
    const plan = await prepare(db, options.empty === true)
    const { now } = clock
    const worker = server.hasWorker ? startWorker(db, { observer, now }) : undefined
    const listening = await serve({
      db,
      version: readVersion(),
      webFolder: settings.webFolder,
      port: options.port ?? settings.port,
      host: server.host,
      observer,
      readiness,
      ...signIn,
      now,
    })
    const sealing = sealRegularly(db, observer.log)
    if (plan !== undefined) print(planSummary(plan))
    await printWayIn(db, settings, Number(new URL(listening.url).port), options.as)
    if (metrics !== undefined) say(`Its metrics are at ${metrics.url}/metrics`)
    say('Stop it with Ctrl-C.')
    // A server of one's own may be away for a while, and comes back; the embedded one does not.
    const gone = settings.databaseUrl === undefined ? [untilGone(db)] : []
    const why = await Promise.race([untilStopped(), ...gone])
    say(why === 'gone' ? 'The database was stopped. Start again with npm start.' : 'Stopping …')
    if (why === 'gone') process.exitCode = EXIT_CODE.unavailable
    readiness.stop()
    observer.log.info('stopping', { why })
    endAtSecondSignal()
    if (why === 'asked') await wait(server.drainSeconds * 1_000)
    await Promise.all([listening.close(), worker?.stop(GRACE_MS)])
    await sealing.stop()
    observer.log.info('stopped')
  } finally {
    clock.stop()
    metrics?.close()
    await db.close()
  }
}

/** A process that only does jobs, beside instances with ONWARD_WORKER=off. */
async function work(): Promise<void> {
  const settings = readSettings(process.env)
  const server = readServerSettings(process.env)
  const observer = makeObserver(server)
  const db = await openDatabase({ ...settings, note: say })
  observeProcess(observer)
  const readiness = watchReadiness(db, observer.log)
  const metrics =
    server.metrics && (await serveMetrics(server.metrics, observer.metrics, readiness))
  const clock = await startSharedClock(db)
  try {
    const worker = startWorker(db, { observer, now: clock.now })
    print('Working on jobs.')
    say('Stop it with Ctrl-C.')
    await untilStopped()
    say('Stopping …')
    endAtSecondSignal()
    await worker.stop(GRACE_MS)
  } finally {
    clock.stop()
    metrics?.close()
    await db.close()
  }
}

/** Loads the reference operation into an empty database, and makes the first plan. */
async function prepare(db: Database, leaveEmpty: boolean): Promise<PlanView | undefined> {
  let operation = await findOperation(db)
  if (operation === undefined) {
    if (leaveEmpty) return undefined
    const generated = referenceOperation()
    say(`Loading the reference operation ${generated.name} (invented people) …`)
    const progress = startProgress('Loading')
    operation = await loadGenerated(db, generated, (done) =>
      progress.update(done, generated.personCount),
    ).finally(() => progress.end())
  }
  const desk = await sitDown(db, operation, DEFAULT_PLANNER)
  const last = await findPlan(desk)
  if (last !== undefined) return last
  say('Planning …')
  return solvePlan(desk, {})
}

/**
 * On this machine a one-time link for its owner. Behind a public address none: there the output may
 * be a log that others read.
 */
async function printWayIn(
  db: Database,
  { origin }: Pick<Settings, 'origin'>,
  port: number,
  handle: string,
): Promise<void> {
  const operation = await findOperation(db)
  if (origin !== undefined || operation === undefined)
    return print(`\nOnward is at ${origin ?? `http://127.0.0.1:${port}`}/`)
  const { token } = await makeLink(ownerKeeper(db, operation), handle)
  print(`\nOnward is open for ${handle}, once, within 15 minutes:\n${linkAddress({ port }, token)}`)
  say('Later: `onward account link HANDLE` makes another link.')
}

/** Ctrl-C or a service manager's stop. */
function untilStopped(): Promise<'asked'> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.once(signal, () => resolve('asked'))
  })
}

const INTERRUPTED = 130
/** For the job that a worker has: then it is given back to be begun anew. */
const GRACE_MS = 15_000

/** Whoever asks twice does not want to wait for open requests. */
function endAtSecondSignal(): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => process.exit(INTERRUPTED))
}

const LOOK_EVERY_MS = 2_000
const FAILURES_IN_A_ROW = 3

/** Until the database does not answer several times in a row: then the screens would only fail. */
async function untilGone(db: Database): Promise<'gone'> {
  for (let failures = 0; failures < FAILURES_IN_A_ROW;) {
    await wait(LOOK_EVERY_MS, undefined, { ref: false })
    const answers = await db.bare('select 1 as up').then(
      () => true,
      () => false,
    )
    failures = answers ? 0 : failures + 1
  }
  return 'gone'
}
