import type { CaseStatus } from './case.ts'
import { CASE_STATUSES } from './case.ts'
import type { EventType } from './event.ts'
import type { MemberOutcome, SubmissionStatus } from './submission.ts'

interface Move<Status> {
  readonly from: readonly Status[]
  /** Absent when the target depends on the file (resume, reopen) or nothing moves. */
  readonly to?: Status
}

const GOING_ON: readonly CaseStatus[] = CASE_STATUSES.filter(
  (status) => status !== 'closed' && status !== 'deprioritised' && status !== 'on_hold',
)
const BEFORE_DEPARTURE = GOING_ON.filter((status) => status !== 'departed')

/** Whether a case in this status can be put on hold. */
export function canBeHeld(status: CaseStatus): boolean {
  return GOING_ON.includes(status)
}

/** The case machine (resettlement.md §8.1): event, where it may happen, where it leads. */
export const CASE_MOVES: Readonly<Partial<Record<EventType, Move<CaseStatus>>>> = {
  'case.assessment_started': { from: ['referred'], to: 'needs_assessment' },
  'case.reviewed': { from: ['needs_assessment'], to: 'initial_review' },
  'case.deprioritised': { from: ['needs_assessment', 'initial_review'], to: 'deprioritised' },
  'case.interview_completed': { from: ['initial_review'], to: 'interview' },
  'case.no_show': { from: ['initial_review', 'interview'], to: 'closed' },
  'case.rrf_drafted': { from: ['interview'], to: 'submission_recommendation' },
  'case.declaration_signed': { from: ['submission_recommendation', 'ready'] },
  'case.sent_to_review': { from: ['submission_recommendation'], to: 'submission_review' },
  'case.returned': { from: ['submission_review'], to: 'submission_recommendation' },
  'case.not_recommended': { from: ['submission_review'], to: 'closed' },
  'case.recommended': { from: ['submission_review'], to: 'ready' },
  'submission.transmitted': { from: ['ready'], to: 'submitted' },
  'case.members_split_off': { from: ['submitted'], to: 'pending_departure' },
  'case.held': { from: GOING_ON, to: 'on_hold' },
  'case.resumed': { from: ['on_hold'] },
  'case.closed': { from: [...GOING_ON, 'on_hold', 'deprioritised'], to: 'closed' },
  'case.reopened': { from: ['closed', 'deprioritised'] },
  'case.categories_set': { from: BEFORE_DEPARTURE },
  'case.priority_set': { from: BEFORE_DEPARTURE },
}

const BEFORE_STATE: readonly SubmissionStatus[] = [
  'transmitted',
  'acknowledged',
  'under_consideration',
  'interview_scheduled',
  'interviewed',
]

/** The submission machine (resettlement.md §8.2). */
export const SUBMISSION_MOVES: Readonly<Partial<Record<EventType, Move<SubmissionStatus>>>> = {
  'submission.acknowledged': { from: ['transmitted'], to: 'acknowledged' },
  'submission.considered': { from: ['transmitted', 'acknowledged'], to: 'under_consideration' },
  'submission.interview_scheduled': {
    from: ['acknowledged', 'under_consideration', 'interview_scheduled'],
    to: 'interview_scheduled',
  },
  'submission.interviewed': { from: ['interview_scheduled'], to: 'interviewed' },
  'submission.deferred': { from: BEFORE_STATE, to: 'deferred' },
  'submission.resumed': { from: ['deferred'] },
  'submission.withdrawn': { from: [...BEFORE_STATE, 'deferred'], to: 'withdrawn' },
  'submission.returned_unconsidered': { from: [...BEFORE_STATE, 'deferred'], to: 'decided' },
  'submission.member_decided': { from: [...BEFORE_STATE, 'deferred', 'decided'] },
  'submission.review_requested': { from: ['decided'], to: 'review_requested' },
  'submission.upheld': { from: ['review_requested'], to: 'decided' },
  'submission.overturned': { from: ['review_requested'], to: 'decided' },
  'submission.lapsed': { from: ['decided'], to: 'lapsed' },
}

const BEFORE_BOARDING: readonly MemberOutcome[] = ['accepted', 'booked', 'offloaded']

/** The member machine (resettlement.md §8.3). */
export const MEMBER_MOVES: Readonly<Partial<Record<EventType, Move<MemberOutcome>>>> = {
  'travel.check_recorded': { from: [...BEFORE_BOARDING, 'medical_hold'] },
  'travel.booked': { from: BEFORE_BOARDING, to: 'booked' },
  'travel.boarded': { from: ['booked'], to: 'departed' },
  'travel.transit_reached': { from: ['departed'], to: 'in_transit' },
  'travel.arrived': { from: ['departed', 'in_transit'], to: 'arrived' },
  'travel.offloaded': { from: ['booked'], to: 'offloaded' },
  'travel.declined_offer': { from: [...BEFORE_BOARDING, 'medical_hold'], to: 'declined_offer' },
  'travel.medical_hold': { from: BEFORE_BOARDING, to: 'medical_hold' },
  'travel.hold_lifted': { from: ['medical_hold'], to: 'accepted' },
}
