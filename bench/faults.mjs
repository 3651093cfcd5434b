/**
 * What is left of acknowledged work when instances, workers, the database, the wire between them,
 * the disk, the power or a clock fail at random moments? Two instances and a worker run as processes
 * of their own, with people at work who send every request again until it is answered; at the end
 * everything answered is looked for in the database, and counted.
 *
 *   npm run test:faults -- [--rounds 200] [--seed 1] [--people 4] [--only instance,database] [--seconds N]
 *
 * Everything stays on loopback and in a temporary folder. Power losses and full disks need Linux, root
 * and loop devices; they are skipped elsewhere. Prints one line of JSON; exit code 1 when something
 * was lost, done twice, answered otherwise when repeated, or left behind.
 */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { openDatabase } from '../dist/storage/open-database.js'
import { signIn } from '../dist/testing/sign-in.js'
import { tryDisk } from './disk.mjs'
import { startLoad } from './faults/load.mjs'
import { openStage, startMigration, untilReady } from './faults/stage.mjs'
import { seededRandom } from './seeded.mjs'

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '200' },
    seconds: { type: 'string', default: '86400' },
    seed: { type: 'string', default: '1' },
    people: { type: 'string', default: '4' },
    only: { type: 'string' },
  },
})
const random = seededRandom(Number(options.seed))
const say = (text) => process.stderr.write(`${text}\n`)

/** A process that is started again whenever it ends, as a service manager does. */
function keepRunning(start) {
  let running = start()
  let isWanted = true
  const watch = () =>
    running.child.once('exit', async () => {
      if (!isWanted) return
      await wait(100)
      running = start()
      watch()
    })
  watch()
  return {
    signal: (name) => running.child.kill(name),
    stop: () => {
      isWanted = false
      running.child.kill('SIGKILL')
    },
  }
}

const freePort = () =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })

/** How often each comes, of all. */
const OFTEN = { instance: 6, worker: 6, database: 3, reset: 2, cut: 2 }

/** What each disturbance does; it returns when what it took away is there again. */
function disturbances({ stage, disk, instances, worker, urls, back }) {
  const one = () => Math.floor(random() * instances.length)
  const all = {
    // The others go on meanwhile, and so do the rounds: when this one is back is noted apart.
    instance: async () => {
      const which = one()
      const began = performance.now()
      instances[which].signal('SIGKILL')
      await wait(200)
      void untilReady(urls[which]).then(
        () => back.push(performance.now() - began),
        () => {},
      )
    },
    worker: async () => worker.signal('SIGKILL'),
    database: async () => {
      await stage.killDatabase()
      await stage.startDatabase()
    },
    reset: async () => stage.proxy.reset(),
    cut: async () => {
      stage.proxy.cut()
      await wait(500 + random() * 2_500)
      stage.proxy.mend()
    },
    pause: async () => {
      const stopped = random() < 0.5 ? instances[one()] : worker
      stopped.signal('SIGSTOP')
      await wait(500 + random() * 2_000)
      stopped.signal('SIGCONT')
    },
    clock: async () => {
      const which = random() < 0.7 ? instances[one()] : worker
      which.signal('SIGUSR2')
      await wait(1_000)
      which.signal('SIGUSR2')
    },
    migration: async () => {
      const migration = startMigration(stage.environment)
      await wait(200 + random() * 800)
      migration.kill('SIGKILL')
    },
  }
  if (disk === null) return all
  return {
    ...all,
    power: async () => {
      disk.cutPower()
      await stage.killDatabase()
      await disk.restart()
      await stage.startDatabase()
    },
    disk_full: async () => {
      const filler = join(disk.mount, 'filler')
      const { bavail, bsize } = statfsSync(disk.mount)
      try {
        const piece = Buffer.alloc(1 << 20)
        for (let left = bavail * bsize; left > 0; left -= piece.length)
          writeFileSync(filler, piece, { flag: 'a' })
      } catch (error) {
        if (error.code !== 'ENOSPC') throw error
      }
      await wait(500 + random() * 1_000)
      rmSync(filler, { force: true })
      await stage.startDatabase()
    },
  }
}

