import { placeLarge } from './large.ts'
import type { PlacementPlan } from './placement.ts'
import type { PlacementProblem } from './problem.ts'
import { isReader, readCase, unitsOf } from './units.ts'
import type { Units } from './units.ts'

/** From this many pairs on the scores are read in passes and not laid out. */
const LARGE = 4_000_000
const PROVEN = 1e-9

/** Whether a problem is placed by passes over its scores. */
export function isLarge(problem: PlacementProblem): boolean {
  const { cases, localities, near, minimum } = problem
  return cases * localities > LARGE && !near?.length && !minimum
}

/**
 * Places a large problem. Units that must be placed have one option (their lock): they sit there
 * first, and the rest is placed in what is left.
 */
export function solveLarge(
  problem: PlacementProblem,
  limits: {
    readonly gap: number
    readonly stop: () => boolean
    readonly seconds: () => number
    readonly onProgress?: (done: number, total: number, words: string) => void
  },
): PlacementPlan {
  const { localities, resources } = problem
  const isPlain = !problem.together?.length && !someLocked(problem)
  const {
    bound: found,
    localityOf,
    fixed,
    prices: paid,
  } = isPlain
    ? { ...placeLarge(problem, limits), fixed: 0 }
    : placeRest(problem, unitsOf(problem), limits)
  const objective = objectiveOf(problem, localityOf)
  const bound = Math.max(found + fixed, objective)
  const gap = (bound - objective) / Math.max(Math.abs(bound), 1e-9)
  const prices = Float64Array.from({ length: localities * resources }, (_, r) => paid[r]!)
  return {
    status: gap <= PROVEN ? 'optimal' : gap <= limits.gap ? 'feasible' : 'time_limit',
    localityOf,
    objective,
    bound,
    gap,
    prices,
    certificate: { prices: Array.from(prices) },
    seconds: limits.seconds(),
  }
}

function someLocked({ cases, locks }: PlacementProblem): boolean {
  for (let i = 0; locks && i < cases; i += 1) if (locks[i]! >= 0) return true
  return false
}

/** Units that must be placed sit first; the others are placed in what they leave. */
function placeRest(
  problem: PlacementProblem,
  units: Units,
  limits: Parameters<typeof placeLarge>[1],
): {
  readonly bound: number
  readonly localityOf: Int32Array
  readonly fixed: number
  readonly prices: Float64Array
} {
  const { rest, free, sat } = withoutMust(problem, units)
  const { bound, prices, localityOf: found } = placeLarge(rest, limits)
  const localityOf = new Int32Array(problem.cases).fill(-1)
  const seat = (unit: number, l: number): void => {
    for (const i of units.members[unit]!) localityOf[i] = l
  }
  for (const { unit, locality } of sat) seat(unit, locality)
  free.forEach((unit, at) => seat(unit, found[at]!))
  const fixed = sat.reduce((sum, { score }) => sum + score, 0)
  return { bound, localityOf, fixed, prices }
}

interface Rest {
  readonly rest: PlacementProblem
  /** The unit of each case of `rest`. */
  readonly free: Int32Array
  readonly sat: readonly {
    readonly unit: number
    readonly locality: number
    readonly score: number
  }[]
}

function withoutMust(problem: PlacementProblem, units: Units): Rest {
  const { localities, resources, capacity, scores } = problem
  const row = new Float64Array(localities)
  const left = Float64Array.from(capacity)
  const sat: { unit: number; locality: number; score: number }[] = []
  const free: number[] = []
  for (let unit = 0; unit < units.count; unit += 1) {
    if (units.must[unit] === 0) {
      free.push(unit)
      continue
    }
    units.readScores(unit, row)
    const locality = row.findIndex((score) => !Number.isNaN(score))
    sat.push({ unit, locality, score: row[locality]! })
    for (let k = 0; k < resources; k += 1) {
      left[locality * resources + k]! -= units.needs[unit * resources + k]!
    }
  }
  const plain = free.length === problem.cases && !isReader(scores)
  const needs = new Float64Array(free.length * resources)
  free.forEach((unit, at) => {
    for (let k = 0; k < resources; k += 1) {
      needs[at * resources + k] = units.needs[unit * resources + k]!
    }
  })
  const read = (at: number, into: Float64Array): void => units.readScores(free[at]!, into)
  const rest = {
    cases: free.length,
    localities,
    resources,
    needs,
    capacity: left,
    scores: plain ? scores : { read },
  }
  return { rest, free: Int32Array.from(free), sat }
}

function objectiveOf(problem: PlacementProblem, localityOf: Int32Array): number {
  const { localities, scores } = problem
  const row = new Float64Array(localities)
  let sum = 0
  for (let i = 0; i < localityOf.length; i += 1) {
    const l = localityOf[i]!
    if (l < 0) continue
    if (isReader(scores)) {
      readCase(problem, i, row)
      sum += row[l]!
    } else sum += scores[i * localities + l]!
  }
  return sum
}
