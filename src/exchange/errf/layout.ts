import type { ErrfVersion, ListName } from './code-lists.ts'

/** What the schema lets a field hold. */
export type FieldType = 'string' | 'dateTime' | 'boolean' | 'short' | 'photograph'

export interface ErrfField {
  readonly name: string
  readonly type: FieldType
  /** Must stand there, by the schema of 4.1 and of 2.8; undefined: the version does not know it. */
  readonly required: Readonly<Record<ErrfVersion, boolean | undefined>>
  readonly list?: ListName
  /** Part of a name: no digits, nothing unprintable. */
  readonly isName?: true
}

export interface ErrfBlock {
  readonly name: string
  readonly fields: readonly ErrfField[]
  readonly atLeast: 0 | 1
  readonly atMost: 1 | typeof Infinity
  readonly versions: readonly ErrfVersion[]
}

/**
 * One field in one word: name, then marks. `!` required in both versions, `?` optional in both,
 * `<` required in 4.1 only, `>` required in 2.8 only, `+` new in 2.8 and optional, `*` new in 2.8
 * and required. Then its type or list, `name` for a part of a name.
 */
function field(text: string): ErrfField {
  const [, name = '', mark = '', kind = ''] = /^(\w+)([!?<>+*])(\w*)$/.exec(text) ?? []
  const required = REQUIRED[mark]
  if (required === undefined) throw new Error(`not a field: ${text}`)
  if (kind === 'name') return { name, type: 'string', required, isName: true }
  if (kind === '' || isType(kind)) return { name, type: kind === '' ? 'string' : kind, required }
  return { name, type: 'string', required, list: kind as ListName }
}

const REQUIRED: Readonly<Record<string, ErrfField['required']>> = {
  '!': { '4.1': true, '2.8': true },
  '?': { '4.1': false, '2.8': false },
  '<': { '4.1': true, '2.8': false },
  '>': { '4.1': false, '2.8': true },
  '+': { '4.1': undefined, '2.8': false },
  '*': { '4.1': undefined, '2.8': true },
}

function isType(kind: string): kind is FieldType {
  return ['dateTime', 'boolean', 'short', 'photograph'].includes(kind)
}

function block(name: string, occurs: '1' | '1..n' | '0..n', fields: string): ErrfBlock {
  return {
    name,
    fields: fields.trim().split(/\s+/).map(field),
    atLeast: occurs === '0..n' ? 0 : 1,
    atMost: occurs === '1' ? 1 : Infinity,
    versions: name === 'dataContact' ? ['2.8'] : ['4.1', '2.8'],
  }
}

/** The blocks of a CASE and their fields, in the order in which both schemas want them. */
export const BLOCKS = [
  block(
    'dataIndividual',
    '1..n',
    `IndividualGUID! IndividualID! FamilyName!name SecondFamilyName?name GivenName?name
     MiddleName?name MaidenName?name RegistrationDate!dateTime DateofBirth>dateTime
     DateofBirthEstimate!boolean BirthCountryCode<country BirthCityTownVillage?
     OriginCountryCode!country AsylumCountryCode!country ArrivalDate?dateTime SexCode!sex
     NationalityCode!country MarriageStatusCode<marital ReligionCode<religion
     EthnicityCode<ethnicity EducationLevelCode<educationLevel MotherName?name FatherName?name`,
  ),
  block(
    'dataIndividualProcessGroup',
    '1..n',
    `IndividualProcessingGroupGUID! IndividualGUID! ProcessingGroupGUID!
     RelationshipToPrincipalRepresentative!relationship`,
  ),
  block(
    'dataProcessGroup',
    '1',
    'ProcessingGroupGUID! ProcessingGroupNumber! ProcessingGroupSize!short',
  ),
  block(
    'dataProcessGroupCrossReference',
    '0..n',
    `ProcessingGroupCrossReferenceGUID! ProcessingGroupGUIDFrom! ProcessingGroupNumberFrom!
     ProcessingGroupGUIDTo! ProcessingGroupNumberTo!`,
  ),
  block(
    'dataAddress',
    '0..n',
    `AddressGUID! IndividualGUID! AddressType!address AddressCountry!country AddressPostal?
     LocationLevel1Description> LocationLevel2Description? LocationLevel3Description?
     LocationLevel4Description? LocationLevel5Description? LocationLevel6?`,
  ),
  block(
    'dataAlias',
    '0..n',
    'AliasGUID! IndividualGUID! IndividualAliasLastName!name IndividualAliasFirstName?name',
  ),
  block(
    'dataEducation',
    '0..n',
    'EducationGUID! IndividualGUID! EducationLevelCode!educationLevel DegreeTypeCode<degree',
  ),
  block(
    'dataEmployment',
    '0..n',
    `EmploymentGUID! IndividualGUID! EmploymentTypeCode<employment OccupationCode<occupation
     OccupationText< NoOccupationCategory+`,
  ),
  block(
    'dataContact',
    '0..n',
    `ContactDetailsGUID* IndividualGUID* PhoneNumber+ PhoneNumberCountry+country PhoneType+phone
     Email+ StillInUse*boolean StartDate*dateTime EndDate+dateTime`,
  ),
  block(
    'dataIndividualRelatives',
    '0..n',
    `IndividualRelativesGUID! IndividualGUID! FamilyName!name SecondFamilyName?name
     GivenName?name MiddleName?name MaidenName?name RelationshipCode!relationship
     DateofBirth?dateTime DateofBirthEstimateFlag?boolean BirthCountryCode<country
     BirthCityTownVillage? ResidenceCountryCode<country SexCode!sex NationalityCode<country
     Deceased!boolean DeceasedDate?dateTime MarriageStatusCode<marital LegalStatus+`,
  ),
  block(
    'dataLanguage',
    '0..n',
    `LanguageGUID! IndividualGUID! LanguageCode!language LanguageReadCode!languageLevel
     LanguageWriteCode!languageLevel LanguageSpeakCode!languageLevel
     LanguageUnderstandCode!languageLevel`,
  ),
  block(
    'dataPhotograph',
    '0..n',
    'PhotoGUID! IndividualGUID! PhotoTypeCode!short Photo!photograph',
  ),
  block(
    'dataResettlement',
    '1',
    `IndividualGUID! ResettlementCriteriaCode!criteria ResettlementCriteria2Code>criteria
     ResettlementPriorityCode!priority`,
  ),
  block(
    'dataVulnerability',
    '0..n',
    'VulnerabilityGUID! IndividualGUID! VulnerabilityCode!vulnerability',
  ),
] as const satisfies readonly ErrfBlock[]

const BY_NAME: ReadonlyMap<string, { readonly block: ErrfBlock; readonly at: number }> = new Map(
  BLOCKS.map((one, at) => [one.name, { block: one, at }]),
)
const FIELDS: ReadonlyMap<string, ReadonlyMap<string, number>> = new Map(
  BLOCKS.map((one) => [one.name, new Map(one.fields.map((field, at) => [field.name, at]))]),
)

/** A block and its place in the order. */
export function findBlock(
  name: string,
): { readonly block: ErrfBlock; readonly at: number } | undefined {
  return BY_NAME.get(name)
}

/** A field's place in the order of its block. */
export function findField(block: string, field: string): number | undefined {
  return FIELDS.get(block)?.get(field)
}

/** Target namespace of 2.8; 4.1 has none, and files of 2.8 come without it too. */
export const NAMESPACE_28 = 'http://tempuri.org/ElectronicRRF.xsd'
export const BATCH_TYPES = ['Single Submission', 'Group Submission'] as const
