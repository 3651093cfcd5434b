import { foldName } from '../identity/fold-name.ts'
import { guessHeaders } from './guess-headers.ts'
import { fieldOfTag } from './hxl.ts'
import type { ProblemList } from './problem.ts'

/** A field of the import and the words by which a header can mean it. */
export interface FieldSpec<Field extends string> {
  readonly field: Field
  /** Other headers that mean this field, in any case, with blanks or underscores. */
  readonly words?: readonly string[]
  readonly required?: true
}

export interface MatchedHeaders<Field extends string> {
  readonly columns: ReadonlyMap<Field, number>
  readonly headers: HeaderReading
  /** Headers that mean nothing here, as written. */
  readonly ignored: readonly string[]
}

/** A field and the header, as written, that means it. */
export interface FieldHeader {
  readonly field: string
  readonly header: string
  /** A map of the person, a hashtag under the header, or a word that is known. */
  readonly by: 'map' | 'tag' | 'word'
}

/** How the headers of a file were understood. */
export interface HeaderReading {
  readonly matched: readonly FieldHeader[]
  /** What a header may mean; it is not used until a person says so. */
  readonly guesses: readonly Guess[]
}

export interface Guess {
  readonly field: string
  readonly header: string
}

export const NO_HEADERS: HeaderReading = { matched: [], guesses: [] }

export interface HeaderOptions {
  /**
   * Field to header, for files whose headers say it in other words. It wins over the words; an
   * empty header means that no column is the field.
   */
  readonly map?: Readonly<Record<string, string>>
}

/** Header and word compare without case, accents, blanks, underscores and signs. */
export function headerKey(text: string): string {
  return foldName(text).replaceAll(' ', '')
}

interface Headed {
  readonly header: readonly string[]
  readonly headerRow: number
  /** HXL hashtags, one for each column. */
  readonly tags?: readonly string[]
}

/** Finds the column of each field, in any order; what is missing, doubled or unknown is told. */
export function matchHeaders<Field extends string>(
  { header, headerRow, tags = [] }: Headed,
  fields: readonly FieldSpec<Field>[],
  problems: ProblemList,
  options: HeaderOptions = {},
): MatchedHeaders<Field> {
  const keys = header.map(headerKey)
  const columns = mappedColumns({ header, keys, headerRow }, fields, problems, options.map ?? {})
  const by = new Map<Field, FieldHeader['by']>([...columns.keys()].map((field) => [field, 'map']))
  for (const [at, tag] of tags.entries()) {
    const tagged = fieldOfTag(tag)
    const field = fields.find((one) => one.field === tagged)?.field
    if (field === undefined || columns.has(field) || [...columns.values()].includes(at)) continue
    columns.set(field, at)
    by.set(field, 'tag')
  }
  const left = fields.filter((one) => one.required !== true && options.map?.[one.field] === '')
  const known = new Set([...columns.keys(), ...left.map(({ field }) => field)])
  const taken = new Set(columns.values())
  const fieldOf = wordsOf(fields)
  const unread: number[] = []
  for (const [at, key] of keys.entries()) {
    if (taken.has(at)) continue
    const field = fieldOf.get(key) ?? sameInEveryPart(header[at] ?? '', fieldOf)
    if (field === undefined || known.has(field)) {
      if (key !== '') unread.push(at)
      continue
    }
    const earlier = columns.get(field)
    if (earlier === undefined) {
      columns.set(field, at)
      by.set(field, 'word')
      continue
    }
    const same = keys[earlier] === key
    problems.add({
      code: same ? 'duplicate_header' : 'two_columns_for_field',
      row: headerRow,
      column: header[at] ?? '',
      message: same
        ? 'two columns have this header'
        : `this column and "${header[earlier]}" both mean ${field}`,
      help: `rename one of them, or choose one with --map '{"${field}":"…"}'`,
    })
  }
  const open = fields.filter((one) => !columns.has(one.field) && !left.includes(one))
  const ignored = unread.map((at) => header[at] ?? '')
  const guesses = guessHeaders(ignored, open)
  tellMissing(open, guesses, headerRow, problems)
  const matched = fields.flatMap(({ field }): FieldHeader[] => {
    const at = columns.get(field)
    return at === undefined
      ? []
      : [{ field, header: header[at] ?? '', by: by.get(field) ?? 'word' }]
  })
  return { columns, ignored, headers: { matched, guesses } }
}

