// npm run bench:placement [-- --seconds 120] [-- --only 330x20,growth]: the placement engine beside
// HiGHS (npm) and CBC (Debian's coinor-cbc, where installed) in the same run, on field-like years;
// growth to a million cases; passes over the scores. Prints a table as in docs/benchmarks.md.
import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ensureBuilt } from '../scripts/ensure-built.mjs'

ensureBuilt()
const { fieldCases } = await import('../dist/testing/field-cases.js')
const { fieldScores } = await import('../dist/testing/field-scores.js')
const { place } = await import('../dist/placement/solve.js')

const GAP = 1e-4

function option(name, otherwise) {
  const at = process.argv.indexOf(`--${name}`)
  return at < 0 ? otherwise : process.argv[at + 1]
}

function say(line) {
  process.stdout.write(`${line}\n`)
}

const limit = Number(option('seconds', '120'))
const only = option('only', '').split(',').filter(Boolean)
if (option('grow')) {
  await grow(...option('grow').split(',').map(Number))
  process.exit(0)
}
const wants = (name) => only.length === 0 || only.includes(name)
const rivals = ['highs', ...(spawnSync('cbc', ['quit']).error ? [] : ['cbc'])]

say(
  `${new Date().toISOString().slice(0, 10)}, ${cpus().length} x ${cpus()[0].model}, Node ${process.version}`,
)
say(`Rivals stop at a gap of 0.01 % or after ${limit} s. Gaps in %, times in seconds.`)
say('')
say(
  '| problem | resources | supply | solver | objective | certified gap | seconds | MB | time of rival / ours |',
)
say('|---|---|---|---|---|---|---|---|---|')
for (const [cases, localities] of [
  [330, 20],
  [1000, 50],
  [3200, 30],
  [10_000, 100],
]) {
  if (!wants(`${cases}x${localities}`)) continue
  for (const resources of [1, 3]) {
    for (const supply of [0.95, 1.2])
      await compare({ seed: 1, cases, localities, resources, supply })
  }
}

if (wants('growth')) {
  say('')
  say(
    '| cases x localities x resources | objective | certified gap | seconds | MB in all | one plain read of the scores (s) |',
  )
  say('|---|---|---|---|---|---|')
  for (const [cases, localities, resources] of [
    [1000, 100, 1],
    [10_000, 100, 1],
    [100_000, 100, 1],
    [100_000, 100, 3],
    [1_000_000, 100, 1],
    [1_000_000, 100, 3],
    [1_000_000, 500, 3],
  ]) {
    await new Promise((done) => {
      const args = [fileURLToPath(import.meta.url), '--grow', `${cases},${localities},${resources}`]
      spawn(process.execPath, args, { stdio: 'inherit' }).on('exit', done)
    })
  }
}

async function compare(wanted) {
  const problem = fieldCases(wanted)
  const name = `${wanted.cases} x ${wanted.localities} | ${wanted.resources} | ${wanted.supply}`
  // Once to warm the machine up, as HiGHS's compiled code is.
  await place(problem, {
    gap: GAP,
    timeLimitSeconds: Math.min(limit, 20),
    now: () => performance.now(),
  })
  const ours = await place(problem, {
    gap: GAP,
    timeLimitSeconds: Math.min(limit, 20),
    now: () => performance.now(),
  })
  row(name, 'Onward', { ...ours, megabytes: process.memoryUsage().rss / 1e6 })
  if (wanted.cases <= 330) {
    const exact = await place(problem, {
      gap: 0,
      timeLimitSeconds: limit,
      now: () => performance.now(),
    })
    row(name, 'Onward, to proof', { ...exact, megabytes: process.memoryUsage().rss / 1e6 })
  }
  const folder = mkdtempSync(join(tmpdir(), 'onward-bench-'))
  try {
    const file = join(folder, 'problem.lp')
    writeFileSync(file, programOf(problem))
    for (const rival of rivals) {
      const script = fileURLToPath(new URL('rival.mjs', import.meta.url))
      const args = [script, rival, file, String(limit), String(GAP)]
      const done = spawnSync(process.execPath, args, {
        encoding: 'utf8',
        timeout: (limit + 60) * 1000,
      })
      const found = done.stdout ? JSON.parse(done.stdout) : { objective: null, seconds: limit + 60 }
      row(name, rival === 'highs' ? 'HiGHS' : 'CBC', found, found.seconds / ours.seconds)
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function row(name, solver, { objective, bound, seconds, megabytes }, ratio) {
  const gap = objective === null ? 'no plan' : `${(((bound - objective) / bound) * 100).toFixed(4)}`
  const value = objective === null ? '-' : objective.toFixed(4)
  say(
    `| ${name} | ${solver} | ${value} | ${gap} | ${seconds.toFixed(2)} | ${megabytes?.toFixed(0) ?? '-'} | ${ratio?.toFixed(0) ?? ''} |`,
  )
}

/** One size in a process of its own, so that its memory can be told. */
async function grow(cases, localities, resources) {
  const problem = fieldScores({ seed: 1, cases, localities, resources, supply: 1.05 })
  await place(fieldScores({ seed: 2, cases: 50_000, localities: 100, resources, supply: 1.05 }), {
    gap: GAP,
  })
  const from = performance.now()
  let sum = 0
  for (const score of problem.scores) if (score === score) sum += score
  const read = (performance.now() - from) / 1000
  const found = await place(problem, {
    gap: GAP,
    timeLimitSeconds: 60,
    now: () => performance.now(),
  })
  const gap = (found.gap * 100).toFixed(4)
  const memory = (process.resourceUsage().maxRSS / 1024).toFixed(0)
  if (!(sum > 0)) throw new Error('No scores.')
  say(
    `| ${cases} x ${localities} x ${resources} | ${found.objective.toFixed(2)} | ${gap} | ${found.seconds.toFixed(2)} | ${memory} | ${read.toFixed(2)} |`,
  )
}

/** The problem as CPLEX LP text, a minimum of the negative. */
function programOf({ cases, localities, resources, needs, capacity, scores }) {
  const lines = ['Minimize', ' obj:']
  const of = Array.from({ length: localities }, () => [])
  const rows = []
  const columns = []
  for (let i = 0; i < cases; i += 1) {
    const own = []
    for (let l = 0; l < localities; l += 1) {
      if (Number.isNaN(scores[i * localities + l])) continue
      const column = `x${i}_${l}`
      own.push(column)
      of[l].push([i, column])
      lines.push(` - ${scores[i * localities + l]} ${column}`)
    }
    if (own.length > 0) rows.push(` r${i}: ${own.join(' + ')} <= 1`)
    for (const column of own) columns.push(column)
  }
  lines.push('Subject To')
  for (const row of rows) lines.push(row)
  for (let l = 0; l < localities; l += 1) {
    for (let k = 0; k < resources; k += 1) {
      const uses = of[l].filter(([i]) => needs[i * resources + k] > 0)
      if (uses.length === 0) continue
      const sum = uses.map(([i, column]) => ` + ${needs[i * resources + k]} ${column}`).join('\n')
      lines.push(` c${l}_${k}:\n${sum} <= ${capacity[l * resources + k]}`)
    }
  }
  return [...lines, 'Binary', ...columns.map((column) => ` ${column}`), 'End'].join('\n')
}
