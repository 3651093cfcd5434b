import type { Activity } from '../domain/access.ts'
import { applyToCase } from '../domain/apply-to-case.ts'
import type { EventDraft, EventType, RecordedEvent } from '../domain/event.ts'
import { requireAllowed } from '../domain/guards.ts'
import type { PersonFile } from '../domain/person.ts'
import { applyToPerson } from '../domain/person.ts'
import { findCaseByReference, saveCases } from '../storage/cases.ts'
import type { StoredCase } from '../storage/cases.ts'
import type { Tx } from '../storage/database.ts'
import { appendEvents, stamp } from '../storage/event-log.ts'
import { savePersonFiles } from '../storage/persons.ts'
import { readCaseContext } from './case-context.ts'
import type { Desk } from './desk.ts'
import { caseNotFound } from './get-case.ts'

const REVIEWS: ReadonlySet<EventType> = new Set([
  'case.recommended',
  'case.returned',
  'case.not_recommended',
  'case.reopened',
  'case.link_waived',
])

/** What an account must be allowed to do to record an event of this type. */
export function activityFor(type: EventType): Activity {
  if (REVIEWS.has(type)) return 'case.review'
  if (type === 'submission.transmitted') return 'plan.approve'
  if (type.startsWith('submission.')) return 'submission.decide'
  if (type.startsWith('travel.')) return 'travel.record'
  return 'case.record'
}

/**
 * Records that something happened to a case, in a transaction of the caller, who has checked
 * access: the machine and the guards first, then the event, then what follows from it.
 */
export async function recordInCase(
  tx: Tx,
  desk: Desk,
  reference: string,
  draft: EventDraft,
): Promise<StoredCase> {
  const stored = await findCaseByReference(tx, reference, true)
  if (stored === undefined) throw caseNotFound(reference)
  const { context, persons } = await readCaseContext(tx, stored.file, draft.effectiveOn, draft)
  const asked = { ...draft, caseId: stored.file.id }
  requireAllowed(stored.file, asked, context)
  const event = stamp(asked, desk.actor.handle, desk.now().toISOString())
  const file = applyToCase(stored.file, stored.file.id, event) ?? stored.file
  const next = { ...stored, file }
  await appendEvents(tx, [event])
  await saveCases(tx, [next])
  await savePersonFiles(
    tx,
    changedFiles(
      [...persons.values()].map((one) => one.file),
      event,
    ),
  )
  return next
}

function changedFiles(files: readonly PersonFile[], event: RecordedEvent): readonly PersonFile[] {
  return files
    .filter((file) => file.id === event.personId)
    .map((file) => applyToPerson(file, event))
}
