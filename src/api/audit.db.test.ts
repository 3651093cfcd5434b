import { spawnSync } from 'node:child_process'
import { readFile, rm, writeFile } from 'node:fs/promises'
import type { Hono } from 'hono'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { exportAudit, verifyAuditFile } from '../actions/audit-file.ts'
import { openDesk } from '../actions/desk.ts'
import { prepareRegisterImport } from '../actions/import-register.ts'
import { sealAudit } from '../actions/seal-audit.ts'
import type { AuditListView, AuditStateView } from '../domain/audit-views.ts'
import { signIn } from '../testing/sign-in.ts'
import type { TestDesk } from '../testing/test-desk.ts'
import { openTestDesk } from '../testing/test-desk.ts'
import { createApp } from './app.ts'

let here: TestDesk
let app: Hono
const cookies = new Map<string, string>()

beforeAll(async () => {
  here = await openTestDesk()
  app = createApp({ db: here.database.db, version: 'test', webFolder: '/nowhere' })
  for (const handle of ['reviewer.one', 'auditor.one', 'officer.one', 'admin.one'])
    cookies.set(handle, await signIn(here.database, handle))
  const rows = Array.from({ length: 30 }, (_, at) => `P-${at},Sample ${at},f`)
  const file = `${here.folder}/register.csv`
  await writeFile(file, ['person_id,full_name,sex', ...rows].join('\n'))
  await (await prepareRegisterImport(here.desk, file)).commit()
})
afterAll(() => here.close())

function ask(handle: string, path: string, body?: unknown): Promise<Response> {
  return Promise.resolve(
    app.request(`http://127.0.0.1:4100${path}`, {
      headers: {
        host: '127.0.0.1:4100',
        cookie: cookies.get(handle) ?? '',
        'content-type': 'application/json',
      },
      ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
    }),
  )
}

async function entries(query = ''): Promise<AuditListView> {
  return (await (await ask('auditor.one', `/api/audit/entries${query}`)).json()) as AuditListView
}

async function faults(name: string, value: unknown): Promise<readonly string[]> {
  const url = new URL(`../../docs/schemas/${name}.schema.json`, import.meta.url)
  const schema = z.fromJSONSchema(JSON.parse(await readFile(url, 'utf8')) as never)
  const result = schema.safeParse(value)
  return result.success
    ? []
    : result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
}

test('the auditor reads who came in, searched, imported, and that the audit was read', async () => {
  await ask('officer.one', '/api/persons/search', { query: 'sample' })
  await entries()
  const list = await entries()
  expect(await faults('audit-entries', list)).toEqual([])
  expect(list.entries[0]).toMatchObject({ by: 'auditor.one', action: 'audit.read' })
  const actions = new Set(list.entries.map((one) => one.action))
  for (const action of ['sign_in.opened', 'person.read', 'register.import'])
    expect([...actions]).toContain(action)
})

test('filters narrow, pages follow one another without a gap, and a reference names a person', async () => {
  expect(new Set((await entries('?actor=officer.one')).entries.map((one) => one.by))).toEqual(
    new Set(['officer.one']),
  )
  expect((await entries('?kind=search')).entries.every((one) => one.kind === 'search')).toBe(true)
  expect((await entries('?until=2001-01-01')).entries).toEqual([])
  const person = await here.database.db
    .asSystem()
    .read(here.desk.operation.id, (tx) =>
      tx.query<{ reference: string }>('select reference from persons limit 1'),
    )
  const reference = person[0]?.reference ?? ''
  for (let n = 0; n < 120; n += 1) await ask('reviewer.one', `/api/persons/${reference}`)
  const first = await entries(`?subject=${reference}`)
  expect(first.entries).toHaveLength(100)
  expect(first.entries[0]?.subjects[0]?.reference).toBe(reference)
  const second = await entries(`?subject=${reference}&after=${first.next}`)
  expect(second.next).toBeUndefined()
  const all = [...first.entries, ...second.entries].map((one) => one.entry)
  expect(new Set(all).size).toBe(120)
  expect((await ask('auditor.one', '/api/audit/entries?subject=P-NOBODY')).status).toBe(404)
  expect((await ask('auditor.one', "/api/audit/entries?after='~x~1")).status).toBe(400)
})

test('nobody but the auditor reads it, and nobody writes it over HTTP', async () => {
  for (const handle of ['reviewer.one', 'officer.one', 'admin.one'])
    for (const path of ['/api/audit', '/api/audit/entries'])
      expect((await ask(handle, path)).status).toBe(403)
  expect((await ask('admin.one', '/api/audit/verify', {})).status).toBe(403)
  for (const path of ['/api/audit', '/api/audit/entries'])
    expect((await ask('auditor.one', path, {})).status).toBe(404)
})

test('the auditor has the whole verified, and takes it out for others to verify', async () => {
  await sealAudit(here.database.db)
  await ask('reviewer.one', '/api/cases')
  const state = (await (await ask('auditor.one', '/api/audit/verify', {})).json()) as AuditStateView
  expect(await faults('audit-state', state)).toEqual([])
  expect(state.verified).toMatchObject({ ok: true, faultCount: 0 })
  expect(state.lastCheckpoint?.seq).toBe(1)
  const auditor = await openDesk(here.database.db, { handle: 'auditor.one' })
  const out = `${here.folder}/audit.jsonl`
  const done = await exportAudit(auditor, out)
  const publicKeys = [here.database.auditKey.publicKey]
  const report = await verifyAuditFile(out, { publicKeys })
  expect(report).toMatchObject({ ok: true, entries: done.entries, checkpoints: 1, sealsTried: 0 })
  const elsewhere = await checkedElsewhere(out)
  expect([0, undefined]).toContain(elsewhere)
  const text = await readFile(out, 'utf8')
  await rm(out)
  await writeFile(out, text.replace(/"action":"\w/, '"action":"x'))
  expect((await verifyAuditFile(out, { publicKeys })).faults).toMatchObject([{ fault: 'edited' }])
  await expect(
    verifyAuditFile(`${here.folder}/register.csv`, { publicKeys }),
  ).rejects.toMatchObject({
    code: 'invalid_input',
  })
})

/** What the program in docs/audit.md says, which knows nothing of Onward; undefined without Python. */
async function checkedElsewhere(file: string): Promise<number | undefined> {
  const docs = await readFile(new URL('../../docs/audit.md', import.meta.url), 'utf8')
  const program = /```python\n([\s\S]*?)```/.exec(docs)?.[1] ?? ''
  expect(program).toContain('onward-audit-entry-1')
  const { status } = spawnSync('python3', ['-c', program, file])
  return status ?? undefined
}
