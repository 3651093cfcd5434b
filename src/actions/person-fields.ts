import type { BirthDate, NamePart, Person, PersonFile } from '../domain/person.ts'
import type { PlainDate } from '../domain/plain-date.ts'
import { parseBirthDate } from '../identity/birth-date.ts'

/** The fields of a register as they are on file, by the names that its columns have. */
export type FieldTexts = Readonly<Record<string, string>>

const ROLE_FIELDS: Readonly<Record<NamePart['role'], string>> = {
  given: 'given_name',
  father: 'father_name',
  grandfather: 'grandfather_name',
  mother: 'mother_name',
  family: 'family_name',
  kunya: 'kunya',
  full: 'full_name',
}

/** What is on file of a person, as a register would state it; what is not known is absent. */
export function personFields(person: Person, file: PersonFile, householdId?: string): FieldTexts {
  const { consent } = file
  return withoutEmpty({
    person_id: person.sourceId,
    ...nameFields(person.names),
    sex: person.sex === 'unknown' ? undefined : person.sex,
    birth_date: person.birth && birthText(person.birth, file.registeredOn),
    // Only where the text alone could be read in another calendar.
    birth_calendar: person.birth?.calendar === 'hijri' ? 'hijri' : undefined,
    nationality: person.nationality,
    registered_on: file.registeredOn,
    household_id: householdId,
    needs: person.needs.join('; '),
    medical_places: person.needsMedicalPlace ? 'yes' : undefined,
    protection_status: file.protectionStatus === 'undetermined' ? undefined : file.protectionStatus,
    best_interests: file.bestInterestsOn,
    consent_states: consent?.states === 'any' ? 'ANY' : consent?.states.join('; '),
    consented_on: consent?.on,
    languages: person.languages.join('; '),
    preferred_states: person.preferredStates.join('; '),
    ties_states: person.tieStates.join('; '),
    location: file.location,
    died_on: file.diedOn,
    departed_on: file.departedOn ?? file.leftOn,
  })
}

/**
 * A birth date as an import reads it to the same days: as it was written, unless "03/04/1990" was
 * understood only because somebody said which comes first.
 */
function birthText(birth: BirthDate, registeredOn: PlainDate | undefined): string {
  const { text, earliest, latest, calendar, precision } = birth
  const options = {
    today: registeredOn !== undefined && registeredOn > latest ? registeredOn : latest,
    ...(registeredOn === undefined ? {} : { ageOn: registeredOn }),
    ...(calendar === 'hijri' ? { calendar } : {}),
  }
  const read = (candidate: string) => parseBirthDate(candidate, options)
  const isSame = (candidate: string): boolean => {
    const found = read(candidate)
    return found.ok && found.date.earliest === earliest && found.date.latest === latest
  }
  const middle = Math.round((Number(earliest.slice(0, 4)) + Number(latest.slice(0, 4))) / 2)
  const age = Number((registeredOn ?? latest).slice(0, 4)) - middle
  const plain = [earliest, earliest.slice(0, 7), earliest.slice(0, 4), `about ${middle}`]
  const same = [text, ...plain, `${age} years`, `${age - 1} years`].find(isSame)
  if (same !== undefined) return same
  // Nothing says the same days: what comes nearest and can be read.
  return precision === 'day' ? earliest : read(text).ok ? text : `about ${middle}`
}

/**
 * Each part of a name in the field of its role; a whole name in another script is the original
 * one, and a part in another script says so.
 */
function nameFields(names: readonly NamePart[]): Record<string, string> {
  const fields: Record<string, string> = {}
  for (const { role, script, text } of names) {
    const own = ROLE_FIELDS[role]
    const isOther = script !== 'latin'
    const field = !isOther ? own : role === 'full' ? 'name_original' : own
    const free = fields[field] === undefined ? field : `${own} (${script})`
    fields[free] = text
  }
  return fields
}

/** Leaves out what is absent or empty. */
export function withoutEmpty(fields: Readonly<Record<string, string | undefined>>): FieldTexts {
  const kept: Record<string, string> = {}
  for (const [field, text] of Object.entries(fields))
    if (text !== undefined && text !== '') kept[field] = text
  return kept
}
