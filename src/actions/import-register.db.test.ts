import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { TestDatabase } from '../testing/test-database.ts'
import { listCasesBySource } from '../storage/cases.ts'
import { sealerFor } from '../storage/sealing/sealed.ts'
import { openTestDesk } from '../testing/test-desk.ts'
import { checkOperation } from './check-operation.ts'
import type { Desk } from './desk.ts'
import { openDesk } from './desk.ts'
import { getCase } from './get-case.ts'
import { getFigures } from './get-figures.ts'
import { prepareRegisterImport } from './import-register.ts'
import { listCases } from './list-cases.ts'
import { recordByHand } from './record-by-hand.ts'
import { undoImport } from './undo-import.ts'

let database: TestDatabase
let desk: Desk
let folder: string
let close: () => Promise<void>

beforeEach(async () => {
  ;({ database, desk, folder, close } = await openTestDesk())
})
afterEach(() => close())

const HEADER =
  'person_id,given_name,family_name,name_original,sex,birth_date,nationality,household_id,case_id,relationship,primary_category,secondary_category,priority,case_stage,protection_status,consent_states,consented_on,died_on'
const FAMILY = [
  'p1,Baran,Nemuneh,باران نمونه,f,1362/06/10,IRN,h1,c1,PA,LPN,LAS,NR,ready,refugee,ANY,2020-05-01,',
  'p2,Kuh,Nemuneh,,m,1980-01-01,IRN,h1,c1,HUS,LPN,LAS,NR,ready,refugee,ANY,2020-05-01,',
  'p3,Setareh,Nemuneh,,f,2015-03-02,IRN,h1,c1,DAU,LPN,LAS,NR,ready,refugee,,,',
]

/** Writes a register and imports it. */
async function importRows(rows: readonly string[], name = 'register.csv') {
  const path = join(folder, name)
  await writeFile(path, [HEADER, ...rows].join('\n'))
  const prepared = await prepareRegisterImport(desk, path)
  return { prepared, commit: () => prepared.commit() }
}

async function population(): Promise<number> {
  return (await getFigures(desk, {})).find((one) => one.id === 'population')?.value ?? -1
}

test('a dry run says what would change and writes nothing', async () => {
  const { prepared } = await importRows(FAMILY)
  expect(prepared.report).toMatchObject({
    rows: 3,
    problemCount: 0,
    counts: { newPersons: 3, newCases: 1 },
  })
  expect(await population()).toBe(0)
})

test('an import brings persons, household and case, found under either script', async () => {
  await (await importRows(FAMILY)).commit()
  expect(await population()).toBe(3)
  for (const query of ['Baran', 'باران', 'نمونه', 'nemun']) {
    const { rows } = await listCases(desk, { query })
    expect(rows, query).toHaveLength(1)
    expect(rows[0]).toMatchObject({ status: 'ready', persons: 3 })
  }
  expect((await listCases(desk, { query: 'zzz' })).rows).toHaveLength(0)
  const found = (await listCases(desk, {})).rows[0]
  const file = await getCase(desk, found?.case ?? '')
  expect(file.members[0]?.birth).toMatchObject({ calendar: 'solar_hijri', earliest: '1983-09-01' })
  expect(file.members.find((one) => one.relationship === 'HUS')?.birth?.precision).toBe('year')
  expect(file.violations).toEqual([])
  expect(await checkOperation(database.db)).toMatchObject([{ ok: true }])
})

test('the same file again changes nothing and makes no batch', async () => {
  await (await importRows(FAMILY)).commit()
  const again = await importRows(FAMILY)
  expect(again.prepared.report.counts).toMatchObject({
    newPersons: 0,
    changedPersons: 0,
    samePersons: 3,
    sameCases: 1,
  })
  expect((await again.commit()).batch).toBeUndefined()
  expect(await population()).toBe(3)
})

test('a corrected file changes only what differs, and a death takes the person out of the case', async () => {
  await (await importRows(FAMILY)).commit()
  const [first, second, third] = FAMILY
  const corrected = [first ?? '', `${(second ?? '').slice(0, -1)},2021-02-03`, third ?? '']
  const { prepared, commit } = await importRows(corrected)
  expect(prepared.report.counts).toMatchObject({ newPersons: 0, changedPersons: 1, samePersons: 2 })
  await commit()
  expect(await population()).toBe(2)
  expect((await listCases(desk, {})).rows[0]).toMatchObject({ persons: 2 })
  expect(await checkOperation(database.db)).toMatchObject([{ ok: true }])
})

