import type { ConsentStates } from '../domain/event.ts'
import type { NamePart } from '../domain/person.ts'
import type { SiteId } from '../domain/ids.ts'
import type { PlainDate } from '../domain/plain-date.ts'
import { toSiteId } from '../domain/site.ts'
import { parseBirthDate } from '../identity/birth-date.ts'
import type { DateOptions } from '../identity/calendar-date.ts'
import { namePart } from '../identity/name.ts'
import { assembleRegister } from './assemble-register.ts'
import type { CaseFacts, LinkFacts, RegisterRow } from './assemble-register.ts'
import type { Bytes } from './decode-text.ts'
import type { ImportedPerson, ImportedRegister } from './imported-register.ts'
import { STATELESS } from '../domain/iso-country.ts'
import { languageCode } from './language-code.ts'
import { headerTest, matchHeaders, NO_HEADERS } from './match-headers.ts'
import type { HeaderOptions, HeaderReading } from './match-headers.ts'
import { present } from './present.ts'
import type { Present } from './present.ts'
import { ProblemList } from './problem.ts'
import type { Problem } from './problem.ts'
import { openTable } from './open-table.ts'
import type { SheetOptions } from './read-sheet.ts'
import type { TableOptions } from './table-rows.ts'
import {
  CALENDAR_WORDS,
  CATEGORY_WORDS,
  LINK_WORDS,
  LOCATION_WORDS,
  NEED_WORDS,
  PRIORITY_WORDS,
  PROTECTION_WORDS,
  REGISTER_FIELDS,
  RELATIONSHIP_WORDS,
  SEX_WORDS,
  STAGE_WORDS,
} from './register-fields.ts'
import type { RegisterField } from './register-fields.ts'
import { dateFault, RowReader } from './row-reader.ts'

export interface RegisterOptions
  extends
    HeaderOptions,
    Omit<DateOptions, 'calendar'>,
    Pick<TableOptions, 'onBytes'>,
    SheetOptions {
  /** No event is later, nobody is born later. */
  readonly today: PlainDate
  /** The day on which ages are true, for rows without registered_on. */
  readonly ageOn?: PlainDate
}

/** All that a file says, or why it cannot be taken: `register` is there only without problems. */
export interface RegisterResult {
  readonly register: ImportedRegister | undefined
  readonly problems: readonly Problem[]
  /** All problems; at most 10,000 of them are in `problems`. */
  readonly problemCount: number
  /** What a person should look at, and what does not stop the import. */
  readonly warnings: readonly Problem[]
  readonly warningCount: number
  /** Headers that mean nothing here. */
  readonly ignoredColumns: readonly string[]
  /** How the headers were understood. */
  readonly headers: HeaderReading
  /** Rows that are not blank. */
  readonly rows: number
}

type Reader = RowReader<RegisterField>

/** Reads a camp register from CSV or XLSX, checks every row and all rows together; all or nothing. */
export async function readRegister(
  source: Bytes,
  options: RegisterOptions,
): Promise<RegisterResult> {
  const problems = new ProblemList()
  const warnings = new ProblemList()
  const rows: RegisterRow[] = []
  let count = 0
  let ignoredColumns: readonly string[] = []
  let headers = NO_HEADERS
  const table = await openTable(source, problems, {
    ...options,
    looksLikeHeader: headerTest(REGISTER_FIELDS, options.map),
  })
  if (table !== undefined) {
    const matched = matchHeaders(table, REGISTER_FIELDS, problems, options)
    const { columns } = matched
    ignoredColumns = matched.ignored
    headers = matched.headers
    const shared = { columns, header: table.header, ...dateOptions(options) }
    const reader = new RowReader({ ...shared, problems })
    const warner = new RowReader({ ...shared, problems: warnings })
    if (problems.count > 0) await table.close()
    else {
      for await (const row of table.rows) {
        count += 1
        const read = readRow(reader.at(row), warner.at(row), options)
        if (read !== undefined) rows.push(read)
      }
    }
  }
  const register = assembleRegister(rows, problems, warnings)
  return {
    register: problems.count === 0 ? register : undefined,
    problems: problems.list(),
    problemCount: problems.count,
    warnings: warnings.list(),
    warningCount: warnings.count,
    ignoredColumns,
    headers,
    rows: count,
  }
}

function dateOptions({ dayFirst }: RegisterOptions): DateOptions {
  return present({ dayFirst })
}

const NAME_FIELDS: readonly (readonly [field: RegisterField, role: NamePart['role']])[] = [
  ['given_name', 'given'],
  ['father_name', 'father'],
  ['grandfather_name', 'grandfather'],
  ['mother_name', 'mother'],
  ['family_name', 'family'],
  ['full_name', 'full'],
  ['name_original', 'full'],
]

