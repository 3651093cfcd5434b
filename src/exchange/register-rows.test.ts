import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readRegister } from './register-rows.ts'
import type { RegisterOptions, RegisterResult } from './register-rows.ts'

const today = '2013-12-27'

function importText(text: string, options: Partial<RegisterOptions> = {}): Promise<RegisterResult> {
  return readRegister(Buffer.from(text), { today, ...options })
}

/** A register of one line per person: `field=value` for what matters, valid for the rest. */
function register(...rows: readonly Readonly<Record<string, string>>[]): Promise<RegisterResult> {
  const fields = [...new Set(['person_id', 'full_name', ...rows.flatMap(Object.keys)])]
  const lines = rows.map((row, at) => {
    const whole: Record<string, string> = {
      person_id: `P-${at + 1}`,
      full_name: 'Testa Probe',
      ...row,
    }
    return fields.map((field) => `"${(whole[field] ?? '').replaceAll('"', '""')}"`).join(',')
  })
  return importText([fields.join(','), ...lines].join('\n'))
}

async function problemsOf(
  ...rows: readonly Readonly<Record<string, string>>[]
): Promise<readonly [string, number | undefined, string | undefined][]> {
  const { problems } = await register(...rows)
  return problems.map(({ code, row, column }) => [code, row, column])
}

const PA = { case_id: 'C-1', relationship: 'PA' }

test('a whole row becomes a person, a household, a case and a link', async () => {
  const result = await register({
    person_id: 'P-7',
    full_name: '',
    given_name: 'Lina',
    family_name: 'Testa',
    name_original: 'لینا تستا',
    sex: 'F',
    birth_date: '۱۳۶۹/۰۵/۱۲',
    nationality: 'irn',
    registered_on: '2012-03-01',
    household_id: 'H-1',
    ...PA,
    primary_category: 'LPN',
    secondary_category: 'LAS',
    priority: 'urgent',
    priority_reason: 'threat',
    case_stage: 'ready',
    needs: 'SM; WR',
    medical_places: 'yes',
    protection_status: 'refugee',
    consent_states: 'DEU ALB',
    consented_on: '2013-01-05',
    languages: 'Persian, eng',
    preferred_states: 'DEU',
    ties_states: 'SWE',
    linked_case_ids: 'C-2:must_same_country',
  })
  expect(result.problems).toEqual([])
  expect(result.warnings.map(({ code }) => code)).toEqual(['linked_case_elsewhere'])
  expect(result.register).toEqual({
    persons: [
      {
        sourceId: 'P-7',
        row: 2,
        names: [
          { text: 'Lina', script: 'latin', role: 'given' },
          { text: 'Testa', script: 'latin', role: 'family' },
          { text: 'لینا تستا', script: 'arabic', role: 'full' },
        ],
        sex: 'female',
        birth: {
          text: '۱۳۶۹/۰۵/۱۲',
          calendar: 'solar_hijri',
          earliest: '1990-08-03',
          latest: '1990-08-03',
          precision: 'day',
        },
        nationality: 'IRN',
        registeredOn: '2012-03-01',
        householdId: 'H-1',
        caseId: 'C-1',
        needs: ['SM', 'WR'],
        needsMedicalPlace: true,
        protectionStatus: 'refugee',
        consent: { on: '2013-01-05', states: ['DEU', 'ALB'] },
        languages: ['fas', 'eng'],
        preferredStates: ['DEU'],
        tieStates: ['SWE'],
      },
    ],
    households: [{ sourceId: 'H-1', memberIds: ['P-7'] }],
    cases: [
      {
        sourceId: 'C-1',
        row: 2,
        members: [{ personId: 'P-7', relationship: 'PA' }],
        primary: 'LPN',
        secondary: 'LAS',
        priority: 'UG',
        priorityReason: 'threat',
        stage: 'ready',
      },
    ],
    links: [{ fromCaseId: 'C-1', toCaseId: 'C-2', kind: 'must_same_country' }],
  })
})

