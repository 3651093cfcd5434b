import { lookNoted } from './at-work.ts'
import { requireAccess } from '../domain/access.ts'
import type { CaseFile } from '../domain/case.ts'
import { caseVersion } from '../domain/case-version.ts'
import { DomainError } from '../domain/errors.ts'
import { namedRecord } from '../domain/named-record.ts'
import type { RecordedEvent } from '../domain/event.ts'
import { maySeeCase } from '../domain/may-see.ts'
import type { CaseId, HouseholdId, OfferId, PersonId } from '../domain/ids.ts'
import { isAsked, readyViolations } from '../domain/invariants.ts'
import type { PlainDate } from '../domain/plain-date.ts'
import { daysBetween, yearsBetween } from '../domain/plain-date.ts'
import type { CaseFileView, MemberView, SubmissionView, TimelineEntry } from '../domain/views.ts'
import { findCaseByReference, listCasesById } from '../storage/cases.ts'
import type { Tx } from '../storage/database.ts'
import { listEventsOfCases } from '../storage/event-log.ts'
import type { StoredPerson } from '../storage/persons.ts'
import { listHouseholds } from '../storage/households.ts'
import { listOfferReferences } from '../storage/offers.ts'
import { listPersons } from '../storage/persons.ts'
import { deskFor } from './break-glass.ts'
import { readCaseContext } from './case-context.ts'
import type { Desk } from './desk.ts'
import { today } from './desk.ts'

/** The whole file of one case, as its reader may see it. */
export async function getCase(desk: Desk, reference: string): Promise<CaseFileView> {
  requireAccess(desk.actor, 'case.read')
  const { desk: at, grant } = await deskFor(desk, 'case', reference)
  return lookNoted(at, 'case.read', async (tx) => {
    if (grant !== undefined) tx.touched.add(`grant:${grant}`)
    const stored = await findCaseByReference(tx, reference)
    if (stored === undefined || !maySeeCase(at.actor, stored.site)) throw caseNotFound(reference)
    tx.touched.add(`case:${stored.file.id}`)
    for (const { personId } of stored.file.members) tx.touched.add(`person:${personId}`)
    return viewCase(tx, stored.reference, stored.file, today(desk))
  })
}

export function caseNotFound(reference: string): DomainError {
  return new DomainError(
    'not_found',
    `There is no ${namedRecord('case', reference)} here. Check the reference, or search by name.`,
  )
}

async function viewCase(
  tx: Tx,
  reference: string,
  file: CaseFile,
  on: PlainDate,
): Promise<CaseFileView> {
  const { context } = await readCaseContext(tx, file, on)
  const events = await listEventsOfCases(tx, [file.id])
  const everMembers = new Set(
    events.map((event) => event.personId).filter((id) => id !== undefined),
  )
  const persons = await listPersons(tx, [...everMembers])
  const linked = await listCasesById(
    tx,
    file.links.map((link) => link.toCaseId),
  )
  const offers = await listOfferReferences(tx)
  const householdIds = [...persons.values()].flatMap((one) => one.file.householdId ?? [])
  const households = new Map(
    (await listHouseholds(tx, householdIds)).map((one) => [one.id, one.reference]),
  )
  const optional = pick(file, [
    'hold',
    'closure',
    'primary',
    'secondary',
    'drafter',
    'reviewer',
  ] as const)
  return {
    case: reference,
    version: caseVersion(events),
    status: file.status,
    statusSince: file.statusSince,
    referredOn: file.referredOn,
    waitingDays: Math.max(0, daysBetween(file.referredOn, on)),
    priority: file.priority,
    justified: file.justified,
    ...optional,
    members: file.members.flatMap((member) => {
      const stored = persons.get(member.personId)
      const facts = context.members.get(member.personId)
      if (stored === undefined || facts === undefined) return []
      const consentNeeded = isAsked(facts, context.members)
      return [{ ...viewMember(stored, member.relationship, on, households), consentNeeded }]
    }),
    links: file.links.flatMap((link) => {
      const other = linked.get(link.toCaseId)
      if (other === undefined) return []
      const { kind, waived } = link
      return [{ case: other.reference, kind, waived, status: other.file.status }]
    }),
    submissions: file.submissions.map((one) => viewSubmission(one, offers, persons)),
    timeline: events.map((event) => viewEvent(event, persons, offers, linked)),
    violations: readyViolations(file, context.members),
  }
}

function pick<T extends object, Key extends keyof T>(from: T, keys: readonly Key[]): Pick<T, Key> {
  const entries = keys.filter((key) => from[key] !== undefined).map((key) => [key, from[key]])
  return Object.fromEntries(entries) as Pick<T, Key>
}

function viewMember(
  { person, file }: StoredPerson,
  relationship: string,
  on: PlainDate,
  households: ReadonlyMap<HouseholdId, string>,
): Omit<MemberView, 'consentNeeded'> {
  const household = file.householdId === undefined ? undefined : households.get(file.householdId)
  return {
    person: person.reference,
    relationship,
    names: person.names,
    sex: person.sex,
    ...pick(person, ['birth', 'nationality'] as const),
    ...(person.birth === undefined
      ? {}
      : { ageYears: Math.max(0, yearsBetween(person.birth.latest, on)) }),
    needs: person.needs,
    needsMedicalPlace: person.needsMedicalPlace,
    languages: person.languages,
    protectionStatus: file.protectionStatus,
    ...pick(file, ['consent'] as const),
    location: file.location,
    safe: file.safe,
    engagement: file.engagement,
    ...(household === undefined ? {} : { household }),
  }
}

function viewSubmission(
  one: CaseFile['submissions'][number],
  offers: ReadonlyMap<OfferId, string>,
  persons: ReadonlyMap<PersonId, StoredPerson>,
): SubmissionView {
  return {
    offer: offers.get(one.offerId) ?? '',
    ...pick(one, ['state', 'status', 'drafter', 'reviewer', 'transmittedOn'] as const),
    ...pick(one, ['decision', 'decidedOn'] as const),
    members: one.members.map((member) => ({
      person: persons.get(member.personId)?.person.reference ?? '',
      outcome: member.outcome,
      ...pick(member, ['travelOn', 'departedOn', 'arrivedOn'] as const),
      checks: member.checks,
    })),
  }
}

function viewEvent(
  event: RecordedEvent,
  persons: ReadonlyMap<PersonId, StoredPerson>,
  offers: ReadonlyMap<OfferId, string>,
  linked: ReadonlyMap<CaseId, { readonly reference: string }>,
): TimelineEntry {
  const person = event.personId && persons.get(event.personId)?.person.reference
  const offer = event.offerId && offers.get(event.offerId)
  const facts = Object.entries(event.data).flatMap(([key, value]): [string, string][] => {
    if (key === 'toCaseId' || key === 'newCaseId' || key === 'fromCaseId') {
      const other = linked.get(value as CaseId)?.reference
      return other === undefined ? [] : [['case', other]]
    }
    if (key.endsWith('Id')) return []
    if (key === 'personIds') return [['persons', String((value as readonly unknown[]).length)]]
    if (Array.isArray(value)) return [[key, value.join(', ')]]
    return ['string', 'number', 'boolean'].includes(typeof value) ? [[key, String(value)]] : []
  })
  return {
    type: event.type,
    effectiveOn: event.effectiveOn,
    recordedAt: event.recordedAt,
    actor: event.actor,
    ...(event.reason === undefined ? {} : { reason: event.reason }),
    ...(person === undefined || person === '' ? {} : { person }),
    facts: Object.fromEntries(
      offer === undefined || offer === '' ? facts : [...facts, ['offer', offer]],
    ),
  }
}