async function signedIn(stage, folder, handles) {
  const db = await openDatabase({
    dataFolder: join(folder, 'instances'),
    databaseUrl: stage.environment.DATABASE_URL,
  })
  const cookies = []
  for (const handle of handles) cookies.push(await signIn({ db }, handle))
  await db.close()
  return cookies
}

/** Cases with a member each, whose files people write in. */
async function someCases(url, cookie) {
  const ask = async (path) =>
    (await fetch(url + path, { headers: { cookie }, signal: AbortSignal.timeout(60_000) })).json()
  const { rows } = await ask('/api/cases?status=ready')
  const cases = []
  for (const { case: reference } of rows.slice(0, 20)) {
    const file = await ask(`/api/cases/${reference}`)
    cases.push({ reference, person: file.members[0].person })
  }
  return cases
}

async function count(admin, sql, values = []) {
  const { rows } = await admin.query(sql, values)
  return Number(rows[0].n)
}

const BY_HAND = 'select count(*) as n from persons where batch_id is null'

/** Looks for everything that was answered. */
async function verify(admin, changes, before, found) {
  const of = (kind, isDone) =>
    changes.filter((one) => one.kind === kind && one.answer.status < 300 === isDone)
  const facts = (change) => change.check(change.answer.text)
  const lose = (what) => {
    found.lost += 1
    say(`LOST: ${what}`)
  }
  const twice = (what, n) => {
    found.doubled += n
    say(`TWICE: ${what}`)
  }
  const persons = of('person', true)
  for (const change of persons) {
    const { person } = facts(change)
    if (
      (await count(admin, 'select count(*) as n from persons where reference = $1', [person])) < 1
    )
      lose(`person ${person}`)
  }
  const made = (await count(admin, BY_HAND)) - before.persons
  if (made > persons.length) twice('persons', made - persons.length)
  const ofReason = 'select count(*) as n from events where reason = $1'
  for (const isDone of [true, false])
    for (const change of of('event', isDone)) {
      const { reason } = JSON.parse(change.body)
      const n = await count(admin, ofReason, [reason])
      if (isDone && n < 1) lose(`event ${reason}`)
      if (n > (isDone ? 1 : 0)) twice(`event ${reason}`, n - (isDone ? 1 : 0))
    }
  const jobs = new Map()
  const { rows } = await admin.query('select id, status from jobs')
  for (const { id, status } of rows) jobs.set(id, status)
  let plans = 0
  for (const change of [...of('import', true), ...of('plan', true)]) {
    const { job, name } = facts(change)
    const status = jobs.get(job)
    found.jobs[status] = (found.jobs[status] ?? 0) + 1
    if (status === undefined) lose(`job ${job}`)
    if (change.kind === 'plan') plans += status === 'done' ? 1 : 0
    else {
      const n = await count(admin, 'select count(*) as n from batches where file_name = $1', [name])
      if (status === 'done' && n < 1) lose(`import ${name}`)
      if (n > (status === 'done' ? 1 : 0)) twice(`import ${name}`, n - (status === 'done' ? 1 : 0))
    }
  }
  const kept = (await count(admin, 'select count(*) as n from plans')) - before.plans
  if (kept < plans) lose(`${plans - kept} plans`)
  if (kept > plans) twice('plans', kept - plans)
  found.leftBehind += await count(
    admin,
    `select (select count(*) from jobs where status = 'open')
          + (select count(*) from information_schema.tables where table_name like 'half\\_way%')
          + (select count(*) from job_files) as n`,
  )
  found.refused += changes.filter((one) => one.answer.status >= 400).length
}

