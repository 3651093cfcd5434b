import { applyToSubmission, decide, startSubmission } from './apply-to-submission.ts'
import type { CaseFile, CaseStatus, LinkKind } from './case.ts'
import { CASE_MOVES, canBeHeld } from './case-moves.ts'
import type { RecordedEvent } from './event.ts'
import type { CaseId, PersonId, SubmissionId } from './ids.ts'
import type { PlainDate } from './plain-date.ts'
import { isActiveSubmission } from './submission.ts'
import type { SubmissionFile, SubmissionMember } from './submission.ts'

/** Folds all events of a case, in the order in which they were recorded. */
export function foldCase(id: CaseId, events: Iterable<RecordedEvent>): CaseFile | undefined {
  let file: CaseFile | undefined
  for (const event of events) file = applyToCase(file, id, event)
  return file
}

/** Folds one event; the first must be `case.referred` or `case.split_from`. */
export function applyToCase(
  file: CaseFile | undefined,
  id: CaseId,
  event: RecordedEvent,
): CaseFile | undefined {
  if (file === undefined) return startCase(id, event)
  if (event.type === 'person.died' || event.type === 'person.left')
    return endMissing(loseMember(file, event), event)
  if (event.type === 'person.missing') return missMember(file, event)
  if (event.type === 'person.found') return endMissing(file, event)
  if (event.caseId !== id) return file
  if (event.type === 'submission.transmitted') {
    const submissions = [...file.submissions, startSubmission(event)]
    return move({ ...file, submissions }, 'submitted', event.effectiveOn)
  }
  const on = event.effectiveOn
  if (event.submissionId !== undefined)
    return followSubmission(changeSubmission(file, event), event.submissionId, on)
  const next = applyOwn(file, event)
  const fewer = event.type === 'case.member_removed' || event.type === 'case.members_split_off'
  return fewer ? followSubmission(next, activeSubmission(file)?.id, on) : next
}

function startCase(id: CaseId, event: RecordedEvent): CaseFile | undefined {
  if (event.caseId !== id) return undefined
  const splitFrom = event.type === 'case.split_from' ? event.data.fromCaseId : undefined
  if (event.type !== 'case.referred' && splitFrom === undefined) return undefined
  return {
    id,
    status: splitFrom === undefined ? 'referred' : 'ready',
    statusSince: event.effectiveOn,
    referredOn: event.effectiveOn,
    members: [],
    links:
      splitFrom === undefined
        ? []
        : [{ toCaseId: splitFrom, kind: 'must_same_country', waived: false }],
    priority: 'NR',
    justified: false,
    compositionVerified: splitFrom !== undefined,
    willing: true,
    submissions: [],
  }
}

function applyOwn(file: CaseFile, event: RecordedEvent): CaseFile {
  const on = event.effectiveOn
  if (event.type === 'case.member_added') {
    if (event.personId === undefined) return file
    const member = { personId: event.personId, relationship: event.data.relationship }
    return { ...file, members: [...withoutMember(file, event.personId), member] }
  }
  if (event.type === 'case.categories_set') return { ...file, ...event.data }
  if (event.type === 'case.priority_set') return { ...file, ...event.data }
  if (event.type === 'person.injured') return raisePriority(file, event)
  if (event.type === 'case.linked') {
    const { toCaseId, kind } = event.data
    return { ...file, links: withLink(file, toCaseId, kind) }
  }
  if (event.type === 'case.link_waived') {
    const { toCaseId } = event.data
    return {
      ...file,
      links: file.links.map((link) =>
        link.toCaseId === toCaseId ? { ...link, waived: true } : link,
      ),
    }
  }
  if (event.type === 'case.unlinked') {
    const { toCaseId } = event.data
    return { ...file, links: file.links.filter((link) => link.toCaseId !== toCaseId) }
  }
  if (event.type === 'case.reviewed') return move({ ...file, ...event.data }, 'initial_review', on)
  if (event.type === 'case.rrf_drafted')
    return move({ ...file, drafter: event.data.drafter }, 'submission_recommendation', on)
  if (event.type === 'case.recommended')
    return move({ ...file, reviewer: event.data.reviewer }, 'ready', on)
  if (event.type === 'case.returned')
    return move(
      event.data.substantial ? without(file, 'declarationOn') : file,
      'submission_recommendation',
      on,
    )
  if (event.type === 'case.held')
    return { ...move({ ...file, statusBefore: file.status }, 'on_hold', on), hold: event.data.hold }
  if (event.type === 'case.closed') return close(file, event.data.closure, on)
  if (event.type === 'case.members_split_off') {
    const gone = new Set(event.data.personIds)
    const members = file.members.filter((member) => !gone.has(member.personId))
    const links = withLink(file, event.data.newCaseId, 'must_same_country')
    return move({ ...file, members, links }, 'pending_departure', on)
  }
  return applyPlain(file, event)
}

