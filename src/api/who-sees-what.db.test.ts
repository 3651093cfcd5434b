import fc from 'fast-check'
import type { Hono } from 'hono'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Actor } from '../domain/access.ts'
import type { PersonId } from '../domain/ids.ts'
import type { PersonListView } from '../domain/person-views.ts'
import type { PatientsView, ResearchView, TravellersView } from '../domain/role-views.ts'
import type { CaseListView } from '../domain/views.ts'
import { displayName, listAllPersons } from '../storage/persons.ts'
import type { StatedPerson } from '../testing/access-statement.ts'
import { statedParts } from '../testing/access-statement.ts'
import { signIn } from '../testing/sign-in.ts'
import type { ThreeSites } from '../testing/three-sites.ts'
import { openThreeSites, SITES } from '../testing/three-sites.ts'
import { createApp } from './app.ts'

/** What is really on file of a person, read past all walls. */
interface TruePerson extends StatedPerson {
  readonly id: string
  readonly reference: string
  readonly name: string
  readonly cases: readonly string[]
}

let world: ThreeSites
let app: Hono
let persons: readonly TruePerson[]
let cases: readonly { readonly reference: string; readonly site: string }[]
const cookies = new Map<string, string>()

beforeAll(async () => {
  world = await openThreeSites()
  app = createApp({ db: world.database.db, version: 'test', webFolder: '/nowhere' })
  persons = await readPersons()
  cases = await world.truth('select reference, site from cases where removed_at is null')
  for (const { handle } of world.actors) cookies.set(handle, await signIn(world.database, handle))
}, 600_000)
afterAll(() => world.close())

/** The facts that the statement asks for, worked out from the tables and not from any view. */
async function readPersons(): Promise<readonly TruePerson[]> {
  const rows = await world.truth<Record<string, unknown>>(
    `select p.id, p.reference, p.site, p.needs_medical_place, p.died_on, p.arrived_on,
            m.outcome, m.arrived_on as reached_on, m.departed_on, m.travel_on::date - o.clock_on as travels_in,
            s.active, k.kind is not null as has_check,
            array(select c.reference from case_members cm join cases c on c.id = cm.case_id
                  where cm.person_id = p.id and c.removed_at is null) as cases
     from persons p
     join operations o on o.id = p.operation_id
     left join lateral (
       select sm.*, s.active as is_active from submission_members sm
       join submissions s on s.id = sm.submission_id
       where sm.person_id = p.id and s.active order by sm.active desc limit 1) m on true
     left join submissions s on s.id = m.submission_id
     left join travel_checks k on k.submission_id = m.submission_id and k.person_id = p.id
       and k.kind = 'medical' and m.active
     where p.removed_at is null`,
  )
  // Names are sealed in the tables.
  const all = await world.database.db.asSystem().read(world.operation.id, listAllPersons)
  const names = new Map(all.map(({ person }) => [person.id, displayName(person.names)]))
  const onTheWay = ['accepted', 'booked', 'medical_hold', 'offloaded', 'departed', 'in_transit']
  return rows.map((row) => ({
    id: row['id'] as string,
    reference: row['reference'] as string,
    name: names.get(row['id'] as PersonId) ?? '',
    site: row['site'] as string,
    cases: row['cases'] as string[],
    isAccepted:
      row['active'] === true &&
      row['reached_on'] === null &&
      onTheWay.includes(row['outcome'] as string),
    hasDeparted: row['departed_on'] !== null && row['departed_on'] !== undefined,
    ...(row['travels_in'] === null ? {} : { travelsIn: row['travels_in'] as number }),
    isReferredToMedical:
      (row['needs_medical_place'] === true || row['has_check'] === true) &&
      row['died_on'] === null &&
      row['arrived_on'] === null,
  }))
}

const sitesOf = (actor: Actor): readonly string[] => (actor.sites === 'all' ? ['*'] : actor.sites)

function parts(actor: Actor, person: StatedPerson): readonly string[] {
  return statedParts({ role: actor.role, sites: sitesOf(actor) }, person)
}

/** Whether the statement shows the register of a site to the actor. */
function seesSite(actor: Actor, site: string): boolean {
  const person = { site, isAccepted: false, hasDeparted: false, isReferredToMedical: false }
  return parts(actor, person).includes('register')
}

