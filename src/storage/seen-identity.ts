import type { PersonId } from '../domain/ids.ts'
import type { NamePart, Person, Sex } from '../domain/person.ts'
import type { Sealer } from './sealing/sealed.ts'

/** Who a person is, as the views for movement and the medical team give it. */
export interface IdentityRow {
  person_id: PersonId
  person: string
  names: NamePart[] | string
  sex: string
  birth_text: string | null
  birth_calendar: string | null
  birth_earliest: string | null
  birth_latest: string | null
  birth_precision: string | null
  languages: string[]
}

export const IDENTITY = `person_id, person, names, sex, birth_text, birth_calendar, birth_earliest, birth_latest,
  birth_precision, languages`

// The casts name what savePersons wrote.
export function toIdentity(sealer: Sealer, row: IdentityRow) {
  const { person_id: id, person, languages } = row
  const open = <T>(column: string, value: T | string | null): T | undefined =>
    sealer.open<T>(id, { column: `persons.${column}`, row: id }, value)
  const text = open<string>('birth_text', row.birth_text)
  return {
    person,
    names: open<NamePart[]>('names', row.names) ?? [],
    sex: row.sex as Sex,
    languages,
    ...(text === undefined
      ? {}
      : {
          birth: {
            text,
            calendar: row.birth_calendar as NonNullable<Person['birth']>['calendar'],
            earliest: row.birth_earliest ?? '',
            latest: row.birth_latest ?? '',
            precision: row.birth_precision as NonNullable<Person['birth']>['precision'],
          },
        }),
  }
}
