import { applyToCase } from '../domain/apply-to-case.ts'
import type { CaseFile, LinkKind } from '../domain/case.ts'
import { isActiveCase } from '../domain/case.ts'
import type { Issue } from '../domain/errors.ts'
import type { EventDraft, RecordedEvent } from '../domain/event.ts'
import type { CaseId, PersonId } from '../domain/ids.ts'
import { readyViolations } from '../domain/invariants.ts'
import type { MemberFacts } from '../domain/invariants.ts'
import type { PlainDate } from '../domain/plain-date.ts'
import type { ImportedCase } from '../exchange/imported-register.ts'
import type { StoredCase } from '../storage/cases.ts'
import { newId, newReference } from '../storage/ids.ts'
import type { StoredPerson } from '../storage/persons.ts'
import { memberFacts } from './case-context.ts'
import type { OnFile, Stamp } from './register-changes.ts'

/** The other side of a link, by source id. */
export interface LinkTo {
  readonly other: string
  readonly kind: LinkKind
}

/** What imported rows change of one case. */
export interface CaseChange {
  readonly after?: StoredCase
  readonly events: readonly RecordedEvent[]
  readonly isNew: boolean
  readonly problems: readonly Issue[]
}

export interface CaseTools {
  readonly personOf: (sourceId: string) => StoredPerson | undefined
  /** Deaths and departures on their own that the same import records. */
  readonly losses: ReadonlyMap<PersonId, RecordedEvent>
  readonly referredOn: PlainDate
  readonly today: PlainDate
  readonly stamp: Stamp
}

/** Compares a case's rows with what is on file; the events say the difference. */
export function caseChange(
  imported: ImportedCase,
  links: readonly LinkTo[],
  onFile: OnFile,
  ids: ReadonlyMap<string, CaseId>,
  tools: CaseTools,
): CaseChange {
  const stored = onFile.cases.get(imported.sourceId)
  const known = stored !== undefined && !stored.removed ? stored : undefined
  const id = ids.get(imported.sourceId) ?? newId<CaseId>()
  const problems = memberProblems(imported, onFile, tools)
  const before = known && afterLosses(known.file, tools.losses)
  if (before === undefined && presentMembers(imported, tools).length === 0)
    return { events: [], isNew: true, problems }
  const drafts = [
    ...(known === undefined
      ? [{ type: 'case.referred', effectiveOn: tools.referredOn, data: {} } as const]
      : []),
    ...factDrafts(imported, before, tools),
    ...linkDrafts(imported, before, links, ids, tools, problems),
    ...(known === undefined ? stageDrafts(imported, tools.referredOn) : []),
  ]
  let file = before
  const events = drafts.map((draft) => {
    const event = tools.stamp({ ...draft, caseId: id })
    file = applyToCase(file, id, event)
    return event
  })
  if (file !== undefined) problems.push(...stageProblems(imported, file, tools))
  return {
    ...(file === undefined
      ? {}
      : {
          after: {
            sourceId: imported.sourceId,
            reference: stored?.reference ?? newReference('C'),
            file,
          },
        }),
    events,
    isNew: known === undefined,
    problems,
  }
}

/** Whoever died or left on their own is no member any more. */
export function afterLosses(
  file: CaseFile,
  losses: ReadonlyMap<PersonId, RecordedEvent>,
): CaseFile {
  let after = file
  for (const { personId } of file.members) {
    const loss = losses.get(personId)
    if (loss !== undefined) after = applyToCase(after, file.id, loss) ?? after
  }
  return after
}

function presentMembers(
  imported: ImportedCase,
  tools: CaseTools,
): readonly { readonly person: StoredPerson; readonly relationship: string }[] {
  return imported.members.flatMap(({ personId, relationship }) => {
    const person = tools.personOf(personId)
    const gone = person?.file.diedOn !== undefined || person?.file.leftOn !== undefined
    return person === undefined || gone ? [] : [{ person, relationship }]
  })
}

function memberProblems(imported: ImportedCase, onFile: OnFile, tools: CaseTools): Issue[] {
  const elsewhere = imported.members.filter(({ personId }) => {
    const person = tools.personOf(personId)?.person
    const active = person && onFile.activeCaseOf.get(person.id)
    return active !== undefined && active !== imported.sourceId
  })
  if (elsewhere.length === 0) return []
  return [
    {
      code: 'I3',
      row: imported.row,
      column: 'case_id',
      message: `${elsewhere.length} members are in another active case on file. Close that case, or take them out of it first.`,
    },
  ]
}

