import type { LinkKind, StatusBeforeSubmission } from '../domain/case.ts'
import { PRINCIPAL_APPLICANT } from '../domain/case.ts'
import type { Category } from '../domain/category.ts'
import type { Priority } from '../domain/priority.ts'
import type {
  ImportedCase,
  ImportedHousehold,
  ImportedLink,
  ImportedPerson,
  ImportedRegister,
} from './imported-register.ts'
import { idKey } from './id-key.ts'
import { present } from './present.ts'
import { idForMessage } from './problem.ts'
import type { ProblemList } from './problem.ts'
import type { Relationship } from './relationship.ts'

/** What one row says of its case; rows of one case may leave it to one of them. */
export interface CaseFacts {
  readonly relationship?: Relationship
  readonly primary?: Category
  readonly secondary?: Category
  readonly priority?: Priority
  readonly priorityReason?: string
  readonly stage?: StatusBeforeSubmission
}

export interface LinkFacts {
  readonly toCaseId: string
  readonly kind: LinkKind
  readonly row: number
}

export interface RegisterRow {
  readonly person: ImportedPerson
  readonly caseFacts: CaseFacts
  readonly links: readonly LinkFacts[]
}

/** Joins checked rows into households, cases and links, and reports what rows say together. */
export function assembleRegister(
  rows: readonly RegisterRow[],
  problems: ProblemList,
  warnings: ProblemList,
): ImportedRegister {
  reportDoubleIds(rows, problems)
  const cases = new Map<string, RegisterRow[]>()
  const households = new Map<string, string[]>()
  for (const row of rows) {
    const { sourceId, caseId, householdId } = row.person
    if (caseId !== undefined) addTo(cases, caseId, row)
    if (householdId !== undefined) addTo(households, householdId, sourceId)
  }
  return {
    persons: rows.map(({ person }) => person),
    households: [...households].map(([sourceId, memberIds]): ImportedHousehold => ({
      sourceId,
      memberIds,
    })),
    cases: [...cases].map(([sourceId, members]) =>
      assembleCase(sourceId, members, { problems, warnings }),
    ),
    links: assembleLinks(rows, cases, { problems, warnings }),
  }
}

interface Lists {
  readonly problems: ProblemList
  readonly warnings: ProblemList
}

function addTo<Value>(lists: Map<string, Value[]>, key: string, value: Value): void {
  const list = lists.get(key)
  if (list === undefined) lists.set(key, [value])
  else list.push(value)
}

function reportDoubleIds(rows: readonly RegisterRow[], problems: ProblemList): void {
  const firstRow = new Map<string, RegisterRow>()
  for (const row of rows) {
    const { person } = row
    const key = idKey(person.sourceId)
    const earlier = firstRow.get(key)?.person
    if (earlier === undefined) {
      firstRow.set(key, row)
      continue
    }
    const same = earlier.sourceId === person.sourceId
    problems.add({
      code: same ? 'duplicate_person_id' : 'id_written_otherwise',
      row: person.row,
      column: 'person_id',
      message: `rows ${earlier.row} and ${person.row} have the same person_id${same ? '' : ', written in two ways'}`,
      help: 'keep one row for each person; if they are two persons, give each an id',
    })
  }
}

function assembleCase(
  sourceId: string,
  rows: readonly RegisterRow[],
  { problems, warnings }: Lists,
): ImportedCase {
  const applicant = requireOneApplicant(sourceId, rows, problems)
  const agreed = agreedFacts(sourceId, rows, problems)
  const imported: ImportedCase = {
    sourceId,
    row: applicant.person.row,
    members: rows.map(({ person, caseFacts }) => ({
      personId: person.sourceId,
      relationship: caseFacts.relationship ?? 'UKM',
    })),
    ...present({
      priority: agreed.priority,
      stage: agreed.stage,
      primary: agreed.primary,
      secondary: agreed.secondary,
      priorityReason: agreed.priorityReason,
    }),
  }
  checkCategories(imported, problems, warnings)
  const { priority = 'NR' } = imported
  if (priority !== 'NR' && imported.priorityReason === undefined) {
    warnings.add({
      code: 'priority_without_reason',
      row: imported.row,
      column: 'priority_reason',
      message: 'emergency or urgent without a written justification',
      help: 'write it before the case is submitted; a submission without it is refused',
    })
  }
  return imported
}

