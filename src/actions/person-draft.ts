import type { Issue } from '../domain/errors.ts'
import type { PersonId, SiteId } from '../domain/ids.ts'
import { toAlpha2 } from '../domain/iso-country.ts'
import type { BirthDate, NamePart, Person, Sex } from '../domain/person.ts'
import type { PlainDate } from '../domain/plain-date.ts'
import { parseBirthDate } from '../identity/birth-date.ts'
import type { CalendarName, DateFault } from '../identity/calendar-date.ts'
import { namePart } from '../identity/name.ts'
import { newId, newReference } from '../storage/ids.ts'

/** What an officer writes down of a new person; everything as they say it. */
export interface PersonDraft {
  /** Any number of spellings, in any script, for each role. */
  readonly names: readonly { readonly role: NamePart['role']; readonly text: string }[]
  readonly sex?: Sex
  readonly birth?: {
    /** A day, month or year of any of the calendars, "about 1980", or an age today. */
    readonly text: string
    readonly calendar?: CalendarName
    /** Decides 03/04/1990: true is 3 April. */
    readonly dayFirst?: boolean
  }
  /** ISO 3166-1 alpha-3. */
  readonly nationality?: string
  readonly languages?: readonly string[]
  /** Reference of a household on file, or `new`. */
  readonly household?: string
  /** Handle of a site; without it that of the household, else where the account works. */
  readonly site?: string
}

/** What a draft does not say of itself. */
export interface DraftPlace {
  readonly today: PlainDate
  readonly sourceId: string
  readonly site: SiteId
}

interface ReadDraft {
  readonly person: Person
  /** Every fault at once. */
  readonly issues: readonly Issue[]
}

/** A draft as a person who is not on file; faults leave out what they are of. */
export function readDraft(draft: PersonDraft, { today, sourceId, site }: DraftPlace): ReadDraft {
  const issues: Issue[] = []
  const names = draft.names
    .map(({ role, text }) => namePart(role, text))
    .filter((part) => part.text !== '')
  if (!names.some((part) => part.role !== 'mother' && /\p{L}/u.test(part.text)))
    issues.push({
      code: 'name_missing',
      path: 'names',
      message: 'There is no name. Write at least one name, in any script.',
    })
  const birth = readBirth(draft, today, issues)
  const { nationality } = draft
  const isState = nationality !== undefined && toAlpha2(nationality) !== undefined
  if (nationality !== undefined && !isState)
    issues.push({
      code: 'no_such_state',
      path: 'nationality',
      message: 'There is no such State. Give its ISO code of three letters, for example IRN.',
    })
  const person: Person = {
    id: newId<PersonId>(),
    sourceId,
    reference: newReference('P'),
    site,
    names,
    sex: draft.sex ?? 'unknown',
    ...(birth === undefined ? {} : { birth }),
    ...(isState ? { nationality } : {}),
    needs: [],
    needsMedicalPlace: false,
    languages: draft.languages ?? [],
    preferredStates: [],
    tieStates: [],
  }
  return { person, issues }
}

function readBirth(
  { birth }: PersonDraft,
  today: PlainDate,
  issues: Issue[],
): BirthDate | undefined {
  if (birth === undefined || birth.text.trim() === '') return undefined
  const { text, calendar, dayFirst } = birth
  const read = parseBirthDate(text, {
    today,
    ageOn: today,
    ...(calendar === undefined ? {} : { calendar }),
    ...(dayFirst === undefined ? {} : { dayFirst }),
  })
  if (read.ok) return read.date
  issues.push({ code: `birth_${read.why}`, path: 'birth', message: BIRTH_FAULTS[read.why] })
  return undefined
}

const BIRTH_FAULTS: Readonly<Record<DateFault, string>> = {
  empty: 'The birth date is empty. Write it, or leave it out.',
  unreadable:
    'The birth date cannot be read. Write a day as year-month-day, a year, “about 1980”, or an age as “34 years”.',
  ambiguous:
    'The birth date can be read with the day or the month first. Write the month in words, or say which comes first.',
  two_digit_year: 'The year of birth has two digits. Write all four.',
  serial_number: 'The birth date is a number of a spreadsheet. Write the day.',
  no_such_day: 'There is no such day in its calendar. Check day, month and calendar.',
  not_a_day: 'The birth date is not one day.',
  future: 'The birth date lies after today. Check year and calendar.',
  too_old: 'The birth date is 120 years ago or more. Check year and calendar.',
  age_needs_date: 'An age needs the day on which it was true.',
}
