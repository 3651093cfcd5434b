import { foldCase } from '../domain/apply-to-case.ts'
import { requireAccess } from '../domain/access.ts'
import type { Erasure, ErasureReason, RemainsAfterErasure } from '../domain/erasure.ts'
import { REMAINS_AFTER_ERASURE } from '../domain/erasure.ts'
import { DomainError } from '../domain/errors.ts'
import type { CaseId, PersonId } from '../domain/ids.ts'
import { namedRecord } from '../domain/named-record.ts'
import { listCasesOfPersons } from '../storage/case-members.ts'
import { listCasesById, saveCases } from '../storage/cases.ts'
import type { Tx } from '../storage/database.ts'
import type { StoredErasure } from '../storage/erasures.ts'
import {
  endErasure,
  erase,
  findOpenErasure,
  insertErasure,
  listCaseIdsOf,
  listErasures,
} from '../storage/erasures.ts'
import { listEventsOfCases } from '../storage/event-log.ts'
import { listGroups } from '../storage/same-persons.ts'
import { act, actPastWalls, lookNoted } from './at-work.ts'
import type { Desk } from './desk.ts'
import { requirePerson } from './get-person.ts'

export interface ErasuresView {
  readonly erasures: readonly Erasure[]
}

/** Erasures that wait for another's word, and tombstones; the latest first. */
export async function viewErasures(desk: Desk): Promise<ErasuresView> {
  requireAccess(desk.actor, 'person.erase')
  return lookNoted(desk, 'person.erase', async (tx) => {
    const all = await listErasures(tx)
    for (const { personId } of all) tx.touched.add(`person:${personId}`)
    return { erasures: all.map(shown) }
  })
}

function shown({ id: _id, personId: _personId, ...erasure }: StoredErasure): Erasure {
  return erasure
}

/** The first of four eyes: nothing is erased yet. */
export async function askErasure(
  desk: Desk,
  asked: { readonly person: string; readonly reason: ErasureReason },
): Promise<ErasuresView> {
  requireAccess(desk.actor, 'person.erase')
  await act(desk, 'person.erase', async (tx) => {
    const { person } = await requirePerson(tx, desk, asked.person)
    tx.touched.add(`person:${person.id}`)
    await refuseInActiveCase(tx, person.id)
    if ((await findOpenErasure(tx, person.reference)) !== undefined) return
    const at = desk.now().toISOString()
    await insertErasure(tx, person, { reason: asked.reason, by: desk.actor.handle, at })
  })
  return viewErasures(desk)
}

export async function withdrawErasure(desk: Desk, reference: string): Promise<ErasuresView> {
  requireAccess(desk.actor, 'person.erase')
  await act(desk, 'person.erase', async (tx) => {
    const { id, personId } = await requireErasure(tx, reference)
    tx.touched.add(`person:${personId}`)
    await endErasure(tx, id, 'withdrawn', desk.actor.handle, desk.now().toISOString())
  })
  return viewErasures(desk)
}

export interface Erased {
  readonly person: string
  /** Records that were this person's. */
  readonly records: number
  /** What eRRFs had brought of the person's cases: it went as a whole, relatives' too. */
  readonly errfContents: number
  readonly remains: readonly RemainsAfterErasure[]
}

/** The second of four eyes: the person is erased, and cannot be brought back from here. */
export async function confirmErasure(desk: Desk, reference: string): Promise<Erased> {
  requireAccess(desk.actor, 'person.erase')
  const { handle } = desk.actor
  // A person is erased at every site and in every table.
  return actPastWalls(desk, 'erasure', 'person.erase', async (tx) => {
    const open = await requireErasure(tx, reference)
    if (open.askedBy === handle)
      throw new DomainError(
        'not_allowed',
        'Whoever asked for an erasure cannot confirm it. Ask another reviewer.',
      )
    const { personId } = open
    const [group = [personId]] = [...(await listGroups(tx, [personId])).values()]
    const at = desk.now().toISOString()
    await endErasure(tx, open.id, 'erased', handle, at)
    let errfContents = 0
    for (const id of group) {
      tx.touched.add(`person:${id}`)
      await refuseInActiveCase(tx, id)
      if (id !== personId) await eraseWith(tx, id, open, handle, at)
      const caseIds = await listCaseIdsOf(tx, id)
      errfContents += (await erase(tx, id, caseIds)).errfContents
      await refold(tx, caseIds)
    }
    return {
      person: open.person,
      records: group.length,
      errfContents,
      remains: REMAINS_AFTER_ERASURE,
    }
  })
}

/** Another record of the same person goes with the first, with a tombstone of its own. */
async function eraseWith(
  tx: Tx,
  id: PersonId,
  { askedBy, reason, person }: StoredErasure,
  by: string,
  at: string,
): Promise<void> {
  const record = { id, reference: `${person}+` }
  await insertErasure(tx, record, { reason, by: askedBy, at })
  const made = await findOpenErasure(tx, record.reference)
  if (made !== undefined) await endErasure(tx, made.id, 'erased', by, at)
}

/** What the cases keep of the person's words is folded anew from events that no longer tell them. */
async function refold(tx: Tx, caseIds: readonly CaseId[]): Promise<void> {
  const stored = await listCasesById(tx, caseIds)
  const folded = []
  for (const [id, one] of stored) {
    const file = foldCase(id, await listEventsOfCases(tx, [id]))
    if (file !== undefined) folded.push({ ...one, file })
  }
  await saveCases(tx, folded)
}

async function requireErasure(tx: Tx, reference: string): Promise<StoredErasure> {
  const open = await findOpenErasure(tx, reference.toUpperCase())
  if (open !== undefined) return open
  throw new DomainError(
    'not_found',
    `No erasure of ${namedRecord('person', reference)} waits here. \`onward erase list\` shows them.`,
  )
}

/** A case that goes on needs everyone in it. */
async function refuseInActiveCase(tx: Tx, personId: PersonId): Promise<void> {
  const active = (await listCasesOfPersons(tx, [personId])).find((one) => one.active)
  if (active === undefined) return
  throw new DomainError(
    'rule_broken',
    `The person is in case ${active.reference}, which goes on. Close the case or take them out of it first.`,
  )
}