test('undoing a batch puts everything back, and what was known before stays answerable', async () => {
  const first = await (await importRows(FAMILY)).commit()
  const second = await (
    await importRows([...FAMILY, 'p9,Abr,Nemuneh,,m,1999,IRN,,c9,PA,LPN,LAS,NR,referred,,,,'])
  ).commit()
  expect(await population()).toBe(4)
  await expect(undoImport(desk, 'ffffffff')).rejects.toMatchObject({ code: 'not_found' })
  await undoImport(desk, second.batch ?? '')
  expect(await population()).toBe(3)
  expect((await listCases(desk, {})).total).toEqual({ cases: 1, persons: 3 })
  await undoImport(desk, first.batch ?? '')
  expect(await population()).toBe(0)
  await expect(undoImport(desk, first.batch ?? '')).rejects.toMatchObject({ code: 'conflict' })
  // A person taken back can come again with the next file.
  await (await importRows(FAMILY)).commit()
  expect(await population()).toBe(3)
  expect(await checkOperation(database.db)).toMatchObject([{ ok: true }])
})

test('a batch on which later work builds is not undone', async () => {
  const first = await (await importRows(FAMILY)).commit()
  const [one, two, three] = FAMILY
  await (
    await importRows([one ?? '', `${(two ?? '').slice(0, -1)},2021-02-03`, three ?? ''])
  ).commit()
  await expect(undoImport(desk, first.batch ?? '')).rejects.toMatchObject({
    code: 'conflict',
    message: expect.stringContaining('later work builds on all') as string,
  })
  expect(await population()).toBe(2)
})

test('every fault is told at once with its row, and nothing is written', async () => {
  const bad = [
    ...FAMILY,
    'p1,Double,Nemuneh,,m,1990,IRN,,,,,,,,,,,',
    'p5,=cmd|calc,Nemuneh,,f,1990,IRN,,,,,,,,,,,',
    'p6,Second,Nemuneh,,f,1990,IRN,,c1,PA,LPN,LAS,NR,ready,refugee,ANY,2020-05-01,',
    'p7,Late,Nemuneh,,f,1990-05-05,IRN,,,,,,,,,,,1980-01-01',
    ',,,,,,,,c77,,,,,,,,,',
  ]
  const { prepared, commit } = await importRows(bad)
  const told = prepared.report.problems.map((one) => `${one.row ?? ''} ${one.code}`)
  expect(told.length).toBeGreaterThanOrEqual(5)
  for (const row of [5, 6, 8, 9])
    expect(
      told.some((one) => one.startsWith(`${row} `)),
      `row ${row}: ${told.join()}`,
    ).toBe(true)
  for (const { message } of prepared.report.problems)
    expect(message).not.toMatch(/Nemuneh|Double|1990-05-05/)
  await expect(commit()).rejects.toMatchObject({ code: 'invalid_input' })
  expect(await population()).toBe(0)
})

test('a case said to be ready must keep the rules', async () => {
  const { prepared } = await importRows([
    'p1,Baran,Nemuneh,,f,1362/06/10,IRN,,c1,PA,LPN,LAS,NR,ready,asylum_seeker,ANY,2020-05-01,',
  ])
  expect(prepared.report.problems.map((one) => one.code)).toContain('I7')
})

test('an account without the right is refused', async () => {
  const analyst = await openDesk(database.db, { handle: 'analyst.one' })
  await expect(prepareRegisterImport(analyst, 'nothing.csv')).rejects.toMatchObject({
    code: 'not_allowed',
  })
})

/** Imports a file with columns of its own. */
async function importTable(...lines: readonly string[]) {
  const path = join(folder, 'table.csv')
  await writeFile(path, lines.join('\n'))
  return prepareRegisterImport(desk, path)
}

async function onlyCase() {
  const [row] = (await listCases(desk, {})).rows
  return getCase(desk, row?.case ?? '')
}

test('the same file again neither revives a withdrawn consent nor takes an emergency away', async () => {
  await (await importRows(FAMILY)).commit()
  const { case: reference, members } = await onlyCase()
  const person = members[0]?.person ?? ''
  await recordByHand(desk, { case: reference, type: 'person.consent_withdrawn', person })
  const data = { priority: 'EM', justified: true }
  await recordByHand(desk, { case: reference, type: 'case.priority_set', data })
  const again = await importRows(FAMILY)
  expect(again.prepared.report).toMatchObject({
    problemCount: 0,
    counts: { samePersons: 3, sameCases: 1 },
  })
  expect(again.prepared.report.warnings.map((one) => one.code)).toContain('kept_as_recorded')
  expect((await again.commit()).batch).toBeUndefined()
  // Another consent of a day before the withdrawal is no new one either.
  await (await importRows(FAMILY.map((row) => row.replace('2020-05-01', '2021-05-01')))).commit()
  const consents = await database.db
    .asSystem()
    .read(desk.operation.id, (tx) =>
      tx.query(
        'select from persons where operation_id = $1 and reference = $2 and consent_on is null',
        [tx.operationId, person],
      ),
    )
  expect(consents).toHaveLength(1)
  expect(await onlyCase()).toMatchObject({ priority: 'EM' })
})

