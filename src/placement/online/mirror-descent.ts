import { fitsInto, takeFrom } from './batch-plan.ts'
import { BuildUp } from './build-up.ts'
import { meanBest } from './onward.ts'
import type { OnlinePolicy, YearOutline } from './policy.ts'
import { SoftDual } from './soft-dual.ts'

/** Our choices; the published constants are up to the reader (α, γ, η). */
const STEP = 0.6
const QUEUE_COST = 0.02

/**
 * Online dual mirror descent with queues, after Bansak, Lee, Manshadi, Niazadeh and Paulson
 * (arXiv 2410.22992): no distribution is assumed. Each capacity has a dual that rises where more is
 * used than its share and falls where less is (Euclidean mirror map), and each locality a queue of
 * what it has not worked off, which costs. A case goes where its score less both is largest. Starts
 * at the prices of the history when there is one, else at 0.
 */
export function mirrorDescent(outline: YearOutline): OnlinePolicy {
  const { capacity, resources, localities, expectedCases, batches, history } = outline
  const cases = Math.max(1, expectedCases)
  const piled = new BuildUp(capacity, resources, batches)
  const scale = meanBest(history)
  const duals = firstDuals(outline, scale)
  let level = scale
  return {
    async decide({ batch, left }) {
      if (level === 0) level = meanBest(batch)
      const room = left.slice()
      const placed = new Float64Array(localities)
      const plan = Int32Array.from({ length: batch.count }, (_, i) => {
        let best = -1
        let most = 0
        for (let l = 0; l < localities; l += 1) {
          let value = batch.scores[i * localities + l]!
          if (!(value > 0) || !fitsInto(batch, i, l, room)) continue
          for (let k = 0; k < resources; k += 1)
            value -= batch.needs[i * resources + k]! * duals[l * resources + k]!
          value -= QUEUE_COST * level * (piled.now[l]! / Math.max(piled.rate[l]!, 1))
          if (value <= most) continue
          best = l
          most = value
        }
        if (best >= 0) takeFrom(batch, i, best, room, 1)
        for (let r = 0; r < duals.length; r += 1) {
          const share = capacity[r]! / cases
          const here = Math.floor(r / resources) === best
          const used = here ? batch.needs[i * resources + (r % resources)]! : 0
          const step = (STEP * level) / Math.sqrt(cases * Math.max(capacity[r]!, 1))
          duals[r] = Math.max(0, duals[r]! + step * (used - share))
        }
        if (best >= 0) placed[best]! += batch.needs[i * resources]!
        return best
      })
      piled.count(placed)
      return plan
    },
  }
}

function firstDuals(
  { capacity, history, expectedCases }: YearOutline,
  scale: number,
): Float64Array {
  if (history.count === 0 || scale === 0) return new Float64Array(capacity.length)
  const weights = new Float64Array(history.count).fill(expectedCases / history.count)
  const room = capacity.map((amount) => Math.max(amount, 1e-3))
  const from = new Float64Array(capacity.length).fill(0.1 * scale)
  const settings = { softness: 0.01 * scale, barrier: 0.01 * scale }
  return new SoftDual(history).solve(weights, room, from, settings)
}
