import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { readReportFiles, scoreReading } from './read-report.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'onward-read-'))
})
afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
})

async function file(name: string, text: string | Uint8Array): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, text)
  return path
}

async function* nothing(): AsyncGenerator<Uint8Array> {}

async function fitsSchema(name: string, value: unknown): Promise<boolean> {
  const path = new URL(`../../docs/schemas/${name}.schema.json`, import.meta.url)
  const schema = z.fromJSONSchema(JSON.parse(await readFile(path, 'utf8')) as never)
  return schema.safeParse(JSON.parse(JSON.stringify(value))).success
}

test('Does a later report use the names of an earlier one, and does the answer fit its schema?', async () => {
  const first = await file(
    'first.txt',
    'The Board for Stateless Families (BSF) said 2,840 people live in Camp Marun. It asked Iceland to host 40 of them. Revenue rose by 3 percent.',
  )
  const second = await file(
    'second.html',
    '<!doctype html><p>BSF denied that 12&nbsp;people had died; no one was killed, it said.</p>',
  )
  const read = await readReportFiles({
    files: [first, second],
    stdin: nothing(),
    published: '2013-12-27',
  })
  expect(await fitsSchema('read-reports', read)).toBe(true)
  expect(read.reports.map(({ file: name, claims }) => [name, claims.length])).toEqual([
    ['first.txt', 2],
    ['second.html', 2],
  ])
  expect(read.reports[1]?.claims[0]?.hops[0]?.name).toBe('Board for Stateless Families')
  expect(read.reports[0]?.quantities.at(-1)?.change).toEqual({ direction: 'up', role: 'by' })
})

test('Is a file that is missing, or no text, or no gold set, told by its own error?', async () => {
  const files = (path: string) => readReportFiles({ files: [path], stdin: nothing() })
  await expect(files(join(folder, 'none.txt'))).rejects.toMatchObject({ code: 'not_found' })
  await expect(files(folder)).rejects.toMatchObject({ code: 'not_found' })
  const binary = await file('binary', Uint8Array.from([0x7f, 0x45, 0x4c, 0x46, 0, 0, 0, 1, 0, 255]))
  await expect(files(binary)).rejects.toMatchObject({ code: 'invalid_input' })
  const json = await file('no-gold.json', '{"timelines": 3}')
  await expect(scoreReading({ gold: json, stdin: nothing() })).rejects.toMatchObject({
    code: 'invalid_input',
  })
})

test('Does a score fit its schema?', async () => {
  const gold = await file(
    'gold.json',
    JSON.stringify({
      timelines: [
        {
          id: 'A',
          reports: [
            {
              published: '2013-12-27',
              text: 'Police said nobody was killed.',
              sentences: [{ start: 0, end: 30 }],
              claims: [
                {
                  measure: 'killed',
                  unit: 'persons',
                  value: { kind: 'zero' },
                  asOf: { from: '2013-12-27', to: '2013-12-27' },
                  origin: { kind: 'named', names: ['Police'] },
                  stance: 'asserts',
                  spans: { sentence: { start: 0, end: 30 }, value: { start: 12, end: 18 } },
                },
              ],
            },
          ],
        },
      ],
    }),
  )
  const score = await scoreReading({ gold, stdin: nothing() })
  expect(await fitsSchema('reading-score', score)).toBe(true)
  expect(score).toMatchObject({ gold: 1, read: 1, right: 1, f1: 1 })
})
