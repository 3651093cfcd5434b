import type { Hono } from 'hono'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDesk } from '../actions/desk.ts'
import { loadGenerated } from '../actions/load-generated.ts'
import { referenceOperation } from '../actions/reference-operation.ts'
import { solvePlan } from '../actions/solve-plan.ts'
import type { PlanDirectives, PlanView, WhatIfView } from '../domain/views.ts'
import { signIn } from '../testing/sign-in.ts'
import type { TestDatabase } from '../testing/test-database.ts'
import { openTestDatabase } from '../testing/test-database.ts'
import { createApp } from './app.ts'

let database: TestDatabase
let app: Hono
let plan: PlanView

beforeAll(async () => {
  database = await openTestDatabase()
  await loadGenerated(database.db, referenceOperation())
  plan = await solvePlan(await openDesk(database.db, { handle: 'officer.one' }), {})
  app = createApp({ db: database.db, version: 'test', webFolder: '/nowhere' })
})
afterAll(() => database.close())

async function send(path: string, body: unknown, account = 'officer.one'): Promise<Response> {
  return app.request(`http://127.0.0.1:4100${path}`, {
    method: 'POST',
    headers: {
      host: '127.0.0.1:4100',
      'content-type': 'application/json',
      cookie: await signIn(database, account),
    },
    body: JSON.stringify(body),
  })
}

async function ask(words: PlanDirectives): Promise<WhatIfView> {
  const response = await send('/api/plan/what-if', words)
  expect(response.status).toBe(200)
  return (await response.json()) as WhatIfView
}

/** Rows of everything that a question could have written. */
async function written(): Promise<readonly object[]> {
  const desk = await openDesk(database.db, { handle: 'officer.one' })
  return database.db.asSystem().read(desk.operation.id, (tx) =>
    tx.query(
      `select (select count(*) from plans) as plans, (select count(*) from plan_directives) as words,
              (select count(*) from events) as events`,
    ),
  )
}

/** A line whose case can go to another offer with a loss. */
function movable(): { case: string; from: string; to: string } {
  for (const line of plan.lines) {
    const other = line.whyNot.find((one) => one.why.code.startsWith('full_'))
    if (other !== undefined) return { case: line.case, from: line.offer, to: other.offer }
  }
  throw new Error('The reference plan has no line that could go elsewhere.')
}

test('without words the estimate is the plan as it is', async () => {
  const answer = await ask({})
  expect(answer).toMatchObject({ plan: plan.plan, status: 'estimate', holds: true, changes: [] })
  const keeps = answer.levels.filter((one) => one.id !== 'steady').map((one) => one.after)
  expect(keeps).toEqual(plan.objective.slice(0, -1))
  // Steady counts against the plan shown itself: it keeps every one of its lines.
  expect(answer.levels.at(-1)).toMatchObject({ id: 'steady', before: plan.lines.length })
})

test('a lock elsewhere says what changes, and writes nothing', async () => {
  const before = await written()
  const one = movable()
  const answer = await ask({ lock: [{ case: one.case, offer: one.to }] })
  expect(answer.status).toBe('estimate')
  expect(answer.changes[0]).toMatchObject({ case: one.case, from: one.from, to: one.to })
  expect(answer.changes[0]?.why.code).toBe('locked')
  const first = answer.levels.find((level) => level.after !== level.before)
  expect(first?.after).toBeLessThan(first?.before ?? 0)
  expect(await written()).toEqual(before)
})

test('too many locks into one offer are impossible, with the places that stand against them', async () => {
  const offer = plan.offers.toSorted((a, b) => a.used + a.free - b.used - b.free)[0]
  const fitting = plan.lines.filter((line) => line.whyNot.some((one) => one.offer === offer?.offer))
  const lock = fitting.map((line) => ({ case: line.case, offer: offer?.offer ?? '' }))
  const answer = await ask({ lock })
  expect(answer.status).toBe('impossible')
  expect(answer.conflict?.length).toBeGreaterThan(0)
  expect(answer.changes).toEqual([])
})

test('what others write in between is seen by the next question', async () => {
  const line = plan.lines.find((one) => one.why.every((reason) => reason.code !== 'linked'))
  const pair = { case: line?.case ?? '', offer: line?.offer ?? '' }
  expect((await ask({ lock: [pair] })).changes).toEqual([])
  const approved = await send('/api/plan/approve', { cases: [pair.case] }, 'reviewer.two')
  expect(await approved.json()).toMatchObject({ submitted: [pair.case] })
  const gone = await send('/api/plan/what-if', { lock: [pair] })
  expect(gone.status).toBe(404)
  expect(await ask({})).toMatchObject({ holds: true, changes: [] })
})

test('only who may solve and direct may ask, about cases and offers that are there', async () => {
  expect((await send('/api/plan/what-if', {}, 'analyst.one')).status).toBe(403)
  const pair = { case: 'C-NOTHING', offer: plan.offers[0]?.offer ?? '' }
  expect((await send('/api/plan/what-if', { lock: [pair] })).status).toBe(404)
  const nowhere = { case: plan.lines[0]?.case ?? '', offer: 'O-NOTHING' }
  expect((await send('/api/plan/what-if', { forbid: [nowhere] })).status).toBe(404)
  expect((await send('/api/plan/what-if', { lock: [{ case: 1 }] })).status).toBe(400)
})
