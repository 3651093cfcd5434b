import { DomainError } from '../../domain/errors.ts'
import type { PersonId } from '../../domain/ids.ts'
import type { StateActView } from '../../domain/state-views.ts'
import type { DecisionReason } from '../../domain/submission.ts'
import type { StoredCase } from '../../storage/cases.ts'
import type { Tx } from '../../storage/database.ts'
import { listSnapshots } from '../../storage/states/snapshots.ts'
import type { StoredSnapshot } from '../../storage/states/snapshots.ts'
import type { StateSubmission } from '../../storage/states/state-submissions.ts'
import type { Desk } from '../desk.ts'
import { today } from '../desk.ts'
import { recordInCase } from '../record-in-case.ts'
import { actView, noteAct, throughDoor } from './room-door.ts'

export interface MemberDecision {
  readonly person: string
  readonly decision: 'accepted' | 'denied'
  readonly reasonKind?: DecisionReason
}

export interface Decisions {
  /** The version that was looked at: a decision is on what was read. */
  readonly version: number
  readonly members: readonly MemberDecision[]
}

/** The State decides on members of a case; its own decision, so no second pair of eyes here. */
export async function decideMembers(
  desk: Desk,
  reference: string,
  decisions: Decisions,
): Promise<StateActView> {
  return throughDoor(desk, [reference], async (tx, [at]) => {
    if (at === undefined) throw new TypeError('A door opens to the case that was named.')
    const after = await recordDecisions(tx, desk, at.submission, decisions)
    const count = (decision: string): string =>
      String(decisions.members.filter((one) => one.decision === decision).length)
    const facts = {
      version: String(decisions.version),
      accepted: count('accepted'),
      denied: count('denied'),
    }
    await noteAct(tx, desk, 'decided', facts, at)
    return actView(after, at.submission)
  })
}

/** Records decisions that a State made, on the last version that it was sent. */
export async function recordDecisions(
  tx: Tx,
  desk: Desk,
  submission: StateSubmission,
  { version, members }: Decisions,
): Promise<StoredCase> {
  const last = (await listSnapshots(tx, [submission.submissionId])).at(-1)
  if (last === undefined) throw new TypeError('A submission in the room has a snapshot.')
  if (version !== last.snapshot.version)
    throw new DomainError(
      'conflict',
      `Case ${submission.reference}: version ${version} was decided on, but version ${last.snapshot.version} was sent since. Look at what differs, then decide.`,
    )
  const persons = new Set(members.map((one) => one.person))
  if (members.length === 0 || persons.size !== members.length)
    throw new DomainError('invalid_input', 'Name each member to decide on once.')
  let after: StoredCase | undefined
  for (const { person, decision, reasonKind } of members)
    after = await recordInCase(tx, desk, submission.reference, {
      type: 'submission.member_decided',
      effectiveOn: today(desk),
      submissionId: submission.submissionId,
      personId: personOf(last, person),
      data: { decision, ...(reasonKind === undefined ? {} : { reasonKind }) },
    })
  if (after === undefined) throw new TypeError('At least one member was decided on.')
  return after
}

function personOf({ snapshot, personIds }: StoredSnapshot, reference: string): PersonId {
  const id = personIds[snapshot.members.findIndex((one) => one.person === reference)]
  if (id !== undefined) return id
  throw new DomainError(
    'not_found',
    `There is no member ${reference.slice(0, 40)} in version ${snapshot.version} of case ${snapshot.case}. Name one of its own.`,
  )
}
