import { applyToCase } from '../domain/apply-to-case.ts'
import type { CaseFile, LinkKind } from '../domain/case.ts'
import { isActiveCase, PRINCIPAL_APPLICANT } from '../domain/case.ts'
import type { Issue } from '../domain/errors.ts'
import type { EventDraft, RecordedEvent } from '../domain/event.ts'
import type { CaseId, PersonId, SiteId } from '../domain/ids.ts'
import { guard } from '../domain/guards.ts'
import { readyViolations } from '../domain/invariants.ts'
import type { MemberFacts } from '../domain/invariants.ts'
import type { PlainDate } from '../domain/plain-date.ts'
import { FIRST_SITE } from '../domain/site.ts'
import { isActiveSubmission } from '../domain/submission.ts'
import type { ImportedCase } from '../exchange/imported-register.ts'
import type { Stated } from '../storage/batches.ts'
import type { StoredCase } from '../storage/cases.ts'
import { newId, newReference } from '../storage/ids.ts'
import type { StoredPerson } from '../storage/persons.ts'
import { canonical } from '../domain/canonical.ts'
import { memberFacts } from './case-context.ts'
import type { OnFile, Stamp } from './register-changes.ts'
import { isNews, keptAsRecorded, statedFacts } from './stated.ts'

/** The other side of a link, by source id. */
export interface LinkTo {
  readonly other: string
  readonly kind: LinkKind
}

/** What imported rows change of one case. */
export interface CaseChange {
  readonly after?: StoredCase
  readonly events: readonly RecordedEvent[]
  readonly before?: StoredCase
  readonly isNew: boolean
  /** The rows state something otherwise than the last import did, whatever comes of it. */
  readonly statedChanged: boolean
  readonly problems: readonly Issue[]
  readonly warnings: readonly Issue[]
}

export interface CaseTools {
  /** The account that imports: it vouches for the stage, so it may not approve the case too (I9). */
  readonly importer: string
  readonly personOf: (sourceId: string) => StoredPerson | undefined
  /** Deaths and departures on their own that the same import records. */
  readonly losses: ReadonlyMap<PersonId, RecordedEvent>
  /** Source ids of persons whom the same import changes. */
  readonly changed: ReadonlySet<string>
  readonly referredOn: PlainDate
  readonly today: PlainDate
  readonly stamp: Stamp
}

/**
 * Compares a case's rows with what the last import stated; the events say the difference. What
 * people recorded since stays, and an event that the rules forbid is a problem of the row.
 */
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
  const before = known && afterLosses(known.file, tools.losses)
  const last = known?.stated ?? {}
  const now = statedOf(imported, links, ids, tools)
  if (before === undefined && presentMembers(imported, tools).length === 0)
    return { events: [], isNew: true, statedChanged: false, problems: [], warnings: [] }
  const problems: Issue[] = []
  const news = [
    ...memberDrafts(imported, before, now, last, tools),
    ...factDrafts(imported, before, now, last, tools),
    ...linkDrafts(imported, before, links, ids, last, tools, problems),
  ]
  // What ended here is not changed by a file; the rest of the file goes on.
  const isOver = before?.status === 'closed'
  const facts = isOver ? [] : news
  const warnings = isOver && news.length > 0 ? [keptAsRecorded(imported.row, 'case_id')] : []
  problems.push(...memberProblems(imported, facts, onFile))
  if (before !== undefined) problems.push(...guardProblems(imported, before, facts, tools))
  const drafts = [
    ...(known === undefined
      ? [{ type: 'case.referred', effectiveOn: tools.referredOn, data: {} } as const]
      : []),
    ...facts,
    ...(known === undefined ? stageDrafts(imported, tools) : []),
  ]
  let file = before
  const events = drafts.map((draft) => {
    const event = tools.stamp({ ...draft, caseId: id })
    file = applyToCase(file, id, event)
    return event
  })
  const site = siteOf(imported, stored, tools)
  problems.push(...siteProblems(imported, site, tools))
  if (file === undefined) return { events, isNew: true, statedChanged: false, problems, warnings }
  const isTouched =
    events.length > 0 || imported.members.some((one) => tools.changed.has(one.personId))
  if (isTouched) problems.push(...stageProblems(imported, file, tools))
  const others = Object.entries(last).filter(([fact]) => !fact.startsWith(MEMBER))
  const stated = { ...Object.fromEntries(others), ...now }
  const reference = stored?.reference ?? newReference('C')
  return {
    after: { sourceId: imported.sourceId, reference, site, file, stated },
    ...(known === undefined ? {} : { before: known }),
    events,
    isNew: known === undefined,
    statedChanged: canonical(known?.stated) !== canonical(stated),
    problems,
    warnings,
  }
}

