/** What kind of thing went wrong; the doors turn it into an HTTP status or an exit code. */
export type ErrorCode =
  | 'not_found'
  | 'not_signed_in'
  | 'not_allowed'
  | 'invalid_input'
  | 'conflict'
  | 'rule_broken'
  | 'unavailable'

/** One fault in what was handed in: where, what, and what would help. Never a name or birth date. */
export interface Issue {
  readonly code: string
  readonly message: string
  /** A place in structured input, e.g. `lines.3.offer`. */
  readonly path?: string
  /** A row as a spreadsheet shows it; the header is row 1. */
  readonly row?: number
  readonly column?: string
}

/** A field that somebody else set otherwise since it was looked at. Codes and days, no text. */
export interface Conflict {
  readonly field: string
  /** Whose field, by reference; absent: the case's own. */
  readonly person?: string
  readonly before: string
  readonly now: string
  readonly mine: string
}

/**
 * The one error of Onward. A message says what could not be done, why, and what would help;
 * it holds references and ids only, never a person's name, birth date or story.
 */
export class DomainError extends Error {
  readonly code: ErrorCode
  readonly issues: readonly Issue[]
  readonly conflicts: readonly Conflict[]

  constructor(
    code: ErrorCode,
    message: string,
    details: {
      readonly issues?: readonly Issue[]
      readonly conflicts?: readonly Conflict[]
      readonly cause?: unknown
    } = {},
  ) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause })
    this.name = 'DomainError'
    this.code = code
    this.issues = details.issues ?? []
    this.conflicts = details.conflicts ?? []
  }
}
