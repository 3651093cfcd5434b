import type { PlacementProblem } from '../placement/problem.ts'
import type { Candidate } from './candidate.ts'
import type { NamedProblem, RowName } from './build-problem.ts'
import { LEVELS } from './levels.ts'

/** A capacity that never binds: the offer does not count this. */
const NOT_COUNTED = 1e9

/** Level by level order is kept among plans that differ in at most so many cases. */
const FEW = 2

/** Each way in which some offer counts is a resource of the engine. */
interface Counting {
  readonly of: RowName['of']
  readonly byCases: boolean
}

const COUNTINGS: readonly Counting[] = (['total', 'medical', 'emergency'] as const).flatMap((of) =>
  [false, true].map((byCases) => ({ of, byCases })),
)

/** The parts of an engine's problem that do not depend on the question. */
export type EngineProblem = Pick<
  PlacementProblem,
  'cases' | 'localities' | 'resources' | 'needs' | 'capacity'
> & { readonly scores: Float64Array }

/**
 * The same cases, offers and places as the plan's own problem, for the engine that answers at
 * once: seven levels become one score. Locks, forbids and hard links are left to each question.
 */
export function toEngineProblem(named: NamedProblem): EngineProblem {
  const { candidates, offers, problem } = named
  const used = COUNTINGS.filter((one) => named.rows.some((row) => isCountedBy(row, one)))
  // Without any offer there is nothing to count; the engine wants one resource all the same.
  const countings = used.length > 0 ? used : COUNTINGS.slice(0, 1)
  const width = offers.length
  const capacity = new Float64Array(width * countings.length).fill(NOT_COUNTED)
  named.rows.forEach((row, r) => {
    const k = countings.findIndex((one) => isCountedBy(row, one))
    const { bin, capacity: limit } = problem.rows[r]!
    capacity[bin * countings.length + k] = limit
  })
  const weights = levelWeights(named)
  const scores = new Float64Array(candidates.length * width).fill(NaN)
  problem.items.forEach((item, i) => {
    for (const { bin, value } of item.choices)
      scores[i * width + bin] = value.reduce((sum, points, l) => sum + points * weights[l]!, 0)
  })
  return {
    cases: candidates.length,
    localities: width,
    resources: countings.length,
    needs: Float64Array.from(
      candidates.flatMap((one) => countings.map((counting) => needOf(one, counting))),
    ),
    capacity,
    scores,
  }
}

function isCountedBy({ offer, of }: RowName, counting: Counting): boolean {
  const byCases = offer.offer.terms.countingBasis === 'cases'
  return of === counting.of && byCases === counting.byCases
}

function needOf(one: Candidate, { of, byCases }: Counting): number {
  const isEmergency = one.facts.priority === 'EM'
  const persons =
    of === 'medical' ? one.medicalPersons : of === 'emergency' && isEmergency ? 0 : one.facts.size
  return byCases ? Math.min(1, persons) : persons
}

/**
 * What a point at each level weighs in one score. A level outranks all later ones together where two
 * plans differ in few cases, and that is what is compared: plans near the one shown. Weights that
 * outrank every later total would need 2^62 on the reference operation, past what a number holds,
 * and far past what an engine can tell apart that works with real prices. Where more cases differ
 * the sum may misjudge; so whoever uses it compares plans level by level before one is kept.
 */
export function levelWeights({ problem }: NamedProblem): readonly number[] {
  const most = LEVELS.map((_, level) =>
    problem.items.reduce(
      (largest, item) => Math.max(largest, ...item.choices.map((choice) => choice.value[level]!)),
      0,
    ),
  )
  // Each of the few may lose its most and another gain as much.
  const factors = most.map((points) => 2 * FEW * points + 1)
  return factors.map((_, level) =>
    factors.slice(level + 1).reduce((product, factor) => product * factor, 1),
  )
}
