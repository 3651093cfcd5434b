import { requireAccess } from '../../domain/access.ts'
import type { AuditNote } from '../../domain/audit.ts'
import { DomainError } from '../../domain/errors.ts'
import type { StateCode } from '../../domain/state-code.ts'
import type { ActKind, StateActView } from '../../domain/state-views.ts'
import { isActiveSubmission } from '../../domain/submission.ts'
import type { StoredCase } from '../../storage/cases.ts'
import { findCaseByReference } from '../../storage/cases.ts'
import type { Tx } from '../../storage/database.ts'
import { insertActs } from '../../storage/states/state-acts.ts'
import type { StateSubmission } from '../../storage/states/state-submissions.ts'
import { listStateSubmissions } from '../../storage/states/state-submissions.ts'
import { look } from '../at-work.ts'
import type { Desk } from '../desk.ts'

/** The State whose liaison this is. */
export function stateOf(desk: Desk): StateCode {
  const { state, handle } = desk.actor
  if (state !== undefined) return state
  throw new DomainError(
    'not_allowed',
    `Account ${handle} works for no State. An administrator sets one.`,
  )
}

/** One answer for what is another State’s, not there, and not there any more. */
export function notInRoom(reference: string): DomainError {
  return new DomainError(
    'not_found',
    `There is no case ${reference} in this room. It shows what was transmitted to your State and is not closed there.`,
  )
}

/** A submission of the own State, found with the liaison's own rights. */
export async function findOwn(tx: Tx, desk: Desk, reference: string): Promise<StateSubmission> {
  const own = await listStateSubmissions(tx, [reference.toUpperCase()])
  const found = own.find((one) => one.state === desk.actor.state)
  if (found === undefined) throw notInRoom(reference)
  return found
}

export interface AtCase {
  readonly submission: StateSubmission
  readonly stored: StoredCase
}

/**
 * The one door from the room to cases. What the liaison names is first found with their own rights,
 * then looked at again and recorded with the program's, for that submission only.
 */
export async function throughDoor<T>(
  desk: Desk,
  references: readonly string[],
  work: (tx: Tx, at: readonly AtCase[]) => Promise<T>,
): Promise<T> {
  requireAccess(desk.actor, 'room.act')
  const state = stateOf(desk)
  const own = await look(desk, async (tx) => {
    const found: StateSubmission[] = []
    for (const reference of new Set(references)) found.push(await findOwn(tx, desk, reference))
    return found
  })
  return desk.db.asSystem().write(desk.operation.id, async (tx) => {
    const at: AtCase[] = []
    // In one order, so that two who name the same cases do not wait for each other.
    for (const { reference, submissionId } of own.toSorted((a, b) =>
      a.reference < b.reference ? -1 : 1,
    )) {
      const stored = await findCaseByReference(tx, reference, true)
      const submission = (await listStateSubmissions(tx, [reference])).find(
        (one) => one.submissionId === submissionId && one.state === state,
      )
      if (stored === undefined || submission === undefined) throw notInRoom(reference)
      at.push({ submission, stored })
    }
    tx.note(noteOf(desk, at))
    return work(tx, at)
  })
}

function noteOf(desk: Desk, at: readonly AtCase[]): AuditNote {
  const { handle, role, state = '' } = desk.actor
  return {
    kind: 'change',
    action: 'room.act',
    by: { handle, role },
    subjects: at.map((one) => `submission:${one.submission.submissionId}` as const),
    facts: { state },
  }
}

/** Puts an act of the State into the offices' inbox. */
export async function noteAct(
  tx: Tx,
  desk: Desk,
  kind: ActKind,
  facts: Readonly<Record<string, string>>,
  at?: AtCase,
): Promise<void> {
  await insertActs(tx, [
    {
      state: stateOf(desk),
      kind,
      side: 'state',
      actor: desk.actor.handle,
      recordedAt: desk.now().toISOString(),
      facts,
      ...(at === undefined
        ? {}
        : {
            of: {
              submissionId: at.submission.submissionId,
              reference: at.submission.reference,
              site: at.stored.site,
            },
          }),
    },
  ])
}

/** What the liaison is told after an act: of the own submission only. */
export function actView(
  { reference, file }: StoredCase,
  { submissionId }: StateSubmission,
): StateActView {
  const submission = file.submissions.find((one) => one.id === submissionId)
  if (submission === undefined) throw new TypeError('The case lost a submission.')
  return {
    case: reference,
    status: submission.status,
    ...(submission.decision === undefined ? {} : { decision: submission.decision }),
    closed: !isActiveSubmission(submission) || file.status === 'closed',
  }
}
