import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { MOST_SUBJECTS } from '../domain/audit.ts'
import type { TestDatabase } from '../testing/test-database.ts'
import { openTestDatabase } from '../testing/test-database.ts'
import type { Desk } from './desk.ts'
import { openDesk } from './desk.ts'
import { exportTable } from './export-table.ts'
import { getCase } from './get-case.ts'
import { getPair } from './get-pair.ts'
import { getPerson } from './get-person.ts'
import { listCases } from './list-cases.ts'
import { listPersons } from './list-persons.ts'
import { loadGenerated } from './load-generated.ts'
import { recordByHand } from './record-by-hand.ts'
import { referenceOperation } from './reference-operation.ts'
import { registerPerson } from './register-person.ts'
import { verifyAllAudits } from './seal-audit.ts'

let database: TestDatabase
let desk: Desk
let admin: pg.Client

beforeAll(async () => {
  database = await openTestDatabase()
  await loadGenerated(database.db, referenceOperation(400))
  desk = await openDesk(database.db, { handle: 'reviewer.one' })
  admin = new pg.Client(database.admin)
  await admin.connect()
})

afterAll(async () => {
  await admin.end()
  await database.close()
})

interface Noted {
  readonly actor: string
  readonly role: string
  readonly kind: string
  readonly action: string
  readonly subjects: readonly string[]
  readonly facts: Record<string, unknown>
}

/** What this work left in the audit. */
async function noted(work: () => Promise<unknown>): Promise<readonly Noted[]> {
  const count = async (): Promise<readonly Noted[]> =>
    (
      await admin.query<Noted>(
        'select actor, role, kind, action, subjects, facts::jsonb as facts from audit_entries order by at, lane, seq',
      )
    ).rows
  const before = (await count()).length
  await work()
  return (await count()).slice(before)
}

const by = { actor: 'reviewer.one', role: 'reviewer' }

test('who looked at which person, case or pair is on record', async () => {
  const [first, second] = (await listPersons(desk, {})).rows
  const { rows } = await admin.query<{ id: string }>(
    'select id from persons where reference = $1',
    [first?.person],
  )
  const person = `person:${rows[0]?.id}`
  const ofPerson = await noted(() => getPerson(desk, first?.person ?? ''))
  expect(ofPerson).toMatchObject([
    { ...by, kind: 'read', action: 'person.read', subjects: [person] },
  ])
  const ofPair = await noted(() => getPair(desk, first?.person ?? '', second?.person ?? ''))
  expect(ofPair).toMatchObject([{ kind: 'read', action: 'pair.read' }])
  expect(ofPair[0]?.subjects).toContain(person)
  const [one] = (await listCases(desk, {})).rows
  const ofCase = await noted(() => getCase(desk, one?.case ?? ''))
  expect(ofCase).toMatchObject([{ kind: 'read', action: 'case.read' }])
  expect(ofCase[0]?.subjects).toContainEqual(expect.stringMatching(/^case:/))
  expect(ofCase[0]?.subjects.length).toBe(1 + (one?.persons ?? 0))
})

test('a search is on record with its count, and not with its words', async () => {
  const found = await listPersons(desk, { query: 'baran' })
  const entries = await noted(() => listPersons(desk, { query: 'baran' }))
  expect(entries).toMatchObject([
    {
      ...by,
      kind: 'search',
      facts: { found: found.total.persons, words: expect.stringMatching(/^[0-9a-f]{24}$/) },
    },
  ])
  const other = await noted(() => listCases(desk, { query: 'Baran ' }))
  expect(other[0]?.facts['words']).toBe(entries[0]?.facts['words'])
  expect((await noted(() => listCases(desk, {})))[0]?.facts).not.toHaveProperty('words')
})

test('an export is on record with its rows, and joined to its purpose', async () => {
  const asked = { what: 'cases', format: 'csv', purpose: 'for a test' } as const
  const entries = await noted(() => exportTable(desk, asked, () => {}))
  expect(entries).toMatchObject([
    { ...by, kind: 'export', facts: { what: 'cases', format: 'csv' } },
  ])
  const { rows } = await admin.query<{ purpose: string; rows: number }>(
    'select purpose, rows from exports where id = $1',
    [entries[0]?.subjects[0]?.slice('export:'.length)],
  )
  expect(rows).toEqual([{ purpose: 'for a test', rows: entries[0]?.facts['rows'] }])
})

test('a change is on record with whom it touched, and without it when it fails', async () => {
  const draft = {
    names: [
      { role: 'given', text: 'Zumurrud' },
      { role: 'family', text: 'Azmayesh' },
    ],
  } as const
  const entries = await noted(() => registerPerson(desk, { draft }))
  expect(entries).toMatchObject([{ ...by, kind: 'change', action: 'person.register' }])
  expect(entries[0]?.subjects).toMatchObject([expect.stringMatching(/^person:/)])
  const none = await noted(() =>
    recordByHand(desk, { case: 'C-0000000', type: 'case.closed', data: {} }).catch(() => {}),
  )
  expect(none).toEqual([])
})

test('what an account writes is on record also where nobody said what it is', async () => {
  const entries = await noted(() =>
    desk.db.write(desk.operation.id, (tx) => tx.query('select 1 as one')),
  )
  expect(entries).toMatchObject([{ ...by, kind: 'change', action: 'unnamed' }])
})

test('of many at once only their number is kept', async () => {
  const many = Array.from({ length: MOST_SUBJECTS + 1 }, (_, n) => `person:${n}` as const)
  const [one] = await noted(() =>
    desk.db.write(desk.operation.id, async (tx) =>
      tx.note({ kind: 'change', action: 'test', subjects: [...many, 'batch:b'] }),
    ),
  )
  expect(one).toMatchObject({ subjects: ['batch:b'], facts: { persons: MOST_SUBJECTS + 1 } })
})

test('no entry holds a name, a birth date, or a word of a story', async () => {
  const { rows } = await listPersons(desk, {})
  const parts = rows.flatMap((one) => one.names.map((part) => part.text))
  const names = [...new Set(parts)].filter((one) => one.length > 3)
  expect(names.length).toBeGreaterThan(20)
  const all = await admin.query<{ all: string }>(
    "select string_agg(e::text, ' ') as all from audit_entries e",
  )
  const text = (all.rows[0]?.all ?? '').toLowerCase()
  expect(names.filter((one) => text.includes(one.toLowerCase()))).toEqual([])
  expect(await verifyAllAudits(database.db)).toMatchObject([{ ok: true }])
})
