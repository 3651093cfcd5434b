import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { decideClaims } from '../actions/decide-claims.ts'
import { openDesk } from '../actions/desk.ts'
import { prepareOffersImport } from '../actions/import-offers.ts'
import { prepareRegisterImport } from '../actions/import-register.ts'
import { listImports } from '../actions/list-imports.ts'
import { loadGenerated } from '../actions/load-generated.ts'
import { publishAppeal } from '../actions/publish-appeal.ts'
import { referenceOperation } from '../actions/reference-operation.ts'
import { undoImport } from '../actions/undo-import.ts'
import { CASE_STATUSES } from '../domain/case.ts'
import type {
  ClaimFigureListView,
  ClaimsAddedView,
  DocumentListView,
} from '../domain/claim-views.ts'
import type { LikelyView, PersonListView } from '../domain/person-views.ts'
import type { StateHomeView } from '../domain/state-views.ts'
import type { CaseListView } from '../domain/views.ts'
import { inspectMachine } from '../storage/embedded/inspect-machine.ts'
import { signIn } from '../testing/sign-in.ts'
import type { TestDatabase } from '../testing/test-database.ts'
import { openTestDatabase } from '../testing/test-database.ts'
import { createApp } from './app.ts'

/** What is wrong with the value as JSON carries it; empty when it is as the schema says. */
async function faults(name: string, value: unknown): Promise<readonly string[]> {
  const url = new URL(`../../docs/schemas/${name}.schema.json`, import.meta.url)
  const schema = z.fromJSONSchema(JSON.parse(await readFile(url, 'utf8')) as never)
  const result = schema.safeParse(JSON.parse(JSON.stringify(value)))
  return result.success
    ? []
    : result.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
}

let database: TestDatabase
let folder: string
beforeAll(async () => {
  database = await openTestDatabase()
  await loadGenerated(database.db, referenceOperation())
  folder = await mkdtemp(join(tmpdir(), 'onward-schemas-'))
})
afterAll(async () => {
  await database.close()
  await rm(folder, { recursive: true, force: true })
})

async function ask(path: string, body?: unknown, handle = 'officer.one'): Promise<unknown> {
  const app = createApp({ db: database.db, version: 'test', webFolder: '/nowhere' })
  const response = await app.request(`http://127.0.0.1${path}`, {
    headers: {
      host: '127.0.0.1',
      'content-type': 'application/json',
      cookie: await signIn(database, handle),
    },
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
  })
  return response.json()
}

test('what the server answers is as the schemas say', async () => {
  expect(await faults('plan', await ask('/api/plan/solve', {}))).toEqual([])
  expect(await faults('what-if', await ask('/api/plan/what-if', {}))).toEqual([])
  for (const [name, path] of [
    ['session', '/api/session'],
    ['own-account', '/api/account'],
    ['overview', '/api/overview'],
    ['figures', '/api/figures'],
    ['offers', '/api/offers'],
    ['plan', '/api/plan'],
    ['appeal', '/api/appeal'],
    ['error', '/api/cases/C-NOTHING'],
    ['error', '/api/cases?page=-1'],
    ['error', '/api/nothing'],
  ] as const)
    expect({ path, faults: await faults(name, await ask(path)) }).toEqual({ path, faults: [] })
  // An officer may not approve: the refusal is an error, not an approval.
  expect(await faults('error', await ask('/api/plan/approve', { cases: ['C-1'] }))).toEqual([])
})

test('cases in every status are as the schema says', async () => {
  let opened = 0
  for (const status of CASE_STATUSES) {
    const list = (await ask(`/api/cases?status=${status}`)) as CaseListView
    expect({ status, faults: await faults('cases', list) }).toEqual({ status, faults: [] })
    for (const { case: reference } of list.rows.slice(0, 5)) {
      const found = await faults('case', await ask(`/api/cases/${reference}`))
      expect({ reference, found }).toEqual({ reference, found: [] })
      opened += 1
    }
  }
  expect(opened).toBeGreaterThan(20)
})

test('imports, their list and their undoing are reported as the schemas say', async () => {
  const desk = await openDesk(database.db, { handle: 'reviewer.one' })
  const register = join(folder, 'register.csv')
  await writeFile(
    register,
    'person_id,full_name,sex,case_id,relationship,shoe\nX-1,Sample One,f,XC-1,PA,42\n',
  )
  const prepared = await prepareRegisterImport(desk, register)
  expect(await faults('import-report', prepared.report)).toEqual([])
  const written = await prepared.commit()
  expect(written.batch).toBeDefined()
  expect(await faults('import-report', written)).toEqual([])

  const offers = join(folder, 'offers.csv')
  await writeFile(
    offers,
    'offer_id,state,status,places,counting_basis\nO-1,ALB,reported,-5,persons\n',
  )
  const refused = (await prepareOffersImport(desk, offers)).report
  expect(refused.problemCount).toBeGreaterThan(0)
  expect(await faults('import-report', refused)).toEqual([])

  expect(await faults('imports', { imports: await listImports(desk) })).toEqual([])
  expect(await faults('undone-import', await undoImport(desk, written.batch ?? ''))).toEqual([])
})

