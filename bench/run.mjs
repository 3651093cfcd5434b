// npm run bench: the measures that matter to a user, on this machine, in data folders of its own.
// `npm run bench -- import search plan` runs only those named. Durability: bench/durability.mjs.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { ensureBuilt } from '../scripts/ensure-built.mjs'

ensureBuilt()
const { openDatabase } = await import('../dist/storage/open-database.js')
const { openDesk, draftDesk } = await import('../dist/actions/desk.js')
const { draftOperation, openOperation } = await import('../dist/actions/create-operation.js')
const { prepareRegisterImport } = await import('../dist/actions/import-register.js')
const { loadGenerated } = await import('../dist/actions/load-generated.js')
const { referenceOperation } = await import('../dist/actions/reference-operation.js')
const { listCases } = await import('../dist/actions/list-cases.js')
const { listPersons } = await import('../dist/actions/list-persons.js')
const { findLikelyPersons } = await import('../dist/actions/find-likely-persons.js')
const { scanRegister } = await import('../dist/actions/scan-register.js')
const { getFigures } = await import('../dist/actions/get-figures.js')
const { getOverview } = await import('../dist/actions/get-overview.js')
const { solvePlan } = await import('../dist/actions/solve-plan.js')

const SEARCHES = 200
const asked = process.argv.slice(2)
const results = []
const wants = (name) => asked.length === 0 || asked.includes(name)
const seconds = (from) => Math.round(performance.now() - from) / 1000

function report(measure, value, unit) {
  results.push({ measure, value, unit })
  process.stdout.write(`${measure}: ${value} ${unit}\n`)
}

async function inFolder(work) {
  const folder = mkdtempSync(join(tmpdir(), 'onward-bench-'))
  const db = await openDatabase({ dataFolder: folder })
  try {
    return await work(db, folder)
  } finally {
    await db.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** A register of invented people, a case of three for every three rows. */
function writeRegister(path, persons) {
  const given = ['Baran', 'Kuh', 'Setareh', 'Abr', 'Darya', 'Bahar', 'Toofan', 'Sahar']
  const lines = [
    'person_id,given_name,family_name,name_original,sex,birth_date,nationality,household_id,case_id,relationship,primary_category,secondary_category,case_stage,protection_status,consent_states,consented_on',
  ]
  for (let n = 0; n < persons; n += 1) {
    const unit = Math.floor(n / 3)
    const place = n % 3
    lines.push(
      `p${n},${given[n % 8]},Nemuneh${unit % 977},باران نمونه,${place === 1 ? 'm' : 'f'},19${60 + (n % 40)}-0${1 + (n % 9)}-1${n % 10},IRN,h${unit},c${unit},${['PA', 'HUS', 'DAU'][place]},LPN,LAS,ready,refugee,ANY,2020-05-01`,
    )
  }
  writeFileSync(path, lines.join('\n'))
}

if (wants('import'))
  await inFolder(async (db, folder) => {
    const path = join(folder, 'register.csv')
    writeRegister(path, 100_000)
    const draft = draftOperation()
    const desk = draftDesk(db, draft)
    const from = performance.now()
    const prepared = await prepareRegisterImport(desk, path)
    report('import of 100,000 persons: dry run', seconds(from), 's')
    await openOperation(db, draft)
    await prepared.commit()
    report('import of 100,000 persons: dry run and writing', seconds(from), 's')
  })

if (wants('search'))
  await inFolder(async (db) => {
    const from = performance.now()
    await loadGenerated(db, referenceOperation(100_000))
    report('loading 100,000 invented persons with their events', seconds(from), 's')
    const desk = await openDesk(db)
    const queries = [
      'b',
      'ba',
      'baran',
      'باران',
      'baran nem',
      'kuh',
      'sample',
      'moham',
      'C-7',
      'zzz',
    ]
    const sorts = ['waiting', 'priority', 'persons', 'status', 'case']
    const measure = async (what, work) => {
      const times = []
      for (let n = 0; n < SEARCHES; n += 1) {
        const before = performance.now()
        await work(n)
        times.push(performance.now() - before)
      }
      times.sort((a, b) => a - b)
      report(`${what} at 100,000 persons, median`, Math.round(times[SEARCHES / 2]), 'ms')
      report(`${what} at 100,000 persons, p95`, Math.round(times[SEARCHES * 0.95]), 'ms')
    }
    const asked = (n) => (n % 4 === 0 ? {} : { query: queries[n % queries.length] })
    await measure('case search', (n) =>
      listCases(desk, { ...asked(n), sort: sorts[n % sorts.length], page: 1 + (n % 3) }),
    )
    await measure('person search', (n) => listPersons(desk, { ...asked(n), page: 1 + (n % 3) }))
    const some = (await listPersons(desk, { query: 'ba' })).rows
    await measure('likely persons while one types', (n) => {
      const { names, birth } = some[n % some.length]
      return findLikelyPersons(desk, { names, ...(birth && { birth: { text: birth.text } }) })
    })
    const scanFrom = performance.now()
    const scanned = await scanRegister(desk)
    report('matching 100,000 persons with themselves', seconds(scanFrom), 's')
    report('pairs found by that', scanned.pairs, 'pairs')
    const figuresFrom = performance.now()
    await getFigures(desk, {})
    report('figures at 100,000 persons', Math.round(performance.now() - figuresFrom), 'ms')
  })

if (wants('reference'))
  await inFolder(async (db) => {
    const from = performance.now()
    await loadGenerated(db, referenceOperation())
    report('loading the reference operation', seconds(from), 's')
    const desk = await openDesk(db)
    const before = performance.now()
    await getOverview(desk)
    report('overview of the reference operation', Math.round(performance.now() - before), 'ms')
  })

if (wants('plan'))
  for (const [cases, persons] of [
    [1_400, 4_000],
    [14_000, 40_000],
  ])
    await inFolder(async (db) => {
      await loadGenerated(db, referenceOperation(persons))
      const desk = await openDesk(db)
      const from = performance.now()
      const plan = await solvePlan(desk, { timeLimitSeconds: 120 })
      const ready = plan.lines.length + plan.unplaced.length
      const what = `plan for ${ready} cases and ${plan.offers.length} offers (about ${cases})`
      report(`${what}: solving`, Math.round(plan.seconds * 100) / 100, 's')
      report(`${what}: gap`, plan.gap, '(0 is proven best)')
      report(`${what}: with reasons, one more place, check and keeping`, seconds(from), 's')
      report(`${what}: faults found by the check`, plan.check.length, 'lines')
    })

const commit = spawnSync('git', ['rev-parse', '--short', 'HEAD'], {
  encoding: 'utf8',
}).stdout.trim()
const machine = `${cpus().length} × ${cpus()[0]?.model}, ${Math.round(totalmem() / 2 ** 30)} GiB`
process.stdout.write(
  `${JSON.stringify({ commit, machine, node: process.version, day: new Date().toISOString().slice(0, 10), results })}\n`,
)
