/** What a backup says of itself: at its head what is in it, at its end how much came. */
import { z } from 'zod'
import { DomainError } from '../../domain/errors.ts'

/** The format of the archive; a later one may be refused, none is guessed. */
export const FORMAT = 1
export const HEAD = 'onward-backup.json'
/** Before the names of key files. */
export const KEYS = 'keys/'
export const TAIL = 'manifest.json'

const name = z.string().regex(/^[a-z_][a-z0-9_]{0,62}$/)

const head = z.object({
  format: z.int(),
  /** The program that wrote it. */
  program: z.string(),
  madeAt: z.string(),
  postgres: z.string(),
  /** The state of the tables, as schema_migrations says it. */
  schema: z.array(z.object({ id: z.string(), sha256: z.string() })),
  tables: z.array(z.object({ name, columns: z.array(name).min(1) })),
})
export type Head = z.infer<typeof head>

const tail = z.object({
  tables: z.array(z.object({ name, rows: z.int(), bytes: z.int(), sha256: z.string().length(64) })),
})
export type Tail = z.infer<typeof tail>

export function parseHead(content: Buffer | undefined): Head {
  const found = parsed(head, content)
  if (found.format > FORMAT)
    throw new DomainError(
      'unavailable',
      `The backup is in format ${found.format}, of a newer Onward (${found.program}); this one reads format ${FORMAT}. Use the newer version. Nothing was changed.`,
    )
  return found
}

export function parseTail(content: Buffer): Tail {
  return parsed(tail, content)
}

function parsed<T>(schema: z.ZodType<T>, content: Buffer | undefined): T {
  try {
    return schema.parse(JSON.parse(content?.toString('utf8') ?? ''))
  } catch {
    throw new DomainError(
      'invalid_input',
      'This is no backup of Onward: it opens, but what is in it is something else.',
    )
  }
}
