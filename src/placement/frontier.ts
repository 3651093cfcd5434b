import { groupMeans, liftGroups, randomFloors } from './group-floors.ts'
import { mechanismPlans } from './frontier-mechanisms.ts'
import { place } from './solve.ts'

/** What a frontier is drawn for: cases, localities, what they bring and what they wish. */
export interface FrontierCase {
  readonly cases: number
  readonly localities: number
  readonly resources: number
  /** cases x resources, whole. */
  readonly needs: Float64Array
  /** localities x resources, whole. */
  readonly capacity: Float64Array
  /** The outcome of each case at each locality, cases x localities, NaN where not allowed. */
  readonly outcomes: Float64Array
  /** For each case its localities, the best first; empty when nobody says any. */
  readonly preferences: readonly (readonly number[])[]
  /** The group of each case, -1 without one, and how many groups there are. */
  readonly groups: Int32Array
  readonly groupCount: number
}

export type FrontierKind = 'outcome' | 'mix' | 'floor' | 'mechanism'

/** One way to place everybody, and what it gives. */
export interface FrontierPoint {
  readonly name: string
  readonly kind: FrontierKind
  readonly localityOf: Int32Array
  /** The sum of outcomes, and its share of that of the plan for outcome alone. */
  readonly outcome: number
  readonly outcomeShare: number
  readonly placed: number
  /** Of all cases that say a preference, the share at their first; NaN when none does. */
  readonly firstChoice: number
  /** Mean place on their own lists, 1 the best, of those at a listed locality; NaN for nobody. */
  readonly meanRank: number
  /** The least mean outcome of a group over its cases, placed or not; NaN without groups. */
  readonly worstGroup: number
}

export interface FrontierSettings {
  /** The relative gap of each plan, and the time it may take. */
  readonly gap: number
  readonly timeLimitSeconds: number
  readonly now?: () => number
  readonly onPoint?: (done: number, name: string) => void
}

const MIXES = [0.25, 0.5, 0.75, 1]
const HALVINGS = 5

/**
 * Plans for outcome alone, for mixes of outcome and preference, with floors for groups, and by the
 * mechanisms that trade or defer; each with what it gives in outcome, preference and fairness.
 * What needs preferences or groups is left out where there are none.
 */
export async function frontier(
  field: FrontierCase,
  settings: FrontierSettings,
): Promise<FrontierPoint[]> {
  const solve: Solve = (scores, capacity = field.capacity) =>
    planFor({ ...field, capacity }, scores, settings)
  const best = await solve(field.outcomes)
  const top = Math.max(outcomeOf(field, best), 1e-12)
  const points: FrontierPoint[] = []
  const add = (name: string, kind: FrontierKind, plan: Int32Array): void => {
    points.push(measured(field, { name, kind, plan, top }))
    settings.onPoint?.(points.length, name)
  }
  add('outcome alone', 'outcome', best)
  if (field.preferences.some((list) => list.length > 0)) {
    for (const t of MIXES)
      add(
        t === 1 ? 'preference alone' : `preference ${t * 100} %`,
        'mix',
        await solve(mixed(field, t)),
      )
    for (const { name, plan } of mechanismPlans(field, best)) add(name, 'mechanism', plan)
  }
  if (field.groupCount > 1)
    for (const { name, plan } of await floorPlans(field, best, solve)) add(name, 'floor', plan)
  return points
}

type Solve = (scores: Float64Array, capacity?: Float64Array) => Promise<Int32Array>

async function planFor(
  { cases, localities, resources, needs, capacity }: FrontierCase,
  scores: Float64Array,
  settings: FrontierSettings,
): Promise<Int32Array> {
  const problem = { cases, localities, resources, needs, capacity, scores }
  const { gap, timeLimitSeconds, now } = settings
  const found = await place(problem, {
    gap,
    timeLimitSeconds,
    ...(now === undefined ? {} : { now }),
  })
  if (found.status === 'infeasible') throw new Error('a problem without demands has a plan')
  return found.localityOf
}

/** (1 - t) x outcome, in units of the mean best outcome, + t x the rank: 1 for the first wish. */
function mixed(field: FrontierCase, t: number): Float64Array {
  const { cases, localities, outcomes, preferences } = field
  const scale = meanBestOutcome(field)
  const scores = outcomes.map((outcome) => ((1 - t) * outcome) / scale)
  for (let i = 0; i < cases; i += 1) {
    const list = preferences[i]!
    list.forEach((l, rank) => {
      scores[i * localities + l]! += t * (1 - rank / list.length)
    })
  }
  return scores
}

function meanBestOutcome({ cases, localities, outcomes }: FrontierCase): number {
  let sum = 0
  for (let i = 0; i < cases; i += 1) {
    let best = 0
    for (let l = 0; l < localities; l += 1) {
      const outcome = outcomes[i * localities + l]!
      if (outcome > best) best = outcome
    }
    sum += best
  }
  return sum > 0 ? sum / cases : 1
}

