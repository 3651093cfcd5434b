import { z } from 'zod'
import { DomainError } from '../domain/errors.ts'

const empty = z.literal('').transform(() => undefined)

/** A part of an address that may be missing or empty. */
export function optional<T extends z.ZodType>(schema: T) {
  return z.union([empty, schema]).optional()
}

/** Years from 1000: PostgreSQL knows no year 0, and no event here is older. */
export const day = z.iso.date().refine((text) => text >= '1000', 'a day after the year 1000')

/**
 * The words of a search, in a body only. Addresses are kept: by browsers, by proxies, by whoever
 * copies them; and people are searched by their names.
 */
export const words = optional(z.string().max(200))

/** What an address may not say. */
export const noWords = z
  .undefined('Words of a search do not belong into an address. POST them, as JSON, to …/search.')
  .optional()

/** A page of rows, from 1. */
export const page = optional(z.coerce.number().int().min(1).max(1_000_000))

/** As JSON writes them: PostgreSQL's text takes no zero character and no half of a pair. */
const NO_TEXT = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f])/

/** What was asked, as the schema says it; `invalid_input` with every fault otherwise. */
export function readAsked<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  if (NO_TEXT.test(JSON.stringify(value) ?? ''))
    throw new DomainError(
      'invalid_input',
      'The request holds a zero character, or half of one. Take it out.',
    )
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const issues = result.error.issues.map((issue) => ({
    code: issue.code,
    path: issue.path.join('.'),
    message: issue.message,
  }))
  throw new DomainError('invalid_input', 'The request is not as it should be. See the issues.', {
    issues,
  })
}

/** No shape of ours is a tenth as deep; what walks it deeper would run out of stack. */
const MOST_LEVELS = 100

/** The body as JSON. */
export async function readBody(request: { json(): Promise<unknown> }): Promise<unknown> {
  let body: unknown
  try {
    body = await request.json()
  } catch {
    throw new DomainError('invalid_input', 'The request’s body is not JSON.')
  }
  if (isDeeper(body, MOST_LEVELS))
    throw new DomainError('invalid_input', 'The request’s body is nested too deeply.')
  return body
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  return levels === 0 || Object.values(value).some((one) => isDeeper(one, levels - 1))
}

export type Given<T> = { [Key in keyof T]?: Exclude<T[Key], undefined> }

export function withoutUndefined<T extends object>(value: T): Given<T> {
  return Object.fromEntries(
    Object.entries(value).filter(([, one]) => one !== undefined),
  ) as Given<T>
}