async function ask(actor: Actor, path: string, body?: unknown): Promise<Response> {
  return app.request(`http://127.0.0.1:4100${path}`, {
    headers: {
      host: '127.0.0.1:4100',
      cookie: cookies.get(actor.handle) ?? '',
      'content-type': 'application/json',
    },
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
  })
}

describe('the database', () => {
  test('shows each role the rows of its sites in every table that has a site, and nobody anything else', async () => {
    const tables = await world.truth<{ table_name: string }>(
      `select table_name from information_schema.columns
       where table_schema = 'public' and column_name = 'site'
         and table_name not in ('same_persons', 'confidential_notes', 'events')
         and table_name not like 'state\\_%' and table_name not like 'snapshot%'`,
    )
    expect(tables.length).toBeGreaterThan(11)
    let seen = 0
    for (const { table_name: name } of tables) {
      const real = await world.truth<{ site: string; rows: number }>(
        `select site, count(*)::int as rows from ${name} group by site`,
      )
      for (const actor of world.actors) {
        const [got] = await world.database.db
          .as(actor)
          .read(world.operation.id, (tx) =>
            tx.query<{ rows: number }>(`select count(*)::int as rows from ${name}`),
          )
        const due = real.filter((one) => seesSite(actor, one.site))
        const rows = due.reduce((sum, one) => sum + one.rows, 0)
        expect({ name, who: actor.handle, rows: got?.rows }).toEqual({
          name,
          who: actor.handle,
          rows,
        })
        seen += rows
      }
    }
    expect(seen).toBeGreaterThan(10_000)
  })

  test('shows an event where its person or case is seen, and those of neither to who reads offers', async () => {
    const real = await world.truth<{ site: string | null; rows: number }>(
      'select site, count(*)::int as rows from events group by site',
    )
    const [incidents] = await world.truth<{ rows: number }>(
      'select count(*)::int as rows from events where site is null and incident_id is not null',
    )
    const bare = await world.truth(
      'select from events where site is null and (person_id is not null or case_id is not null)',
    )
    expect(bare).toHaveLength(0)
    for (const actor of world.actors) {
      const ofNobody = [
        'field_officer',
        'reviewer',
        'analyst',
        'auditor',
        'public_information',
      ].includes(actor.role)
      const rows = real
        .filter(({ site }) => (site === null ? ofNobody : seesSite(actor, site)))
        // What happened makes moving pressing; offers are nothing to movement.
        .reduce(
          (sum, one) => sum + one.rows,
          actor.role === 'movement' ? (incidents?.rows ?? 0) : 0,
        )
      const [got] = await world.database.db
        .as(actor)
        .read(world.operation.id, (tx) =>
          tx.query<{ rows: number }>('select count(*)::int as rows from events'),
        )
      expect({ who: actor.handle, rows: got?.rows }).toEqual({ who: actor.handle, rows })
    }
  })

  test('shows a pair to who sees both of its records, and there are pairs across sites', async () => {
    for (const name of ['pairs', 'judgements'] as const) {
      const real = await world.truth<{ a_site: string; b_site: string; rows: number }>(
        `select a_site, b_site, count(*)::int as rows from ${name} group by 1, 2`,
      )
      if (name === 'pairs') expect(real.some((one) => one.a_site !== one.b_site)).toBe(true)
      for (const actor of world.actors) {
        const due = real.filter((one) => seesSite(actor, one.a_site) && seesSite(actor, one.b_site))
        const [got] = await world.database.db
          .as(actor)
          .read(world.operation.id, (tx) =>
            tx.query<{ rows: number }>(`select count(*)::int as rows from ${name}`),
          )
        expect(got?.rows, `${name} ${actor.handle}`).toBe(
          due.reduce((sum, one) => sum + one.rows, 0),
        )
      }
    }
  })

  test('shows nobody without a role, an administrator, an auditor and public information no person', async () => {
    const tables = await world.truth<{ table_name: string }>(
      `select distinct table_name from information_schema.columns
       where table_schema = 'public' and table_name in (
         select tablename::text from pg_tables where schemaname = 'public')
         and (column_name in ('person_id', 'case_id', 'a_id', 'shown_id')
              or table_name in ('persons', 'cases', 'households', 'plans', 'batches'))
         -- A wrapped key says nothing of a person and opens nothing by itself (0011).
         and table_name not in ('events', 'data_keys')`,
    )
    expect(tables.length).toBeGreaterThan(14)
    const idle = world.actors.filter((one) =>
      ['administrator', 'auditor', 'public_information'].includes(one.role),
    )
    const { db } = world.database
    const doors = [db, ...idle.map((actor) => db.as(actor))]
    for (const { table_name: name } of tables)
      for (const door of doors)
        expect(
          await door.read(world.operation.id, (tx) => tx.query(`select from ${name} limit 1`)),
          name,
        ).toHaveLength(0)
  })

  test('keeps a confidential note for its author and the reviewers', async () => {
    const notes = await world.truth<{ author: string; site: string }>(
      'select author, site from confidential_notes',
    )
    expect(notes).toHaveLength(4)
    for (const actor of world.actors) {
      const due = notes.filter(
        (one) =>
          actor.role === 'reviewer' || (one.author === actor.handle && seesSite(actor, one.site)),
      )
      const got = await world.database.db
        .as(actor)
        .read(world.operation.id, (tx) =>
          tx.query<{ author: string }>('select author from confidential_notes'),
        )
      expect(got.map((one) => one.author).toSorted(), actor.handle).toEqual(
        due.map((one) => one.author).toSorted(),
      )
    }
  })

  test('lets nobody write to a site that is not theirs', async () => {
    const here = persons.find((one) => one.site === 'north')
    const north = world.actors.find((one) => one.handle === 'looks.north') as Actor
    const moved = world.database.db
      .as(north)
      .write(world.operation.id, (tx) =>
        tx.query(`update persons set site = 'south' where id = $1`, [here?.id]),
      )
    await expect(moved).rejects.toMatchObject({ code: 'not_allowed' })
    const main = world.actors.find((one) => one.handle === 'looks.main') as Actor
    const touched = await world.database.db
      .as(main)
      .write(world.operation.id, (tx) =>
        tx.query('update persons set safe = safe where id = $1 returning id', [here?.id]),
      )
    expect(touched).toEqual([])
  })

  test('cannot be talked out of it by the application’s own login', async () => {
    const client = new pg.Client(world.database.application)
    await client.connect()
    try {
      await client.query(`select set_config('onward.operation', $1, false)`, [world.operation.id])
      await client.query(`select set_config('onward.role', 'administrator', false)`)
      for (const sql of [
        'set role onward_owner',
        'set session authorization onward_owner',
        'alter table persons disable row level security',
        'alter table persons no force row level security',
        'drop policy who_sees on persons',
        'create policy mine on persons using (true)',
        'create view mine as select * from persons',
        'create function mine() returns int language sql security definer as $$ select 1 $$',
        'select key from pseudonym_keys',
        'update pseudonym_keys set key = $$x$$',
        `select require_consents('${world.operation.id}', '${world.operation.id}')`,
        'alter role onward_app bypassrls',
        'copy persons to program $$cat$$',
      ])
        await expect(client.query(sql), sql).rejects.toThrow(
          /permission denied|must be (owner|able)|not allowed|trigger functions can only|cannot set/i,
        )
      await client.query('reset role')
      expect((await client.query('select from persons')).rowCount).toBe(0)
      // Without the wall PostgreSQL answers nothing rather than everything.
      await client.query('set row_security = off')
      await expect(client.query('select from persons')).rejects.toThrow(/row-level security/)
      await client.query('set row_security = on')
      // What the wall does not do: who holds this login may say that they are anybody.
      await client.query(`select set_config('onward.role', 'reviewer', false)`)
      expect((await client.query('select from persons limit 1')).rowCount).toBe(1)
    } finally {
      await client.end()
    }
  })
})

