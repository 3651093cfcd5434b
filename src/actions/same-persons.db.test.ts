import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { NamePart } from '../domain/person.ts'
import type { TestDatabase } from '../testing/test-database.ts'
import { openTestDesk } from '../testing/test-desk.ts'
import { checkOperation } from './check-operation.ts'
import type { Desk } from './desk.ts'
import { openDesk } from './desk.ts'
import { findLikelyPersons } from './find-likely-persons.ts'
import { getFigures } from './get-figures.ts'
import { getPair } from './get-pair.ts'
import { exportTable } from './export-table.ts'
import { getPerson } from './get-person.ts'
import { prepareRegisterImport } from './import-register.ts'
import { judgePair, undoJudgement } from './judge-pair.ts'
import { listPairs } from './list-pairs.ts'
import { listPersons } from './list-persons.ts'
import { recordByHand } from './record-by-hand.ts'
import { registerPerson } from './register-person.ts'
import { scanRegister } from './scan-register.ts'
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
  'person_id,given_name,father_name,family_name,name_original,sex,birth_date,household_id,case_id,relationship'
/** Invented names only. */
const BARAN = 'p1,Baran,Toofan,Nemuneh,باران نمونه,f,1362/06/10,h1,c1,PA'
const KUH = 'p2,Kuh,Abr,Nemuneh,,m,1980-01-01,h1,c1,HUS'

async function importRows(
  rows: readonly string[],
  options: { readonly allowDuplicates?: boolean } = {},
) {
  const path = join(folder, 'register.csv')
  await writeFile(path, [HEADER, ...rows].join('\n'))
  return (await prepareRegisterImport(desk, path)).commit(undefined, options)
}

const name = (role: NamePart['role'], text: string) => ({ role, text })
const SAME_AS_BARAN = {
  names: [name('given', 'باران'), name('father', 'طوفان'), name('family', 'نمونه')],
  sex: 'female' as const,
  birth: { text: '1983-09-01' },
}

async function referenceOf(query: string): Promise<string> {
  const { rows } = await listPersons(desk, { query })
  expect(rows, query).toHaveLength(1)
  return rows[0]?.person ?? ''
}

async function figure(id: string): Promise<number> {
  return (await getFigures(desk, {})).find((one) => one.id === id)?.value ?? -1
}

/** Every row of the tables that hold persons and what happened to them, as PostgreSQL writes it. */
async function rowsOfPersons(): Promise<readonly string[]> {
  const client = new pg.Client(database.admin)
  await client.connect()
  try {
    const { rows } = await client.query<{ row: string }>(
      `select p::text as row from persons p union all select k::text from person_keys k
       union all select k::text from person_link_keys k union all select m::text from case_members m
       union all select c::text from cases c union all select s::text from same_persons s order by 1`,
    )
    return rows.map((one) => one.row)
  } finally {
    await client.end()
  }
}

/** Two records of one invented person under two scripts, the second registered as another. */
async function registerTwice(): Promise<readonly [string, string]> {
  await importRows([BARAN, KUH])
  const first = await referenceOf('p1')
  const { person } = await registerPerson(desk, { draft: SAME_AS_BARAN, others: [first] })
  await undoJudgement(desk, { left: first, right: person })
  return [first, person]
}

test('whoever is on file under another script is shown before anything is registered', async () => {
  await importRows([BARAN, KUH])
  const first = await referenceOf('p1')
  const { likely, birth, issues } = await findLikelyPersons(desk, SAME_AS_BARAN)
  expect(likely[0]).toMatchObject({ person: { person: first }, mustBeJudged: true })
  expect(likely[0]?.why.length).toBeGreaterThan(1)
  expect(birth).toMatchObject({ earliest: '1983-09-01', precision: 'day' })
  expect(issues).toEqual([])
  await expect(registerPerson(desk, { draft: SAME_AS_BARAN })).rejects.toMatchObject({
    code: 'conflict',
    issues: [{ code: 'likely_same', path: first }],
  })
  expect(await figure('population')).toBe(2)
})