function applyPlain(file: CaseFile, event: RecordedEvent): CaseFile {
  const on = event.effectiveOn
  switch (event.type) {
    case 'case.member_removed':
      return event.personId === undefined
        ? file
        : endMissing({ ...file, members: withoutMember(file, event.personId) }, event)
    case 'case.declaration_signed':
      return { ...file, declarationOn: on }
    case 'case.no_show':
    case 'case.not_recommended':
      return close(file, 'not_recommended', on)
    case 'case.resumed':
    case 'case.reopened': {
      const to = file.statusBefore ?? 'referred'
      const open = without(without(without(file, 'hold'), 'closure'), 'statusBefore')
      return { ...open, status: to, statusSince: on }
    }
    case 'case.deprioritised':
      return move({ ...file, statusBefore: file.status }, 'deprioritised', on)
    default: {
      const to = CASE_MOVES[event.type]?.to
      return to === undefined ? file : move(file, to, on)
    }
  }
}

/**
 * Where a submission's course takes its case. A split decision waits for the acknowledged split.
 * One event may carry the case over more than one step: with the last who has not left gone, a
 * case has departed, and may have arrived.
 */
function followSubmission(file: CaseFile, id: SubmissionId | undefined, on: PlainDate): CaseFile {
  const submission = file.submissions.find((one) => one.id === id)
  if (submission === undefined) return file
  // People who left under an earlier acceptance arrive; the case is with another State by now.
  if ((activeSubmission(file) ?? submission) !== submission) return file
  let next = afterAnswer(file, submission, on)
  if (underlying(next) === 'pending_departure' && isGone(submission, next))
    next = move(next, 'departed', on)
  if (underlying(next) === 'departed' && hasArrived(submission, next))
    next = close(next, 'resettled', on)
  return next
}

function afterAnswer(file: CaseFile, submission: SubmissionFile, on: PlainDate): CaseFile {
  const { status, decision } = submission
  const current = underlying(file)
  if (current === 'submitted') {
    if (status === 'withdrawn' || status === 'lapsed') return backToReady(file, submission, on)
    if (status !== 'decided' || decision === 'split') return file
    return move(file, decision === 'accepted' ? 'pending_departure' : 'ready', on)
  }
  // A refusal that was overturned on review.
  if (current === 'ready' && status === 'decided' && decision === 'accepted')
    return move(file, 'pending_departure', on)
  if ((current === 'pending_departure' || current === 'departed') && status === 'lapsed')
    return backToReady(file, submission, on)
  return file
}

/** Whoever left before the acceptance ended has a place; the others go on to another State. */
function backToReady(file: CaseFile, submission: SubmissionFile, on: PlainDate): CaseFile {
  const left = new Set(submission.members.filter(hasLeft).map((member) => member.personId))
  const members = file.members.filter((member) => !left.has(member.personId))
  return move({ ...file, members }, 'ready', on)
}

const LEFT: ReadonlySet<string> = new Set(['departed', 'in_transit', 'arrived'])

function hasLeft(member: SubmissionMember): boolean {
  return LEFT.has(member.outcome)
}

/** Everyone who is still of the case has left, and somebody has. */
function isGone(submission: SubmissionFile, file: CaseFile): boolean {
  const left = new Set(submission.members.filter(hasLeft).map((member) => member.personId))
  return file.members.length > 0 && file.members.every((member) => left.has(member.personId))
}

/** Everyone who is still of the case has arrived. */
function hasArrived(submission: SubmissionFile, file: CaseFile): boolean {
  const arrived = submission.members.filter((member) => member.outcome === 'arrived')
  const there = new Set(arrived.map((member) => member.personId))
  return file.members.length > 0 && file.members.every((member) => there.has(member.personId))
}

/** A death or a departure on their own takes a person out of the case; the last one closes it. */
function loseMember(file: CaseFile, event: RecordedEvent): CaseFile {
  const { personId, effectiveOn: on } = event
  if (personId === undefined || !file.members.some((member) => member.personId === personId))
    return file
  const members = withoutMember(file, personId)
  if (file.status === 'closed') return { ...file, members }
  const died = event.type === 'person.died'
  const active = activeSubmission(file)
  const submissions = file.submissions.map((submission) =>
    submission === active ? loseFromSubmission(file, submission, personId, died, on) : submission,
  )
  const next = { ...file, members, submissions }
  const followed = followSubmission(next, active?.id, on)
  if (members.length > 0) return followed
  return close(followed, died ? 'deceased' : 'spontaneous_departure', on)
}

