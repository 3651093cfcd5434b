import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Issue } from '../domain/errors.ts'
import { DomainError } from '../domain/errors.ts'
import type { BatchId } from '../domain/ids.ts'
import type { PlainDate } from '../domain/plain-date.ts'
import type { HeaderReading } from '../exchange/match-headers.ts'
import type { Problem } from '../exchange/problem.ts'
import type { Tx } from '../storage/database.ts'
import type { ChangeView } from './preview-changes.ts'

export interface ImportOptions {
  /** Field to header, where a header is not in the field's words. */
  readonly map?: Readonly<Record<string, string>>
  /** The name of a saved mapping. */
  readonly mapping?: string
  readonly dayFirst?: boolean
  /** Of a workbook, by name; without one the first. */
  readonly sheet?: string
  /** Bytes read of all bytes, then rows written of all rows. */
  readonly onProgress?: (done: number, total: number) => void
}

/** What a file would change, and every problem that stops it. */
export interface ImportReport {
  readonly path: string
  readonly file: string
  readonly sha256: string
  readonly rows: number
  readonly counts: Readonly<Record<string, number>>
  readonly problems: readonly Issue[]
  readonly problemCount: number
  readonly warnings: readonly Issue[]
  readonly ignoredColumns: readonly string[]
  /** Which header means which field, and what other headers may mean: that is not used. */
  readonly headers: HeaderReading
  /** Saved mappings that fit the headers and were not used. */
  readonly fittingMappings: readonly string[]
  /** What would change, field by field: the first 10,000. Empty once written. */
  readonly changes: readonly ChangeView[]
  readonly changeCount: number
  /** Set once written. */
  readonly batch?: string
  /** Set once a register is written. */
  readonly parked?: ParkedPairs
}

export type OnProgress = (done: number, total: number) => void

export interface CommitOptions {
  /** Goes on though many of the new persons are likely on file already. */
  readonly allowDuplicates?: boolean
}

/** Pairs that an import parked in the review queue, and new persons who are likely on file. */
export interface ParkedPairs {
  readonly pairs: number
  readonly suspected: number
  /** There are pairs with records of sites where the account does not work: a reviewer looks. */
  readonly elsewhere: boolean
}

/** A checked file, ready to be written or dropped. */
export interface PreparedImport {
  readonly report: ImportReport
  /** Writes all or nothing; `invalid_input` when the report has problems. */
  commit(onProgress?: OnProgress, options?: CommitOptions): Promise<ImportReport>
}

/** What an import keeps beside the register, in the same transaction and batch. */
export interface Beside {
  /** Whether it says anything that is not kept already. */
  readonly isNews: (tx: Tx) => Promise<boolean>
  readonly save: (tx: Tx, batchId: BatchId) => Promise<void>
}

/** A report of what was written: the values are on file now, and go nowhere else. */
export function writtenReport(
  report: ImportReport,
  batch: string | undefined,
  parked?: ParkedPairs,
): ImportReport {
  return { ...report, changes: [], ...(batch && { batch }), ...(parked && { parked }) }
}

/** A file on its way in. */
export interface OpenedFile {
  readonly name: string
  /** In bytes. */
  readonly size: number
  /** To be read once, from beginning to end. */
  readonly bytes: AsyncIterable<Buffer>
  /** Of the bytes that were read. */
  sha256(): string
}

/** A file that came whole, by HTTP. */
export interface SentFile {
  readonly name: string
  readonly bytes: Uint8Array
}

/** Opens a file to be imported, by its path or as it was sent. */
export function openSource(source: string | SentFile): Promise<OpenedFile> | OpenedFile {
  if (typeof source === 'string') return openImportFile(source)
  const { name, bytes } = source
  const sha256 = (): string => createHash('sha256').update(bytes).digest('hex')
  return { name, size: bytes.length, bytes: pieces(bytes), sha256 }
}

async function* pieces(bytes: Uint8Array): AsyncIterable<Buffer> {
  const size = 65_536
  for (let at = 0; at < bytes.length; at += size) yield Buffer.from(bytes.subarray(at, at + size))
}

/** Opens a file to be imported; `not_found` when it cannot be read. */
export async function openImportFile(path: string): Promise<OpenedFile> {
  const name = basename(path)
  const found = await stat(path).catch(() => undefined)
  if (found?.isFile() !== true)
    throw new DomainError('not_found', `The file ${name} cannot be read. Check its path.`)
  const hash = createHash('sha256')
  const bytes = hashed(createReadStream(path), hash)
  return { name, size: found.size, bytes, sha256: () => hash.digest('hex') }
}

/** Passes bytes on and hashes them on the way. */
export async function* hashed<T extends Uint8Array>(
  source: AsyncIterable<T>,
  hash: { update(bytes: T): unknown },
): AsyncGenerator<T> {
  for await (const bytes of source) {
    hash.update(bytes)
    yield bytes
  }
}

/** What reading a table of our own needs to know. */
export function readingOptions(
  { size }: OpenedFile,
  today: PlainDate,
  { map, dayFirst, sheet, onProgress }: ImportOptions,
): {
  readonly today: PlainDate
  readonly map?: Readonly<Record<string, string>>
  readonly dayFirst?: boolean
  readonly sheet?: string
  readonly onBytes: (bytes: number) => void
} {
  return {
    today,
    ...(map === undefined ? {} : { map }),
    ...(dayFirst === undefined ? {} : { dayFirst }),
    ...(sheet === undefined ? {} : { sheet }),
    onBytes: (bytes) => onProgress?.(bytes, size),
  }
}

/** What is wrong and what would help, in one sentence. */
export function toIssue({ help, ...issue }: Problem): Issue {
  return { ...issue, message: `${issue.message} — ${help}` }
}

/** A guess that is unsure is said, and not used. */
export function guessIssues({ guesses }: HeaderReading): readonly Issue[] {
  return guesses.map(({ field, header }) => ({
    code: 'unsure_header',
    column: header,
    message: `This header may mean ${field}; it is not used. If it does, say so with --map '${JSON.stringify({ [field]: header })}'.`,
  }))
}

/** Throws `invalid_input` with every problem of the file. */
export function refuseProblems(report: ImportReport): void {
  if (report.problemCount === 0) return
  throw new DomainError(
    'invalid_input',
    `Nothing was written: ${report.file} has ${report.problemCount} problems. Correct them and import it again.`,
    { issues: report.problems },
  )
}
