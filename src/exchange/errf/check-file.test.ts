import { describe, expect, test } from 'vitest'
import {
  errfXml,
  inPieces,
  sampleErrfCase,
  withErrfRow,
  withMoreErrf,
} from '../../testing/errf-sample.ts'
import type { ErrfCase } from './document.ts'
import { pathOf } from './finding.ts'
import { readErrf } from './read-errf.ts'

const ONE = sampleErrfCase()
const read = (xml: string) => readErrf(inPieces(xml))
const check = (...cases: ErrfCase[]) => read(errfXml(cases))
const codes = async (...cases: ErrfCase[]): Promise<string[]> =>
  (await check(...cases)).findings.map((one) => one.code)

const FIRST = ONE['dataIndividual']?.[0]?.['IndividualGUID'] ?? ''
const SECOND = ONE['dataIndividual']?.[1]?.['IndividualGUID'] ?? ''
const tiny = (width: number): string =>
  Buffer.concat([
    Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'),
    Buffer.from([0, 0, 0, width, 0, 0, 0, 200]),
    Buffer.alloc(20),
  ]).toString('base64')

test('a case that keeps every rule has no finding', async () => {
  expect(await check(ONE)).toMatchObject({ version: '2.8', cases: 1, persons: 2, findings: [] })
})

/** Each class of §6.4: what is done to the case, and the code that must tell it. */
const BROKEN: readonly (readonly [what: string, code: string, one: ErrfCase])[] = [
  ['no dataProcessGroup', 'block_missing', { ...ONE, dataProcessGroup: [] }],
  [
    'two dataProcessGroup',
    'block_twice',
    withMoreErrf(ONE, 'dataProcessGroup', ...(ONE['dataProcessGroup'] ?? [])),
  ],
  ['no dataResettlement', 'block_missing', { ...ONE, dataResettlement: [] }],
  ['no individual', 'block_missing', { ...ONE, dataIndividual: [] }],
  [
    'blank IndividualGUID',
    'individual_guid_blank',
    withErrfRow(ONE, 'dataIndividual', { IndividualGUID: ' ' }),
  ],
  [
    'duplicate IndividualGUID',
    'individual_guid_twice',
    withErrfRow(ONE, 'dataIndividual', { IndividualGUID: FIRST }, 1),
  ],
  [
    'blank IndividualID',
    'individual_id_blank',
    withErrfRow(ONE, 'dataIndividual', { IndividualID: '' }),
  ],
  [
    'duplicate IndividualID',
    'individual_id_twice',
    withErrfRow(ONE, 'dataIndividual', { IndividualID: '999-00C10' }, 1),
  ],
  [
    'blank ProcessingGroupGUID',
    'group_guid_blank',
    withErrfRow(ONE, 'dataProcessGroup', { ProcessingGroupGUID: '' }),
  ],
  [
    'blank case number',
    'case_number_blank',
    withErrfRow(ONE, 'dataProcessGroup', { ProcessingGroupNumber: ' ' }),
  ],
  [
    'short case number',
    'case_number_short',
    withErrfRow(ONE, 'dataProcessGroup', { ProcessingGroupNumber: '123' }),
  ],
  ['wrong size', 'wrong_size', withErrfRow(ONE, 'dataProcessGroup', { ProcessingGroupSize: '3' })],
  [
    'no membership',
    'membership',
    { ...ONE, dataIndividualProcessGroup: (ONE['dataIndividualProcessGroup'] ?? []).slice(0, 1) },
  ],
  [
    'two memberships',
    'membership',
    withMoreErrf(ONE, 'dataIndividualProcessGroup', {
      ...ONE['dataIndividualProcessGroup']?.[1],
      IndividualProcessingGroupGUID: 'x-1',
    }),
  ],
  [
    'membership of another group',
    'other_group',
    withErrfRow(ONE, 'dataIndividualProcessGroup', { ProcessingGroupGUID: 'g-2' }),
  ],
  [
    'relationship that is no code',
    'unknown_code',
    withErrfRow(
      ONE,
      'dataIndividualProcessGroup',
      { RelationshipToPrincipalRepresentative: 'XXX' },
      1,
    ),
  ],
  [
    'no principal applicant',
    'principal_applicant',
    withErrfRow(ONE, 'dataIndividualProcessGroup', {
      RelationshipToPrincipalRepresentative: 'WIF',
    }),
  ],
  [
    'two principal applicants',
    'principal_applicant',
    withErrfRow(
      ONE,
      'dataIndividualProcessGroup',
      { RelationshipToPrincipalRepresentative: 'PA' },
      1,
    ),
  ],
  [
    'applicant without arrival',
    'arrival_missing',
    withErrfRow(ONE, 'dataIndividual', { ArrivalDate: undefined }),
  ],
  [
    'applicant without registration',
    'field_missing',
    withErrfRow(ONE, 'dataIndividual', { RegistrationDate: undefined }),
  ],
  ['applicant without address', 'applicant_address', { ...ONE, dataAddress: [] }],
  [
    'applicant with two addresses',
    'applicant_address',
    withMoreErrf(ONE, 'dataAddress', {
      ...ONE['dataAddress']?.[0],
      AddressGUID: 'a-2',
      AddressType: 'coa',
    }),
  ],
  ['row of nobody', 'orphan_row', withErrfRow(ONE, 'dataLanguage', { IndividualGUID: 'nobody-1' })],
  [
    'GUID twice in a block',
    'duplicate_guid',
    withErrfRow(
      ONE,
      'dataLanguage',
      { LanguageGUID: ONE['dataLanguage']?.[0]?.['LanguageGUID'] },
      1,
    ),
  ],
  [
    'one need twice',
    'need_twice',
    withMoreErrf(
      ONE,
      'dataVulnerability',
      { VulnerabilityGUID: 'v-1', IndividualGUID: FIRST, VulnerabilityCode: 'DS' },
      { VulnerabilityGUID: 'v-2', IndividualGUID: FIRST, VulnerabilityCode: 'DS' },
    ),
  ],
  [
    'linked case without number',
    'link_blank',
    withMoreErrf(ONE, 'dataProcessGroupCrossReference', link('l-1', '')),
  ],
  [
    'same link twice',
    'link_twice',
    withMoreErrf(
      ONE,
      'dataProcessGroupCrossReference',
      link('l-1', '999-R0009'),
      link('l-2', '999-R0009'),
    ),
  ],
  [
    'no family name',
    'field_missing',
    withErrfRow(ONE, 'dataIndividual', { FamilyName: undefined }),
  ],
  ['blank family name', 'field_blank', withErrfRow(ONE, 'dataIndividual', { FamilyName: '' })],
  [
    'digits in a name',
    'name_with_digits',
    withErrfRow(ONE, 'dataIndividual', { FamilyName: 'Nemuneh2' }),
  ],
  [
    'Arabic digits in a name',
    'name_with_digits',
    withErrfRow(ONE, 'dataIndividual', { MotherName: 'نمونه٣' }),
  ],
  [
    'control character in a name',
    'name_unprintable',
    withErrfRow(ONE, 'dataIndividual', { GivenName: 'Ba\u0085ran' }),
  ],
  [
    'special in a name',
    'name_unprintable',
    withErrfRow(ONE, 'dataIndividual', { GivenName: 'Ba\uFFFDran' }),
  ],
  ['no given name', 'fact_missing', withErrfRow(ONE, 'dataIndividual', { GivenName: undefined })],
  [
    'no birth country',
    'fact_missing',
    withErrfRow(ONE, 'dataIndividual', { BirthCountryCode: undefined }),
  ],
  ['blank religion', 'fact_missing', withErrfRow(ONE, 'dataIndividual', { ReligionCode: '' })],
  [
    'no ethnicity',
    'fact_missing',
    withErrfRow(ONE, 'dataIndividual', { EthnicityCode: undefined }),
  ],
  [
    'no location level 1',
    'field_missing',
    withErrfRow(ONE, 'dataAddress', { LocationLevel1Description: undefined }),
  ],
  [
    'blank location level 1',
    'fact_missing',
    withErrfRow(ONE, 'dataAddress', { LocationLevel1Description: ' ' }),
  ],
  [
    'education without degree',
    'fact_missing',
    withMoreErrf(ONE, 'dataEducation', {
      EducationGUID: 'e-1',
      IndividualGUID: FIRST,
      EducationLevelCode: '9',
    }),
  ],
  [
    'blank language level',
    'field_blank',
    withErrfRow(ONE, 'dataLanguage', { LanguageReadCode: '' }),
  ],
  ['nobody speaks', 'language_missing', { ...ONE, dataLanguage: [] }],
  ['no photograph', 'photo_missing', { ...ONE, dataPhotograph: [] }],
  [
    'unknown country',
    'unknown_code',
    withErrfRow(ONE, 'dataIndividual', { NationalityCode: 'DEU' }),
  ],
  [
    'TEL without number',
    'phone_missing',
    withMoreErrf(ONE, 'dataAddress', {
      AddressGUID: 't-1',
      IndividualGUID: SECOND,
      AddressType: 'TEL',
      AddressCountry: 'IRQ',
      LocationLevel1Description: 'x',
    }),
  ],
  [
    'photograph not base64',
    'photo_not_base64',
    withErrfRow(ONE, 'dataPhotograph', { Photo: 'not base 64!' }),
  ],
  ['empty photograph', 'photo_empty', withErrfRow(ONE, 'dataPhotograph', { Photo: '' })],
  [
    'photograph that is no image',
    'photo_unreadable',
    withErrfRow(ONE, 'dataPhotograph', { Photo: Buffer.alloc(60, 65).toString('base64') }),
  ],
  [
    'photograph of 10 pixels',
    'photo_too_small',
    withErrfRow(ONE, 'dataPhotograph', { Photo: tiny(10) }),
  ],
  [
    'day that does not exist',
    'wrong_type',
    withErrfRow(ONE, 'dataIndividual', { DateofBirth: '1984-02-30T00:00:00' }),
  ],
  [
    'day without time',
    'wrong_type',
    withErrfRow(ONE, 'dataIndividual', { DateofBirth: '1984-02-03' }),
  ],
  [
    'estimate that is no boolean',
    'wrong_type',
    withErrfRow(ONE, 'dataIndividual', { DateofBirthEstimate: 'yes' }),
  ],
  [
    'size beyond a short',
    'wrong_type',
    withErrfRow(ONE, 'dataProcessGroup', { ProcessingGroupSize: '70000' }),
  ],
  [
    'no second category',
    'field_missing',
    withErrfRow(ONE, 'dataResettlement', { ResettlementCriteria2Code: undefined }),
  ],
]

