import type { CaseFile } from './case.ts'
import { isActiveCase } from './case.ts'
import { CASE_MOVES, MEMBER_MOVES, SUBMISSION_MOVES } from './case-moves.ts'
import { DomainError } from './errors.ts'
import type { EventDraft } from './event.ts'
import type { CaseId, PersonId } from './ids.ts'
import type { Members, Violation } from './invariants.ts'
import {
  consentCovers,
  fourEyes,
  linkedTogether,
  oneActiveSubmission,
  readyViolations,
  sizeIsMembers,
} from './invariants.ts'
import type { Offer, OfferCounters } from './offer.ts'
import { isOpen, programmeKey } from './offer.ts'
import {
  departureViolations,
  endOfSubmissionViolations,
  memberOf,
  need,
  orderViolations,
  removalViolations,
  reviewViolations,
  splitViolations,
} from './submission-guards.ts'
import { isPresent } from './person.ts'
import { isActiveSubmission } from './submission.ts'

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

/**
 * What a closed case still takes: a reopening, news of people who had left before, and links, which
 * are of the other case as much (one may be bound to the programme of a case resettled before).
 */
const AFTER_CLOSING: ReadonlySet<string> = new Set([
  'case.reopened',
  'case.linked',
  'case.link_waived',
  'case.unlinked',
  'travel.transit_reached',
  'travel.arrived',
])

function moveViolations(file: CaseFile, event: EventDraft): readonly Violation[] {
  if (event.type === 'case.referred' || event.type === 'case.split_from')
    return [{ rule: 'move', message: 'The case exists already. Refer under a new case.' }]
  const ofPerson = /^(person|household)\./.test(event.type)
  if (file.status === 'closed' && !ofPerson && !AFTER_CLOSING.has(event.type))
    return [{ rule: 'move', message: 'The case is closed. Reopen it first, with a reason.' }]
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
    case 'case.no_show':
      return need(event.data.efforts > 0, 'Record how many times contact was tried, at least once.')
    case 'case.closed':
      return closingViolations(file, event)
    case 'case.reopened':
      return notElsewhere(
        file.members.map((member) => member.personId),
        context,
      )
    case 'case.member_added':
      return [
        ...need(isActiveCase(file.status), 'The case is deprioritised. Reopen it first.'),
        ...need(event.personId !== undefined, 'No person is named. Name the new member.'),
        ...stillHere(event.personId, context),
        ...notElsewhere(event.personId === undefined ? [] : [event.personId], context),
      ]
    case 'case.linked':
      return need(
        event.data.toCaseId !== file.id,
        'A case cannot be linked to itself. Name another.',
      )
    case 'case.link_waived':
    case 'case.unlinked':
      return need(
        file.links.some((link) => link.toCaseId === event.data.toCaseId),
        'The case has no such link. Name a case that it is linked to.',
      )
    case 'case.resumed':
      return need(
        (file.missing ?? []).length === 0,
        'A member is missing. Record that they were found or died, or take them out of the case first.',
      )
    case 'person.missing':
      return need(
        !(file.missing ?? []).some((id) => id === event.personId),
        'The member is recorded as missing already.',
      )
    case 'person.found':
      return need(
        (file.missing ?? []).some((id) => id === event.personId),
        'The member is not recorded as missing.',
      )
    case 'case.member_removed':
      return removalViolations(file, event)
    case 'case.members_split_off':
      return splitViolations(file, event)
    case 'submission.transmitted':
      return transmitViolations(file, event, context)
    default:
      return submissionViolations(file, event)
  }
}

const STILL_OPEN: ReadonlySet<string> = new Set([
  'pending',
  'accepted',
  'booked',
  'offloaded',
  'medical_hold',
  'departed',
  'in_transit',
])

