import type { CaseFile, CaseStatus } from './case.ts'
import { isActiveCase } from './case.ts'
import { CASE_MOVES, MEMBER_MOVES, SUBMISSION_MOVES } from './case-moves.ts'
import { DomainError } from './errors.ts'
import type { EventDraft } from './event.ts'
import type { CaseId } from './ids.ts'
import type { Members, Violation } from './invariants.ts'
import {
  consentCovers,
  fourEyes,
  linkedTogether,
  oneActiveSubmission,
  readyViolations,
} from './invariants.ts'
import type { Offer, OfferCounters } from './offer.ts'
import { isOpen, programmeKey } from './offer.ts'
import { isActiveSubmission } from './submission.ts'
import type { SubmissionFile, SubmissionMember } from './submission.ts'
import { missingChecks } from './travel-check.ts'

/** What a guard may look at beside the case itself. */
export interface GuardContext {
  readonly members: Members
  readonly offer?: { readonly offer: Offer; readonly counters: OfferCounters }
  /** Key of the programme (domain/offer.ts) with which each linked case has an active submission. */
  readonly programmeOf: ReadonlyMap<CaseId, string>
}

/**
 * Every reason why the event may not happen to this case now; empty when it may. Warnings are
 * among them and do not stop it. The machine first, then the guards (resettlement.md §8, §9).
 */
export function guard(
  file: CaseFile,
  event: EventDraft,
  context: GuardContext,
): readonly Violation[] {
  const move = moveViolations(file, event)
  return move.length > 0 ? move : ruleViolations(file, event, context)
}

/** Throws `rule_broken` with every violation when the event may not happen. */
export function requireAllowed(file: CaseFile, event: EventDraft, context: GuardContext): void {
  const stopping = guard(file, event, context).filter((one) => one.warning !== true)
  if (stopping.length === 0) return
  throw new DomainError(
    'rule_broken',
    `The event ${event.type} cannot be recorded: ${stopping.map((one) => one.message).join(' ')}`,
    { issues: stopping.map(({ rule, message }) => ({ code: rule, message })) },
  )
}

function moveViolations(file: CaseFile, event: EventDraft): readonly Violation[] {
  const caseMove = CASE_MOVES[event.type]
  if (caseMove !== undefined && !caseMove.from.includes(file.status))
    return [wrongState('case', file.status, caseMove.from)]
  const submissionMove = SUBMISSION_MOVES[event.type]
  const memberMove = MEMBER_MOVES[event.type]
  if (submissionMove === undefined && memberMove === undefined) return []
  const submission = file.submissions.find((one) => one.id === event.submissionId)
  if (submission === undefined)
    return [{ rule: 'move', message: 'The case has no such submission. Name one of its own.' }]
  if (submissionMove !== undefined && !submissionMove.from.includes(submission.status))
    return [wrongState('submission', submission.status, submissionMove.from)]
  if (memberMove === undefined) return []
  const member = memberOf(submission, event)
  if (member === undefined)
    return [{ rule: 'move', message: 'The submission has no such member. Name one of its own.' }]
  if (memberMove.from.includes(member.outcome)) return []
  return [wrongState('member', member.outcome, memberMove.from)]
}

function wrongState(what: string, is: string, from: readonly string[]): Violation {
  return {
    rule: 'move',
    message: `The ${what} is ${is}; this can happen only when it is ${from.join(', ')}.`,
  }
}

function memberOf(submission: SubmissionFile, event: EventDraft): SubmissionMember | undefined {
  return submission.members.find((member) => member.personId === event.personId)
}

function ruleViolations(
  file: CaseFile,
  event: EventDraft,
  context: GuardContext,
): readonly Violation[] {
  switch (event.type) {
    case 'case.reviewed':
      return need(
        event.data.compositionVerified && event.data.willing,
        'Initial review needs a verified composition and the members’ willingness.',
      )
    case 'case.deprioritised':
    case 'case.not_recommended':
      return need(event.data.counselled, 'The members must be counselled first.')
    case 'case.interview_completed':
      return need(
        event.data.membersListed && event.data.interpreter !== '',
        'The interview needs all members listed and the interpreter recorded.',
      )
    case 'case.sent_to_review':
      return [
        ...need(file.declarationOn !== undefined, 'The declaration must be signed first.'),
        ...readyViolations(file, context.members),
      ]
    case 'case.recommended':
      return [
        ...readyViolations(file, context.members),
        ...fourEyes(file.drafter, event.data.reviewer),
      ]
    case 'case.member_added':
      return need(isActiveCase(file.status), 'The case is closed; reopen it first.')
    case 'case.members_split_off':
      return splitViolations(file, event)
    case 'submission.transmitted':
      return transmitViolations(file, event, context)
    case 'submission.member_decided':
      return need(
        file.submissions.some(
          (one) => one.id === event.submissionId && memberOf(one, event)?.outcome === 'pending',
        ),
        'This member is decided already. Use a review of the decision instead.',
      )
    case 'travel.booked':
      return bookingViolations(file, event)
    default:
      return []
  }
}

function splitViolations(
  file: CaseFile,
  event: EventDraft<'case.members_split_off'>,
): readonly Violation[] {
  return [
    ...need(
      file.submissions.some((one) => one.decision === 'split' && isActiveSubmission(one)),
      'No split decision lies with this case.',
    ),
    ...need(
      event.data.acknowledged,
      'A split separates a family: the adults concerned must acknowledge it first.',
    ),
  ]
}

function transmitViolations(
  file: CaseFile,
  event: EventDraft<'submission.transmitted'>,
  context: GuardContext,
): readonly Violation[] {
  const chosen = context.offer
  if (chosen === undefined || chosen.offer.id !== event.offerId)
    return [{ rule: 'offer', message: 'The offer is not known. Choose an offer on file.' }]
  const { offer, counters } = chosen
  const size = offer.terms.countingBasis === 'persons' ? file.members.length : 1
  return [
    ...need(
      isOpen(offer, event.effectiveOn),
      `Offer ${offer.reference} is not confirmed and open.`,
    ),
    ...need(
      counters.free >= size,
      `Offer ${offer.reference} has ${counters.free} ${offer.terms.countingBasis} free, ${size} needed. Choose another offer or wait for a new one.`,
    ),
    ...need(
      event.data.state === offer.terms.state,
      `Offer ${offer.reference} is of another State than the submission names.`,
    ),
    ...need(
      file.submissions.every((one) => !isActiveSubmission(one)),
      'The case has an active submission already (I10). Withdraw or finish it first.',
    ),
    ...oneActiveSubmission(file),
    ...readyViolations(file, context.members),
    ...consentCovers(file, context.members, offer.terms.state),
    ...fourEyes(event.data.drafter, event.data.reviewer),
    ...linkedTogether(file, programmeKey(offer.terms), context.programmeOf),
  ]
}

function bookingViolations(
  file: CaseFile,
  event: EventDraft<'travel.booked'>,
): readonly Violation[] {
  const submission = file.submissions.find((one) => one.id === event.submissionId)
  const member = submission && memberOf(submission, event)
  const missing = missingChecks(member?.checks ?? [], event.data.on)
  return need(
    missing.length === 0,
    `Not ready to travel on ${event.data.on}: ${missing.join(', ')} not cleared, or run out by then.`,
  )
}

function need(holds: boolean, message: string): readonly Violation[] {
  return holds ? [] : [{ rule: 'guard', message }]
}

/** Statuses in which a case may still be proposed to an offer. */
export const PLACEABLE: readonly CaseStatus[] = ['ready']
