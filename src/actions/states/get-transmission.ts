import { requireAccess } from '../../domain/access.ts'
import { snapshotDifferences } from '../../domain/snapshot.ts'
import type { MessageView, TransmissionView, VersionView } from '../../domain/state-views.ts'
import type { Tx } from '../../storage/database.ts'
import type { StoredSnapshot } from '../../storage/states/snapshots.ts'
import { listSnapshots } from '../../storage/states/snapshots.ts'
import type { StateMessage } from '../../storage/states/state-messages.ts'
import { listMessages } from '../../storage/states/state-messages.ts'
import type { StateSubmission } from '../../storage/states/state-submissions.ts'
import { listStateSubmissions } from '../../storage/states/state-submissions.ts'
import { DomainError } from '../../domain/errors.ts'
import { lookNoted } from '../at-work.ts'
import type { Desk } from '../desk.ts'
import { today } from '../desk.ts'
import { findOwn, stateOf } from './room-door.ts'
import { stateRow } from './state-rows.ts'

/** What the liaison's State was sent of a case, every version, with its own decisions and the thread. */
export async function getOwnTransmission(desk: Desk, reference: string): Promise<TransmissionView> {
  requireAccess(desk.actor, 'room.read')
  stateOf(desk)
  return lookNoted(desk, 'room.read', async (tx) => {
    const submission = await findOwn(tx, desk, reference)
    return viewTransmission(tx, desk, submission, 'state')
  })
}

/** The same as the offices see it: what lies before a State now. */
export async function getTransmission(desk: Desk, reference: string): Promise<TransmissionView> {
  requireAccess(desk.actor, 'states.read')
  return lookNoted(desk, 'states.read', async (tx) => {
    const [submission] = await listStateSubmissions(tx, [reference.toUpperCase()])
    if (submission === undefined) throw notBeforeState(reference)
    return viewTransmission(tx, desk, submission, 'office')
  })
}

export function notBeforeState(reference: string): DomainError {
  return new DomainError(
    'not_found',
    `Case ${reference.slice(0, 40)} is not before a State with a snapshot of Onward. \`onward case\` shows where it stands.`,
  )
}

async function viewTransmission(
  tx: Tx,
  desk: Desk,
  submission: StateSubmission,
  reader: 'state' | 'office',
): Promise<TransmissionView> {
  tx.touched.add(`submission:${submission.submissionId}`)
  const stored = await listSnapshots(tx, [submission.submissionId])
  const last = stored.at(-1)
  if (last === undefined) throw new TypeError('A submission in the room has a snapshot.')
  const { members: transmitted, ...head } = last.snapshot
  const references = new Map(
    stored.flatMap(({ snapshot, personIds }) =>
      personIds.map((id, at) => [id, snapshot.members[at]?.person] as const),
    ),
  )
  const row = stateRow(submission, { head, persons: transmitted.length }, today(desk))
  return {
    ...row,
    state: submission.state,
    ...(submission.decidedOn === undefined ? {} : { decidedOn: submission.decidedOn }),
    versions: stored.map((one, at) => viewVersion(one, stored[at - 1])).toReversed(),
    decisions: submission.members.flatMap(({ personId, ...said }) => {
      const person = references.get(personId)
      return person === undefined ? [] : [{ person, ...said }]
    }),
    messages: (await listMessages(tx, submission.submissionId)).map((one) =>
      viewMessage(one, reader),
    ),
  }
}

function viewVersion(
  { snapshot, sha256, recordedAt, reason }: StoredSnapshot,
  before: StoredSnapshot | undefined,
): VersionView {
  return {
    snapshot,
    sha256,
    sentAt: recordedAt,
    ...(reason === undefined ? {} : { reason }),
    differences: before === undefined ? [] : snapshotDifferences(before.snapshot, snapshot),
  }
}

/** A State is told the names of its own people only, the offices those of both. */
function viewMessage(
  { side, recordedAt, message, actor }: StateMessage,
  reader: 'state' | 'office',
): MessageView {
  const isNamed = reader === 'office' || side === 'state'
  return { side, at: recordedAt, text: message, ...(isNamed ? { by: actor } : {}) }
}
