import type { NeedKinds } from './need-kinds.ts'
import { kindsOf } from './need-kinds.ts'
import type { Options } from './options.ts'
import { costOf } from './options.ts'
import type { PlacementProblem } from './problem.ts'
import type { Scan } from './score-rows.ts'
import { costTable, denseBound, scanScores } from './score-rows.ts'
import { seatAll } from './seat-all.ts'
import { smoothPrices } from './smooth-prices.ts'

/** One round of prices: how soft, on how many cases, with lists of how many options. */
interface Round {
  readonly soft: number
  /** Cases for each locality. */
  readonly each: number
  readonly most: number
  readonly steps: number
}

const ROUNDS: readonly Round[] = [
  { soft: 0.2, each: 4, most: 32, steps: 3 },
  { soft: 0.1, each: 6, most: 32, steps: 4 },
  { soft: 0.05, each: 12, most: 24, steps: 4 },
  { soft: 0.03, each: 25, most: 16, steps: 4 },
  { soft: 0.01, each: 100, most: 12, steps: 4 },
  { soft: 0.004, each: 300, most: 8, steps: 3 },
]
/** On the lists of one full pass, first on every so manieth case. */
const LAST = [
  { soft: 0.004, every: 4, steps: 3, trust: 0.02 },
  { soft: 0.002, every: 2, steps: 2, trust: 0.015 },
  { soft: 0.001, every: 1, steps: 1, trust: 0.01 },
  { soft: 0.0005, every: 1, steps: 1, trust: 0.02 },
] as const
const LATE_EFFORT = 40
/** How far prices may move on a sample, in units of softness: the lists reach 14. */
const TRUST = 3.5
const SHORTEN = 0.3

export interface LargePlan {
  readonly localityOf: Int32Array
  readonly objective: number
  readonly bound: number
  readonly prices: Float64Array
}

/**
 * Places any number of cases with a few passes over the scores: prices from samples that grow and
 * soften less and less, lists of near-best options in one pass, prices on the lists, one pass that
 * proves the bound; then everyone goes where they are best, and the few who are undecided or do
 * not fit are placed by exchanges.
 */
export function placeLarge(
  problem: PlacementProblem,
  goal: {
    readonly gap: number
    readonly stop: () => boolean
    readonly onProgress?: (done: number, total: number, words: string) => void
  },
): LargePlan {
  const kinds = kindsOf(problem)
  const scale = typicalScore(problem, kinds)
  const total = ROUNDS.length + LAST.length + 3
  let done = 0
  const log = (words: string): void => goal.onProgress?.((done += 1), total, words)
  let prices: Float64Array = new Float64Array(problem.localities * problem.resources)
  for (const round of ROUNDS) {
    prices = samplePrices(problem, kinds, prices, { ...round, soft: round.soft * scale })
    log('prices from samples')
  }
  const scan = scanScores(problem, kinds, prices, { most: 8, reach: 0.12 * scale })
  const listed = listOptions(problem, kinds, scan)
  const depth = depthOf(listed, prices, scan.most)
  log('all scores read')
  for (const { soft, every, steps, trust } of LAST) {
    prices = smoothPrices(listed, prices, {
      soft: soft * scale,
      steps,
      every: Math.max(1, Math.min(every, Math.floor(problem.cases / 50_000))),
      trust: Math.min(trust * scale, depth),
      effort: LATE_EFFORT,
    })
    log('prices from all cases')
  }
  const proof = scanScores(problem, kinds, prices, { most: 8, reach: 0.05 * scale })
  const bound = denseBound(problem, prices, proof.worth) + roundingOf(kinds, prices, problem, proof)
  log('bound proven')
  const enough = bound - goal.gap * Math.abs(bound)
  const plan = seatAll(listOptions(problem, kinds, proof), prices, { ...goal, enough })
  log('undecided cases seated')
  return { ...plan, bound, prices }
}

/**
 * The most by which the sum of single-precision values may fall short: each value is a score less
 * a cost, rounded at most three times by 2^-24 of their size.
 */
function roundingOf(
  kinds: NeedKinds,
  prices: Float64Array,
  problem: PlacementProblem,
  proof: Scan,
): number {
  const table = costTable(problem, kinds, prices)
  const { localities } = problem
  let sum = proof.worth
  const dearest = new Float64Array(kinds.count)
  for (let kind = 0; kind < kinds.count; kind += 1) {
    for (let l = 0; l < localities; l += 1) {
      const cost = table[kind * localities + l]!
      if (cost < Infinity && cost > dearest[kind]!) dearest[kind] = cost
    }
  }
  for (let i = 0; i < problem.cases; i += 1) sum += 2 * dearest[kinds.kindOf[i]!]!
  return sum * 2 ** -22
}

