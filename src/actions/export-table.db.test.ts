import { createHash } from 'node:crypto'
import { parse } from 'csv-parse/sync'
import { readSheet } from 'read-excel-file/node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readRegister } from '../exchange/register-rows.ts'
import { openTestDatabase } from '../testing/test-database.ts'
import type { TestDatabase } from '../testing/test-database.ts'
import type { Desk } from './desk.ts'
import { openDesk } from './desk.ts'
import type { ExportRequest } from './export-table.ts'
import { exportTable, listExports } from './export-table.ts'
import { prepareRegisterImport } from './import-register.ts'
import { listCases } from './list-cases.ts'
import { loadGenerated } from './load-generated.ts'
import { referenceOperation } from './reference-operation.ts'

let database: TestDatabase
let desk: Desk

beforeAll(async () => {
  database = await openTestDatabase()
  await loadGenerated(database.db, referenceOperation())
  desk = await openDesk(database.db)
})
afterAll(() => database.close())

const PURPOSE = 'A test asks whether it works'

async function exported(request: Omit<ExportRequest, 'purpose'>, at = desk) {
  const pieces: Uint8Array[] = []
  const record = await exportTable(
    at,
    { purpose: PURPOSE, ...request },
    (piece) => void pieces.push(piece),
  )
  return { record, bytes: Buffer.concat(pieces) }
}

function rowsOf(bytes: Buffer): Record<string, string>[] {
  return parse(bytes, { bom: true, columns: true })
}

test("the export's rows are the list's rows, with the same filters in the same order", async () => {
  const { rows: all } = await listCases(desk, {})
  const words = all[3]?.principal.split(' ')[0] ?? ''
  const state = (await listCases(desk, { status: 'submitted' })).rows[0]?.state
  const asked: readonly NonNullable<ExportRequest['filters']>[] = [
    {},
    { status: 'ready' },
    { priority: 'UG', sort: 'persons' },
    { query: words, sort: 'case' },
    ...(state === undefined ? [] : [{ state }]),
  ]
  expect(asked).toHaveLength(5)
  for (const filters of asked) {
    const { bytes, record } = await exported({ what: 'cases', format: 'csv', filters })
    const listed: string[] = []
    for (let page = 1; ; page += 1) {
      const { rows } = await listCases(desk, { ...filters, page })
      if (rows.length === 0) break
      listed.push(
        ...rows.map((row) => `${row.case} ${row.status} ${row.persons} ${row.state ?? ''}`),
      )
    }
    const rows = rowsOf(bytes).map((row) =>
      [row['case'], row['status'], row['persons'], row['state']].join(' '),
    )
    expect({ filters, rows }).toEqual({ filters, rows: listed })
    expect(record.rows).toBe(listed.length)
    expect(listed.length).toBeGreaterThan(0)
  }
})

test('persons are exported with the filters of their cases, everyone without any', async () => {
  const ready = await listCases(desk, { status: 'ready' })
  const { record } = await exported({
    what: 'persons',
    format: 'json',
    filters: { status: 'ready' },
  })
  expect(record.rows).toBe(ready.total.persons)
  const everyone = await exported({ what: 'persons', format: 'json' })
  expect(everyone.record.rows).toBeGreaterThan(3_000)
  expect(JSON.parse(everyone.bytes.toString())).toHaveLength(everyone.record.rows)
})

test('what is exported in any format holds the same cells, and says so to another reader', async () => {
  const filters = { status: 'ready' } as const
  const csv = rowsOf((await exported({ what: 'cases', format: 'csv', filters })).bytes)
  const hxl = rowsOf((await exported({ what: 'cases', format: 'hxl', filters })).bytes)
  expect(hxl[0]?.['case']).toBe('#beneficiary +id +case +code')
  expect(hxl.slice(1)).toEqual(csv)
  const sheet = await readSheet((await exported({ what: 'cases', format: 'xlsx', filters })).bytes)
  const [header = [], ...cells] = sheet
  const asObjects = cells.map((row) =>
    Object.fromEntries(header.map((name, at) => [String(name), String(row[at] ?? '')])),
  )
  expect(asObjects).toEqual(csv)
})

