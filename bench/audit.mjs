// node bench/audit.mjs [entries]: what noting costs, and how fast the audit is verified and sealed, in
// a data folder of its own. Ratios within one run are what counts; several rounds, the best of each.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureBuilt } from '../scripts/ensure-built.mjs'

ensureBuilt()
const { openDatabase } = await import('../dist/storage/open-database.js')
const { openDesk } = await import('../dist/actions/desk.js')
const { loadGenerated } = await import('../dist/actions/load-generated.js')
const { referenceOperation } = await import('../dist/actions/reference-operation.js')
const { sealAudit, verifyAllAudits } = await import('../dist/actions/seal-audit.js')

const ENTRIES = Number(process.argv[2] ?? 1_000_000)
const ROUNDS = 5
const EACH = 300

const folder = mkdtempSync(join(tmpdir(), 'onward-bench-audit-'))
const db = await openDatabase({ dataFolder: folder })
const say = (measure, value, unit) => process.stdout.write(`${measure}: ${value} ${unit}\n`)
const round = (value, places = 2) => Math.round(value * 10 ** places) / 10 ** places

/** Milliseconds of one piece of work: the best of several rounds, taken in turn with the others. */
async function best(works) {
  const times = new Map(Object.keys(works).map((name) => [name, Infinity]))
  for (let turn = 0; turn < ROUNDS; turn += 1)
    for (const [name, work] of Object.entries(works)) {
      const from = performance.now()
      for (let n = 0; n < EACH; n += 1) await work()
      times.set(name, Math.min(times.get(name), (performance.now() - from) / EACH))
    }
  return times
}

try {
  await loadGenerated(db, referenceOperation(4_000))
  const desk = await openDesk(db)
  const { id } = desk.operation
  const system = db.asSystem()
  const look = (tx) =>
    tx.query('select id, names from persons where operation_id = $1 order by id limit 50', [id])
  const write = (tx) =>
    tx.query(
      `insert into import_mappings (operation_id, kind, name, map, actor, saved_at)
       values ($1, 'register', gen_random_uuid()::text, '{}', 'bench', now())`,
      [id],
    )
  const note = (tx, kind) => tx.note({ kind, action: 'bench', subjects: [`person:${id}`] })
  const times = await best({
    read: () => system.read(id, look),
    'noted read': () => system.readNoted(id, async (tx) => (await look(tx), note(tx, 'read'))),
    write: () => system.write(id, write),
    'noted write': () => system.write(id, async (tx) => (await write(tx), note(tx, 'change'))),
  })
  for (const [name, ms] of times) say(name, round(ms), 'ms')
  say('noted read / read', round(times.get('noted read') / times.get('read')), 'times')
  say('noted write / write', round(times.get('noted write') / times.get('write')), 'times')

  const from = performance.now()
  const WRITERS = 8
  const BATCH = 500
  const share = Math.ceil(ENTRIES / WRITERS / BATCH)
  await Promise.all(
    Array.from({ length: WRITERS }, async () => {
      for (let n = 0; n < share; n += 1)
        await system.write(id, async (tx) => {
          for (let each = 0; each < BATCH; each += 1) note(tx, 'read')
        })
    }),
  )
  const written = WRITERS * share * BATCH
  say(
    `writing ${written} entries, ${BATCH} in a commit`,
    round((written / (performance.now() - from)) * 1000, 0),
    'entries/s',
  )
  const sealFrom = performance.now()
  await sealAudit(db)
  say('a checkpoint that looks at all of them', round((performance.now() - sealFrom) / 1000), 's')
  const nextFrom = performance.now()
  await system.write(id, async (tx) => note(tx, 'read'))
  await sealAudit(db)
  say('the next one, after one entry', round(performance.now() - nextFrom, 0), 'ms')
  const before = process.memoryUsage().rss
  let most = before
  const verifyFrom = performance.now()
  const [report] = await verifyAllAudits(db, {
    onProgress: () => {
      most = Math.max(most, process.memoryUsage().rss)
    },
  })
  const seconds = (performance.now() - verifyFrom) / 1000
  say(`verifying ${report.entries} entries in ${report.lanes} lanes`, round(seconds), 's')
  say('verifying', round(report.entries / seconds, 0), 'entries/s')
  say('memory over what was used before', round((most - before) / 2 ** 20, 0), 'MiB')
  if (!report.ok) throw new Error(JSON.stringify(report.faults.slice(0, 3)))
} finally {
  await db.close()
  rmSync(folder, { recursive: true, force: true })
}
