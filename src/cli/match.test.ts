import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { ToldMatch } from '../actions/match-files.ts'

import { writeTable } from '../exchange/write-table.ts'
import { fieldPersons, fieldPersonsCsv } from '../testing/field-persons.ts'

// The real command in a process of its own, from files alone.
const COMMAND = fileURLToPath(new URL('../../bin/onward.mjs', import.meta.url))

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'onward-match-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

interface Ended {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

function match(...args: readonly string[]): Ended {
  const { status, stdout, stderr } = spawnSync(process.execPath, [COMMAND, 'match', ...args], {
    encoding: 'utf8',
    env: { ...process.env, ONWARD_DATA: join(folder, 'data'), DATABASE_URL: '' },
    maxBuffer: 100_000_000,
  })
  return { code: status, out: stdout, err: stderr }
}

async function file(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, content)
  return path
}

interface Document {
  readonly tables: readonly { readonly ignored: readonly string[] }[]
  readonly pairs: readonly ToldMatch[]
}

function pairsOf(ended: Ended): string[][] {
  expect(ended).toMatchObject({ code: 0 })
  const { pairs } = JSON.parse(ended.out) as Document
  return pairs.map(({ a, b }) => [a, b].toSorted())
}

const HEADER = 'id,given_name,father_name,family_name,sex,birth_date,region'
const ONE = 'A1,محمد,علی,کریمی,male,1985-03-02,Region 1'
const SAME = 'A2,Mohammed,Ali,Karimi,male,1985-03-02,Region 1'
/** Forty others, so that there is something to learn from. */
const OTHERS = [...fieldPersons({ seed: 5, records: 40, duplicates: 0 })].map(({ cells }) =>
  [
    cells.record_id,
    cells.given_name,
    cells.father_name,
    cells.family_name,
    cells.sex,
    cells.birth_date,
    cells.region,
  ].join(','),
)
const csv = (...lines: readonly string[]): string => `${[HEADER, ...lines].join('\n')}\n`

describe('what is found', () => {
  test('two scripts in one table, without a database', async () => {
    const path = await file('one.csv', csv(ONE, SAME, ...OTHERS))
    expect(pairsOf(match(path, '--json'))).toEqual([['A1', 'A2']])
    expect(existsSync(join(folder, 'data'))).toBe(false)
    const shown = match(path)
    expect(shown.out).toContain('given name is spelt differently and sounds the same')
    expect(shown.err).toContain('one.csv: 42 records. Compared: given_name as given')
  })

  test('two tables: pairs have one record of each, and may share ids', async () => {
    const a = await file('a.csv', csv(ONE, SAME, ...OTHERS))
    const b = await file('b.csv', csv(SAME, ...OTHERS.slice(0, 5).map((line) => `X${line}`)))
    const pairs = pairsOf(match(a, b, '--json'))
    expect(pairs).toContainEqual(['A1', 'A2'])
    expect(pairs).toContainEqual(['A2', 'A2'])
    expect(pairs.filter(([one, other]) => one !== other && other !== 'A2')).toHaveLength(5)
  })

  test('XLSX as CSV', async () => {
    const rows = csv(ONE, SAME, ...OTHERS)
      .trim()
      .split('\n')
      .map((line) => line.split(','))
    const [header = [], ...lines] = rows
    const parts = lines.map((cells) =>
      Object.fromEntries(header.map((name, at) => [name, cells[at] ?? ''])),
    )
    const pieces: Uint8Array[] = []
    for await (const piece of writeTable('xlsx', header, Readable.from([parts]))) pieces.push(piece)
    const path = await file('one.xlsx', Buffer.concat(pieces))
    expect(pairsOf(match(path, '--json'))).toEqual([['A1', 'A2']])
  })

  test('the same answer twice, and whatever the order of rows', async () => {
    const lines = [ONE, SAME, ...OTHERS]
    const path = await file('order.csv', csv(...lines))
    const turned = await file('turned.csv', csv(...lines.toReversed()))
    const [first, second, other] = [path, path, turned].map((one) => match(one, '--json'))
    const pairs = (ended: Ended | undefined): unknown =>
      (JSON.parse(ended?.out ?? '{}') as Document).pairs
    expect(pairs(first)).toEqual(pairs(second))
    expect(pairsOf(other ?? match(turned))).toEqual(pairsOf(first ?? match(path)))
  })

  test('the document is as its schema says, printed and written, and no file is overwritten', async () => {
    const path = await file(
      'big.csv',
      [...fieldPersonsCsv(fieldPersons({ seed: 2, records: 400 }))].join(''),
    )
    const out = join(folder, 'pairs.json')
    expect(match(path, '--out', out)).toMatchObject({ code: 0 })
    const document = JSON.parse(await readFile(out, 'utf8')) as Document
    const url = new URL('../../docs/schemas/match.schema.json', import.meta.url)
    const schema = z.fromJSONSchema(JSON.parse(await readFile(url, 'utf8')) as never)
    expect(schema.safeParse(document).error?.issues ?? []).toEqual([])
    expect(document.pairs.length).toBeGreaterThan(20)
    const again = match(path, '--out', out)
    expect(again.code).toBe(5)
    expect(JSON.parse(await readFile(out, 'utf8'))).toEqual(document)
  })
})

