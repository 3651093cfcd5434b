import type { AccountId, SiteId } from './ids.ts'
import type { Role } from './role.ts'
import type { StateCode } from './state-code.ts'
import { DomainError } from './errors.ts'

/** The person using the system. */
export interface Actor {
  readonly accountId: AccountId
  /** The account's handle as the audit shows it. */
  readonly handle: string
  readonly role: Role
  /** Where a field officer works; other roles are not bound to sites. */
  readonly sites: readonly SiteId[] | 'all'
  /** Whose liaison this is. */
  readonly state?: StateCode
}

/** Whether records of a site are this actor's to work with: for field officers their own sites'. */
export function worksFor(actor: Actor, site: SiteId): boolean {
  if (actor.role !== 'field_officer') return actor.role === 'reviewer'
  return actor.sites === 'all' || actor.sites.includes(site)
}

/** Everything that a person can do; each action file checks one of these. */
export const ACTIVITIES = [
  'register.import',
  'register.undo_import',
  'register.export',
  'offer.import',
  'offer.export',
  'context.import',
  'person.read',
  'person.register',
  'person.erase',
  'pair.read',
  'pair.judge',
  'case.read',
  'case.search',
  'case.record',
  'case.review',
  'plan.read',
  'plan.solve',
  'plan.direct',
  'plan.approve',
  'submission.decide',
  'travel.record',
  'offer.read',
  'figures.read',
  'claim.read',
  'claim.add',
  'claim.confirm',
  'incident.read',
  'incident.record',
  'appeal.read',
  'appeal.publish',
  'room.read',
  'room.act',
  'states.read',
  'states.answer',
  'states.correct',
  'states.send',
  'states.keep_key',
  'offer.take_over',
  'account.manage',
  'audit.read',
  'glass.break',
  'glass.review',
  'note.read',
  'note.write',
  'traveller.read',
  'patient.read',
  'research.read',
  'site.read',
  'site.manage',
] as const

export type Activity = (typeof ACTIVITIES)[number]

const ALLOWED: Readonly<Record<Role, readonly Activity[]>> = {
  field_officer: [
    'register.import',
    'register.undo_import',
    'register.export',
    'offer.export',
    'person.read',
    'person.register',
    'pair.read',
    'pair.judge',
    'case.read',
    'case.search',
    'case.record',
    'plan.read',
    'plan.solve',
    'plan.direct',
    'offer.read',
    'figures.read',
    'claim.read',
    'claim.add',
    'incident.read',
    'incident.record',
    'appeal.read',
    'states.read',
    'states.answer',
    'states.correct',
    'glass.break',
    'note.read',
    'note.write',
    'site.read',
  ],
  reviewer: [
    'register.import',
    'register.undo_import',
    'register.export',
    'offer.import',
    'offer.export',
    'context.import',
    'person.read',
    'person.register',
    'person.erase',
    'pair.read',
    'pair.judge',
    'case.read',
    'case.search',
    'case.record',
    'case.review',
    'plan.read',
    'plan.solve',
    'plan.direct',
    'plan.approve',
    'submission.decide',
    'travel.record',
    'offer.read',
    'figures.read',
    'claim.read',
    'claim.add',
    'claim.confirm',
    'incident.read',
    'incident.record',
    'appeal.read',
    'states.read',
    'states.answer',
    'states.correct',
    'states.send',
    'states.keep_key',
    'offer.take_over',
    'glass.review',
    'note.read',
    'note.write',
    'site.read',
  ],
  // A State sees what was transmitted to it, in its room, and nothing else (docs/states-room.md).
  state_liaison: ['room.read', 'room.act'],
  // Incidents that make moving pressing now, without what was said of them (incidentViews).
  movement: ['travel.record', 'figures.read', 'incident.read', 'traveller.read'],
  medical: ['figures.read', 'patient.read'],
  public_information: [
    'figures.read',
    'claim.read',
    'claim.add',
    'claim.confirm',
    'incident.read',
    'appeal.read',
    'appeal.publish',
    'offer.read',
  ],
  analyst: [
    'figures.read',
    'claim.read',
    'claim.add',
    'incident.read',
    'offer.read',
    'offer.export',
    'appeal.read',
    'research.read',
  ],
  auditor: ['audit.read', 'glass.review', 'figures.read', 'claim.read', 'incident.read'],
  administrator: [
    'account.manage',
    'context.import',
    'states.keep_key',
    'site.read',
    'site.manage',
  ],
}

/** Whether a role may do an activity at all; rows and columns are narrowed where they are read. */
export function mayDo(role: Role, activity: Activity): boolean {
  return ALLOWED[role].includes(activity)
}

/** Throws `not_allowed` unless the actor may do it. */
export function requireAccess(actor: Actor, activity: Activity): void {
  if (mayDo(actor.role, activity)) return
  throw new DomainError(
    'not_allowed',
    `Account ${actor.handle} cannot do this: the role ${actor.role} does not include ${activity}. ` +
      'Use an account with the right role, or ask an administrator.',
  )
}
