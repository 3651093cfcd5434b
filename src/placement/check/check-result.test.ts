import { describe, expect, test } from 'vitest'
import { fromChunks } from '../format/byte-source.ts'
import { FaultList } from '../format/fault-list.ts'
import type { NamedProblem } from '../format/names.ts'
import { readProblem } from '../format/read-problem.ts'
import { writeBinaryResult } from '../format/write-binary.ts'
import type { Placement } from '../placement.ts'
import { checkResult, checkStated } from './check-result.ts'
import { readBinaryResult } from './read-binary-result.ts'

const FILE = {
  resources: ['people'],
  localities: [
    { id: 'A', capacity: { people: 3 }, region: 'north' },
    { id: 'B', capacity: { people: 2 }, minimum: { people: 1 }, region: 'north' },
    { id: 'C', capacity: { people: 9 }, region: 'south' },
  ],
  cases: [
    { id: 'c1', needs: { people: 2 }, scores: { A: 1, B: 0.5 } },
    { id: 'c2', needs: { people: 1 }, scores: { A: 0.75, B: 0.5 } },
    { id: 'c3', needs: { people: 1 }, scores: { B: 0.5, C: 0.25 }, lock: 'B' },
    { id: 'c4', needs: { people: 2 }, scores: { A: 0.5 } },
  ],
  together: [['c1', 'c2']],
  near: [['c2', 'c3']],
}
const GOOD = {
  status: 'optimal',
  objective: 2.25,
  bound: 2.25,
  gap: 0,
  assignments: [
    { case: 'c1', locality: 'A', score: 1, margin: 0.5 },
    { case: 'c2', locality: 'A', score: 0.75 },
    { case: 'c3', locality: 'B', score: 0.5 },
  ],
  unplaced: ['c4'],
  prices: [
    { locality: 'A', resource: 'people', price: 0.5 },
    { locality: 'B', resource: 'people', price: 0 },
    { locality: 'C', resource: 'people', price: 0 },
  ],
  certificate: { prices: [0.5, 0, 0] },
  seconds: 0.01,
}

function problemOf(file: unknown): NamedProblem {
  const read = readProblem(file)
  if (!read.ok) throw new Error(JSON.stringify(read.faults))
  return read.named
}
const NAMED = problemOf(FILE)

function findings(result: unknown, named = NAMED): string[] {
  return checkResult(named, result).findings.map(({ path, message }) => `${path}: ${message}`)
}

// oxlint-disable-next-line typescript/no-explicit-any -- wrong types are what is tried
function changed(change: (result: any) => void, of: unknown = GOOD): any {
  const result = structuredClone(of)
  change(result)
  return result
}

test('a good result holds, and nothing is found', () => {
  expect(checkResult(NAMED, GOOD)).toEqual({ findings: [], total: 0 })
})

