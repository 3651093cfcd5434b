import { randomBytes } from 'node:crypto'
import { chmod, mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { prepareRegisterImport } from '../../actions/import-register.ts'
import { listCases } from '../../actions/list-cases.ts'
import { listPersons } from '../../actions/list-persons.ts'
import { recordByHand } from '../../actions/record-by-hand.ts'
import { getCase } from '../../actions/get-case.ts'
import { withClient } from '../../testing/empty-database.ts'
import type { TestDesk } from '../../testing/test-desk.ts'
import { openTestDesk } from '../../testing/test-desk.ts'
import { connect } from '../database.ts'
import { openDesk } from '../../actions/desk.ts'
import { hiddenWords } from './hidden-words.ts'
import { masterKeyOf, openMasterKey } from './master-key.ts'

let held: TestDesk
let reference = ''

const HEADER =
  'person_id,given_name,family_name,name_original,sex,birth_date,nationality,case_id,relationship'
const ROWS = [
  'p1,Zarqandeh,Nishanehzad,زرقنده نشانه,f,1377-03-19,IRN,c1,PA',
  'p2,Zardosht,Nishanehzad,زردشت نشانه,m,1375-01-02,IRN,c1,HUS',
]

beforeAll(async () => {
  held = await openTestDesk()
  const file = join(held.folder, 'register.csv')
  await writeFile(file, [HEADER, ...ROWS].join('\n'))
  const prepared = await prepareRegisterImport(held.desk, file)
  await prepared.commit()
  const [row] = (await listCases(held.desk, {})).rows
  reference = row?.case ?? ''
  await recordByHand(held.desk, {
    case: reference,
    type: 'case.assessment_started',
    reason: 'Nishanehzad said so',
  })
})
afterAll(() => held.close())

/** Every row of every table as text, past all walls. */
async function everything(): Promise<string> {
  return withClient(held.database.admin, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      `select relname as name from pg_class
       where relnamespace = 'public'::regnamespace and relkind = 'r'`,
    )
    let all = ''
    for (const { name } of rows) {
      const { rows: found } = await client.query<{ text: string }>(
        `select t::text as text from "${name}" t`,
      )
      all += found.map(({ text }) => `${name}: ${text}\n`).join('')
    }
    return all
  })
}

test('the tables spell no name, in no script, and no reason', async () => {
  const all = (await everything()).toLowerCase()
  expect(all).toContain('p1')
  for (const word of [
    'zarqandeh',
    'zardosht',
    'nishaneh',
    'زرقنده',
    'زردشت',
    'نشانه',
    '1377-03-19',
    'said so',
  ])
    expect(all.includes(word), word).toBe(false)
})

test('whoever has the key finds people by beginnings, in any script, and reads what was written', async () => {
  for (const query of ['Zar', 'zarqan', 'nishanehzad zarq', 'زرق', 'نشانه'])
    expect((await listPersons(held.desk, { query })).total.persons, query).toBeGreaterThan(0)
  expect((await listPersons(held.desk, { query: 'qandeh' })).total.persons).toBe(0)
  const both = await listPersons(held.desk, { query: 'nishanehzad' })
  expect(both.rows.map(({ names }) => names[0]?.text)).toEqual(['Zardosht', 'Zarqandeh'])
  expect((await listCases(held.desk, { query: 'zarqandeh' })).rows[0]).toMatchObject({
    principal: 'Zarqandeh Nishanehzad',
  })
  expect((await getCase(held.desk, reference)).timeline).toContainEqual(
    expect.objectContaining({ reason: 'Nishanehzad said so' }),
  )
})

test('a value that is moved to another row, or changed, does not open', async () => {
  const read = () => listPersons(held.desk, {})
  const tried = async (sql: string): Promise<void> => {
    await withClient(held.database.admin, async (client) => {
      await client.query('create table kept_names as select id, names, display_name from persons')
      await client.query(sql)
    })
    await expect(read()).rejects.toThrow()
    await withClient(held.database.admin, (client) =>
      client.query(
        'update persons p set names = k.names from kept_names k where k.id = p.id; drop table kept_names',
      ),
    )
    expect((await read()).total.persons).toBe(2)
  }
  await tried('update persons p set names = o.names from kept_names o where o.id <> p.id')
  await tried(
    `update persons set names = to_jsonb(reverse(substr(names #>> '{}', 6)))
       where false;
     update persons set names = to_jsonb(left(names #>> '{}', 30) || 'AAAA' || substr(names #>> '{}', 35))`,
  )
})

test('another key opens nothing and says what would help', async () => {
  const other = masterKeyOf(randomBytes(32))
  const secrets = { ...held.database.secrets, masterKey: async () => other }
  const db = connect(held.database.application, secrets)
  try {
    await expect(listPersons(await openDesk(db), { query: 'zar' })).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('key'),
    })
  } finally {
    await db.close()
  }
})

test('hidden words keep beginnings and nothing else of a word', () => {
  const words = hiddenWords(randomBytes(32))
  const name = fc.string({
    unit: fc.constantFrom('a', 'b', 'c', 'ز', 'ر', 'ق', 'д'),
    maxLength: 12,
  })
  fc.assert(
    fc.property(name, name, (one, other) => {
      const starts = words.prefix(one).startsWith(words.prefix(other))
      expect(starts).toBe(one.startsWith(other))
      expect(words.whole(one) === words.whole(other)).toBe(one === other)
    }),
    { seed: 6, numRuns: 300 },
  )
  // Another key, other tokens: nothing can be looked up in a table made elsewhere.
  expect(hiddenWords(randomBytes(32)).prefix('zarqandeh')).not.toBe(words.prefix('zarqandeh'))
})

test('the master key: a private file made once, a passphrase, or a program', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'onward-keys-'))
  try {
    const file = join(folder, 'keys', 'master.key')
    const [one, again] = await Promise.all([openMasterKey({ file }), openMasterKey({ file })])
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    const key = randomBytes(32)
    const wrapped = await one.wrap(key, 'here')
    expect(await again.unwrap(wrapped, 'here')).toEqual(key)
    await expect(again.unwrap(wrapped, 'elsewhere')).rejects.toMatchObject({ code: 'unavailable' })

    const spoken = await openMasterKey({ file, passphrase: 'five words' })
    const other = await openMasterKey({ file, passphrase: 'six words' })
    const sealed = await spoken.wrap(key, 'here')
    expect(await spoken.unwrap(sealed, 'here')).toEqual(key)
    await expect(other.unwrap(sealed, 'here')).rejects.toMatchObject({ code: 'unavailable' })

    const command = join(folder, 'kms')
    await writeFile(command, '#!/bin/sh\nexec cat\n')
    await chmod(command, 0o700)
    const asked = await openMasterKey({ file, command })
    expect(await asked.unwrap(await asked.wrap(key, 'here'), 'here')).toEqual(key)
    await expect(
      (await openMasterKey({ file, command: '/bin/false' })).wrap(key, 'here'),
    ).rejects.toMatchObject({ code: 'unavailable' })
  } finally {
    await rm(folder, { recursive: true })
  }
})
