import { SUBMISSION_MOVES, MEMBER_MOVES } from './case-moves.ts'
import type { RecordedEvent } from './event.ts'
import type { PlainDate } from './plain-date.ts'
import type { Decision, MemberOutcome, SubmissionFile, SubmissionMember } from './submission.ts'
import type { TravelCheck } from './travel-check.ts'

/** Starts a submission from its `submission.transmitted` event. */
export function startSubmission(event: RecordedEvent<'submission.transmitted'>): SubmissionFile {
  if (event.submissionId === undefined || event.offerId === undefined)
    throw new TypeError(`Event ${event.id} transmits no submission or names no offer.`)
  return {
    id: event.submissionId,
    offerId: event.offerId,
    state: event.data.state,
    status: 'transmitted',
    drafter: event.data.drafter,
    reviewer: event.data.reviewer,
    transmittedOn: event.effectiveOn,
    members: event.data.personIds.map((personId) => ({ personId, outcome: 'pending', checks: [] })),
  }
}

/** Folds one event into its submission. */
export function applyToSubmission(file: SubmissionFile, event: RecordedEvent): SubmissionFile {
  if (event.type === 'submission.member_decided') {
    const { decision, reasonKind } = event.data
    const on = event.effectiveOn
    const decided = withMember(file, event, (member) => ({
      ...member,
      outcome: decision,
      decidedOn: on,
      ...(decision === 'accepted' ? { acceptedOn: on } : {}),
      ...(reasonKind === undefined ? {} : { decisionReason: reasonKind }),
    }))
    return decide(decided, on)
  }
  if (event.type === 'travel.check_recorded') {
    const check: TravelCheck = event.data
    return withMember(file, event, (member) => ({
      ...member,
      checks: [...member.checks.filter((one) => one.kind !== check.kind), check],
    }))
  }
  if (event.type in MEMBER_MOVES) return withMember(file, event, (member) => travel(member, event))
  return applyToStatus(file, event)
}

function applyToStatus(file: SubmissionFile, event: RecordedEvent): SubmissionFile {
  switch (event.type) {
    case 'submission.deferred':
      return { ...file, status: 'deferred', statusBefore: file.status, deferral: event.data }
    case 'submission.resumed':
      return { ...withoutDeferral(file), status: file.statusBefore ?? 'under_consideration' }
    case 'submission.interview_scheduled':
      return { ...file, status: 'interview_scheduled', interviewOn: event.data.on }
    case 'submission.returned_unconsidered':
      return {
        ...file,
        status: 'decided',
        decision: 'returned_unconsidered',
        decidedOn: event.effectiveOn,
        members: file.members.map((member) =>
          member.outcome === 'pending'
            ? { ...member, outcome: 'denied', decidedOn: event.effectiveOn }
            : member,
        ),
      }
    case 'submission.upheld':
      return upheld({ ...file, status: 'decided' }, event.effectiveOn)
    case 'submission.overturned':
      return {
        ...file,
        status: 'decided',
        decision: 'accepted',
        decidedOn: event.effectiveOn,
        members: file.members.map((member) =>
          member.outcome === 'denied'
            ? { ...member, outcome: 'accepted', acceptedOn: event.effectiveOn }
            : member,
        ),
      }
    default: {
      const to = SUBMISSION_MOVES[event.type]?.to
      return to === undefined ? file : { ...file, status: to }
    }
  }
}

function travel(member: SubmissionMember, event: RecordedEvent): SubmissionMember {
  const outcome = MEMBER_MOVES[event.type]?.to ?? member.outcome
  if (event.type === 'travel.booked') return { ...member, outcome, travelOn: event.data.on }
  if (event.type === 'travel.boarded') return { ...member, outcome, departedOn: event.effectiveOn }
  if (event.type === 'travel.arrived') return { ...member, outcome, arrivedOn: event.effectiveOn }
  return { ...member, outcome }
}

function withMember(
  file: SubmissionFile,
  event: RecordedEvent,
  change: (member: SubmissionMember) => SubmissionMember,
): SubmissionFile {
  return {
    ...file,
    members: file.members.map((member) =>
      member.personId === event.personId ? change(member) : member,
    ),
  }
}

/** A member who was lost meanwhile may have been the only one refused. */
function upheld(file: SubmissionFile, on: PlainDate): SubmissionFile {
  return file.decision === 'split' ? decide(file, on) : file
}

/** A clock runs only while the State waits. */
function withoutDeferral({ deferral: _ended, ...file }: SubmissionFile): SubmissionFile {
  return file
}

const OUT: ReadonlySet<MemberOutcome> = new Set(['died', 'declined_offer'])

/**
 * A submission is decided when no member is pending any more; the answer is that to the members
 * who are still there. With nobody there it stays as it is.
 */
export function decide(file: SubmissionFile, on: PlainDate): SubmissionFile {
  if (file.members.some((member) => member.outcome === 'pending')) return file
  const there = file.members.filter((member) => !OUT.has(member.outcome))
  if (there.length === 0) return file
  const denied = there.filter((member) => member.outcome === 'denied').length
  const decision: Decision =
    denied === 0 ? 'accepted' : denied === there.length ? 'denied' : 'split'
  return { ...file, status: 'decided', decision, decidedOn: file.decidedOn ?? on }
}
