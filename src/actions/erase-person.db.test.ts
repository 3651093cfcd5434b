import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { PersonId } from '../domain/ids.ts'
import type { PlainDate } from '../domain/plain-date.ts'
import { listBatches } from '../storage/batches.ts'
import { openerFor } from '../storage/sealing/sealed.ts'
import { withClient } from '../testing/empty-database.ts'
import type { TestDesk } from '../testing/test-desk.ts'
import { openTestDesk } from '../testing/test-desk.ts'
import { checkOperation } from './check-operation.ts'
import type { Desk } from './desk.ts'
import { openDesk } from './desk.ts'
import { askErasure, confirmErasure, viewErasures, withdrawErasure } from './erase-person.ts'
import { getCase } from './get-case.ts'
import { getFigures } from './get-figures.ts'
import { getPerson } from './get-person.ts'
import { prepareRegisterImport } from './import-register.ts'
import { listCases } from './list-cases.ts'
import { listPersons } from './list-persons.ts'
import { recordByHand } from './record-by-hand.ts'

let held: TestDesk
let one: Desk
let two: Desk
let person = ''
let casename = ''

const HEADER =
  'person_id,given_name,family_name,name_original,sex,birth_date,nationality,case_id,relationship,consent_states,consented_on'
const row = (id: string, name: string, original: string, role: string) =>
  `${id},${name},Nishanehzad,${original} نشانه,f,1977-03-19,IRN,c1,${role},ANY,2020-05-01`

beforeAll(async () => {
  held = await openTestDesk()
  one = held.desk
  two = await openDesk(held.database.db, { handle: 'reviewer.two' })
  for (const name of ['Zarqandeh', 'Zarqandehh']) {
    const file = join(held.folder, 'register.csv')
    await writeFile(
      file,
      [HEADER, row('QVX-1', name, 'زرقنده', 'PA'), row('p2', 'Setareh', 'ستاره', 'DAU')].join('\n'),
    )
    await (await prepareRegisterImport(one, file)).commit(undefined, { allowDuplicates: true })
  }
  person = (await listPersons(one, { query: 'zarqandehh' })).rows[0]?.person ?? ''
  casename = (await listCases(one, {})).rows[0]?.case ?? ''
  await recordByHand(one, {
    case: casename,
    type: 'person.changed_substantially',
    person,
    reason: 'qvxstory of hers',
  })
})
afterAll(() => held.close())

const ask = () => askErasure(one, { person, reason: 'person_asked' })

test('a person in a case that goes on is not erased, and nobody erases alone', async () => {
  await expect(ask()).rejects.toMatchObject({ code: 'rule_broken' })
  await recordByHand(one, {
    case: casename,
    type: 'case.closed',
    data: { closure: 'withdrew' },
    reason: 'They asked us to stop.',
  })
  await ask()
  await expect(confirmErasure(one, person)).rejects.toMatchObject({ code: 'not_allowed' })
  expect((await listPersons(one, { query: 'zarqandehh' })).total.persons).toBe(1)
  await withdrawErasure(two, person)
  await expect(confirmErasure(two, person)).rejects.toMatchObject({ code: 'not_found' })
  for (const handle of ['officer.one', 'public.one', 'admin.one']) {
    const desk = await openDesk(held.database.db, { handle })
    await expect(askErasure(desk, { person, reason: 'ordered' })).rejects.toMatchObject({
      code: 'not_allowed',
    })
  }
})

test('erased, the person is in nothing that is read, and figures stand', async () => {
  const days = { asOf: '2026-11-25' as PlainDate }
  const figures = await getFigures(one, days)
  const operationId = one.operation.id
  const personId = await withClient(held.database.admin, async (client) => {
    const { rows } = await client.query<{ id: PersonId }>(
      'select id from persons where reference = $1',
      [person],
    )
    return rows[0]?.id as PersonId
  })
  const sealedBefore = await withClient(held.database.admin, async (client) => {
    const { rows } = await client.query<{ id: string; reason: string }>(
      `select id, reason from events where person_id = $1 and reason like E'\\x02s1.%'`,
      [personId],
    )
    return rows
  })
  expect(sealedBefore.length).toBeGreaterThan(0)

  await ask()
  const erased = await confirmErasure(two, person)
  expect(erased).toMatchObject({ person, records: 1 })
  expect(erased.remains).toContain('older_backups')

  for (const query of ['zarqandeh', 'zarqandehh', 'زرقنده', 'QVX-1', person])
    expect(
      (await listPersons(one, { query })).rows.map((each) => each.person),
      query,
    ).not.toContain(person)
  await expect(getPerson(one, person)).rejects.toMatchObject({ code: 'not_found' })
  const read = JSON.stringify([
    await getCase(one, casename),
    await listCases(one, {}),
    await listPersons(one, {}),
    await held.database.db.asSystem().read(operationId, listBatches),
  ]).toLowerCase()
  for (const trace of ['zarqandeh', 'qvx']) expect(read.includes(trace), trace).toBe(false)
  // The daughter is still there.
  expect(read).toContain('setareh')

  // What history holds of her is sealed with a key that is gone.
  const opened = await held.database.db.asSystem().read(operationId, async (tx) => {
    const sealer = await openerFor(tx, [personId])
    return sealedBefore.map(({ id, reason }) =>
      sealer.open(personId, { column: 'events.reason', row: id }, reason),
    )
  })
  expect(opened.every((text) => text === undefined)).toBe(true)

  expect(await getFigures(one, days)).toEqual(figures)
  const found = await checkOperation(held.database.db)
  expect(found.filter(({ ok }) => !ok)).toEqual([])
  expect((await viewErasures(one)).erasures[0]).toMatchObject({
    person,
    outcome: 'erased',
    askedBy: 'reviewer.one',
    endedBy: 'reviewer.two',
    reason: 'person_asked',
  })
})

test('no table holds a trace of the name, the birth date, the id or the story in the clear', async () => {
  const all = await withClient(held.database.admin, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      `select relname as name from pg_class
       where relnamespace = 'public'::regnamespace and relkind = 'r'`,
    )
    const texts = []
    for (const { name } of rows) {
      const { rows: found } = await client.query<{ text: string }>(
        `select t::text as text from "${name}" t`,
      )
      texts.push(...found.map(({ text }) => `${name}: ${text}`))
    }
    return texts
  })
  const traces = all.filter((text) => /zarqandeh|زرقنده|qvx/i.test(text))
  expect(traces).toEqual([])
  // Her daughter was born, on this invented paper, on the same day: one row may say so, not two.
  expect(
    all.filter((text) => text.startsWith('persons:') && text.includes('1977-03-19')),
  ).toHaveLength(1)
})

test('the application cannot rewrite history of anybody who was not erased', async () => {
  const db = held.database.db.asSystem()
  await expect(
    db.write(one.operation.id, async (tx) => {
      await tx.query(
        'select erase_from_history($1, id, array[]::uuid[]) from persons where operation_id = $1 and removed_at is null',
        [tx.operationId],
      )
    }),
  ).rejects.toMatchObject({ code: 'conflict' })
})
