import type { CaseStatus } from '../domain/case.ts'
import { STATUSES_BEFORE_SUBMISSION } from '../domain/case.ts'
import type { Category } from '../domain/category.ts'
import type { PersonId } from '../domain/ids.ts'
import type { PlainDate } from '../domain/plain-date.ts'
import { daysBetween } from '../domain/plain-date.ts'
import type { Priority } from '../domain/priority.ts'
import type { StateCode } from '../domain/state-code.ts'
import type { CaseListView, CaseRow, CaseSort, ExpiringCheck, StageView } from '../domain/views.ts'
import type { Tx } from './database.ts'
import { personsFound } from './person-search.ts'
import type { HiddenWords } from './sealing/hidden-words.ts'
import { openerFor } from './sealing/sealed.ts'

export interface CaseQuery {
  /** Names in any script, or a reference; every word must be found, the last may be unfinished. */
  readonly query?: string
  readonly status?: CaseStatus
  readonly priority?: Priority
  readonly state?: StateCode
  readonly sort?: CaseSort
  /** From 1. */
  readonly page?: number
}

export const PAGE_SIZE = 50

const ORDER: Readonly<Record<CaseSort, string>> = {
  // Who is closed or gone does not wait any more.
  waiting: `(c.status in ('closed', 'departed', 'deprioritised')), c.referred_on, c.reference`,
  priority: `array_position(array['EM','UG','NR'], c.priority), c.referred_on, c.reference`,
  persons: 'c.persons desc, c.referred_on, c.reference',
  status: 'c.status, c.status_since, c.reference',
  case: 'c.reference',
}

const ROW_COLUMNS = `c.reference, c.status, c.status_since, c.referred_on, c.priority,
  c.primary_category, c.secondary_category, c.persons, c.state,
  (select o.reference from offers o where o.operation_id = c.operation_id and o.id = c.offer_id) as offer,
  (select json_build_array(p.id, p.display_name) from case_members m
   join persons p on p.operation_id = m.operation_id and p.id = m.person_id
   where m.operation_id = c.operation_id and m.case_id = c.id
   order by (m.relationship = 'PA') desc, p.reference limit 1) as principal`

interface Row {
  reference: string
  status: string
  status_since: string
  referred_on: string
  priority: string
  primary_category: string | null
  secondary_category: string | null
  persons: number
  state: string | null
  offer: string | null
  /** Id, and the name as it is sealed. */
  principal: readonly [PersonId, string] | null
}

async function toRows<Each extends Row>(
  tx: Tx,
  rows: readonly Each[],
  today: PlainDate,
): Promise<readonly (CaseRow & { readonly row: Each })[]> {
  const sealer = await openerFor(
    tx,
    rows.flatMap(({ principal }) => (principal === null ? [] : [principal[0]])),
  )
  return rows.map((row) => {
    const [id, name] = row.principal ?? []
    if (id === undefined || name === undefined) return { ...toRow(row, '', today), row }
    const place = { column: 'persons.display_name', row: id } as const
    return { ...toRow(row, sealer.open<string>(id, place, name) ?? '', today), row }
  })
}

function toRow(row: Row, principal: string, today: PlainDate): CaseRow {
  return {
    case: row.reference,
    principal,
    status: row.status as CaseStatus,
    statusSince: row.status_since,
    referredOn: row.referred_on,
    waitingDays: Math.max(0, daysBetween(row.referred_on, today)),
    priority: row.priority as Priority,
    ...(row.primary_category === null ? {} : { primary: row.primary_category as Category }),
    ...(row.secondary_category === null ? {} : { secondary: row.secondary_category as Category }),
    persons: row.persons,
    ...(row.state === null ? {} : { state: row.state }),
    ...(row.offer === null ? {} : { offer: row.offer }),
  }
}

function plain(rows: readonly (CaseRow & { readonly row: Row })[]): readonly CaseRow[] {
  return rows.map(({ row: _row, ...shown }) => shown)
}

/** One page of cases with the totals of the whole selection. */
export async function selectCases(
  tx: Tx,
  asked: CaseQuery,
  today: PlainDate,
): Promise<CaseListView> {
  const page = Math.max(1, asked.page ?? 1)
  const { where, values } = await selection(tx, asked)
  const order = ORDER[asked.sort ?? 'waiting']
  // Found once, for totals and page; what a row shows is looked up for the page alone.
  const rows = await tx.query<Row & { found_cases: number; found_persons: number }>(
    `with found as materialized (
       select c.operation_id, c.id, c.reference, c.status, c.status_since, c.referred_on, c.priority,
              c.primary_category, c.secondary_category, c.persons, c.state, c.offer_id
       from cases c where ${where}
     ), page as materialized (
       select c.* from found c order by ${order} limit ${PAGE_SIZE} offset ${(page - 1) * PAGE_SIZE}
     ), totals as (
       select count(*)::int as found_cases, coalesce(sum(persons), 0)::int as found_persons from found
     )
     select totals.*, row.* from totals
     left join lateral (select ${ROW_COLUMNS} from page c order by ${order}) as row on true`,
    values,
  )
  const [first] = rows
  return {
    total: { cases: first?.found_cases ?? 0, persons: first?.found_persons ?? 0 },
    page,
    pageSize: PAGE_SIZE,
    // Past the last page there are the totals alone.
    rows: plain(
      await toRows(
        tx,
        rows.filter((row) => row.reference !== null),
        today,
      ),
    ),
  }
}

const ROWS_AT_ONCE = 1_000

/** A case of a list with the id that it has in its source. */
export type SourcedCaseRow = CaseRow & { readonly sourceId: string }