function readRow(
  reader: Reader,
  warner: Reader,
  options: RegisterOptions,
): RegisterRow | undefined {
  if (isRowWithoutPerson(reader)) {
    reader.fault('person_id', {
      code: 'row_without_person',
      message: 'the row names a case or a household and no person',
      help: 'add the person, or take the row out: a case without members cannot be imported',
    })
    return undefined
  }
  reader.require('person_id', 'write the id that the person has in the source register')
  const sourceId = reader.id('person_id')
  const names = readNames(reader, warner)
  const dates = readDates(reader, options)
  const caseId = reader.id('case_id')
  const caseFacts = readCaseFacts(reader, warner, caseId)
  const links = readLinks(reader, caseId)
  const person: Omit<ImportedPerson, 'sourceId'> = {
    row: reader.row,
    names,
    ...present({
      sex: reader.code('sex', SEX_WORDS),
      nationality: nationality(reader, 'nationality'),
      origin: nationality(reader, 'origin'),
      householdId: reader.id('household_id'),
      site: readSite(reader),
      caseId,
      protectionStatus: reader.code('protection_status', PROTECTION_WORDS),
      location: reader.code('location', LOCATION_WORDS),
      needs: readList(reader, 'needs', () => reader.codes('needs', NEED_WORDS)),
      needsMedicalPlace: reader.flag('medical_places'),
      languages: readList(reader, 'languages', () => readLanguages(reader)),
      preferredStates: readStates(reader, 'preferred_states'),
      tieStates: readStates(reader, 'ties_states'),
      ...dates,
    }),
  }
  return sourceId === undefined ? undefined : { person: { sourceId, ...person }, caseFacts, links }
}

function isRowWithoutPerson(reader: Reader): boolean {
  return (
    reader.isBlank('person_id') &&
    NAME_FIELDS.every(([field]) => reader.isBlank(field)) &&
    !(reader.isBlank('case_id') && reader.isBlank('household_id'))
  )
}

function readSite(reader: Reader): SiteId | undefined {
  const text = reader.line('site_id')
  if (text === undefined) return undefined
  const id = toSiteId(text)
  if (id === undefined)
    reader.fault('site_id', {
      code: 'no_such_site',
      message: 'not the handle of a site',
      help: 'write it as `onward site list` shows it, e.g. main',
    })
  return id
}

function readNames(reader: Reader, warner: Reader): readonly NamePart[] {
  const names: NamePart[] = []
  let written = 0
  for (const [field, role] of NAME_FIELDS) {
    if (reader.isBlank(field)) continue
    written += 1
    const text = reader.line(field)
    if (text === undefined) continue
    names.push(namePart(role, text))
    if (/\p{N}/u.test(text)) {
      warner.fault(field, {
        code: 'name_with_digits',
        message: 'the name holds digits',
        help: 'check that the column holds names; a State may refuse such a name',
      })
    }
  }
  if (written === 0) {
    reader.fault('full_name', {
      code: 'name_missing',
      message: 'no name at all',
      help: 'fill at least one of given_name, family_name, full_name, name_original',
    })
  }
  return names
}

/** `unknown` and UNHCR's `UNK` say nothing; stateless has a code of its own. */
function nationality(reader: Reader, field: 'nationality' | 'origin'): string | undefined {
  const text = reader.text(field)?.toLowerCase()
  if (text === undefined || text === 'unk' || text === 'unknown') return undefined
  if (text === 'xxa' || text === 'stateless') return STATELESS
  return reader.state(field)
}

/** An empty list is stated by the word `none`; an empty cell states nothing. */
function readList<Value>(
  reader: Reader,
  field: RegisterField,
  read: () => readonly Value[],
): readonly Value[] | undefined {
  if (reader.isBlank(field)) return undefined
  return reader.peek(field).toLowerCase() === 'none' ? [] : read()
}

function readStates(
  reader: Reader,
  field: 'preferred_states' | 'ties_states',
): readonly string[] | undefined {
  return readList(reader, field, () => reader.states(field))
}

function readLanguages(reader: Reader): readonly string[] {
  return reader.items('languages', languageCode, () =>
    reader.fault('languages', {
      code: 'not_a_language',
      message: 'not a language that can be recognised',
      help: 'write ISO 639-3 codes of three letters, e.g. fas; ara; kmr',
    }),
  )
}

type Dates = Pick<
  ImportedPerson,
  'birth' | 'registeredOn' | 'arrivedOn' | 'bestInterests' | 'consent' | 'diedOn' | 'departedOn'
>

