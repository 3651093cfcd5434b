import { act } from './at-work.ts'
import { mayDo, requireAccess } from '../domain/access.ts'
import type { CaseStatus } from '../domain/case.ts'
import { DomainError } from '../domain/errors.ts'
import { namedRecord } from '../domain/named-record.ts'
import type { EventDraft } from '../domain/event.ts'
import type { RecordableType } from '../domain/event-schema.ts'
import { isRecordable, needsPerson, parseEventData } from '../domain/event-schema.ts'
import type { PersonId, SubmissionId } from '../domain/ids.ts'
import type { PlainDate } from '../domain/plain-date.ts'
import { isPlainDate } from '../domain/plain-date.ts'
import { isActiveSubmission } from '../domain/submission.ts'
import type { StoredCase } from '../storage/cases.ts'
import { findCaseByReference } from '../storage/cases.ts'
import type { Tx } from '../storage/database.ts'
import { findPersonByReference, listPersons } from '../storage/persons.ts'
import { isOnTheWay } from '../storage/travellers.ts'
import type { Desk } from './desk.ts'
import { today } from './desk.ts'
import { caseNotFound } from './get-case.ts'
import { activityFor, recordInCase } from './record-in-case.ts'
import { refuseStale } from './refuse-stale.ts'

/** What a person writes down about a case: references, never ids. */
export interface HandRecord {
  readonly case: string
  readonly type: string
  readonly person?: string
  /** Without it today. */
  readonly on?: PlainDate
  readonly reason?: string
  readonly data?: unknown
  /** Of the case as it was seen; without one nobody is asked. */
  readonly version?: string
}

/** What whoever records may know, also without the right to read the case. */
export interface RecordedView {
  readonly case: string
  readonly event: RecordableType
  readonly status: CaseStatus
}

/** Records what happened to a case or one of its members. */
export async function recordByHand(desk: Desk, asked: HandRecord): Promise<RecordedView> {
  if (!isRecordable(asked.type))
    throw new DomainError(
      'invalid_input',
      `There is no event ${asked.type.slice(0, 60)} to record by hand. \`onward record --help\` lists them.`,
    )
  const type = asked.type
  requireAccess(desk.actor, activityFor(type))
  const on = asked.on ?? today(desk)
  if (!isPlainDate(on) || on > today(desk))
    throw new DomainError(
      'invalid_input',
      `${on} is no day, or lies after the operation’s today, ${today(desk)}.`,
    )
  const data = parseEventData(type, asked.data)
  const record = async (tx: Tx): Promise<RecordedView> => {
    const write = (all: Tx): Promise<RecordedView> =>
      recordOne(all, desk, { ...asked, type, on, data })
    if (desk.actor.role !== 'movement') return write(tx)
    // Movement sees travellers and no case; what is recorded of one is folded into the whole case.
    if (!(await isOnTheWay(tx, asked.case, asked.person))) throw caseNotFound(asked.case)
    return tx.asSystem(write)
  }
  return act(desk, activityFor(type), record, () => ({ event: type }))
}

async function recordOne(
  tx: Tx,
  desk: Desk,
  said: HandRecord & { readonly type: RecordableType; readonly on: PlainDate },
): Promise<RecordedView> {
  const { type, on, data, ...asked } = said
  const stored = await findCaseByReference(tx, asked.case, true)
  if (stored === undefined) throw caseNotFound(asked.case)
  const personId = await personOf(tx, type, asked)
  const submissionId = submissionOf(type, stored)
  const draft = {
    type,
    data: await resolve(tx, desk, type, data),
    effectiveOn: on,
    ...(asked.reason === undefined ? {} : { reason: asked.reason }),
    ...(personId === undefined ? {} : { personId }),
    ...(submissionId === undefined ? {} : { submissionId }),
  }
  if (type.startsWith('person.') && !stored.file.members.some((one) => one.personId === personId))
    throw new DomainError(
      'not_found',
      `There is no ${namedRecord('person', asked.person ?? '')} in ${namedRecord('case', asked.case)}. Name the case they are in.`,
    )
  await refuseTooEarly(tx, stored, personId, on)
  // Whoever may not read the case gets no fields of it by way of a conflict either.
  if (asked.version !== undefined && mayDo(desk.actor.role, 'case.read'))
    await refuseStale(tx, desk, stored, asked.version, draft as unknown as EventDraft)
  // The schema of each type yields that type's data (domain/event-schema.ts).
  const after = await recordInCase(tx, desk, asked.case, draft as unknown as EventDraft)
  await mirrorLink(tx, desk, stored, data, draft as unknown as EventDraft)
  return { case: asked.case, event: type, status: after.file.status }
}

/** Puts ids and the account's own handle where the event holds them. */
async function resolve(tx: Tx, desk: Desk, type: RecordableType, data: unknown): Promise<unknown> {
  if (type === 'case.rrf_drafted') return { drafter: desk.actor.handle }
  if (type === 'case.recommended') return { reviewer: desk.actor.handle }
  if (typeof data !== 'object' || data === null || !('case' in data)) return data
  const reference = String(data.case)
  const other = await findCaseByReference(tx, reference)
  if (other === undefined) throw caseNotFound(reference)
  const { case: _reference, ...rest } = data
  return { ...rest, toCaseId: other.file.id }
}

/** Nothing happens to a person before they are registered, or to a case before its referral. */
async function refuseTooEarly(
  tx: Tx,
  stored: StoredCase,
  personId: PersonId | undefined,
  on: PlainDate,
): Promise<void> {
  const person =
    personId === undefined ? undefined : (await listPersons(tx, [personId])).get(personId)
  const from = person?.file.registeredOn ?? stored.file.referredOn
  if (on >= from) return
  throw new DomainError(
    'invalid_input',
    `The day ${on} is before ${from}, when ${person === undefined ? 'the case was referred' : 'the person was registered'}. Check the day given with --on.`,
  )
}

/** Links are symmetrical: what is said of one side holds for the other. */
async function mirrorLink(
  tx: Tx,
  desk: Desk,
  stored: StoredCase,
  data: unknown,
  draft: EventDraft,
): Promise<void> {
  if (
    draft.type !== 'case.linked' &&
    draft.type !== 'case.link_waived' &&
    draft.type !== 'case.unlinked'
  )
    return
  const other = (data as { readonly case: string }).case
  const mirrored = { ...draft.data, toCaseId: stored.file.id }
  await recordInCase(tx, desk, other, { ...draft, data: mirrored } as EventDraft)
}

async function personOf(
  tx: Tx,
  type: RecordableType,
  asked: Pick<HandRecord, 'person'>,
): Promise<PersonId | undefined> {
  if (!needsPerson(type)) return undefined
  const stored = await findPersonByReference(tx, asked.person ?? '')
  if (stored !== undefined) return stored.person.id
  throw new DomainError(
    'not_found',
    `An event ${type} speaks of one member: there is no ${namedRecord('person', asked.person ?? '')} here. Name a member by reference.`,
  )
}

/** The submission that goes on, else the last one: what a person means without naming it. */
function submissionOf(type: RecordableType, { file }: StoredCase): SubmissionId | undefined {
  if (!type.startsWith('submission.') && !type.startsWith('travel.')) return undefined
  return (file.submissions.find(isActiveSubmission) ?? file.submissions.at(-1))?.id
}
