import type { ErrorCode } from '../domain/errors.ts'
import type { ContentfulStatusCode } from 'hono/utils/http-status'

/** The one table from error code to HTTP status. */
export const STATUS_OF: Readonly<Record<ErrorCode, ContentfulStatusCode>> = {
  not_found: 404,
  not_signed_in: 401,
  not_allowed: 403,
  invalid_input: 400,
  conflict: 409,
  rule_broken: 422,
  unavailable: 503,
}
