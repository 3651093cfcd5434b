import { UNWRITABLE } from './check-document.ts'
import type { ErrfVersion } from './code-lists.ts'
import type { ErrfCase, ErrfDocument, ErrfRow } from './document.ts'
import type { FindingList, Place } from './finding.ts'
import { BATCH_TYPES, findBlock, findField } from './layout.ts'
import { fitsXml } from './write-xml.ts'

/** The name of the neutral document, so that no other JSON is taken for one. */
const FORMAT = 'onward-errf'

/** A document as JSON, piece by piece: a line for each case. */
export function* writeDocument({ version, batchType, cases }: ErrfDocument): Generator<string> {
  const batch = batchType === undefined ? '' : `,"batchType":${JSON.stringify(batchType)}`
  yield `{"format":"${FORMAT}","version":"${version}"${batch},"cases":[\n`
  for (const [at, one] of cases.entries())
    yield `${JSON.stringify(one)}${at === cases.length - 1 ? '' : ','}\n`
  yield ']}\n'
}

/** Reads a document; undefined with findings when the text is none. */
export function readDocument(text: string, findings: FindingList): ErrfDocument | undefined {
  const value = parse(text)
  if (!isObject(value) || value['format'] !== FORMAT || !isVersion(value['version'])) {
    findings.add({}, NO_DOCUMENT)
    return undefined
  }
  const { version, batchType, cases } = value
  if (!Array.isArray(cases)) {
    findings.add({}, NO_DOCUMENT)
    return undefined
  }
  const read = cases.map((one: unknown, at) => readCase(one, at + 1, findings))
  return {
    version,
    ...(BATCH_TYPES.includes(batchType as (typeof BATCH_TYPES)[number])
      ? { batchType: batchType as string }
      : {}),
    cases: read,
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isVersion(value: unknown): value is ErrfVersion {
  return value === '4.1' || value === '2.8'
}

function readCase(value: unknown, at: number, findings: FindingList): ErrfCase {
  const blocks: Record<string, ErrfRow[]> = {}
  if (!isObject(value)) {
    findings.add({ case: at }, NO_DOCUMENT)
    return blocks
  }
  for (const [block, rows] of Object.entries(value)) {
    if (findBlock(block) === undefined || !Array.isArray(rows)) {
      findings.add({ case: at }, UNKNOWN_PART)
      continue
    }
    blocks[block] = rows.map((row: unknown, index) =>
      readRow(row, { case: at, block, row: index + 1 }, findings),
    )
  }
  return blocks
}

function readRow(value: unknown, place: Place, findings: FindingList): ErrfRow {
  const row: Record<string, string> = {}
  for (const [field, text] of Object.entries(isObject(value) ? value : { '': '' })) {
    if (findField(place.block ?? '', field) === undefined || typeof text !== 'string')
      findings.add(place, UNKNOWN_PART)
    else if (!fitsXml(text)) findings.add({ ...place, field }, UNWRITABLE)
    else row[field] = text
  }
  return row
}

const NO_DOCUMENT = {
  code: 'no_document',
  severity: 'fatal',
  message: 'this is no document that `onward errf import --document` wrote',
  help: 'write one from an eRRF first (docs/errf.md)',
} as const

const UNKNOWN_PART = {
  code: 'unknown_element',
  severity: 'fatal',
  message:
    'a block or field that the eRRF does not have, or whose value is no text; it would be lost',
  help: 'take it out, or correct its spelling',
} as const
