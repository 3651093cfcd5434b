import { requireAccess } from '../domain/access.ts'
import { foldCase } from '../domain/apply-to-case.ts'
import { DomainError } from '../domain/errors.ts'
import type { RecordedEvent } from '../domain/event.ts'
import { foldOffers } from '../domain/fold-offers.ts'
import type { CaseId, OfferId, PersonId } from '../domain/ids.ts'
import { applyToPerson, emptyPersonFile } from '../domain/person.ts'
import type { Batch, BatchReach } from '../storage/batches.ts'
import { getBatch, readReach, voidBatch } from '../storage/batches.ts'
import type { StoredCase } from '../storage/cases.ts'
import { listCasesById, saveCases } from '../storage/cases.ts'
import type { Tx } from '../storage/database.ts'
import { listEvents, listEventsOfCases } from '../storage/event-log.ts'
import { saveOffers } from '../storage/offers.ts'
import type { StoredPerson } from '../storage/persons.ts'
import { listPersons, savePersons } from '../storage/persons.ts'
import { removeRows } from '../storage/remove-rows.ts'
import type { Desk } from './desk.ts'

export interface UndoneImport {
  readonly batch: string
  readonly persons: number
  readonly cases: number
  readonly offers: number
}

/**
 * Undoes one import as a whole: its events count no more, what it brought is gone, what it changed
 * is as before. Refused when later work of others builds on it. The log keeps that it happened.
 */
export async function undoImport(desk: Desk, idOrStart: string): Promise<UndoneImport> {
  return desk.db.write(desk.operation.id, async (tx) => {
    const batch = await getBatch(tx, idOrStart)
    requireAccess(desk.actor, batch.kind === 'offers' ? 'offer.import' : 'register.undo_import')
    if (batch.undoneAt !== undefined)
      throw new DomainError('conflict', `Batch ${batch.id} is undone already.`)
    const reach = await readReach(tx, batch)
    if (reach.laterEvents > 0 || reach.laterImports > 0)
      throw new DomainError(
        'conflict',
        `Batch ${batch.id} cannot be undone: ${reach.laterEvents} later events build on it, and ${reach.laterImports} later imports touch the same persons, cases or offers. Undo later imports first; what people recorded since must be corrected case by case.`,
      )
    await voidBatch(tx, batch.id, desk.actor.handle, desk.now().toISOString())
    await deriveAnew(tx, batch, reach)
    return {
      batch: batch.id,
      persons: reach.personIds.length,
      cases: reach.caseIds.length,
      offers: reach.offerIds.length,
    }
  })
}

/** Derives everything that the batch touched from the events that are left. */
async function deriveAnew(tx: Tx, batch: Batch, reach: BatchReach): Promise<void> {
  // A death in the batch also changed the case that the person was in before.
  const around = await listEvents(tx, { personIds: reach.personIds as PersonId[] })
  const caseIds = [
    ...new Set([...(reach.caseIds as CaseId[]), ...around.flatMap((one) => one.caseId ?? [])]),
  ]
  const everMembers = (await listEventsOfCases(tx, caseIds)).flatMap((one) => one.personId ?? [])
  const personIds = [...new Set([...(reach.personIds as PersonId[]), ...everMembers])]
  const events = await listEvents(tx, { personIds, caseIds, offerIds: reach.offerIds as OfferId[] })
  await derivePersons(tx, batch, personIds, events)
  await deriveCases(tx, batch, caseIds, events)
  const offers = foldOffers(batch.before.offers ?? [], events)
  await saveOffers(tx, offers)
  await removeOthers(
    tx,
    'offers',
    reach.offerIds,
    offers.map((one) => one.id),
  )
}

async function derivePersons(
  tx: Tx,
  { before }: Batch,
  ids: readonly PersonId[],
  events: readonly RecordedEvent[],
): Promise<void> {
  const identities = new Map((before.persons ?? []).map((one) => [one.id, one]))
  const files = new Map(ids.map((id) => [id, emptyPersonFile(id)]))
  for (const event of events) {
    const file = event.personId === undefined ? undefined : files.get(event.personId)
    if (file !== undefined) files.set(file.id, applyToPerson(file, event))
  }
  const persons = await listPersons(tx, ids)
  const stay = [...persons.values()].flatMap(({ person, stated: was }): StoredPerson[] => {
    const file = files.get(person.id)
    if (file?.registeredOn === undefined) return []
    const stated = before.statedOfPersons?.[person.id] ?? was
    return [{ person: identities.get(person.id) ?? person, file, ...(stated && { stated }) }]
  })
  await savePersons(tx, stay)
  await removeOthers(
    tx,
    'persons',
    ids,
    stay.map((one) => one.person.id),
  )
}

async function deriveCases(
  tx: Tx,
  { before }: Batch,
  ids: readonly CaseId[],
  events: readonly RecordedEvent[],
): Promise<void> {
  const cases = await listCasesById(tx, ids)
  const stay = [...cases.values()].flatMap((stored): StoredCase[] => {
    const file = foldCase(stored.file.id, events)
    const stated = before.statedOfCases?.[stored.file.id] ?? stored.stated
    return file === undefined ? [] : [{ ...stored, file, ...(stated && { stated }) }]
  })
  // First, so that members of a case that goes are free for the one that they came from.
  await removeOthers(
    tx,
    'cases',
    ids,
    stay.map((one) => one.file.id),
  )
  await saveCases(tx, stay)
}

/** Removes what the batch touched and nothing else holds any more. */
async function removeOthers(
  tx: Tx,
  table: 'persons' | 'cases' | 'offers',
  touched: readonly string[],
  stay: readonly string[],
): Promise<void> {
  const kept = new Set(stay)
  await removeRows(
    tx,
    table,
    touched.filter((id) => !kept.has(id)),
  )
}