describe('the views for other roles', () => {
  test('movement sees accepted members until they arrive, and where to fetch them from two days before', async () => {
    const movement = world.actors.find((one) => one.role === 'movement') as Actor
    const seen = (await (await ask(movement, '/api/travellers')).json()) as TravellersView
    const due = persons.filter((one) => parts(movement, one).includes('identity'))
    expect(due.length).toBeGreaterThan(5)
    expect(seen.rows.map((one) => one.person).toSorted()).toEqual(
      due.map((one) => one.reference).toSorted(),
    )
    const fetched = due.filter((one) => parts(movement, one).includes('pick_up'))
    expect(
      seen.rows
        .filter((one) => one.pickUp !== undefined)
        .map((one) => one.person)
        .toSorted(),
    ).toEqual(fetched.map((one) => one.reference).toSorted())
    // Nothing of the register beside.
    for (const row of seen.rows)
      expect(
        Object.keys(row).filter((key) => /consent|needs$|household|priority/i.test(key)),
      ).toEqual(['travelNeeds'])
  })

  test('the medical team sees who was referred to it', async () => {
    const medical = world.actors.find((one) => one.role === 'medical') as Actor
    const seen = (await (await ask(medical, '/api/patients')).json()) as PatientsView
    const due = persons.filter((one) => parts(medical, one).includes('medical'))
    expect(due.length).toBeGreaterThan(5)
    expect(seen.total.persons).toBe(due.length)
    expect(seen.rows.map((one) => one.person).toSorted()).toEqual(
      due.map((one) => one.reference).toSorted(),
    )
  })

  test('an analyst sees everyone under a pseudonym, without any handle, name or id of ours', async () => {
    const analyst = world.actors.find((one) => one.role === 'analyst') as Actor
    const response = await ask(analyst, '/api/research')
    const text = await response.text()
    const seen = JSON.parse(text) as ResearchView
    expect(seen.total.persons).toBe(persons.length)
    expect(new Set(seen.rows.map((one) => one.pseudonym)).size).toBe(seen.rows.length)
    for (const one of persons.slice(0, 500)) {
      expect(text).not.toContain(one.reference)
      expect(text).not.toContain(one.id)
    }
    const again = (await (await ask(analyst, '/api/research')).json()) as ResearchView
    expect(again).toEqual(seen)
  })
})

