import type { ErrfVersion } from './code-lists.ts'

/** One row of a block: field to text, exactly as written. An absent field is an absent key. */
export type ErrfRow = Readonly<Record<string, string>>

/** One CASE: rows by block, in the order of the file. */
export type ErrfCase = Readonly<Record<string, readonly ErrfRow[]>>

/** What a file holds, neutral of XML and of Onward. */
export interface ErrfDocument {
  readonly version: ErrfVersion
  /** Absent when the file does not say. */
  readonly batchType?: string
  readonly cases: readonly ErrfCase[]
}

/** The rows of a block; none when the case has no such block. */
export function rowsOf(one: ErrfCase, block: string): readonly ErrfRow[] {
  return one[block] ?? []
}

/** What a field says; undefined when it is absent or blank. */
export function textOf(row: ErrfRow | undefined, field: string): string | undefined {
  const text = row?.[field]?.trim()
  return text === '' ? undefined : text
}