const MEMBER = 'member '
const LINK = 'link '

/** The rows of a case together state its members; everything else only where a cell does. */
function statedOf(
  imported: ImportedCase,
  links: readonly LinkTo[],
  ids: ReadonlyMap<string, CaseId>,
  tools: CaseTools,
): Stated {
  const { members, primary, secondary, priority, priorityReason } = imported
  return statedFacts({
    primary,
    secondary,
    priority,
    // That there is a reason, never the reason.
    justified: priorityReason === undefined ? undefined : 'yes',
    ...Object.fromEntries([
      ...members.map((one) => [
        `${MEMBER}${tools.personOf(one.personId)?.person.id ?? ''}`,
        one.relationship,
      ]),
      ...links.map(({ other, kind }) => [`${LINK}${ids.get(other) ?? ''}`, kind]),
    ]),
  })
}

/** Events that the guards refuse, and changes of who and what a State has before it. */
function guardProblems(
  imported: ImportedCase,
  before: CaseFile,
  drafts: readonly EventDraft[],
  tools: CaseTools,
): readonly Issue[] {
  const held = before.submissions.some(isActiveSubmission)
  const members = new Map<PersonId, MemberFacts>()
  for (const { personId } of imported.members) {
    const stored = tools.personOf(personId)
    if (stored !== undefined) members.set(stored.person.id, memberFacts(stored, tools.today))
  }
  const problems = new Map<string, Issue>()
  let file = before
  for (const draft of drafts) {
    const isBefore = /^case\.(member_added|member_removed|linked)$/.test(draft.type)
    const found =
      held && isBefore
        ? [{ rule: 'submitted', message: WITH_A_STATE }]
        : guard(file, draft, { members, programmeOf: new Map() })
    for (const { rule, message, warning } of found)
      if (warning !== true)
        problems.set(message, { code: rule, row: imported.row, column: 'case_id', message })
    file = applyToCase(file, file.id, tools.stamp({ ...draft, caseId: file.id })) ?? file
  }
  return [...problems.values()]
}

/** A case is where its principal applicant is. */
function siteOf(
  { members }: ImportedCase,
  stored: StoredCase | undefined,
  tools: CaseTools,
): SiteId {
  const head = members.find((one) => one.relationship === PRINCIPAL_APPLICANT) ?? members[0]
  return tools.personOf(head?.personId ?? '')?.person.site ?? stored?.site ?? FIRST_SITE.id
}

/** Who works for the case must see everyone in it: members are of one site. */
function siteProblems(imported: ImportedCase, site: SiteId, tools: CaseTools): readonly Issue[] {
  const elsewhere = presentMembers(imported, tools).filter(
    ({ person }) => person.person.site !== site,
  )
  if (elsewhere.length === 0) return []
  const message = `${elsewhere.length} members are of another site than the principal applicant. People of one case belong to one site: give all their rows the same site.`
  return [{ code: 'several_sites', row: imported.row, column: 'site_id', message }]
}

