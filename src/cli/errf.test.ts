import { spawnSync } from 'node:child_process'
import { createWriteStream, existsSync } from 'node:fs'
import { chmod, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ExportedErrf } from '../actions/export-errf.ts'
import type { ErrfReport } from '../actions/validate-errf.ts'
import { errfXml, sampleErrfCase, withErrfRow } from '../testing/errf-sample.ts'

// The real command in processes of its own, on a data folder of its own.
const COMMAND = fileURLToPath(new URL('../../bin/onward.mjs', import.meta.url))

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'onward-errf-'))
  // As root the database's user must pass through.
  await chmod(folder, 0o711)
})
afterAll(async () => {
  errf([], undefined, ['stop'])
  await rm(folder, { recursive: true, force: true })
})

interface Ended {
  readonly code: number | null
  readonly out: string
  readonly err: string
}

function errf(args: readonly string[], input?: string, command = ['errf']): Ended {
  const { status, stdout, stderr } = spawnSync(process.execPath, [COMMAND, ...command, ...args], {
    encoding: 'utf8',
    env: { ...process.env, ONWARD_DATA: join(folder, 'data'), DATABASE_URL: '' },
    maxBuffer: 100_000_000,
    ...(input === undefined ? {} : { input }),
  })
  return { code: status, out: stdout, err: stderr }
}

const json = <T>(ended: Ended): T => JSON.parse(ended.out) as T
const GOOD = errfXml([sampleErrfCase(1), sampleErrfCase(2)])
const BAD = errfXml([withErrfRow(sampleErrfCase(), 'dataIndividual', { SexCode: 'Q' })])

async function file(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, content)
  return path
}

describe('onward errf validate: no database, exit 0 or 2', () => {
  test('a valid file, from a file and from a pipe', async () => {
    const path = await file('good.xml', GOOD)
    const ended = errf(['validate', path])
    expect(ended).toMatchObject({ code: 0 })
    expect(ended.out).toContain('good.xml: eRRF 2.8, 2 cases, 4 persons: valid')
    expect(errf(['validate', '-'], GOOD)).toMatchObject({ code: 0 })
    expect(existsSync(join(folder, 'data'))).toBe(false)
  })

  test('every file is told, with every finding, as text and as JSON', async () => {
    const paths = [
      await file('good.xml', GOOD),
      await file('bad.xml', BAD),
      await file('cut.xml', BAD.slice(0, 500)),
    ]
    const ended = errf(['validate', ...paths, '--json'])
    expect(ended.code).toBe(2)
    const { files } = json<{ files: ErrfReport[] }>(ended)
    expect(files.map((one) => one.valid)).toEqual([true, false, false])
    expect(files[1]?.findings).toMatchObject([
      { code: 'unknown_code', severity: 'error', case: 1, row: 1, field: 'SexCode', line: 19 },
    ])
    expect(files[2]?.findings).toMatchObject([{ code: 'truncated', severity: 'fatal' }])
    const text = errf(['validate', ...paths])
    expect(text.code).toBe(2)
    expect(text.out).toContain(
      'dataIndividual[1] 00000002-0000-4000-8000-000000000010/SexCode, line 19',
    )
    expect(text.out + text.err + ended.out).not.toMatch(/Nemuneh|Baran/)
  })

  test('a file that is not there is 3; one of 500 MB is refused unread', async () => {
    expect(errf(['validate', join(folder, 'none.xml')])).toMatchObject({ code: 3 })
    const path = await file('huge.xml', GOOD)
    await truncate(path, 500_000_000)
    const started = Date.now()
    const ended = errf(['validate', path])
    expect(ended).toMatchObject({ code: 2 })
    expect(ended.err).toContain('larger than 256 MB')
    expect(Date.now() - started).toBeLessThan(20_000)
  })
})

describe('documents: file to file, without a database', () => {
  test('XML → JSON → XML gives back the file', async () => {
    const path = await file('good.xml', GOOD)
    const document = join(folder, 'good.json')
    const back = join(folder, 'back.xml')
    expect(errf(['import', path, '--document', document])).toMatchObject({ code: 0 })
    expect(errf(['export', '--document', document, '--out', back])).toMatchObject({ code: 0 })
    expect(await readFile(back, 'utf8')).toBe(GOOD)
    const piped = errf(['import', '-', '--document', '-'], GOOD)
    expect(errf(['export', '--document', '-', '--out', '-'], piped.out).out).toBe(GOOD)
    expect(existsSync(join(folder, 'data'))).toBe(false)
  })

  test('what cannot be taken leaves no file behind', async () => {
    const path = await file('cut.xml', GOOD.slice(0, 900))
    const document = join(folder, 'cut.json')
    expect(errf(['import', path, '--document', document])).toMatchObject({ code: 2 })
    expect(existsSync(document)).toBe(false)
    const none = await file('none.json', '{}')
    expect(errf(['export', '--document', none, '--out', document]).code).toBe(2)
    expect(errf(['export', 'C-1', '--document', none, '--out', document]).code).toBe(2)
    expect(existsSync(document)).toBe(false)
  })
})