test('persons exported with hashtags are read again by an import, which finds nothing new', async () => {
  const filters = { status: 'ready' } as const
  const { bytes } = await exported({ what: 'persons', format: 'hxl', filters })
  const { headers, problems } = await readRegister(bytes, { today: '2016-12-31' })
  expect(problems.slice(0, 5)).toEqual([])
  expect(headers.matched.find((one) => one.field === 'person_id')?.by).toBe('tag')
  const again = await prepareRegisterImport(desk, { name: 'again.csv', bytes })
  expect(again.report.counts).toMatchObject({ newPersons: 0 })
})

test('no cell of an export can be executed by a spreadsheet', async () => {
  const evil = "person_id,given_name\nX-1,'=1+1\n"
  // An import refuses it; whatever is on file otherwise still leaves as text.
  const refused = await prepareRegisterImport(desk, { name: 'x.csv', bytes: Buffer.from(evil) })
  expect(refused.report.problems.map((one) => one.code)).toContain('formula')
  const fine = 'person_id,given_name\nX-1,Testa\n'
  const prepared = await prepareRegisterImport(desk, { name: 'x.csv', bytes: Buffer.from(fine) })
  await prepared.commit()
  await database.db.asSystem().write(desk.operation.id, (tx) =>
    tx.query(
      `update persons set names = '[{"text":"=HYPERLINK(1)","script":"latin","role":"given"}]'
       where operation_id = $1 and source_id = 'X-1'`,
      [tx.operationId],
    ),
  )
  const { bytes } = await exported({ what: 'persons', format: 'csv' })
  expect(bytes.toString()).toContain("'=HYPERLINK(1)")
  expect(bytes.toString()).not.toMatch(/(^|[,\n"])[=+@]/)
  const sheet = await exported({ what: 'persons', format: 'xlsx' })
  const found = (await readSheet(sheet.bytes))
    .flat()
    .filter((cell) => String(cell).includes('HYPER'))
  // A formula has no value before a spreadsheet works it out: this is text.
  expect(found).toEqual(['=HYPERLINK(1)'])
})

test('every export is recorded in its own transaction, and nobody changes the record', async () => {
  const filters = { priority: 'EM' } as const
  const { record, bytes } = await exported({ what: 'cases', format: 'csv', filters })
  expect(record).toMatchObject({
    what: 'cases',
    format: 'csv',
    purpose: PURPOSE,
    filters: { priority: 'EM' },
    by: 'reviewer.one',
    sha256: createHash('sha256').update(bytes).digest('hex'),
  })
  const [latest] = await listExports(desk)
  expect(latest).toEqual(record)
  const count = (await listExports(desk)).length
  const failing = exportTable(desk, { what: 'cases', format: 'csv', purpose: PURPOSE }, () => {
    throw new Error('the disk is full')
  })
  await expect(failing).rejects.toThrow('the disk is full')
  expect(await listExports(desk)).toHaveLength(count)
  for (const sql of ['update exports set rows = 0', 'delete from exports', 'truncate exports'])
    await expect(
      database.db.asSystem().write(desk.operation.id, (tx) => tx.query(sql)),
      sql,
    ).rejects.toThrow(/permission denied/)
})

test('an export needs a purpose, and an account that may see and take out what it asks for', async () => {
  const nothing = exportTable(desk, { what: 'cases', format: 'csv', purpose: ' ' }, () => {})
  await expect(nothing).rejects.toMatchObject({ code: 'invalid_input' })
  let refused = 0
  for (const handle of ['movement.one', 'public.one', 'analyst.one', 'admin.one'])
    for (const what of ['persons', 'cases'] as const) {
      const other = await openDesk(database.db, { handle })
      const asked = exported({ what, format: 'csv' }, other)
      await expect(asked, handle).rejects.toMatchObject({ code: 'not_allowed' })
      refused += 1
    }
  expect(refused).toBe(8)
  const analyst = await openDesk(database.db, { handle: 'analyst.one' })
  expect((await exported({ what: 'offers', format: 'xlsx' }, analyst)).record.rows).toBeGreaterThan(
    0,
  )
})
