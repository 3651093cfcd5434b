import { applyToSubmission, startSubmission } from './apply-to-submission.ts'
import type { CaseFile, CaseStatus } from './case.ts'
import { CASE_MOVES } from './case-moves.ts'
import type { RecordedEvent } from './event.ts'
import type { CaseId, PersonId } from './ids.ts'
import type { PlainDate } from './plain-date.ts'
import type { SubmissionFile } from './submission.ts'

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
  if (event.type === 'person.died' || event.type === 'person.left') return loseMember(file, event)
  if (event.caseId !== id) return file
  if (event.type === 'submission.transmitted') {
    const submissions = [...file.submissions, startSubmission(event)]
    return move({ ...file, submissions }, 'submitted', event.effectiveOn)
  }
  if (event.submissionId !== undefined)
    return followSubmission(changeSubmission(file, event), event)
  return applyOwn(file, event)
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
  if (event.type === 'case.linked') {
    const { toCaseId, kind } = event.data
    const others = file.links.filter((link) => link.toCaseId !== toCaseId)
    return { ...file, links: [...others, { toCaseId, kind, waived: false }] }
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
    return move({ ...file, members }, 'pending_departure', on)
  }
  return applyPlain(file, event)
}

function applyPlain(file: CaseFile, event: RecordedEvent): CaseFile {
  const on = event.effectiveOn
  switch (event.type) {
    case 'case.member_removed':
      return event.personId === undefined
        ? file
        : { ...file, members: withoutMember(file, event.personId) }
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

/** Where a submission's course takes its case. A split decision waits for the acknowledged split. */
function followSubmission(file: CaseFile, event: RecordedEvent): CaseFile {
  const submission = file.submissions.find((one) => one.id === event.submissionId)
  if (submission === undefined) return file
  const on = event.effectiveOn
  const current = file.status === 'on_hold' ? file.statusBefore : file.status
  if (current === 'submitted') {
    if (submission.status === 'withdrawn') return move(file, 'ready', on)
    if (submission.status !== 'decided' || submission.decision === 'split') return file
    return move(file, submission.decision === 'accepted' ? 'pending_departure' : 'ready', on)
  }
  if (current === 'ready' && event.type === 'submission.overturned')
    return move(file, 'pending_departure', on)
  if (current === 'pending_departure') {
    if (submission.status === 'lapsed') return move(file, 'ready', on)
    return isGone(submission, file) ? move(file, 'departed', on) : file
  }
  if (current === 'departed' && hasArrived(submission)) return close(file, 'resettled', on)
  return file
}

const LEFT: ReadonlySet<string> = new Set(['departed', 'in_transit', 'arrived'])

/** Everyone who is still of the case has left, and somebody has. */
function isGone(submission: SubmissionFile, file: CaseFile): boolean {
  const left = submission.members.filter((member) => LEFT.has(member.outcome))
  const here = new Set(left.map((member) => member.personId))
  return left.length > 0 && file.members.every((member) => here.has(member.personId))
}

function hasArrived(submission: SubmissionFile): boolean {
  return submission.members.every(
    (member) => !LEFT.has(member.outcome) || member.outcome === 'arrived',
  )
}

/** A death or a departure on their own takes a person out of the case; the last one closes it. */
function loseMember(file: CaseFile, event: RecordedEvent): CaseFile {
  const personId = event.personId
  if (personId === undefined || !file.members.some((member) => member.personId === personId))
    return file
  const members = withoutMember(file, personId)
  const submissions = file.submissions.map((submission) => ({
    ...submission,
    members: submission.members.map((member) =>
      member.personId === personId && !LEFT.has(member.outcome)
        ? {
            ...member,
            outcome: event.type === 'person.died' ? ('died' as const) : ('declined_offer' as const),
          }
        : member,
    ),
  }))
  const next = { ...file, members, submissions }
  if (members.length > 0) return next
  const closure = event.type === 'person.died' ? 'deceased' : 'spontaneous_departure'
  return close(next, closure, event.effectiveOn)
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

function withoutMember(file: CaseFile, personId: PersonId): CaseFile['members'] {
  return file.members.filter((member) => member.personId !== personId)
}

function without<Key extends keyof CaseFile>(file: CaseFile, key: Key): CaseFile {
  const { [key]: _gone, ...rest } = file
  return rest as CaseFile
}
