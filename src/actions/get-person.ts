import { lookNoted } from './at-work.ts'
import { requireAccess } from '../domain/access.ts'
import { DomainError } from '../domain/errors.ts'
import { maySeePerson } from '../domain/may-see.ts'
import { namedRecord } from '../domain/named-record.ts'
import type { PersonFileView } from '../domain/person-views.ts'
import type { Tx } from '../storage/database.ts'
import { listPairsOf } from '../storage/pairs.ts'
import type { StoredPerson } from '../storage/persons.ts'
import { findPersonByReference, listPersons } from '../storage/persons.ts'
import { listGroups } from '../storage/same-persons.ts'
import { deskFor } from './break-glass.ts'
import type { Desk } from './desk.ts'
import { today } from './desk.ts'
import { readRecords } from './person-rows.ts'

/** The file of one person: the record, the others that are the same person, and what was judged. */
export async function getPerson(desk: Desk, reference: string): Promise<PersonFileView> {
  requireAccess(desk.actor, 'person.read')
  const { desk: at, grant } = await deskFor(desk, 'person', reference)
  return lookNoted(at, 'person.read', async (tx) => {
    if (grant !== undefined) tx.touched.add(`grant:${grant}`)
    const { person } = await requirePerson(tx, at, reference)
    const [[shownId, group]] = [...(await listGroups(tx, [person.id]))] as [
      [typeof person.id, readonly (typeof person.id)[]],
    ]
    for (const id of group) tx.touched.add(`person:${id}`)
    const pairs = await listPairsOf(tx, [person.id])
    const others = pairs.map((one) => (one.aId === person.id ? one.bId : one.aId))
    const known = await listPersons(tx, [...group, ...others])
    const records = await readRecords(
      tx,
      group.flatMap((id) => known.get(id) ?? []),
      today(desk),
    )
    const own = records.get(person.id)
    if (own === undefined) throw personNotFound(reference)
    const shown = known.get(shownId)?.person.reference
    return {
      ...own,
      ...(shownId === person.id || shown === undefined ? {} : { shownAs: shown }),
      alsoRecordedAs: [...records].flatMap(([id, record]) => (id === person.id ? [] : [record])),
      pairs: pairs.flatMap(({ aId, bId, status, band }) => {
        const other = known.get(aId === person.id ? bId : aId)
        return other === undefined ? [] : [{ other: other.person.reference, status, band }]
      }),
    }
  })
}

/** A person whose register part the account sees; any other is answered as one that is not there. */
export async function requirePerson(tx: Tx, desk: Desk, reference: string): Promise<StoredPerson> {
  const stored = await findPersonByReference(tx, reference.toUpperCase())
  if (stored === undefined) throw personNotFound(reference)
  const facts = { site: stored.person.site, isPatient: false }
  if (!maySeePerson(desk.actor, facts, today(desk)).has('register')) throw personNotFound(reference)
  return stored
}

function personNotFound(reference: string): DomainError {
  return new DomainError(
    'not_found',
    `There is no ${namedRecord('person', reference)} here. Check the reference, or search by name.`,
  )
}
