import type { Category } from '../../domain/category.ts'
import { CATEGORIES } from '../../domain/category.ts'
import type { Sex } from '../../domain/person.ts'
import type { PlainDate } from '../../domain/plain-date.ts'
import type { Priority } from '../../domain/priority.ts'
import { PRIORITIES } from '../../domain/priority.ts'
import { FORMER_COUNTRIES, isoOfUnhcr } from './country-code.ts'
import type {
  ImportedCase,
  ImportedLink,
  ImportedPerson,
  ImportedRegister,
} from '../imported-register.ts'
import { present } from '../present.ts'
import type { Relationship } from '../relationship.ts'
import { RELATIONSHIPS } from '../relationship.ts'
import type { ErrfCase, ErrfDocument, ErrfRow } from './document.ts'
import { rowsOf, textOf } from './document.ts'
import type { Fault, FindingList, Place } from './finding.ts'
import { shownId } from './finding.ts'
import {
  birthOf,
  languagesOf,
  namesOf,
  nationalityOf,
  needsOf,
  rowsOfIndividual,
  sexOf,
  tiesOf,
} from './read-individual.ts'
import { isoLanguage } from './language-map.ts'
import { dayOf } from './xsd-types.ts'

/**
 * What the register can hold of an eRRF. Individuals are known by their IndividualID and cases by
 * their number, as in a register's own file. What has no place here stays with the case, and what
 * could not be read is said in `notes`.
 */
export function toRegister(
  document: ErrfDocument,
  today: PlainDate,
  notes: FindingList,
): ImportedRegister {
  const persons: ImportedPerson[] = []
  const cases: ImportedCase[] = []
  const links = new Map<string, ImportedLink>()
  for (const [at, one] of document.cases.entries()) {
    const say: Say = (row, field, fault) => notes.add(placeOf(at + 1, one, row, field), fault)
    const first = persons.length + 1
    for (const [index, row] of rowsOf(one, 'dataIndividual').entries())
      persons.push(readPerson(one, row, first + index, today, say))
    cases.push(readCase(one, first, say))
    for (const link of readLinks(one))
      links.set(JSON.stringify([link.fromCaseId, link.toCaseId].toSorted()), link)
  }
  return { persons, households: [], cases, links: [...links.values()] }
}

type Say = (row: ErrfRow | undefined, field: string, fault: Fault) => void

function placeOf(at: number, one: ErrfCase, row: ErrfRow | undefined, field: string): Place {
  const index = row === undefined ? -1 : rowsOf(one, 'dataIndividual').indexOf(row)
  const individual = shownId(row?.['IndividualGUID'])
  const caseNumber = shownId(caseNumberOf(one))
  return {
    case: at,
    ...(caseNumber === undefined ? {} : { caseNumber }),
    ...(index < 0 ? {} : { block: 'dataIndividual', row: index + 1 }),
    ...(individual === undefined ? {} : { individual }),
    field,
  }
}

/** The number of a case: its id in the source register. */
export function caseNumberOf(one: ErrfCase): string {
  return textOf(rowsOf(one, 'dataProcessGroup')[0], 'ProcessingGroupNumber') ?? ''
}

function readPerson(
  one: ErrfCase,
  row: ErrfRow,
  at: number,
  today: PlainDate,
  say: Say,
): ImportedPerson {
  const guid = row['IndividualGUID'] ?? ''
  const birth = birthOf(row, today)
  if (birth === undefined && textOf(row, 'DateofBirth') !== undefined)
    say(row, 'DateofBirth', notRead('the date of birth is in the future, too old or no day'))
  const nationality = nationalityOf(row)
  const code = textOf(row, 'NationalityCode')
  if (code !== undefined && nationality === undefined)
    say(row, 'NationalityCode', notRead('the nationality is no country of today'))
  else if (code !== undefined && FORMER_COUNTRIES.includes(code))
    say(row, 'NationalityCode', FORMER)
  const unread = rowsOfIndividual(one, 'dataLanguage', guid).some(
    (each) => isoLanguage(textOf(each, 'LanguageCode') ?? '') === undefined,
  )
  if (unread) say(row, 'LanguageCode', notRead('a language has no sure ISO 639-3 code'))
  const names = namesOf(row)
  if (names.length === 0)
    say(row, 'FamilyName', { ...notRead('the individual has no name'), severity: 'fatal' })
  return {
    sourceId: textOf(row, 'IndividualID') ?? guid,
    row: at,
    names,
    caseId: caseNumberOf(one),
    needs: needsOf(one, guid),
    languages: languagesOf(one, guid),
    tieStates: tiesOf(one, row),
    ...present({
      sex: sexOf(row),
      birth,
      nationality,
      origin: isoOfUnhcr(textOf(row, 'OriginCountryCode') ?? ''),
      registeredOn: pastDay(row, 'RegistrationDate', today, birth?.earliest, say),
      arrivedOn: pastDay(row, 'ArrivalDate', today, undefined, say),
    }),
  }
}

