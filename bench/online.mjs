// node bench/online.mjs [SEEDS] [POLICY,POLICY…] [KIND,KIND…] [FIRST SEED]: online policies on
// generated years (docs/simulate.md). Seeds up to 224 were used to choose constants. Prints a table by kind of year: share of the hindsight optimum (mean, sd, worst), gain over potential 2 on
// the same years, seconds for a year, build-up at localities.
import { ensureBuilt } from '../scripts/ensure-built.mjs'

ensureBuilt()
const { POLICIES } = await import('../dist/placement/online/policies.js')
const { hindsight, replay } = await import('../dist/placement/online/simulate-year.js')
const { fieldYear, NORMAL_YEAR } = await import('../dist/testing/field-years.js')
const { seeded } = await import('../dist/placement/seeded.js')

const KINDS = {
  normal: {},
  drifting: { drift: 0.8 },
  'other mix': { jump: 0.5 },
  'other localities': { strength: 0.15 },
  'all of it': { drift: 0.5, jump: 0.3, strength: 0.15 },
  '20 % fewer come': { expected: 1.25, jump: 0.3 },
  '20 % more come': { expected: 1 / 1.2, jump: 0.3 },
  'ample room': { supply: 1.48 },
}
const seeds = Number(process.argv[2] ?? 10)
const asked = process.argv[3]?.split(',').filter(Boolean) ?? [...POLICIES.keys()]
const kinds = process.argv[4]?.split(',').filter(Boolean) ?? Object.keys(KINDS)
const first = Number(process.argv[5] ?? 1)
const REFERENCE = 'potential-2'

const mean = (list) => list.reduce((sum, one) => sum + one, 0) / list.length
const deviation = (list) =>
  Math.sqrt(
    list.reduce((sum, one) => sum + (one - mean(list)) ** 2, 0) / Math.max(1, list.length - 1),
  )
const percent = (share) => (100 * share).toFixed(2).padStart(6)

for (const kind of kinds) {
  const found = new Map(asked.map((name) => [name, { share: [], seconds: [], buildUp: [] }]))
  for (let seed = first; seed < first + seeds; seed += 1) {
    const year = fieldYear({ ...NORMAL_YEAR, ...KINDS[kind], seed })
    const best = await hindsight(year, { gap: 1e-4, timeLimitSeconds: 10 })
    for (const name of asked) {
      const begun = performance.now()
      const played = await replay(year, POLICIES.get(name), seeded(seed))
      const one = found.get(name)
      one.seconds.push((performance.now() - begun) / 1000)
      one.share.push(played.value / best.value)
      one.buildUp.push(played.buildUp)
    }
  }
  console.log(`\n${kind} (years: ${seeds})`)
  console.log(
    'policy                 mean %    sd  worst   over potential 2 (se)  seconds  build-up',
  )
  const reference = found.get(REFERENCE)?.share
  for (const [name, { share, seconds, buildUp }] of found) {
    const gains = reference === undefined ? [NaN] : share.map((one, n) => one - reference[n])
    const error = deviation(gains) / Math.sqrt(gains.length)
    console.log(
      `${name.padEnd(21)} ${percent(mean(share))}${percent(deviation(share))} ${percent(Math.min(...share))}   ` +
        `${percent(mean(gains)).padStart(12)} (${percent(error).trim()})  ${mean(seconds).toFixed(2).padStart(9)}  ${mean(buildUp).toFixed(2).padStart(8)}`,
    )
  }
}
