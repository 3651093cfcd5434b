import type { CaseFile } from './case.ts'
import { isActiveCase, isHardLink, PRINCIPAL_APPLICANT } from './case.ts'
import type { RecordedEvent } from './event.ts'
import type { CaseId, PersonId } from './ids.ts'
import type { OfferTerms, OfferUse } from './offer.ts'
import { countUse } from './offer.ts'
import type { Persons } from './counts.ts'
import { persons } from './counts.ts'
import type { PersonFile, ProtectionStatus } from './person.ts'
import { consentsTo } from './person.ts'
import type { StateCode } from './state-code.ts'
import { isActiveSubmission, wasAccepted } from './submission.ts'

/** A broken rule: which, and what would help. `warning` does not stop anything. */
export interface Violation {
  readonly rule: string
  readonly message: string
  readonly warning?: boolean
}

/** What the rules must know of a member beyond the case's own events. */
export interface MemberFacts {
  readonly file: PersonFile
  /** At least 18 on the day, or age unknown (then the person signs). */
  readonly isAdult: boolean
  readonly isUnaccompaniedChild: boolean
  /** Another active case that holds the person, if any (I3). */
  readonly otherActiveCase?: CaseId
}

export type Members = ReadonlyMap<PersonId, MemberFacts>

const broken = (rule: string, message: string): readonly Violation[] => [{ rule, message }]
const NONE: readonly Violation[] = []

/** I1: one principal applicant per case. */
export function onePrincipalApplicant(file: CaseFile): readonly Violation[] {
  const found = file.members.filter((member) => member.relationship === PRINCIPAL_APPLICANT).length
  if (found === 1) return NONE
  return broken(
    'I1',
    `The case has ${found} principal applicants; it needs exactly one. Set one member's relationship to PA.`,
  )
}

/** I2: the stated size is the number of active members. */
export function sizeIsMembers(file: CaseFile, statedSize: number): readonly Violation[] {
  if (statedSize === file.members.length) return NONE
  return broken(
    'I2',
    `The stated size is ${statedSize} but the case has ${file.members.length} active members. Correct the members or the size.`,
  )
}

/** I3: a person is in at most one active case. */
export function oneActiveCase(file: CaseFile, members: Members): readonly Violation[] {
  if (!isActiveCase(file.status)) return NONE
  const twice = file.members.filter((member) => members.get(member.personId)?.otherActiveCase)
  if (twice.length === 0) return NONE
  return broken(
    'I3',
    `${twice.length} members are in another active case. Close that case or take them out of one of the two.`,
  )
}

/** I4: both categories are present and differ. */
export function twoCategories(file: CaseFile): readonly Violation[] {
  if (file.primary === undefined || file.secondary === undefined)
    return broken('I4', 'The case needs a primary and a secondary category. Set both.')
  if (file.primary === file.secondary)
    return broken('I4', 'Primary and secondary category are the same. Choose two different ones.')
  return NONE
}

/** I5: lack of foreseeable alternative durable solutions is mainly a secondary category. */
export function rarelyPrimaryLas(file: CaseFile): readonly Violation[] {
  if (file.primary !== 'LAS') return NONE
  const message = 'LAS is mainly a secondary category; check that no other fits better.'
  return [{ rule: 'I5', message, warning: true }]
}

/** I6: emergency and urgent need a written justification. */
export function justifiedPriority(file: CaseFile): readonly Violation[] {
  if (file.priority === 'NR' || file.justified) return NONE
  return broken(
    'I6',
    'An emergency or urgent case needs a written justification (RRF section 5). Add it or set the priority to normal.',
  )
}

const ELIGIBLE: readonly ProtectionStatus[] = [
  'refugee',
  'stateless_non_refugee',
  'non_refugee_dependant',
]

/** I7: each member is a recognised refugee or a listed exception. */
export function membersEligible(file: CaseFile, members: Members): readonly Violation[] {
  const not = file.members.filter((member) => {
    const status = members.get(member.personId)?.file.protectionStatus ?? 'undetermined'
    return !ELIGIBLE.includes(status)
  })
  if (not.length === 0) return NONE
  return broken(
    'I7',
    `${not.length} members are not determined as refugees, stateless non-refugees or dependants. Record the determination first.`,
  )
}

/**
 * I8: every adult's consent covers the State and is newer than their last substantial change. In
 * a case of children alone each child's consent, given with their guardian, takes its place.
 */
export function consentCovers(
  file: CaseFile,
  members: Members,
  state: StateCode,
): readonly Violation[] {
  const missing = file.members.filter((member) => {
    const facts = members.get(member.personId)
    return facts === undefined || (isAsked(facts, members) && !consentsTo(facts.file, state))
  })
  if (missing.length === 0) return NONE
  return broken(
    'I8',
    `${missing.length} members whose consent is needed have no valid one for ${state}. Obtain signed consent that is newer than the last substantial change.`,
  )
}

