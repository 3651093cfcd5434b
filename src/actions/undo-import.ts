import { requireAccess } from '../domain/access.ts'
import { foldCase } from '../domain/apply-to-case.ts'
import { DomainError } from '../domain/errors.ts'
import type { CaseId, OfferId, PersonId } from '../domain/ids.ts'
import { applyToPerson, emptyPersonFile } from '../domain/person.ts'
import type { Batch, BatchReach } from '../storage/batches.ts'
import { getBatch, readReach, voidBatch } from '../storage/batches.ts'
import { listCasesById, saveCases } from '../storage/cases.ts'
import type { Tx } from '../storage/database.ts'
import { listEvents, listEventsOfCases } from '../storage/event-log.ts'
import { foldOffers, saveOffers } from '../storage/offers.ts'
import { listPersons, savePersons } from '../storage/persons.ts'
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
  const before = new Map((batch.before.persons ?? []).map((one) => [one.id, one]))
  // A death in the batch also changed the case that the person was in before.
  const around = await listEvents(tx, { personIds: reach.personIds as PersonId[] })
  const caseIds = [
    ...new Set([...(reach.caseIds as CaseId[]), ...around.flatMap((one) => one.caseId ?? [])]),
  ]
  const cases = await listCasesById(tx, caseIds)
  const everMembers = (await listEventsOfCases(tx, caseIds)).flatMap((one) => one.personId ?? [])
  const personIds = [
    ...new Set([...(reach.personIds as PersonId[]), ...before.keys(), ...everMembers]),
  ]
  const events = await listEvents(tx, { personIds, caseIds, offerIds: reach.offerIds as OfferId[] })

  const persons = await listPersons(tx, personIds)
  const files = new Map(personIds.map((id) => [id, emptyPersonFile(id)]))
  for (const event of events) {
    const file = event.personId === undefined ? undefined : files.get(event.personId)
    if (file !== undefined) files.set(file.id, applyToPerson(file, event))
  }
  const stay = [...persons.values()].flatMap(({ person, stated: was }) => {
    const file = files.get(person.id)
    const stays = file?.registeredOn !== undefined
    const stated = batch.before.statedOfPersons?.[person.id] ?? was
    return stays
      ? [{ person: before.get(person.id) ?? person, file, ...(stated && { stated }) }]
      : []
  })
  await savePersons(tx, stay)
  await remove(
    tx,
    'persons',
    personIds,
    stay.map((one) => one.person.id),
  )

  const kept = [...cases.values()].flatMap((stored) => {
    const file = foldCase(stored.file.id, events)
    const stated = batch.before.statedOfCases?.[stored.file.id] ?? stored.stated
    return file === undefined ? [] : [{ ...stored, file, ...(stated && { stated }) }]
  })
  await tx.query('delete from case_members where operation_id = $1 and case_id = any($2::uuid[])', [
    tx.operationId,
    caseIds,
  ])
  await saveCases(tx, kept)
  await remove(
    tx,
    'cases',
    caseIds,
    kept.map((one) => one.file.id),
  )

  const handles = (batch.before.offers ?? []).map(({ id, sourceId, reference }) => ({
    id,
    sourceId,
    reference,
  }))
  const offers = foldOffers(handles, events)
  await saveOffers(tx, offers)
  await remove(
    tx,
    'offers',
    reach.offerIds,
    offers.map((one) => one.id),
  )
}

async function remove(
  tx: Tx,
  table: 'persons' | 'cases' | 'offers',
  touched: readonly string[],
  stay: readonly string[],
): Promise<void> {
  await tx.query(
    `update ${table} set removed_at = now()
     where operation_id = $1 and id = any($2::uuid[]) and not (id = any($3::uuid[]))`,
    [tx.operationId, touched, stay],
  )
}