test('a later file with fewer columns or empty cells erases nothing', async () => {
  const whole = [
    'person_id,given_name,name_original,sex,birth_date,nationality,needs,medical_places,languages',
    'p1,Baran,باران,f,1990-02-03,IRN,SM,yes,fas',
  ]
  await (await importTable(...whole)).commit()
  const fewer = await importTable('person_id,given_name,needs', 'p1,Baran,')
  expect(fewer.report.counts).toMatchObject({ changedPersons: 0, samePersons: 1 })
  const none = await importTable('person_id,given_name,needs', 'p1,Baran,none')
  expect(none.report.counts).toMatchObject({ changedPersons: 1 })
  expect((await importTable(...whole)).report.counts).toMatchObject({ samePersons: 1 })
})

test('a member of a submitted case cannot be taken out of it by a file', async () => {
  await (await importRows(FAMILY)).commit()
  // A submission as transmitting leaves it: the guards of the import look at the file of the case.
  await database.db.asSystem().write(desk.operation.id, async (tx) => {
    const [stored] = await listCasesBySource(tx, ['c1'])
    if (stored === undefined) throw new Error('There is no case.')
    const { id } = stored.file
    const submissions = [{ id, status: 'transmitted', members: [] }]
    const file = { ...stored.file, status: 'submitted', submissions }
    const sealer = await sealerFor(tx, [])
    await tx.query(
      `update cases set status = 'submitted', file = to_jsonb($3::text) where operation_id = $1 and id = $2`,
      [tx.operationId, id, sealer.seal(undefined, { column: 'cases.file', row: id }, file)],
    )
  })
  expect((await importRows(FAMILY)).prepared.report.problemCount).toBe(0)
  const { prepared } = await importRows(FAMILY.slice(0, 2))
  expect(prepared.report.problems.map((one) => one.code)).toContain('submitted')
})

test('an import is not undone before a later one that touched the same persons', async () => {
  await (await importTable('person_id,given_name,languages', 'p1,Baran,fas')).commit()
  const second = await (
    await importTable('person_id,given_name,languages', 'p1,Baran,eng')
  ).commit()
  const third = await (await importTable('person_id,given_name,languages', 'p1,Baran,ara')).commit()
  await expect(undoImport(desk, second.batch ?? '')).rejects.toMatchObject({
    code: 'conflict',
    issues: [{ message: expect.stringContaining(`import ${third.batch}`) as string }],
  })
  await undoImport(desk, third.batch ?? '')
  await undoImport(desk, second.batch ?? '')
  const first = await importTable('person_id,given_name,languages', 'p1,Baran,fas')
  expect(first.report.counts).toMatchObject({ samePersons: 1 })
})

const OTHERS = [
  'p7,Abr,Nemuneh,,m,1999,IRN,h7,c7,PA,LPN,LAS,NR,ready,refugee,ANY,2020-05-01,',
  'p8,Baad,Nemuneh,,f,1999,IRN,h7,c7,WIF,LPN,LAS,NR,ready,refugee,ANY,2020-05-01,',
  'p9,Khak,Nemuneh,,f,1999,IRN,,,,,,,,,,,',
]

test('a batch that others edited since is undone where it can be, and each part that stays says why', async () => {
  const { batch = '' } = await (await importRows([...FAMILY, ...OTHERS])).commit()
  const { rows } = await listCases(desk, {})
  const edited = rows.find((one) => one.persons === 3)?.case ?? ''
  const data = { priority: 'UG', justified: true }
  await recordByHand(desk, { case: edited, type: 'case.priority_set', data })
  const undone = await undoImport(desk, batch)
  expect(undone).toMatchObject({ persons: 3, cases: 1 })
  expect(undone.kept.map((one) => one.kind).toSorted()).toEqual([
    'case',
    'person',
    'person',
    'person',
  ])
  for (const { because } of undone.kept)
    expect(because).toMatchObject({ of: edited, type: 'case.priority_set', by: 'reviewer.one' })
  expect(await population()).toBe(3)
  expect((await listCases(desk, {})).total).toEqual({ cases: 1, persons: 3 })
  expect(await checkOperation(database.db)).toMatchObject([{ ok: true }])
  // What was taken back can come again; what stayed is not doubled.
  const again = await importRows([...FAMILY, ...OTHERS])
  expect(again.prepared.report.counts).toMatchObject({ newPersons: 3, samePersons: 3 })
  await again.commit()
  expect(await population()).toBe(6)
  await expect(undoImport(desk, batch)).rejects.toMatchObject({ code: 'conflict' })
})

test('a batch that was undone in part is undone whole once nothing stands in the way', async () => {
  const { batch = '' } = await (await importRows([...FAMILY, ...OTHERS])).commit()
  const corrected = FAMILY.map((row) => row.replace('Nemuneh', 'Nemune'))
  const second = await (await importRows(corrected)).commit()
  const part = await undoImport(desk, batch)
  expect(part.kept[0]?.because).toMatchObject({ batch: second.batch })
  expect(await population()).toBe(3)
  await undoImport(desk, second.batch ?? '')
  expect((await undoImport(desk, batch)).kept).toEqual([])
  expect(await population()).toBe(0)
  await expect(undoImport(desk, batch)).rejects.toMatchObject({ code: 'conflict' })
  expect(await checkOperation(database.db)).toMatchObject([{ ok: true }])
})
