import type { PlainDate } from '../../domain/plain-date.ts'
import { addDays, daysBetween } from '../../domain/plain-date.ts'
import { TIME_TARGET_DAYS } from '../../domain/priority.ts'
import type { ClockView, StateCaseRow } from '../../domain/state-views.ts'
import type { LatestHead } from '../../storage/states/snapshots.ts'
import type { StateSubmission } from '../../storage/states/state-submissions.ts'

/** A submission as the list shows it: from its last snapshot and its State's own answers alone. */
export function stateRow(
  submission: StateSubmission,
  { head, persons }: LatestHead,
  on: PlainDate,
): StateCaseRow {
  const { status, decision, deferral, interviewOn, transmittedOn } = submission
  const clock = clockOf(submission, head.priority, on)
  return {
    case: submission.reference,
    persons,
    priority: head.priority,
    ...(head.primary === undefined ? {} : { primary: head.primary }),
    programme: head.programme,
    status,
    ...(decision === undefined ? {} : { decision }),
    transmittedOn,
    waitingDays: Math.max(0, daysBetween(transmittedOn, on)),
    version: head.version,
    ...(deferral === undefined ? {} : { deferredWhy: deferral.why }),
    ...(interviewOn === undefined ? {} : { interviewOn }),
    ...(clock === undefined ? {} : { clock }),
    undecided: submission.members.filter((one) => one.decision === undefined).length,
  }
}

/** While an answer is awaited: the State's own day, else the target of the priority. */
function clockOf(
  { status, deferral, transmittedOn }: StateSubmission,
  priority: keyof typeof TIME_TARGET_DAYS,
  on: PlainDate,
): ClockView | undefined {
  if (status === 'decided') return undefined
  const until = status === 'deferred' ? deferral?.until : undefined
  const ends = until ?? addDays(transmittedOn, TIME_TARGET_DAYS[priority])
  return {
    of: until === undefined ? 'target' : 'deferral',
    on: ends,
    daysLeft: daysBetween(on, ends),
  }
}

/** What waits for an answer first, by its clock; then what is decided. */
export function byClock(a: StateCaseRow, b: StateCaseRow): number {
  const [left, right] = [a.clock?.daysLeft ?? Infinity, b.clock?.daysLeft ?? Infinity]
  if (left !== right) return left < right ? -1 : 1
  return a.case < b.case ? -1 : 1
}
