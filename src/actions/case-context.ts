import type { CaseFile } from '../domain/case.ts'
import type { EventDraft } from '../domain/event.ts'
import type { GuardContext } from '../domain/guards.ts'
import type { CaseId, PersonId } from '../domain/ids.ts'
import type { MemberFacts } from '../domain/invariants.ts'
import type { Person } from '../domain/person.ts'
import type { PlainDate } from '../domain/plain-date.ts'
import { yearsBetween } from '../domain/plain-date.ts'
import { listActiveMemberships } from '../storage/case-members.ts'
import type { Tx } from '../storage/database.ts'
import { listOffers } from '../storage/offers.ts'
import type { StoredPerson } from '../storage/persons.ts'
import { listPersons } from '../storage/persons.ts'
import { programmesOf } from '../storage/submissions.ts'

const ADULT_YEARS = 18

/** A case with everything its guards look at, read in the caller's transaction. */
export interface CaseInContext {
  readonly persons: ReadonlyMap<PersonId, StoredPerson>
  readonly context: GuardContext
}

/** Reads members and whom the event names, their other cases, linked programmes, the event's offer. */
export async function readCaseContext(
  tx: Tx,
  file: CaseFile,
  on: PlainDate,
  event: Pick<EventDraft, 'offerId' | 'personId'> = {},
): Promise<CaseInContext> {
  const { offerId, personId } = event
  const members = file.members.map((member) => member.personId)
  // A newcomer is looked at like a member.
  const ids = [...new Set(personId === undefined ? members : [...members, personId])]
  const persons = await listPersons(tx, ids)
  const others = new Map(
    // Rules hold across sites: another case and a linked one count wherever they are.
    (await tx.asSystem((all) => listActiveMemberships(all, ids)))
      .filter((one) => one.caseId !== file.id)
      .map((one) => [one.personId, one.caseId]),
  )
  const chosen =
    offerId === undefined
      ? undefined
      : (await listOffers(tx)).find((one) => one.offer.id === offerId)
  const facts = new Map(
    [...persons].map(([id, stored]): [PersonId, MemberFacts] => [
      id,
      memberFacts(stored, on, others.get(id)),
    ]),
  )
  const programmeOf = await tx.asSystem((all) =>
    programmesOf(
      all,
      file.links.map((link) => link.toCaseId),
    ),
  )
  return {
    persons,
    context: { members: facts, programmeOf, ...(chosen === undefined ? {} : { offer: chosen }) },
  }
}

/** What the rules must know of a member on a day. */
export function memberFacts(
  { person, file }: StoredPerson,
  on: PlainDate,
  otherActiveCase?: CaseId,
): MemberFacts {
  return {
    file,
    isAdult: isAdult(person, on),
    isUnaccompaniedChild: person.needs.includes('SC') && !isCertainlyAdult(person, on),
    ...(otherActiveCase === undefined ? {} : { otherActiveCase }),
  }
}

/** Adult unless the whole range of possible birth dates says child: then the person need not sign. */
function isAdult(person: Person, on: PlainDate): boolean {
  return person.birth === undefined || yearsBetween(person.birth.earliest, on) >= ADULT_YEARS
}

function isCertainlyAdult(person: Person, on: PlainDate): boolean {
  return person.birth !== undefined && yearsBetween(person.birth.latest, on) >= ADULT_YEARS
}
