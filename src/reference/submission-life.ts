import type { SubmissionId } from '../domain/ids.ts'
import { MOVEMENT } from './accounts.ts'
import type { CaseLife, LiveSubmission, Member, Office, OfferInHand } from './case-life.ts'
import { ensureConsent } from './case-life.ts'
import type { UndatedDraft } from './journal.ts'
import { DAY_MS, plainDate } from './day-number.ts'
import type { DayNumber } from './day-number.ts'

/** The active submission; asking without one is a fault of the generator. */
export function submissionOf(life: CaseLife): LiveSubmission {
  if (life.submission === undefined)
    throw new Error(`Case ${life.handle.sourceId} has no submission under way.`)
  return life.submission
}

/** Sends a ready case to an offer, with the consent that it needs. */
export function transmit(office: Office, life: CaseLife, offer: OfferInHand, on: DayNumber): void {
  ensureConsent(office, life, offer.terms.state, on)
  life.submission = { id: office.ids.at<SubmissionId>(on * DAY_MS), offer }
  life.stage = 'submitted'
  office.clerk.write(life, on, life.reviewer, {
    type: 'submission.transmitted',
    caseId: life.handle.id,
    submissionId: life.submission.id,
    offerId: offer.id,
    data: {
      state: offer.terms.state,
      drafter: life.drafter,
      reviewer: life.reviewer,
      personIds: life.members.map(({ resident }) => resident.person.id),
    },
  })
}

/** Events of a submission that carry nothing of their own. */
type PlainSubmissionEvent =
  | 'submission.acknowledged'
  | 'submission.considered'
  | 'submission.interviewed'
  | 'submission.resumed'
  | 'submission.withdrawn'
  | 'submission.returned_unconsidered'
  | 'submission.review_requested'
  | 'submission.upheld'
  | 'submission.overturned'
  | 'submission.lapsed'

/** Records a step of the State's procedure. */
export function proceed(
  office: Office,
  life: CaseLife,
  type: PlainSubmissionEvent,
  on: DayNumber,
  reason?: string,
): void {
  office.clerk.write(life, on, life.reviewer, {
    type,
    caseId: life.handle.id,
    submissionId: submissionOf(life).id,
    ...(reason === undefined ? {} : { reason }),
    data: {},
  } as UndatedDraft)
}

/** The State puts the submission aside; that is no denial. */
export function defer(
  office: Office,
  life: CaseLife,
  why: 'info_requested' | 'security_checks' | 'medical',
  on: DayNumber,
): void {
  office.clerk.write(life, on, life.reviewer, {
    type: 'submission.deferred',
    caseId: life.handle.id,
    submissionId: submissionOf(life).id,
    data: { why },
  })
}

/** The State looks at the case: on paper, or in an interview of its mission. */
export function consider(
  office: Office,
  life: CaseLife,
  from: DayNumber,
  interviewOn: DayNumber | undefined,
): void {
  proceed(office, life, 'submission.acknowledged', from)
  proceed(office, life, 'submission.considered', from + 1)
  if (interviewOn === undefined) return
  office.clerk.write(life, from + 1, life.reviewer, {
    type: 'submission.interview_scheduled',
    caseId: life.handle.id,
    submissionId: submissionOf(life).id,
    data: { on: plainDate(interviewOn) },
  })
  proceed(office, life, 'submission.interviewed', interviewOn)
}

/** The State decides one member. */
export function decide(
  office: Office,
  life: CaseLife,
  member: Member,
  decision: 'accepted' | 'denied',
  on: DayNumber,
): void {
  office.clerk.write(life, on, life.reviewer, {
    type: 'submission.member_decided',
    caseId: life.handle.id,
    submissionId: submissionOf(life).id,
    personId: member.resident.person.id,
    data: { decision },
  })
}

/** The State decides the whole case alike. */
export function decideAll(
  office: Office,
  life: CaseLife,
  decision: 'accepted' | 'denied',
  on: DayNumber,
): void {
  for (const member of life.members) decide(office, life, member, decision, on)
  if (decision === 'accepted') markAccepted(life)
  else markReady(life)
}

export function markAccepted(life: CaseLife): void {
  life.stage = 'pending_departure'
}

/** The case is free for another State. */
export function markReady(life: CaseLife): void {
  delete life.submission
  life.stage = 'ready'
}

/** A member's step on the way out that carries nothing of its own. */
export function travelStep(
  office: Office,
  life: CaseLife,
  member: Member,
  type:
    | 'travel.transit_reached'
    | 'travel.arrived'
    | 'travel.offloaded'
    | 'travel.declined_offer'
    | 'travel.medical_hold'
    | 'travel.hold_lifted',
  on: DayNumber,
  reason?: string,
): void {
  office.clerk.write(life, on, MOVEMENT, {
    type,
    caseId: life.handle.id,
    submissionId: submissionOf(life).id,
    personId: member.resident.person.id,
    ...(reason === undefined ? {} : { reason }),
    data: {},
  } as UndatedDraft)
}
