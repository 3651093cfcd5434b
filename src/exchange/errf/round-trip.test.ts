import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  errfXml,
  inPieces,
  sampleErrfCase,
  withErrfRow,
  withMoreErrf,
} from '../../testing/errf-sample.ts'
import { codesOf } from './code-lists.ts'
import { readDocument, writeDocument } from './document-json.ts'
import type { ErrfCase, ErrfDocument } from './document.ts'
import { FindingList } from './finding.ts'
import { BLOCKS } from './layout.ts'
import type { ErrfField } from './layout.ts'
import { readErrfXml } from './read-xml.ts'
import { toVersion28 } from './to-version-28.ts'
import { fitsXml } from './write-xml.ts'

const text = fc
  .oneof(
    fc.string({ maxLength: 20 }),
    fc.string({ unit: 'grapheme', maxLength: 12 }),
    fc.constantFrom(' & <b> ]]> "\' ', 'سطر\r\nنمونه', '\t x \n', '&amp;', '<!-- -->', '\r'),
  )
  .filter(fitsXml)
const day = fc
  .integer({ min: 0, max: 20_000 })
  .map((n) => new Date(n * 86_400_000).toISOString().slice(0, 19))

function value(field: ErrfField): fc.Arbitrary<string> {
  if (field.list !== undefined)
    return fc.oneof(fc.constantFrom(...codesOf(field.list, '2.8')), text)
  if (field.type === 'dateTime') return day
  if (field.type === 'boolean') return fc.constantFrom('true', 'false', '1', '0')
  if (field.type === 'short') return fc.integer({ min: -32_768, max: 32_767 }).map(String)
  return text
}

/** Any case that the schema of 2.8 allows, whatever the rules say of it. */
const anyCase: fc.Arbitrary<ErrfCase> = fc
  .record(
    Object.fromEntries(
      BLOCKS.map((block) => {
        const fields = Object.fromEntries(
          block.fields.map((one: ErrfField) => [one.name, value(one)]),
        )
        const requiredKeys = block.fields
          .filter((one: ErrfField) => one.required['2.8'] === true)
          .map((one) => one.name)
        const row = fc.record(fields, { requiredKeys })
        return [
          block.name,
          fc.array(row, { minLength: block.atLeast, maxLength: Math.min(block.atMost, 3) }),
        ]
      }),
    ),
  )
  .map((one) => Object.fromEntries(Object.entries(one).filter(([, rows]) => rows.length > 0)))

async function readCases(
  xml: string,
): Promise<{ readonly cases: ErrfCase[]; readonly codes: string[] }> {
  const cases: ErrfCase[] = []
  const findings = new FindingList()
  await readErrfXml(inPieces(xml, 777), findings, (one) => cases.push(one.case))
  return { cases, codes: findings.list().map((one) => one.code) }
}

test('XML → document → JSON → document → XML loses and changes nothing', async () => {
  let rows = 0
  await fc.assert(
    fc.asyncProperty(fc.array(anyCase, { minLength: 1, maxLength: 3 }), async (cases) => {
      const xml = errfXml(cases)
      const read = await readCases(xml)
      expect(read).toEqual({ cases, codes: [] })
      const document: ErrfDocument = {
        version: '2.8',
        batchType: 'Group Submission',
        cases: read.cases,
      }
      const json = [...writeDocument(document)].join('')
      const findings = new FindingList()
      const back = readDocument(json, findings)
      expect(findings.list()).toEqual([])
      expect(back).toEqual(document)
      expect(errfXml(toVersion28(back ?? document, findings).cases)).toBe(xml)
      rows += cases.flatMap(Object.values).length
    }),
    { numRuns: 100, seed: 20261125 },
  )
  expect(rows).toBeGreaterThan(500)
})

const schema = fileURLToPath(
  new URL('../../../../shared/data/errf/V4UNHCR_RRF_v2.8.xsd', import.meta.url),
)
const hasXmllint = spawnSync('xmllint', ['--version']).status === 0

