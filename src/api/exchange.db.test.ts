import { parse } from 'csv-parse/sync'
import { writeXlsx } from 'hucre/xlsx'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ExportView } from '../actions/export-table.ts'
import type { ImportReport } from '../actions/import-file.ts'
import type { UndoneImport } from '../actions/undo-import.ts'
import { draftOperation, openOperation } from '../actions/create-operation.ts'
import type { CaseListView } from '../domain/views.ts'
import { signIn } from '../testing/sign-in.ts'
import { openTestDatabase } from '../testing/test-database.ts'
import type { TestDatabase } from '../testing/test-database.ts'
import { createApp } from './app.ts'

let database: TestDatabase
let reviewer: string
beforeAll(async () => {
  database = await openTestDatabase()
  await openOperation(database.db, draftOperation({ countryOfAsylum: 'IRQ', origin: 'IRN' }))
  reviewer = await signIn(database, 'reviewer.one')
})
afterAll(() => database.close())

async function send(
  path: string,
  body?: Uint8Array | object,
  headers: Record<string, string> = {},
) {
  const app = createApp({ db: database.db, version: 'test', webFolder: '/nowhere' })
  const isFile = body instanceof Uint8Array
  return app.request(`http://127.0.0.1${path}`, {
    headers: {
      host: '127.0.0.1',
      'content-type': isFile ? 'application/octet-stream' : 'application/json',
      cookie: reviewer,
      ...headers,
    },
    ...(body === undefined
      ? {}
      : { method: 'POST', body: isFile ? Buffer.from(body) : JSON.stringify(body) }),
  })
}

const ROWS = [
  ['Kennung', 'Name', 'Sex', 'Case', 'Relationship'],
  ['P-1', 'Testa Probe', 'f', 'c1', 'PA'],
  ['P-2', 'Muster Probe', 'm', 'c1', 'HUS'],
]
const book = (rows: readonly (readonly string[])[]) =>
  writeXlsx({ sheets: [{ name: 'Sheet1', rows: rows.map((row) => [...row]) }] })
const MAP = encodeURIComponent(JSON.stringify({ person_id: 'Kennung' }))

test('a workbook is looked at, written as it was looked at, exported with the filters, and undone', async () => {
  const bytes = await book(ROWS)
  const path = `kind=register&name=register.xlsx&map=${MAP}`
  const looked = (await (await send(`/api/imports/dry-run?${path}`, bytes)).json()) as ImportReport
  expect(looked).toMatchObject({ problemCount: 0, counts: { newPersons: 2, newCases: 1 } })
  expect(looked.changes).toHaveLength(3)
  const other = await send(`/api/imports/write?${path}&sha256=${'0'.repeat(64)}`, bytes)
  expect(other.status).toBe(409)
  const response = await send(`/api/imports/write?${path}&sha256=${looked.sha256}`, bytes)
  const written = (await response.json()) as ImportReport
  expect(written.batch).toMatch(/^[0-9a-f-]{36}$/)

  const list = (await (await send('/api/cases?status=referred')).json()) as CaseListView
  const asked = {
    what: 'cases',
    format: 'csv',
    purpose: 'for the test',
    filters: { status: 'referred' },
  }
  const out = await send('/api/exports', asked)
  const rows = parse(Buffer.from(await out.arrayBuffer()), { bom: true, columns: true })
  expect(rows.map((row) => (row as Record<string, string>)['case'])).toEqual(
    list.rows.map((row) => row.case),
  )
  const { exports } = (await (await send('/api/exports')).json()) as { exports: ExportView[] }
  expect(exports).toMatchObject([{ rows: 1, purpose: 'for the test', by: 'reviewer.one' }])
  expect(out.headers.get('onward-export')).toBe(exports[0]?.export)
  expect((await send('/api/exports', { ...asked, purpose: '' })).status).toBe(400)

  const undone = (await (
    await send(`/api/imports/${written.batch}/undo`, {})
  ).json()) as UndoneImport
  expect(undone).toMatchObject({ persons: 2, cases: 1, kept: [] })
  const { imports } = (await (await send('/api/imports')).json()) as { imports: unknown[] }
  expect(imports).toMatchObject([{ file: 'register.xlsx', undoneAt: expect.any(String) as string }])
})

test('the error file comes back as the kind of file that was sent', async () => {
  const bytes = await book([ROWS[0] ?? [], ['P-1', 'Testa Probe', 'banana', 'c1', 'PA']])
  const path = `kind=register&name=register.xlsx&map=${MAP}`
  const file = await send(`/api/imports/error-file?${path}`, bytes)
  const corrected = Buffer.from(await file.arrayBuffer())
  const again = await send(`/api/imports/dry-run?${path}`, corrected)
  expect(await again.json()).toMatchObject({
    problems: [{ row: 2, column: 'Sex' }],
    ignoredColumns: ['onward_problems'],
  })
})

test('mappings are saved, listed and deleted', async () => {
  const mapping = { kind: 'register', name: 'Camp office', map: { person_id: 'Kennung' } }
  expect((await send('/api/imports/mappings', mapping)).status).toBe(200)
  const bytes = await book(ROWS)
  const looked = await send('/api/imports/dry-run?kind=register&name=a.xlsx', bytes)
  expect(await looked.json()).toMatchObject({ fittingMappings: ['Camp office'] })
  const used = await send(
    '/api/imports/dry-run?kind=register&name=a.xlsx&mapping=Camp%20office',
    bytes,
  )
  expect(await used.json()).toMatchObject({ problemCount: 0 })
  const gone = await send('/api/imports/mappings/delete', { kind: 'register', name: 'Camp office' })
  expect(gone.status).toBe(200)
  expect(await (await send('/api/imports/mappings')).json()).toEqual({ mappings: [] })
})

test('an upload that is too large, of another site, or by an account without the right is refused', async () => {
  const path = '/api/imports/dry-run?kind=register&name=a.csv'
  const fine = Buffer.from('person_id,name\nP-1,Testa\n')
  const large = await send(path, fine, { 'content-length': '60000000' })
  expect(large.status).toBe(400)
  expect(await large.json()).toMatchObject({
    error: { message: expect.stringContaining('50 MB') as string },
  })
  expect((await send(path, fine, { 'sec-fetch-site': 'cross-site' })).status).toBe(403)
  expect((await send(path, fine, { 'content-type': 'text/plain' })).status).toBe(403)
  expect((await send(path, fine, { cookie: await signIn(database, 'analyst.one') })).status).toBe(
    403,
  )
  expect((await send(path, fine)).status).toBe(200)
})
