/**
 * One primary and one streaming replica of Debian's PostgreSQL, one and three instances, and people
 * of several roles at work: requests per second and the 95th percentile by kind, as ratios in one
 * run; and what a person, a case and an event weigh on disk.
 *
 *   node bench/scale.mjs [--persons 100000] [--seconds 30] [--people 24] [--turns 2]
 *
 * Needs Debian's `postgresql` (or ONWARD_PG_BIN with postgres, initdb and pg_basebackup), and the built
 * `dist`. Everything stays on loopback and in a temporary folder, and is gone afterwards.
 */
import { execFileSync, spawn } from 'node:child_process'
import { randomBytes, randomUUID } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { openDatabase } from '../dist/storage/open-database.js'
import { signIn } from '../dist/testing/sign-in.js'
import { untilReady } from './faults/stage.mjs'
import { seededRandom } from './seeded.mjs'

const { values: options } = parseArgs({
  options: {
    persons: { type: 'string', default: '100000' },
    seconds: { type: 'string', default: '30' },
    people: { type: 'string', default: '24' },
    turns: { type: 'string', default: '2' },
  },
})
const BIN = process.env.ONWARD_PG_BIN ?? '/usr/lib/postgresql/15/bin'
const RUN = `import(${JSON.stringify(new URL('../dist/cli/main.js', import.meta.url).href)}).then((m) => m.main(process.argv.slice(1))).then((code) => process.exit(code))`
const say = (text) => process.stderr.write(`${text}\n`)
const random = seededRandom(1)
const pick = (list) => list[Math.floor(random() * list.length)]

/** PostgreSQL refuses root. */
const asPostgres = (program, args, env = {}) => {
  const asRoot = process.getuid() === 0
  const [command, all] = asRoot
    ? ['runuser', ['-u', 'postgres', '--', program, ...args]]
    : [program, args]
  return execFileSync(command, all, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  })
}

const freePort = () =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })

async function startServers(folder, password) {
  if (!existsSync(join(BIN, 'pg_basebackup')))
    throw new Error(`No PostgreSQL with pg_basebackup in ${BIN}: apt-get install postgresql`)
  const [primary, replica] = [join(folder, 'primary'), join(folder, 'replica')]
  const [at, replicaAt] = [await freePort(), await freePort()]
  const secret = join(folder, 'password')
  writeFileSync(secret, password, { mode: 0o644 })
  asPostgres(join(BIN, 'initdb'), [
    '-D',
    primary,
    '-U',
    'postgres',
    '--auth=scram-sha-256',
    `--pwfile=${secret}`,
    '--encoding=UTF8',
    '--locale=C.UTF-8',
    '--data-checksums',
  ])
  const start = (data, port) =>
    asPostgres(join(BIN, 'pg_ctl'), [
      '-D',
      data,
      '-w',
      '-t',
      '120',
      '-l',
      join(data, 'log'),
      'start',
      '-o',
      `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=${folder} -c max_connections=120 -c shared_buffers=512MB -c max_wal_size=4GB -c wal_level=replica -c hot_standby=on`,
    ])
  start(primary, at)
  asPostgres(
    join(BIN, 'pg_basebackup'),
    ['-h', '127.0.0.1', '-p', String(at), '-U', 'postgres', '-D', replica, '-R', '-c', 'fast'],
    { PGPASSWORD: password },
  )
  start(replica, replicaAt)
  return {
    at,
    replicaAt,
    close: () => {
      for (const data of [replica, primary])
        try {
          asPostgres(join(BIN, 'pg_ctl'), ['-D', data, '-m', 'immediate', '-w', 'stop'])
        } catch {
          // It was not running.
        }
    },
  }
}