function hasAdult(members: Members): boolean {
  return [...members.values()].some((facts) => facts.isAdult)
}

/** Whose consent counts: the adults’; in a case of children alone everyone’s. */
export function isAsked(facts: MemberFacts, members: Members): boolean {
  return facts.isAdult || !hasAdult(members)
}

/** I9: the reviewer is not the drafter. */
export function fourEyes(
  drafter: string | undefined,
  reviewer: string | undefined,
): readonly Violation[] {
  if (reviewer === undefined || reviewer === '')
    return broken(
      'I9',
      'No reviewer is named. A named reviewer who is not the drafter must decide.',
    )
  if (reviewer !== drafter) return NONE
  return broken('I9', 'Reviewer and drafter are the same account. Another reviewer must decide.')
}

/** I10: a person is in at most one active submission. */
export function oneActiveSubmission(file: CaseFile): readonly Violation[] {
  const active = file.submissions.filter(isActiveSubmission)
  if (active.length <= 1) return NONE
  return broken(
    'I10',
    `The case has ${active.length} active submissions. Withdraw or finish one before the next.`,
  )
}

/** I11: hard-linked cases go to the same programme, unless the link is waived. */
export function linkedTogether(
  file: CaseFile,
  programme: string,
  programmeOf: ReadonlyMap<CaseId, string>,
): readonly Violation[] {
  const apart = file.links.filter((link) => {
    const other = programmeOf.get(link.toCaseId)
    return isHardLink(link.kind) && !link.waived && other !== undefined && other !== programme
  })
  if (apart.length === 0) return NONE
  return broken(
    'I11',
    `${apart.length} hard-linked cases are with another programme. Choose the same programme, or record a waiver of the link.`,
  )
}

/**
 * I12: an unaccompanied or separated child needs a recorded best-interests result; so does every
 * child in a case without an adult, whatever their specific needs say.
 */
export function bestInterestsRecorded(file: CaseFile, members: Members): readonly Violation[] {
  const missing = file.members.filter((member) => {
    const facts = members.get(member.personId)
    if (facts === undefined || facts.file.bestInterestsOn !== undefined) return false
    return facts.isUnaccompaniedChild || (!facts.isAdult && !hasAdult(members))
  })
  if (missing.length === 0) return NONE
  return broken(
    'I12',
    `${missing.length} children without an adult have no best-interests result. Record it first.`,
  )
}

/** I13: departed are accepted, accepted are submitted, per case and person. */
export function nestedOutcomes(file: CaseFile): readonly Violation[] {
  const wrong = file.submissions.flatMap((submission) =>
    submission.members.filter(
      (member) =>
        (member.departedOn !== undefined && !wasAccepted(member)) ||
        (member.arrivedOn !== undefined && member.departedOn === undefined),
    ),
  )
  if (wrong.length === 0) return NONE
  return broken('I13', `${wrong.length} members left without an acceptance, or arrived unleft.`)
}

/** I14: person totals are sums over members, never cases times an average. */
export function personsOf(files: readonly CaseFile[]): Persons {
  return persons(files.reduce((sum, file) => sum + file.members.length, 0))
}

/** I15: an offer is never used beyond its usable total, by its own counting basis. */
export function offerNotOverused(
  terms: OfferTerms,
  uses: readonly OfferUse[],
): readonly Violation[] {
  const { free } = countUse(terms, uses)
  if (free >= 0) return NONE
  return broken(
    'I15',
    `The offer is used beyond its total by ${-free} ${terms.countingBasis}. Withdraw submissions or have the offer raised.`,
  )
}

/** I16: every event has actor, effective day, recorded time, and a reason where one is owed. */
export function eventComplete(event: RecordedEvent): readonly Violation[] {
  if (event.actor === '' || event.effectiveOn === '' || event.recordedAt === '')
    return broken('I16', 'The event lacks its actor, its effective day or its recorded time.')
  if (REASON_OWED.has(event.type) && (event.reason ?? '').trim() === '')
    return broken('I16', `An event ${event.type} needs a reason. Give one.`)
  return NONE
}

const REASON_OWED: ReadonlySet<string> = new Set([
  'case.deprioritised',
  'case.no_show',
  'case.returned',
  'case.not_recommended',
  'case.held',
  'case.closed',
  'case.reopened',
  'case.link_waived',
  'case.member_removed',
  'submission.withdrawn',
  'submission.lapsed',
])

/** The rules a case must keep before a reviewer can recommend it (I1 to I7 and I12). */
export function readyViolations(file: CaseFile, members: Members): readonly Violation[] {
  return [
    ...onePrincipalApplicant(file),
    ...oneActiveCase(file, members),
    ...twoCategories(file),
    ...rarelyPrimaryLas(file),
    ...justifiedPriority(file),
    ...membersEligible(file, members),
    ...bestInterestsRecorded(file, members),
  ]
}
