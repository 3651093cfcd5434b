import type { ErrorCode } from '../domain/errors.ts'

/** The one table from error code to exit code. 1 is a bug in Onward, 130 an interruption. */
export const EXIT_CODE: Readonly<Record<ErrorCode, number>> = {
  invalid_input: 2,
  not_found: 3,
  not_allowed: 4,
  conflict: 5,
  rule_broken: 6,
  unavailable: 7,
  not_signed_in: 8,
}
