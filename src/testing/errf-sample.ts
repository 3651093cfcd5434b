import type { ErrfCase, ErrfRow } from '../exchange/errf/document.ts'
import { writeErrfXml } from '../exchange/errf/write-xml.ts'

/** A grey picture of 64 × 80: enough of a PNG for whoever reads its header. */
const PORTRAIT = Buffer.concat([
  Buffer.from('89504e470d0a1a0a0000000d494844520000004000000050080200000000', 'hex'),
  Buffer.alloc(32, 7),
]).toString('base64')

const guid = (kind: number, at: number): string =>
  `${String(kind).padStart(8, '0')}-0000-4000-8000-${String(at).padStart(12, '0')}`

/** An invented case of two that breaks no rule of 2.8, obviously a sample. */
export function sampleErrfCase(at = 1): ErrfCase {
  const group = guid(1, at)
  const [first, second] = [guid(2, at * 10), guid(2, at * 10 + 1)]
  const individuals = [first, second]
  const individual = (id: string, index: number): ErrfRow => ({
    IndividualGUID: id,
    IndividualID: `999-00C${at}${index}`,
    FamilyName: 'Nemuneh',
    GivenName: index === 0 ? 'Baran' : 'Kuh',
    RegistrationDate: '2013-02-09T00:00:00',
    DateofBirth: index === 0 ? '1984-05-17T00:00:00' : '1980-11-03T00:00:00',
    DateofBirthEstimate: 'false',
    BirthCountryCode: 'IRN',
    OriginCountryCode: 'IRN',
    AsylumCountryCode: 'IRQ',
    ArrivalDate: '2012-03-01T00:00:00',
    SexCode: index === 0 ? 'F' : 'M',
    NationalityCode: 'IRN',
    MarriageStatusCode: 'MA',
    ReligionCode: 'U',
    EthnicityCode: 'U',
    EducationLevelCode: '12',
    MotherName: 'Testa',
    FatherName: 'Testo',
  })
  return {
    dataIndividual: individuals.map(individual),
    dataIndividualProcessGroup: individuals.map((id, index) => ({
      IndividualProcessingGroupGUID: guid(3, at * 10 + index),
      IndividualGUID: id,
      ProcessingGroupGUID: group,
      RelationshipToPrincipalRepresentative: index === 0 ? 'PA' : 'HUS',
    })),
    dataProcessGroup: [
      {
        ProcessingGroupGUID: group,
        ProcessingGroupNumber: `999-R000${at}`,
        ProcessingGroupSize: '2',
      },
    ],
    dataAddress: [
      {
        AddressGUID: guid(4, at),
        IndividualGUID: first,
        AddressType: 'COA',
        AddressCountry: 'IRQ',
        LocationLevel1Description: 'Sample Governorate',
      },
    ],
    dataLanguage: individuals.map((id, index) => ({
      LanguageGUID: guid(5, at * 10 + index),
      IndividualGUID: id,
      LanguageCode: 'PES',
      LanguageReadCode: 'E',
      LanguageWriteCode: 'E',
      LanguageSpeakCode: 'E',
      LanguageUnderstandCode: 'E',
    })),
    dataPhotograph: individuals.map((id, index) => ({
      PhotoGUID: guid(6, at * 10 + index),
      IndividualGUID: id,
      PhotoTypeCode: '1',
      Photo: PORTRAIT,
    })),
    dataResettlement: [
      {
        IndividualGUID: first,
        ResettlementCriteriaCode: 'LPN',
        ResettlementCriteria2Code: 'LAS',
        ResettlementPriorityCode: 'NR',
      },
    ],
  }
}

/** The case with one row's fields changed; undefined takes a field out. */
export function withErrfRow(
  one: ErrfCase,
  block: string,
  changes: Readonly<Record<string, string | undefined>>,
  at = 0,
): ErrfCase {
  const rows = (one[block] ?? []).map((row, index) => {
    if (index !== at) return row
    const entries = Object.entries({ ...row, ...changes })
    return Object.fromEntries(
      entries.filter((each): each is [string, string] => each[1] !== undefined),
    )
  })
  return { ...one, [block]: rows }
}

/** The case with more rows in a block. */
export function withMoreErrf(one: ErrfCase, block: string, ...rows: readonly ErrfRow[]): ErrfCase {
  return { ...one, [block]: [...(one[block] ?? []), ...rows] }
}

/** The XML of cases, as one text. */
export function errfXml(cases: readonly ErrfCase[], batchType?: string): string {
  return [...writeErrfXml(cases, batchType)].join('')
}

/** A text or bytes as they come from a file, in small pieces. */
export async function* inPieces(
  source: string | Uint8Array,
  size = 1000,
): AsyncGenerator<Uint8Array> {
  const bytes = typeof source === 'string' ? Buffer.from(source) : source
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}
