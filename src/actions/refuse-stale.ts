import { caseVersion, conflictsOf, eventsOfVersion } from '../domain/case-version.ts'
import { DomainError } from '../domain/errors.ts'
import type { EventDraft } from '../domain/event.ts'
import type { StoredCase } from '../storage/cases.ts'
import type { Tx } from '../storage/database.ts'
import { listEventsOfCases, stamp } from '../storage/event-log.ts'
import { listPersons } from '../storage/persons.ts'
import type { Desk } from './desk.ts'

/**
 * Throws `conflict` with every field when somebody else has, since this version of the case was
 * seen, set otherwise what the event would set. Nothing of either is lost: the event was not
 * recorded, and may be sent again with the version of now.
 */
export async function refuseStale(
  tx: Tx,
  desk: Desk,
  stored: StoredCase,
  version: string,
  draft: EventDraft,
): Promise<void> {
  const events = await listEventsOfCases(tx, [stored.file.id])
  if (caseVersion(events) === version) return
  const seen = eventsOfVersion(events, version)
  if (seen === undefined)
    throw new DomainError(
      'conflict',
      `Not recorded: case ${stored.reference} is not as you saw it; something that you saw was taken back. Look at it anew.`,
    )
  const mine = stamp(
    { ...draft, caseId: stored.file.id },
    desk.actor.handle,
    desk.now().toISOString(),
  )
  const found = conflictsOf(stored.file.id, seen, events, mine)
  if (found.length === 0) return
  const persons = await listPersons(
    tx,
    found.flatMap((one) => one.personId ?? []),
  )
  const by = [...new Set(events.slice(seen.length).map((event) => event.actor))]
  throw new DomainError(
    'conflict',
    `Not recorded: since you looked at case ${stored.reference}, ${by.join(', ')} set the same otherwise. Compare the fields; to record yours all the same, send it again with the version of now.`,
    {
      conflicts: found.map(({ personId, ...fields }) => {
        const person = personId && persons.get(personId)?.person.reference
        return { ...fields, ...(person && { person }) }
      }),
    },
  )
}
