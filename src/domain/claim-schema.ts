import { z } from 'zod'
import { BODY_KINDS, BODY_NAME_KINDS } from './body.ts'
import { CLAIM_PARTS, HOP_RELATIONS, HOP_ROLES, STANCES, VALUE_KINDS } from './claim.ts'
import type { ClaimValue } from './claim.ts'
import { DomainError } from './errors.ts'
import { CATEGORICAL_MEASURES, isCounted, MEASURES } from './measure.ts'
import type { Measure } from './measure.ts'
import { CALENDARS } from './person.ts'

const MOST = 1_000_000_000
const day = z.iso.date()
const handle = z
  .string()
  .max(80)
  .regex(/^([a-z0-9][a-z0-9-]*|[A-Z]{3})$/, 'a handle in small letters, or a State’s code')
const slug = z
  .string()
  .max(80)
  .regex(/^[a-z0-9][a-z0-9-]*$/, 'small letters, digits and -')
const number = z.number().min(0).max(MOST)
const measures = [...Object.keys(MEASURES), ...CATEGORICAL_MEASURES] as unknown as readonly [
  Measure,
  ...Measure[],
]

/** Every bound may be written; `valueOf` keeps those that the kind has. */
const value = z
  .strictObject({
    kind: z.enum(VALUE_KINDS),
    low: number.optional(),
    point: number.optional(),
    high: number.optional(),
  })
  .transform((given, context): ClaimValue => {
    const fitted = fitValue(given)
    if (fitted !== undefined) return fitted
    context.addIssue({
      code: 'custom',
      message: `a value of kind ${given.kind} needs its bounds, in order, and no other`,
    })
    return z.NEVER
  })

type Given = { kind: ClaimValue['kind'] } & Partial<
  Record<'low' | 'point' | 'high', number | undefined>
>

function fitValue({ kind, low, point, high }: Given): ClaimValue | undefined {
  const has = (...wanted: readonly (number | undefined)[]): boolean =>
    wanted.every((one) => one !== undefined) &&
    wanted.length === [low, point, high].filter((one) => one !== undefined).length
  switch (kind) {
    case 'exact':
    case 'about':
      return has(point) ? { kind, point: point as number } : undefined
    case 'at_least':
      return has(low) ? { kind, low: low as number } : undefined
    case 'at_most':
      return has(high) ? { kind, high: high as number } : undefined
    case 'between': {
      if (low === undefined || high === undefined || low > high) return undefined
      if (point === undefined) return { kind, low, high }
      return low <= point && point <= high ? { kind, low, high, point } : undefined
    }
    case 'unquantified':
    case 'zero':
      return has() ? { kind } : undefined
  }
}

const Days = z
  .strictObject({ from: day, to: day, calendar: z.enum(CALENDARS).default('gregorian') })
  .refine(({ from, to }) => from <= to, 'the first day is after the last')

const Span = z.strictObject({
  part: z.enum(CLAIM_PARTS),
  start: z.number().int().min(0),
  end: z.number().int().min(1),
})

const HopInput = z
  .strictObject({
    agent: handle.optional(),
    role: z.enum(HOP_ROLES).optional(),
    relation: z.enum(HOP_RELATIONS),
    anonymous: z.boolean().default(false),
  })
  .transform(({ agent, role, ...rest }) => ({
    ...rest,
    ...(agent === undefined ? {} : { agent }),
    ...(role === undefined ? {} : { role }),
  }))

const StatementInput = z
  .strictObject({
    subject: handle,
    measure: z.enum(measures),
    population: slug.default('all'),
    place: handle,
    event: slug.optional(),
  })
  .transform(({ event, ...rest }) => (event === undefined ? rest : { ...rest, event }))

/** One claim as it is handed in; what is left out is filled in from its document. */
export const ClaimInput = z
  .strictObject({
    statement: StatementInput,
    value,
    asOf: Days,
    reportedOn: day.optional(),
    stance: z.enum(STANCES).default('asserts'),
    hops: z.array(HopInput).max(20).default([]),
    extractor: z.string().min(1).max(80).default('hand'),
    spans: z.array(Span).min(1).max(60),
  })
  .refine(
    ({ statement, value: { kind } }) => isCounted(statement.measure) || kind === 'unquantified',
    'what is said without a number has the value unquantified',
  )
export type ClaimInput = z.output<typeof ClaimInput>

const NameInput = z
  .strictObject({
    text: z.string().trim().min(1).max(200),
    language: z.string().min(2).max(35),
    script: z.string().regex(/^[A-Z][a-z]{3}$/, 'a script as Latn or Arab'),
    kind: z.enum(BODY_NAME_KINDS),
    from: z.string().max(10).optional(),
    to: z.string().max(10).optional(),
  })
  .transform(({ from, to, ...rest }) => ({
    ...rest,
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  }))

export const BodyInput = z.strictObject({
  handle,
  kind: z.enum(BODY_KINDS),
  names: z.array(NameInput).min(1).max(100),
})

const address = z.url({ protocol: /^https?$/ }).max(2000)

/** What is said beside a report or a series: of whom it speaks and who published it. */
export const ReportHead = z.object({
  publisher: handle,
  subject: handle,
  place: handle.optional(),
  event: slug.optional(),
  population: slug.optional(),
  language: z.string().min(2).max(35).optional(),
  url: address.optional(),
})

/** A file of claims by hand: bodies, and documents with what they claim. */
export const ClaimsFile = z.strictObject({
  bodies: z.array(BodyInput).max(10_000).default([]),
  documents: z
    .array(
      z.strictObject({
        publisher: handle,
        url: address.optional(),
        publishedOn: day,
        retrievedAt: z.iso.datetime().optional(),
        language: z.string().min(2).max(35),
        text: z.string().min(1).max(10_000_000),
        claims: z.array(ClaimInput).max(100_000),
      }),
    )
    .max(10_000)
    .default([]),
})
export type ClaimsFile = z.output<typeof ClaimsFile>

/** Checks what was handed in; `invalid_input` with every fault and its path. */
export function parseInput<Schema extends z.ZodType>(
  schema: Schema,
  given: unknown,
  what: string,
): z.output<Schema> {
  const result = schema.safeParse(given)
  if (result.success) return result.data
  throw new DomainError('invalid_input', `${what} is not as it should be; nothing was written.`, {
    issues: result.error.issues.map((issue) => ({
      code: issue.code,
      path: issue.path.join('.'),
      message: issue.message,
    })),
  })
}