/**
 * Newton steps on a sample, each on fresh lists; a step after which the sample's own bound is
 * higher went beyond what its lists knew, and is shortened.
 */
function samplePrices(
  problem: PlacementProblem,
  kinds: NeedKinds,
  from: Float64Array,
  round: Round,
): Float64Array {
  const every = Math.max(
    1,
    Math.floor(problem.cases / Math.max(1500, round.each * problem.localities)),
  )
  const most = Math.min(round.most, problem.localities)
  const look = (at: Float64Array): { scan: Scan; bound: number } => {
    const scan = scanScores(problem, kinds, at, { most, reach: 14 * round.soft, every })
    return { scan, bound: denseBound(problem, at, (scan.worth * problem.cases) / scan.cases) }
  }
  let prices = from
  let seen = look(prices)
  for (let step = 0; step < round.steps; step += 1) {
    const listed = listOptions(problem, kinds, seen.scan)
    let next = smoothPrices(listed, prices, {
      soft: round.soft,
      steps: 1,
      every: 1,
      trust: round.soft * TRUST,
    })
    let then = look(next)
    for (let trial = 0; trial < 3 && then.bound > seen.bound; trial += 1) {
      next = next.map((price, r) => prices[r]! + SHORTEN * (price - prices[r]!))
      then = look(next)
    }
    if (then.bound > seen.bound) break
    prices = next
    seen = then
  }
  return prices
}

/** The mean of the best scores of some cases: what softness is measured in. */
function typicalScore(problem: PlacementProblem, kinds: NeedKinds): number {
  const none = new Float64Array(problem.localities * problem.resources)
  const some = { ...problem, cases: Math.min(problem.cases, 1000) }
  const scan = scanScores(some, kinds, none, { most: 1, reach: 0 })
  return scan.worth / some.cases || 1
}

/** The options of a scan, laid out for prices and exchanges; capacities in proportion. */
function listOptions(problem: PlacementProblem, kinds: NeedKinds, scan: Scan): Options {
  const { cases, most, every } = scan
  const { localities, resources } = problem
  const start = new Int32Array(cases + 1)
  const needStart = new Int32Array(cases + 1)
  let count = 0
  for (const l of scan.locality) if (l >= 0) count += 1
  const locality = new Int32Array(count)
  const score = new Float64Array(count)
  const needResource = new Uint8Array(cases * resources)
  const needAmount = new Float64Array(cases * resources)
  let at = 0
  let need = 0
  for (let i = 0; i < cases; i += 1) {
    for (let k = 0; k < most; k += 1) {
      const l = scan.locality[i * most + k]!
      if (l < 0) break
      // In order of locality, as the exchanges expect.
      let put = at
      while (put > start[i]! && locality[put - 1]! > l) {
        locality[put] = locality[put - 1]!
        score[put] = score[put - 1]!
        put -= 1
      }
      locality[put] = l
      score[put] = scan.score[i * most + k]!
      at += 1
    }
    start[i + 1] = at
    const kind = kinds.kindOf[i * every]!
    for (let k = 0; k < resources; k += 1) {
      const amount = kinds.needs[kind * resources + k]!
      if (amount === 0) continue
      needResource[need] = k
      needAmount[need] = amount
      need += 1
    }
    needStart[i + 1] = need
  }
  const part = cases / problem.cases
  return {
    cases,
    localities,
    resources,
    start,
    locality,
    score,
    must: new Uint8Array(cases),
    needStart,
    needResource: needResource.subarray(0, need),
    needAmount: needAmount.subarray(0, need),
    rows: localities * resources,
    rowOf: Int32Array.from({ length: localities * resources }, (_, r) => r),
    capacity: Float64Array.from(problem.capacity, (amount) => amount * part),
  }
}

/**
 * How far prices may move before options that are not listed matter: half of what the last listed
 * option of a case with a full list lies below its best, for the case in the middle.
 */
function depthOf(options: Options, prices: Float64Array, most: number): number {
  const { cases, start, locality, score } = options
  const depths: number[] = []
  const every = Math.max(1, Math.floor(cases / 2000))
  for (let i = 0; i < cases; i += every) {
    if (start[i + 1]! - start[i]! < most) continue
    let [high, low] = [-Infinity, Infinity]
    for (let j = start[i]!; j < start[i + 1]!; j += 1) {
      const value = score[j]! - costOf(options, i, locality[j]!, prices)
      high = Math.max(high, value)
      low = Math.min(low, value)
    }
    depths.push(high - Math.max(low, 0))
  }
  if (depths.length < 20) return Infinity
  return depths.sort((a, b) => a - b)[depths.length >> 1]! / 2
}