test('“another person” is kept as a judgement, and only then is registered; twice is once', async () => {
  await importRows([BARAN, KUH])
  const first = await referenceOf('p1')
  const asked = { draft: SAME_AS_BARAN, others: [first], token: 'form-0001' }
  const done = await registerPerson(desk, asked)
  expect(done).toMatchObject({ isNew: true, judgedDifferent: [first] })
  expect(await registerPerson(desk, asked)).toMatchObject({ person: done.person, isNew: false })
  const draft = { names: [name('full', 'Sang Barg')] }
  const form = { draft, token: 'form-0002' }
  const both = await Promise.all([registerPerson(desk, form), registerPerson(desk, form)])
  expect(new Set(both.map((one) => one.person)).size).toBe(1)
  expect(await figure('population')).toBe(4)
  const pair = await getPair(desk, first, done.person)
  expect(pair).toMatchObject({ status: 'different', turn: 1 })
  expect(pair.judgements[0]).toMatchObject({ verdict: 'different', by: 'reviewer.one' })
  expect(pair.judgements[0]?.rules).not.toBe('')
  await scanRegister(desk)
  expect((await listPairs(desk, {})).rows).toEqual([])
})

test('every fault of a draft is told at once, and nothing is registered', async () => {
  const draft = {
    names: [name('given', ' ')],
    birth: { text: '03/04/1990' },
    nationality: 'XXX',
    household: 'H-NOTHERE',
  }
  await expect(registerPerson(desk, { draft })).rejects.toMatchObject({
    code: 'invalid_input',
    issues: [
      { path: 'names' },
      { path: 'birth', code: 'birth_ambiguous' },
      { path: 'nationality' },
      { path: 'household' },
    ],
  })
  expect(await figure('population')).toBe(0)
})

test('names in several scripts and spellings are kept as written, and each finds the person', async () => {
  const names = [
    name('given', 'محمد'),
    name('given', 'Mohammed'),
    name('given', 'Muhamad'),
    name('mother', 'Setareh'),
    name('family', 'نمونه‌ای'),
  ]
  const birth = { text: '۱۲ مرداد ۱۳۶۹' }
  const { person, household } = await registerPerson(desk, {
    draft: { names, birth, household: 'new' },
  })
  const file = await getPerson(desk, person)
  expect(file.names.map(({ role, text }) => ({ role, text }))).toEqual(names)
  expect(file.birth).toMatchObject({ ...birth, calendar: 'solar_hijri', earliest: '1990-08-03' })
  expect(file.household?.household).toBe(household)
  for (const query of ['محمد', 'Mohammed', 'Muhamad', 'mohamm', 'Мухаммад', 'نمونه', 'setareh'])
    expect(await referenceOf(query), query).toBe(person)
  const second = await registerPerson(desk, {
    draft: { names: [name('full', 'Kuh Abr')], ...(household === undefined ? {} : { household }) },
  })
  expect((await getPerson(desk, person)).household?.members).toMatchObject([
    { person: second.person },
  ])
})

test('an import parks doubtful pairs and finishes; the queue has them', async () => {
  await importRows([BARAN, KUH])
  const again = 'q9,باران,طوفان,نمونه,,f,1983-09-01,h9,c9,PA'
  const done = await importRows([again])
  expect(done.batch).toBeDefined()
  expect(done.parked).toMatchObject({ pairs: 1, suspected: 1 })
  const queue = await listPairs(desk, {})
  expect(queue.counts).toEqual({ open: 1, same: 0, different: 0, unsure: 0 })
  const row = queue.rows[0]
  expect(new Set([row?.left, row?.right])).toEqual(
    new Set([await referenceOf('p1'), await referenceOf('q9')]),
  )
  await undoImport(desk, done.batch ?? '')
  expect((await listPairs(desk, {})).rows).toEqual([])
})

