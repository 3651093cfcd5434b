import { hasCode, PLACEHOLDER } from './code-lists.ts'
import type { ErrfCase, ErrfDocument, ErrfRow } from './document.ts'
import type { Fault, FindingList, Place } from './finding.ts'
import { shownId } from './finding.ts'
import type { ErrfField } from './layout.ts'
import { BLOCKS } from './layout.ts'

/** Codes of 4.1 that 2.8 writes otherwise and that mean the same, by list. */
const SAME: ReadonlyMap<string, string> = new Map([
  ['criteria LFDS', 'LAS'],
  ['employment E', 'WorkExperience'],
  ['employment S', 'Skill'],
  ['employment NE', 'No Occupation'],
  ['marital P', 'PT'],
])

/** Lists of 2.8 in which a placeholder can become "unknown". */
const UNKNOWN: ReadonlySet<string> = new Set([
  'country',
  'sex',
  'marital',
  'religion',
  'ethnicity',
  'educationLevel',
  'degree',
  'languageLevel',
  'priority',
])

/**
 * Turns a document of 4.1 into one of 2.8 and says every value that changes or that 2.8 has no
 * code for. A document of 2.8 comes back as it is.
 */
export function toVersion28(document: ErrfDocument, notes: FindingList): ErrfDocument {
  if (document.version === '2.8') return document
  return {
    ...document,
    version: '2.8',
    cases: document.cases.map((one, at) => convertCase(one, at + 1, notes)),
  }
}

function convertCase(one: ErrfCase, at: number, notes: FindingList): ErrfCase {
  const blocks: Record<string, readonly ErrfRow[]> = {}
  for (const { name, fields } of BLOCKS) {
    const rows = one[name]
    if (rows === undefined) continue
    blocks[name] = rows.map((row, index) => {
      const individual = shownId(row['IndividualGUID'])
      const place: Place = {
        case: at,
        block: name,
        row: index + 1,
        ...(individual === undefined ? {} : { individual }),
      }
      return convertRow(row, fields, (field, fault) => notes.add({ ...place, field }, fault))
    })
  }
  return blocks
}

function convertRow(
  row: ErrfRow,
  fields: readonly ErrfField[],
  say: (field: string, fault: Fault) => void,
): ErrfRow {
  const kept: Record<string, string> = {}
  for (const field of fields) {
    const { name, list, required } = field
    const text = row[name]
    if (text === undefined) {
      // The schema of 2.8 wants the element; its validator then asks for the value.
      if (name === 'LocationLevel1Description' || name === 'ResettlementCriteria2Code')
        kept[name] = ''
      continue
    }
    const code = text.trim()
    const same = list === undefined ? undefined : SAME.get(`${list} ${code}`)
    if (same !== undefined) {
      kept[name] = same
      say(name, written(`${code} of version 4.1 is written as ${same} in 2.8`))
    } else if (list !== undefined && code === PLACEHOLDER) {
      const value = required['2.8'] === true && UNKNOWN.has(list) ? 'U' : undefined
      if (value !== undefined) kept[name] = value
      else if (required['2.8'] === true) kept[name] = ''
      say(
        name,
        written(`the placeholder of 4.1 is ${value === undefined ? 'left out' : 'written as U'}`),
      )
    } else {
      kept[name] = text
      if (
        list !== undefined &&
        code !== '' &&
        !hasCode(list, '2.8', code) &&
        hasCode(list, '4.1', code)
      )
        say(name, NO_CODE_28)
    }
  }
  return kept
}

function written(message: string): Fault {
  return {
    code: 'written_otherwise',
    severity: 'warning',
    message,
    help: 'nothing to do; the document keeps what 4.1 said',
  }
}

const NO_CODE_28: Fault = {
  code: 'no_code_in_28',
  severity: 'warning',
  message: 'a code that only version 4.1 has; it is written as it is, and a receiver may refuse it',
  help: 'choose the nearest code of 2.8 in the source',
}
