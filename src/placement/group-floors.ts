/** What a plan gives each group: the sum of its cases' scores over all of its cases, placed or not. */
export function groupMeans(
  outcomes: ArrayLike<number>,
  groups: ArrayLike<number>,
  count: number,
): Float64Array {
  const sum = new Float64Array(count)
  const size = new Float64Array(count)
  for (let i = 0; i < groups.length; i += 1) {
    const group = groups[i]!
    if (group < 0) continue
    sum[group]! += outcomes[i]!
    size[group]! += 1
  }
  return sum.map((value, g) => (size[g]! > 0 ? value / size[g]! : 0))
}

/**
 * What each group would have if cases were placed blindly: the mean score over the localities that
 * a case may go to, each locality by its share of the room. Needs count for nothing. The rule
 * "Random" of Freund, Lykouris, Paulson, Sturt and Weng (arXiv 2301.10642).
 *
 * @param scores cases x localities, NaN where not allowed
 * @param room of each locality, in the first resource
 */
export function randomFloors(
  scores: ArrayLike<number>,
  room: ArrayLike<number>,
  groups: ArrayLike<number>,
  count: number,
): Float64Array {
  const localities = room.length
  const outcomes = Float64Array.from({ length: groups.length }, (_, i) => {
    let sum = 0
    let weight = 0
    for (let l = 0; l < localities; l += 1) {
      const score = scores[i * localities + l]!
      if (Number.isNaN(score)) continue
      sum += room[l]! * Math.max(0, score)
      weight += room[l]!
    }
    return weight > 0 ? sum / weight : 0
  })
  return groupMeans(outcomes, groups, count)
}

const ROUNDS = 12
/** A group may miss its floor by this share of it. */
const SLACK = 2e-3

export interface Lifted<Plan> {
  readonly plan: Plan
  /** What the scores of each group were multiplied with, 1 or more. */
  readonly multipliers: Float64Array
  /** Whether every group reached its floor. */
  readonly isKept: boolean
}

/**
 * Raises groups to their floors: scores of a group below its floor are multiplied with more than 1
 * (the multiplier of its floor in the dual, 1 + λ_g / n_g), and the plan is made anew, a dozen times
 * at most. Answers the plan that keeps all floors with the most value, else the one that misses
 * them least.
 */
export async function liftGroups<Plan>(
  floors: Float64Array,
  solve: (multipliers: Float64Array) => Promise<{
    readonly plan: Plan
    readonly means: Float64Array
    readonly value: number
  }>,
): Promise<Lifted<Plan>> {
  const multipliers = new Float64Array(floors.length).fill(1)
  let best: Lifted<Plan> | undefined
  let top: readonly [missed: number, value: number] = [Infinity, -Infinity]
  for (let round = 0; round < ROUNDS; round += 1) {
    const { plan, means, value } = await solve(multipliers)
    const missed = floors.reduce(
      (sum, floor, g) => sum + Math.max(0, floor - means[g]! - SLACK * floor),
      0,
    )
    if (missed < top[0] || (missed === top[0] && value > top[1])) {
      best = { plan, multipliers: multipliers.slice(), isKept: missed === 0 }
      top = [missed, value]
    }
    if (round === 0 && missed === 0) break
    const pace = 3 / (1 + round / 3)
    floors.forEach((floor, g) => {
      if (floor <= 0) return
      const lift = multipliers[g]! * Math.exp((pace * (floor - means[g]!)) / floor)
      multipliers[g] = Math.min(20, Math.max(1, lift))
    })
  }
  if (best === undefined) throw new Error('no round was played')
  return best
}
