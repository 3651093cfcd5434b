import type { ErrfVersion } from './code-lists.ts'
import { checkCase } from './check-case.ts'
import { rowsOf, textOf } from './document.ts'
import type { Fault, FindingList, Place } from './finding.ts'
import { shownId } from './finding.ts'
import { BATCH_TYPES } from './layout.ts'
import type { ErrfHead, ReadCase } from './read-xml.ts'

/** Checks cases one after another, and what they say together; keeps ids, no case. */
export class FileCheck {
  readonly #findings: FindingList
  readonly #version: ErrfVersion
  readonly #individuals = new Map<string, number>()
  readonly #ids = new Map<string, number>()
  readonly #numbers = new Map<string, number>()

  constructor(version: ErrfVersion, findings: FindingList) {
    this.#version = version
    this.#findings = findings
  }

  add(read: ReadCase): void {
    checkCase(read, this.#version, this.#findings)
    const group = rowsOf(read.case, 'dataProcessGroup')[0]
    const number = textOf(group, 'ProcessingGroupNumber')
    const caseNumber = shownId(number)
    const where: Place = {
      case: read.at,
      ...(caseNumber === undefined ? {} : { caseNumber }),
    }
    const line = group && read.lineOf(group, 'ProcessingGroupNumber')
    this.#unique(
      this.#numbers,
      number,
      'case_number_twice',
      'ProcessingGroupNumber',
      {
        ...where,
        block: 'dataProcessGroup',
        ...(line === undefined ? {} : { line }),
      },
      read.at,
    )
    for (const [at, row] of rowsOf(read.case, 'dataIndividual').entries()) {
      const guid = textOf(row, 'IndividualGUID')
      const individual = shownId(guid)
      const rowLine = read.lineOf(row)
      const place: Place = {
        ...where,
        block: 'dataIndividual',
        row: at + 1,
        ...(individual === undefined ? {} : { individual }),
        ...(rowLine === undefined ? {} : { line: rowLine }),
      }
      for (const [seen, field, code] of [
        [this.#individuals, 'IndividualGUID', 'individual_guid'],
        [this.#ids, 'IndividualID', 'individual_id'],
      ] as const) {
        const id = textOf(row, field)
        if (id === undefined) this.#findings.add({ ...place, field }, blankId(code, field))
        else this.#unique(seen, id, `${code}_twice`, field, place, read.at)
      }
    }
  }

  #unique(
    seen: Map<string, number>,
    id: string | undefined,
    code: string,
    field: string,
    place: Place,
    at: number,
  ): void {
    if (id === undefined) return
    const earlier = seen.get(id)
    if (earlier === undefined) seen.set(id, at)
    else
      this.#findings.add(
        { ...place, field },
        {
          code,
          severity: 'fatal',
          message: `${field} stands already in ${earlier === at ? 'this case' : `CASE[${earlier}]`}`,
          help: 'give each its own, or keep one of the two',
        },
      )
  }

  /** What the file says around its cases. */
  finish(head: ErrfHead): void {
    const place: Place = head.batchLine === undefined ? {} : { line: head.batchLine }
    const say = (fault: Fault): void => this.#findings.add(place, fault)
    if (head.isWhole && head.cases === 0) say(NO_CASE)
    if (!head.isWhole) return
    const batch = head.batchType?.trim()
    if (batch === undefined) say(BATCH_MISSING)
    else if (!(BATCH_TYPES as readonly string[]).includes(batch)) say(BATCH_UNKNOWN)
    else if (head.cases > 0 && batch !== batchTypeOf(head.cases)) say(batchOther(head.cases))
    if (this.#version === '2.8' && !head.hasNamespace && head.cases > 0)
      this.#findings.add({}, NO_NAMESPACE)
  }
}

/** `Single Submission` for one case, `Group Submission` for more. */
export function batchTypeOf(cases: number): string {
  return cases === 1 ? BATCH_TYPES[0] : BATCH_TYPES[1]
}

const NO_CASE: Fault = {
  code: 'no_case',
  severity: 'fatal',
  message: 'the file holds no case',
  help: 'choose the cases in the source and export them again',
}

const BATCH_MISSING: Fault = {
  code: 'batch_type_missing',
  severity: 'error',
  message: 'RRFBATCHTYPE with its GroupIndividualIndicator is missing',
  help: `write ${BATCH_TYPES.join(' or ')}`,
}

const BATCH_UNKNOWN: Fault = {
  ...BATCH_MISSING,
  code: 'batch_type_unknown',
  message: 'GroupIndividualIndicator is neither of its two values',
}

/** The published validator compares with the size of the case, by a slip: not more than a warning. */
function batchOther(cases: number): Fault {
  return {
    code: 'batch_type',
    severity: 'warning',
    message: `the file holds ${cases} ${cases === 1 ? 'case' : 'cases'} and does not say ${batchTypeOf(cases)}`,
    help: 'exporting it anew corrects this',
  }
}

const NO_NAMESPACE: Fault = {
  code: 'no_namespace',
  severity: 'warning',
  message: 'the file is of version 2.8 and names no namespace',
  help: 'most receivers do not look at it; exporting it anew adds it',
}

function blankId(code: string, field: string): Fault {
  return {
    code: `${code}_blank`,
    severity: 'fatal',
    message: `an individual has no ${field}`,
    help: 'export it again from its source; every individual has one',
  }
}