/** Exactly one principal applicant (I1); the first row stands in when that fails. */
function requireOneApplicant(
  sourceId: string,
  rows: readonly RegisterRow[],
  problems: ProblemList,
): RegisterRow {
  const applicants = rows.filter((row) => row.caseFacts.relationship === PRINCIPAL_APPLICANT)
  const [first, second] = applicants
  const fallback = first ?? rows[0]
  if (fallback === undefined) throw new Error('a case without rows cannot be assembled')
  const numbers = (list: readonly RegisterRow[]): string =>
    list.map(({ person }) => person.row).join(', ')
  if (first === undefined) {
    problems.add({
      code: 'no_principal_applicant',
      row: fallback.person.row,
      column: 'relationship',
      message: `case ${idForMessage(sourceId)} has no principal applicant (rows ${numbers(rows)})`,
      help: 'give exactly one member the relationship PA',
    })
  } else if (second !== undefined) {
    problems.add({
      code: 'two_principal_applicants',
      row: second.person.row,
      column: 'relationship',
      message: `case ${idForMessage(sourceId)} has ${applicants.length} principal applicants (rows ${numbers(applicants)})`,
      help: 'give exactly one member the relationship PA, or make two cases and link them',
    })
  }
  return fallback
}

const AGREED: readonly (readonly [
  column: string,
  fact: Exclude<keyof CaseFacts, 'relationship'>,
])[] = [
  ['primary_category', 'primary'],
  ['secondary_category', 'secondary'],
  ['priority', 'priority'],
  ['priority_reason', 'priorityReason'],
  ['case_stage', 'stage'],
]

/** What the rows of a case say of it; rows that contradict each other are a problem. */
function agreedFacts(
  sourceId: string,
  rows: readonly RegisterRow[],
  problems: ProblemList,
): CaseFacts {
  let agreed: CaseFacts = {}
  for (const [column, fact] of AGREED) {
    const stated = rows.filter((row) => row.caseFacts[fact] !== undefined)
    const [first] = stated
    if (first === undefined) continue
    agreed = { ...agreed, [fact]: first.caseFacts[fact] }
    const other = stated.find((row) => row.caseFacts[fact] !== first.caseFacts[fact])
    if (other === undefined) continue
    problems.add({
      code: 'members_disagree',
      row: other.person.row,
      column,
      message: `rows ${first.person.row} and ${other.person.row} say different things of case ${idForMessage(sourceId)}`,
      help: `write the same ${column} on all rows of the case, or on one of them`,
    })
  }
  return agreed
}

/** Both categories, and different ones, before review (I4); LAS is mainly a second one (I5). */
function checkCategories(one: ImportedCase, problems: ProblemList, warnings: ProblemList): void {
  const where = { row: one.row, column: 'primary_category' }
  const id = idForMessage(one.sourceId)
  const isReviewed = one.stage === 'submission_review' || one.stage === 'ready'
  if (isReviewed && (one.primary === undefined || one.secondary === undefined)) {
    problems.add({
      ...where,
      code: 'categories_missing',
      message: `case ${id} is in ${one.stage} and lacks a category`,
      help: 'write primary_category and secondary_category, or an earlier case_stage',
    })
  }
  if (one.primary !== undefined && one.primary === one.secondary) {
    problems.add({
      ...where,
      code: 'same_categories',
      message: `case ${id} has the same category twice`,
      help: 'primary_category and secondary_category must differ',
    })
  }
  if (one.primary === 'LAS') {
    warnings.add({
      ...where,
      code: 'las_as_primary',
      message: `case ${id} has LAS as its primary category`,
      help: 'LAS is mainly a secondary category: check whether another one fits',
    })
  }
}

function assembleLinks(
  rows: readonly RegisterRow[],
  cases: ReadonlyMap<string, unknown>,
  { problems, warnings }: Lists,
): readonly ImportedLink[] {
  const links = new Map<string, ImportedLink & { readonly row: number }>()
  for (const { person, links: stated } of rows) {
    const { caseId: fromCaseId } = person
    if (fromCaseId === undefined) continue
    for (const { toCaseId, kind, row } of stated) {
      const pair = JSON.stringify([fromCaseId, toCaseId].toSorted())
      const earlier = links.get(pair)
      if (earlier !== undefined && earlier.kind !== kind) {
        problems.add({
          code: 'links_disagree',
          row,
          column: 'linked_case_ids',
          message: `rows ${earlier.row} and ${row} link the same two cases in different ways`,
          help: 'write one kind for each pair of cases',
        })
      }
      if (earlier !== undefined) continue
      links.set(pair, { fromCaseId, toCaseId, kind, row })
      if (cases.has(toCaseId)) continue
      warnings.add({
        code: 'linked_case_elsewhere',
        row,
        column: 'linked_case_ids',
        message: `case ${idForMessage(toCaseId)} is not in this file`,
        help: 'it must be in the operation already, or the link cannot be made',
      })
    }
  }
  return [...links.values()].map(({ fromCaseId, toCaseId, kind }) => ({
    fromCaseId,
    toCaseId,
    kind,
  }))
}