/** Every way to ask over HTTP for something of a person or case; the unknown one beside it. */
const DOORS: readonly ((person: TruePerson) => readonly [string, unknown?])[] = [
  () => ['/api/session'],
  () => ['/api/overview'],
  () => ['/api/cases'],
  ({ name }) => ['/api/cases/search', { query: name }],
  ({ reference }) => ['/api/cases/search', { query: reference }],
  ({ cases: [own = 'C-NONE'] }) => ['/api/cases/search', { query: own }],
  ({ cases: [own = 'C-NONE'] }) => [`/api/cases/${own}`],
  () => ['/api/persons'],
  ({ name }) => ['/api/persons/search', { query: name }],
  ({ reference }) => ['/api/persons/search', { query: reference.slice(0, 5) }],
  ({ reference }) => [`/api/persons/${reference}`],
  ({ reference }) => [`/api/persons/${reference}/notes`],
  ({ reference }) => [`/api/persons/${reference}/notes`, { note: 'A word.' }],
  () => ['/api/same'],
  ({ reference }) => [`/api/same/${reference}/${persons[0]?.reference ?? ''}`],
  ({ reference }) => [
    `/api/same/${reference}/${persons[1]?.reference ?? ''}`,
    { verdict: 'unsure' },
  ],
  () => ['/api/figures/departed/events'],
  () => ['/api/figures/population/events?page=2'],
  () => ['/api/plan'],
  ({ cases: [own = 'C-NONE'] }) => [
    '/api/plan/what-if',
    { lock: [{ case: own, offer: 'O-NONE' }] },
  ],
  ({ cases: [own = 'C-NONE'], reference }) => [
    `/api/cases/${own}/events`,
    { type: 'travel.offloaded', person: reference, data: {} },
  ],
  ({ cases: [own = 'C-NONE'] }) => [`/api/cases/${own}/events`, { type: 'case.held', data: {} }],
  ({ name }) => ['/api/persons/likely', { names: [{ role: 'full', text: name }] }],
  () => ['/api/travellers'],
  () => ['/api/patients'],
  () => ['/api/research'],
  () => ['/api/offers'],
  () => ['/api/imports'],
  () => ['/api/exports'],
  ({ name }) => [
    '/api/exports',
    { what: 'persons', format: 'csv', purpose: 'a test', filters: { query: name } },
  ],
  () => ['/api/appeal'],
]