test.each<[string, Parameters<typeof changed>[0], RegExp]>([
  [
    'a case where it is not allowed',
    (r) => (r.assignments[2].locality = 'A'),
    /"c3" is not allowed at "A"/,
  ],
  [
    'a case with two lines',
    (r) => r.assignments.push(r.assignments[0]),
    /assignments\[3\]: this case has a line before/,
  ],
  [
    'a case placed and unplaced',
    (r) => r.unplaced.push('c1'),
    /unplaced\[1\]: this case has a line before/,
  ],
  ['a case without a line', (r) => r.unplaced.pop(), /"c4" is neither placed nor unplaced/],
  ['an unknown case', (r) => (r.unplaced[0] = 'c9'), /unplaced\[0\]: there is no case "c9"/],
  [
    'an unknown locality',
    (r) => (r.assignments[0].locality = 'X'),
    /assignments\[0\]\.locality: there is no/,
  ],
  ['a broken lock', (r) => (r.assignments[2].locality = 'C'), /"c3" is locked to "B"/],
  [
    'a lock left out',
    (r) => r.unplaced.push(r.assignments.pop().case),
    /"c3" is locked to "B", but is not there/,
  ],
  [
    'a pair apart',
    (r) => (r.assignments[1].locality = 'B'),
    /together\[0\] are not at one locality/,
  ],
  [
    'one of a pair unplaced',
    (r) => r.unplaced.push(r.assignments.splice(1, 1)[0].case),
    /together\[0\] are not/,
  ],
  ['near ones far', (r) => (r.assignments[2].locality = 'C'), /near\[0\] are not in one region/],
  [
    'a locality too full',
    (r) => r.assignments.push({ case: r.unplaced.pop(), locality: 'A', score: 0.5 }),
    /"A" has room for 3: 5 of "people" used/,
  ],
  [
    'a minimum that is missed',
    (r) => r.unplaced.push(r.assignments.pop().case),
    /"B" must have at least 1: 0/,
  ],
  [
    'a wrong score',
    (r) => (r.assignments[0].score = 1.001),
    /"c1" has the score 1.001, but the problem says 1/,
  ],
  [
    'a wrong objective',
    (r) => (r.objective = 2.3),
    /^objective: is 2.3, but the scores of the plan sum to 2.25/,
  ],
  ['a bound below the objective', (r) => (r.bound = 2), /^bound: 2 is below the objective 2.25/],
  [
    'a bound that nothing proves',
    (r) => (r.certificate.prices[0] = 0.1),
    /^bound: 2.25 is not proven by the certificate.*above 2\.\d/,
  ],
  ['a wrong gap', (r) => (r.gap = 0.01), /^gap: is 0.01, but/],
  [
    'optimal with a gap',
    (r) => Object.assign(r, { bound: 2.5, gap: 0.1 }),
    /^status: is optimal with a gap of 0.1/,
  ],
  ['a negative price', (r) => (r.prices[1].price = -1), /^prices: is -1 for B, people/],
  ['a price left out', (r) => r.prices.pop(), /^prices: has none for C, people/],
  ['no certificate', (r) => delete r.certificate, /^certificate: must be an object, not nothing/],
  [
    'too few prices in it',
    (r) => r.certificate.prices.pop(),
    /^certificate\.prices: has 2 prices instead of 3/,
  ],
  [
    'a price in it that is none',
    (r) => (r.certificate.prices[1] = null),
    /^certificate\.prices\[1\]: null is no/,
  ],
  [
    'an objective that is none',
    (r) => (r.objective = 'much'),
    /^objective: must be a finite number/,
  ],
  ['an unknown status', (r) => (r.status = 'best'), /^status: must be optimal, feasible/],
  ['no assignments', (r) => delete r.assignments, /^assignments: is missing/],
  [
    'assignments that are none',
    (r) => (r.assignments = [7]),
    /^assignments\[0\]: must be an object, not 7/,
  ],
])('%s is found', (_, change, expected) => {
  expect(findings(changed(change))).toContainEqual(expect.stringMatching(expected))
})

test('what is no result at all is told', () => {
  for (const result of [null, 7, [], 'x', {}]) expect(findings(result)).not.toEqual([])
})

test('a larger bound than the proven one holds, with its gap', () => {
  const result = changed((r) => Object.assign(r, { status: 'feasible', bound: 2.5, gap: 0.1 }))
  expect(findings(result)).toEqual([])
})

