import type { CaseFile } from './case.ts'
import type { EventDraft } from './event.ts'
import type { Violation } from './invariants.ts'
import { isActiveSubmission } from './submission.ts'
import type { SubmissionFile, SubmissionMember } from './submission.ts'
import { missingChecks } from './travel-check.ts'

/** One violation when it does not hold: what is missing and what would help. */
export function need(holds: boolean, message: string, rule = 'guard'): readonly Violation[] {
  return holds ? [] : [{ rule, message }]
}

/** The member of the submission that the event is of. */
export function memberOf(
  submission: SubmissionFile,
  event: Pick<EventDraft, 'personId'>,
): SubmissionMember | undefined {
  return submission.members.find((member) => member.personId === event.personId)
}

/** A split parts exactly those whom the State refused, and only with their acknowledgement. */
export function splitViolations(
  file: CaseFile,
  event: EventDraft<'case.members_split_off'>,
): readonly Violation[] {
  const split = file.submissions.find((one) => one.decision === 'split' && isActiveSubmission(one))
  const refused = file.members.filter(
    ({ personId }) => split && memberOf(split, { personId })?.outcome === 'denied',
  )
  const named = event.data.personIds
  return [
    ...need(
      split?.status === 'decided',
      'No split decision lies with this case, or it is under review. Record the decisions first.',
    ),
    ...need(
      refused.length === named.length && refused.every((one) => named.includes(one.personId)),
      `The members who go on apart are the ${refused.length} whom the State refused. Name exactly these.`,
    ),
    ...need(
      event.data.acknowledged,
      'A split separates a family: the adults concerned must acknowledge it first.',
    ),
  ]
}

/** Whom a State still considers or has accepted cannot be taken out of the case beside it. */
export function removalViolations(
  file: CaseFile,
  event: EventDraft<'case.member_removed'>,
): readonly Violation[] {
  const active = file.submissions.find(isActiveSubmission)
  const member = active && memberOf(active, event)
  const out = member === undefined || ['declined_offer', 'died'].includes(member.outcome)
  return [
    ...need(
      file.members.some((one) => one.personId === event.personId),
      'The case has no such member. Name one of its own.',
    ),
    ...need(
      out,
      'This member is part of an active submission. Record that they decline, split the case after a split decision, or withdraw the submission, first.',
    ),
  ]
}

/** A State returns what it has not looked at; only an acceptance can lapse. */
export function endOfSubmissionViolations(
  file: CaseFile,
  submission: SubmissionFile,
  event: EventDraft<'submission.returned_unconsidered' | 'submission.lapsed'>,
): readonly Violation[] {
  if (event.type === 'submission.returned_unconsidered')
    return need(
      submission.members.every((member) => member.decidedOn === undefined),
      'The State has decided on some members, so it has considered the case. Record a decision for each of the others.',
    )
  return [
    ...need(
      submission.decision === 'accepted' || submission.decision === 'split',
      'Only an acceptance can lapse, and the State accepted nobody. The case can go to another State.',
    ),
    ...need(
      file.members.some((one) => memberOf(submission, one)?.departedOn === undefined),
      'Everybody has left, so the acceptance is used. Record the arrivals instead.',
    ),
  ]
}

/** A review is of a refusal, while the case has not gone to another State (I10). */
export function reviewViolations(file: CaseFile, submission: SubmissionFile): readonly Violation[] {
  const others = file.submissions.filter((one) => one !== submission && isActiveSubmission(one))
  return [
    ...need(
      file.members.some(({ personId }) => memberOf(submission, { personId })?.outcome === 'denied'),
      'The State refused no present member of this case, so there is nothing to review. Record the next step instead.',
    ),
    ...need(
      others.length === 0,
      'The case is with another State meanwhile. Withdraw that submission before a review of this one.',
      'I10',
    ),
  ]
}

/** Nobody is booked or boards on an acceptance that does not stand, or without the checks. */
export function departureViolations(
  submission: SubmissionFile,
  event: EventDraft,
): readonly Violation[] {
  const member = memberOf(submission, event)
  const standing = need(
    isActiveSubmission(submission) || member?.departedOn !== undefined,
    'The acceptance no longer stands. Submit the case again.',
  )
  if (event.type !== 'travel.booked') return standing
  const missing = missingChecks(member?.checks ?? [], event.data.on)
  return [
    ...standing,
    ...need(
      missing.length === 0,
      `Not ready to travel on ${event.data.on}: ${missing.join(', ')} not cleared, or run out by then. Record these checks first, or book a day on which they hold.`,
    ),
  ]
}

/** Decided after transmission, left after acceptance, arrived after leaving: I13 on every day. */
export function orderViolations(
  submission: SubmissionFile,
  event: EventDraft,
): readonly Violation[] {
  const member = memberOf(submission, event)
  const before =
    event.type === 'travel.boarded'
      ? member?.acceptedOn
      : event.type === 'travel.transit_reached' || event.type === 'travel.arrived'
        ? member?.departedOn
        : submission.transmittedOn
  return need(
    before === undefined || event.effectiveOn >= before,
    `This cannot be true on ${event.effectiveOn}: what comes before it was on ${before}. Correct the day.`,
    'I13',
  )
}
