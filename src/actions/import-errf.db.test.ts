import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import pg from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { codesOf } from '../exchange/errf/code-lists.ts'
import type { ErrfCase } from '../exchange/errf/document.ts'
import { errfXml, sampleErrfCase, withErrfRow, withMoreErrf } from '../testing/errf-sample.ts'
import type { TestDatabase } from '../testing/test-database.ts'
import { openTestDesk } from '../testing/test-desk.ts'
import { checkOperation } from './check-operation.ts'
import type { Desk } from './desk.ts'
import { openDesk } from './desk.ts'
import { exportErrf } from './export-errf.ts'
import { getCase } from './get-case.ts'
import { prepareErrfImport } from './import-errf.ts'
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

const FIRST = sampleErrfCase()['dataIndividual']?.[0]?.['IndividualGUID'] ?? ''
const SECOND = sampleErrfCase()['dataIndividual']?.[1]?.['IndividualGUID'] ?? ''

/** A case with something in every block: odd texts, codes of no list, what the register cannot hold. */
const FULL: ErrfCase = [
  ['dataAlias', { AliasGUID: 'al-1', IndividualGUID: FIRST, IndividualAliasLastName: 'Nemune' }],
  [
    'dataEducation',
    {
      EducationGUID: 'ed-1',
      IndividualGUID: FIRST,
      EducationLevelCode: '012',
      DegreeTypeCode: 'Sec',
    },
  ],
  [
    'dataEmployment',
    {
      EmploymentGUID: 'em-1',
      IndividualGUID: SECOND,
      EmploymentTypeCode: 'Skill',
      OccupationCode: '110',
      OccupationText: 'weaver & <dyer>',
    },
  ],
  [
    'dataContact',
    {
      ContactDetailsGUID: 'co-1',
      IndividualGUID: SECOND,
      PhoneNumber: '000',
      StillInUse: 'true',
      StartDate: '2020-01-01T08:00:00+03:00',
    },
  ],
  [
    'dataIndividualRelatives',
    {
      IndividualRelativesGUID: 're-1',
      IndividualGUID: FIRST,
      FamilyName: 'Nemuneh',
      RelationshipCode: 'SBM',
      ResidenceCountryCode: 'GFR',
      SexCode: 'M',
      Deceased: 'false',
      LegalStatus: 'unknown',
    },
  ],
  [
    'dataLanguage',
    {
      LanguageGUID: 'la-9',
      IndividualGUID: FIRST,
      LanguageCode: 'ABK',
      LanguageReadCode: 'NO',
      LanguageWriteCode: 'NO',
      LanguageSpeakCode: 'E',
      LanguageUnderstandCode: 'E',
    },
  ],
  [
    'dataVulnerability',
    { VulnerabilityGUID: 'vu-1', IndividualGUID: FIRST, VulnerabilityCode: 'SM' },
  ],
  [
    'dataVulnerability',
    { VulnerabilityGUID: 'vu-2', IndividualGUID: FIRST, VulnerabilityCode: 'ZZ' },
  ],
  [
    'dataProcessGroupCrossReference',
    {
      ProcessingGroupCrossReferenceGUID: 'li-1',
      ProcessingGroupGUIDFrom: 'g-1',
      ProcessingGroupNumberFrom: '999-R0001',
      ProcessingGroupGUIDTo: 'g-7',
      ProcessingGroupNumberTo: '999-R0007',
    },
  ],
].reduce<ErrfCase>(
  (one, [block, row]) => withMoreErrf(one, block as string, row as Record<string, string>),
  withErrfRow(sampleErrfCase(), 'dataIndividual', {
    NationalityCode: 'YUG',
    RegistrationDate: '2013-02-09T23:30:00+03:00',
    DateofBirth: '1984-01-01T00:00:00',
    ReligionCode: 'ZOR',
    EthnicityCode: '0608',
    MaidenName: 'Sampleh',
  }),
)

