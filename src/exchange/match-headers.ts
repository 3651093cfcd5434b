import { foldName } from '../identity/fold-name.ts'
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
  /** Headers that mean nothing here, as written. */
  readonly ignored: readonly string[]
}

export interface HeaderOptions {
  /** Field to header, for files whose headers say it in other words. It wins over the words. */
  readonly map?: Readonly<Record<string, string>>
}

/** Header and word compare without case, accents, blanks, underscores and signs. */
export function headerKey(text: string): string {
  return foldName(text).replaceAll(' ', '')
}

/** Finds the column of each field, in any order; what is missing, doubled or unknown is told. */
export function matchHeaders<Field extends string>(
  { header, headerRow }: { readonly header: readonly string[]; readonly headerRow: number },
  fields: readonly FieldSpec<Field>[],
  problems: ProblemList,
  options: HeaderOptions = {},
): MatchedHeaders<Field> {
  const keys = header.map(headerKey)
  const columns = mappedColumns({ header, keys, headerRow }, fields, problems, options.map ?? {})
  const mapped = new Set(columns.keys())
  const taken = new Set(columns.values())
  const fieldOf = new Map(
    fields.flatMap(({ field, words = [] }) =>
      [field, ...words].map((word): [string, Field] => [headerKey(word), field]),
    ),
  )
  const ignored: string[] = []
  for (const [at, key] of keys.entries()) {
    if (taken.has(at)) continue
    const field = fieldOf.get(key)
    if (field === undefined || mapped.has(field)) {
      if (key !== '') ignored.push(header[at] ?? '')
      continue
    }
    const earlier = columns.get(field)
    if (earlier === undefined) {
      columns.set(field, at)
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
  for (const { field, required } of fields) {
    if (required !== true || columns.has(field)) continue
    problems.add({
      code: 'missing_column',
      row: headerRow,
      column: field,
      message: `no column is ${field}`,
      help: `name a column ${field}, or map one with --map '{"${field}":"its header"}'`,
    })
  }
  return { columns, ignored }
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