test('an import with too many suspected duplicates writes nothing and says how many', async () => {
  const people = Array.from({ length: 30 }, (_, n) => {
    const given = ['Baran', 'Kuh', 'Setareh', 'Abr', 'Darya'][n % 5]
    const father = ['Toofan', 'Sahar', 'Bahar', 'Mahtab', 'Sang', 'Barg'][n % 6]
    return `${given},${father},Nemuneh,,f,19${60 + n}-03-1${n % 10}`
  })
  await importRows(
    people.map((one, n) => `a${n},${one},h${n},,`),
    { allowDuplicates: true },
  )
  const again = people.map((one, n) => `b${n},${one},k${n},,`)
  await expect(importRows(again)).rejects.toMatchObject({
    code: 'conflict',
    issues: [{ code: 'many_duplicates' }],
  })
  expect(await figure('population')).toBe(30)
  const done = await importRows(again, { allowDuplicates: true })
  expect(done.parked?.suspected).toBeGreaterThan(20)
  expect(await figure('population')).toBe(60)
})

test('judged the same is one person in lists, search and figures; undone, both rows are as before', async () => {
  const [first, second] = await registerTwice()
  const before = await rowsOfPersons()
  expect(await figure('population')).toBe(3)
  const merged = await judgePair(desk, { left: first, right: second, verdict: 'same', turn: 2 })
  expect(merged).toMatchObject({ status: 'same', turn: 3 })
  expect(await figure('population')).toBe(2)
  expect((await listPersons(desk, {})).total.persons).toBe(2)
  const { rows } = await listPersons(desk, { query: 'باران' })
  // The record in a case that goes on is shown.
  expect(rows).toMatchObject([{ person: first, alsoRecordedAs: [second] }])
  expect(await getPerson(desk, second)).toMatchObject({ shownAs: first })
  expect(await exportedAs(first, second)).toEqual({ [first]: '', [second]: first })
  expect((await checkOperation(database.db)).filter((one) => !one.ok)).toEqual([])
  const withoutLinks = (await rowsOfPersons()).filter((row) => before.includes(row))
  expect(withoutLinks).toEqual(before)

  await undoJudgement(desk, { left: first, right: second, turn: 3, reason: 'judged in haste' })
  expect(await rowsOfPersons()).toEqual(before)
  expect(await figure('population')).toBe(3)
  expect((await listPairs(desk, {})).counts.open).toBe(1)
  expect((await checkOperation(database.db)).filter((one) => !one.ok)).toEqual([])
})

test('a figure as known before the judgement counts both records', async () => {
  const [first, second] = await registerTwice()
  const tomorrow = { ...desk, now: () => new Date(Date.now() + 48 * 3_600_000) }
  await judgePair(tomorrow, { left: first, right: second, verdict: 'same' })
  const day = (time: number): string => new Date(time).toISOString().slice(0, 10)
  const known = async (knownOn: string): Promise<number | undefined> =>
    (await getFigures(tomorrow, { knownOn })).find((one) => one.id === 'population')?.value
  expect(await known(day(Date.now()))).toBe(3)
  expect(await known(day(Date.now() + 48 * 3_600_000))).toBe(2)
})

test('a double click judges once; another word needs the first taken back', async () => {
  const [left, right] = await registerTwice()
  const click = { left, right, verdict: 'different' as const, turn: 2 }
  const [one, two] = await Promise.all([judgePair(desk, click), judgePair(desk, click)])
  expect([one.turn, two.turn]).toEqual([3, 3])
  await expect(judgePair(desk, { ...click, verdict: 'same' })).rejects.toMatchObject({
    code: 'conflict',
  })
  const undo = { left, right, turn: 3 }
  expect((await undoJudgement(desk, undo)).turn).toBe(4)
  expect((await undoJudgement(desk, undo)).turn).toBe(4)
  await expect(undoJudgement(desk, { left, right })).rejects.toMatchObject({ code: 'conflict' })
})

test('a “no” stays, until one of the two is recorded otherwise: then the pair says so', async () => {
  await importRows([BARAN, 'q1,باران,طوفان,نمونه,,f,1983-09-01,h9,,'])
  const [left, right] = [await referenceOf('p1'), await referenceOf('q1')]
  await judgePair(desk, { left, right, verdict: 'different', reason: 'cousins' })
  await importRows([BARAN.replace('PA', 'PA')])
  await scanRegister(desk)
  expect((await listPairs(desk, {})).counts).toMatchObject({ open: 0, different: 1 })
  await importRows(['q1,باران,طوفان,نمونه,,f,1983-09-02,h9,,'])
  const queue = await listPairs(desk, {})
  expect(queue.rows).toMatchObject([{ changed: true }])
  expect((await getPair(desk, left, right)).judgements).toHaveLength(1)
})