/**
 * Plans that keep a floor for the mean outcome of each group: what it would have at random, what it
 * would have alone on its share of the room, and as high as all groups can have at once. Freund,
 * Lykouris, Paulson, Sturt and Weng (arXiv 2301.10642).
 */
async function floorPlans(
  field: FrontierCase,
  best: Int32Array,
  solve: Solve,
): Promise<{ readonly name: string; readonly plan: Int32Array }[]> {
  const { capacity, resources, outcomes, groups, groupCount } = field
  const lift = (floors: Float64Array): ReturnType<typeof lifted> => lifted(field, floors, solve)
  const room = capacity.filter((_, at) => at % resources === 0)
  const random = await lift(randomFloors(outcomes, room, groups, groupCount))
  const proportional = await lift(await proportionalFloors(field, solve))
  let low = Math.min(...meansOf(field, best))
  let high = 1.5 * Math.max(low, outcomeOf(field, best) / field.cases)
  let fairest = best
  for (let n = 0; n < HALVINGS; n += 1) {
    const middle = (low + high) / 2
    const tried = await lift(new Float64Array(groupCount).fill(middle))
    const reached = Math.min(...meansOf(field, tried.plan))
    if (reached > Math.min(...meansOf(field, fairest))) fairest = tried.plan
    if (tried.isKept) low = Math.max(middle, reached)
    else high = middle
  }
  const note = (isKept: boolean): string => (isKept ? '' : ' (not all reached)')
  return [
    { name: `floor: random${note(random.isKept)}`, plan: random.plan },
    { name: `floor: proportional${note(proportional.isKept)}`, plan: proportional.plan },
    { name: 'floor: max-min', plan: fairest },
  ]
}

function lifted(
  field: FrontierCase,
  floors: Float64Array,
  solve: Solve,
): ReturnType<typeof liftGroups<Int32Array>> {
  const { outcomes, localities, groups } = field
  return liftGroups<Int32Array>(floors, async (multipliers) => {
    const scores = outcomes.map((outcome, at) => {
      const group = groups[Math.floor(at / localities)]!
      return group < 0 ? outcome : outcome * multipliers[group]!
    })
    const plan = await solve(scores)
    return { plan, means: meansOf(field, plan), value: outcomeOf(field, plan) }
  })
}

/** What each group would have alone, on its share of all capacities by its part of all cases (Freund et al.). */
async function proportionalFloors(field: FrontierCase, solve: Solve): Promise<Float64Array> {
  const { cases, localities, outcomes, groups, groupCount } = field
  const floors = new Float64Array(groupCount)
  for (let g = 0; g < groupCount; g += 1) {
    const size = groups.filter((group) => group === g).length
    if (size === 0) continue
    const scores = outcomes.map((outcome, at) =>
      groups[Math.floor(at / localities)] === g ? outcome : NaN,
    )
    const capacity = field.capacity.map((amount) => Math.floor((amount * size) / cases))
    const plan = await solve(scores, capacity)
    floors[g] = meansOf(field, plan)[g]!
  }
  return floors
}

function meansOf(field: FrontierCase, plan: Int32Array): Float64Array {
  return groupMeans(outcomesOf(field, plan), field.groups, field.groupCount)
}

function outcomeOf(field: FrontierCase, plan: Int32Array): number {
  return outcomesOf(field, plan).reduce((sum, one) => sum + one, 0)
}

function outcomesOf({ outcomes, localities }: FrontierCase, plan: Int32Array): number[] {
  return Array.from(plan, (l, i) => (l < 0 ? 0 : outcomes[i * localities + l]!))
}

function measured(
  field: FrontierCase,
  one: {
    readonly name: string
    readonly kind: FrontierKind
    readonly plan: Int32Array
    readonly top: number
  },
): FrontierPoint {
  const { name, kind, plan, top } = one
  let [placed, saying, first, listed, ranks] = [0, 0, 0, 0, 0]
  plan.forEach((l, i) => {
    const list = field.preferences[i]!
    if (list.length > 0) saying += 1
    if (l < 0) return
    placed += 1
    const rank = list.indexOf(l)
    if (rank < 0) return
    listed += 1
    ranks += rank + 1
    if (rank === 0) first += 1
  })
  const outcome = outcomeOf(field, plan)
  const sizes = Array.from({ length: field.groupCount }, (_, g) => field.groups.includes(g))
  const means = Array.from(meansOf(field, plan)).filter((_, g) => sizes[g])
  return {
    name,
    kind,
    localityOf: plan,
    outcome,
    outcomeShare: outcome / top,
    placed,
    firstChoice: first / saying,
    meanRank: ranks / listed,
    worstGroup: means.length > 0 ? Math.min(...means) : NaN,
  }
}
