import { requireAccess } from '../../domain/access.ts'
import { DomainError } from '../../domain/errors.ts'
import { consentCovers } from '../../domain/invariants.ts'
import { snapshotDifferences } from '../../domain/snapshot.ts'
import type { CorrectionView } from '../../domain/state-views.ts'
import { findCaseByReference } from '../../storage/cases.ts'
import type { Tx } from '../../storage/database.ts'
import type { NewSnapshot } from '../../storage/states/snapshots.ts'
import { insertSnapshots, listSnapshots, snapshotHash } from '../../storage/states/snapshots.ts'
import { insertActs } from '../../storage/states/state-acts.ts'
import type { StateSubmission } from '../../storage/states/state-submissions.ts'
import { listStateSubmissions } from '../../storage/states/state-submissions.ts'
import { act, lookNoted } from '../at-work.ts'
import { readCaseContext } from '../case-context.ts'
import type { Desk } from '../desk.ts'
import { today } from '../desk.ts'
import { caseNotFound } from '../get-case.ts'
import { notBeforeState } from './get-transmission.ts'
import { readWorld, snapshotNow } from './transmit.ts'

/** What a correction would send now, field by field, and what stops it; nothing is written. */
export async function previewCorrection(desk: Desk, reference: string): Promise<CorrectionView> {
  requireAccess(desk.actor, 'states.correct')
  const work = async (tx: Tx): Promise<WorkedOut> => workOut(tx, desk, reference, false)
  return (await lookNoted(desk, 'states.correct', work)).view
}

export interface CorrectionAsked {
  /** Why; the State reads it. */
  readonly reason: string
  /** Of the preview that was looked at; another content is not sent. */
  readonly sha256: string
}

const MOST_REASON = 500

/** Sends the case as it now is as the next version. The versions before stay readable. */
export async function sendCorrection(
  desk: Desk,
  reference: string,
  { reason, sha256 }: CorrectionAsked,
): Promise<CorrectionView> {
  requireAccess(desk.actor, 'states.correct')
  const why = reason.trim()
  if (why === '' || why.length > MOST_REASON)
    throw new DomainError(
      'invalid_input',
      `Say in 1 to ${MOST_REASON} letters why the correction is sent: the State reads it.`,
    )
  return act(desk, 'states.correct', async (tx) => {
    const { view, submission, made } = await workOut(tx, desk, reference, true)
    if (view.sha256 !== sha256)
      throw new DomainError(
        'conflict',
        `Nothing was sent: case ${view.case} is not as it was looked at. Look at the differences again.`,
      )
    if (view.stops.length > 0)
      throw new DomainError('rule_broken', `Nothing was sent: ${view.stops.join(' ')}`, {
        issues: view.stops.map((message) => ({ code: 'correction', message })),
      })
    const by = { actor: desk.actor.handle, recordedAt: desk.now().toISOString() }
    await insertSnapshots(tx, [{ ...made, ...by, reason: why }])
    const { submissionId, state } = submission
    const of = { submissionId, reference: view.case, site: made.site }
    const facts = { version: String(view.version), differences: String(view.differences.length) }
    await insertActs(tx, [{ state, kind: 'corrected', side: 'office', ...by, facts, of }])
    return view
  })
}

interface WorkedOut {
  readonly view: CorrectionView
  readonly submission: StateSubmission
  readonly made: Omit<NewSnapshot, 'actor' | 'recordedAt'>
}

async function workOut(
  tx: Tx,
  desk: Desk,
  reference: string,
  forUpdate: boolean,
): Promise<WorkedOut> {
  const stored = await findCaseByReference(tx, reference, forUpdate)
  if (stored === undefined) throw caseNotFound(reference)
  const [submission] = await listStateSubmissions(tx, [stored.reference])
  const file = stored.file.submissions.find((one) => one.id === submission?.submissionId)
  const last = (await listSnapshots(tx, submission ? [submission.submissionId] : [])).at(-1)
  if (submission === undefined || file === undefined || last === undefined)
    throw notBeforeState(reference)
  tx.touched.add(`submission:${submission.submissionId}`)
  const on = today(desk)
  const version = last.snapshot.version + 1
  const world = await readWorld(tx, [stored])
  const now = snapshotNow(world, stored, file, { version, on })
  const differences = snapshotDifferences(last.snapshot, now.snapshot)
  const { context } = await readCaseContext(tx, stored.file, on)
  const stops = consentCovers(stored.file, context.members, submission.state).map(
    (one) => one.message,
  )
  if (differences.length === 0)
    stops.unshift(`The State has everything of case ${stored.reference} as it is on file.`)
  const { id: caseId } = stored.file
  return {
    view: {
      case: stored.reference,
      state: submission.state,
      version,
      sha256: snapshotHash(now.snapshot),
      differences,
      stops,
    },
    submission,
    made: {
      ...now,
      caseId,
      submissionId: submission.submissionId,
      site: stored.site,
    },
  }
}
