import type { EventDraft, RecordedEvent } from '../domain/event.ts'
import { DomainError } from '../domain/errors.ts'
import type { BatchId, CaseId, OfferId, PersonId } from '../domain/ids.ts'
import { eventComplete } from '../domain/invariants.ts'
import type { Tx } from './database.ts'
import { newId } from './ids.ts'
import { insertRows } from './insert-rows.ts'
import type { Sealer } from './sealing/sealed.ts'
import { isSealed, openerFor, sealerFor } from './sealing/sealed.ts'

const COLUMNS = {
  id: 'uuid',
  type: 'text',
  effective_on: 'date',
  recorded_at: 'timestamptz',
  actor: 'text',
  reason: 'text',
  person_id: 'uuid',
  case_id: 'uuid',
  submission_id: 'uuid',
  offer_id: 'uuid',
  incident_id: 'uuid',
  batch_id: 'uuid',
  data: 'jsonb',
  site: 'text',
}

/** Turns a draft into a record: who, and when it became known. */
export function stamp(
  draft: EventDraft,
  actor: string,
  recordedAt: string,
  batchId?: BatchId,
): RecordedEvent {
  const event: RecordedEvent = {
    ...draft,
    id: newId(),
    actor,
    recordedAt,
    ...(batchId === undefined ? {} : { batchId }),
  }
  const missing = eventComplete(event)
  if (missing.length > 0)
    throw new DomainError('invalid_input', missing.map((one) => one.message).join(' '), {
      issues: missing.map(({ rule, message }) => ({ code: rule, message })),
    })
  return event
}

/**
 * Appends events; there is no other way to write to the log, and none to change it. Persons and
 * cases that they speak of are on file before: an event is of their site.
 */
export async function appendEvents(tx: Tx, events: readonly RecordedEvent[]): Promise<void> {
  touch(tx, events)
  const sealer = await sealerFor(
    tx,
    events.flatMap(({ personId }) => personId ?? []),
  )
  const siteOf = await readSites(tx, events)
  await insertRows(
    tx,
    'events',
    COLUMNS,
    events.map((event) => ({
      id: event.id,
      type: event.type,
      effective_on: event.effectiveOn,
      recorded_at: event.recordedAt,
      actor: event.actor,
      reason: sealer.seal(event.personId, at(event.id, 'reason'), event.reason),
      person_id: event.personId,
      case_id: event.caseId,
      submission_id: event.submissionId,
      offer_id: event.offerId,
      incident_id: event.incidentId,
      batch_id: event.batchId,
      data: eachText(event.data, (value, name) =>
        sealer.seal(event.personId, at(event.id, name), value),
      ),
      site: siteOf(event.caseId) ?? siteOf(event.personId),
    })),
  )
}

/**
 * What people write in their own words. All else of an event's data is a code, a day or an id, by
 * which figures are counted, and stays readable for PostgreSQL.
 */
const TEXTS: ReadonlySet<string> = new Set(['interpreter', 'document'])

function at(row: string, name: string) {
  return { column: `events.${name}`, row } as const
}

/** The data with each such text changed; the same object when it has none. */
function eachText(data: unknown, change: (value: unknown, name: string) => unknown): unknown {
  if (typeof data !== 'object' || data === null) return data
  const names = Object.keys(data).filter((name) => TEXTS.has(name))
  if (names.length === 0) return data
  const changed: Record<string, unknown> = { ...data }
  for (const name of names) changed[name] = change(changed[name], name)
  return changed
}

async function openEvents(tx: Tx, rows: readonly EventRow[]): Promise<readonly RecordedEvent[]> {
  const hasSealed = ({ reason, data }: EventRow): boolean => {
    let found = isSealed(reason)
    eachText(data, (value) => (found ||= isSealed(value)))
    return found
  }
  const sealed = rows.filter(hasSealed)
  if (sealed.length === 0) return rows.map(toEvent)
  const sealer = await openerFor(
    tx,
    sealed.flatMap((row) => (row.person_id ?? []) as PersonId | []),
  )
  return rows.map((row) => toEvent(openEvent(sealer, row)))
}

function openEvent(sealer: Sealer, row: EventRow): EventRow {
  const owner = (row.person_id ?? undefined) as PersonId | undefined
  const open = (value: unknown, name: string): string =>
    // The rules ask for a text where one was given, also when nobody may know it any more.
    sealer.open<string>(owner, at(row.id, name), value as string) ?? ERASED
  return {
    ...row,
    reason: row.reason === null ? null : open(row.reason, 'reason'),
    data: eachText(row.data, open),
  }
}

/** Stands for the text of a person who was erased. */
const ERASED = '(erased)'

