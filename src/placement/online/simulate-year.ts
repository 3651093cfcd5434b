import type { PlacementProblem } from '../problem.ts'
import { place } from '../solve.ts'
import type { Arrivals } from './arrivals.ts'
import { sliceArrivals } from './arrivals.ts'
import { fitsInto, takeFrom } from './batch-plan.ts'
import { BuildUp } from './build-up.ts'
import type { PolicyMaker } from './policy.ts'

/** A year to be replayed. */
export interface Year {
  /** Its cases in the order in which they arrive. */
  readonly cases: Arrivals
  /** localities x resources, whole, 0 or more. */
  readonly capacity: Float64Array
  /** Cases of the years before, oldest first. */
  readonly history: Arrivals
  readonly batches: number
  /** How many cases a policy is told to expect. */
  readonly expectedCases: number
  /** How many groups there are. */
  readonly groups: number
}

export interface Replay {
  /** The locality of each case, -1: unplaced. */
  readonly localityOf: Int32Array
  /** The sum of the scores. */
  readonly value: number
  readonly unplaced: number
  /** Mean over batches and localities of what piled up there, in units of the first resource. */
  readonly buildUp: number
}

/**
 * Replays a year: the cases come in so many batches, as equal as can be, and are placed for good.
 * A policy that overfills a locality or uses a pair that is not allowed is a bug and throws.
 */
export async function replay(
  year: Year,
  makePolicy: PolicyMaker,
  random: () => number,
): Promise<Replay> {
  const { cases, capacity, history, batches, expectedCases, groups } = year
  const { localities, resources, count } = cases
  const policy = makePolicy({
    localities,
    resources,
    capacity: capacity.slice(),
    expectedCases,
    batches,
    history,
    groups,
  })
  const left = capacity.slice()
  const localityOf = new Int32Array(count).fill(-1)
  const piled = new BuildUp(capacity, resources, batches)
  for (let n = 0; n < batches; n += 1) {
    const [begin, end] = [batchStart(count, batches, n), batchStart(count, batches, n + 1)]
    const batch = sliceArrivals(cases, begin, end)
    const placed = new Float64Array(localities)
    if (batch.count > 0) {
      const plan = await policy.decide({
        left: left.slice(),
        batch,
        history,
        seen: sliceArrivals(cases, 0, begin),
        expected: Math.max(0, expectedCases - end),
        batchesLeft: batches - n - 1,
        random,
      })
      settle(batch, plan, left, placed)
      localityOf.set(plan, begin)
    }
    piled.count(placed)
  }
  return { localityOf, ...valueOf(cases, localityOf), buildUp: piled.mean }
}

/** Where each of `batches` batches begins among `count` cases. */
function batchStart(count: number, batches: number, n: number): number {
  return Math.floor((n * count) / batches)
}

function settle(batch: Arrivals, plan: Int32Array, left: Float64Array, placed: Float64Array): void {
  plan.forEach((l, i) => {
    if (l < 0) return
    if (Number.isNaN(batch.scores[i * batch.localities + l]!) || !fitsInto(batch, i, l, left))
      throw new Error(
        `the policy places case ${i} of its batch at locality ${l}, where it cannot go`,
      )
    takeFrom(batch, i, l, left, 1)
    placed[l]! += batch.needs[i * batch.resources]!
  })
}

function valueOf(cases: Arrivals, plan: Int32Array): { value: number; unplaced: number } {
  let [value, unplaced] = [0, 0]
  plan.forEach((l, i) => {
    if (l < 0) unplaced += 1
    else value += cases.scores[i * cases.localities + l]!
  })
  return { value, unplaced }
}

/** What could have been reached by somebody who knew the whole year. */
export interface Hindsight {
  /** The value of the best plan found. */
  readonly value: number
  /** No plan is worth more. */
  readonly bound: number
  readonly localityOf: Int32Array
}

export async function hindsight(
  { cases, capacity }: Pick<Year, 'cases' | 'capacity'>,
  limits: { readonly gap: number; readonly timeLimitSeconds: number; readonly now?: () => number },
): Promise<Hindsight> {
  const { count, localities, resources, needs, scores } = cases
  const problem: PlacementProblem = {
    cases: count,
    localities,
    resources,
    needs,
    capacity,
    scores,
  }
  const found = await place(problem, limits)
  if (found.status === 'infeasible') throw new Error('a problem without demands has a plan')
  return { value: found.objective, bound: found.bound, localityOf: found.localityOf }
}