/** A day that happened: not in the future, not before the birth. */
function pastDay(
  row: ErrfRow,
  field: string,
  today: PlainDate,
  birth: PlainDate | undefined,
  say: Say,
): PlainDate | undefined {
  const day = dayOf(row[field])
  if (day === undefined) return undefined
  if (day <= today && (birth === undefined || day >= birth)) return day
  say(row, field, notRead('the day is in the future or before the birth'))
  return undefined
}

function readCase(one: ErrfCase, at: number, say: Say): ImportedCase {
  const individuals = new Map(
    rowsOf(one, 'dataIndividual').map((row) => [row['IndividualGUID'], row]),
  )
  const members = rowsOf(one, 'dataIndividualProcessGroup').flatMap((row) => {
    const individual = individuals.get(row['IndividualGUID'])
    if (individual === undefined) return []
    const personId = textOf(individual, 'IndividualID') ?? row['IndividualGUID'] ?? ''
    return [{ personId, relationship: relationshipOf(row, sexOf(individual)) }]
  })
  const resettlement = rowsOf(one, 'dataResettlement')[0]
  const primary = categoryOf(textOf(resettlement, 'ResettlementCriteriaCode'))
  const secondary = categoryOf(textOf(resettlement, 'ResettlementCriteria2Code'))
  const isSame = primary !== undefined && primary === secondary
  if (primary === undefined || secondary === undefined || isSame)
    say(undefined, 'ResettlementCriteria2Code', CATEGORIES_NOT_SET)
  return {
    sourceId: caseNumberOf(one),
    row: at,
    members,
    ...present({
      primary,
      secondary: isSame ? undefined : secondary,
      priority: priorityOf(textOf(resettlement, 'ResettlementPriorityCode')),
    }),
  }
}

/** A code that the list does not have stays with the case; here it is "not specified". */
export function relationshipOf(row: ErrfRow, sex: Sex | undefined): Relationship {
  const code = textOf(row, 'RelationshipToPrincipalRepresentative') ?? ''
  return Object.hasOwn(RELATIONSHIPS, code)
    ? (code as Relationship)
    : sex === 'female'
      ? 'UKF'
      : 'UKM'
}

export function categoryOf(code: string | undefined): Category | undefined {
  const now = code === 'LFDS' ? 'LAS' : code
  return now !== undefined && Object.hasOwn(CATEGORIES, now) ? (now as Category) : undefined
}

export function priorityOf(code: string | undefined): Priority | undefined {
  return code !== undefined && Object.hasOwn(PRIORITIES, code) ? (code as Priority) : undefined
}

/**
 * A cross-reference says that cases belong together, not how: read as the soft wish, which a
 * person may make a hard one. A case is never linked to itself.
 */
function readLinks(one: ErrfCase): readonly ImportedLink[] {
  const own = caseNumberOf(one)
  return rowsOf(one, 'dataProcessGroupCrossReference').flatMap((row) => {
    const ends = [textOf(row, 'ProcessingGroupNumberFrom'), textOf(row, 'ProcessingGroupNumberTo')]
    const other = ends.find((end) => end !== undefined && end !== own)
    if (other === undefined || !ends.includes(own)) return []
    return [{ fromCaseId: own, toCaseId: other, kind: 'should_same_country' as const }]
  })
}

function notRead(message: string): Fault {
  return {
    code: 'not_read',
    severity: 'warning',
    message: `${message}; it is kept with the case and not read into the register`,
    help: 'correct it in the source, or record it by hand',
  }
}

const FORMER: Fault = {
  code: 'former_country',
  severity: 'warning',
  message: 'the nationality names a former state; the register takes Serbia',
  help: 'check the nationality with the person',
}

const CATEGORIES_NOT_SET: Fault = {
  code: 'categories_not_set',
  severity: 'warning',
  message: 'the case has not two different categories of today; the register sets none',
  help: 'set both before the case is reviewed; the file’s own are kept with it',
}
