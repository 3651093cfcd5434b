import pg from 'pg'
import { addNote } from '../actions/confidential-notes.ts'
import { DEFAULT_PLANNER, findOperation, openDesk } from '../actions/desk.ts'
import { loadGenerated } from '../actions/load-generated.ts'
import { scanRegister } from '../actions/scan-register.ts'
import { solvePlan } from '../actions/solve-plan.ts'
import type { Actor } from '../domain/access.ts'
import type { AccountId, CaseId, SiteId } from '../domain/ids.ts'
import type { Role } from '../domain/role.ts'
import { ROLES } from '../domain/role.ts'
import { generateCampL } from '../reference/camp-l.ts'
import { listCaseIds, listCasesById, saveCases } from '../storage/cases.ts'
import type { Tx } from '../storage/database.ts'
import { newId } from '../storage/ids.ts'
import type { Operation } from '../storage/operations.ts'
import { listAllPersons, savePersons } from '../storage/persons.ts'
import { followSites, insertSites } from '../storage/sites.ts'
import type { TestDatabase } from './test-database.ts'
import { openTestDatabase } from './test-database.ts'

export const SITES = ['main', 'north', 'south'] as SiteId[]

/** The invented camp as if it were three, with an account for each way of looking at it. */
export interface ThreeSites {
  readonly database: TestDatabase
  readonly operation: Operation
  readonly actors: readonly Actor[]
  /** Past all walls: what is really on file. */
  readonly truth: <Row extends object>(sql: string) => Promise<readonly Row[]>
  close(): Promise<void>
}

const NOBODY_BEFORE = '00000000-0000-0000-0000-000000000000' as CaseId

export async function openThreeSites(): Promise<ThreeSites> {
  const database = await openTestDatabase()
  await loadGenerated(database.db, generateCampL())
  const operation = await findOperation(database.db)
  if (operation === undefined) throw new Error('The reference operation was not loaded.')
  const actors = await database.db.asSystem().write(operation.id, async (tx) => {
    await spread(tx)
    return addAccounts(tx)
  })
  await solvePlan(await openDesk(database.db, { handle: DEFAULT_PLANNER }), {})
  await scanRegister(await openDesk(database.db))
  const admin = new pg.Client(database.admin)
  await admin.connect()
  const world: ThreeSites = {
    ...{ database, operation, actors },
    truth: async <Row extends object>(sql: string) => (await admin.query<Row>(sql)).rows,
    close: async () => {
      await admin.end()
      await database.close()
    },
  }
  await keepNotes(world)
  return world
}

/** Case by case to the three sites in turn, so that many links lead from one to another. */
async function spread(tx: Tx): Promise<void> {
  await insertSites(tx, [
    { id: SITES[1] as SiteId, name: 'North', kind: 'settlement' },
    { id: SITES[2] as SiteId, name: 'South', kind: 'office' },
  ])
  const at = (n: number): SiteId => SITES[n % SITES.length] as SiteId
  const caseIds = await listCaseIds(tx, NOBODY_BEFORE, 100_000)
  const siteOfCase = new Map(caseIds.map((id, n) => [id, at(n)]))
  const members = await tx.query<{ person_id: string; case_id: CaseId }>(
    'select person_id, case_id from case_members where operation_id = $1 order by active, case_id',
    [tx.operationId],
  )
  // The active case, which comes last, decides.
  const siteOf = new Map(members.map((one) => [one.person_id, siteOfCase.get(one.case_id)]))
  const persons = (await listAllPersons(tx)).map((one, n) => {
    const site = siteOf.get(one.person.id) ?? at(n)
    return { ...one, person: { ...one.person, site } }
  })
  await savePersons(tx, persons)
  const cases = [...(await listCasesById(tx, caseIds)).values()]
  await saveCases(
    tx,
    cases.map((one) => ({ ...one, site: siteOfCase.get(one.file.id) ?? one.site })),
  )
  await followSites(
    tx,
    persons.map((one) => one.person.id),
    caseIds,
  )
}

/** Field officers of one site, of two, of none and of all; one account of every other role. */
async function addAccounts(tx: Tx): Promise<readonly Actor[]> {
  const made: { handle: string; role: Role; sites: readonly string[] }[] = [
    { handle: 'looks.main', role: 'field_officer', sites: ['main'] },
    { handle: 'looks.north', role: 'field_officer', sites: ['north'] },
    { handle: 'looks.two', role: 'field_officer', sites: ['main', 'south'] },
    { handle: 'looks.nowhere', role: 'field_officer', sites: [] },
    { handle: 'looks.everywhere', role: 'field_officer', sites: ['*'] },
    ...ROLES.filter((role) => role !== 'field_officer').map((role) => ({
      handle: `looks.${role.replace('_', '.')}`,
      role,
      sites: ['*'],
    })),
  ]
  const actors: Actor[] = []
  for (const { handle, role, sites } of made) {
    const accountId = newId<AccountId>()
    const state = role === 'state_liaison' ? 'ALB' : undefined
    await tx.query(
      `insert into accounts (operation_id, id, handle, display_name, role, sites, state)
       values ($1, $2, $3, $3, $4, $5, $6)`,
      [tx.operationId, accountId, handle, role, sites, state],
    )
    actors.push({
      ...{ accountId, handle, role },
      sites: sites.includes('*') ? 'all' : (sites as SiteId[]),
      ...(state === undefined ? {} : { state }),
    })
  }
  return actors
}

/** A word in confidence from each who may write one, on somebody of their own site. */
async function keepNotes(world: ThreeSites): Promise<void> {
  const { database, operation, truth } = world
  const persons = await truth<{ reference: string; site: string }>(
    'select reference, site from persons where removed_at is null order by reference',
  )
  for (const [handle, site] of [
    ['looks.main', 'main'],
    ['looks.north', 'north'],
    ['looks.two', 'main'],
    ['looks.reviewer', 'south'],
  ] as const) {
    const desk = await openDesk(database.db, { operation: operation.name, handle })
    const person = persons.find((one) => one.site === site)
    await addNote(desk, person?.reference ?? '', `What ${handle} was told in confidence.`)
  }
}
