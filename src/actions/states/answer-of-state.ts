import { DomainError } from '../../domain/errors.ts'
import type { EventDraft } from '../../domain/event.ts'
import type { PlainDate } from '../../domain/plain-date.ts'
import { addDays, isPlainDate } from '../../domain/plain-date.ts'
import type { ActKind, StateActView } from '../../domain/state-views.ts'
import type { DecisionReason, DeferralReason } from '../../domain/submission.ts'
import type { StoredCase } from '../../storage/cases.ts'
import type { Tx } from '../../storage/database.ts'
import type { StateSubmission } from '../../storage/states/state-submissions.ts'
import type { Desk } from '../desk.ts'
import { today } from '../desk.ts'
import { recordInCase } from '../record-in-case.ts'
import { actView, noteAct, throughDoor } from './room-door.ts'

/** What a State can say of a whole submission. */
export type StateAnswer =
  | { readonly answer: 'acknowledge' | 'consider' | 'resume' }
  | { readonly answer: 'defer'; readonly why: DeferralReason; readonly until: PlainDate }
  /** Hands it back without having looked at it; counts as denied. */
  | { readonly answer: 'return'; readonly reasonKind?: DecisionReason }
  /** Takes an acceptance back. */
  | { readonly answer: 'lapse'; readonly reasonKind: DecisionReason }

const KIND = {
  acknowledge: 'acknowledged',
  consider: 'considered',
  resume: 'resumed',
  defer: 'deferred',
  return: 'returned',
  lapse: 'lapsed',
} as const satisfies Readonly<Record<StateAnswer['answer'], ActKind>>

/** A deferral longer than this is asked anew. */
const MOST_DEFERRED_DAYS = 366

/** The State acknowledges, considers, defers, resumes, returns or takes back, as its own word. */
export async function answerOfState(
  desk: Desk,
  reference: string,
  answer: StateAnswer,
): Promise<StateActView> {
  if (answer.answer === 'defer') refuseOddClock(answer.until, today(desk))
  return throughDoor(desk, [reference], async (tx, [at]) => {
    if (at === undefined) throw new TypeError('A door opens to the case that was named.')
    const after = await recordAnswer(tx, desk, at.submission, answer)
    const { answer: said, ...facts } = answer
    await noteAct(tx, desk, KIND[said], facts, at)
    return actView(after, at.submission)
  })
}

export function refuseOddClock(until: PlainDate, on: PlainDate): void {
  if (isPlainDate(until) && until > on && until <= addDays(on, MOST_DEFERRED_DAYS)) return
  throw new DomainError(
    'invalid_input',
    `A deferral runs until a day after today (${on}), at most ${MOST_DEFERRED_DAYS} days on. Name such a day.`,
  )
}

/** Records what a State said, whoever brings it: its liaison, or a reviewer with its file. */
export async function recordAnswer(
  tx: Tx,
  desk: Desk,
  submission: StateSubmission,
  answer: StateAnswer,
): Promise<StoredCase> {
  let after: StoredCase | undefined
  for (const draft of draftsOf(submission, answer)) {
    const at = { effectiveOn: today(desk), submissionId: submission.submissionId }
    after = await recordInCase(tx, desk, submission.reference, { ...draft, ...at } as EventDraft)
  }
  if (after === undefined) throw new TypeError('An answer records at least one event.')
  return after
}

type Draft = Pick<EventDraft, 'type' | 'data' | 'reason'>

function draftsOf({ status }: StateSubmission, answer: StateAnswer): readonly Draft[] {
  switch (answer.answer) {
    case 'acknowledge':
      return [{ type: 'submission.acknowledged', data: {} }]
    case 'consider':
      return [{ type: 'submission.considered', data: {} }]
    case 'resume':
      return [{ type: 'submission.resumed', data: {} }]
    case 'defer': {
      const { why, until } = answer
      const deferred: Draft = { type: 'submission.deferred', data: { why, until } }
      // A deferral is prolonged by ending it and deferring again.
      return status === 'deferred'
        ? [{ type: 'submission.resumed', data: {} }, deferred]
        : [deferred]
    }
    case 'return':
      return [
        {
          type: 'submission.returned_unconsidered',
          data: {},
          ...(answer.reasonKind === undefined ? {} : { reason: answer.reasonKind }),
        },
      ]
    case 'lapse':
      return [{ type: 'submission.lapsed', data: {}, reason: answer.reasonKind }]
  }
}