async function importCases(cases: readonly ErrfCase[], xml = errfXml(cases)) {
  const path = join(folder, 'cases.xml')
  await writeFile(path, xml)
  const prepared = await prepareErrfImport(desk, path, Readable.from([]))
  // Generated cases have few names: they look alike on purpose.
  return { prepared, done: await prepared.commit(undefined, { allowDuplicates: true }) }
}

async function exportAll(incomplete = true) {
  const out = join(folder, `out-${Date.now()}.xml`)
  const exported = await exportErrf(desk, { cases: [], out, incomplete })
  return { exported, xml: await readFile(out, 'utf8') }
}

async function onlyCase() {
  const { rows } = await listCases(desk, {})
  expect(rows).toHaveLength(1)
  return getCase(desk, rows[0]?.case ?? '')
}

test('persons, names with roles, case, categories, needs, languages and ties come into the register', async () => {
  await importCases([FULL])
  const file = await onlyCase()
  expect(file).toMatchObject({
    primary: 'LPN',
    secondary: 'LAS',
    priority: 'NR',
    referredOn: '2013-02-09',
  })
  const [pa, husband] = file.members
  expect(pa).toMatchObject({
    relationship: 'PA',
    sex: 'female',
    nationality: 'SRB',
    needs: ['SM'],
    languages: ['fas'],
    birth: { precision: 'year', earliest: '1984-01-01', latest: '1984-12-31' },
  })
  expect(pa?.names.map(({ role, text }) => `${role} ${text}`)).toEqual([
    'given Baran',
    'father Testo',
    'mother Testa',
    'family Nemuneh',
  ])
  expect(husband).toMatchObject({ relationship: 'HUS', sex: 'male', nationality: 'IRN' })
  expect((await listCases(desk, {})).rows[0]).toMatchObject({ persons: 2 })
  expect(await checkOperation(database.db)).toMatchObject([{ ok: true }])
})

test('import and export of the register give back every case, letter by letter', async () => {
  const cases = [
    FULL,
    sampleErrfCase(2),
    withErrfRow(sampleErrfCase(3), 'dataIndividual', {
      DateofBirth: '1950-05-05T00:00:00',
      DateofBirthEstimate: '1',
    }),
  ]
  await importCases(cases)
  const { xml, exported } = await exportAll()
  expect(xml).toBe(errfXml(cases))
  // What a receiver will refuse was in the file, and is told again.
  expect(exported.missing.map((one) => one.code)).toEqual(['unknown_code', 'unknown_code'])
  expect(exported.missing[1]?.path).toMatch(/^C-\w+: CASE\[1\] 999-R0001\/dataVulnerability\[2\]/)
})

test('the same file again is no news; a new address alone is', async () => {
  await importCases([FULL])
  expect((await importCases([FULL])).done.batch).toBeUndefined()
  const moved = withErrfRow(FULL, 'dataAddress', { LocationLevel1Description: 'Elsewhere' })
  const { done } = await importCases([moved])
  expect(done.batch).toBeDefined()
  expect((await exportAll()).xml).toContain('Elsewhere')
  // Undone, the earlier content counts again.
  await undoImport(desk, done.batch ?? '')
  expect((await exportAll()).xml).toBe(errfXml([FULL]))
})

test('what people change in the register is what is exported; the rest stays', async () => {
  const { done } = await importCases([FULL])
  expect(done.batch).toBeDefined()
  const path = join(folder, 'register.csv')
  await writeFile(
    path,
    'person_id,given_name,sex,nationality,needs,languages,case_id,relationship\n' +
      '999-00C10,Setareh,f,IRN,DS;WR,ara,999-R0001,PA\n999-00C11,Kuh,m,IRN,none,fas,999-R0001,COM\n',
  )
  await (await prepareRegisterImport(desk, path)).commit()
  const { xml } = await exportAll()
  expect(xml).toContain('<GivenName>Setareh</GivenName>')
  expect(xml).toContain('<FamilyName>Nemuneh</FamilyName>')
  expect(xml).not.toContain('YUG')
  expect(xml).toContain('<RelationshipToPrincipalRepresentative>COM<')
  const codes = [...xml.matchAll(/<VulnerabilityCode>(\w+)</g)].map((one) => one[1])
  expect(codes).toEqual(['ZZ', 'DS', 'WR'])
  const languages = [...xml.matchAll(/<LanguageCode>(\w+)</g)].map((one) => one[1])
  expect(languages).toEqual(['PES', 'ABK', 'ABV'])
  for (const kept of [
    'ZOR',
    '0608',
    'Sampleh',
    'weaver &amp; &lt;dyer&gt;',
    '<ResidenceCountryCode>GFR<',
  ])
    expect(xml).toContain(kept)
})

