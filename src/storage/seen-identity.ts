import type { NamePart, Person, Sex } from '../domain/person.ts'

/** Who a person is, as the views for movement and the medical team give it. */
export interface IdentityRow {
  person: string
  names: NamePart[]
  sex: string
  birth_text: string | null
  birth_calendar: string | null
  birth_earliest: string | null
  birth_latest: string | null
  birth_precision: string | null
  languages: string[]
}

export const IDENTITY = `person, names, sex, birth_text, birth_calendar, birth_earliest, birth_latest,
  birth_precision, languages`

// The casts name what savePersons wrote.
export function toIdentity(row: IdentityRow) {
  const { person, names, languages } = row
  return {
    person,
    names,
    sex: row.sex as Sex,
    languages,
    ...(row.birth_text === null
      ? {}
      : {
          birth: {
            text: row.birth_text,
            calendar: row.birth_calendar as NonNullable<Person['birth']>['calendar'],
            earliest: row.birth_earliest ?? '',
            latest: row.birth_latest ?? '',
            precision: row.birth_precision as NonNullable<Person['birth']>['precision'],
          },
        }),
  }
}