describe('a conflict', () => {
  const conflict = { words: ['…'], locks: [], together: [], near: [], minimum: [], capacities: [] }
  const infeasible = (parts: object): unknown => ({
    status: 'infeasible',
    seconds: 0,
    conflict: { ...conflict, ...parts },
  })
  const withLocks = problemOf({
    ...FILE,
    cases: FILE.cases.map((one) =>
      one.id === 'c1' ? { ...one, lock: 'A' } : one.id === 'c4' ? { ...one, lock: 'A' } : one,
    ),
  })
  const room = [{ locality: 'A', resource: 'people' }]

  test('of locks that are too many for a locality holds', () => {
    const two = infeasible({ locks: ['c1', 'c4'], capacities: room })
    expect(findings(two, withLocks)).toEqual([])
    expect(findings(infeasible({ locks: ['c1'], capacities: room }), withLocks)).toEqual([
      expect.stringMatching(/^conflict: is not proven/),
    ])
  })

  test('of a lock and those that go together with it holds', () => {
    const named = problemOf({
      ...FILE,
      cases: FILE.cases.map((one) => (one.id === 'c1' ? { ...one, lock: 'B' } : one)),
      near: [],
    })
    const at = [{ locality: 'B', resource: 'people' }]
    expect(findings(infeasible({ locks: ['c1'], together: [0], capacities: at }), named)).toEqual(
      [],
    )
    expect(findings(infeasible({ locks: ['c1'], capacities: at }), named)).toHaveLength(1)
  })

  test('of a minimum that nobody can reach holds', () => {
    const named = problemOf({
      ...FILE,
      localities: FILE.localities.map((one) =>
        one.id === 'C' ? { ...one, minimum: { people: 2 } } : one,
      ),
    })
    expect(
      findings(infeasible({ minimum: [{ locality: 'C', resource: 'people' }] }), named),
    ).toEqual([])
  })

  test('that names what is not there is refused', () => {
    expect(findings(infeasible({ locks: ['c1', 'c9'], together: [4], near: [-1] }))).toEqual([
      'conflict.locks[1]: there is no case "c9"',
      'conflict.near[0]: -1 is no position in a list',
      'conflict.locks: names a case without a lock',
      'conflict.together: there is no together[4]',
    ])
    expect(findings({ status: 'infeasible', seconds: 0 })).toEqual([
      expect.stringMatching(/^conflict: must be an object/),
      expect.stringMatching(/^conflict: is not proven/),
    ])
  })
})

describe('a binary result', () => {
  const plan: Placement = {
    status: 'optimal',
    localityOf: Int32Array.from([0, 0, 1, -1]),
    objective: 2.25,
    bound: 2.25,
    gap: 0,
    prices: Float64Array.from([0.5, 0, 0]),
    certificate: { prices: [0.5, 0, 0] },
    seconds: 0.01,
  }
  const found = async (placement: Placement, cut = 0): Promise<string[]> => {
    const pieces = [...writeBinaryResult(NAMED, placement, new Float64Array(4))]
    const bytes = Uint8Array.from(pieces.flatMap((piece) => [...piece]))
    const faults = new FaultList()
    const source = fromChunks([bytes.subarray(0, bytes.length - cut)])
    const { problem, names } = NAMED
    const stated = await readBinaryResult(source, problem, names, faults)
    if (stated !== undefined) checkStated(NAMED, stated, faults)
    return faults.kept.map(({ path, message }) => `${path}: ${message}`)
  }

  test('is checked like one in JSON', async () => {
    expect(await found(plan)).toEqual([])
    expect(await found({ ...plan, localityOf: Int32Array.from([0, 0, 2, -1]) })).toContainEqual(
      expect.stringMatching(/"c3" is locked to "B"/),
    )
    expect(await found({ ...plan, localityOf: Int32Array.from([0, 0, 1, 7]) })).toContainEqual(
      expect.stringMatching(/"c4" is at no locality: 7/),
    )
    const conflict = { locks: [2], together: [], near: [], minimum: [], capacities: [] }
    expect(await found({ status: 'infeasible', conflict, seconds: 0 })).toEqual([
      expect.stringMatching(/^conflict: is not proven/),
    ])
  })

  test('that is cut, or of another problem, is refused', async () => {
    expect(await found(plan, 8)).toEqual([expect.stringMatching(/^file: ends after/)])
    expect(await found({ ...plan, localityOf: new Int32Array(3) })).toEqual([
      'section "localityOf": has 3 numbers instead of 4',
    ])
  })
})
