import { describe, expect, test } from 'vitest'
import { readProblem, readProblemBytes } from './read-problem.ts'
import { toUtf8 } from './text.ts'

const GOOD = {
  resources: ['people', 'school'],
  localities: [
    { id: 'A', capacity: { people: 10, school: 3.9 }, minimum: { people: 1.2 }, region: 'north' },
    { id: 'B', capacity: { people: 4 }, region: 'south' },
  ],
  cases: [
    { id: 'c1', needs: { people: 3, school: 1 }, scores: { A: 0.41, B: -0.2 }, lock: 'A' },
    { id: 'c2', needs: {}, scores: { B: 1 }, preferences: ['B', 'A'], group: 'g' },
    { id: 'c3', needs: { people: 1 }, scores: {} },
  ],
  together: [['c1', 'c2']],
  near: [['c2', 'c3']],
}

/** A copy of the good problem with one thing changed. */
function changed(change: (problem: ReturnType<typeof copy>) => void): unknown {
  const problem = copy()
  change(problem)
  return problem
}
// oxlint-disable-next-line typescript/no-explicit-any -- wrong types are what is tried
const copy = (): any => structuredClone(GOOD)

/** The faults as `path: message`, the same from parsed JSON and from bytes. */
function faultsOf(json: unknown): string[] {
  const read = readProblem(json)
  if (!read.ok) expect(readProblemBytes(toUtf8(JSON.stringify(json))).ok).toBe(false)
  return read.ok ? [] : read.faults.map(({ path, message }) => `${path}: ${message}`)
}

test.each([
  ['parsed JSON', () => readProblem(GOOD)],
  ['bytes', () => readProblemBytes(toUtf8(JSON.stringify(GOOD)))],
  ['bytes with the cases first', () => readProblemBytes(toUtf8(casesFirst()))],
])('a good problem from %s becomes numbers and names', (_, reading) => {
  const read = reading()
  if (!read.ok) throw new Error(JSON.stringify(read.faults))
  const { problem, names, groups, preferences } = read.named
  expect(names).toEqual({
    cases: ['c1', 'c2', 'c3'],
    localities: ['A', 'B'],
    resources: ['people', 'school'],
  })
  expect([...(problem.needs as Float64Array)]).toEqual([3, 1, 0, 0, 1, 0])
  expect([...(problem.capacity as Float64Array)]).toEqual([10, 3, 4, 0])
  expect([...(problem.minimum as Float64Array)]).toEqual([2, 0, 0, 0])
  expect([...(problem.scores as Float64Array)]).toEqual([0.41, -0.2, NaN, 1, NaN, NaN])
  expect([...(problem.locks as Int32Array)]).toEqual([0, -1, -1])
  expect([...(problem.regions as Int32Array)]).toEqual([0, 1])
  expect(problem).toMatchObject({ together: [[0, 1]], near: [[1, 2]] })
  expect(groups).toEqual({ of: Int32Array.from([-1, 0, -1]), names: ['g'] })
  expect(preferences).toEqual([[], [1, 0], []])
})

function casesFirst(): string {
  const { cases, ...rest } = GOOD
  return JSON.stringify({ cases, ...rest })
}

