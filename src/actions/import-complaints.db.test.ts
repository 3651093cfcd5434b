/**
 * What people complain about in the imports of other systems (the domain brief, "what users of peer
 * systems ask for"), each as a question to ours. The number is that of the complaint in its tracker.
 */
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { writeXlsx } from 'hucre/xlsx'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { TestDatabase } from '../testing/test-database.ts'
import { openTestDesk } from '../testing/test-desk.ts'
import type { Desk } from './desk.ts'
import { getCase } from './get-case.ts'
import { getFigures } from './get-figures.ts'
import { deleteMapping, listMappings, saveMapping } from './import-mappings.ts'
import { prepareRegisterImport } from './import-register.ts'
import { listCases } from './list-cases.ts'
import { recordByHand } from './record-by-hand.ts'
import { undoImport } from './undo-import.ts'
import { writeErrorFile } from './write-error-file.ts'

let database: TestDatabase
let desk: Desk
let folder: string
let close: () => Promise<void>

beforeEach(async () => {
  ;({ database, desk, folder, close } = await openTestDesk())
})
afterEach(() => close())

async function prepare(lines: readonly string[], options = {}) {
  const path = join(folder, 'register.csv')
  await writeFile(path, lines.join('\n'))
  return prepareRegisterImport(desk, path, options)
}

async function population(): Promise<number> {
  return (await getFigures(desk, {})).find((one) => one.id === 'population')?.value ?? -1
}

const HEADER = 'person_id,given_name,sex,household_id,case_id,relationship'
const FAMILY = ['0071,Testa,f,h1,c1,PA', '0072,Probe,m,h1,c1,HUS', '0073,Muster,f,h1,c1,DAU']

test('OpenSPP 573: an id that can be several persons is an issue at the dry run, never the first of them', async () => {
  await (await prepare(['person_id,given_name', '0071,Testa', '0088,Probe'])).commit()
  await database.db
    .asSystem()
    .write(desk.operation.id, (tx) =>
      tx.query(
        "update persons set source_id = '00071' where operation_id = $1 and source_id = $2",
        [tx.operationId, '0088'],
      ),
    )
  const { report } = await prepare(['person_id,given_name', '71,Testa'])
  expect(report.problems).toMatchObject([{ code: 'ambiguous_id', row: 2, column: 'person_id' }])
  expect(report.problems[0]?.message).toContain('00071, 0071')
})

test('OpenSPP 421: what people recorded here is not overwritten, and the dry run says what stays', async () => {
  await (await prepare([`${HEADER},priority`, ...FAMILY.map((row) => `${row},NR`)])).commit()
  const reference = (await listCases(desk, {})).rows[0]?.case ?? ''
  const data = { priority: 'UG', justified: true }
  await recordByHand(desk, { case: reference, type: 'case.priority_set', data })
  const again = await prepare([`${HEADER},priority`, ...FAMILY.map((row) => `${row},NR`)])
  expect(again.report).toMatchObject({ changeCount: 0, changes: [] })
  await again.commit()
  expect((await getCase(desk, reference)).priority).toBe('UG')
})

test('OpenSPP 572, HOPE 3799 and 3839: the same file again, or reshaped by a spreadsheet, makes nobody twice', async () => {
  await (await prepare([HEADER, ...FAMILY])).commit()
  expect((await (await prepare([HEADER, ...FAMILY])).commit()).batch).toBeUndefined()
  const rows = [HEADER.split(','), ...FAMILY.map((row) => row.split(','))]
  const book = await writeXlsx({ sheets: [{ name: 'Sheet1', rows }] })
  const asBook = await prepareRegisterImport(desk, { name: 'register.xlsx', bytes: book })
  expect((await asBook.commit()).batch).toBeUndefined()
  // A spreadsheet takes 0071 for a number: the zeros are gone, and the person is still the same.
  const numbers = FAMILY.map((row) =>
    row.split(',').map((cell) => (/^\d+$/.test(cell) ? Number(cell) : cell)),
  )
  const bytes = await writeXlsx({
    sheets: [{ name: 'Sheet1', rows: [HEADER.split(','), ...numbers] }],
  })
  const { report } = await prepareRegisterImport(desk, { name: 'register.xlsx', bytes })
  expect(report.problems.map((one) => one.code)).toEqual(Array(3).fill('id_written_otherwise'))
  expect(await population()).toBe(3)
})