test('a case from a CSV register says what it lacks, and is written with --incomplete', async () => {
  const path = join(folder, 'register.csv')
  await writeFile(
    path,
    'person_id,given_name,family_name,sex,birth_date,nationality,registered_on,case_id,relationship,primary_category,secondary_category,protection_status\n' +
      'p-1,Baran,Nemuneh,f,about 1980,IRN,2013-02-09,case-1,PA,LPN,LAS,refugee\n' +
      'p-2,Kuh,Nemuneh,m,,IRN,2013-02-09,case-2,PA,LPN,LAS,refugee\n',
  )
  await (await prepareRegisterImport(desk, path)).commit()
  const out = join(folder, 'out.xml')
  await expect(exportErrf(desk, { cases: [], out })).rejects.toMatchObject({
    code: 'rule_broken',
    issues: expect.arrayContaining([
      expect.objectContaining({ code: 'photo_missing' }),
      expect.objectContaining({
        code: 'fact_missing',
        path: expect.stringContaining('ReligionCode'),
      }),
    ]),
  })
  expect(existsSync(out)).toBe(false)
  const { exported, xml } = await exportAll()
  expect(exported).toMatchObject({ cases: 1, persons: 1 })
  expect(exported.leftOut).toHaveLength(1)
  expect(exported.missing.filter((one) => one.code === 'field_missing')).toMatchObject([
    { path: expect.stringMatching(/DateofBirth$/) },
    { path: expect.stringMatching(/DateofBirthEstimate$/) },
  ])
  expect(exported.notHeld).toEqual(
    expect.arrayContaining([{ fact: 'protection status', unit: 'persons', count: 2 }]),
  )
  expect(xml).toContain('<DateofBirthEstimate>true<')
  const schema = fileURLToPath(
    new URL('../../../shared/data/errf/V4UNHCR_RRF_v2.8.xsd', import.meta.url),
  )
  if (!existsSync(schema) || spawnSync('xmllint', ['--version']).status !== 0) return
  const lint = spawnSync('xmllint', ['--noout', '--schema', schema, '-'], { input: xml })
  expect(lint.stderr.toString()).toMatch(/validates/)
})

test('links are made when both cases are here, and each stands once when exported', async () => {
  const linked = (from: number, to: number): ErrfCase =>
    withMoreErrf(sampleErrfCase(from), 'dataProcessGroupCrossReference', {
      ProcessingGroupCrossReferenceGUID: `li-${from}`,
      ProcessingGroupGUIDFrom:
        sampleErrfCase(from)['dataProcessGroup']?.[0]?.['ProcessingGroupGUID'] ?? '',
      ProcessingGroupNumberFrom: `999-R000${from}`,
      ProcessingGroupGUIDTo:
        sampleErrfCase(to)['dataProcessGroup']?.[0]?.['ProcessingGroupGUID'] ?? '',
      ProcessingGroupNumberTo: `999-R000${to}`,
    })
  const alone = await importCases([linked(1, 2)])
  expect(alone.done.warnings.map((one) => one.code)).toContain('linked_case_elsewhere')
  const other = sampleErrfCase(2)
  await importCases([linked(1, 2), other])
  const { rows } = await listCases(desk, {})
  const files = await Promise.all(rows.map((one) => getCase(desk, one.case)))
  expect(files.map((one) => one.links.map((link) => link.kind))).toEqual([
    ['should_same_country'],
    ['should_same_country'],
  ])
  expect((await exportAll()).xml).toBe(errfXml([linked(1, 2), other]))
})

