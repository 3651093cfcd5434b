import { spawn, spawnSync } from 'node:child_process'
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { FigureView, PlanView } from '../domain/views.ts'
import { openEmbedded } from '../storage/embedded/open-embedded.ts'

// The real command in processes of its own, on a data folder of its own.
const COMMAND = fileURLToPath(new URL('../../bin/onward.mjs', import.meta.url))

let folder: string
let data: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'onward-terminal-'))
  // As root the database's user must pass through; else the data would lie elsewhere and stay.
  await chmod(folder, 0o711)
  data = join(folder, 'data')
  const { code, err } = onward('demo')
  if (code !== 0) throw new Error(err)
})
afterAll(async () => {
  onward('stop')
  await rm(folder, { recursive: true, force: true })
})

interface Ended {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

function onward(...args: string[]): Ended {
  return onwardIn(data, ...args)
}

function onwardIn(dataFolder: string, ...args: string[]): Ended {
  const { status, stdout, stderr } = spawnSync(process.execPath, [COMMAND, ...args], {
    encoding: 'utf8',
    env: { ...process.env, ONWARD_DATA: dataFolder, DATABASE_URL: '' },
    maxBuffer: 100_000_000,
  })
  return { code: status, out: stdout, err: stderr }
}

const json = <T>(ended: Ended): T => JSON.parse(ended.out) as T

async function file(name: string, lines: readonly string[]): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, lines.join('\n'))
  return path
}

