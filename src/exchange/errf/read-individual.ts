import type { BirthDate, NamePart, Sex } from '../../domain/person.ts'
import type { PlainDate } from '../../domain/plain-date.ts'
import type { SpecificNeed } from '../../domain/specific-need.ts'
import { SPECIFIC_NEEDS } from '../../domain/specific-need.ts'
import type { StateCode } from '../../domain/state-code.ts'
import { ABOUT_YEARS, parseBirthDate } from '../../identity/birth-date.ts'
import { namePart } from '../../identity/name.ts'
import { isoOfUnhcr } from './country-code.ts'
import type { ErrfCase, ErrfRow } from './document.ts'
import { rowsOf, textOf } from './document.ts'
import { isoLanguage } from './language-map.ts'
import { dayOf, isTrue } from './xsd-types.ts'

/** Fields of a name and the roles of their parts; maiden names and aliases stay with the case. */
export const NAME_FIELDS: readonly (readonly [field: string, role: NamePart['role']])[] = [
  ['GivenName', 'given'],
  ['MiddleName', 'given'],
  ['FatherName', 'father'],
  ['MotherName', 'mother'],
  ['FamilyName', 'family'],
  ['SecondFamilyName', 'family'],
]

export function namesOf(row: ErrfRow): readonly NamePart[] {
  return NAME_FIELDS.flatMap(([field, role]) => {
    const text = textOf(row, field)
    return text === undefined ? [] : [namePart(role, text)]
  })
}

const SEXES: ReadonlyMap<string, Sex> = new Map([
  ['F', 'female'],
  ['M', 'male'],
  ['U', 'unknown'],
])

export function sexOf(row: ErrfRow): Sex | undefined {
  return SEXES.get(textOf(row, 'SexCode') ?? '')
}

/** A day marked as an estimate is read as "about that year", 1 January of one as the year. */
export function birthOf(row: ErrfRow, today: PlainDate): BirthDate | undefined {
  const day = dayOf(row['DateofBirth'])
  if (day === undefined) return undefined
  const isAbout = isTrue(row['DateofBirthEstimate']) && !day.endsWith('-01-01')
  const read = parseBirthDate(isAbout ? `about ${day.slice(0, 4)}` : day, { today })
  return read.ok ? read.date : undefined
}

/** The day to write for a birth, and whether it is an estimate. */
export function birthFields(birth: BirthDate): Readonly<Record<string, string>> {
  const { earliest, latest, precision } = birth
  const year = Number(earliest.slice(0, 4))
  const isRange = precision === 'about' || precision === 'age'
  const middle = Math.floor((year + Number(latest.slice(0, 4))) / 2)
  // Mid-year: it is read as "about", where 1 January would be read as a known year.
  const day = isRange ? `${precision === 'about' ? year + ABOUT_YEARS : middle}-07-01` : earliest
  return {
    DateofBirth: `${day}T00:00:00`,
    DateofBirthEstimate: precision === 'day' ? 'false' : 'true',
  }
}

export function nationalityOf(row: ErrfRow): StateCode | undefined {
  return isoOfUnhcr(textOf(row, 'NationalityCode') ?? '')
}

export function isNeed(code: string | undefined): code is SpecificNeed {
  return code !== undefined && Object.hasOwn(SPECIFIC_NEEDS, code)
}

/** Rows of a block that are of one individual. */
export function rowsOfIndividual(one: ErrfCase, block: string, guid: string): readonly ErrfRow[] {
  return rowsOf(one, block).filter((row) => row['IndividualGUID'] === guid)
}

export function needsOf(one: ErrfCase, guid: string): readonly SpecificNeed[] {
  const codes = rowsOfIndividual(one, 'dataVulnerability', guid).map((row) =>
    textOf(row, 'VulnerabilityCode'),
  )
  return [...new Set(codes.filter(isNeed))]
}

/** The language of a row when the individual speaks or understands it and its code is sure. */
export function languageOf(row: ErrfRow): string | undefined {
  const levels = ['LanguageSpeakCode', 'LanguageUnderstandCode'].map((field) => textOf(row, field))
  if (levels.every((level) => level === 'NO')) return undefined
  return isoLanguage(textOf(row, 'LanguageCode') ?? '')
}

export function languagesOf(one: ErrfCase, guid: string): readonly string[] {
  const rows = rowsOfIndividual(one, 'dataLanguage', guid)
  return [...new Set(rows.flatMap((row) => languageOf(row) ?? []))]
}

/** Parents, children, spouses, sisters and brothers: what "close family" means for a tie. */
const CLOSE: ReadonlySet<string> = new Set(
  'CLH CLW DAU HAB HAS HUS PRF PRM PTF PTM SBF SBM SON WIF FCF FCM FPF FPM SCF SCM SPF SPM'.split(
    ' ',
  ),
)

/** States where close relatives outside the case live, but for those of asylum and origin. */
export function tiesOf(one: ErrfCase, row: ErrfRow): readonly StateCode[] {
  const guid = row['IndividualGUID'] ?? ''
  const home = ['OriginCountryCode', 'AsylumCountryCode'].map((field) => textOf(row, field))
  const states = rowsOfIndividual(one, 'dataIndividualRelatives', guid).flatMap((relative) => {
    const code = textOf(relative, 'ResidenceCountryCode')
    const isClose = CLOSE.has(textOf(relative, 'RelationshipCode') ?? '')
    if (code === undefined || !isClose || isTrue(relative['Deceased']) || home.includes(code))
      return []
    const state = isoOfUnhcr(code)
    return state === undefined || state === 'XXA' ? [] : [state]
  })
  return [...new Set(states)].toSorted()
}
