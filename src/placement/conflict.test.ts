import { expect, test } from 'vitest'
import { seeded } from './seeded.ts'
import { bestOfAll, smallProblem } from '../testing/small-problems.ts'
import { findConflict } from './conflict.ts'
import type { Conflict } from './placement.ts'
import type { PlacementProblem } from './problem.ts'
import { Replanner } from './replan.ts'

const TWO: PlacementProblem = {
  cases: 4,
  localities: 2,
  resources: 1,
  needs: [1, 2, 2, 1],
  capacity: [3, 3],
  scores: Float64Array.from([1, 1, 1, 1, 1, 1, 1, NaN]),
}

test('locks that are too many for a locality: the fewest of them, and its capacity', () => {
  expect(findConflict({ ...TWO, locks: [0, 0, -1, -1] })).toBeUndefined()
  expect(findConflict({ ...TWO, locks: [0, 0, 0, -1] })).toEqual({
    locks: [1, 2],
    together: [],
    near: [],
    minimum: [],
    capacities: [{ locality: 0, resource: 0 }],
  })
})

test('a list that tears a lock away from where another of it is allowed', () => {
  expect(findConflict({ ...TWO, locks: [1, -1, -1, -1], together: [[0, 3]] })).toMatchObject({
    locks: [0],
    together: [0],
    capacities: [],
  })
  const near = { ...TWO, near: [[0, 3]], regions: [0, 1] }
  expect(findConflict({ ...near, locks: [1, -1, -1, -1] })).toMatchObject({ locks: [0], near: [0] })
  expect(findConflict({ ...near, locks: [0, -1, -1, -1] })).toBeUndefined()
})

test('a minimum that nobody can reach, or that locks leave nobody for', () => {
  expect(findConflict({ ...TWO, minimum: [3, 3] })).toBeUndefined()
  expect(findConflict({ ...TWO, minimum: [3, 0], locks: [0, -1, -1, 0] })).toMatchObject({
    locks: [0, 3],
    minimum: [{ locality: 0, resource: 0 }],
    capacities: [{ locality: 0, resource: 0 }],
  })
})

test('minimums that each can be reached, but not all of them, are told among many cases too', () => {
  const problem = {
    ...{ cases: 30, localities: 6, resources: 1 },
    needs: Array.from({ length: 30 }, (_, i) => 1 + (i % 4)),
    capacity: Array.from({ length: 6 }, () => 14),
    scores: new Float64Array(180).fill(1),
  }
  const conflict = findConflict({ ...problem, minimum: [13, 13, 13, 12, 12, 12] })
  expect(conflict?.minimum.length).toBeGreaterThan(5)
  expect(findConflict({ ...problem, minimum: [12, 12, 12, 12, 12, 12] })).toBeUndefined()
})

/** The problem with what a conflict names and nothing else. */
function without(problem: PlacementProblem, conflict: Conflict): PlacementProblem {
  const { resources: R } = problem
  const places = (list: Conflict['capacities']): Set<number> =>
    new Set(list.map(({ locality, resource }) => locality * R + resource))
  const [capacities, minimum] = [places(conflict.capacities), places(conflict.minimum)]
  return {
    ...problem,
    locks: Array.from(problem.locks!, (l, i) => (conflict.locks.includes(i) ? l : -1)),
    together: conflict.together.map((n) => problem.together![n]!),
    near: conflict.near.map((n) => problem.near![n]!),
    capacity: Array.from(problem.capacity, (c, at) => (capacities.has(at) ? c : 1e9)),
    minimum: Array.from(problem.minimum!, (c, at) => (minimum.has(at) ? c : 0)),
  }
}

const KINDS = ['locks', 'together', 'near', 'minimum', 'capacities'] as const

test('small problems: a conflict exactly where there is no plan, and none of it can be left out', () => {
  const next = seeded(11)
  let found = 0
  for (let run = 0; run < 400; run += 1) {
    const problem = smallProblem(next)
    const conflict = findConflict(problem)
    expect(conflict === undefined).toBe(bestOfAll(problem) > -Infinity)
    if (!conflict) continue
    found += 1
    expect(bestOfAll(without(problem, conflict))).toBe(-Infinity)
    for (const kind of KINDS)
      conflict[kind].forEach((_, n) => {
        const fewer = { ...conflict, [kind]: conflict[kind].toSpliced(n, 1) }
        expect(bestOfAll(without(problem, fewer))).toBeGreaterThan(-Infinity)
      })
  }
  expect(found).toBeGreaterThan(50)
})

test('a change that cannot be is answered with its conflict', () => {
  const replanner = new Replanner(TWO)
  const locks = new Map([
    [1, 0],
    [2, 0],
  ])
  const answer = replanner.change({ locks, forbidden: [] })
  expect(answer).toMatchObject({ conflict: { locks: [1, 2] } })
  const lifted = replanner.change({ locks, forbidden: [], capacity: [5, 3] })
  expect(lifted).toMatchObject({ objective: 4 })
})