function link(id: string, to: string) {
  return {
    ProcessingGroupCrossReferenceGUID: id,
    ProcessingGroupGUIDFrom: 'g-1',
    ProcessingGroupNumberFrom: '999-R0001',
    ProcessingGroupGUIDTo: 'g-9',
    ProcessingGroupNumberTo: to,
  }
}

describe('each class of fault is told', () => {
  test.each(BROKEN)('%s: %s', async (_what, code, one) => {
    const found = await codes(one)
    expect(found).toContain(code)
  })

  test('a photograph with 11 pixels, and codes with other zeros, pass', async () => {
    expect(await codes(withErrfRow(ONE, 'dataPhotograph', { Photo: tiny(11) }))).toEqual([])
    expect(await codes(withErrfRow(ONE, 'dataIndividual', { EducationLevelCode: '08' }))).toEqual(
      [],
    )
  })

  test('cases with one number, and one person in two cases', async () => {
    const other = withErrfRow(sampleErrfCase(2), 'dataProcessGroup', {
      ProcessingGroupNumber: '999-R0001',
    })
    expect(await codes(ONE, other)).toEqual(['case_number_twice'])
    expect(await codes(ONE, ONE)).toContain('individual_guid_twice')
  })

  test('the kind of batch that does not fit is a warning, another word an error', async () => {
    const wrong = await read(errfXml([ONE], 'Group Submission'))
    expect(wrong.findings).toMatchObject([{ code: 'batch_type', severity: 'warning' }])
    const unknown = await read(errfXml([ONE], 'Some Submission'))
    expect(unknown.findings).toMatchObject([{ code: 'batch_type_unknown', severity: 'error' }])
  })

  test('a file without a case', async () => {
    expect(await codes()).toEqual(['no_case'])
  })
})