test('persons, pairs and judgements are answered as the schemas say', async () => {
  const list = (await ask('/api/persons/search', { query: 'a' })) as PersonListView
  expect(await faults('persons', list)).toEqual([])
  const one = list.rows.find((row) => row.birth?.precision === 'day')
  const other = list.rows.find((row) => row !== one)
  expect(await faults('person', await ask(`/api/persons/${one?.person}`))).toEqual([])
  const draft = { names: one?.names, birth: { text: one?.birth?.earliest ?? '' } }
  const likely = (await ask('/api/persons/likely', draft)) as LikelyView
  expect(likely.likely.length).toBeGreaterThan(0)
  expect(await faults('likely', likely)).toEqual([])
  expect(await faults('error', await ask('/api/persons', { draft }))).toEqual([])
  const others = likely.likely.map((each) => each.person.person)
  expect(await faults('registered', await ask('/api/persons', { draft, others }))).toEqual([])
  const pair = `/api/same/${one?.person}/${other?.person}`
  expect(await faults('pair', await ask(pair))).toEqual([])
  expect(await faults('pair', await ask(pair, { verdict: 'unsure', turn: 0 }))).toEqual([])
  expect(await faults('pairs', await ask('/api/same?status=unsure'))).toEqual([])
  expect(await faults('person', await ask(`/api/persons/${one?.person}`))).toEqual([])
  expect(await faults('pair', await ask(`${pair}/undo`, { turn: 1 }))).toEqual([])
})

test('work that was put off is told as the schema says', async () => {
  const job = (await ask('/api/same/scan', {})) as { readonly job: string }
  expect(await faults('job', job)).toEqual([])
  const path = `/api/jobs/${job.job}`
  expect(await faults('job', await ask(path))).toEqual([])
  expect(await faults('job', await ask(`${path}/cancel`, {}))).toEqual([])
  const { jobs } = (await ask('/api/jobs')) as { readonly jobs: readonly unknown[] }
  for (const one of jobs) expect(await faults('job', one)).toEqual([])
})

test('claims, their figures, incidents and editions are answered as the schemas say', async () => {
  const documents = (await ask('/api/documents')) as DocumentListView
  const figures = (await ask('/api/claim-figures')) as ClaimFigureListView
  const published = await publishAppeal(await openDesk(database.db, { handle: 'public.one' }), {})
  const [document] = documents.documents
  const [figure] = figures.figures
  expect(await faults('documents', documents)).toEqual([])
  expect(await faults('claim-figures', figures)).toEqual([])
  for (const [name, path] of [
    ['claims', '/api/claims'],
    ['bodies', '/api/bodies'],
    ['document', `/api/documents/${document?.document}`],
    ['figure-trail', `/api/claim-figures/${figure?.figure}`],
    ['incidents', '/api/incidents'],
    ['editions', '/api/editions'],
    ['edition', `/api/editions/${published}`],
  ] as const)
    expect({ path, faults: await faults(name, await ask(path)) }).toEqual({ path, faults: [] })
  const text = 'The agency said that 6 residents were killed on 3 January 2016.'
  const report = { publisher: 'unhcr', publishedOn: '2016-01-01', subject: 'camp-l', text }
  const added = (await ask('/api/documents', report)) as ClaimsAddedView
  expect(await faults('claims-added', added)).toEqual([])
  const reviewer = await openDesk(database.db, { handle: 'reviewer.one' })
  const decision = { claims: added.claims, verdict: 'confirmed' as const }
  expect(await faults('claim-change', await decideClaims(reviewer, decision))).toEqual([])
})

test('the States’ room and the offices’ side of it answer as the schemas say', async () => {
  const home = (await ask('/api/state/home', undefined, 'liaison.alb')) as StateHomeView
  expect(home.cases.length).toBeGreaterThan(5)
  expect(await faults('state-home', home)).toEqual([])
  for (const { case: reference } of home.cases.slice(0, 8)) {
    const at = `/cases/${reference}`
    for (const view of [
      await ask(`/api/state${at}`, undefined, 'liaison.alb'),
      await ask(`/api/states${at}`),
    ])
      expect({ reference, faults: await faults('transmission', view) }).toEqual({
        reference,
        faults: [],
      })
    expect(await faults('correction', await ask(`/api/states${at}/correction`))).toEqual([])
  }
  const offer = { programme: 'Sample', kind: 'resettlement', total: 5, mode: 'dossier' }
  const stated = await ask(
    '/api/state/offers',
    { ...offer, countingBasis: 'persons' },
    'liaison.alb',
  )
  expect(await faults('stated-offer', stated)).toEqual([])
  expect(await faults('state-inbox', await ask('/api/states/inbox'))).toEqual([])
})

test('what doctor finds on this machine is as the schema says', async () => {
  const findings = await inspectMachine({ dataFolder: join(folder, 'none') })
  expect(await faults('doctor', { findings })).toEqual([])
})
