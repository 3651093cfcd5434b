import { look, takeOut } from './at-work.ts'
import { createHash } from 'node:crypto'
import { requireAccess } from '../domain/access.ts'
import { DomainError } from '../domain/errors.ts'
import type { HouseholdId, PersonId } from '../domain/ids.ts'
import { OFFER_FIELDS } from '../exchange/offer-rows.ts'
import { REGISTER_FIELDS } from '../exchange/register-fields.ts'
import { TABLE_FORMATS, writeTable } from '../exchange/write-table.ts'
import type { RowParts, TableFormat } from '../exchange/write-table.ts'
import type { CaseQuery, SourcedCaseRow } from '../storage/case-list.ts'
import { streamCases, streamPersonIds } from '../storage/case-list.ts'
import { listActiveMemberships } from '../storage/case-members.ts'
import type { Tx } from '../storage/database.ts'
import { insertExport, listExportRecords } from '../storage/exports.ts'
import { listHouseholds } from '../storage/households.ts'
import { newId } from '../storage/ids.ts'
import { listOffers } from '../storage/offers.ts'
import type { StoredPerson } from '../storage/persons.ts'
import { listPersons } from '../storage/persons.ts'
import { listGroups } from '../storage/same-persons.ts'
import type { Desk } from './desk.ts'
import { today } from './desk.ts'
import type { FieldTexts } from './person-fields.ts'
import { personFields, withoutEmpty } from './person-fields.ts'
import { offerFields } from './preview-changes.ts'

export const EXPORTS = ['persons', 'cases', 'offers'] as const
export type ExportKind = (typeof EXPORTS)[number]
export const EXPORT_FORMATS = TABLE_FORMATS

export interface ExportRequest {
  readonly what: ExportKind
  readonly format: TableFormat
  /** Why it is taken out; kept with the record of the export. */
  readonly purpose: string
  /** The filters of the list of cases; for persons, whose cases they find. */
  readonly filters?: Omit<CaseQuery, 'page'>
}

/** The record of an export. */
export interface ExportView {
  readonly export: string
  readonly what: ExportKind
  readonly format: string
  readonly purpose: string
  readonly filters: Readonly<Record<string, string>>
  readonly rows: number
  readonly sha256: string
  readonly by: string
  readonly at: string
}

/** Persons have the columns of a register, so that what is exported can be imported again. */
const COLUMNS: Readonly<Record<ExportKind, readonly string[]>> = {
  persons: [
    'person',
    'same_as',
    ...REGISTER_FIELDS.map((one) => one.field).filter((field) => !isOfCase(field)),
    'kunya',
  ],
  cases: [
    'case',
    'case_id',
    'principal',
    'status',
    'status_since',
    'referred_on',
    'waiting_days',
    'priority',
    'primary_category',
    'secondary_category',
    'persons',
    'state',
    'offer',
  ],
  offers: OFFER_FIELDS.map((one) => one.field),
}

/**
 * Said of a case, not of a person: the export of cases has categories, priority and status. Links,
 * reasons, origin and arrival are in no table.
 */
function isOfCase(field: string): boolean {
  return /^(primary_|secondary_|priority|case_stage|linked_|link_|origin$|arrived_on$)/.test(field)
}

const SHORTEST_PURPOSE = 3
const LONGEST_PURPOSE = 500

/**
 * Gives rows to `take`, piece by piece, and records the export in the same transaction: what the
 * record says was read as one moment. Whoever takes the pieces must let nothing of them out when
 * this fails.
 */
export async function exportTable(
  desk: Desk,
  { what, format, purpose, filters = {} }: ExportRequest,
  take: (piece: Uint8Array) => Promise<void> | void,
): Promise<ExportView> {
  const activity = what === 'offers' ? 'offer.export' : 'register.export'
  requireAccess(desk.actor, activity)
  requireAccess(desk.actor, what === 'offers' ? 'offer.read' : 'case.search')
  const why = purpose.trim()
  if (why.length < SHORTEST_PURPOSE || why.length > LONGEST_PURPOSE)
    throw new DomainError(
      'invalid_input',
      `An export needs its purpose, in ${SHORTEST_PURPOSE} to ${LONGEST_PURPOSE} letters: who asked for it, and for what. It is kept with the record of the export.`,
    )
  const write = async (tx: Tx): Promise<ExportView> => {
    const hash = createHash('sha256')
    let rows = 0
    const counted = async function* (parts: RowParts): AsyncGenerator<readonly FieldTexts[]> {
      for await (const part of parts) {
        rows += part.length
        yield part
      }
    }
    const parts = counted(PARTS[what](tx, desk, filters))
    for await (const piece of writeTable(format, COLUMNS[what], parts)) {
      hash.update(piece)
      await take(piece)
    }
    const record = {
      id: newId<string>(),
      what,
      format,
      purpose: why,
      filters: withoutEmpty({ ...filters }),
      rows,
      sha256: hash.digest('hex'),
      actor: desk.actor.handle,
      exportedAt: desk.now().toISOString(),
    }
    await insertExport(tx, record)
    tx.touched.add(`export:${record.id}`)
    return toView(record)
  }
  // The purpose is free text and stays with the export; its hash here shows if it is changed there.
  return takeOut(desk, activity, write, ({ rows, sha256 }) => ({
    what,
    format,
    rows,
    sha256,
    purposeSha256: createHash('sha256').update(why).digest('hex'),
  }))
}

