import { createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { DomainError } from '../domain/errors.ts'
import type { Issue } from '../domain/errors.ts'
import { readDocument, writeDocument } from '../exchange/errf/document-json.ts'
import { FindingList } from '../exchange/errf/finding.ts'
import { readErrfDocument } from '../exchange/errf/read-errf.ts'
import { toVersion28 } from '../exchange/errf/to-version-28.ts'
import { writeErrfXml } from '../exchange/errf/write-xml.ts'
import { StopReading, xmlText } from '../exchange/errf/xml-text.ts'
import type { ReadProgress } from './open-errf.ts'
import { errfIssues, openErrf, refuseErrf } from './open-errf.ts'

/** A file turned into another; nobody's register is touched. */
export interface ConvertedErrf {
  readonly file: string
  readonly out: string
  readonly cases: number
  /** What a receiver may refuse, and what was written otherwise. */
  readonly notes: readonly Issue[]
}

/** Writes the neutral JSON document of an eRRF: every value as it stands there. */
export async function errfToDocument(
  path: string,
  out: string,
  stdin: AsyncIterable<Uint8Array>,
  onProgress: ReadProgress = () => {},
): Promise<ConvertedErrf> {
  const { name, size, bytes } = await openErrf(path, stdin)
  const reading = await readErrfDocument(bytes, (read) => onProgress(read, size))
  const { document, findings } = reading
  if (document === undefined) return refuseErrf(name, findings, 'No document was written')
  await writePieces(writeDocument(document), out)
  return { file: name, out, cases: document.cases.length, notes: errfIssues(findings) }
}

/** Writes the eRRF 2.8 of a neutral document, and says what 2.8 writes otherwise. */
export async function documentToErrf(
  path: string,
  out: string,
  stdin: AsyncIterable<Uint8Array>,
): Promise<ConvertedErrf> {
  const { name, bytes } = await openErrf(path, stdin)
  const notes = new FindingList()
  const document = readDocument(await textOf(bytes), notes)
  if (document === undefined || notes.counts.fatal > 0)
    return refuseErrf(name, notes.list(), 'No eRRF was written')
  const { cases, batchType } = toVersion28(document, notes)
  await writePieces(writeErrfXml(cases, batchType), out)
  return { file: name, out, cases: cases.length, notes: errfIssues(notes.list()) }
}

/** The whole text, in UTF-8 and never more than the limit. */
async function textOf(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: string[] = []
  try {
    for await (const part of xmlText(bytes)) parts.push(part)
  } catch (error) {
    if (!(error instanceof StopReading)) throw error
    const { message, help } = error.fault
    throw new DomainError('invalid_input', `No eRRF was written: ${message}. To go on, ${help}.`)
  }
  return parts.join('')
}

/** Writes beside the file first, so that it is there whole or not at all; `-` is standard output. */
export async function writePieces(pieces: Iterable<string>, out: string): Promise<void> {
  if (out === '-') {
    await pipeline(Readable.from(pieces), process.stdout, { end: false })
    return
  }
  const beside = `${out}.part-${process.pid}`
  try {
    await pipeline(Readable.from(pieces), createWriteStream(beside, { flags: 'wx', mode: 0o600 }))
    await rename(beside, out)
  } catch (error) {
    await rm(beside, { force: true })
    throw new DomainError(
      'unavailable',
      'The file could not be written. Check that its folder exists, may be written to and has room.',
      { cause: error },
    )
  }
}
