import type { NamePart, Person, PersonFile } from '../../domain/person.ts'
import { unhcrOfIso } from './country-code.ts'
import type { ErrfCase, ErrfRow } from './document.ts'
import { rowsOf, textOf } from './document.ts'
import type { RegisterPlace } from './from-register.ts'
import { guidFrom } from './guid-from.ts'
import { errfLanguage, isoLanguage } from './language-map.ts'
import {
  birthFields,
  birthOf,
  isNeed,
  languageOf,
  NAME_FIELDS,
  nationalityOf,
  rowsOfIndividual,
  sexOf,
} from './read-individual.ts'
import { dayOf, midnight } from './xsd-types.ts'

const SEX_CODES = { female: 'F', male: 'M', other: 'U', unknown: 'U' } as const

/** The row of one person: what the file said where the register agrees, else the register's. */
export function individualRow(
  person: Person,
  file: PersonFile,
  guid: string,
  keptCase: ErrfCase,
  { origin, countryOfAsylum, today }: RegisterPlace,
): ErrfRow {
  const kept = rowsOf(keptCase, 'dataIndividual').find((row) => row['IndividualGUID'] === guid)
  const row: Record<string, string | undefined> = { ...kept }
  row['IndividualGUID'] = guid
  row['IndividualID'] ??= person.sourceId
  for (const [field, text] of nameFields(person.names, kept)) row[field] = text
  const { birth, nationality, sex } = person
  const was = kept && birthOf(kept, today)
  const said = dayOf(kept?.['RegistrationDate'])
  // A day that the register could not take, and put the day of the import for: not made up again.
  const isUnread =
    kept !== undefined && (said === undefined || said > today || said < (was?.earliest ?? said))
  if (file.registeredOn !== undefined && !isUnread)
    row['RegistrationDate'] = midnight(file.registeredOn, kept?.['RegistrationDate'])
  if (birth !== undefined && (was?.earliest !== birth.earliest || was.latest !== birth.latest))
    Object.assign(row, birthFields(birth))
  row['OriginCountryCode'] ??= unhcrOfIso(origin)
  row['AsylumCountryCode'] ??= unhcrOfIso(countryOfAsylum)
  const saidSex = kept && sexOf(kept)
  if ((saidSex ?? 'unknown') !== sex || row['SexCode'] === undefined)
    row['SexCode'] = SEX_CODES[sex]
  if (nationality !== undefined && (kept && nationalityOf(kept)) !== nationality)
    row['NationalityCode'] = unhcrOfIso(nationality)
  return withoutAbsent(row)
}

function withoutAbsent(row: Readonly<Record<string, string | undefined>>): ErrfRow {
  const entries = Object.entries(row).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  )
  return Object.fromEntries(entries)
}

/** Parts that the register has: the file's text where it is one of them, else Latin letters first. */
function nameFields(
  names: readonly NamePart[],
  kept: ErrfRow | undefined,
): readonly (readonly [field: string, text: string])[] {
  const used = new Set<NamePart>()
  const fields: [string, string][] = []
  const open: (typeof NAME_FIELDS)[number][] = []
  for (const [field, role] of NAME_FIELDS) {
    const text = textOf(kept, field)
    const part = names.find((one) => one.role === role && one.text === text && !used.has(one))
    if (part === undefined) open.push([field, role])
    else used.add(part)
  }
  for (const [field, role] of open) {
    // A second part of a name is written only beside a first one of the same script.
    const isSecond = field === 'MiddleName' || field === 'SecondFamilyName'
    const free = names.filter((one) => one.role === role && !used.has(one))
    const first = names.find((one) => one.role === role && used.has(one))
    const latin = free.find((one) => one.script === 'latin')
    const part = isSecond ? free.find((one) => one.script === first?.script) : (latin ?? free[0])
    if (part === undefined) continue
    used.add(part)
    fields.push([field, part.text])
  }
  return fields
}

/** Languages: rows of the file that the register does not contradict, and those it adds. */
export function languageRows(person: Person, guid: string, kept: ErrfCase): readonly ErrfRow[] {
  const rows = rowsOfIndividual(kept, 'dataLanguage', guid).filter((row) => {
    const language = languageOf(row)
    return language === undefined || person.languages.includes(language)
  })
  const known = new Set(rows.map((row) => isoLanguage(textOf(row, 'LanguageCode') ?? '')))
  const added = person.languages.flatMap((language): ErrfRow[] => {
    const code = errfLanguage(language)
    if (code === undefined || known.has(language)) return []
    return [
      {
        LanguageGUID: guidFrom('language', guid, code),
        IndividualGUID: guid,
        LanguageCode: code,
        LanguageReadCode: 'U',
        LanguageWriteCode: 'U',
        LanguageSpeakCode: 'U',
        LanguageUnderstandCode: 'U',
      },
    ]
  })
  return [...rows, ...added]
}

/** Specific needs: those of the register, and codes of the file that the register does not know. */
export function needRows(person: Person, guid: string, kept: ErrfCase): readonly ErrfRow[] {
  const rows = rowsOfIndividual(kept, 'dataVulnerability', guid).filter((row) => {
    const code = textOf(row, 'VulnerabilityCode')
    return !isNeed(code) || person.needs.includes(code)
  })
  const known = new Set(rows.map((row) => textOf(row, 'VulnerabilityCode')))
  const added = person.needs
    .filter((need) => !known.has(need))
    .map((need) => ({
      VulnerabilityGUID: guidFrom('need', guid, need),
      IndividualGUID: guid,
      VulnerabilityCode: need,
    }))
  return [...rows, ...added]
}