describe('structure of the XML', () => {
  const xml = errfXml([ONE])

  test('blocks and fields out of order, unknown, twice, with stray text or attributes', async () => {
    const moved = xml.replace(/( *<SexCode>F<\/SexCode>\n)([^]*?)( *<MotherName>)/, '$2$1$3')
    expect(await readCodes(moved)).toEqual(['out_of_order'])
    const address = /    <dataAddress>[^]*<\/dataAddress>\n/.exec(xml)?.[0] ?? ''
    const late = xml
      .replace(address, '')
      .replace('    <dataResettlement>', `${address}    <dataResettlement>`)
    expect(await readCodes(late)).toEqual(['out_of_order'])
    expect(await readCodes(xml.replaceAll('SexCode>', 'Sexcode>'))).toEqual(
      expect.arrayContaining(['unknown_element', 'field_missing']),
    )
    expect(await readCodes(xml.replace('<SexCode>F<', '<SexCode>F</SexCode><SexCode>F<'))).toEqual([
      'field_twice',
    ])
    expect(await readCodes(xml.replace('<dataAddress>', '<dataAddress>lost'))).toEqual([
      'stray_text',
    ])
    expect(await readCodes(xml.replace('<dataAddress>', '<dataAddress id="1">'))).toEqual([
      'unknown_attribute',
    ])
  })

  test('all faults of a file are told, each with its case, row, individual, field and line', async () => {
    const bad = withErrfRow(
      withErrfRow(sampleErrfCase(2), 'dataIndividual', { SexCode: 'Q', DateofBirth: 'x' }, 1),
      'dataProcessGroup',
      { ProcessingGroupSize: '9' },
    )
    const { findings } = await check(ONE, bad)
    expect(findings.map((one) => one.code).toSorted()).toEqual([
      'unknown_code',
      'wrong_size',
      'wrong_type',
    ])
    const sex = findings.find((one) => one.field === 'SexCode')
    const lines = errfXml([ONE, bad]).split('\n')
    expect(lines[(sex?.line ?? 0) - 1]).toContain('<SexCode>Q<')
    expect(sex && pathOf(sex)).toBe(
      `CASE[2] 999-R0002/dataIndividual[2] 00000002-0000-4000-8000-000000000021/SexCode, line ${sex?.line}`,
    )
  })

  test('no message holds a value of the file', async () => {
    const words = ['Nemuneh', 'Baran', 'Testa', '1984-05-17', 'Sample Governorate']
    for (const [what, , one] of BROKEN) {
      const told = JSON.stringify((await check(one)).findings)
      for (const word of words) expect(told, what).not.toContain(word)
    }
    const broken = JSON.stringify((await read(xml.replaceAll('>Nemuneh<', '><Nemuneh<'))).findings)
    expect(broken).toContain('fatal')
    expect(broken).not.toContain('Nemuneh')
  })
})