test.each<[string, Record<string, string>, string, string]>([
  ['a missing id', { person_id: '' }, 'missing', 'person_id'],
  ['no name at all', { full_name: '' }, 'name_missing', 'full_name'],
  ['a formula in an id', { person_id: '=1+1' }, 'formula', 'person_id'],
  ['a formula in a name', { full_name: '@SUM(A1)' }, 'formula', 'full_name'],
  ['a formula behind a tab', { full_name: '\t=cmd' }, 'formula', 'full_name'],
  ['a formula behind our own escape', { full_name: "'=cmd" }, 'formula', 'full_name'],
  ['a line break in a name', { full_name: 'Testa\nProbe' }, 'control_character', 'full_name'],
  ['an unknown sex', { sex: 'banana' }, 'not_in_list', 'sex'],
  ['a UNHCR code', { nationality: 'GFR' }, 'not_a_state', 'nationality'],
  ['a country by name', { nationality: 'Iran' }, 'not_a_state', 'nationality'],
  ['an unclear date', { birth_date: '03/04/1990' }, 'date_ambiguous', 'birth_date'],
  ['a future birth', { birth_date: '2014-01-02' }, 'date_future', 'birth_date'],
  ['an age without a day', { birth_date: '34 years' }, 'date_age_needs_date', 'birth_date'],
  ['a future event', { registered_on: '2014-01-02' }, 'date_future', 'registered_on'],
  ['a month for a day', { registered_on: '2013-01' }, 'date_not_a_day', 'registered_on'],
  ['an unknown need', { needs: 'SM;XX' }, 'not_in_list', 'needs'],
  ['an unknown language', { languages: 'Klingonish' }, 'not_a_language', 'languages'],
  ['a consent without a day', { consent_states: 'ANY' }, 'missing', 'consented_on'],
  ['a case without relationship', { case_id: 'C-1' }, 'missing', 'relationship'],
  ['an unknown relationship', { ...PA, relationship: 'QQ' }, 'not_in_list', 'relationship'],
  ['a later stage', { ...PA, case_stage: 'departed' }, 'not_in_list', 'case_stage'],
  ['a link of no kind', { ...PA, linked_case_ids: 'C-2' }, 'link_kind_missing', 'linked_case_ids'],
  [
    'a link to itself',
    { ...PA, linked_case_ids: 'C-1:info_only' },
    'link_to_itself',
    'linked_case_ids',
  ],
])('%s is told with row and column', async (_, row, code, column) => {
  const { problems, register: imported } = await register({ full_name: 'Probe' }, row)
  expect(problems.map((one) => [one.code, one.row, one.column])).toContainEqual([code, 3, column])
  expect(imported).toBeUndefined()
})

test('a departure or a death before birth is a problem, on the first possible day it is not', async () => {
  const born = { birth_date: '1990-08-03' }
  expect(await problemsOf({ ...born, departed_on: '1990-08-02' })).toEqual([
    ['before_birth', 2, 'departed_on'],
  ])
  expect(await problemsOf({ ...born, died_on: '1369/05/11' })).toEqual([
    ['before_birth', 2, 'died_on'],
  ])
  expect(await problemsOf({ ...born, departed_on: '1990-08-03' })).toEqual([])
  expect(await problemsOf({ birth_date: '1990-01-01', departed_on: '1990-01-01' })).toEqual([])
})

test('a departure after death is a problem', async () => {
  expect(await problemsOf({ died_on: '2013-01-01', departed_on: '2013-01-02' })).toEqual([
    ['after_death', 2, 'departed_on'],
  ])
})

test('an age counts from the registration', async () => {
  const { register: imported } = await register({
    birth_date: '34 years',
    registered_on: '2013-06-01',
  })
  expect(imported?.persons[0]?.birth).toMatchObject({ precision: 'age', latest: '1979-06-01' })
})

test('a double id names both rows', async () => {
  const { problems } = await register({ person_id: 'P-9' }, {}, { person_id: 'P-9' })
  expect(problems).toMatchObject([{ code: 'duplicate_person_id', row: 4 }])
  expect(problems[0]?.message).toContain('rows 2 and 4')
})

test('a case needs exactly one principal applicant', async () => {
  expect(await problemsOf(PA, PA)).toEqual([['two_principal_applicants', 3, 'relationship']])
  expect(await problemsOf({ case_id: 'C-1', relationship: 'SON' })).toEqual([
    ['no_principal_applicant', 2, 'relationship'],
  ])
})

test('a case of no members is a problem', async () => {
  expect(await problemsOf({ person_id: '', full_name: '', ...PA })).toEqual([
    ['row_without_person', 2, 'person_id'],
  ])
})

test('members who disagree on their case are a problem; silence is not', async () => {
  const son = { case_id: 'C-1', relationship: 'SON' }
  expect(await problemsOf({ ...PA, priority: 'NR' }, { ...son, priority: 'EM' })).toEqual([
    ['members_disagree', 3, 'priority'],
  ])
  expect(await problemsOf({ ...PA, priority: 'NR' }, son)).toEqual([])
})

test('a case in review needs both categories, and different ones', async () => {
  expect(await problemsOf({ ...PA, case_stage: 'ready' })).toEqual([
    ['categories_missing', 2, 'primary_category'],
  ])
  const twice = { primary_category: 'MED', secondary_category: 'MED' }
  expect(await problemsOf({ ...PA, ...twice })).toEqual([
    ['same_categories', 2, 'primary_category'],
  ])
})

