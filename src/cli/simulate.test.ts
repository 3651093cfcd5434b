import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { FrontierLine } from '../actions/frontier-file.ts'
import type { Simulation } from '../actions/simulate-file.ts'

// The real command in processes of its own; a data folder that must never come to be.
const COMMAND = fileURLToPath(new URL('../../bin/onward.mjs', import.meta.url))

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'onward-simulate-'))
})
afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
})

function onward(...args: readonly string[]): { code: number | null; out: string; err: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [COMMAND, ...args], {
    encoding: 'utf8',
    env: { ...process.env, ONWARD_DATA: join(folder, 'data'), DATABASE_URL: 'postgres://nowhere/' },
  })
  return { code: status, out: stdout, err: stderr }
}

async function file(name: string, content: unknown): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, JSON.stringify(content))
  return path
}

const seats = (id: string, people: number): unknown => ({ id, capacity: { people } })
const one = (id: string, scores: Record<string, number>, group: string): unknown => ({
  id,
  needs: { people: 1 },
  scores,
  group,
  preferences: Object.keys(scores).reverse(),
})

const YEAR = {
  resources: ['people'],
  localities: [seats('A', 1), seats('B', 1)],
  cases: [one('c1', { A: 0.6, B: 0.5 }, 'x'), one('c2', { A: 0.9 }, 'y')],
}
// The same localities, the other way round: joined by name.
const HISTORY = {
  resources: ['people'],
  localities: [seats('B', 9), seats('A', 9)],
  cases: Array.from({ length: 10 }, (_, i) => one(`h${i}`, { A: 0.9 }, 'y')),
}

describe('onward simulate', () => {
  test('replays a year under several policies, joined to its history by name', async () => {
    const args = [
      await file('year.json', YEAR),
      '--history',
      await file('history.json', HISTORY),
      '--batches',
      '2',
    ]
    const { code, out, err } = onward('simulate', ...args, '--policy', 'greedy,onward')
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toMatch(/Cases: 2 in 2 batches; in the history: 10\./)
    expect(out).toMatch(/^greedy +42\.86 /m)
    expect(out).toMatch(/^onward +100\.00 /m)
    expect(out).toMatch(/^x +1 +0\.5000 +0\.6000 +0\.5000/m)
    const json = (): Simulation =>
      JSON.parse(
        onward(
          'simulate',
          ...args,
          '--policy',
          'potential-2',
          '--seeds',
          '3',
          '--order',
          'random',
          '--json',
        ).out,
      ) as Simulation
    const simulation = json()
    const [played] = simulation.policies
    expect(simulation.hindsight).toMatchObject({ value: 1.4, unplaced: 0 })
    expect(played?.runs.map(({ seed }) => seed)).toEqual([1, 2, 3])
    expect(played?.share.min).toBeLessThanOrEqual(played?.share.mean ?? 0)
    expect(json().policies[0]?.runs.map(({ value }) => value)).toEqual(
      played?.runs.map(({ value }) => value),
    )
  })

  test('a history that speaks of other localities or resources is refused, each by name', async () => {
    const other = { ...HISTORY, localities: [seats('A', 9), seats('C', 9)] }
    const args = [
      await file('year.json', YEAR),
      '--history',
      await file('other.json', other),
      '--batches',
      '2',
    ]
    const { code, err } = onward('simulate', ...args)
    expect(code).toBe(2)
    expect(err).toMatch(/localities: the history has the locality "C", the problem has not/)
    expect(err).toMatch(/localities: the problem has the locality "B", the history has not/)
  })

  test('faults are told with their path, and what cannot be replayed is refused', async () => {
    const path = await file('year.json', YEAR)
    const bad = await file('bad.json', {
      ...YEAR,
      cases: [{ id: 'c1', needs: { people: -1 }, scores: {} }],
    })
    expect(onward('simulate', bad, '--batches', '2')).toMatchObject({
      code: 2,
      err: expect.stringMatching(/cases\[0\]\.needs\.people: must not be negative/),
    })
    expect(onward('simulate', path, '--history', bad, '--batches', '2').code).toBe(2)
    const least = {
      ...YEAR,
      localities: [{ id: 'A', capacity: { people: 1 }, minimum: { people: 1 } }, seats('B', 1)],
    }
    expect(onward('simulate', await file('least.json', least), '--batches', '2')).toMatchObject({
      code: 2,
      err: expect.stringMatching(/minimum/),
    })
    expect(onward('simulate', path, '--batches', '2', '--policy', 'luck')).toMatchObject({
      code: 2,
      err: expect.stringMatching(/no policy "luck".*greedy/),
    })
    expect(onward('simulate', path, '--batches', '0').code).toBe(2)
    expect(onward('simulate', path).code).toBe(2)
    expect(onward('simulate', join(folder, 'nothing.json'), '--batches', '2').code).toBe(3)
  })
})

describe('onward frontier', () => {
  test('prints the points and draws them', async () => {
    const path = await file('year.json', YEAR)
    const picture = join(folder, 'frontier.svg')
    const { code, out, err } = onward('frontier', path, '--out', picture)
    expect({ code, err }).toEqual({ code: 0, err: `The picture is in ${picture}.\n` })
    expect(out).toMatch(/^outcome alone +100\.0 +2 /m)
    expect(readFileSync(picture, 'utf8')).toMatch(/^<svg [^]*<\/svg>\n$/)
    const { points } = JSON.parse(onward('frontier', path, '--json').out) as {
      readonly points: readonly FrontierLine[]
    }
    expect(points[0]).toMatchObject({ name: 'outcome alone', outcome: 1.4, outcomeShare: 1 })
  })

  test('needs wishes or groups, and never replaces the problem', async () => {
    const bare = await file('bare.json', {
      ...YEAR,
      cases: [{ id: 'c', needs: { people: 1 }, scores: { A: 1 } }],
    })
    expect(onward('frontier', bare)).toMatchObject({
      code: 2,
      err: expect.stringMatching(/needs preferences or groups/),
    })
    const path = await file('year.json', YEAR)
    expect(onward('frontier', path, '--out', path).code).toBe(2)
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(YEAR)
  })
})

test('no data folder and no database was ever asked for', () => {
  expect(existsSync(join(folder, 'data'))).toBe(false)
})
