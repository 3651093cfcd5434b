import { act } from './at-work.ts'
import { mayDo, requireAccess } from '../domain/access.ts'
import { foldCase } from '../domain/apply-to-case.ts'
import { DomainError } from '../domain/errors.ts'
import type { RecordedEvent } from '../domain/event.ts'
import { foldOffers } from '../domain/fold-offers.ts'
import type { CaseId, OfferId, PersonId } from '../domain/ids.ts'
import { applyToPerson, emptyPersonFile } from '../domain/person.ts'
import type { BatchReach, EntityKind, LaterChange, Touched } from '../storage/batch-reach.ts'
import { readReach, voidParts } from '../storage/batch-reach.ts'
import type { Batch, BatchBefore } from '../storage/batches.ts'
import { getBatch, voidBatch } from '../storage/batches.ts'
import type { StoredCase } from '../storage/cases.ts'
import { listCasesById, saveCases } from '../storage/cases.ts'
import type { Tx } from '../storage/database.ts'
import { listEvents, listEventsOfCases } from '../storage/event-log.ts'
import { saveOffers } from '../storage/offers.ts'
import type { StoredPerson } from '../storage/persons.ts'
import { listPersons, savePersons } from '../storage/persons.ts'
import { removeRows } from '../storage/remove-rows.ts'
import { followSites } from '../storage/sites.ts'
import type { Desk } from './desk.ts'

export interface UndoneImport {
  readonly batch: string
  readonly persons: number
  readonly cases: number
  readonly offers: number
  /** What stays as the import made it, and which later change stands in the way. */
  readonly kept: readonly KeptPart[]
}

export interface KeptPart {
  readonly kind: EntityKind
  readonly reference: string
  readonly because: {
    /** What was changed later; another person or case of the same family may hold this one. */
    readonly of: string
    /** The type of the event; absent for what a later import changed. */
    readonly type?: string
    readonly by: string
    readonly at: string
    readonly batch?: string
  }
}

/**
 * Undoes one import: its events count no more, what it brought is gone, what it changed is as
 * before. What later work of others builds on stays, with those whom the import ties to it, and is
 * told; refused when nothing can be undone. The log keeps that it happened.
 */
export async function undoImport(desk: Desk, idOrStart: string): Promise<UndoneImport> {
  // Who may undo none must not learn which there are.
  if (!mayDo(desk.actor.role, 'offer.import')) requireAccess(desk.actor, 'register.undo_import')
  return act(desk, 'register.undo_import', async (tx) => {
    const batch = await getBatch(tx, idOrStart)
    tx.touched.add(`batch:${batch.id}`)
    requireAccess(desk.actor, batch.kind === 'offers' ? 'offer.import' : 'register.undo_import')
    if (batch.undoneAt !== undefined)
      throw new DomainError('conflict', `Batch ${batch.id} is undone already.`)
    const { free, kept } = sortOut(await readReach(tx, batch))
    if (free.length === 0 && kept.length > 0) throw nothingToUndo(batch, kept)
    const at = desk.now().toISOString()
    if (kept.length === 0) await voidBatch(tx, batch.id, desk.actor.handle, at)
    else await voidParts(tx, batch.id, free, desk.actor.handle, at)
    const ids = (kind: EntityKind): readonly string[] =>
      free.flatMap((one) => (one.kind === kind ? [one.id] : []))
    const parts = { personIds: ids('person'), caseIds: ids('case'), offerIds: ids('offer') }
    await deriveAnew(tx, batch, parts)
    return {
      batch: batch.id,
      persons: parts.personIds.length,
      cases: parts.caseIds.length,
      offers: parts.offerIds.length,
      kept,
    }
  })
}