test('what a person should look at is a warning and does not stop the import', async () => {
  const { register: imported, warnings } = await register(
    { ...PA, primary_category: 'OLD', secondary_category: 'LAS', priority: 'EM' },
    { full_name: 'Testa 2', priority: 'NR' },
  )
  expect(imported).toBeDefined()
  expect(warnings.map(({ code }) => code).toSorted()).toEqual([
    'name_with_digits',
    'not_in_a_case',
    'old_category',
    'priority_without_reason',
  ])
})

test('a link stated from both sides is one link; two kinds are a problem', async () => {
  const one = { ...PA, linked_case_ids: 'C-2', link_kind: 'should_same_country' }
  const back = { case_id: 'C-2', relationship: 'PA', linked_case_ids: 'C-1:should_same_country' }
  const { register: imported, warnings } = await register(one, back)
  expect(imported?.links).toEqual([
    { fromCaseId: 'C-1', toCaseId: 'C-2', kind: 'should_same_country' },
  ])
  expect(warnings).toEqual([])
  expect(await problemsOf(one, { ...back, linked_case_ids: 'C-1:info_only' })).toEqual([
    ['links_disagree', 3, 'linked_case_ids'],
  ])
})

test('every problem of a file is told at once, and none repeats a name, a date or an id', async () => {
  const secret = { full_name: '=Geheimnis', birth_date: '31/02/1987', nationality: 'Atlantis' }
  const { problems } = await register({ ...secret, ...PA, case_id: 'Frau Geheim' }, secret, {
    ...secret,
    case_id: 'Frau Geheim',
    relationship: 'PA',
  })
  expect(problems.length).toBe(10)
  expect(JSON.stringify(problems)).not.toMatch(/Geheim|1987|Atlantis/)
})

test('at most 10,000 problems are kept and all are counted', async () => {
  const lines = Array.from({ length: 6_000 }, (_, at) => `P-${at},,banana`)
  const result = await importText(['person_id,full_name,sex', ...lines].join('\n'))
  expect(result.problems).toHaveLength(10_000)
  expect(result.problemCount).toBe(12_000)
})

test('a header only, or no file, gives a problem and no register', async () => {
  for (const text of ['', 'person_id,full_name\n']) {
    const { register: imported, problemCount } = await importText(text)
    expect(imported).toBeUndefined()
    expect(problemCount).toBe(1)
  }
})

test('any separator, encoding, line end and order of columns give the same register', async () => {
  const fields = [
    'person_id',
    'given_name',
    'name_original',
    'birth_date',
    'case_id',
    'relationship',
  ]
  const rows = [
    ['P-1', 'Lina "L"', 'لینا', '1369/05/12', 'C-1', 'PA'],
    ['P-2', 'Tés;t, a', 'تستا', 'about 1980', 'C-1', 'WIF'],
    ['P-3', 'Probe', '', '', '', ''],
    // More than the start of a file that is read at once, so that pieces end anywhere.
    ...Array.from({ length: 30 }, (_, at) => [`Q-${at}`, 'Pro, "be"', 'پروبه', '1980', '', '']),
  ]
  const expected = await importText(
    [fields, ...rows].map((row) => row.map(quote).join(',')).join('\n'),
  )
  expect(expected.problems).toEqual([])
  const anyFile = fc.record({
    order: fc.shuffledSubarray(fields, { minLength: fields.length }),
    delimiter: fc.constantFrom(',', ';', '\t'),
    end: fc.constantFrom('\n', '\r\n', '\r'),
    encoding: fc.constantFrom('utf8', 'utf8-mark', 'utf16le', 'utf16be', 'utf16le-mark'),
    piece: fc.integer({ min: 1, max: 700 }),
  })
  await fc.assert(
    fc.asyncProperty(anyFile, async ({ order, delimiter, end, encoding, piece }) => {
      const at = order.map((field) => fields.indexOf(field))
      const text = [fields, ...rows]
        .map((row) => at.map((column) => quote(row[column] ?? '')).join(delimiter))
        .join(end)
      const result = await readRegister(pieces(encode(text, encoding), piece), { today })
      expect(result).toEqual(expected)
    }),
    { seed: 2013, numRuns: 60 },
  )
})

function quote(cell: string): string {
  return `"${cell.replaceAll('"', '""')}"`
}

function encode(text: string, encoding: string): Buffer {
  const marked = encoding.endsWith('-mark') ? `\ufeff${text}` : text
  if (encoding.startsWith('utf8')) return Buffer.from(marked)
  const bytes = Buffer.from(marked, 'utf16le')
  return encoding.startsWith('utf16be') ? bytes.swap16() : bytes
}

function* pieces(bytes: Buffer, size: number): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}
