import { expect, test } from 'vitest'
import { fieldCases } from '../testing/field-cases.ts'
import { seeded } from './seeded.ts'
import { checkPlan } from './check/check-plan.ts'
import { provenBound } from './check/proven-bound.ts'
import { FaultList } from './format/fault-list.ts'
import { highsSolver } from './in-order/highs-solver.ts'
import type { Entries, IntegerProgram } from './in-order/integer-solver.ts'
import type { PlacementPlan } from './placement.ts'
import type { PlacementProblem } from './problem.ts'
import { place } from './solve.ts'

/** A problem as an integer program: a variable for each allowed pair of a list and a locality. */
function programOf(problem: PlacementProblem): IntegerProgram {
  const { cases, localities: L, resources: R, together = [] } = problem
  const scores = problem.scores as Float64Array
  const listed = new Set(together.flat())
  const lists = [
    ...together,
    ...Array.from({ length: cases }, (_, i) => [i]).filter(([i]) => !listed.has(i!)),
  ]
  const objective: number[] = []
  const columns: Entries[] = []
  lists.forEach((list, n) => {
    for (let l = 0; l < L; l += 1) {
      const score = list.reduce((sum, i) => sum + scores[i * L + l]!, 0)
      if (Number.isNaN(score)) continue
      const entries = new Map([[n, 1]])
      for (let k = 0; k < R; k += 1) {
        const need = list.reduce((sum, i) => sum + (problem.needs[i * R + k] as number), 0)
        if (need > 0) entries.set(lists.length + l * R + k, need)
      }
      objective.push(score)
      columns.push({ indices: [...entries.keys()], values: [...entries.values()] })
    }
  })
  const rowLower = Array.from({ length: lists.length + L * R }, () => -Infinity)
  lists.forEach((list, n) => {
    if (list.some((i) => (problem.locks?.[i] ?? -1) >= 0)) rowLower[n] = 1
  })
  return {
    objective,
    columns,
    lower: objective.map(() => 0),
    upper: objective.map(() => 1),
    rowLower,
    rowUpper: [...lists.map(() => 1), ...Array.from(problem.capacity)],
  }
}

async function optimumOf(problem: PlacementProblem): Promise<number> {
  const program = programOf(problem)
  const { columns, finished } = (await highsSolver()).solveInteger(program, {
    seconds: 20,
    absoluteGap: 0,
  })
  if (!finished || columns === undefined) throw new Error('HiGHS has not finished')
  return program.objective.reduce((sum, score, j) => sum + score * columns[j]!, 0)
}

async function planOf(problem: PlacementProblem): Promise<PlacementPlan> {
  const placement = await place(problem, { timeLimitSeconds: 30, now: () => performance.now() })
  if (placement.status === 'infeasible') throw new Error('no plan')
  return placement
}

type Kind = (next: () => number, seed: number) => PlacementProblem

/** Problems of every nasty kind; each is small enough for HiGHS. */
const KINDS: Readonly<Record<string, Kind>> = {
  'as in the field': (next, seed) =>
    fieldCases({
      seed,
      cases: 30 + Math.floor(next() * 40),
      localities: 3 + Math.floor(next() * 4),
      resources: [1, 2, 3][seed % 3] as 1 | 2 | 3,
      supply: next() < 0.5 ? 0.95 : 1.2,
    }),
  'whole scores with many ties': (next) =>
    drawn(next, { score: () => Math.floor(next() * 5), need: () => Math.floor(next() * 4) }),
  'all the same': (next) => drawn(next, { score: () => 1, need: () => 2 }),
  'large cases that score well': (next) => {
    const sizes = Array.from({ length: 20 }, () => 1 + Math.floor(next() * next() * 9))
    return drawn(next, {
      score: (i) => sizes[i]! * (0.8 + 0.4 * next()),
      need: (i) => sizes[i]!,
    })
  },
  'one giant family': (next) =>
    drawn(next, { score: (i) => (i === 0 ? 6 : next()), need: (i) => (i === 0 ? 9 : 1) }),
  'places without room': (next) =>
    drawn(next, {
      score: () => next(),
      need: () => 1 + Math.floor(next() * 3),
      room: () => (next() < 0.5 ? 0 : 6),
    }),
  'scores of either sign, some together': (next) => ({
    ...drawn(next, { score: () => next() - 0.4, need: () => Math.floor(next() * 3) }),
    together: [
      [0, 1],
      [2, 3, 4],
    ],
  }),
}

interface Draw {
  readonly score: (oneCase: number) => number
  readonly need: (oneCase: number) => number
  readonly room?: () => number
}

function drawn(next: () => number, draw: Draw): PlacementProblem {
  const [cases, localities, resources] = [
    20,
    2 + Math.floor(next() * 3),
    1 + Math.floor(next() * 2),
  ]
  const room = draw.room ?? ((): number => 4 + Math.floor(next() * 8))
  return {
    cases,
    localities,
    resources,
    needs: Float64Array.from({ length: cases * resources }, (_, at) =>
      draw.need(Math.floor(at / resources)),
    ),
    capacity: Float64Array.from({ length: localities * resources }, room),
    scores: Float64Array.from({ length: cases * localities }, (_, at) =>
      next() < 0.85 ? draw.score(Math.floor(at / localities)) : NaN,
    ),
  }
}

test.each(Object.entries(KINDS))('%s: the optimum of HiGHS, proven', async (_, kind) => {
  let seen = 0
  for (let seed = 1; seed <= 12; seed += 1) {
    const problem = kind(seeded(seed), seed)
    const plan = await planOf(problem)
    const where = `seed ${seed}`
    expect(plan.status, where).toBe('optimal')
    expect(plan.objective, where).toBeCloseTo(await optimumOf(problem), 7)
    const named = { problem, names: { localities: [], resources: [] } }
    const faults = new FaultList()
    checkPlan(named, plan, faults)
    expect(faults.kept, where).toEqual([])
    const proven = provenBound(problem, JSON.parse(JSON.stringify(plan.certificate)))
    expect(proven, where).toHaveProperty('bound')
    if ('bound' in proven)
      expect(proven.bound, where).toBeLessThanOrEqual(
        plan.objective + 1e-9 * Math.max(1, plan.objective),
      )
    seen += 1
  }
  expect(seen).toBe(12)
})
