import type { CaseId, PersonId, SiteId } from '../domain/ids.ts'
import type { Site, SiteKind } from '../domain/site.ts'
import type { Tx } from './database.ts'
import { insertRows } from './insert-rows.ts'

/** In `accounts.sites`: not bound to any. */
export const EVERY_SITE = '*'

/** Writes new sites. */
export async function insertSites(tx: Tx, sites: readonly Site[]): Promise<void> {
  const columns = { id: 'text', name: 'text', kind: 'text' }
  await insertRows(
    tx,
    'sites',
    columns,
    sites.map(({ id, name, kind }) => ({ id, name, kind })),
  )
}

/** The sites of the operation, by handle. */
export async function listSites(tx: Tx): Promise<readonly Site[]> {
  const rows = await tx.query<{ id: string; name: string; kind: string }>(
    'select id, name, kind from sites where operation_id = $1 order by id',
    [tx.operationId],
  )
  return rows.map(({ id, name, kind }) => ({ id: id as SiteId, name, kind: kind as SiteKind }))
}

/**
 * After persons or cases were written, of whom some may have moved to another site: takes along what
 * else is of them. Rows that are of the right site already are not touched.
 */
export async function followSites(
  tx: Tx,
  personIds: readonly PersonId[],
  caseIds: readonly CaseId[],
): Promise<void> {
  const of = async (table: string, ids: readonly string[], statements: readonly string[]) => {
    if (ids.length === 0) return
    for (const statement of statements)
      await tx.query(
        statement.replace(
          'OWNER',
          `${table} o where o.operation_id = $1 and o.id = any($2::uuid[])`,
        ),
        [tx.operationId, ids],
      )
  }
  const moved = (table: string, key: string, column = 'site'): string =>
    `update ${table} t set ${column} = o.site from OWNER
     and t.operation_id = $1 and t.${key} = o.id and t.${column} is distinct from o.site`
  await of('persons', personIds, [
    `update events t set site = o.site from OWNER and t.operation_id = $1 and t.person_id = o.id
       and t.case_id is null and t.site is distinct from o.site`,
    `update households t set site = o.site from OWNER and t.operation_id = $1
       and t.id = o.household_id and t.site <> o.site`,
    moved('same_persons', 'person_id'),
    moved('same_persons', 'shown_id', 'shown_site'),
    moved('pairs', 'a_id', 'a_site'),
    moved('pairs', 'b_id', 'b_site'),
    moved('judgements', 'a_id', 'a_site'),
    moved('judgements', 'b_id', 'b_site'),
    moved('confidential_notes', 'person_id'),
  ])
  await of('cases', caseIds, [
    moved('events', 'case_id'),
    moved('submissions', 'case_id'),
    moved('plan_directives', 'case_id'),
    moved('errf_cases', 'case_id'),
    moved('state_submissions', 'case_id'),
    `update snapshot_members t set site = o.site from snapshots s, OWNER and t.operation_id = $1
       and s.operation_id = $1 and s.case_id = o.id and t.snapshot_id = s.id and t.site <> o.site`,
    moved('snapshots', 'case_id'),
    ...['state_acts', 'state_messages', 'state_file_cases'].map(
      (
        table,
      ) => `update ${table} t set site = o.site from submissions s, OWNER and t.operation_id = $1
       and s.operation_id = $1 and s.case_id = o.id and t.submission_id = s.id and t.site <> o.site`,
    ),
  ])
}

/** Whether ids of a register are in use at sites other than these. */
export async function anyElsewhere(
  tx: Tx,
  used: {
    readonly persons: readonly string[]
    readonly cases: readonly string[]
    readonly households: readonly string[]
  },
  own: readonly SiteId[],
): Promise<boolean> {
  const [row] = await tx.query<{ elsewhere: boolean }>(
    `select exists (select from persons where operation_id = $1 and source_id = any($2::text[]) and site <> all($5::text[]))
       or exists (select from cases where operation_id = $1 and source_id = any($3::text[]) and site <> all($5::text[]))
       or exists (select from households where operation_id = $1 and source_id = any($4::text[]) and site <> all($5::text[]))
       as elsewhere`,
    [tx.operationId, used.persons, used.cases, used.households, own],
  )
  return row?.elsewhere === true
}

/** Field officers with the sites that they work for, by handle. */
export function listOfficers(
  tx: Tx,
): Promise<readonly { readonly handle: string; readonly sites: readonly string[] }[]> {
  return tx.query(
    `select handle, sites from accounts
     where operation_id = $1 and role = 'field_officer' and disabled_at is null order by handle`,
    [tx.operationId],
  )
}