const MOST_LISTED = 1_000

/** The latest exports: whoever may export, and the auditor. */
export async function listExports(desk: Desk): Promise<readonly ExportView[]> {
  requireAccess(desk.actor, desk.actor.role === 'auditor' ? 'audit.read' : 'register.export')
  const all = await look(desk, (tx) => listExportRecords(tx, MOST_LISTED))
  return all.map(toView)
}

function toView({
  id,
  actor,
  exportedAt,
  ...record
}: Awaited<ReturnType<typeof listExportRecords>>[number]): ExportView {
  return { export: id, ...record, by: actor, at: exportedAt }
}

type Parts = (tx: Tx, desk: Desk, filters: CaseQuery) => RowParts

const PARTS: Readonly<Record<ExportKind, Parts>> = {
  persons: (tx, _desk, filters) => personParts(tx, filters),
  cases: (tx, desk, filters) => caseParts(tx, desk, filters),
  offers: (tx) => offerParts(tx),
}

async function* personParts(tx: Tx, filters: CaseQuery): AsyncGenerator<readonly FieldTexts[]> {
  for await (const ids of streamPersonIds(tx, filters)) {
    const persons = await listPersons(tx, ids)
    const memberships = await listActiveMemberships(tx, ids)
    const caseOf = new Map(memberships.map((one) => [one.personId, one]))
    const households = await listHouseholds(tx, [
      ...new Set([...persons.values()].flatMap(({ file }) => file.householdId ?? [])),
    ])
    const householdOf = new Map(households.map((one) => [one.id, one.sourceId]))
    const sameAs = await shownReferences(tx, ids, persons)
    const nameOf = (id?: HouseholdId): string | undefined => id && householdOf.get(id)
    yield ids.flatMap((id) => {
      const stored = persons.get(id)
      if (stored === undefined) return []
      const { person, file } = stored
      const member = caseOf.get(id)
      const fields = personFields(person, file, nameOf(file.householdId))
      const inCase = { case_id: member?.caseSourceId, relationship: member?.relationship }
      const references = { person: person.reference, same_as: sameAs.get(id) }
      return [withoutEmpty({ ...references, ...fields, ...inCase })]
    })
  }
}

/** For merged records the reference of the record that is shown for them. */
async function shownReferences(
  tx: Tx,
  ids: readonly PersonId[],
  known: ReadonlyMap<PersonId, StoredPerson>,
): Promise<ReadonlyMap<PersonId, string>> {
  const groups = await listGroups(tx, ids)
  const shownOf = new Map(
    [...groups].flatMap(([shown, group]) =>
      group.filter((id) => id !== shown).map((id) => [id, shown] as const),
    ),
  )
  const others = await listPersons(tx, [
    ...new Set([...shownOf.values()].filter((id) => !known.has(id))),
  ])
  return new Map(
    [...shownOf].flatMap(([id, shown]) => {
      const stored = known.get(shown) ?? others.get(shown)
      return stored === undefined ? [] : [[id, stored.person.reference] as const]
    }),
  )
}

async function* caseParts(
  tx: Tx,
  desk: Desk,
  filters: CaseQuery,
): AsyncGenerator<readonly FieldTexts[]> {
  for await (const rows of streamCases(tx, filters, today(desk))) yield rows.map(caseRow)
}

function caseRow(row: SourcedCaseRow): FieldTexts {
  return withoutEmpty({
    case: row.case,
    case_id: row.sourceId,
    principal: row.principal,
    status: row.status,
    status_since: row.statusSince,
    referred_on: row.referredOn,
    waiting_days: String(row.waitingDays),
    priority: row.priority,
    primary_category: row.primary,
    secondary_category: row.secondary,
    persons: String(row.persons),
    state: row.state,
    offer: row.offer,
  })
}

async function* offerParts(tx: Tx): AsyncGenerator<readonly FieldTexts[]> {
  const offers = await listOffers(tx)
  yield offers.map(({ offer }) => offerFields(offer))
}
