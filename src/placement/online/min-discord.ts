import { joinArrivals } from './arrivals.ts'
import { fitsInto, takeFrom } from './batch-plan.ts'
import { BuildUp } from './build-up.ts'
import type { OnlinePolicy, Situation, YearOutline } from './policy.ts'
import { sampleRecent } from './potentials.ts'
import { relaxFuture } from './relaxed-future.ts'

/** Sampled futures for each batch. */
const FUTURES = 10
const TOLERANCE = 1e-5
/** Cost of one batch's worth of build-up, as a share of a case's mean score; our choice. */
const BUILD_UP_COST = 0.1

/**
 * Min-discord of Bansak and Paulson, "Outcome-Driven Dynamic Refugee Assignment with Allocation
 * Balancing", Operations Research 72(6), 2024: futures are sampled, each is solved with the cases
 * that stand before it, and a case goes where most of these solutions have it. Their assignment
 * problems are whole; ours have families, so a relaxed solution votes with its shares.
 *
 * Balanced: build-up at a locality costs. The published weights were not at hand.
 */
export function minDiscord(isBalanced: boolean, outline: YearOutline): OnlinePolicy {
  const { capacity, resources, batches, history } = outline
  const piled = new BuildUp(capacity, resources, batches)
  return {
    async decide(situation) {
      const votes = vote(situation, history.count, isBalanced ? piled : undefined)
      const plan = followVotes(situation, votes)
      const placed = new Float64Array(outline.localities)
      plan.forEach((l, i) => {
        if (l >= 0) placed[l]! += situation.batch.needs[i * resources]!
      })
      piled.count(placed)
      return plan
    },
  }
}

/** For each case of the batch and locality the mean share over futures. */
function vote(situation: Situation, window: number, piled: BuildUp | undefined): Float64Array {
  const { batch, left, expected } = situation
  const { localities, count } = batch
  const votes = new Float64Array(count * localities)
  const scale = meanScore(batch.scores)
  // Only those who come now add to what is piled up now.
  const scores = batch.scores.map((score, at) => {
    if (piled === undefined) return score
    const l = at % localities
    return score - BUILD_UP_COST * scale * (piled.now[l]! / Math.max(piled.rate[l]!, 1e-9))
  })
  for (let n = 0; n < FUTURES; n += 1) {
    const future = sampleRecent(situation, window, expected)
    const settings = { lean: 1e-3, tolerance: TOLERANCE }
    const { share } = relaxFuture(joinArrivals({ ...batch, scores }, future), left, settings)
    for (let at = 0; at < votes.length; at += 1) votes[at]! += share[at]! / FUTURES
  }
  return votes
}

/** One case after the other goes where it has most votes and fits, unless most are for nowhere. */
function followVotes({ batch, left }: Situation, votes: Float64Array): Int32Array {
  const { localities } = batch
  const room = left.slice()
  return Int32Array.from({ length: batch.count }, (_, i) => {
    let nowhere = 1
    let best = -1
    for (let l = 0; l < localities; l += 1) {
      const here = votes[i * localities + l]!
      nowhere -= here
      if (!(batch.scores[i * localities + l]! > 0) || !fitsInto(batch, i, l, room)) continue
      if (best < 0 || here > votes[i * localities + best]!) best = l
    }
    if (best < 0 || nowhere > 0.5) return -1
    takeFrom(batch, i, best, room, 1)
    return best
  })
}

function meanScore(scores: Float64Array): number {
  const known = scores.filter((score) => score > 0)
  return known.length === 0 ? 0 : known.reduce((sum, score) => sum + score, 0) / known.length
}
