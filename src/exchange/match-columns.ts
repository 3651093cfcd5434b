import { foldName } from '../identity/fold-name.ts'
import type { Field } from '../identity/linkage/field.ts'
import { headerKey } from './match-headers.ts'
import type { Problem } from './problem.ts'
import { REGISTER_FIELDS } from './register-fields.ts'

/** A column of a table to be matched: which field it fills. */
export interface MatchColumn {
  readonly at: number
  readonly header: string
  readonly field: Field
}

/** What each column of a table is taken for. */
export interface MatchColumns {
  /** Where the ids of records stand; absent: their row numbers are used. */
  readonly id?: number
  readonly household?: number
  /** Year, month and day of birth where each has a column of its own. */
  readonly birthParts?: readonly [year: number, month: number, day: number]
  readonly columns: readonly MatchColumn[]
  /** Headers of columns that are not compared. */
  readonly ignored: readonly string[]
}

const field = (name: string, kind: Field['kind'], shared = false): Field => ({ name, kind, shared })

/** Fields with a meaning of their own, and the words for them beside those of a register. */
const FIELDS: readonly (readonly [field: Field, words: string])[] = [
  [field('given', 'name'), 'given name,fname,forenames,christian name,givenname'],
  [field('family', 'name', true), 'sname,family,last,lname'],
  [field('father', 'name', true), 'father'],
  [field('grandfather', 'name', true), 'grandfather'],
  [field('mother', 'name', true), ''],
  [field('whole', 'name'), 'person name,whole'],
  [field('birth', 'date'), 'birth,date birth,birthday,born,day of birth'],
  [field('sex', 'code'), ''],
  [
    field('place', 'code', true),
    'region,state,province,governorate,district,camp,county,location,country,region code,place',
  ],
  [
    field('document', 'number'),
    'document number,passport,passport no,passport number,national id,national id number,id number,id card,soc sec id,ssn,social security number,document',
  ],
  [field('phone', 'number', true), 'phone number,telephone,mobile,tel,هاتف,تلفن'],
  [field('postcode', 'number', true), 'zip,zipcode,postal code,zip code'],
  [field('house_number', 'number', true), 'street number,house no,building number'],
]

/** Registers' own fields by name, as they are called here; fields not named here are not compared. */
const REGISTER_NAMES: Readonly<Record<string, string>> = {
  given_name: 'given',
  father_name: 'father',
  grandfather_name: 'grandfather',
  mother_name: 'mother',
  family_name: 'family',
  full_name: 'whole',
  name_original: 'whole',
  sex: 'sex',
  birth_date: 'birth',
  nationality: 'nationality',
  person_id: 'id',
  household_id: 'household',
}

const ID_WORDS = 'id,rec id,record id,unique id,uid,row id,person id,individual id,index,key'
const HOUSEHOLD_WORDS = 'household,household id,family id,family group,hh id,hhid'
/** Columns that hold the answer in tables made for testing: evidence from them would be none. */
const TRUTH_WORDS =
  'cluster,cluster id,entity,entity id,true id,truth,label,match id,is match,ent id'
const ADDRESS =
  /^(address|addr|street|suburb|city|town|village|birthplace|placeofbirth|adresse|rue|ville)/

type Meaning = Field | 'id' | 'household' | 'ignore'

const MEANINGS: ReadonlyMap<string, Meaning> = new Map([
  ...REGISTER_FIELDS.flatMap(({ field: name, words = [] }) => {
    const known = REGISTER_NAMES[name]
    const meaning: Meaning | undefined =
      known === 'id' || known === 'household'
        ? known
        : known === 'nationality'
          ? field('nationality', 'code', true)
          : FIELDS.find(([one]) => one.name === known)?.[0]
    return meaning === undefined
      ? []
      : [name, ...words].map((word): [string, Meaning] => [headerKey(word), meaning])
  }),
  ...FIELDS.flatMap(([one, words]) =>
    [one.name, ...words.split(',').filter((word) => word !== '')].map((word): [string, Meaning] => [
      headerKey(word),
      one,
    ]),
  ),
  ...ID_WORDS.split(',').map((word): [string, Meaning] => [headerKey(word), 'id']),
  ...HOUSEHOLD_WORDS.split(',').map((word): [string, Meaning] => [headerKey(word), 'household']),
  ...TRUTH_WORDS.split(',').map((word): [string, Meaning] => [headerKey(word), 'ignore']),
])

const YEAR = new Set(['birthyear', 'yearofbirth', 'yob', 'by', 'byear'])
const MONTH = new Set(['birthmonth', 'monthofbirth', 'mob', 'bm', 'bmonth'])
const DAY = new Set(['birthday', 'dayofbirth', 'bd', 'bday'])

/**
 * Takes each column for a field by its header, and by what its first rows hold where the header
 * says nothing. `sample`: the first rows.
 */
