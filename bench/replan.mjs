// node bench/replan.mjs: how long an answer takes after a change (a lock, a forbidden pair, lost
// places) at 1,400 cases x 20 localities, and how it compares with solving from nothing.
import { ensureBuilt } from '../scripts/ensure-built.mjs'

ensureBuilt()
const { Replanner } = await import('../dist/placement/replan.js')
const { seeded } = await import('../dist/placement/seeded.js')

const CASES = 1400
const LOCALITIES = 20
const CHANGES = 200
/** Changes add up to this many, then begin anew; every tenth answer is compared. */
const TOGETHER = 20
const COMPARED = 10
/** Share of cases by size 1 .. 8 (generator G1 of the design notes). */
const SIZES = [0.477, 0.106, 0.103, 0.125, 0.103, 0.064, 0.018, 0.004]

function fieldLike(seed, resources, supply) {
  const next = seeded(seed)
  const normal = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())
  const needs = new Float64Array(CASES * resources)
  const scores = new Float64Array(CASES * LOCALITIES)
  const mean = Array.from({ length: LOCALITIES }, () => 0.27 + 0.4 * next() ** 2)
  const total = new Float64Array(resources)
  for (let i = 0; i < CASES; i += 1) {
    let [draw, size] = [next(), 1]
    for (const share of SIZES) {
      if (draw < share) break
      draw -= share
      size += 1
    }
    needs[i * resources] = size
    // Children, then ever rarer needs.
    for (let k = 1; k < resources; k += 1)
      for (let n = 0; n < size; n += 1)
        if (next() < (k === 1 ? 0.4 : 0.05 * k)) needs[i * resources + k] += 1
    for (let k = 0; k < resources; k += 1) total[k] += needs[i * resources + k]
    const own = 0.5 * normal()
    const open = next() < 0.38 ? 0.92 : next() < 0.25 ? 0.2 : 0.6
    for (let l = 0; l < LOCALITIES; l += 1) {
      const score = 0.7 * mean[l] * Math.sqrt(size) * Math.exp(own + 0.25 * normal())
      scores[i * LOCALITIES + l] = next() < open ? Math.min(2.8, Math.max(0.01, score)) : NaN
    }
  }
  const weight = Array.from({ length: LOCALITIES }, () => 0.2 + 1.8 * next())
  const all = weight.reduce((a, b) => a + b)
  const capacity = Float64Array.from({ length: LOCALITIES * resources }, (_, at) => {
    const [l, k] = [Math.floor(at / resources), at % resources]
    return Math.max(4, Math.round((total[k] * weight[l] * supply) / all))
  })
  return { cases: CASES, localities: LOCALITIES, resources, needs, scores, capacity }
}

function measure(resources, supply) {
  const problem = fieldLike(resources, resources, supply)
  const next = seeded(7)
  const below = (n) => Math.floor(next() * n)
  const began = performance.now()
  const replanner = new Replanner(problem)
  const first = performance.now() - began
  const [times, cpu, worse] = [[], [], []]
  let demands
  for (let n = 0; n < CHANGES; n += 1) {
    if (n % TOGETHER === 0)
      demands = { locks: new Map(), forbidden: [], capacity: problem.capacity.slice() }
    const before = structuredClone(demands)
    const kind = below(10)
    const [i, l] = [below(CASES), below(LOCALITIES)]
    if (kind < 6 && !Number.isNaN(problem.scores[i * LOCALITIES + l])) demands.locks.set(i, l)
    else if (kind < 8) demands.forbidden.push([i, l])
    else
      for (let k = 0; k < resources; k += 1)
        demands.capacity[l * resources + k] = Math.floor(demands.capacity[l * resources + k] * 0.9)
    demands.forbidden = demands.forbidden.filter(([c, at]) => demands.locks.get(c) !== at)
    const used = process.cpuUsage()
    const from = performance.now()
    const answer = replanner.change(demands)
    times.push(performance.now() - from)
    const { user, system } = process.cpuUsage(used)
    cpu.push((user + system) / 1000)
    if ('conflict' in answer) {
      demands = before
      continue
    }
    if (n % COMPARED === COMPARED - 1) {
      const scores = problem.scores.slice()
      for (const [c, at] of demands.forbidden) scores[c * LOCALITIES + at] = NaN
      const locks = new Int32Array(CASES).fill(-1)
      for (const [c, at] of demands.locks) locks[c] = at
      const { capacity } = demands
      const fresh = new Replanner({ ...problem, scores, locks, capacity }).change({
        locks: new Map(),
        forbidden: [],
      })
      worse.push(1 - answer.objective / fresh.objective)
    }
  }
  const at = (list, part) => list.toSorted((a, b) => a - b)[Math.floor(part * (list.length - 1))]
  const ms = (list) => [0.5, 0.95, 1].map((part) => at(list, part).toFixed(1)).join(' / ')
  process.stdout.write(
    `${resources} resources, supply ${supply}: first ${first.toFixed(0)} ms; ` +
      `a change, median / p95 / max: ${ms(times)} ms, of the processor ${ms(cpu)} ms; ` +
      `below solving from nothing, median / worst of ${worse.length}: ` +
      `${[0.5, 1].map((part) => (100 * at(worse, part)).toFixed(3)).join(' / ')} %\n`,
  )
}

for (const resources of [1, 2, 3, 6]) for (const supply of [0.85, 1.05]) measure(resources, supply)