function readDates(reader: Reader, options: RegisterOptions): Dates {
  const registeredOn = reader.day('registered_on')
  const birth = readBirth(reader, options, registeredOn)
  const events: readonly (readonly [RegisterField, PlainDate | undefined])[] = [
    ['registered_on', registeredOn],
    ['arrived_on', reader.day('arrived_on')],
    ['consented_on', reader.day('consented_on')],
    ['best_interests', isRecorded(reader) ? undefined : reader.day('best_interests')],
    ['died_on', reader.day('died_on')],
    ['departed_on', reader.day('departed_on')],
  ]
  const on = new Map(events)
  const diedOn = on.get('died_on')
  for (const [field, day] of events) {
    if (day === undefined) continue
    if (day > options.today) reader.fault(field, dateFault('future'))
    if (birth !== undefined && day < birth.earliest) {
      reader.fault(field, {
        code: 'before_birth',
        message: 'the date is before the birth of the person',
        help: 'check this date, the birth date and the calendar of both',
      })
    }
    if (field === 'departed_on' && diedOn !== undefined && day > diedOn) {
      reader.fault(field, {
        code: 'after_death',
        message: 'the departure is after the death of the person',
        help: 'check both dates',
      })
    }
  }
  return present({
    birth,
    registeredOn,
    arrivedOn: on.get('arrived_on'),
    consent: readConsent(reader, on.get('consented_on')),
    bestInterests: isRecorded(reader) ? 'recorded' : on.get('best_interests'),
    diedOn,
    departedOn: on.get('departed_on'),
  })
}

function isRecorded(reader: Reader): boolean {
  return reader.text('best_interests')?.toLowerCase() === 'recorded'
}

function readBirth(
  reader: Reader,
  options: RegisterOptions,
  registeredOn: PlainDate | undefined,
): ImportedPerson['birth'] {
  const calendar = reader.code('birth_calendar', CALENDAR_WORDS)
  const text = reader.text('birth_date')
  if (text === undefined) return undefined
  const ageOn = registeredOn ?? options.ageOn
  const found = parseBirthDate(text, {
    today: options.today,
    ...present({ ageOn, calendar, dayFirst: options.dayFirst }),
  })
  if (found.ok) return found.date
  reader.fault('birth_date', dateFault(found.why))
  return undefined
}

/** A consent needs its day (it must be newer than the last change, I8) and its States. */
function readConsent(reader: Reader, on: PlainDate | undefined): ImportedPerson['consent'] {
  const isAny = reader.text('consent_states')?.toLowerCase() === 'any'
  const states: ConsentStates = isAny ? 'any' : reader.states('consent_states')
  if (reader.isBlank('consent_states') && reader.isBlank('consented_on')) return undefined
  reader.require('consented_on', 'write the day on which the consent was signed')
  reader.require('consent_states', 'write the States the consent names, or ANY')
  return on === undefined ? undefined : { on, states }
}

const CASE_FIELDS = [
  'relationship',
  'primary_category',
  'secondary_category',
  'priority',
  'case_stage',
  'linked_case_ids',
] as const satisfies readonly RegisterField[]

function readCaseFacts(reader: Reader, warner: Reader, caseId: string | undefined): CaseFacts {
  const primary = reader.code('primary_category', CATEGORY_WORDS)
  const secondary = reader.code('secondary_category', CATEGORY_WORDS)
  const relationship = reader.code('relationship', RELATIONSHIP_WORDS)
  if (caseId !== undefined) {
    reader.require('relationship', 'write PA for the principal applicant, eRRF codes for others')
  } else if (reader.isBlank('case_id')) {
    const field = CASE_FIELDS.find((one) => !reader.isBlank(one))
    if (field !== undefined) warner.fault(field, NOT_IN_A_CASE)
  }
  for (const [field, category] of [
    ['primary_category', primary],
    ['secondary_category', secondary],
  ] as const) {
    if (category === 'OLD' || category === 'RLI') warner.fault(field, OLD_CATEGORY)
  }
  return present({
    relationship,
    primary,
    secondary,
    priority: reader.code('priority', PRIORITY_WORDS),
    priorityReason: reader.text('priority_reason'),
    stage: reader.code('case_stage', STAGE_WORDS),
  }) satisfies Present<CaseFacts>
}

const NOT_IN_A_CASE = {
  code: 'not_in_a_case',
  message: 'the row says something of a case and names no case; it is not used',
  help: 'add the case_id, or leave the cell empty',
}

const OLD_CATEGORY = {
  code: 'old_category',
  message: 'a category of older files that is no longer used',
  help: 'choose one of the current categories before the case is submitted',
}

function readLinks(reader: Reader, caseId: string | undefined): readonly LinkFacts[] {
  const text = reader.line('linked_case_ids')
  const kindOfRow = reader.code('link_kind', LINK_WORDS)
  if (text === undefined || caseId === undefined) return []
  const links: LinkFacts[] = []
  for (const item of text.split(/[;,|،؛]/).map((one) => one.trim())) {
    if (item === '') continue
    const colon = item.lastIndexOf(':')
    const kind = colon < 0 ? kindOfRow : LINK_WORDS.find(item.slice(colon + 1))
    const toCaseId = colon < 0 ? item : item.slice(0, colon).trim()
    if (kind === undefined) {
      reader.fault('linked_case_ids', {
        code: 'link_kind_missing',
        message: 'a link to a case does not say of which kind it is',
        help: `write case:kind with one of ${LINK_WORDS.values.join(', ')}`,
      })
    } else if (toCaseId === caseId) {
      reader.fault('linked_case_ids', {
        code: 'link_to_itself',
        message: 'the case is linked to itself',
        help: 'write the other case',
      })
    } else links.push({ toCaseId, kind, row: reader.row })
  }
  return links
}
