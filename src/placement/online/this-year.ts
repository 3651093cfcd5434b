import type { Arrivals } from './arrivals.ts'
import { joinArrivals } from './arrivals.ts'
import type { Situation, YearOutline } from './policy.ts'

/**
 * How much evidence of this year weighs as much as what was known before, tuned on generated years
 * (bench/online.mjs): cases for the strength of localities, cases for mean needs, batches for how
 * many cases come.
 */
const CASES_FOR_STRENGTH = 15
const CASES_FOR_NEEDS = 60
const BATCHES_FOR_RATE = 5
/** What an older case counts beside one of this year. */
const OLDER = 0.5
const ROUNDS = 3

/**
 * The past as this year lets it look: history with each locality's scores moved to how strong the
 * locality is this year, then this year's cases as they are.
 */
export function pastAsThisYear({ history, seen, batch }: Situation): Arrivals {
  const known = joinArrivals(seen, batch)
  return joinArrivals(withStrengths(history, known), known)
}

/** What each case of the past counts: those of this year fully, older ones half. */
export function pastWeights({ history }: Situation, past: Arrivals): Float64Array {
  const weights = new Float64Array(past.count).fill(1)
  return weights.fill(OLDER, 0, history.count)
}

/**
 * How many cases like those of `past` (with these weights) are still to come. The expected number gives way to the rate
 * seen; needs that are other than those of the past count as more or fewer cases. Capacities are
 * planned for somebody: where the past says that many more come than there is room for, the room
 * counts as evidence too, so that a year of smaller families is not refused places for weeks.
 */
export function expectedLikePast(
  situation: Situation,
  { expectedCases, batches }: YearOutline,
  past: Arrivals,
  weights: Float64Array,
): number {
  const { history, seen, batch, batchesLeft } = situation
  const arrived = seen.count + batch.count
  const batchesSeen = batches - batchesLeft
  const perBatch =
    (BATCHES_FOR_RATE * (expectedCases / batches) + arrived) / (BATCHES_FOR_RATE + batchesSeen)
  const count = perBatch * batchesLeft
  if (count === 0) return 0
  let factor = 0
  let needingAll = 0
  for (let k = 0; k < batch.resources; k += 1) {
    const before = history.count === 0 ? 0 : sumOf(history, k) / history.count
    const now = sumOf(seen, k) + sumOf(batch, k)
    const trust = history.count === 0 ? 0 : CASES_FOR_NEEDS
    const weight = trust + arrived
    const mean = (trust * before + now) / weight
    let room = -sumOf(batch, k)
    for (let at = k; at < situation.left.length; at += batch.resources) room += situation.left[at]!
    const fitting = Math.max(0, room / count)
    const shrunk =
      fitting < mean
        ? (weight * mean + CASES_FOR_NEEDS * fitting) / (weight + CASES_FOR_NEEDS)
        : mean
    const inPast = weightedMean(past, k, weights)
    if (inPast === 0) continue
    // What few cases need says little about how many come.
    const needing = countNeeding(past, k)
    factor += (needing * shrunk) / inPast
    needingAll += needing
  }
  return needingAll === 0 ? count : (count * factor) / needingAll
}

function countNeeding({ count, resources, needs }: Arrivals, k: number): number {
  let needing = 0
  for (let i = 0; i < count; i += 1) if (needs[i * resources + k]! > 0) needing += 1
  return needing
}

/** Scores of older cases, times what each locality has become stronger or weaker since. */
function withStrengths(history: Arrivals, known: Arrivals): Arrivals {
  const { localities } = history
  if (history.count === 0 || known.count === 0) return history
  const before = strengths(history)
  const now = new Float64Array(localities)
  const due = new Float64Array(localities)
  let mean = 0
  for (let i = 0; i < known.count; i += 1) {
    const own = ownLevel(known, i, before)
    mean += own / known.count
    for (let l = 0; l < localities; l += 1) {
      const score = known.scores[i * localities + l]!
      if (!(score > 0)) continue
      now[l]! += score
      due[l]! += own * before[l]!
    }
  }
  const factor = now.map((sum, l) => {
    const prior = CASES_FOR_STRENGTH * mean * before[l]!
    return due[l]! + prior > 0 ? (sum + prior) / (due[l]! + prior) : 1
  })
  const scores = history.scores.map((score, at) => score * factor[at % localities]!)
  return { ...history, scores }
}

/** For each locality how strong its scores are, as a factor on what is the case's own. */
function strengths(cases: Arrivals): Float64Array {
  const { count, localities, scores } = cases
  let strength = new Float64Array(localities).fill(1)
  for (let round = 0; round < ROUNDS; round += 1) {
    const sum = new Float64Array(localities)
    const due = new Float64Array(localities)
    for (let i = 0; i < count; i += 1) {
      const own = ownLevel(cases, i, strength)
      for (let l = 0; l < localities; l += 1) {
        const score = scores[i * localities + l]!
        if (!(score > 0)) continue
        sum[l]! += score
        due[l]! += own
      }
    }
    strength = sum.map((value, l) => (due[l]! > 0 ? value / due[l]! : 1))
  }
  return strength
}

/** What is a case's own in its scores, given how strong the localities are that it may go to. */
function ownLevel({ localities, scores }: Arrivals, i: number, strength: Float64Array): number {
  let sum = 0
  let due = 0
  for (let l = 0; l < localities; l += 1) {
    const score = scores[i * localities + l]!
    if (!(score > 0)) continue
    sum += score
    due += strength[l]!
  }
  return due > 0 ? sum / due : 0
}

function sumOf({ count, resources, needs }: Arrivals, k: number): number {
  let sum = 0
  for (let i = 0; i < count; i += 1) sum += needs[i * resources + k]!
  return sum
}

function weightedMean(
  { count, resources, needs }: Arrivals,
  k: number,
  weights: Float64Array,
): number {
  let [sum, all] = [0, 0]
  for (let i = 0; i < count; i += 1) {
    sum += weights[i]! * needs[i * resources + k]!
    all += weights[i]!
  }
  return all > 0 ? sum / all : 0
}