test('a case of 4.1 comes in, is kept as it was, and goes out as 2.8', async () => {
  const old = withErrfRow(sampleErrfCase(), 'dataResettlement', {
    ResettlementCriteria2Code: 'LFDS',
  })
  const xml = errfXml([old]).replace(/ xmlns="[^"]*"/, '')
  await importCases([old], xml)
  expect(await onlyCase()).toMatchObject({ primary: 'LPN', secondary: 'LAS' })
  const { xml: out, exported } = await exportAll()
  expect(out).toBe(errfXml([sampleErrfCase()]))
  expect(exported.notes).toMatchObject([{ code: 'written_otherwise' }])
})

test('a broken file writes nothing and tells every fatal fault', async () => {
  const bad = withErrfRow(FULL, 'dataIndividual', { IndividualID: '' })
  await expect(
    importCases([
      withErrfRow(bad, 'dataIndividualProcessGroup', {
        RelationshipToPrincipalRepresentative: 'WIF',
      }),
    ]),
  ).rejects.toMatchObject({
    code: 'invalid_input',
    issues: [{ code: 'principal_applicant' }, { code: 'individual_id_blank' }],
  })
  expect((await listCases(desk, {})).rows).toEqual([])
})

test('another role cannot take the content out', async () => {
  await importCases([FULL])
  const analyst = await openDesk(database.db, { handle: 'officer.one' })
  const stranger: Desk = { ...analyst, actor: { ...analyst.actor, role: 'analyst' } }
  await expect(
    exportErrf(stranger, { cases: [], out: join(folder, 'x.xml'), incomplete: true }),
  ).rejects.toMatchObject({ code: 'not_allowed' })
})

test('the content is behind the wall of its operation, can be added to and not be changed', async () => {
  await importCases([FULL])
  const client = new pg.Client(database.application)
  await client.connect()
  try {
    expect((await client.query('select 1 from errf_cases')).rows).toEqual([])
    await client.query(`select set_config('onward.operation', $1, false)`, [desk.operation.id])
    // Nobody yet, whatever the operation.
    expect((await client.query('select 1 from errf_cases')).rows).toEqual([])
    await client.query(`select set_config('onward.role', 'reviewer', false)`)
    expect((await client.query('select 1 from errf_cases')).rows).toHaveLength(1)
    await expect(client.query('delete from errf_cases')).rejects.toThrow(/permission denied/)
    await expect(client.query(`update errf_cases set content = '{}'`)).rejects.toThrow(
      /permission denied/,
    )
  } finally {
    await client.end()
  }
})

test('religion and ethnicity are nowhere but in the content that exporting reads', async () => {
  await importCases([FULL])
  const client = new pg.Client(database.admin)
  await client.connect()
  try {
    const tables = await client.query<{ table_name: string }>(
      `select table_name from information_schema.tables where table_schema = 'public'`,
    )
    let looked = 0
    for (const { table_name: name } of tables.rows) {
      if (name === 'errf_cases') continue
      const { rows } = await client.query<{ text: string }>(
        `select t::text as text from "${name}" t`,
      )
      for (const { text } of rows) expect(text, name).not.toMatch(/ZOR|0608/)
      looked += rows.length
    }
    expect(looked).toBeGreaterThan(10)
  } finally {
    await client.end()
  }
})

test('a member who died is not exported, nor what was said of them', async () => {
  await importCases([FULL])
  const file = await onlyCase()
  await recordByHand(desk, {
    case: file.case,
    type: 'person.died',
    person: file.members[1]?.person ?? '',
    effectiveOn: '2020-02-02',
    data: {},
  } as Parameters<typeof recordByHand>[1])
  const { xml } = await exportAll()
  expect(xml).not.toContain(SECOND)
  expect(xml).toContain('<ProcessingGroupSize>1<')
})