describe('the reference operation at the terminal', () => {
  test('figures of a past day come as JSON with value, unit, day and definition', () => {
    const { figures } = json<{ figures: FigureView[] }>(
      onward('figures', '--as-of', '2013-12-27', '--json'),
    )
    const byId = new Map(figures.map((one) => [one.id, one]))
    expect(byId.get('population')).toMatchObject({
      value: 3200,
      unit: 'persons',
      asOf: '2013-12-27',
    })
    expect(byId.get('submitted_cases')).toMatchObject({ value: 1400, unit: 'cases' })
    expect(byId.get('departed')).toMatchObject({ value: 311, unit: 'persons' })
    for (const id of 'submitted_persons accepted arrived out_of_danger places_confirmed places_free gap'.split(
      ' ',
    ))
      expect(byId.has(id), id).toBe(true)
    for (const one of figures) expect(one.definition).not.toBe('')
  })

  test('the same plan comes twice, proven, checked, with reasons for every line', () => {
    const [first, second] = [1, 2].map(() => json<PlanView>(onward('plan', '--json')))
    expect(first).toMatchObject({ status: 'optimal', gap: 0, check: [] })
    expect(first?.objective).toEqual(first?.bound)
    expect(second?.lines.map((line) => [line.case, line.offer])).toEqual(
      first?.lines.map((line) => [line.case, line.offer]),
    )
    expect(second?.comparedWith).toMatchObject({ moved: 0, added: 0, dropped: 0 })
    for (const line of first?.lines ?? []) expect(line.why.length).toBeGreaterThan(0)
    for (const one of first?.unplaced ?? []) expect(one.why.length, one.case).toBeGreaterThan(0)
    for (const one of first?.offers ?? []) expect(one.oneMore.length).toBeGreaterThan(0)
  })

  test('a lock is kept, a lock on an offer that is not confirmed is refused in words', () => {
    const before = json<PlanView>(onward('plan', '--last', '--json'))
    // An offer that would take the case, had others not more need of its places.
    const fits = before.lines.flatMap((line) =>
      line.whyNot
        .filter(({ why }) => /^(?:full_|loses_|equal)/.test(why.code))
        .map(({ offer }) => ({ case: line.case, offer })),
    )
    const [one] = fits
    const pair = `${one?.case ?? ''}=${one?.offer ?? ''}`
    const locked = json<PlanView>(onward('plan', '--lock', pair, '--json'))
    expect(locked.status).not.toBe('infeasible')
    expect(locked.lines.find((line) => line.case === one?.case)).toMatchObject({
      offer: one?.offer,
      locked: true,
    })
    expect(onward('plan', '--lift', pair, '--json').code).toBe(0)
    const offers = json<{ offers: { offer: string; status: string }[] }>(onward('offers', '--json'))
    const hearsay = offers.offers.find((offer) => offer.status === 'reported')?.offer ?? ''
    const wrong = `${one?.case ?? ''}=${hearsay}`
    const refused = onward('plan', '--lock', wrong)
    expect(refused.code).toBe(6)
    expect(refused.out).toMatch(/not confirmed and open/)
    expect(onward('plan', '--lift', wrong).code).toBe(0)
  })

  test('the appeal is written as Markdown and as a page that prints', async () => {
    expect(onward('appeal').out).toMatch(/^# Appeal for places/)
    const path = join(folder, 'appeal.html')
    expect(onward('appeal', '--format', 'html', '--out', path).code).toBe(0)
    expect(await readFile(path, 'utf8')).toMatch(/^<!doctype html>/i)
  })

  test('an offer is approved by another account than made the plan, and figures follow', () => {
    const plan = json<PlanView>(onward('plan', '--json'))
    const reference = plan.lines[0]?.case ?? ''
    expect(onward('plan', 'approve', reference, '--as', 'officer.one').code).toBe(4)
    expect(onward('plan', 'approve', reference, '--as', 'reviewer.one', '--json').code).toBe(0)
    expect(onward('plan', 'approve', reference, '--as', 'reviewer.one').code).toBe(6)
    expect(json<{ status: string }>(onward('case', reference, '--json')).status).toBe('submitted')
    const decided = onward('record', reference, 'submission.withdrawn', '--reason', 'sent in error')
    expect(decided.code, decided.err).toBe(0)
    expect(onward('record', reference, 'submission.withdrawn').code).toBe(6)
  })

  test('what does not exist, is not allowed or is misspelt says so with its own exit code', () => {
    expect(onward('case', 'C-NOTHING').code).toBe(3)
    expect(onward('cases', '--as', 'analyst.one').code).toBe(4)
    expect(onward('figures', '--as-of', '2013-13-41').code).toBe(2)
    const misspelt = onward('figurs')
    expect(misspelt).toMatchObject({ code: 2 })
    expect(misspelt.err).toMatch(/Did you mean figures/)
    expect(json(onward('case', 'C-NOTHING', '--json'))).toMatchObject({
      error: { code: 'not_found' },
    })
  })

  test('a reader that goes away early ends the command quietly', () => {
    const { status, stderr } = spawnSync(
      'sh',
      ['-c', `"${process.execPath}" "${COMMAND}" figures --json | head -c 20`],
      { encoding: 'utf8', env: { ...process.env, ONWARD_DATA: data, DATABASE_URL: '' } },
    )
    expect(status).toBe(0)
    expect(stderr).toBe('')
  })

  test('two processes on one data folder both work', async () => {
    const both = ['population', 'departed'].map(
      () =>
        new Promise<number | null>((resolve) => {
          const env = { ...process.env, ONWARD_DATA: data, DATABASE_URL: '' }
          spawn(process.execPath, [COMMAND, 'figures', '--json'], { env, stdio: 'ignore' }).on(
            'close',
            resolve,
          )
        }),
    )
    expect(await Promise.all(both)).toEqual([0, 0])
  })
})

describe('files at the terminal', () => {
  test('a dry run on an empty data folder opens no operation; a bad file names its rows', async () => {
    const empty = join(folder, 'empty')
    const good = await file('good.csv', ['person_id,given_name', 'p1,Baran'])
    expect(onwardIn(empty, 'import', 'register', good, '--dry-run').code).toBe(0)
    expect(onwardIn(empty, 'figures').code).toBe(3)
    const bad = await file('bad.csv', ['person_id,given_name,sex', 'p1,=1+1,f', ',Kuh,zz'])
    const errors = join(folder, 'errors.csv')
    const refused = onwardIn(empty, 'import', 'register', bad, '--errors', errors)
    expect(refused.code).toBe(2)
    expect(refused.err).toMatch(/row 2, given_name/)
    expect(refused.err).toMatch(/row 3, person_id/)
    expect(refused.err).toMatch(/row 3, sex/)
    expect(await readFile(errors, 'utf8')).toMatch(/onward_problems/)
    expect(onwardIn(empty, 'figures').code).toBe(3)
    const written = json<{ batch: string }>(onwardIn(empty, 'import', 'register', good, '--json'))
    expect(onwardIn(empty, 'import', 'undo', written.batch).code).toBe(0)
    const plan = onwardIn(empty, 'plan', '--json')
    expect(json<PlanView>(plan)).toMatchObject({ status: 'optimal', lines: [], unplaced: [] })
    onwardIn(empty, 'stop')
  })

  test('rows of a published table that may count persons twice are kept and said', async () => {
    const published = await file('submissions.csv', [
      'Year,Country of Origin (ISO),Country of Asylum (ISO),Country of Asylum,Country of Resettlement (ISO),Total submissions (persons)',
      '2013,IRN,IRQ,Iraq,ALB,200',
      '2013,IRN,,All others,USA,70',
    ])
    const read = onward('context', 'import', published)
    expect(read.code).toBe(0)
    expect(read.err).toMatch(/1 rows \(70 persons\) name no country of asylum/)
  })

  test('an offer that is only reported gives no places', async () => {
    const offers = await file('offers.csv', [
      'offer_id,state,programme,status,places,counting_basis',
      'NEW-1,ALB,Sample programme,reported,100,persons',
    ])
    const free = (): number | undefined =>
      json<{ figures: FigureView[] }>(onward('figures', '--json')).figures.find(
        (one) => one.id === 'places_free',
      )?.value
    const before = free()
    expect(onward('import', 'offers', offers).code).toBe(0)
    expect(free()).toBe(before)
    const bad = await file('minus.csv', [
      'offer_id,state,programme,status,places,counting_basis',
      'NEW-2,ALB,Sample programme,reported,-5,persons',
    ])
    expect(onward('import', 'offers', bad).err).toMatch(/row 2, places/)
  })
})

test('a database newer than the program is refused and left as it is', async () => {
  const newer = join(folder, 'newer')
  expect(onwardIn(newer, 'figures').code).toBe(3)
  const server = await openEmbedded({ dataFolder: newer })
  const client = new pg.Client({
    host: server.socketFolder,
    port: server.port,
    user: server.superuser,
    database: 'onward',
  })
  await client.connect()
  await client.query(`insert into schema_migrations (id, sha256) values ('9999-later', 'x')`)
  await client.end()
  await server.close()
  const refused = onwardIn(newer, 'figures')
  expect(refused.code).toBe(7)
  expect(refused.err).toMatch(/newer than this program/)
})

test('completion scripts are printed for every shell', () => {
  for (const shell of ['bash', 'zsh', 'fish'])
    expect(onward('completion', shell).out).toMatch(/onward/)
  const { status } = spawnSync('bash', ['-n'], { input: onward('completion', 'bash').out })
  expect(status).toBe(0)
})