/** The sites of the cases and persons that these events speak of. */
async function readSites(
  tx: Tx,
  events: readonly RecordedEvent[],
): Promise<(id: string | undefined) => string | undefined> {
  const ids = (of: 'caseId' | 'personId'): readonly string[] => [
    ...new Set(events.flatMap((event) => event[of] ?? [])),
  ]
  const rows = await tx.query<{ id: string; site: string }>(
    `select id, site from cases where operation_id = $1 and id = any($2::uuid[])
     union all
     select id, site from persons where operation_id = $1 and id = any($3::uuid[])`,
    [tx.operationId, ids('caseId'), ids('personId')],
  )
  const sites = new Map(rows.map((row) => [row.id, row.site]))
  return (id) => (id === undefined ? undefined : sites.get(id))
}

interface EventRow {
  id: string
  type: string
  effective_on: string
  recorded_at: string
  actor: string
  reason: string | null
  person_id: string | null
  case_id: string | null
  submission_id: string | null
  offer_id: string | null
  incident_id: string | null
  batch_id: string | null
  data: unknown
}

function toEvent(row: EventRow): RecordedEvent {
  const optional = {
    ...(row.reason === null ? {} : { reason: row.reason }),
    ...(row.person_id === null ? {} : { personId: row.person_id }),
    ...(row.case_id === null ? {} : { caseId: row.case_id }),
    ...(row.submission_id === null ? {} : { submissionId: row.submission_id }),
    ...(row.offer_id === null ? {} : { offerId: row.offer_id }),
    ...(row.incident_id === null ? {} : { incidentId: row.incident_id }),
    ...(row.batch_id === null ? {} : { batchId: row.batch_id }),
  }
  // The log is written by appendEvents only, from this very type.
  return {
    id: row.id,
    type: row.type,
    effectiveOn: row.effective_on,
    recordedAt: row.recorded_at,
    actor: row.actor,
    data: row.data,
    ...optional,
  } as unknown as RecordedEvent
}

/** Which events: of these cases, and of these persons outside any case. */
export interface EventScope {
  readonly caseIds?: readonly CaseId[]
  readonly personIds?: readonly PersonId[]
  readonly offerIds?: readonly OfferId[]
  readonly typePrefix?: string
}

/** Events in order of recording, without those of undone batches. */
export async function listEvents(tx: Tx, scope: EventScope): Promise<readonly RecordedEvent[]> {
  const values: unknown[] = [tx.operationId]
  // Only what is asked for: behind row-level security one `like` would make it a full scan.
  const any = (column: string, ids: readonly string[] | undefined): readonly string[] =>
    ids === undefined || ids.length === 0 ? [] : [`e.${column} = any($${values.push(ids)}::uuid[])`]
  const startsWith = (prefix: string | undefined): readonly string[] =>
    prefix === undefined
      ? []
      : [`(e.type >= $${values.push(prefix)} and e.type < $${values.push(`${prefix}\u{10FFFF}`)})`]
  const conditions = [
    ...any('case_id', scope.caseIds),
    ...any('person_id', scope.personIds),
    ...any('offer_id', scope.offerIds),
    ...startsWith(scope.typePrefix),
  ]
  if (conditions.length === 0) return []
  const rows = await tx.query<EventRow>(
    `select e.id, e.type, e.effective_on, e.recorded_at, e.actor, e.reason, e.person_id, e.case_id,
            e.submission_id, e.offer_id, e.incident_id, e.batch_id, e.data
     from events e
     left join event_voids v on v.operation_id = e.operation_id and v.batch_id = e.batch_id
     left join single_event_voids s on s.operation_id = e.operation_id and s.event_id = e.id
     where e.operation_id = $1 and v.batch_id is null and s.event_id is null
       and (${conditions.join(' or ')})
     order by e.recorded_at, e.id`,
    values,
  )
  return openEvents(tx, rows)
}

/**
 * Everything that made these cases: their own events, and those of everyone who was ever a
 * member (a death takes a person out of a case), in order of recording.
 */
export async function listEventsOfCases(
  tx: Tx,
  caseIds: readonly CaseId[],
): Promise<readonly RecordedEvent[]> {
  const own = await listEvents(tx, { caseIds })
  const personIds = [
    ...new Set(own.map((event) => event.personId).filter((id) => id !== undefined)),
  ]
  return listEvents(tx, { caseIds, personIds })
}

/** Whom events are of, for the note of the transaction that writes them. */
function touch(tx: Tx, events: readonly RecordedEvent[]): void {
  for (const { personId, caseId, offerId, batchId } of events) {
    // An import is named as a whole: its batch says whom it touched.
    if (batchId !== undefined) {
      tx.touched.add(`batch:${batchId}`)
      continue
    }
    if (personId !== undefined) tx.touched.add(`person:${personId}`)
    if (caseId !== undefined) tx.touched.add(`case:${caseId}`)
    if (offerId !== undefined) tx.touched.add(`offer:${offerId}`)
  }
}
