import { createReadStream, existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { readUnhcrContext } from './unhcr-context.ts'
import type { ContextOptions, ContextResult } from './unhcr-context.ts'

function read(text: string, options: ContextOptions = {}): Promise<ContextResult> {
  return readUnhcrContext(Buffer.from(text), options)
}

test('arrivals are recognised, summed and attributed', async () => {
  const { context, problems } = await read(
    'year,origin_iso3,destination_iso3,arrivals_persons\n2012,IRN,ALB,5\n2013,IRN,DEU,11\n',
    { extracted: 'June 2026' },
  )
  expect(problems).toEqual([])
  expect(context).toEqual({
    table: 'arrivals',
    rows: [
      { row: 2, year: 2012, originIso3: 'IRN', destinationIso3: 'ALB', persons: 5 },
      { row: 3, year: 2013, originIso3: 'IRN', destinationIso3: 'DEU', persons: 11 },
    ],
    provenance: {
      rows: 2,
      persons: 16,
      firstYear: 2012,
      lastYear: 2013,
      attribution:
        'UNHCR Refugee Data Finder, extracted June 2026 (CC BY 4.0, https://creativecommons.org/licenses/by/4.0/)',
    },
  })
})

test("the Refugee Data Finder's own file is read: title, notes, names and ISO codes, no zeros", async () => {
  const { context } = await read(
    [
      'Extracted from the UNHCR Refugee Population Statistics Database',
      '"Notes, and more notes"',
      '',
      'Year,Country of origin,Country of origin (ISO),Country of asylum,Country of asylum (ISO),Refugee returnees,Resettlement arrivals',
      '2013,Iran (Islamic Rep. of),IRN,Albania,ALB,0,16',
      '2013,Iran (Islamic Rep. of),IRN,Turkey,TUR,12,0',
    ].join('\n'),
  )
  expect(context?.rows).toEqual([
    { row: 5, year: 2013, originIso3: 'IRN', destinationIso3: 'ALB', persons: 16 },
  ])
})

const FINDER =
  'Year,Country of Origin (ISO),Country of Origin,Country of Asylum (ISO),Country of Asylum,Country of Resettlement (ISO),Country of Resettlement,Total submissions (persons)'

test('residual rows of submissions that repeat the others are found without any flag', async () => {
  const { context, warnings } = await read(
    [
      FINDER,
      '2013,IRN,Iran,IRQ,Iraq,ALB,Albania,200',
      '2013,IRN,Iran,TUR,Turkey,ALB,Albania,50',
      '2013,IRN,Iran,TUR,Turkey,USA,United States,70',
      '2013,IRN,Iran,All others,All others,ALB,Albania,250',
      '2013,IRN,Iran,All others,All others,USA,United States,70',
    ].join('\n'),
  )
  expect(context).toMatchObject({
    table: 'submissions',
    leftOut: { rows: 2, persons: 320 },
    provenance: { rows: 3, persons: 320 },
  })
  expect(warnings).toEqual([])
})

test('a remainder that repeats nothing is kept and told', async () => {
  const { context, warnings } = await read(
    [
      FINDER,
      '2013,IRN,Iran,IRQ,Iraq,ALB,Albania,200',
      '2013,IRN,Iran,All others,All others,ALB,Albania,9',
      '2013,IRN,Iran,All others,All others,USA,United States,70',
    ].join('\n'),
  )
  expect(context).toMatchObject({ leftOut: { rows: 0 }, provenance: { persons: 279 } })
  expect(warnings).toMatchObject([{ code: 'residual_kept' }])
})

test('a residual also repeats rows that are held from another file', async () => {
  const held = [
    {
      row: 2,
      year: 2013,
      originIso3: 'IRN',
      asylumIso3: 'TUR',
      destinationIso3: 'USA',
      persons: 70,
    },
  ]
  const { context } = await read(`${FINDER}\n2013,IRN,Iran,All others,All others,USA,US,70\n`, {
    held,
  })
  expect(context).toMatchObject({ leftOut: { rows: 1, persons: 70 } })
})

test('swapped headers of code and name are put right', async () => {
  const { context } = await read(`${FINDER}\n2013,Iran,IRN,Turkey,TUR,Albania,ALB,7\n`)
  expect(context?.rows).toEqual([
    {
      row: 2,
      year: 2013,
      originIso3: 'IRN',
      asylumIso3: 'TUR',
      destinationIso3: 'ALB',
      persons: 7,
    },
  ])
})

test.each([
  ['a UNHCR code', '2013,GFR,DEU,5', 'bad_origin'],
  ['a number that is none', '2013,IRN,DEU,five', 'bad_arrivals'],
  ['a year that is none', '13,IRN,DEU,5', 'bad_year'],
  ['a row twice', '2012,IRN,ALB,5', 'duplicate_row'],
])('%s is a problem with its row', async (_, line, code) => {
  const { context, problems } = await read(
    `year,origin_iso3,destination_iso3,arrivals_persons\n2012,IRN,ALB,5\n${line}\n`,
  )
  expect(problems).toMatchObject([{ code, row: 3 }])
  expect(context).toBeUndefined()
})

test('another table is refused with the headers that are understood', async () => {
  const { problems } = await read('year,asylum_iso3,refugees_persons\n2013,IRQ,5\n')
  expect(problems).toMatchObject([{ code: 'unknown_table' }])
})

const shared = new URL('../../../shared/data/unhcr/', import.meta.url)
const arrivals = new URL('resettlement_arrivals_1959_2025.csv', shared)
const submissions = new URL('submissions_origin_asylum_destination_2003_2019.csv', shared)

test.skipIf(!existsSync(arrivals))('the whole table of arrivals is read as it comes', async () => {
  const { context, problemCount } = await readUnhcrContext(createReadStream(arrivals))
  expect(problemCount).toBe(0)
  expect(context?.provenance).toMatchObject({ rows: 9_614, firstYear: 1959, lastYear: 2025 })
})

test.skipIf(!existsSync(submissions))(
  'in the whole table of submissions exactly the flagged rows are found, without the flag',
  async () => {
    const { context, problemCount, warnings } = await readUnhcrContext(
      createReadStream(submissions),
    )
    expect(problemCount).toBe(0)
    expect(warnings).toEqual([])
    expect(context).toMatchObject({
      leftOut: { rows: 1_467, persons: 878_033 },
      provenance: { rows: 8_660, persons: 1_350_427, firstYear: 2003, lastYear: 2019 },
    })
  },
)
