import type { ErrfVersion } from './code-lists.ts'
import { hasCode } from './code-lists.ts'
import type { ErrfRow } from './document.ts'
import { textOf } from './document.ts'
import type { Fault } from './finding.ts'
import type { ErrfBlock, ErrfField } from './layout.ts'
import { photographFault } from './photograph.ts'
import { isOfType } from './xsd-types.ts'

/** Says a fault of one field, or of the row when no field is named. */
export type SayInRow = (field: string | undefined, fault: Fault) => void

/** Fields of 2.8 that its schema lets out and its validator asks for, by block. */
const ASKED_28: Readonly<Record<string, readonly string[]>> = {
  dataIndividual: ['GivenName', 'BirthCountryCode', 'ReligionCode', 'EthnicityCode'],
  dataAddress: ['LocationLevel1Description'],
  dataEducation: ['DegreeTypeCode'],
}

/** A value may be empty in these required fields (aliases; the phone stands elsewhere). */
const MAY_BE_BLANK: ReadonlySet<string> = new Set([
  'IndividualAliasLastName',
  'AddressCountry',
  'OccupationText',
  'OccupationCode',
  'EmploymentTypeCode',
])

/** Ids have rules of their own (check-case.ts). */
const isId = (field: string): boolean => /GUID|ProcessingGroupNumber/.test(field)

/** Checks one row against the schema of its version, the code lists and the rules of names. */
export function checkRow(
  row: ErrfRow,
  block: ErrfBlock,
  version: ErrfVersion,
  say: SayInRow,
): void {
  const asked = version === '2.8' ? (ASKED_28[block.name] ?? []) : []
  for (const field of block.fields) {
    const text = row[field.name]
    const required = field.required[version]
    if (text === undefined) {
      if (required === true) say(field.name, missing(field.name, version))
      else if (asked.includes(field.name)) say(field.name, askedFor(field.name))
    } else if (required === undefined) say(field.name, notInVersion(field.name, version))
    else if (text.trim() !== '') checkValue(text, field, version, say)
    else if (isTyped(field)) say(field.name, wrongType(field))
    else if (field.type === 'photograph') checkPhotograph(text, field, say)
    else if (asked.includes(field.name)) say(field.name, askedFor(field.name))
    else if (required && !isId(field.name) && !MAY_BE_BLANK.has(field.name))
      say(field.name, blank(field.name))
  }
  const isPhone = textOf(row, 'AddressType')?.toUpperCase() === 'TEL'
  if (isPhone && textOf(row, 'LocationLevel6') === undefined)
    say(
      'LocationLevel6',
      error(
        'phone_missing',
        'an address of type TEL has no phone number',
        'write it in LocationLevel6',
      ),
    )
}

function isTyped({ type }: ErrfField): boolean {
  return type === 'dateTime' || type === 'boolean' || type === 'short'
}

function checkValue(text: string, field: ErrfField, version: ErrfVersion, say: SayInRow): void {
  if (field.type === 'photograph') return checkPhotograph(text, field, say)
  if (!isOfType(text, field.type)) return say(field.name, wrongType(field))
  if (field.list !== undefined && !hasCode(field.list, version, text.trim()))
    say(field.name, {
      code: 'unknown_code',
      severity: 'error',
      message: `${field.name} holds a code that the list of version ${version} does not have; it is kept as written`,
      help: 'use a code of the list (docs/errf.md says which lists differ between the versions)',
    })
  if (field.isName === true) checkName(text, field, say)
}

function checkPhotograph(text: string, field: ErrfField, say: SayInRow): void {
  const fault = photographFault(text)
  if (fault !== undefined) say(field.name, fault)
}

function checkName(text: string, field: ErrfField, say: SayInRow): void {
  if (/\p{Nd}/u.test(text))
    say(
      field.name,
      error('name_with_digits', `${field.name} holds digits`, 'check that it holds a name'),
    )
  // Format characters are letters' servants in Arabic and Persian; what Java calls specials is not.
  if (/[\p{Cc}\p{Cn}\uFFF0-\uFFFF]/u.test(text))
    say(
      field.name,
      error(
        'name_unprintable',
        `${field.name} holds control or other unprintable characters`,
        'type the name anew',
      ),
    )
}

function error(code: string, message: string, help: string): Fault {
  return { code, severity: 'error', message, help }
}

function missing(field: string, version: ErrfVersion): Fault {
  return error(
    'field_missing',
    `${field} is missing; the schema of ${version} requires it`,
    'add it in its place',
  )
}

function askedFor(field: string): Fault {
  return error(
    'fact_missing',
    `${field} is missing; the schema lets it out, receivers of 2.8 refuse the case without it`,
    'fill it in the source',
  )
}

function blank(field: string): Fault {
  return error('field_blank', `${field} is empty and must not be`, 'fill it in the source')
}

function notInVersion(field: string, version: ErrfVersion): Fault {
  return error(
    'not_in_version',
    `${field} does not exist in version ${version}`,
    'send the file as version 2.8, or leave the field out',
  )
}

const TYPE_HELP: Readonly<Record<string, string>> = {
  dateTime: 'write a real day as 1990-01-31T00:00:00',
  boolean: 'write true or false',
  short: 'write a whole number',
}

function wrongType({ name, type }: ErrfField): Fault {
  return error('wrong_type', `${name} is no ${type}`, TYPE_HELP[type] ?? '')
}