describe('every door over HTTP', () => {
  test('names nobody whom the statement does not show', async () => {
    const siteOfCase = new Map(cases.map((one) => [one.reference, one.site]))
    const byReference = new Map(persons.map((one) => [one.reference, one]))
    const mayName = (actor: Actor, reference: string): boolean => {
      const person = byReference.get(reference)
      if (person !== undefined) return parts(actor, person).includes('identity')
      const site = siteOfCase.get(reference)
      if (site === undefined || seesSite(actor, site)) return true
      // A traveller is known with the case that they travel in.
      return (
        actor.role === 'movement' &&
        persons.some((one) => one.isAccepted && one.cases.includes(reference))
      )
    }
    let named = 0
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...world.actors),
        fc.constantFrom(...persons),
        fc.constantFrom(...DOORS),
        async (actor, person, door) => {
          const [path, body] = door(person)
          const response = await ask(actor, path, body)
          const text = await response.text()
          const asked = new Set(`${path} ${JSON.stringify(body)}`.match(/[PC]-[0-9A-Z]+/g) ?? [])
          for (const reference of new Set(text.match(/\b[PC]-[0-9A-Z]{4,}\b/g) ?? [])) {
            // What was asked for may be said back in a refusal: it is the asker's own word.
            if (response.status !== 200 && asked.has(reference)) continue
            named += 1
            expect(mayName(actor, reference), `${actor.handle} ${path} ${reference}`).toBe(true)
          }
        },
      ),
      { seed: 14, numRuns: 220 },
    )
    expect(named).toBeGreaterThan(500)
  }, 600_000)

  test('answers of somebody who must not be seen as it answers of somebody who is not there', async () => {
    let hidden = 0
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...world.actors.filter((one) => one.handle !== 'looks.everywhere')),
        fc.constantFrom(...persons),
        fc.constantFrom(...DOORS),
        async (actor, person, door) => {
          if (seesSite(actor, person.site) || parts(actor, person).includes('identity')) return
          const nobody = { ...person, reference: 'P-ZZZZZZZ', cases: ['C-ZZZZZZZ'] }
          const [path, body] = door(person)
          const [other, otherBody] = door(nobody)
          if (path === other && JSON.stringify(body) === JSON.stringify(otherBody)) return
          const [one, two] = [await ask(actor, path, body), await ask(actor, other, otherBody)]
          const plain = async (response: Response, of: TruePerson): Promise<string> =>
            (await response.text())
              .replaceAll(of.reference, 'REFERENCE')
              .replaceAll(of.reference.slice(0, 5), 'REFERENCE')
              .replaceAll(of.cases[0] ?? 'C-NONE', 'CASE')
          expect(two.status, path).toBe(one.status)
          // A search by the beginning of a handle may find others of one's own.
          if (!path.startsWith('/api/persons/search'))
            expect(await plain(one, person)).toBe(await plain(two, nobody))
          hidden += 1
        },
      ),
      { seed: 41, numRuns: 250 },
    )
    expect(hidden).toBeGreaterThan(40)
  }, 600_000)

  test('counts in its totals those who are seen and no others', async () => {
    for (const actor of world.actors) {
      const own = SITES.filter((site) => seesSite(actor, site))
      const list = await ask(actor, '/api/cases')
      if (own.length === 0 && actor.role !== 'field_officer') {
        expect(list.status, actor.handle).toBe(403)
        continue
      }
      const { total } = (await list.json()) as CaseListView
      expect(total.cases, actor.handle).toBe(
        cases.filter((one) => seesSite(actor, one.site)).length,
      )
      const found = (await (await ask(actor, '/api/persons')).json()) as PersonListView
      const merged = await world.truth<{ id: string }>('select person_id as id from same_persons')
      const gone = new Set(merged.map((one) => one.id))
      expect(found.total.persons, actor.handle).toBe(
        persons.filter((one) => seesSite(actor, one.site) && !gone.has(one.id)).length,
      )
    }
  })
})