/** Whoever sits at a screen: what they ask for, and how often. */
function askers({ cookies, cases, persons, names }) {
  const get = (path) => ({ path })
  const post = (path, body) => ({ path, body })
  const event = () => {
    const { reference, person } = pick(cases)
    const data = { location: random() < 0.5 ? 'camp' : 'elsewhere', safe: false }
    return post(`/api/cases/${reference}/events`, { type: 'person.moved', person, data })
  }
  const register = () => {
    const text = randomBytes(6).toString('hex').replace(/\d/g, 'a')
    return post('/api/persons', {
      draft: {
        names: [
          { role: 'given', text },
          { role: 'family', text: `${text}zu` },
        ],
      },
    })
  }
  return [
    ['list of cases', 20, 'officer', () => get(`/api/cases?page=${1 + Math.floor(random() * 20)}`)],
    ['case file', 25, 'officer', () => get(`/api/cases/${pick(cases).reference}`)],
    ['person file', 10, 'officer', () => get(`/api/persons/${pick(persons)}`)],
    ['search', 10, 'officer', () => names.search(pick(names.words))],
    ['event', 12, 'officer', event],
    ['register', 3, 'officer', register],
    ['offers', 8, 'reviewer', () => get('/api/offers')],
    ['figures', 6, 'analyst', () => get('/api/figures')],
    ['overview', 6, 'reviewer', () => get('/api/overview')],
  ].flatMap(([kind, share, role, make]) =>
    Array.from({ length: share }, () => ({ kind, cookie: cookies[role], make })),
  )
}

async function send(url, { cookie, make }) {
  const { path, body } = make()
  const response = await fetch(url + path, {
    headers: {
      cookie,
      ...(body === undefined
        ? {}
        : { 'content-type': 'application/json', 'idempotency-key': randomUUID() }),
    },
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(60_000),
  })
  await response.arrayBuffer()
  return response.status
}

/** Everybody at work for so many seconds. */
async function measure(urls, all) {
  const times = new Map()
  const until = performance.now() + Number(options.seconds) * 1_000
  let [failed, refused] = [0, 0]
  const person = async (n) => {
    while (performance.now() < until) {
      const asker = pick(all)
      const began = performance.now()
      const status = await send(urls[n % urls.length], asker).catch(() => 599)
      if (status >= 500) failed += 1
      else if (status >= 400) refused += 1
      const list = times.get(asker.kind) ?? []
      list.push(performance.now() - began)
      times.set(asker.kind, list)
    }
  }
  await Promise.all(Array.from({ length: Number(options.people) }, (_, n) => person(n)))
  const kinds = {}
  let count = 0
  for (const [kind, list] of times) {
    count += list.length
    const sorted = list.toSorted((a, b) => a - b)
    kinds[kind] = { n: list.length, p95: sorted[Math.floor(sorted.length * 0.95)] }
  }
  return { perSecond: count / Number(options.seconds), failed, refused, kinds }
}

const SIZES = `
  select
    (select count(*) from persons) as persons, (select count(*) from cases) as cases,
    (select count(*) from events) as events,
    (select sum(pg_total_relation_size(c.oid)) from pg_class c where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
       and c.relname in ('persons', 'person_keys', 'person_link_keys', 'households')) as person_bytes,
    (select sum(pg_total_relation_size(c.oid)) from pg_class c where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
       and c.relname in ('cases', 'case_members', 'case_links', 'submissions', 'submission_members', 'travel_checks')) as case_bytes,
    pg_total_relation_size('events') as event_bytes, pg_database_size(current_database()) as all_bytes`