/** Field by the key of each of its words. */
function wordsOf<Field extends string>(
  fields: readonly FieldSpec<Field>[],
): ReadonlyMap<string, Field> {
  return new Map(
    fields.flatMap(({ field, words = [] }) =>
      [field, ...words].map((word): [string, Field] => [headerKey(word), field]),
    ),
  )
}

/** A header in two languages, "Sex / الجنس", when each part alone means the same field. */
function sameInEveryPart<Field extends string>(
  header: string,
  fieldOf: ReadonlyMap<string, Field>,
): Field | undefined {
  const parts = header.split(/[/|\n()–]|\s-\s/).filter((part) => headerKey(part) !== '')
  const [first, ...others] = parts.map((part) => fieldOf.get(headerKey(part)))
  return others.length > 0 && others.every((one) => one === first) ? first : undefined
}

/** Whether a row names columns: two that are known, or one where there are hardly more. */
export function headerTest<Field extends string>(
  fields: readonly FieldSpec<Field>[],
  map: Readonly<Record<string, string>> = {},
): (cells: readonly string[]) => boolean {
  const fieldOf = wordsOf(fields)
  const mapped = new Set(Object.values(map).filter(Boolean).map(headerKey))
  return (cells) => {
    const keys = cells.map(headerKey).filter((key) => key !== '')
    const known = cells.filter((cell) => {
      const key = headerKey(cell)
      return fieldOf.has(key) || mapped.has(key) || sameInEveryPart(cell, fieldOf) !== undefined
    })
    return known.length >= 2 || (known.length === 1 && keys.length <= 2 && cells.length <= 2)
  }
}

function tellMissing<Field extends string>(
  open: readonly FieldSpec<Field>[],
  guesses: readonly Guess[],
  headerRow: number,
  problems: ProblemList,
): void {
  for (const { field, required } of open) {
    if (required !== true) continue
    const guess = guesses.find((one) => one.field === field)?.header ?? 'its header'
    problems.add({
      code: 'missing_column',
      row: headerRow,
      column: field,
      message: `no column is ${field}`,
      help: `name a column ${field}, or map one with --map '{"${field}":"${guess}"}'`,
    })
  }
}

interface HeaderKeys {
  readonly header: readonly string[]
  readonly keys: readonly string[]
  readonly headerRow: number
}

function mappedColumns<Field extends string>(
  { keys, headerRow }: HeaderKeys,
  fields: readonly FieldSpec<Field>[],
  problems: ProblemList,
  map: Readonly<Record<string, string>>,
): Map<Field, number> {
  const columns = new Map<Field, number>()
  for (const [name, wanted] of Object.entries(map)) {
    const spec = fields.find(({ field }) => headerKey(field) === headerKey(name))
    const at = keys.indexOf(headerKey(wanted))
    if (spec !== undefined && spec.required !== true && wanted === '') continue
    if (spec === undefined) {
      problems.add({
        code: 'unknown_field',
        message: `the map names ${name}, which is no field of this import`,
        help: `fields are ${fields.map(({ field }) => field).join(', ')}`,
      })
    } else if (at < 0) {
      problems.add({
        code: 'mapped_header_missing',
        row: headerRow,
        column: wanted,
        message: `the map sends ${name} to this header, and the file has no such header`,
        help: 'write the header as it stands in the file',
      })
    } else columns.set(spec.field, at)
  }
  return columns
}