const readCodes = async (xml: string): Promise<string[]> =>
  (await read(xml)).findings.map((one) => one.code)

describe('versions', () => {
  const bare = errfXml([ONE]).replace(/ xmlns="[^"]*"/, '')

  test('2.8 without its namespace is told by what only 2.8 has', async () => {
    expect(await read(bare)).toMatchObject({ version: '2.8', findings: [{ code: 'no_namespace' }] })
  })

  test('4.1 is told by its codes, or by saying nothing else', async () => {
    const old = bare.replace('>LAS<', '>LFDS<')
    expect(await read(old)).toMatchObject({ version: '4.1', findings: [] })
    const silent = bare.replace('>LAS<', '>MED<')
    expect(await read(silent)).toMatchObject({ version: '4.1', findings: [] })
  })

  test('4.1 asks for marital status, and does not know dataContact', async () => {
    const old = bare.replace('>LAS<', '>LFDS<').replace(/ *<MarriageStatusCode>.*\n/, '')
    expect(await readCodes(old)).toEqual(['field_missing'])
    const late = [ONE, ...Array.from({ length: 210 }, (_, at) => sampleErrfCase(at + 2))].map(
      (one) => withErrfRow(one, 'dataResettlement', { ResettlementCriteria2Code: 'MED' }),
    )
    const contact = {
      ContactDetailsGUID: 'c-1',
      IndividualGUID: 'x',
      StillInUse: 'true',
      StartDate: '2020-01-01T00:00:00',
    }
    const last = withMoreErrf(late.at(-1) ?? ONE, 'dataContact', contact)
    const xml = errfXml([...late.slice(0, -1), last]).replace(/ xmlns="[^"]*"/, '')
    const found = await read(xml)
    expect(found.version).toBe('4.1')
    expect(found.findings.map((one) => one.code)).toContain('not_in_version')
  })
})
