import { z } from 'zod'
import { DomainError } from '../../domain/errors.ts'
import { DECISION_REASONS, DEFERRAL_REASONS } from '../../domain/submission.ts'
import { ANSWERS_FORMAT } from './transmission-file.ts'

const empty = z.literal('').transform(() => undefined)
const said = <T extends z.ZodType>(schema: T) => z.union([empty, schema]).optional()
const handle = z.string().min(1).max(40)
const sha256 = z.string().regex(/^[0-9a-f]{64}$/)

const Answers = z.strictObject({
  format: z.literal(ANSWERS_FORMAT),
  file: handle,
  word: z.string().min(20).max(100),
  cases: z
    .array(
      z.strictObject({
        case: handle,
        version: z.number().int().min(1),
        sha256,
        answer: said(z.enum(['acknowledge', 'consider', 'defer', 'return', 'lapse'])),
        why: said(z.enum(DEFERRAL_REASONS)),
        until: said(z.iso.date()),
        reasonKind: said(z.enum(DECISION_REASONS)),
        question: said(z.string().max(4_000)),
        members: z
          .array(
            z.strictObject({
              person: handle,
              decision: said(z.enum(['accepted', 'denied'])),
              reasonKind: said(z.enum(DECISION_REASONS)),
            }),
          )
          .max(200)
          .optional(),
      }),
    )
    .min(1)
    .max(10_000),
})

/** Answers as a State filled them in; what it left empty is absent. */
export type Answers = z.output<typeof Answers>

const MOST_BYTES = 50_000_000

/** Reads answers; `invalid_input` with every fault and its path. No value of the file is repeated. */
export function parseAnswers(text: string): Answers {
  if (text.length > MOST_BYTES)
    throw new DomainError('invalid_input', 'The file of answers is larger than 50 MB.')
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new DomainError('invalid_input', 'The answers are not JSON. Send the template filled in.')
  }
  const result = Answers.safeParse(value)
  if (result.success) return result.data
  throw new DomainError(
    'invalid_input',
    'The answers are not as the template has them. See the issues.',
    {
      issues: result.error.issues.map((issue) => ({
        code: issue.code,
        path: issue.path.join('.'),
        message: 'This is not what the template allows here.',
      })),
    },
  )
}
