import type { Actor } from './access.ts'
import { worksFor } from './access.ts'
import type { AccountId, SiteId } from './ids.ts'
import type { PlainDate } from './plain-date.ts'
import { addDays } from './plain-date.ts'

/**
 * Parts of a record, each seen by some and not by others (docs/access.md).
 * `identity`: names, sex, birth, languages, the handle. `register`: the rest of the register and the
 * case: needs, consent, household, links, events, reasons. `travel`: outcome, day of travel, checks.
 * `pick_up`: where to fetch the person. `medical`: medical needs and the medical check.
 * `pseudonymised`: years, coarse ages and statuses under a keyed pseudonym.
 */
export type Part = 'identity' | 'register' | 'travel' | 'pick_up' | 'medical' | 'pseudonymised'

/** What decides who sees a person. */
export interface PersonFacts {
  readonly site: SiteId
  /** The membership that is on its way: accepted and not arrived. */
  readonly travel?: { readonly on?: PlainDate; readonly departed: boolean }
  /** Needs a medical place, or has a medical check before travel; neither dead nor arrived. */
  readonly isPatient: boolean
}

/** Days before the day of travel from which movement sees where people are: T − 48 h. */
const PICK_UP_DAYS = 2

/** Which parts of a person an actor sees; none: for them there is no such person. */
export function maySeePerson(
  actor: Actor,
  person: PersonFacts,
  today: PlainDate,
): ReadonlySet<Part> {
  switch (actor.role) {
    case 'field_officer':
    case 'reviewer':
      return new Set<Part>(
        worksFor(actor, person.site)
          ? ['identity', 'register', 'travel', 'pick_up', 'medical']
          : [],
      )
    case 'movement':
      return new Set<Part>(movementParts(person, today))
    case 'medical':
      return new Set<Part>(person.isPatient ? ['identity', 'medical'] : [])
    case 'analyst':
      return new Set<Part>(['pseudonymised'])
    // A State sees what was transmitted to it, in a room of its own; the register never.
    case 'state_liaison':
    case 'public_information':
    case 'auditor':
    case 'administrator':
      return new Set<Part>()
  }
}

function movementParts({ travel }: PersonFacts, today: PlainDate): readonly Part[] {
  if (travel === undefined) return []
  const { on, departed } = travel
  const isNear = on !== undefined && addDays(on, -PICK_UP_DAYS) <= today
  return ['identity', 'travel', ...(isNear && !departed ? (['pick_up'] as const) : [])]
}

/** A case is seen by who sees the register of its site; everyone in it is of that site. */
export function maySeeCase(actor: Actor, site: SiteId): boolean {
  return worksFor(actor, site)
}

/** A confidential note is its author's and the reviewers'; an author who lost the site lost it too. */
export function maySeeNote(
  actor: Actor,
  note: { readonly site: SiteId; readonly authorId: AccountId },
): boolean {
  if (actor.role === 'reviewer') return true
  return (
    actor.role === 'field_officer' &&
    worksFor(actor, note.site) &&
    note.authorId === actor.accountId
  )
}

/** Two records that may be one person: only who sees both sees that. */
export function maySeePair(actor: Actor, one: SiteId, other: SiteId): boolean {
  return worksFor(actor, one) && worksFor(actor, other)
}