test('nothing but importing and exporting an eRRF reaches the kept content', async () => {
  const source = fileURLToPath(new URL('..', import.meta.url))
  const names = await readdir(source, { recursive: true })
  const users: string[] = []
  for (const name of names.filter((one) => one.endsWith('.ts') && !one.endsWith('.test.ts'))) {
    const text = await readFile(join(source, name), 'utf8')
    if (/errf-cases\.ts'|\berrf_cases\b/.test(text)) users.push(name)
  }
  expect(users.toSorted((a, b) => (a < b ? -1 : 1))).toEqual([
    'actions/export-errf.ts',
    'actions/import-errf.ts',
    'storage/errf-cases.ts',
    // A case that moves takes the content along; it is not read there.
    'storage/sites.ts',
  ])
})

test('codes that are words of JavaScript are codes like others', async () => {
  const odd = ['constructor', '__proto__', 'toString'].map((word, at) => {
    const one = withErrfRow(sampleErrfCase(at + 1), 'dataIndividual', {
      SexCode: word,
      NationalityCode: word,
    })
    const related = withErrfRow(
      one,
      'dataIndividualProcessGroup',
      { RelationshipToPrincipalRepresentative: word },
      1,
    )
    return withErrfRow(related, 'dataResettlement', {
      ResettlementCriteriaCode: word,
      ResettlementPriorityCode: word,
    })
  })
  await importCases(odd)
  expect((await exportAll()).xml).toBe(errfXml(odd))
})

test('any codes and days come back letter by letter through the register', async () => {
  const pick = (list: Parameters<typeof codesOf>[0]) =>
    fc.oneof(fc.constantFrom(...codesOf(list, '2.8')), fc.constantFrom('', ' ', 'XX9'))
  const day = fc
    .constantFrom('T00:00:00', 'T23:59:59.5Z', 'T12:00:00+14:00')
    .chain((time) =>
      fc
        .integer({ min: -20_000, max: 25_000 })
        .map((n) => `${new Date(n * 86_400_000).toISOString().slice(0, 10)}${time}`),
    )
  const name = fc.constantFrom('Nemuneh', 'نمونه', ' Sampleh ', 'De La Prueba', 'Пример')
  const changes = fc.record({
    individual: fc.record(
      {
        FamilyName: name,
        SecondFamilyName: name,
        GivenName: name,
        MiddleName: name,
        MaidenName: name,
        FatherName: name,
        MotherName: name,
        DateofBirth: day,
        DateofBirthEstimate: fc.constantFrom('true', 'false', '0', '1'),
        RegistrationDate: day,
        NationalityCode: pick('country'),
        OriginCountryCode: pick('country'),
        SexCode: pick('sex'),
      },
      { requiredKeys: [] },
    ),
    language: pick('language'),
    speak: pick('languageLevel'),
    relationship: pick('relationship').filter((code) => code !== 'PA'),
    first: pick('criteria'),
    second: pick('criteria'),
    priority: pick('priority'),
    need: pick('vulnerability'),
  })
  const cases = fc.sample(changes, { numRuns: 300, seed: 41 }).map((one, index) => {
    let made = withErrfRow(sampleErrfCase(index + 1), 'dataIndividual', one.individual, index % 2)
    const individual = made['dataIndividual']?.[0]?.['IndividualGUID'] ?? ''
    made = withErrfRow(made, 'dataLanguage', {
      LanguageCode: one.language,
      LanguageSpeakCode: one.speak,
      LanguageUnderstandCode: one.speak,
    })
    made = withErrfRow(
      made,
      'dataIndividualProcessGroup',
      { RelationshipToPrincipalRepresentative: one.relationship },
      1,
    )
    made = withMoreErrf(made, 'dataVulnerability', {
      VulnerabilityGUID: `v-${index}`,
      IndividualGUID: individual,
      VulnerabilityCode: one.need,
    })
    return withErrfRow(made, 'dataResettlement', {
      ResettlementCriteriaCode: one.first,
      ResettlementCriteria2Code: one.second,
      ResettlementPriorityCode: one.priority,
    })
  })
  await importCases(cases)
  const { xml } = await exportAll()
  expect(xml.split('<CASE>')).toHaveLength(301)
  expect(xml).toBe(errfXml(cases))
})