test('OpenSPP 515: a row that names a case or a household and no person makes no unnamed head', async () => {
  const { report } = await prepare([HEADER, ',,,h9,c9,'])
  expect(report.problems.map((one) => one.code)).toContain('row_without_person')
  expect(report.counts).toEqual({})
})

test('OpenSPP 439: a column may be called Unique ID, Registrant ID, or what it is called in Arabic', async () => {
  for (const id of ['Unique ID', 'Registrant ID', 'رقم الفرد', 'Numéro individuel']) {
    const { report } = await prepare([`${id},given_name`, 'P-1,Testa'])
    expect(report.headers.matched, id).toContainEqual({
      field: 'person_id',
      header: id,
      by: 'word',
    })
  }
})

test('OpenSPP 247: the id of the source stays the id, whatever is imported later and undone', async () => {
  await (await prepare([HEADER, ...FAMILY])).commit()
  const reference = (await listCases(desk, { query: '0071' })).rows[0]?.case
  const changed = FAMILY.map((row) => row.replace('Testa', 'Testina'))
  const { batch = '' } = await (await prepare([HEADER, ...changed])).commit()
  expect((await listCases(desk, { query: '0071' })).rows[0]?.case).toBe(reference)
  await undoImport(desk, batch)
  expect((await listCases(desk, { query: '0071' })).rows[0]?.case).toBe(reference)
})

test('OpenSPP 431: a long import says how far it is and holds nobody up', async () => {
  const rows = Array.from({ length: 3_000 }, (_, at) => `P-${at},Testa ${'x'.repeat(30)}`)
  const told: number[] = []
  const prepared = await prepare(['person_id,given_name', ...rows], {
    onProgress: (done: number, total: number) => told.push(done / total),
  })
  expect(told.at(-1)).toBe(1)
  const written: number[] = []
  const [, seen] = await Promise.all([
    prepared.commit((done, total) => written.push(done / total)),
    population(),
  ])
  expect([0, 3_000]).toContain(seen)
  expect(written.at(-1)).toBe(1)
})

test('HOPE 6004: headers of another office are mapped once, saved, and offered when they come again', async () => {
  const lines = ['Kennung,Rufname,Geschl.', 'P-1,Testa,f']
  expect((await prepare(lines)).report.problems).toMatchObject([{ code: 'missing_column' }])
  const map = { person_id: 'Kennung', given_name: 'Rufname', sex: 'Geschl.' }
  await saveMapping(desk, { kind: 'register', name: 'Office K.', map })
  expect((await prepare(lines)).report.fittingMappings).toEqual(['Office K.'])
  const mapped = await prepare(lines, { mapping: 'Office K.' })
  expect(mapped.report).toMatchObject({ problemCount: 0, fittingMappings: [] })
  expect(mapped.report.headers.matched.every((one) => one.by === 'map')).toBe(true)
  expect(await listMappings(desk)).toMatchObject([{ name: 'Office K.', map, by: 'reviewer.one' }])
  await deleteMapping(desk, 'register', 'Office K.')
  await expect(prepare(lines, { mapping: 'Office K.' })).rejects.toMatchObject({
    code: 'not_found',
  })
  const shoe = { kind: 'register', name: 'x', map: { shoe: 'Schuh' } } as const
  await expect(saveMapping(desk, shoe)).rejects.toMatchObject({ code: 'invalid_input' })
})

test('a header that is only guessed is said and not used', async () => {
  const { report } = await prepare([
    'person_id,given_nane,Date of birth of applicant',
    'P-1,Testa,1990',
  ])
  expect(report.headers.guesses).toEqual([
    { field: 'given_name', header: 'given_nane' },
    { field: 'birth_date', header: 'Date of birth of applicant' },
  ])
  expect(report.warnings.filter((one) => one.code === 'unsure_header')).toHaveLength(2)
  // Without it the row has no name: nothing is filled from a guess.
  expect(report.problems.map((one) => one.code)).toEqual(['name_missing'])
})