async function main() {
  const folder = mkdtempSync(join(tmpdir(), 'onward-scale-'))
  chmodSync(folder, 0o777)
  mkdirSync(join(folder, 'instances'))
  const password = randomBytes(24).toString('hex')
  const children = []
  let servers
  try {
    servers = await startServers(folder, password)
    const admin = new pg.Client({
      host: '127.0.0.1',
      port: servers.at,
      user: 'postgres',
      password,
      database: 'postgres',
    })
    await admin.connect()
    await admin.query('create database onward')
    await admin.end()
    const env = {
      ...process.env,
      ONWARD_DATA: join(folder, 'instances'),
      DATABASE_URL: `postgres://postgres:${password}@127.0.0.1:${servers.at}/onward`,
      ONWARD_REPLICA_URL: `postgres://127.0.0.1:${servers.replicaAt}/onward`,
      ONWARD_LOG: 'silent',
    }
    say(`Loading ${options.persons} invented persons …`)
    const loadBegan = performance.now()
    execFileSync(process.execPath, ['-e', RUN, '--', 'demo', '--size', options.persons], {
      env,
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    const loadSeconds = Math.round((performance.now() - loadBegan) / 1_000)
    const inside = new pg.Client({
      host: '127.0.0.1',
      port: servers.at,
      user: 'postgres',
      password,
      database: 'onward',
    })
    await inside.connect()
    const sizes = (await inside.query(SIZES)).rows[0]
    const run = (args, more) => {
      const child = spawn(process.execPath, ['-e', RUN, '--', ...args], {
        env: { ...env, ...more },
        stdio: 'ignore',
      })
      children.push(child)
    }
    const ports = [await freePort(), await freePort(), await freePort()]
    const urls = ports.map((port) => `http://127.0.0.1:${port}`)
    for (const port of ports)
      run(['start', '--empty', '--port', String(port)], { ONWARD_WORKER: 'off' })
    run(['worker'], {})
    for (const url of urls) await untilReady(url, 300_000)
    const db = await openDatabase({ dataFolder: env.ONWARD_DATA, databaseUrl: env.DATABASE_URL })
    const cookies = {
      officer: await signIn({ db }, 'officer.one'),
      reviewer: await signIn({ db }, 'reviewer.one'),
      analyst: await signIn({ db }, 'analyst.one'),
    }
    await db.close()
    const rows = await inside.query(
      `select c.reference, p.reference as person from cases c
       join case_members m on m.operation_id = c.operation_id and m.case_id = c.id
       join persons p on p.operation_id = m.operation_id and p.id = m.person_id
       where c.status = 'ready' order by c.id limit 500`,
    )
    const cases = rows.rows
    // Names are taken from what a list shows: columns of the database may be sealed.
    const list = await (
      await fetch(`${urls[0]}/api/persons`, { headers: { cookie: cookies.officer } })
    ).json()
    const words = list.rows.flatMap((row) => row.names.map((name) => name.text.split(' ')[0]))
    const bySearch = await fetch(`${urls[0]}/api/persons?query=${encodeURIComponent(words[0])}`, {
      headers: { cookie: cookies.officer },
    })
    const search = (word) =>
      bySearch.ok
        ? { path: `/api/persons?query=${encodeURIComponent(word)}` }
        : { path: '/api/persons/search', body: { query: word } }
    const all = askers({
      cookies,
      cases,
      persons: cases.map((one) => one.person),
      names: { words, search },
    })
    const turns = { 1: [], 3: [] }
    await measure(urls, all)
    for (let turn = 0; turn < Number(options.turns); turn += 1)
      for (const n of turn % 2 === 0 ? [1, 3] : [3, 1]) {
        const result = await measure(urls.slice(0, n), all)
        turns[n].push(result)
        say(
          `${n} instances: ${result.perSecond.toFixed(1)} requests/s, ${result.failed} failed, ${result.refused} refused`,
        )
      }
    const lag = await inside.query(
      `select coalesce(max(pg_wal_lsn_diff(pg_current_wal_lsn(), replay_lsn)), -1)::int as bytes from pg_stat_replication`,
    )
    await inside.end()
    const best = (n) => turns[n].toSorted((a, b) => b.perSecond - a.perSecond)[0]
    const round = (value) => Math.round(value * 10) / 10
    const kinds = Object.fromEntries(
      Object.keys(best(1).kinds).map((kind) => [
        kind,
        { p95Of1: round(best(1).kinds[kind].p95), p95Of3: round(best(3).kinds[kind]?.p95 ?? 0) },
      ]),
    )
    console.log(
      JSON.stringify({
        persons: Number(options.persons),
        loadSeconds,
        perSecond: {
          1: round(best(1).perSecond),
          3: round(best(3).perSecond),
          ratio: round(best(3).perSecond / best(1).perSecond),
        },
        failed: [...turns[1], ...turns[3]].reduce((sum, one) => sum + one.failed, 0),
        refused: [...turns[1], ...turns[3]].reduce((sum, one) => sum + one.refused, 0),
        kinds,
        replicaBehindBytes: lag.rows[0].bytes,
        bytes: {
          perPerson: Math.round(sizes.person_bytes / sizes.persons),
          perCase: Math.round(sizes.case_bytes / sizes.cases),
          perEvent: Math.round(sizes.event_bytes / sizes.events),
          eventsPerPerson: round(sizes.events / sizes.persons),
          casesPerPerson: round((sizes.cases / sizes.persons) * 100) / 100,
          allPerPerson: Math.round(sizes.all_bytes / sizes.persons),
        },
      }),
    )
  } finally {
    for (const child of children) child.kill('SIGKILL')
    servers?.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

await main()
