import { afterAll, beforeAll, expect, test } from 'vitest'
import { loadGenerated } from '../actions/load-generated.ts'
import { foldCase } from '../domain/apply-to-case.ts'
import type { CaseFile } from '../domain/case.ts'
import { isActiveCase } from '../domain/case.ts'
import type { RecordedEvent } from '../domain/event.ts'
import type { BatchId, CaseId, OperationId, PersonId } from '../domain/ids.ts'
import type { PersonFile } from '../domain/person.ts'
import { applyToPerson, emptyPersonFile, isPresent } from '../domain/person.ts'
import { isActiveSubmission } from '../domain/submission.ts'
import { computeFigures } from '../figures/compute-figures.ts'
import { generateCampL } from '../reference/camp-l.ts'
import { openTestDatabase } from '../testing/test-database.ts'
import type { TestDatabase } from '../testing/test-database.ts'
import { appendEvents, stamp } from './event-log.ts'
import { countFigures } from './figure-counts.ts'
import { FIGURES_WITH_EVENTS, listFigureEvents } from './figure-events.ts'
import { newId } from './ids.ts'

let database: TestDatabase
let operationId: OperationId
const events: RecordedEvent[] = []

beforeAll(async () => {
  database = await openTestDatabase()
  const campL = generateCampL()
  operationId = (await loadGenerated(database.db, campL)).id
  for (const chunk of campL.chunks()) for (const event of chunk.events) events.push(event)
  events.sort((a, b) => (a.recordedAt + a.id < b.recordedAt + b.id ? -1 : 1))
})
afterAll(() => database.close())

const moment = (asOf: string, knownOn = '2030-01-01') => ({
  asOf,
  knownBefore: `${knownOn}T23:59:59Z`,
})

async function figuresOf(at: ReturnType<typeof moment>): Promise<Record<string, number>> {
  const counts = await database.db.asSystem().read(operationId, (tx) => countFigures(tx, at))
  const figures = computeFigures(counts, { asOf: at.asOf, knownOn: at.asOf })
  return Object.fromEntries(figures.map((one) => [one.id, one.value]))
}

/** The same figures by another way: every event folded by the domain's rules, then counted. */
function foldFigures(at: ReturnType<typeof moment>): Record<string, number> {
  const live = events.filter((one) => one.effectiveOn <= at.asOf && one.recordedAt < at.knownBefore)
  const persons = foldPersons(live)
  const cases = foldCases(live)
  const registered = persons.filter((one) => one.registeredOn !== undefined)
  const present = registered.filter(isPresent)
  const submissions = cases.flatMap((file) =>
    file.submissions.map((submission) => ({ file, submission })),
  )
  const members = submissions.flatMap(({ file, submission }) =>
    submission.members.map((member) => ({ ...member, file, submission })),
  )
  const awaiting = members.filter(
    ({ outcome, submission }) => outcome === 'pending' && isActiveSubmission(submission),
  )
  const different = (all: readonly { readonly personId: PersonId }[]): number =>
    new Set(all.map((one) => one.personId)).size
  const step = (found: typeof members): Record<string, number> => ({
    submitted_persons: different(found),
    accepted: different(found.filter((one) => one.acceptedOn !== undefined)),
    departed: different(found.filter((one) => one.departedOn !== undefined)),
    arrived: different(found.filter((one) => one.arrivedOn !== undefined)),
  })
  const states = [...new Set(members.map((one) => one.submission.state))]
  return {
    population: present.length,
    protection_needs_determined: registered.filter((one) =>
      ['refugee', 'stateless_non_refugee', 'non_refugee_dependant'].includes(one.protectionStatus),
    ).length,
    died: registered.filter((one) => one.diedOn !== undefined).length,
    out_of_danger: registered.filter(
      (one) => one.safe && one.diedOn === undefined && one.leftOn === undefined,
    ).length,
    cases_open: cases.filter((one) => isActiveCase(one.status)).length,
    submitted_cases: cases.filter((one) => one.submissions.length > 0).length,
    with_states_cases: new Set(awaiting.map((one) => one.file.id)).size,
    with_states_persons: different(awaiting),
    decided: different(members.filter((one) => one.decidedOn !== undefined)),
    ...step(members),
    ...Object.fromEntries(
      states.flatMap((state) =>
        Object.entries(step(members.filter((one) => one.submission.state === state))).map(
          ([id, value]) => [`${id}_${state}`, value],
        ),
      ),
    ),
  }
}