describe('the register', { timeout: 240_000 }, () => {
  test('a dry run, an import, an export that is the file, and an undo', async () => {
    const path = await file('good.xml', GOOD)
    const place = ['--country', 'IRQ', '--origin', 'IRN']
    const dry = errf(['import', path, '--dry-run', '--json', ...place])
    expect(json(dry)).toMatchObject({
      files: [{ rows: 4, counts: { newPersons: 4, newCases: 2 } }],
    })
    expect(errf(['export', '--out', join(folder, 'no.xml')]).code).toBe(3)
    const other = await file('other.xml', errfXml([sampleErrfCase(3)]))
    const { files } = json<{ files: { batch: string }[] }>(
      errf(['import', path, other, '--yes', '--json', ...place]),
    )
    const out = join(folder, 'out.xml')
    const exported = json<ExportedErrf>(errf(['export', '--out', out, '--json']))
    expect(exported).toMatchObject({ cases: 3, persons: 6, missing: [], leftOut: [] })
    const all = errfXml([1, 2, 3].map((at) => sampleErrfCase(at)))
    expect(await readFile(out, 'utf8')).toBe(all)
    expect(errf(['validate', out])).toMatchObject({ code: 0 })
    expect(errf(['export', 'C-NONE', '--out', out]).code).toBe(3)
    expect(files).toHaveLength(2)
    for (const { batch } of files.toReversed())
      expect(errf([batch], undefined, ['import', 'undo']).code).toBe(0)
    expect(errf(['export', '--out', join(folder, 'no.xml')]).code).toBe(3)
  })

  test('a broken file is refused with 2 and writes nothing', async () => {
    const path = await file('broken.xml', GOOD.replace('>PA<', '>WIF<'))
    const ended = errf(['import', path, '--yes', '--country', 'IRQ', '--origin', 'IRN'])
    expect(ended).toMatchObject({ code: 2 })
    expect(ended.err).toContain('principal applicants')
  })

  test('facts that nobody stated: refused with 6, written with --incomplete', async () => {
    const bare = sampleErrfCase(5)
    const path = await file('bare.xml', errfXml([{ ...bare, dataPhotograph: [] }]))
    const place = ['--country', 'IRQ', '--origin', 'IRN']
    expect(errf(['import', path, '--yes', ...place])).toMatchObject({ code: 0 })
    const out = join(folder, 'bare-out.xml')
    const refused = errf(['export', '--out', out])
    expect(refused).toMatchObject({ code: 6 })
    expect(refused.err).toContain('no photograph')
    expect(existsSync(out)).toBe(false)
    expect(errf(['export', '--out', out, '--incomplete'])).toMatchObject({ code: 0 })
    expect(errf(['validate', out])).toMatchObject({ code: 2 })
  })
})

test('the crosswalk is printed in both directions', () => {
  const { relationships } = json<{ relationships: { original: string; code?: string }[] }>(
    errf(['relationships', '--json']),
  )
  expect(relationships).toHaveLength(53)
  expect(relationships.find((one) => one.original === 'CLF')?.code).toBe('DI')
  expect(errf(['relationships', '--from-iom']).out).toMatch(/WS +wife's sister +SIL +wider/)
})

test('a large file is checked as it comes, in little memory', { timeout: 120_000 }, async () => {
  const path = join(folder, 'many.xml')
  const stream = createWriteStream(path)
  const [head = '', rest = ''] = errfXml([], 'Group Submission').split('</UNHCR_RRF>')
  stream.write(head)
  for (let at = 1; at <= 2_000; at += 1) {
    const xml = errfXml([sampleErrfCase(at)])
    stream.write(xml.slice(xml.indexOf('  <CASE>'), xml.indexOf('</UNHCR_RRF>')))
  }
  await new Promise<void>((resolve) => {
    stream.end(`</UNHCR_RRF>${rest}`, resolve)
  })
  const { files } = json<{ files: ErrfReport[] }>(errf(['validate', path, '--json']))
  expect(files).toMatchObject([{ valid: true, cases: 2_000, persons: 4_000, findings: [] }])
})
