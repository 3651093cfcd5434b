import { expect, test } from 'vitest'
import type { PlacementPlan } from '../placement.ts'
import type { PlacementProblem } from '../problem.ts'
import type { NamedProblem } from './names.ts'
import { writeResult } from './write-result.ts'

const PROBLEM: PlacementProblem = {
  cases: 3,
  localities: 2,
  resources: 1,
  needs: [2, 1, 1],
  capacity: [2, 1],
  scores: Float64Array.from([0.41, 0.2, 0.3, NaN, NaN, 0.1 + 0.2]),
  locks: [-1, 0, -1],
  together: [[0, 1]],
  near: [[1, 2]],
  minimum: [0, 1],
}
const NAMED: NamedProblem = {
  problem: PROBLEM,
  names: { cases: ['c1', 'c"2\u202e', 'c3'], localities: ['A', 'B\n'], resources: ['people'] },
}
const PLAN: PlacementPlan = {
  status: 'optimal',
  localityOf: Int32Array.from([0, -1, 1]),
  objective: 0.71,
  bound: 0.71,
  gap: 0,
  prices: Float64Array.from([0.05, -0]),
  certificate: { prices: [0.05, 0] },
  seconds: 0.01,
}

const textOf = (pieces: Iterable<string>): string => [...pieces].join('')

test('a plan is written with the names of the problem', () => {
  const text = textOf(writeResult(NAMED, PLAN, Float64Array.from([0.03, NaN, NaN])))
  expect(JSON.parse(text)).toEqual({
    status: 'optimal',
    objective: 0.71,
    bound: 0.71,
    gap: 0,
    assignments: [
      { case: 'c1', locality: 'A', score: 0.41, margin: 0.03 },
      { case: 'c3', locality: 'B\n', score: 0.1 + 0.2 },
    ],
    unplaced: ['c"2\u202e'],
    prices: [
      { locality: 'A', resource: 'people', price: 0.05 },
      { locality: 'B\n', resource: 'people', price: 0 },
    ],
    certificate: { prices: [0.05, 0] },
    seconds: 0.01,
  })
  // What would turn a terminal's text around is written as an escape, and reads back the same.
  expect(text).toContain('c\\"2\\u202e')
})

test('scores are asked for when they are not in memory; cases without names go by index', () => {
  const all = PROBLEM.scores as Float64Array
  const read = (i: number, into: Float64Array): void => into.set(all.subarray(2 * i, 2 * i + 2))
  const { cases: _none, ...names } = NAMED.names
  const named = { problem: { ...PROBLEM, scores: { read } }, names }
  expect(JSON.parse(textOf(writeResult(named, PLAN)))).toMatchObject({
    assignments: [
      { case: '0', score: 0.41 },
      { case: '2', score: 0.1 + 0.2 },
    ],
    unplaced: ['1'],
  })
})

test('nobody placed, nobody unplaced: the lists are there, and empty', () => {
  const nobody = { ...PLAN, localityOf: Int32Array.from([-1, -1, -1]) }
  expect(JSON.parse(textOf(writeResult(NAMED, nobody)))).toMatchObject({ assignments: [] })
  const everybody = { ...PLAN, localityOf: Int32Array.from([0, 0, 1]) }
  expect(JSON.parse(textOf(writeResult(NAMED, everybody)))).toMatchObject({ unplaced: [] })
})

test('a conflict is written in words and by id', () => {
  const conflict = {
    locks: [1],
    together: [0],
    near: [0],
    minimum: [{ locality: 1, resource: 0 }],
    capacities: [{ locality: 0, resource: 0 }],
  }
  const text = textOf(writeResult(NAMED, { status: 'infeasible', conflict, seconds: 0.5 }))
  expect(text).not.toContain('\u202e')
  expect(JSON.parse(text)).toEqual({
    status: 'infeasible',
    conflict: {
      words: [
        'The case "c\\"2\\u202e" is locked to "A".',
        'The cases "c1", "c\\"2\\u202e" must go together.',
        'The cases "c\\"2\\u202e", "c3" must go near each other.',
        'At "B\\n" at least 1 of "people" must be used.',
        '"A" has 2 of "people".',
        'These cannot all hold; without any one of the demands the others can.',
      ],
      locks: ['c"2\u202e'],
      together: [0],
      near: [0],
      minimum: [{ locality: 'B\n', resource: 'people' }],
      capacities: [{ locality: 'A', resource: 'people' }],
    },
    seconds: 0.5,
  })
})

test('a long list comes in pieces, and they join to JSON', () => {
  const cases = 20_000
  const problem = {
    ...PROBLEM,
    cases,
    needs: new Float64Array(cases),
    scores: new Float64Array(cases * 2).fill(0.5),
  }
  const names = { localities: ['A', 'B'], resources: ['people'] }
  const localityOf = Int32Array.from({ length: cases }, (_, i) => (i % 3) - 1)
  const pieces = [...writeResult({ problem, names }, { ...PLAN, localityOf })]
  expect(pieces.length).toBeGreaterThan(10)
  expect(Math.max(...pieces.map((piece) => piece.length))).toBeLessThan(100_000)
  const result = JSON.parse(pieces.join('')) as { assignments: unknown[]; unplaced: unknown[] }
  expect(result.assignments.length + result.unplaced.length).toBe(cases)
})
