import type { Role } from '../domain/role.ts'

/**
 * Who sees what, stated once more and apart from the code that decides it: as a table, from the
 * table of the design (resettlement.md §14.3). Tests hold the rule in the domain, the database and
 * every door against it; nothing of the product imports it.
 */
const TABLE = `
role                where        identity register travel pick-up medical pseudonym
field_officer       own-site     x        x        x      x       x       -
field_officer       other-site   -        -        -      -       -       -
reviewer            any          x        x        x      x       x       -
state_liaison       any          -        -        -      -       -       -
movement            on-the-way   x        -        x      -       -       -
movement            near         x        -        x      x       -       -
movement            not-going    -        -        -      -       -       -
medical             referred     x        -        -      -       x       -
medical             not-referred -        -        -      -       -       -
public_information  any          -        -        -      -       -       -
analyst             any          -        -        -      -       -       x
auditor             any          -        -        -      -       -       -
administrator       any          -        -        -      -       -       -
`

/** What the statement needs to know of somebody who looks. */
export interface StatedActor {
  readonly role: Role
  /** `*`: every site. */
  readonly sites: readonly string[]
}

/** And of whom they look at. */
export interface StatedPerson {
  readonly site: string
  /** Accepted by a State and not arrived. */
  readonly isAccepted: boolean
  readonly hasDeparted: boolean
  /** Days until the day of travel; undefined: no day is set. */
  readonly travelsIn?: number
  readonly isReferredToMedical: boolean
}

const ROWS = TABLE.trim()
  .split('\n')
  .slice(1)
  .map((line) => line.trim().split(/\s+/))

/** The parts of a person that an actor sees, by the table. */
export function statedParts(actor: StatedActor, person: StatedPerson): readonly string[] {
  const where = situation(actor, person)
  const row = ROWS.find(([role, place]) => role === actor.role && place === where)
  if (row === undefined) throw new Error(`The table has no row for ${actor.role}, ${where}.`)
  const names = ['identity', 'register', 'travel', 'pick_up', 'medical', 'pseudonymised']
  return names.filter((_, at) => row[at + 2] === 'x')
}

function situation({ role, sites }: StatedActor, person: StatedPerson): string {
  if (role === 'field_officer')
    return sites.some((one) => one === '*' || one === person.site) ? 'own-site' : 'other-site'
  if (role === 'medical') return person.isReferredToMedical ? 'referred' : 'not-referred'
  if (role !== 'movement') return 'any'
  if (!person.isAccepted) return 'not-going'
  const { travelsIn, hasDeparted } = person
  return travelsIn !== undefined && travelsIn <= 2 && !hasDeparted ? 'near' : 'on-the-way'
}