test.each<[string, (problem: ReturnType<typeof copy>) => void, RegExp]>([
  [
    'text for a score',
    (p) => (p.cases[0].scores.B = '1'),
    /^cases\[0\]\.scores\.B: must be a number, not the text "1"/,
  ],
  [
    'null for a score',
    (p) => (p.cases[0].scores.B = null),
    /^cases\[0\]\.scores\.B: must be a number, not null/,
  ],
  ['a huge score', (p) => (p.cases[0].scores.B = 1e300), /^cases\[0\]\.scores\.B: must be within/],
  [
    'an unknown locality in scores',
    (p) => (p.cases[1].scores.X = 1),
    /^cases\[1\]\.scores\.X: there is no locality "X"/,
  ],
  ['no scores', (p) => delete p.cases[1].scores, /^cases\[1\]\.scores: is missing/],
  ['a list for scores', (p) => (p.cases[1].scores = [1]), /^cases\[1\]\.scores: must be an object/],
  [
    'a fractional need',
    (p) => (p.cases[0].needs.people = 1.5),
    /^cases\[0\]\.needs\.people: must be a whole number/,
  ],
  [
    'a negative need',
    (p) => (p.cases[0].needs.people = -1),
    /^cases\[0\]\.needs\.people: must not be negative/,
  ],
  [
    'a huge need',
    (p) => (p.cases[0].needs.people = 1e300),
    /^cases\[0\]\.needs\.people: must be at most/,
  ],
  [
    'a need larger than any capacity',
    (p) => (p.cases[0].needs.people = 11),
    /^cases\[0\]\.needs\.people: 11 is more than any locality has: the most is 10/,
  ],
  [
    'an unknown resource',
    (p) => (p.cases[0].needs.beds = 1),
    /^cases\[0\]\.needs\.beds: there is no resource "beds"/,
  ],
  [
    'a name of every object as a resource',
    (p) => (p.cases[0].needs.constructor = 1),
    /^cases\[0\]\.needs\.constructor: there is no/,
  ],
  ['no needs', (p) => delete p.cases[0].needs, /^cases\[0\]\.needs: is missing/],
  [
    'a negative capacity',
    (p) => (p.localities[1].capacity.people = -4),
    /^localities\[1\]\.capacity\.people: must not be negative/,
  ],
  [
    'text for a capacity',
    (p) => (p.localities[1].capacity.people = '4'),
    /^localities\[1\]\.capacity\.people: must be a number/,
  ],
  ['no capacity', (p) => delete p.localities[1].capacity, /^localities\[1\]\.capacity: is missing/],
  [
    'a negative minimum',
    (p) => (p.localities[0].minimum.people = -1),
    /^localities\[0\]\.minimum\.people: must not/,
  ],
  [
    'a locality without an id',
    (p) => delete p.localities[0].id,
    /^localities\[0\]\.id: is missing/,
  ],
  [
    'two localities of one id',
    (p) => (p.localities[1].id = 'A'),
    /^localities\[1\]\.id: the id "A" is also that of localities\[0\]/,
  ],
  [
    'two cases of one id',
    (p) => (p.cases[2].id = 'c1'),
    /^cases\[2\]\.id: the id "c1" is also that of cases\[0\]/,
  ],
  ['a number for an id', (p) => (p.cases[2].id = 3), /^cases\[2\]\.id: must be a text, not 3/],
  ['an empty id', (p) => (p.cases[2].id = ''), /^cases\[2\]\.id: must not be empty/],
  [
    'half a character as id',
    (p) => (p.cases[2].id = '\ud800'),
    /^cases\[2\]\.id: holds half of a character/,
  ],
  [
    'a very long id',
    (p) => (p.cases[2].id = 'x'.repeat(100_000)),
    /^cases\[2\]\.id: must have at most 200/,
  ],
  [
    'two resources of one name',
    (p) => (p.resources = ['people', 'school', 'people']),
    /^resources\[2\]: "people" is also resources\[0\]/,
  ],
  [
    'a lock that is not allowed',
    (p) => (p.cases[1].lock = 'A'),
    /^cases\[1\]\.lock: the text "A" is not among the scores/,
  ],
  [
    'an unknown lock',
    (p) => (p.cases[1].lock = 'X'),
    /^cases\[1\]\.lock: there is no locality "X"/,
  ],
  [
    'an unknown preference',
    (p) => (p.cases[1].preferences = ['X']),
    /^cases\[1\]\.preferences\[0\]: there is no/,
  ],
  [
    'a preference twice',
    (p) => (p.cases[1].preferences = ['B', 'B']),
    /^cases\[1\]\.preferences\[1\]: .* comes twice/,
  ],
  [
    'a misspelt key of a case',
    (p) => (p.cases[1].locked = 'B'),
    /^cases\[1\]\.locked: is not known; known are id,/,
  ],
  ['a misspelt key of all', (p) => (p.togheter = []), /^togheter: is not known/],
  [
    'an unknown case together',
    (p) => p.together.push(['c3', 'c9']),
    /^together\[1\]\[1\]: there is no case "c9"/,
  ],
  [
    'a case twice in a list',
    (p) => (p.together = [['c1', 'c1']]),
    /^together\[0\]\[1\]: the case "c1" comes twice/,
  ],
  [
    'a case in two lists',
    (p) => p.together.push(['c2', 'c3']),
    /^together\[1\]\[0\]: the case "c2" is in together\[0\] too/,
  ],
  ['an empty list', (p) => (p.near = [[]]), /^near\[0\]: must name at least one case/],
  [
    'near without a region',
    (p) => delete p.localities[1].region,
    /^localities\[1\]\.region: is missing/,
  ],
  ['no cases', (p) => (p.cases = []), /^cases: there must be at least one case/],
  ['cases missing', (p) => delete p.cases, /^cases: there must be at least one case/],
  ['a case that is none', (p) => (p.cases[2] = null), /^cases\[2\]: must be an object, not null/],
])('%s is refused with its path', (_, change, expected) => {
  expect(faultsOf(changed(change))).toContainEqual(expect.stringMatching(expected))
})