function foldPersons(live: readonly RecordedEvent[]): readonly PersonFile[] {
  const files = new Map<PersonId, PersonFile>()
  for (const event of live) {
    const id = event.personId
    if (id !== undefined) files.set(id, applyToPerson(files.get(id) ?? emptyPersonFile(id), event))
  }
  return [...files.values()]
}

function foldCases(live: readonly RecordedEvent[]): readonly CaseFile[] {
  const casesOf = new Map<PersonId, Set<CaseId>>()
  for (const { caseId, personId } of live)
    if (caseId !== undefined && personId !== undefined)
      casesOf.set(personId, (casesOf.get(personId) ?? new Set()).add(caseId))
  const own = new Map<CaseId, RecordedEvent[]>()
  for (const event of live) {
    const concerned =
      event.caseId === undefined ? (casesOf.get(event.personId as PersonId) ?? []) : [event.caseId]
    for (const id of concerned) own.set(id, [...(own.get(id) ?? []), event])
  }
  return [...own].flatMap(([id, found]) => foldCase(id, found) ?? [])
}

const DAYS = ['2013-03-18', '2013-12-27', '2014-03-31', '2014-09-30', '2015-10-29', '2016-01-01']

test.each(DAYS)('on %s the figures are what the domain makes of the same events', async (day) => {
  expect(await figuresOf(moment(day))).toMatchObject(foldFigures(moment(day)))
})

test.each(DAYS)('on %s, as known at the end of 2013, too', async (day) => {
  const at = moment(day, '2013-12-31')
  expect(await figuresOf(at)).toMatchObject(foldFigures(at))
})

test('every figure that can be followed down has exactly as many events behind it', async () => {
  for (const day of ['2013-12-27', '2014-03-31', '2015-06-30']) {
    const figures = await figuresOf(moment(day))
    const followed = Object.entries(figures).filter(([id]) =>
      FIGURES_WITH_EVENTS.includes(id.replace(/_[A-Z]{3}$/, '')),
    )
    expect(followed.length).toBeGreaterThan(20)
    for (const [id, value] of followed) {
      const found = await database.db
        .asSystem()
        .read(operationId, (tx) =>
          listFigureEvents(tx, id, moment(day), { limit: 10_000, offset: 0 }),
        )
      expect([id, found.total, found.rows.length]).toEqual([id, value, value])
      const counted = found.rows.map((row) => (/cases/.test(id) ? row.case : row.person))
      expect(new Set(counted).size).toBe(value)
    }
  }
})

test('pages of events follow each other without a gap, and end', async () => {
  const page = (limit: number, offset: number) =>
    database.db
      .asSystem()
      .read(operationId, (tx) =>
        listFigureEvents(tx, 'departed_ALB', moment('2014-03-31'), { limit, offset }),
      )
  const all = (await page(1000, 0)).rows
  expect([...(await page(100, 0)).rows, ...(await page(1000, 100)).rows]).toEqual(all)
  expect(await page(10, 5000)).toEqual({ total: 208, rows: [] })
})

test('a figure that is not followed down says so', async () => {
  const ask = database.db
    .asSystem()
    .read(operationId, (tx) =>
      listFigureEvents(tx, 'gap', moment('2014-03-31'), { limit: 1, offset: 0 }),
    )
  await expect(ask).rejects.toThrow(/cannot be followed down/)
})

test('a batch counts until it is undone, and still counts as it was known before', async () => {
  const batchId = newId<BatchId>()
  const personId = newId<PersonId>()
  const before = await figuresOf(moment('2016-01-01'))
  await database.db.asSystem().write(operationId, async (tx) => {
    const draft = {
      type: 'person.registered',
      data: {},
      effectiveOn: '2015-12-01',
      personId,
    } as const
    await appendEvents(tx, [stamp(draft, 'test', '2016-02-01T10:00:00Z', batchId)])
  })
  const during = await figuresOf(moment('2016-01-01'))
  await database.db.asSystem().write(operationId, async (tx) => {
    await tx.query(
      `insert into event_voids (operation_id, batch_id, recorded_at, actor)
       values ($1, $2, '2016-03-01T10:00:00Z', 'test')`,
      [tx.operationId, batchId],
    )
  })
  const after = await figuresOf(moment('2016-01-01'))
  const asKnownBetween = await figuresOf(moment('2016-01-01', '2016-02-15'))
  expect([during, after, asKnownBetween].map((one) => one['population'])).toEqual(
    [1, 0, 1].map((more) => (before['population'] ?? 0) + more),
  )
})
