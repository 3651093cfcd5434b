import type { Issue } from '../../domain/errors.ts'
import { idForMessage, MOST_PROBLEMS_KEPT } from '../problem.ts'

/**
 * `fatal`: the file or the case cannot be taken. `error`: a receiver's validator refuses it; it
 * can be imported and the value is kept. `warning`: worth a look.
 */
export type Severity = 'fatal' | 'error' | 'warning'

/** Where in a file: ordinals from 1, line of the XML. */
export interface Place {
  readonly case?: number
  /** The case number, when it looks like one. */
  readonly caseNumber?: string
  readonly block?: string
  readonly row?: number
  /** The GUID of the individual, when it looks like one. */
  readonly individual?: string
  readonly field?: string
  readonly line?: number
}

/** One fault: where, what, and what would help. Never a value of the file. */
export interface Finding extends Place {
  readonly code: string
  readonly severity: Severity
  readonly message: string
  readonly help: string
}

/** What is wrong, without its place. */
export type Fault = Pick<Finding, 'code' | 'severity' | 'message' | 'help'>

/** Gathers findings of a whole file; all are counted, the first 10,000 of each severity kept. */
export class FindingList {
  readonly #kept: Finding[] = []
  readonly #counts = { fatal: 0, error: 0, warning: 0 }

  add(place: Place, { code, severity, message, help }: Fault): void {
    this.#counts[severity] += 1
    if (this.#counts[severity] <= MOST_PROBLEMS_KEPT)
      this.#kept.push({ code, severity, ...place, message, help })
  }

  /** Keeps why reading ended, whatever was found before. */
  addLast(place: Place, { code, message, help }: Fault): void {
    this.#counts.fatal += 1
    this.#kept.push({ code, severity: 'fatal', ...place, message, help })
  }

  get total(): number {
    const { fatal, error, warning } = this.#counts
    return fatal + error + warning
  }

  get counts(): Readonly<Record<Severity, number>> {
    return this.#counts
  }

  /** In the order of the file; what concerns all of it first. */
  list(): readonly Finding[] {
    return this.#kept.toSorted(
      (one, other) => (one.case ?? 0) - (other.case ?? 0) || (one.line ?? 0) - (other.line ?? 0),
    )
  }
}

/** `CASE[2] 123-00001/dataIndividual[3] 0a1b…/DateofBirth, line 120` */
export function pathOf(place: Place): string {
  const steps: string[] = []
  if (place.case !== undefined)
    steps.push(`CASE[${place.case}]${place.caseNumber === undefined ? '' : ` ${place.caseNumber}`}`)
  if (place.block !== undefined) {
    const row = place.row === undefined ? '' : `[${place.row}]`
    const who = place.individual === undefined ? '' : ` ${place.individual}`
    steps.push(`${place.block}${row}${who}`)
  }
  if (place.field !== undefined) steps.push(place.field)
  const line = place.line === undefined ? [] : [`line ${place.line}`]
  return [...(steps.length > 0 ? [steps.join('/')] : []), ...line].join(', ')
}

/** A finding as every door shows it. */
export function findingIssue(finding: Finding): Issue {
  const path = pathOf(finding)
  return {
    code: finding.code,
    message: `${finding.message} — ${finding.help}`,
    ...(path === '' ? {} : { path }),
  }
}

/** An id of the file as a message may show it; absent when it could be something else. */
export function shownId(text: string | undefined): string | undefined {
  const id = text?.trim().replace(/^\{(.*)\}$/, '$1')
  return id !== undefined && idForMessage(id) === id ? id : undefined
}
