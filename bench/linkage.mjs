// npm run bench:linkage [-- --million]: how well and how fast records of one person are found, as in
// docs/match.md, and 1,000,000 generated records. FEBRL tables are left out where they are absent.
import {
  createWriteStream,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { cpus, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { ensureBuilt } from '../scripts/ensure-built.mjs'

ensureBuilt()
const { matchFiles } = await import('../dist/actions/match-files.js')
const { fieldPersons, fieldPersonsCsv } = await import('../dist/testing/field-persons.js')
const { fourFieldVariant } = await import('../dist/testing/four-field-variant.js')
const { missesByGroup, scoreLinkage } = await import('../dist/testing/link-scores.js')

const GENERATED = 40_000
const SEED = 7
const folder = mkdtempSync(join(tmpdir(), 'onward-linkage-'))
const say = (text) => process.stdout.write(`${text}\n`)
const share = (value) => value.toFixed(4)

/** What a run takes: seconds by the clock and of processors, highest memory of the process. */
async function measured(work) {
  const from = performance.now()
  const before = process.cpuUsage()
  const value = await work()
  const { user, system } = process.cpuUsage(before)
  return {
    value,
    wall: ((performance.now() - from) / 1000).toFixed(1),
    cpu: ((user + system) / 1e6).toFixed(1),
    // maxRSS is in KiB, of the whole run up to here.
    peak: Math.round(process.resourceUsage().maxRSS / 1024),
  }
}

say('table | precision | recall | F1 | block recall | sure right | CPU s | wall s | peak MiB')
async function line(name, path, personOf) {
  const task = { paths: [path], today: '2024-06-01', minProbability: 0.5 }
  const { wall, cpu, peak } = await measured(() => matchFiles(task))
  const scores = await scoreLinkage({ path, personOf })
  const { precision, recall, f1, blockRecall, surePrecision, surePairs } = scores
  const cells = [precision, recall, f1, blockRecall].map(share)
  say([name, ...cells, `${share(surePrecision)} of ${surePairs}`, cpu, wall, `${peak}`].join(' | '))
  return scores
}

async function generated(name, options) {
  const records = [...fieldPersons(options)]
  const path = join(folder, 'generated.csv')
  writeFileSync(path, [...fieldPersonsCsv(records)].join(''))
  const persons = new Map(records.map(({ cells, person }) => [cells.record_id, `${person}`]))
  const { found } = await line(name, path, (id) => persons.get(id) ?? id)
  return { records, found }
}

async function febrl() {
  const shared = new URL('../../shared/data/linkage/', import.meta.url)
  if (!existsSync(shared)) return say('FEBRL tables are not here.')
  const pathOf = (n) => fileURLToPath(new URL(`febrl_dataset${n}.csv`, shared))
  const personOf = (id) => id.split('-')[1] ?? id
  for (const n of [1, 3]) await line(`FEBRL ${n}`, pathOf(n), personOf)
  for (const seed of [1, 2, 3]) {
    const path = join(folder, 'four.csv')
    writeFileSync(path, fourFieldVariant(readFileSync(pathOf(3), 'utf8'), seed))
    await line(`FEBRL 3, four fields, draw ${seed}`, path, personOf)
  }
}

async function million() {
  const path = join(folder, 'million.csv')
  const records = fieldPersons({ seed: SEED, records: 1_000_000 })
  await pipeline(Readable.from(fieldPersonsCsv(records)), createWriteStream(path))
  const task = { paths: [path], today: '2024-06-01', minProbability: 0.5 }
  const { value, wall, cpu, peak } = await measured(() => matchFiles(task))
  const { candidates, pairCount } = value
  say(`1,000,000 generated records: ${cpu} CPU s, ${wall} s by the clock, ${peak} MiB`)
  say(`${candidates} pairs weighed, ${pairCount} from even odds on`)
}

try {
  await febrl()
  await generated('generated, 5,000', { seed: 1, records: 5_000 })
  const { records, found } = await generated('generated, 40,000', {
    seed: SEED,
    records: GENERATED,
  })
  await generated('twins in two scripts', { seed: 3, records: 4_000, kind: 'twins' })
  say(
    `\nmissed of the true pairs of ${GENERATED} generated records (gaps above 2 points: a defect)`,
  )
  for (const { by, group, truePairs, missed } of missesByGroup(records, found))
    say(
      `${by} | ${group} | ${missed} of ${truePairs} | ${((100 * missed) / truePairs).toFixed(1)} %`,
    )
  if (process.argv.includes('--million')) await million()
} finally {
  rmSync(folder, { recursive: true, force: true })
}
say(
  `\n${cpus().length} × ${cpus()[0]?.model}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}, ${new Date().toISOString().slice(0, 10)}`,
)