async function main() {
  const began = performance.now()
  const folder = mkdtempSync(join(tmpdir(), 'onward-faults-'))
  chmodSync(folder, 0o711)
  mkdirSync(join(folder, 'instances'), { mode: 0o755 })
  const disk = tryDisk(folder, '2G')
  const stage = await openStage(folder, disk)
  const ports = [await freePort(), await freePort()]
  const urls = ports.map((port) => `http://127.0.0.1:${port}`)
  const found = { lost: 0, doubled: 0, leftBehind: 0, refused: 0, jobs: {} }
  const tally = { sent: 0, answered: 0, unanswered: 0, repeated: 0, answersThatDiffer: 0 }
  const rounds = {}
  const again = {}
  const back = []
  let ends = () => {}
  // Whoever ends this run ends what it started.
  for (const signal of ['SIGINT', 'SIGTERM'])
    process.once(signal, () => {
      ends()
      void stage
        .close()
        .then(() => disk?.remove())
        .finally(() => {
          rmSync(folder, { recursive: true, force: true })
          process.exit(130)
        })
    })
  try {
    await stage.command('demo', '--size', '400')
    const instances = ports.map((port) => keepRunning(() => stage.instance(port)))
    const worker = keepRunning(() => stage.worker())
    ends = () => [...instances, worker].forEach((one) => one.stop())
    for (const url of urls) await untilReady(url)
    const cookies = await signedIn(stage, folder, ['reviewer.one', 'reviewer.two'])
    const cases = await someCases(urls[0], cookies[0])
    let admin = await stage.admin()
    const before = {
      persons: await count(admin, BY_HAND),
      plans: await count(admin, 'select count(*) as n from plans'),
    }
    await admin.end()
    const load = startLoad({ urls, cookies, cases, random, people: Number(options.people), tally })
    const disturb = disturbances({ stage, disk, instances, worker, urls, back })
    const kinds = Object.keys(disturb)
      .filter((kind) => options.only === undefined || options.only.split(',').includes(kind))
      .flatMap((kind) => Array.from({ length: OFTEN[kind] ?? 1 }, () => kind))
    for (let round = 1; round <= Number(options.rounds); round += 1) {
      if ((performance.now() - began) / 1_000 > Number(options.seconds)) break
      const kind = kinds[Math.floor(random() * kinds.length)]
      await wait(random() * 700)
      const at = performance.now()
      await disturb[kind]()
      const restored = performance.now()
      while ((tally.lastAnswerAt ?? 0) < restored) {
        await wait(5)
        if (performance.now() - restored > 120_000)
          throw new Error(`Nobody is served after ${kind}.`)
      }
      rounds[kind] = (rounds[kind] ?? 0) + 1
      ;(again[kind] ??= []).push(tally.lastAnswerAt - at)
      say(`${round} ${kind}: served again ${Math.round(tally.lastAnswerAt - at)} ms after it began`)
    }
    await load.stop()
    for (const url of urls) await untilReady(url)
    await load.finish()
    admin = await stage.admin()
    for (let tries = 0; tries < 600; tries += 1) {
      const open = await count(admin, `select count(*) as n from jobs where status = 'open'`)
      if (open === 0) break
      await wait(1_000)
    }
    // Files of jobs that ended are tidied within a minute.
    for (let tries = 0; tries < 90; tries += 1) {
      if ((await count(admin, 'select count(*) as n from job_files')) === 0) break
      await wait(1_000)
    }
    await verify(admin, load.changes, before, found)
    await admin.end()
    ends()
    // Derives everything anew from events, and follows the chain of the audit.
    await stage.command('doctor', '--deep')
    await stage.command('audit', 'verify')
  } finally {
    ends()
    await stage.close()
    await disk?.remove()
    rmSync(folder, { recursive: true, force: true })
  }
  const median = (list) => Math.round(list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)])
  const most = (list) => Math.round(Math.max(...list))
  const servedAgainMs = Object.fromEntries(
    Object.entries(again).map(([kind, list]) => [kind, { median: median(list), most: most(list) }]),
  )
  if (back.length > 0) servedAgainMs.instanceItself = { median: median(back), most: most(back) }
  delete tally.lastAnswerAt
  const { answersThatDiffer } = tally
  const seconds = Math.round((performance.now() - began) / 1_000)
  const total = Object.values(rounds).reduce((sum, n) => sum + n, 0)
  console.log(
    JSON.stringify({
      rounds: total,
      ...found,
      ...tally,
      byKind: rounds,
      servedAgainMs,
      seed: Number(options.seed),
      seconds,
    }),
  )
  if (found.lost + found.doubled + found.leftBehind + answersThatDiffer > 0) process.exitCode = 1
}

await main()
