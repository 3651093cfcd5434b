import type { PlacementProblem } from '../placement/problem.ts'
import type { Candidate } from './candidate.ts'
import type { NamedProblem, RowName } from './build-problem.ts'
import { LEVELS } from './levels.ts'

/** A capacity that never binds: the offer does not count this. */
const NOT_COUNTED = 1e9

/** Sums of scores up to here are exact, with two bits left for what is added on the way. */
const MOST_SCORE = 2 ** 51

/** Each way in which some offer counts is a resource of the engine. */
interface Counting {
  readonly of: RowName['of']
  readonly byCases: boolean
}

const COUNTINGS: readonly Counting[] = (['total', 'medical', 'emergency'] as const).flatMap((of) =>
  [false, true].map((byCases) => ({ of, byCases })),
)

/**
 * The same cases, offers and hard rules as the plan's own problem, for the engine that answers at
 * once: seven levels become one score. Locks and forbids are left to each question.
 */
export function toEngineProblem(named: NamedProblem): PlacementProblem {
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
    regions: problem.programmeOfBin,
    ...hardLinks(named),
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
 * Hard-linked cases go to one programme. Where every programme has one offer that is the same
 * offer, which is the easier demand for the engine.
 */
function hardLinks({ problem }: NamedProblem): Pick<PlacementProblem, 'together' | 'near'> {
  const groups = new Map<number, number[]>()
  problem.items.forEach(({ group }, i) => {
    if (group !== undefined) groups.set(group, [...(groups.get(group) ?? []), i])
  })
  const lists = [...groups.values()]
  if (lists.length === 0) return {}
  const isOneOffer = new Set(problem.programmeOfBin).size === problem.programmeOfBin.length
  return isOneOffer ? { together: lists } : { near: lists }
}

/**
 * What a point at each level weighs in one score. A level outranks all later ones together as long
 * as the numbers fit: its weight is then larger than everything that the later ones can sum up to.
 * The last levels may not fit any more (on the reference operation: wishes and steady). They share
 * the room that is left, each outranking as many points of the next as its part of it allows; so
 * the estimate may trade many kept offers for one wish, which the plan itself never does.
 */
export function levelWeights(named: NamedProblem): readonly number[] {
  const sizes = LEVELS.map((_, level) => mostPossible(named, level) + 1)
  let room = MOST_SCORE
  let strict = 0
  while (strict < sizes.length && room / sizes[strict]! >= 2 ** (sizes.length - strict - 1)) {
    room /= sizes[strict]!
    strict += 1
  }
  const rest = sizes.slice(strict).reduce((product, size) => product * size, 1)
  const share = rest <= 1 ? 1 : Math.min(1, Math.log(room) / Math.log(rest))
  const factors = sizes.map((size, level) =>
    level < strict ? size : Math.max(1, Math.floor(size ** share)),
  )
  return factors.map((_, level) =>
    factors.slice(level + 1).reduce((product, factor) => product * factor, 1),
  )
}

/**
 * A bound of what a level can reach: each case at its best, and each offer filled with what brings
 * most for its places, whichever is less.
 */
function mostPossible({ problem, rows }: NamedProblem, level: number): number {
  const best = problem.items.reduce(
    (sum, item) => sum + Math.max(0, ...item.choices.map((choice) => choice.value[level]!)),
    0,
  )
  const totals = rows.flatMap(({ of }, row) => (of === 'total' ? [row] : []))
  const filled = totals.reduce((sum, row) => sum + mostInOffer(problem, row, level), 0)
  return Math.min(best, Math.floor(filled + 1e-6))
}

function mostInOffer(problem: NamedProblem['problem'], row: number, level: number): number {
  const { bin, capacity } = problem.rows[row]!
  const wishes = problem.items.flatMap((item) => {
    const choice = item.choices.find((one) => one.bin === bin)
    const amount = choice?.uses.find(([used]) => used === row)?.[1] ?? 0
    const value = choice?.value[level] ?? 0
    return amount > 0 && value > 0 ? [{ amount, value }] : []
  })
  let left = capacity
  let sum = 0
  for (const { amount, value } of wishes.toSorted(
    (a, b) => b.value / b.amount - a.value / a.amount,
  )) {
    if (left <= 0) break
    sum += value * Math.min(1, left / amount)
    left -= amount
  }
  return sum
}
