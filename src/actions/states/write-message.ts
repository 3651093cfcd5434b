import { requireAccess } from '../../domain/access.ts'
import { DomainError } from '../../domain/errors.ts'
import { insertActs } from '../../storage/states/state-acts.ts'
import { insertMessage } from '../../storage/states/state-messages.ts'
import { listStateSubmissions } from '../../storage/states/state-submissions.ts'
import { act } from '../at-work.ts'
import { caseNotFound } from '../get-case.ts'
import type { Desk } from '../desk.ts'
import { noteAct, throughDoor } from './room-door.ts'

export const MOST_LETTERS = 4_000

function checked(text: string): string {
  const trimmed = text.trim()
  if (trimmed !== '' && trimmed.length <= MOST_LETTERS) return trimmed
  throw new DomainError(
    'invalid_input',
    `A message has from 1 to ${MOST_LETTERS} letters; this one has ${trimmed.length}.`,
  )
}

/** The State asks about a case, or answers. */
export async function askAsState(desk: Desk, reference: string, text: string): Promise<void> {
  const message = checked(text)
  await throughDoor(desk, [reference], async (tx, [at]) => {
    if (at === undefined) throw new TypeError('A door opens to the case that was named.')
    const { submissionId, state } = at.submission
    await insertMessage(tx, {
      submissionId,
      state,
      site: at.stored.site,
      side: 'state',
      actor: desk.actor.handle,
      recordedAt: desk.now().toISOString(),
      message,
    })
    await noteAct(tx, desk, 'asked', {}, at)
  })
}

/** The offices answer a State, or ask it something; only that State reads it. */
export async function answerState(desk: Desk, reference: string, text: string): Promise<void> {
  requireAccess(desk.actor, 'states.answer')
  const message = checked(text)
  await act(desk, 'states.answer', async (tx) => {
    const [submission] = await listStateSubmissions(tx, [reference.toUpperCase()])
    if (submission === undefined) throw caseNotFound(reference)
    const { submissionId, state, site } = submission
    const by = { actor: desk.actor.handle, recordedAt: desk.now().toISOString() }
    await insertMessage(tx, { submissionId, state, site, side: 'office', message, ...by })
    const of = { submissionId, reference: submission.reference, site }
    await insertActs(tx, [{ state, kind: 'answered', side: 'office', ...by, of }])
    tx.touched.add(`submission:${submissionId}`)
  })
}