/** Parts that nothing later touches, and those that stay because it does. */
function sortOut({ touched, later, ties }: BatchReach): {
  readonly free: readonly Touched[]
  readonly kept: readonly KeptPart[]
} {
  const family = groupsOf(
    touched.map((one) => one.id),
    ties,
  )
  const reference = new Map(touched.map((one) => [one.id, one.reference]))
  const own = new Map<string, LaterChange>()
  const ofFamily = new Map<string, LaterChange>()
  for (const change of later) {
    if (!own.has(change.id)) own.set(change.id, change)
    const group = family(change.id)
    if (!ofFamily.has(group)) ofFamily.set(group, change)
  }
  const free: Touched[] = []
  const kept: KeptPart[] = []
  for (const one of touched) {
    const change = own.get(one.id) ?? ofFamily.get(family(one.id))
    if (change === undefined) {
      free.push(one)
      continue
    }
    const { id, type, actor: by, at, batch } = change
    const of = reference.get(id) ?? ''
    const because = { of, by, at, ...(type && { type }), ...(batch && { batch }) }
    kept.push({ kind: one.kind, reference: one.reference, because })
  }
  return { free, kept }
}

/** The group of each id, where ties join two into one. */
function groupsOf(
  ids: readonly string[],
  ties: readonly (readonly [string, string])[],
): (id: string) => string {
  const parent = new Map(ids.map((id) => [id, id]))
  const find = (id: string): string => {
    let root = id
    for (let up = parent.get(root); up !== undefined && up !== root; up = parent.get(root))
      root = up
    parent.set(id, root)
    return root
  }
  for (const [one, other] of ties) parent.set(find(one), find(other))
  return find
}

function nothingToUndo(batch: Batch, kept: readonly KeptPart[]): DomainError {
  return new DomainError(
    'conflict',
    `Batch ${batch.id} cannot be undone: later work builds on all that it brought or changed. Undo later imports first; what people recorded since must be corrected case by case.`,
    { issues: kept.map((one) => ({ code: 'later_change', message: keptText(one) })) },
  )
}

/** Why a part stays, in one sentence. */
export function keptText({ kind, reference, because }: KeptPart): string {
  const { of, type, by, at, batch } = because
  const what = type === undefined ? `import ${batch ?? ''}` : type
  const through = of === reference ? '' : ` of ${of}`
  const source = type !== undefined && batch !== undefined ? ` with import ${batch}` : ''
  return `The ${kind} ${reference} stays: ${what}${through} came later, by ${by} on ${at.slice(0, 10)}${source}.`
}

interface Parts {
  readonly personIds: readonly string[]
  readonly caseIds: readonly string[]
  readonly offerIds: readonly string[]
}

/** Derives everything that the batch touched from the events that are left. */
async function deriveAnew(tx: Tx, whole: Batch, reach: Parts): Promise<void> {
  const batch = { ...whole, before: beforeOf(whole.before, reach) }
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
  await followSites(tx, personIds, caseIds)
  const offers = foldOffers(batch.before.offers ?? [], events)
  await saveOffers(tx, offers)
  await removeOthers(
    tx,
    'offers',
    reach.offerIds,
    offers.map((one) => one.id),
  )
}

/** What the batch overwrote of these parts alone. */
function beforeOf(before: BatchBefore, { personIds, caseIds, offerIds }: Parts): BatchBefore {
  const only = <T>(from: Readonly<Record<string, T>> = {}, ids: readonly string[]) => {
    const wanted = new Set(ids)
    return Object.fromEntries(Object.entries(from).filter(([id]) => wanted.has(id)))
  }
  const persons = new Set(personIds)
  const offers = new Set(offerIds)
  return {
    persons: (before.persons ?? []).filter((one) => persons.has(one.id)),
    offers: (before.offers ?? []).filter((one) => offers.has(one.id)),
    statedOfPersons: only(before.statedOfPersons, personIds),
    statedOfCases: only(before.statedOfCases, caseIds),
  }
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
    return [
      { person: { ...person, ...identities.get(person.id) }, file, ...(stated && { stated }) },
    ]
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
  const left = [...cases.values()].flatMap((stored): StoredCase[] => {
    const file = foldCase(stored.file.id, events)
    const stated = before.statedOfCases?.[stored.file.id] ?? stored.stated
    return file === undefined ? [] : [{ ...stored, file, ...(stated && { stated }) }]
  })
  // A case is where its members are, who may be back where they were before.
  const members = await listPersons(
    tx,
    left.flatMap(({ file }) => file.members.map((one) => one.personId)),
  )
  const stay = left.map((one) => {
    const [first] = one.file.members
    const site = first && members.get(first.personId)?.person.site
    return { ...one, site: site ?? one.site }
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