/** Every case that the same question finds, in the same order, some at a time. */
export async function* streamCases(
  tx: Tx,
  asked: CaseQuery,
  today: PlainDate,
): AsyncGenerator<readonly SourcedCaseRow[]> {
  const { where, values } = await selection(tx, asked)
  const order = ORDER[asked.sort ?? 'waiting']
  const rows = streamRows<Row & { source_id: string }>(
    tx,
    `select c.source_id, ${ROW_COLUMNS} from cases c where ${where} order by ${order}`,
    values,
  )
  for await (const part of rows)
    yield (await toRows(tx, part, today)).map(({ row, ...shown }) => ({
      ...shown,
      sourceId: row.source_id,
    }))
}

/**
 * Ids of persons on file, some at a time: everyone, or with any filter the members of the cases
 * that it finds.
 */
export async function* streamPersonIds(
  tx: Tx,
  asked: CaseQuery,
): AsyncGenerator<readonly PersonId[]> {
  const isAll = [asked.query, asked.status, asked.priority, asked.state].every(
    (one) => one === undefined,
  )
  const { where, values } = await selection(tx, asked)
  const members = `and p.id in (
    select m.person_id from case_members m join cases c on c.operation_id = m.operation_id and c.id = m.case_id
    where ${where})`
  const rows = streamRows<{ id: string }>(
    tx,
    `select p.id from persons p
     where p.operation_id = $1 and p.removed_at is null ${isAll ? '' : members} order by p.source_id`,
    isAll ? values.slice(0, 1) : values,
  )
  for await (const part of rows) yield part.map((row) => row.id as PersonId)
}

/** Rows of a query, some at a time: the server keeps the rest. One at a time in a transaction. */
async function* streamRows<T extends object>(
  tx: Tx,
  sql: string,
  values: readonly unknown[],
): AsyncGenerator<readonly T[]> {
  await tx.query(`declare rows_read no scroll cursor for ${sql}`, values)
  for (;;) {
    const rows = await tx.query<T>(`fetch ${ROWS_AT_ONCE} from rows_read`)
    if (rows.length === 0) break
    yield rows
  }
  await tx.query('close rows_read')
}

async function selection(
  tx: Tx,
  asked: CaseQuery,
): Promise<{ readonly where: string; readonly values: unknown[] }> {
  const values: unknown[] = [tx.operationId]
  const conditions = ['c.operation_id = $1', 'c.removed_at is null']
  const equals = (column: string, value: string | undefined): void => {
    if (value !== undefined) conditions.push(`${column} = $${values.push(value)}`)
  }
  equals('c.status', asked.status)
  equals('c.priority', asked.priority)
  equals('c.state', asked.state)
  const persons =
    asked.query === undefined ? undefined : personsFound(asked.query, values, await wordsOf(tx))
  if (persons !== undefined) {
    const reference = (asked.query ?? '').trim().toUpperCase()
    conditions.push(
      // One set of ids: an "or" would look at every case.
      `c.id in (select m.case_id from case_members m
                where m.operation_id = $1 and m.person_id in (${persons})
                union all
                select r.id from cases r where r.operation_id = $1
                  and r.reference >= $${values.push(reference)} and r.reference < $${values.push(`${reference}\u{10FFFF}`)})`,
    )
  }
  return { where: conditions.join(' and '), values }
}

async function wordsOf(tx: Tx): Promise<HiddenWords> {
  return (await openerFor(tx, [])).words
}

/** Cases that wait longest before any submission. */
export async function selectOldestWaiting(
  tx: Tx,
  today: PlainDate,
  limit: number,
): Promise<readonly CaseRow[]> {
  const rows = await tx.query<Row>(
    `select ${ROW_COLUMNS} from cases c
     where c.operation_id = $1 and c.removed_at is null
       and c.status = any($3)
     order by c.referred_on, c.reference limit $2`,
    [tx.operationId, limit, STATUSES_BEFORE_SUBMISSION],
  )
  return plain(await toRows(tx, rows, today))
}

/** Cases and persons in each status. */
export async function countStages(tx: Tx): Promise<readonly StageView[]> {
  const rows = await tx.query<{ status: string; cases: number; persons: number }>(
    `select status, count(*)::int as cases, sum(persons)::int as persons from cases
     where operation_id = $1 and removed_at is null group by status`,
    [tx.operationId],
  )
  return rows.map((row) => ({ ...row, status: row.status as CaseStatus }))
}

/** Cleared checks of accepted members who have not left, the first to run out first. */
export async function selectExpiring(
  tx: Tx,
  today: PlainDate,
  limit: number,
): Promise<readonly ExpiringCheck[]> {
  const rows = await tx.query<{
    case_reference: string
    person_reference: string
    kind: string
    expires: string
    travel_on: string | null
  }>(
    `select c.reference as case_reference, p.reference as person_reference, t.kind, t.expires, m.travel_on
     from travel_checks t
     join submission_members m on m.operation_id = t.operation_id
       and m.submission_id = t.submission_id and m.person_id = t.person_id
     join submissions s on s.operation_id = t.operation_id and s.id = t.submission_id
     join cases c on c.operation_id = s.operation_id and c.id = s.case_id
     join persons p on p.operation_id = t.operation_id and p.id = t.person_id
     where t.operation_id = $1 and t.status = 'cleared' and t.expires is not null and s.active
       and m.outcome in ('accepted', 'booked', 'offloaded', 'medical_hold') and c.removed_at is null
     order by t.expires, c.reference, p.reference, t.kind limit $2`,
    [tx.operationId, limit],
  )
  return rows.map((row) => ({
    case: row.case_reference,
    person: row.person_reference,
    kind: row.kind as ExpiringCheck['kind'],
    expires: row.expires,
    daysLeft: daysBetween(today, row.expires),
    ...(row.travel_on === null ? {} : { travelOn: row.travel_on }),
  }))
}
