// node bench/access.mjs [persons]: what row-level security costs. The same questions with it and
// without it, in one run on one database, turn by turn; told as ratios.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { ensureBuilt } from '../scripts/ensure-built.mjs'

ensureBuilt()
const { openDatabase } = await import('../dist/storage/open-database.js')
const { openEmbedded } = await import('../dist/storage/embedded/open-embedded.js')
const { openDesk } = await import('../dist/actions/desk.js')
const { loadGenerated } = await import('../dist/actions/load-generated.js')
const { referenceOperation } = await import('../dist/actions/reference-operation.js')
const { listPersons } = await import('../dist/actions/list-persons.js')
const { listCases } = await import('../dist/actions/list-cases.js')
const { getCase } = await import('../dist/actions/get-case.js')
const { getPerson } = await import('../dist/actions/get-person.js')
const { getOverview } = await import('../dist/actions/get-overview.js')

const PERSONS = Number(process.argv[2] ?? 100_000)
const TURNS = 5
const NAMES = ['mohammad', 'reza', 'zahra', 'ali', 'hossein', 'maryam', 'karimi', 'ahmad re']

const folder = mkdtempSync(join(tmpdir(), 'onward-bench-access-'))
const db = await openDatabase({ dataFolder: folder })
const server = await openEmbedded({ dataFolder: folder })
const admin = new pg.Client({
  host: server.socketFolder,
  port: server.port,
  user: server.superuser,
  database: 'onward',
})
await admin.connect()
try {
  await loadGenerated(db, referenceOperation(PERSONS))
  await spreadOverSites(['main', 'north', 'south'])
  const reviewer = await openDesk(db, { handle: 'reviewer.one' })
  const officer = await openDesk(db, { handle: 'officer.one' })
  const seen = new Map()
  for (const desk of [reviewer, officer]) seen.set(desk, (await listCases(desk, {})).rows)
  const tables = await protectedTables()
  const spent = new Map()
  for (let turn = 0; turn <= TURNS; turn += 1)
    for (const isOn of turn % 2 === 0 ? [true, false] : [false, true]) {
      await setSecurity(tables, isOn)
      for (const desk of [reviewer, officer])
        for (const { question, times, ask } of questions(desk, seen.get(desk))) {
          await ask(0)
          const from = performance.now()
          for (let n = 0; n < times; n += 1) await ask(n)
          const each = (performance.now() - from) / times
          // The first turn warms everything up.
          if (turn > 0) note(spent, `${question} | ${desk.actor.role}`, isOn, each)
        }
    }
  for (const [question, { on, off }] of spent)
    process.stdout.write(
      `${question} | on ${median(on).toFixed(2)} ms | off ${median(off).toFixed(2)} ms | ratio ${(median(on) / median(off)).toFixed(2)}\n`,
    )
  await setSecurity(tables, true)
  const hidden = await admin.query(`select reference from cases where site <> 'main' limit 400`)
  await tellNotFound(
    'a case',
    (reference) => getCase(officer, reference),
    hidden.rows.map((row) => row.reference),
  )
  const strangers = await admin.query(
    `select reference from persons where site <> 'main' limit 400`,
  )
  await tellNotFound(
    'a person',
    (reference) => getPerson(officer, reference),
    strangers.rows.map((row) => row.reference),
  )
} finally {
  await admin.end()
  await server.close()
  await db.close()
  rmSync(folder, { recursive: true, force: true })
}

/** Whole cases to each site in turn; `officer.one` works for `main` alone. */
async function spreadOverSites(sites) {
  await admin.query(
    `insert into sites (operation_id, id, name, kind)
     select id, s, s, 'camp' from operations, unnest($1::text[]) as s on conflict do nothing`,
    [sites],
  )
  await admin.query(
    `create temp table home as
     select p.operation_id, p.id, ($1::text[])[1 + abs(hashtext(coalesce(min(m.case_id::text), p.id::text))) % $2] as site
     from persons p left join case_members m on m.person_id = p.id group by 1, 2`,
    [sites, sites.length],
  )
  await admin.query('create index on home (id)')
  for (const [table, key] of [
    ['persons', 'id'],
    ['person_keys', 'person_id'],
    ['person_link_keys', 'person_id'],
    ['case_members', 'person_id'],
    ['submission_members', 'person_id'],
    ['travel_checks', 'person_id'],
    ['events', 'person_id'],
  ])
    await admin.query(`update ${table} t set site = h.site from home h where h.id = t.${key}`)
  await admin.query(
    `update cases c set site = m.site from case_members m where m.case_id = c.id and m.relationship = 'PA'`,
  )
  for (const table of ['case_members', 'submissions', 'case_links', 'events'])
    await admin.query(`update ${table} t set site = c.site from cases c where c.id = t.case_id`)
  await admin.query('vacuum analyze')
}

async function protectedTables() {
  const { rows } = await admin.query(
    `select relname from pg_class where relrowsecurity and relnamespace = 'public'::regnamespace`,
  )
  return rows.map((row) => row.relname)
}

async function setSecurity(tables, isOn) {
  for (const table of tables)
    await admin.query(`alter table ${table} ${isOn ? 'enable' : 'disable'} row level security`)
}

function questions(desk, rows) {
  return [
    {
      question: 'persons by name',
      times: 40,
      ask: (n) => listPersons(desk, { query: NAMES[n % 8] }),
    },
    { question: 'everyone, first page', times: 10, ask: () => listPersons(desk, {}) },
    { question: 'cases, first page', times: 10, ask: () => listCases(desk, {}) },
    { question: 'cases by name', times: 20, ask: (n) => listCases(desk, { query: NAMES[n % 8] }) },
    { question: 'a case', times: 40, ask: (n) => getCase(desk, rows[n % rows.length].case) },
    { question: 'overview', times: 2, ask: () => getOverview(desk) },
  ]
}

/** Whether the time of a refusal tells what exists elsewhere from what exists nowhere. */
async function tellNotFound(what, ask, references) {
  const times = []
  for (const [n, reference] of references.entries())
    for (const isThere of n % 2 === 0 ? [true, false] : [false, true]) {
      const asked = isThere ? reference : `${reference.slice(0, -3)}ZZ${n % 10}`
      const from = performance.now()
      const refused = await ask(asked).then(
        () => false,
        () => true,
      )
      if (!refused) throw new Error('Somebody was shown who must not be.')
      if (n >= 20) times.push({ isThere, ms: performance.now() - from })
    }
  const of = (isThere) => times.filter((one) => one.isThere === isThere).map((one) => one.ms)
  const z = rankSum(times)
  process.stdout.write(
    `not found, ${what} | elsewhere ${median(of(true)).toFixed(3)} ms | nowhere ${median(of(false)).toFixed(3)} ms | rank sum z ${z.toFixed(2)}\n`,
  )
}

/** Wilcoxon's rank sum as a z: beyond 3 the two are told apart. */
function rankSum(times) {
  const sorted = times.toSorted((a, b) => a.ms - b.ms)
  let sum = 0
  for (const [at, { isThere }] of sorted.entries()) if (isThere) sum += at + 1
  const n = times.length / 2
  return (sum - (n * (2 * n + 1)) / 2) / Math.sqrt((n * n * (2 * n + 1)) / 12)
}

function note(spent, key, isOn, ms) {
  const kept = spent.get(key) ?? { on: [], off: [] }
  kept[isOn ? 'on' : 'off'].push(ms)
  spent.set(key, kept)
}

function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]
}