test.skipIf(!existsSync(schema) || !hasXmllint)(
  'what is written is valid by the schema of 2.8',
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'onward-errf-'))
    try {
      const cases = fc.sample(anyCase, { numRuns: 60, seed: 7 })
      const path = join(folder, 'cases.xml')
      const lint = (xml: string) => {
        writeFileSync(path, xml)
        const { status, stderr } = spawnSync('xmllint', ['--noout', '--schema', schema, path], {
          encoding: 'utf8',
        })
        return { status, stderr: status === 0 ? '' : stderr.slice(0, 500) }
      }
      expect(lint(errfXml(cases))).toEqual({ status: 0, stderr: '' })
      // It can fail: a case without its last required block.
      expect(lint(errfXml([{ ...sampleErrfCase(), dataResettlement: [] }])).status).not.toBe(0)
    } finally {
      rmSync(folder, { recursive: true })
    }
  },
)

test('a document of 4.1 is written as 2.8, and each value that changes is told', () => {
  const one = withErrfRow(sampleErrfCase(), 'dataResettlement', {
    ResettlementCriteria2Code: 'LFDS',
  })
  const employed = withMoreErrf(
    withErrfRow(one, 'dataIndividual', { MarriageStatusCode: '-', SexCode: '-' }),
    'dataEmployment',
    {
      EmploymentGUID: 'e-1',
      IndividualGUID: 'x-1',
      EmploymentTypeCode: 'NE',
      OccupationCode: '-',
      OccupationText: '',
    },
  )
  const related = withErrfRow(
    employed,
    'dataIndividualProcessGroup',
    { RelationshipToPrincipalRepresentative: 'HR2' },
    1,
  )
  const notes = new FindingList()
  const { version, cases } = toVersion28({ version: '4.1', cases: [related] }, notes)
  expect(version).toBe('2.8')
  const of = (block: string, at = 0) => cases[0]?.[block]?.[at]
  expect(of('dataResettlement')?.['ResettlementCriteria2Code']).toBe('LAS')
  expect(of('dataIndividual')?.['SexCode']).toBe('U')
  expect(of('dataIndividual')).not.toHaveProperty('MarriageStatusCode')
  expect(of('dataEmployment')).toMatchObject({ EmploymentTypeCode: 'No Occupation' })
  expect(of('dataIndividualProcessGroup', 1)?.['RelationshipToPrincipalRepresentative']).toBe('HR2')
  expect(notes.list().map((note) => [note.field, note.code])).toEqual(
    expect.arrayContaining([
      ['ResettlementCriteria2Code', 'written_otherwise'],
      ['SexCode', 'written_otherwise'],
      ['MarriageStatusCode', 'written_otherwise'],
      ['EmploymentTypeCode', 'written_otherwise'],
      ['RelationshipToPrincipalRepresentative', 'no_code_in_28'],
    ]),
  )
})

test('a text that is no document of ours is refused, and what it would lose is told', () => {
  for (const bad of [
    '',
    '[]',
    '{"format":"other"}',
    '{"format":"onward-errf","version":"9","cases":[]}',
    '{"format":"onward-errf","version":"2.8"}',
  ]) {
    const findings = new FindingList()
    expect(readDocument(bad, findings)).toBeUndefined()
    expect(findings.counts.fatal).toBe(1)
  }
  const findings = new FindingList()
  readDocument(
    '{"format":"onward-errf","version":"2.8","cases":[{"dataX":[]},{"dataAlias":[{"Nickname":"x"},{"AliasGUID":"a\\u0001"}]},7]}',
    findings,
  )
  expect(findings.list().map((one) => [one.case, one.code])).toEqual([
    [1, 'unknown_element'],
    [2, 'unknown_element'],
    [2, 'bad_character'],
    [3, 'no_document'],
  ])
})