test('two records in cases that go on, or one gone and one here, are not merged; it says why', async () => {
  await importRows([BARAN, KUH, 'q1,باران,طوفان,نمونه,,f,1983-09-01,h9,c9,PA'])
  const [left, right] = [await referenceOf('p1'), await referenceOf('q1')]
  const same = { left, right, verdict: 'same' as const }
  await expect(judgePair(desk, same)).rejects.toMatchObject({
    code: 'rule_broken',
    issues: [{ code: 'I3' }],
  })
  expect((await getPair(desk, left, right)).hindrances).toMatchObject([{ code: 'I3' }])
  expect((await listPairs(desk, {})).counts).toMatchObject({ open: 1, same: 0 })
  const [ofRight] = (await getPerson(desk, right)).cases
  await recordByHand(desk, { case: ofRight?.case ?? '', type: 'person.died', person: right })
  await expect(judgePair(desk, same)).rejects.toMatchObject({ issues: [{ code: 'gone' }] })
})

test('three records: taking one judgement back leaves who was judged the same together', async () => {
  await importRows([
    BARAN,
    'q1,باران,طوفان,نمونه,,f,1983-09-01,,,',
    'q2,Baaran,Tufan,Nemune,,f,1983-09-01,,,',
  ])
  const [a, b, c] = [await referenceOf('p1'), await referenceOf('q1'), await referenceOf('q2')]
  await judgePair(desk, { left: a, right: b, verdict: 'same' })
  await judgePair(desk, { left: b, right: c, verdict: 'same' })
  expect((await getPerson(desk, a)).alsoRecordedAs).toHaveLength(2)
  expect(await figure('population')).toBe(1)
  await undoJudgement(desk, { left: a, right: b })
  expect(await figure('population')).toBe(2)
  expect((await getPerson(desk, a)).alsoRecordedAs).toEqual([])
  const together = [await getPerson(desk, b), await getPerson(desk, c)]
  expect(together.map((one) => one.alsoRecordedAs.length)).toEqual([1, 1])
  expect((await checkOperation(database.db)).filter((one) => !one.ok)).toEqual([])
  await judgePair(desk, { left: a, right: c, verdict: 'different' })
  await expect(judgePair(desk, { left: a, right: b, verdict: 'same' })).rejects.toMatchObject({
    issues: [{ code: 'judged_different' }],
  })
})

test('the application may add judgements and change none', async () => {
  const client = new pg.Client(database.application)
  await client.connect()
  try {
    for (const change of ['update judgements set actor = $$x$$', 'delete from judgements'])
      await expect(client.query(change), change).rejects.toMatchObject({ code: '42501' })
  } finally {
    await client.end()
  }
})

test('who may not judge or register may not', async () => {
  const analyst = await openDesk(database.db, { handle: 'analyst.one' })
  const refused = { code: 'not_allowed' }
  await expect(listPersons(analyst, {})).rejects.toMatchObject(refused)
  await expect(listPairs(analyst, {})).rejects.toMatchObject(refused)
  await expect(registerPerson(analyst, { draft: SAME_AS_BARAN })).rejects.toMatchObject(refused)
})

/** What an export says these records are shown as, by their references. */
async function exportedAs(...references: readonly string[]): Promise<Record<string, string>> {
  const pieces: Uint8Array[] = []
  const request = { what: 'persons', format: 'json', purpose: 'A test counts persons' } as const
  await exportTable(desk, request, (piece) => void pieces.push(piece))
  const rows = JSON.parse(Buffer.concat(pieces).toString()) as Record<string, string>[]
  return Object.fromEntries(
    rows
      .filter((row) => references.includes(row['person'] ?? ''))
      .map((row) => [row['person'] ?? '', row['same_as'] ?? '']),
  )
}