test('every fault is told at once', () => {
  const faults = faultsOf({
    resources: ['people'],
    localities: [{ id: 'A', capacity: { people: -1 } }],
    cases: [
      { id: 'c1', needs: { people: 0.5 }, scores: { B: 1 } },
      { id: 'c1', needs: { people: 1 }, scores: { A: null } },
    ],
    together: [['c1', 'c7']],
  })
  expect(faults.map((one) => one.split(':')[0])).toEqual([
    'localities[0].capacity.people',
    'cases[0].needs.people',
    'cases[0].scores.B',
    'cases[1].id',
    'cases[1].needs.people',
    'cases[1].scores.A',
    'together[0][1]',
  ])
})

describe('files', () => {
  const bytesFaults = (text: string): string[] => {
    const read = readProblemBytes(toUtf8(text))
    return read.ok ? [] : read.faults.map(({ path, message }) => `${path}: ${message}`)
  }

  test('NaN and Infinity, as some programs write them, are refused where they stand', () => {
    const text = JSON.stringify(GOOD)
      .replace('-0.2', 'NaN')
      .replace('"people":4', '"people":Infinity')
    expect(bytesFaults(text)).toEqual([
      'localities[1].capacity.people: must be a finite number, not Infinity',
      'cases[0].scores.B: must be a finite number, not NaN',
    ])
  })

  test('keys that come twice are refused, where JSON.parse would take the last', () => {
    const text = JSON.stringify(GOOD)
      .replace('"A":0.41', '"A":0.41,"A":0.5')
      .replace('"school":3.9', '"school":3.9,"school":4')
      .replace('"lock":"A"', '"lock":"A","lock":"B"')
      .replace(/}$/, ',"near":[]}')
    expect(bytesFaults(text).map((one) => one.replace(/:.*(?=twice)/, ' '))).toEqual([
      'localities[0].capacity.school twice',
      'cases[0].lock twice',
      'cases[0].scores.A twice',
      'near twice',
    ])
  })

  test('a cut file says where it ends, after the faults before', () => {
    const text = JSON.stringify(GOOD).replace('"people":3', '"people":-3')
    expect(bytesFaults(text.slice(0, text.indexOf('c3')))).toEqual([
      'cases[0].needs.people: must not be negative, as -3 is',
      expect.stringMatching(/^: this is no JSON: line 1, byte \d+: it ends inside a text/),
    ])
  })

  test('what is no problem at all is refused', () => {
    for (const text of ['', '[]', '7', 'null', '"x"']) expect(bytesFaults(text)).toHaveLength(1)
    expect(bytesFaults('{}')).toEqual([
      'resources: there must be at least one resource',
      'localities: there must be at least one locality',
      'cases: there must be at least one case',
    ])
  })

  test('a million faults are counted, a thousand told', () => {
    const cases = Array.from({ length: 200_000 }, () => null)
    const read = readProblemBytes(
      toUtf8(JSON.stringify({ ...GOOD, together: [], near: [], cases })),
    )
    expect(read).toMatchObject({ ok: false, total: 200_000 })
    if (!read.ok) expect(read.faults).toHaveLength(1_000)
  })

  test('more cases than the size of the file let expect are read', () => {
    const cases = Array.from({ length: 3_000 }, (_, i) => ({ id: `${i}`, needs: {}, scores: {} }))
    const localities = Array.from({ length: 400 }, (_, l) => ({ id: `${l}`, capacity: {} }))
    const read = readProblemBytes(toUtf8(JSON.stringify({ resources: ['r'], localities, cases })))
    if (!read.ok) throw new Error(JSON.stringify(read.faults))
    const scores = read.named.problem.scores as Float64Array
    expect(scores).toHaveLength(3_000 * 400)
    expect(scores.every(Number.isNaN)).toBe(true)
  })
})

test('ids with control characters and marks of direction are kept, and shown escaped', () => {
  const id = 'a\u0000\u001b[2J\u202e'
  const problem = changed((p) => (p.cases[2].id = id))
  expect(faultsOf(changed((p) => (p.cases[2].scores = { [id]: 1 })))).toEqual([
    'cases[2].scores["a\\u0000\\u001b[2J\\u202e"]: there is no locality "a\\u0000\\u001b[2J\\u202e"',
  ])
  const read = readProblem({ ...(problem as object), near: [] })
  expect(read.ok && read.named.names.cases?.[2]).toBe(id)
})

test('__proto__ is an id like others, and nothing else changes by it', () => {
  const text = `{"resources":["__proto__"],"localities":[{"id":"__proto__","capacity":{"__proto__":2}}],
    "cases":[{"id":"__proto__","needs":{"__proto__":1},"scores":{"__proto__":5}}]}`
  for (const read of [readProblemBytes(toUtf8(text)), readProblem(JSON.parse(text))]) {
    if (!read.ok) throw new Error(JSON.stringify(read.faults))
    expect([...(read.named.problem.needs as Float64Array)]).toEqual([1])
    expect([...(read.named.problem.scores as Float64Array)]).toEqual([5])
  }
})