test('HOPE 5795: a workbook with its columns in another order is the same file', async () => {
  await (await prepare([HEADER, ...FAMILY])).commit()
  const rows = [HEADER, ...FAMILY].map((row) => row.split(',').toReversed())
  const bytes = await writeXlsx({ sheets: [{ name: 'Sheet1', rows }] })
  const { report } = await prepareRegisterImport(desk, { name: 'turned.xlsx', bytes })
  expect(report.counts).toMatchObject({ samePersons: 3, sameCases: 1 })
})

test('HOPE 4228: after an import the persons of a household and a case are as many as its rows', async () => {
  await (await prepare([HEADER, ...FAMILY])).commit()
  const { rows, total } = await listCases(desk, {})
  expect(total).toEqual({ cases: 1, persons: 3 })
  const { members } = await getCase(desk, rows[0]?.case ?? '')
  expect(new Set(members.map((one) => one.household)).size).toBe(1)
  expect(members).toHaveLength(3)
})

test('SORMAS 2549: nothing is asked row by row; all problems come at once, in a file to correct', async () => {
  const lines = [HEADER, '0071,Testa,banana,h1,c1,PA', '0072,Probe,m,h1,c1,BOSS', FAMILY[2] ?? '']
  const { report } = await prepare(lines)
  expect(report.problems.map((one) => [one.row, one.column])).toEqual([
    [2, 'sex'],
    [3, 'relationship'],
  ])
  const path = join(folder, 'register.csv')
  let written = ''
  for await (const part of await writeErrorFile(desk, 'register', path, report.problems, {}))
    written += String(part)
  const corrected = written.replace('banana', 'f').replace('BOSS', 'HUS')
  const again = await prepareRegisterImport(desk, {
    name: 'corrected.csv',
    bytes: Buffer.from(corrected),
  })
  expect(again.report.problems).toEqual([])
  await again.commit()
  expect(await population()).toBe(3)
})

test('uwazi 926: a workbook that a field office filled, with titles over it, comes in as it is', async () => {
  const rows = [
    ['Camp N., new arrivals'],
    [],
    ['ID', 'الاسم', 'Sex / الجنس', 'Date of birth'],
    ['P-1', 'لينا', 'أنثى', new Date(Date.UTC(1990, 3, 5))],
  ]
  const bytes = await writeXlsx({ sheets: [{ name: 'Arrivals', rows }] })
  const prepared = await prepareRegisterImport(desk, { name: 'arrivals.xlsx', bytes })
  expect(prepared.report.problems).toEqual([])
  const fields = prepared.report.changes[0]?.fields.map(({ field, after }) => [field, after])
  expect(Object.fromEntries(fields ?? [])).toMatchObject({
    sex: 'female',
    birth_date: '1990-04-05',
  })
  await prepared.commit()
  expect(await population()).toBe(1)
})

test('a report of problems repeats no cell of the file', async () => {
  const { report } = await prepare([HEADER, '0071,Zarathustrina,banana,h1,c1,BOSS'])
  const told = [...report.problems, ...report.warnings].map((one) => one.message).join()
  expect(told).not.toMatch(/Zarathustrina|banana|BOSS/)
})

test('the preview shows each field before and after, with the row that says so', async () => {
  await (await prepare([HEADER, ...FAMILY])).commit()
  const changed = ['0071,Testina,f,h1,c1,PA', FAMILY[1] ?? '', '0073,Muster,f,h1,c1,SON']
  const { report } = await prepare([HEADER, ...changed])
  expect(report.changes).toEqual([
    {
      kind: 'person',
      id: '0071',
      row: 2,
      isNew: false,
      fields: [{ field: 'given_name', before: 'Testa', after: 'Testina' }],
    },
    {
      kind: 'case',
      id: 'c1',
      row: 2,
      isNew: false,
      fields: [
        {
          field: 'members',
          before: '0071:PA; 0072:HUS; 0073:DAU',
          after: '0071:PA; 0072:HUS; 0073:SON',
        },
      ],
    },
  ])
  // What was written is on file now; its values go nowhere else.
  expect((await (await prepare([HEADER, ...changed])).commit()).changes).toEqual([])
})