/** A case with a missing member waits, whatever else happens to it. */
function missMember(file: CaseFile, event: RecordedEvent): CaseFile {
  const { personId, effectiveOn: on } = event
  if (personId === undefined || !file.members.some((member) => member.personId === personId))
    return file
  const missing = [...(file.missing ?? []).filter((one) => one !== personId), personId]
  const next = { ...file, missing }
  if (!canBeHeld(file.status)) return next
  return { ...move({ ...next, statusBefore: file.status }, 'on_hold', on), hold: 'member_missing' }
}

/** Found, dead or no member any more: the last one lets the case go on where it was. */
function endMissing(file: CaseFile, { personId, effectiveOn: on }: RecordedEvent): CaseFile {
  const { missing } = file
  if (missing === undefined || personId === undefined || !missing.includes(personId)) return file
  const left = missing.filter((one) => one !== personId)
  if (left.length > 0) return { ...file, missing: left }
  const open = without(file, 'missing')
  if (open.hold !== 'member_missing' || open.status !== 'on_hold') return open
  const status = open.statusBefore ?? 'referred'
  return { ...without(without(open, 'hold'), 'statusBefore'), status, statusSince: on }
}

/**
 * An injury makes the case urgent, a severe one an emergency; nothing is lowered by it. The written
 * justification (I6) is still owed.
 */
function raisePriority(file: CaseFile, event: RecordedEvent<'person.injured'>): CaseFile {
  const { priority } = file
  const isMember = file.members.some((member) => member.personId === event.personId)
  const raised = event.data.severe ? 'EM' : 'UG'
  const isHigher = priority === 'NR' || (priority === 'UG' && raised === 'EM')
  return isMember && isHigher ? { ...file, priority: raised, justified: false } : file
}

/** The State's answer may now be complete, or no longer a split one. */
function loseFromSubmission(
  file: CaseFile,
  submission: SubmissionFile,
  personId: PersonId,
  died: boolean,
  on: PlainDate,
): SubmissionFile {
  const outcome = died ? 'died' : 'declined_offer'
  const members = submission.members.map((member) =>
    member.personId === personId && !hasLeft(member) ? ({ ...member, outcome } as const) : member,
  )
  const next = { ...submission, members }
  const open = submission.decision === undefined
  const unsplit = submission.decision === 'split' && underlying(file) === 'submitted'
  return submission.status !== 'review_requested' && (open || unsplit) ? decide(next, on) : next
}

function activeSubmission(file: CaseFile): SubmissionFile | undefined {
  return file.submissions.find(isActiveSubmission)
}

/** The status of the case, and for one on hold the one underneath. */
function underlying(file: CaseFile): CaseStatus | undefined {
  return file.status === 'on_hold' ? file.statusBefore : file.status
}

function changeSubmission(file: CaseFile, event: RecordedEvent): CaseFile {
  return {
    ...file,
    submissions: file.submissions.map((submission) =>
      submission.id === event.submissionId ? applyToSubmission(submission, event) : submission,
    ),
  }
}

/** Moves the case; one on hold moves underneath and stays on hold. */
function move(file: CaseFile, status: CaseStatus, on: PlainDate): CaseFile {
  if (file.status === 'on_hold') return { ...file, statusBefore: status }
  return { ...file, status, statusSince: on }
}

function close(file: CaseFile, closure: NonNullable<CaseFile['closure']>, on: PlainDate): CaseFile {
  const statusBefore = file.status === 'on_hold' ? (file.statusBefore ?? 'referred') : file.status
  return { ...without(file, 'hold'), status: 'closed', statusSince: on, statusBefore, closure }
}

function withLink(file: CaseFile, toCaseId: CaseId, kind: LinkKind): CaseFile['links'] {
  const others = file.links.filter((link) => link.toCaseId !== toCaseId)
  return [...others, { toCaseId, kind, waived: false }]
}

function withoutMember(file: CaseFile, personId: PersonId): CaseFile['members'] {
  return file.members.filter((member) => member.personId !== personId)
}

function without<Key extends keyof CaseFile>(file: CaseFile, key: Key): CaseFile {
  const { [key]: _gone, ...rest } = file
  return rest as CaseFile
}