function factDrafts(
  imported: ImportedCase,
  file: CaseFile | undefined,
  tools: CaseTools,
): readonly EventDraft[] {
  const on = file === undefined ? tools.referredOn : tools.today
  const drafts: EventDraft[] = []
  const wanted = new Map(
    presentMembers(imported, tools).map((one) => [one.person.person.id, one.relationship]),
  )
  const has = new Map((file?.members ?? []).map((one) => [one.personId, one.relationship]))
  for (const [personId, relationship] of wanted)
    if (has.get(personId) !== relationship)
      drafts.push({ type: 'case.member_added', effectiveOn: on, personId, data: { relationship } })
  for (const personId of has.keys())
    if (!wanted.has(personId))
      drafts.push({
        type: 'case.member_removed',
        effectiveOn: on,
        personId,
        reason: 'not a member in the imported register',
        data: {},
      })
  const { primary, secondary, priority, priorityReason } = imported
  if (primary !== undefined && secondary !== undefined)
    if (primary !== file?.primary || secondary !== file.secondary)
      drafts.push({ type: 'case.categories_set', effectiveOn: on, data: { primary, secondary } })
  const justified = priorityReason !== undefined
  if (priority !== (file?.priority ?? 'NR') || justified !== (file?.justified ?? false))
    drafts.push({
      type: 'case.priority_set',
      effectiveOn: on,
      data: { priority, justified },
    })
  return drafts
}

function linkDrafts(
  imported: ImportedCase,
  file: CaseFile | undefined,
  links: readonly LinkTo[],
  ids: ReadonlyMap<string, CaseId>,
  tools: CaseTools,
  problems: Issue[],
): readonly EventDraft[] {
  const on = file === undefined ? tools.referredOn : tools.today
  return links.flatMap(({ other, kind }): EventDraft[] => {
    const to = ids.get(other)
    if (to === undefined) {
      problems.push({
        code: 'unknown_link',
        row: imported.row,
        column: 'linked_case_ids',
        message:
          'A linked case is neither in this file nor on file. Import that case too, or take the link out.',
      })
      return []
    }
    if (file?.links.some((link) => link.toCaseId === to && link.kind === kind)) return []
    return [{ type: 'case.linked', effectiveOn: on, data: { toCaseId: to, kind } }]
  })
}

/** Who drafted and reviewed before us: the register that says how far its cases are. */
const SOURCE = 'source register'
const STATED = 'as stated in the imported register'

/** The events by which the source register says that its case came so far. */
function stageDrafts(imported: ImportedCase, on: PlainDate): readonly EventDraft[] {
  const at = { effectiveOn: on, reason: STATED }
  const steps: readonly EventDraft[] = [
    { ...at, type: 'case.assessment_started', data: {} },
    { ...at, type: 'case.reviewed', data: { compositionVerified: true, willing: true } },
    {
      ...at,
      type: 'case.interview_completed',
      data: { membersListed: true, interpreter: SOURCE },
    },
    { ...at, type: 'case.rrf_drafted', data: { drafter: `${SOURCE}, drafter` } },
    { ...at, type: 'case.declaration_signed', data: {} },
    { ...at, type: 'case.sent_to_review', data: {} },
    { ...at, type: 'case.recommended', data: { reviewer: `${SOURCE}, reviewer` } },
  ]
  const STEPS_TO = {
    referred: 0,
    needs_assessment: 1,
    initial_review: 2,
    interview: 3,
    submission_recommendation: 4,
    submission_review: 6,
    ready: 7,
  } as const
  return steps.slice(0, STEPS_TO[imported.stage])
}

/** A case said to be ready must keep the rules that a reviewer here would hold it to. */
function stageProblems(imported: ImportedCase, file: CaseFile, tools: CaseTools): readonly Issue[] {
  if (imported.stage !== 'ready' && imported.stage !== 'submission_review') return []
  if (!isActiveCase(file.status)) return []
  const members = new Map<PersonId, MemberFacts>()
  for (const { personId } of imported.members) {
    const stored = tools.personOf(personId)
    if (stored !== undefined) members.set(stored.person.id, memberFacts(stored, tools.today))
  }
  return readyViolations(file, members)
    .filter((one) => one.warning !== true)
    .map(({ rule, message }) => ({
      code: rule,
      row: imported.row,
      column: 'case_stage',
      message: `The case cannot be ${imported.stage}: ${message} Or give an earlier stage.`,
    }))
}
