import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { PlacementCheck } from '../actions/check-placement-file.ts'
import { readProblem } from '../placement/format/read-problem.ts'
import { writeBinaryProblem } from '../placement/format/write-binary.ts'
import type { ResultFile } from '../placement/format/write-result.ts'

// The real command in processes of its own; a data folder that must never come to be.
const COMMAND = fileURLToPath(new URL('../../bin/onward.mjs', import.meta.url))

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'onward-place-'))
})
afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
})

interface Ended {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

function place(args: readonly string[], input?: string | Uint8Array): Ended {
  const { status, stdout, stderr } = spawnSync(process.execPath, [COMMAND, 'place', ...args], {
    encoding: 'utf8',
    env: { ...process.env, ONWARD_DATA: join(folder, 'data'), DATABASE_URL: 'postgres://nowhere/' },
    maxBuffer: 100_000_000,
    ...(input === undefined ? {} : { input }),
  })
  return { code: status, out: stdout, err: stderr }
}

const GOOD = {
  resources: ['people', 'school'],
  localities: [
    { id: 'A', capacity: { people: 4, school: 1 } },
    { id: 'B\u202e', capacity: { people: 2 } },
  ],
  cases: [
    { id: 'c1', needs: { people: 3, school: 1 }, scores: { A: 0.9, 'B\u202e': 0.2 } },
    { id: 'c2', needs: { people: 1 }, scores: { A: 0.5, 'B\u202e': 0.4 } },
    { id: 'c3', needs: { people: 1 }, scores: { A: 0.1, 'B\u202e': 0.3 }, lock: 'B\u202e' },
    { id: 'c4', needs: { people: 2 }, scores: {} },
  ],
}

async function file(name: string, content: unknown): Promise<string> {
  const path = join(folder, name)
  const isBytes = content instanceof Uint8Array || typeof content === 'string'
  await writeFile(path, isBytes ? content : JSON.stringify(content))
  return path
}

const result = (text: string): ResultFile => JSON.parse(text) as ResultFile
/** What is the same each time: all but the seconds. */
const lasting = ({ seconds: _seconds, ...rest }: ResultFile): unknown => rest

function binaryOf(problem: unknown): Uint8Array {
  const read = readProblem(problem)
  if (!read.ok) throw new Error(JSON.stringify(read.faults))
  return Buffer.concat([...writeBinaryProblem(read.named, 'f64')])
}

describe('a problem in a file', () => {
  test('is solved, and says in a few lines what people need', async () => {
    const { code, out, err } = place([await file('good.json', GOOD)])
    expect({ code, err }).toEqual({ code: 0, err: expect.stringMatching(/--out FILE keeps/) })
    expect(out).toMatch(/Cases placed: 3 of 4; unplaced: 1. For 1 of them no locality is allowed/)
    expect(out).toMatch(/Total score: 1.7. No plan is better; this is proven./)
    expect(out).toMatch(/^A +2 +4 +4 /m)
    expect(out).not.toContain('\u202e')
  })

  test('gives the result as JSON, the same from file, pipe and binary', async () => {
    const path = await file('good.json', GOOD)
    const whole = result(place([path, '--json']).out)
    expect(whole).toMatchObject({
      status: 'optimal',
      gap: 0,
      assignments: [
        { case: 'c1', locality: 'A', score: 0.9 },
        { case: 'c2', locality: 'A', score: 0.5 },
        { case: 'c3', locality: 'B\u202e', score: 0.3 },
      ],
      unplaced: ['c4'],
    })
    expect(whole.objective).toBeCloseTo(1.7, 12)
    expect(whole.bound).toBeCloseTo(1.7, 9)
    const others = [
      place(['-', '--json'], JSON.stringify(GOOD)),
      place([await file('good.bin', binaryOf(GOOD)), '--json']),
      place(['-', '--json'], binaryOf(GOOD)),
    ]
    for (const { code, out, err } of others) {
      expect({ code, err }).toEqual({ code: 0, err: '' })
      expect(lasting(result(out))).toEqual(lasting(whole))
    }
  })

  test('leaves its result in a file, which then holds', async () => {
    const path = await file('good.json', GOOD)
    const out = join(folder, 'result.json')
    expect(place([path, '--out', out]).code).toBe(0)
    expect(result(readFileSync(out, 'utf8')).unplaced).toEqual(['c4'])
    const checked = place(['--check', path, out])
    expect(checked).toMatchObject({ code: 0, out: expect.stringMatching(/The result holds/) })
    expect(place(['--check', path, '-'], readFileSync(out)).code).toBe(0)
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([])
  })

  test('leaves a binary result too, and that is checked as well', async () => {
    const path = await file('good.bin', binaryOf(GOOD))
    const out = join(folder, 'result.bin')
    expect(place([path, '--out', out, '--binary']).code).toBe(0)
    const checked = place(['--check', path, out, '--json'])
    expect(JSON.parse(checked.out)).toEqual({ holds: true, findings: [], total: 0 })
    const cut = await file('cut.bin', readFileSync(out).subarray(0, -8))
    const refused = place(['--check', path, cut])
    expect(refused).toMatchObject({ code: 6, out: expect.stringMatching(/cut off/) })
  })

  test('a reader that goes away ends the work without a fuss', async () => {
    const path = await file('good.json', GOOD)
    const child = spawn(process.execPath, [COMMAND, 'place', path, '--json'], {
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    child.stdout.destroy()
    let err = ''
    child.stderr.on('data', (bytes: Buffer) => (err += bytes.toString()))
    const code = await new Promise((resolve) => child.on('close', resolve))
    expect({ code, err }).toEqual({ code: 0, err: '' })
  })
})

test('a result that was changed does not hold, and everything in it is told', async () => {
  const path = await file('good.json', GOOD)
  const out = join(folder, 'changed.json')
  expect(place([path, '--out', out]).code).toBe(0)
  const changed = { ...result(readFileSync(out, 'utf8')), objective: 2, bound: 3 }
  await writeFile(out, JSON.stringify(changed))
  const checked = place(['--check', path, out, '--json'])
  expect(checked.code).toBe(6)
  const { holds, findings, total } = JSON.parse(checked.out) as PlacementCheck
  expect({ holds, total: findings.length }).toEqual({ holds: false, total })
  expect(findings.map((one) => one.path)).toEqual(expect.arrayContaining(['objective', 'gap']))
  expect(place(['--check', path, out]).out).toMatch(/objective: is 2, but the scores/)
})

test('locks that conflict leave no plan, and say so with an exit code', async () => {
  const cases = GOOD.cases.map((one) => (one.id === 'c2' ? { ...one, lock: 'B\u202e' } : one))
  const needs = { people: 2 }
  const locked = cases.map((one) => (one.id === 'c2' || one.id === 'c3' ? { ...one, needs } : one))
  const path = await file('conflict.json', { ...GOOD, cases: locked })
  const { code, out } = place([path])
  expect(out).toMatch(/There is no plan[^]*"c3" is locked to "B\\u202e"/)
  expect(code).toBe(6)
  expect(result(place([path, '--json']).out)).toMatchObject({
    status: 'infeasible',
    conflict: { locks: ['c2', 'c3'] },
  })
})

test('demands that it can neither keep nor refute are said to be so, with what would help', async () => {
  // Pairs into rooms for nine that must be full: never, but not told by any sum.
  const cases = Array.from({ length: 30 }, (_, i) => ({
    id: `c${i}`,
    needs: { people: 2 },
    scores: Object.fromEntries(['A', 'B', 'C', 'D', 'E', 'F'].map((id, l) => [id, (i * l) % 7])),
  }))
  const localities = ['A', 'B', 'C', 'D', 'E', 'F'].map((id) => ({
    ...{ id, capacity: { people: 9 }, minimum: { people: 9 } },
  }))
  const path = await file('pairs.json', { resources: ['people'], localities, cases })
  const { code, out, err } = place([path])
  expect({ code, out }).toEqual({ code: 7, out: '' })
  expect(err).toMatch(/nor a proof that there is none.*loosen a minimum/s)
})

describe('bad input', () => {
  test('every fault is told with its path, at the terminal and as JSON', async () => {
    const cases = Array.from({ length: 60 }, (_, i) => ({
      id: 'c',
      needs: { people: -i - 1 },
      scores: {},
    }))
    const path = await file('bad.json', { ...GOOD, cases })
    const { code, out, err } = place([path])
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(
      err.split('\n').filter((line) => /^ {2}cases\[\d+\]\.needs\.people: /.test(line)),
    ).toHaveLength(60)
    expect(err).toMatch(/cases\[59\]\.id: the id "c" is also that of cases\[0\]/)
    expect(err).toMatch(/bad.json is not a placement problem as it should be. Faults: 119\./)
    const json = place([path, '--json'])
    expect(json.code).toBe(2)
    const { error } = JSON.parse(json.out) as { error: { code: string; issues: unknown[] } }
    expect(error.code).toBe('invalid_input')
    expect(error.issues).toHaveLength(119)
    expect(error.issues[0]).toEqual({
      code: 'placement_file',
      path: 'cases[0].needs.people',
      message: 'must not be negative, as -1 is',
    })
  })

  test.each([
    ['an empty file', '', /it ends too early/],
    ['no JSON', 'id;people\nc1;3', /this is no JSON: line 1, byte 1/],
    [
      'NaN',
      JSON.stringify(GOOD).replace('0.9', 'NaN'),
      /cases\[0\]\.scores\.A: must be a finite number, not NaN/,
    ],
    ['deep nesting', '['.repeat(3_000_000), /nested deeper than 64/],
    [
      'a name of every object',
      JSON.stringify(GOOD).replace('"A":0.9', '"__proto__":0.9'),
      /there is no locality "__proto__"/,
    ],
    [
      'what steers a terminal',
      JSON.stringify(GOOD).replace('"A":0.9', '"\\u001b[2J":0.9'),
      /no locality "\\u001b\[2J"/,
    ],
    ['a cut binary file', binaryOf(GOOD).subarray(0, -8), /is cut off/],
    ['a binary header alone', binaryOf(GOOD).subarray(0, 8), /ends after 8 of 32 bytes/],
  ])('%s is refused in words', async (name, content, words) => {
    const { code, err } = place([await file(`${name}.json`, content)])
    expect(err).toMatch(words)
    expect(err).not.toContain('\u001b')
    expect(code).toBe(2)
    expect(place(['-'], content).code).toBe(2)
  })

  test('what cannot be read or written says so before any work', async () => {
    const path = await file('good.json', GOOD)
    expect(place([join(folder, 'nothing.json')]).code).toBe(3)
    expect(place([folder]).code).toBe(3)
    expect(place([path, '--out', join(folder, 'no', 'where.json')]).code).toBe(7)
    expect(place([path, '--out', folder]).code).toBe(7)
    expect(place([path, '--out', path])).toMatchObject({
      code: 2,
      err: expect.stringMatching(/replace the problem/),
    })
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(GOOD)
  })

  test('a command line that contradicts itself is refused', async () => {
    const path = await file('good.json', GOOD)
    for (const args of [
      [],
      ['--check', path],
      [path, path],
      [path, '--binary'],
      [path, '--gap', '2'],
      [path, '--gap', ''],
      [path, '--time-limit', '0'],
      ['--check', '-', '-'],
    ])
      expect(place(args, '').code, args.join(' ')).toBe(2)
    expect(place(['--check', path, await file('no.json', 'no')])).toMatchObject({
      code: 2,
      err: expect.stringMatching(/no.json is no JSON/),
    })
  })
})

test('no data folder and no database was ever asked for', () => {
  expect(existsSync(join(folder, 'data'))).toBe(false)
})
