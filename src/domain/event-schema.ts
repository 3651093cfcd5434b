import { z } from 'zod'
import { CASE_CLOSURES, CASE_HOLDS, LINK_KINDS } from './case.ts'
import { CATEGORY_CODES } from './category.ts'
import { DomainError } from './errors.ts'
import type { EventData } from './event.ts'
import { OUTCOME_EVIDENCE } from './outcome-evidence.ts'
import { ENGAGEMENTS, LOCATIONS, PROTECTION_STATUSES } from './person.ts'
import { PRIORITY_CODES } from './priority.ts'
import { DECISION_REASONS, DEFERRAL_REASONS } from './submission.ts'
import { CHECK_KINDS, CHECK_STATUSES } from './travel-check.ts'

const none = z.strictObject({})
const day = z.iso.date()
const state = z.string().regex(/^[A-Z]{3}$/, 'a State’s ISO code of three capital letters')
const evidence = z.enum(OUTCOME_EVIDENCE)
const text = z.string().trim().min(1).max(200)

/**
 * What a person can record by hand about a case or its members, with the data each event needs.
 * Case references stand where events hold case ids; the action resolves them.
 */
export const RECORDABLE = {
  'person.status_determined': z.strictObject({ status: z.enum(PROTECTION_STATUSES) }),
  'person.best_interests_recorded': none,
  'person.consented': z.strictObject({
    states: z.union([z.literal('any'), z.array(state).min(1).max(250)]),
    language: text.optional(),
  }),
  'person.consent_withdrawn': none,
  'person.changed_substantially': none,
  'person.moved': z.strictObject({ location: z.enum(LOCATIONS), safe: z.boolean() }),
  'person.engagement_recorded': z.strictObject({ engagement: z.enum(ENGAGEMENTS) }),
  'person.died': z.strictObject({ evidence: evidence.optional() }),
  'person.injured': z.strictObject({ evidence, severe: z.boolean() }),
  'person.missing': z.strictObject({ evidence }),
  'person.found': z.strictObject({ evidence }),
  'person.left': none,
  'case.categories_set': z.strictObject({
    primary: z.enum(CATEGORY_CODES),
    secondary: z.enum(CATEGORY_CODES),
  }),
  'case.priority_set': z.strictObject({ priority: z.enum(PRIORITY_CODES), justified: z.boolean() }),
  'case.linked': z.strictObject({ case: text, kind: z.enum(LINK_KINDS) }),
  'case.link_waived': z.strictObject({ case: text }),
  'case.unlinked': z.strictObject({ case: text }),
  'case.assessment_started': none,
  'case.reviewed': z.strictObject({ compositionVerified: z.boolean(), willing: z.boolean() }),
  'case.deprioritised': z.strictObject({ counselled: z.boolean() }),
  'case.interview_completed': z.strictObject({ membersListed: z.boolean(), interpreter: text }),
  'case.no_show': z.strictObject({ efforts: z.number().int().min(1).max(100) }),
  'case.rrf_drafted': none,
  'case.declaration_signed': none,
  'case.sent_to_review': none,
  'case.returned': z.strictObject({ substantial: z.boolean() }),
  'case.not_recommended': z.strictObject({ counselled: z.boolean() }),
  'case.recommended': none,
  'case.held': z.strictObject({ hold: z.enum(CASE_HOLDS) }),
  'case.resumed': none,
  'case.closed': z.strictObject({ closure: z.enum(CASE_CLOSURES) }),
  'case.reopened': none,
  'submission.acknowledged': none,
  'submission.considered': none,
  'submission.interview_scheduled': z.strictObject({ on: day }),
  'submission.interviewed': none,
  'submission.deferred': z.strictObject({ why: z.enum(DEFERRAL_REASONS), until: day.optional() }),
  'submission.resumed': none,
  'submission.withdrawn': none,
  'submission.returned_unconsidered': none,
  'submission.member_decided': z.strictObject({
    decision: z.enum(['accepted', 'denied']),
    reasonKind: z.enum(DECISION_REASONS).optional(),
  }),
  'submission.review_requested': none,
  'submission.upheld': none,
  'submission.overturned': none,
  'submission.lapsed': none,
  'travel.check_recorded': z.strictObject({
    kind: z.enum(CHECK_KINDS),
    status: z.enum(CHECK_STATUSES),
    issued: day.optional(),
    expires: day.optional(),
    document: text.optional(),
  }),
  'travel.booked': z.strictObject({ on: day }),
  'travel.boarded': z.strictObject({
    ourRole: z.enum(['facilitated', 'exit_permit_only', 'none']),
  }),
  'travel.transit_reached': none,
  'travel.arrived': none,
  'travel.offloaded': none,
  'travel.declined_offer': none,
  'travel.medical_hold': none,
  'travel.hold_lifted': none,
} as const satisfies Partial<Record<keyof EventData, z.ZodType>>

export type RecordableType = keyof typeof RECORDABLE

export function isRecordable(type: string): type is RecordableType {
  return Object.hasOwn(RECORDABLE, type)
}

/** Event types that speak of one person and need their reference. */
export function needsPerson(type: RecordableType): boolean {
  return (
    type.startsWith('person.') || type.startsWith('travel.') || type === 'submission.member_decided'
  )
}

/** Checks the data of an event by hand; `invalid_input` with every fault and its path. */
export function parseEventData<Type extends RecordableType>(
  type: Type,
  data: unknown,
): z.output<(typeof RECORDABLE)[Type]> {
  const result = RECORDABLE[type].safeParse(data ?? {})
  if (result.success) return result.data as z.output<(typeof RECORDABLE)[Type]>
  const fields = describeData(type)
  const takes = fields.length === 0 ? 'It takes none.' : `It takes ${fields.join(', ')}.`
  throw new DomainError(
    'invalid_input',
    `The data of ${type} are not as they should be. ${takes}`,
    {
      issues: result.error.issues.map((issue) => ({
        code: issue.code,
        path: issue.path.join('.'),
        message: issue.message,
      })),
    },
  )
}

interface FieldSchema {
  readonly enum?: readonly string[]
  readonly type?: string
  readonly format?: string
  readonly const?: string
  readonly anyOf?: readonly FieldSchema[]
}

/** The fields that an event's data hold, with what each takes; empty when it holds none. */
export function describeData(type: RecordableType): readonly string[] {
  const { properties = {}, required = [] } = z.toJSONSchema(RECORDABLE[type]) as {
    readonly properties?: Readonly<Record<string, FieldSchema>>
    readonly required?: readonly string[]
  }
  return Object.entries(properties).map(
    ([name, field]) => `${name}${required.includes(name) ? '' : '?'}: ${describeField(field)}`,
  )
}

function describeField(field: FieldSchema): string {
  if (field.enum !== undefined) return field.enum.join(' | ')
  if (field.const !== undefined) return field.const
  if (field.anyOf !== undefined) return field.anyOf.map(describeField).join(' or ')
  if (field.format === 'date') return 'YYYY-MM-DD'
  if (field.type === 'array') return 'list of State codes'
  return field.type === 'boolean' ? 'true | false' : (field.type ?? 'text')
}