const WITH_A_STATE =
  'The case is with a State, and the rows change its members or links. Withdraw the submission or record its end first, or leave these rows as they were.'

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

function memberProblems(
  imported: ImportedCase,
  drafts: readonly EventDraft[],
  onFile: OnFile,
): Issue[] {
  const elsewhere = drafts.filter(({ type, personId }) => {
    const active = personId && onFile.activeCaseOf.get(personId)
    return type === 'case.member_added' && active !== undefined && active !== imported.sourceId
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

function memberDrafts(
  imported: ImportedCase,
  file: CaseFile | undefined,
  now: Stated,
  last: Stated,
  tools: CaseTools,
): readonly EventDraft[] {
  const on = file === undefined ? tools.referredOn : tools.today
  const has = new Map((file?.members ?? []).map((one) => [one.personId, one.relationship]))
  const drafts: EventDraft[] = []
  for (const { person, relationship } of presentMembers(imported, tools)) {
    const personId = person.person.id
    if (isNews(now, last, `${MEMBER}${personId}`) && has.get(personId) !== relationship)
      drafts.push({ type: 'case.member_added', effectiveOn: on, personId, data: { relationship } })
  }
  for (const personId of has.keys()) {
    const fact = `${MEMBER}${personId}`
    if (last[fact] !== undefined && now[fact] === undefined)
      drafts.push({
        type: 'case.member_removed',
        effectiveOn: on,
        personId,
        reason: 'not a member in the imported register',
        data: {},
      })
  }
  return drafts
}

function factDrafts(
  imported: ImportedCase,
  file: CaseFile | undefined,
  now: Stated,
  last: Stated,
  tools: CaseTools,
): readonly EventDraft[] {
  const on = file === undefined ? tools.referredOn : tools.today
  const drafts: EventDraft[] = []
  const primary = imported.primary ?? file?.primary
  const secondary = imported.secondary ?? file?.secondary
  if (primary !== undefined && secondary !== undefined && isNews(now, last, 'primary', 'secondary'))
    if (primary !== file?.primary || secondary !== file.secondary)
      drafts.push({ type: 'case.categories_set', effectiveOn: on, data: { primary, secondary } })
  if (!isNews(now, last, 'priority', 'justified')) return drafts
  const was = file?.priority ?? 'NR'
  const priority = imported.priority ?? was
  const justified =
    imported.priorityReason !== undefined || (priority === was && file?.justified === true)
  if (priority !== was || justified !== (file?.justified ?? false))
    drafts.push({ type: 'case.priority_set', effectiveOn: on, data: { priority, justified } })
  return drafts
}

function linkDrafts(
  imported: ImportedCase,
  file: CaseFile | undefined,
  links: readonly LinkTo[],
  ids: ReadonlyMap<string, CaseId>,
  last: Stated,
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
    if (last[`${LINK}${to}`] === kind) return []
    if (file?.links.some((link) => link.toCaseId === to && link.kind === kind)) return []
    return [{ type: 'case.linked', effectiveOn: on, data: { toCaseId: to, kind } }]
  })
}

/** Who drafted and reviewed before us: the register that says how far its cases are. */
const SOURCE = 'source register'
const STATED = 'as stated in the imported register'

/** The events by which the source register says that its case came so far. */
function stageDrafts(imported: ImportedCase, tools: CaseTools): readonly EventDraft[] {
  const at = { effectiveOn: tools.referredOn, reason: STATED }
  const steps: readonly EventDraft[] = [
    { ...at, type: 'case.assessment_started', data: {} },
    { ...at, type: 'case.reviewed', data: { compositionVerified: true, willing: true } },
    {
      ...at,
      type: 'case.interview_completed',
      data: { membersListed: true, interpreter: SOURCE },
    },
    { ...at, type: 'case.rrf_drafted', data: { drafter: tools.importer } },
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
  return steps.slice(0, STEPS_TO[imported.stage ?? 'referred'])
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