export function guessColumns(
  header: readonly string[],
  sample: readonly (readonly string[])[],
): MatchColumns {
  const keys = header.map(headerKey)
  const at = (words: ReadonlySet<string>): number => keys.findIndex((key) => words.has(key))
  const parts = [at(YEAR), at(MONTH), at(DAY)] as const
  const hasParts = parts.every((one) => one >= 0)
  const taken: Taken = { columns: [], ignored: [] }
  for (const [place, key] of keys.entries()) {
    if (hasParts && parts.includes(place)) continue
    const values = sample.map((row) => row[place]?.trim() ?? '')
    take(taken, place, header[place] ?? '', meaningOf(key, values))
  }
  if (taken.id === undefined) {
    const first = taken.columns.find(
      (one) => one.field.kind === 'number' && headerKey(one.header).endsWith('id'),
    )
    if (first?.at === 0) {
      taken.id = 0
      taken.columns.splice(taken.columns.indexOf(first), 1)
    }
  }
  return { ...taken, ...(hasParts ? { birthParts: parts } : {}) }
}

interface Taken {
  id?: number
  household?: number
  readonly columns: MatchColumn[]
  readonly ignored: string[]
}

function take(taken: Taken, at: number, header: string, meaning: Meaning): void {
  if (meaning === 'ignore') taken.ignored.push(header)
  else if (meaning === 'id' || meaning === 'household') {
    if (taken[meaning] === undefined) taken[meaning] = at
    else taken.ignored.push(header)
  } else taken.columns.push({ at, header, field: meaning })
}

/** A share of the rows from which a pattern is taken for the column's. */
const MOST = 0.8

function meaningOf(key: string, values: readonly string[]): Meaning {
  const known = MEANINGS.get(key)
  if (known !== undefined) return known
  const filled = values.filter((value) => value !== '')
  if (key === '' || filled.length === 0) return 'ignore'
  if (ADDRESS.test(key)) return field(key, 'text', true)
  const share = (pattern: RegExp): number =>
    filled.filter((value) => pattern.test(value)).length / filled.length
  const distinct = new Set(filled).size / filled.length
  if (share(/^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}$|^(19|20|13)\d{6}$/) > MOST)
    return /birth|dob|naiss|nac/.test(key) ? field('birth', 'date') : field(key, 'code', true)
  if (share(/\d/) > MOST && share(/^[\p{L}\d\s+()./-]{1,30}$/u) > MOST)
    return field(key, 'number', !(distinct > 0.5 && share(/\d.*\d.*\d.*\d.*\d/) > MOST))
  if (distinct < 0.05 || (filled.length < 200 && distinct < 0.2)) return field(key, 'code', true)
  return field(key, 'text')
}

/** Columns as a person names them: field to header or headers, or header to field. */
export type ColumnMap = Readonly<Record<string, string | readonly string[]>>

/** Only the columns that the map names are compared; every fault of the map is told. */
export function mapColumns(
  header: readonly string[],
  map: ColumnMap,
): { readonly columns: MatchColumns; readonly problems: readonly Problem[] } {
  const keys = header.map(headerKey)
  const taken: Taken = { columns: [], ignored: [] }
  const problems: Problem[] = []
  const used = new Set<number>()
  for (const [left, right] of Object.entries(map))
    for (const other of typeof right === 'string' ? [right] : right) {
      const [name, wanted] = directionOf(left, other, keys)
      const at = keys.indexOf(headerKey(wanted))
      const meaning = mappedMeaning(name, wanted)
      if (at < 0) problems.push(missingHeader(wanted, name))
      else if (meaning === undefined) problems.push(unknownField(name))
      else {
        used.add(at)
        take(taken, at, header[at] ?? '', meaning)
      }
    }
  taken.ignored.push(...header.filter((name, at) => !used.has(at) && name !== ''))
  return { columns: taken, problems }
}

/** Whether an entry reads field → header or header → field: the side that is a header says. */
function directionOf(left: string, right: string, keys: readonly string[]): [string, string] {
  const isHeader = (text: string): boolean => keys.includes(headerKey(text))
  if (isHeader(right) && mappedMeaning(left, right) !== undefined) return [left, right]
  return isHeader(left) ? [right, left] : [left, right]
}

const KINDS = new Map<string, (name: string) => Field>([
  ['text', (name) => field(name, 'text')],
  ['address', (name) => field(name, 'text', true)],
  ['code', (name) => field(name, 'code', true)],
  ['category', (name) => field(name, 'code', true)],
  ['number', (name) => field(name, 'number')],
  ['identifier', (name) => field(name, 'number')],
  ['name', (name) => field(name, 'name')],
])

function mappedMeaning(name: string, header: string): Meaning | undefined {
  const key = headerKey(name)
  if (key === 'name') return MEANINGS.get('fullname')
  const ofKind = KINDS.get(foldName(name))
  return ofKind === undefined
    ? key === 'ignore'
      ? 'ignore'
      : MEANINGS.get(key)
    : ofKind(headerKey(header))
}

function missingHeader(wanted: string, name: string): Problem {
  return {
    code: 'mapped_header_missing',
    column: wanted,
    message: `the map takes this column for ${name}, and the file has no such column`,
    help: 'write the header as it stands in the file',
  }
}

function unknownField(name: string): Problem {
  return {
    code: 'unknown_field',
    message: `the map names ${name}, which is no field`,
    help: `fields are id, household, ${FIELDS.map(([one]) => one.name).join(', ')}, and text, address, code, number for any other column`,
  }
}