test('Does an id that would steer the terminal reach it in neither form, and stay itself in JSON?', async () => {
  const id = '"A1\u001B[2J\u009B31m\u202Emoor\nsure"'
  const path = await file('steer.csv', csv(ONE.replace('A1', id), SAME, ...OTHERS))
  const [text, json] = [match(path), match(path, '--json')]
  // oxlint-disable-next-line no-control-regex -- they are what is looked for
  const steering = /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u202A-\u202E]/
  for (const { out, err } of [text, json]) expect(out + err).not.toMatch(steering)
  expect(text.out).toContain('moor sure')
  expect(pairsOf(json)).toEqual([[id.slice(1, -1), 'A2']])
})

describe('columns', () => {
  const lines = ['Kennung,Vorname,Nachname,Geboren,Zelt']
  for (const line of [ONE, SAME, ...OTHERS]) {
    const [id, given, , family, , birth] = line.split(',')
    lines.push([id, given, family, birth, 'x'].join(','))
  }
  const table = `${lines.join('\n')}\n`

  test.each([
    ['field to header', '{"id":"Kennung","given":"Vorname","family":"Nachname","birth":"Geboren"}'],
    ['header to field', '{"Kennung":"id","Vorname":"given","Nachname":"family","Geboren":"birth"}'],
  ])('a map may go from %s', async (_, map) => {
    const ended = match(await file('german.csv', table), '--columns', map, '--json')
    expect(pairsOf(ended)).toEqual([['A1', 'A2']])
    expect((JSON.parse(ended.out) as Document).tables[0]?.ignored).toEqual(['Zelt'])
  })

  test('a bad map: every fault at once, of both tables, and nothing is written', async () => {
    const path = await file('german.csv', table)
    const out = join(folder, 'never.json')
    const map = '{"given":"Forename","shoe":"Zelt","birth":"Born"}'
    const ended = match(path, '--columns', map, '--out', out)
    expect(ended.code).toBe(2)
    for (const fault of ['Forename', 'shoe', 'Born']) expect(ended.err).toContain(fault)
    expect(existsSync(out)).toBe(false)
    expect(match(path, '--columns', '[1]')).toMatchObject({ code: 2 })
  })
})

describe('what is refused', () => {
  test.each([
    ['ids that stand twice', 'twice.csv', csv(ONE, ONE, ONE), 2, '2 rows have an id'],
    ['an empty file', 'empty.csv', '', 2, 'empty'],
  ])('%s', async (_, name, content, code, words) => {
    const ended = match(await file(name, content))
    expect(ended.code).toBe(code)
    expect(ended.err).toContain(words)
    expect(ended.err).not.toContain('محمد')
  })

  test('tables with no column in common', async () => {
    const a = await file('names.csv', csv(ONE, SAME))
    const b = await file('shoes.csv', 'id,shoe\n1,blue\n2,blue\n')
    const ended = match(a, b)
    expect(ended.code).toBe(2)
    expect(ended.err).toContain('no column in common')
  })

  test('a file that is not there', () => {
    expect(match(join(folder, 'nowhere.csv'))).toMatchObject({ code: 3 })
  })

  test('a header alone', async () => {
    const ended = match(await file('header.csv', csv()), '--json')
    expect(ended.code).toBe(2)
    expect(ended.err).toContain('no rows')
  })

  test('a probability that is none', async () => {
    const path = await file('p.csv', csv(ONE, SAME))
    for (const bad of ['2', '-1', 'x'])
      expect(match(path, '--min-probability', bad)).toMatchObject({ code: 2 })
  })
})