function submissionViolations(file: CaseFile, event: EventDraft): readonly Violation[] {
  const submission = file.submissions.find((one) => one.id === event.submissionId)
  if (submission === undefined) return []
  const order = orderViolations(submission, event)
  switch (event.type) {
    case 'submission.member_decided':
      return [
        ...need(
          memberOf(submission, event)?.outcome === 'pending',
          'This member is not waiting for a decision. Name a member who is, or use a review of the decision.',
        ),
        ...order,
      ]
    case 'submission.returned_unconsidered':
    case 'submission.lapsed':
      return [...endOfSubmissionViolations(file, submission, event), ...order]
    case 'submission.review_requested':
      return [...reviewViolations(file, submission), ...order]
    default:
      return event.type.startsWith('travel.')
        ? [...departureViolations(submission, event), ...order]
        : order
  }
}

/** Nobody joins a case after their death, or after they left on their own or with our help. */
function stillHere(personId: PersonId | undefined, context: GuardContext): readonly Violation[] {
  const file = personId && context.members.get(personId)?.file
  return need(
    !file || isPresent(file),
    'The person died, left or departed. Correct that record first if it is wrong.',
  )
}

/** I3, where a person comes into an active case. */
function notElsewhere(personIds: readonly PersonId[], context: GuardContext): readonly Violation[] {
  const twice = personIds.filter((id) => context.members.get(id)?.otherActiveCase !== undefined)
  if (twice.length === 0) return []
  const message = `${twice.length} members are in another active case. Close that case or take them out of one of the two.`
  return [{ rule: 'I3', message }]
}

const BY_REVIEW = 'Record the reviewer’s decision or the no-show instead; it closes the case.'

function closingViolations(file: CaseFile, event: EventDraft<'case.closed'>): readonly Violation[] {
  const { closure } = event.data
  const arrived = file.submissions.some((one) =>
    one.members.some((member) => member.outcome === 'arrived'),
  )
  const holding = file.submissions.some(
    (one) =>
      isActiveSubmission(one) && one.members.some((member) => STILL_OPEN.has(member.outcome)),
  )
  return [
    ...need(
      closure !== 'resettled' || arrived,
      'Nobody of this case has arrived. Record the arrivals; the last one closes the case.',
    ),
    ...need(closure !== 'not_recommended', BY_REVIEW),
    ...need(
      !holding,
      'A submission still holds places for this case. Withdraw it, or record that its acceptance lapsed, first.',
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
  const { drafter, reviewer } = event.data
  const size = offer.terms.countingBasis === 'persons' ? file.members.length : 1
  return [
    ...need(
      event.submissionId !== undefined &&
        file.submissions.every((one) => one.id !== event.submissionId),
      'The submission needs an id of its own. Give a new one.',
    ),
    ...need(
      isOpen(offer, event.effectiveOn),
      `Offer ${offer.reference} is not confirmed and open on ${event.effectiveOn}. Choose another, or have the State confirm it.`,
    ),
    ...need(
      counters.free >= size,
      `Offer ${offer.reference} has ${counters.free} ${offer.terms.countingBasis} free, ${size} needed. Choose another offer or wait for a new one.`,
      'I15',
    ),
    ...need(
      event.data.state === offer.terms.state,
      `Offer ${offer.reference} is of another State than the submission names. Name ${offer.terms.state}.`,
    ),
    ...need(
      file.submissions.every((one) => !isActiveSubmission(one)),
      'The case has an active submission already. Withdraw or finish it first.',
      'I10',
    ),
    ...oneActiveSubmission(file),
    ...sizeIsMembers(file, event.data.personIds.length),
    ...need(
      file.members.every((member) => event.data.personIds.includes(member.personId)),
      'A submission is of all members of its case. Name them all, or take out who does not go.',
    ),
    ...readyViolations(file, context.members),
    ...consentCovers(file, context.members, offer.terms.state),
    // Neither who drafted the form nor who drafted the submission may be the one who reviews it.
    ...fourEyes(drafter === reviewer ? drafter : file.drafter, reviewer),
    ...linkedTogether(file, programmeKey(offer.terms), context.programmeOf),
  ]
}
