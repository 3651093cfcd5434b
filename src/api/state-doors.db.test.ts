import fc from 'fast-check'
import type { Hono } from 'hono'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { approveLines } from '../actions/approve-lines.ts'
import { getCase } from '../actions/get-case.ts'
import { listCases } from '../actions/list-cases.ts'
import { listOffers } from '../actions/list-offers.ts'
import { recordByHand } from '../actions/record-by-hand.ts'
import { previewCorrection, sendCorrection } from '../actions/states/send-correction.ts'
import { answerState } from '../actions/states/write-message.ts'
import type { StateCode } from '../domain/state-code.ts'
import type { StateHomeView, TransmissionView } from '../domain/state-views.ts'
import type { CaseFileView } from '../domain/views.ts'
import { signIn } from '../testing/sign-in.ts'
import type { StatesWorld } from '../testing/state-desk.ts'
import { openStatesWorld } from '../testing/state-desk.ts'
import { createApp } from './app.ts'

/*
 * Whatever happens, what a liaison gets through any door is what was transmitted to their State and
 * is not closed there. Stated here once more, apart from the code: the test keeps its own list of
 * what left, made from the offices' view of the case at that moment.
 */

let world: StatesWorld
let app: Hono
const cookies = new Map<StateCode, string>()
/** Receiving States of this operation, and every case of it. */
let states: readonly StateCode[]
let cases: readonly string[]

interface Sent {
  readonly state: StateCode
  readonly versions: object[]
  readonly members: readonly string[]
  open: boolean
}
/** By case: the last time that it left. */
const sent = new Map<string, Sent>()

beforeAll(async () => {
  world = await openStatesWorld(600)
  app = createApp({ db: world.database.db, version: 'test', webFolder: '/nowhere' })
  const { offers } = await listOffers(world.reviewer)
  states = [...new Set(offers.map((one) => one.terms.state))].toSorted()
  const loaded = await Promise.all(
    [1, 2, 3, 4, 5].map((page) => listCases(world.reviewer, { page })),
  )
  cases = loaded.flatMap(({ rows }) => rows.map((row) => row.case))
  // Before States already when the operation was loaded.
  for (const { rows } of loaded)
    for (const { case: reference, state } of rows)
      if (state !== undefined) {
        const { submissions, members } = await getCase(world.reviewer, reference)
        const on = submissions.at(-1)?.transmittedOn
        const versions = [await leaving(reference, 1, on)]
        const persons = members.map((one) => one.person)
        sent.set(reference, { state, versions, members: persons, open: true })
      }
  for (const state of states) {
    const { actor } = await world.liaison(state)
    cookies.set(state, await signIn(world.database, actor.handle))
  }
})
afterAll(() => world.database.close())

async function ask(
  state: StateCode,
  path: string,
  body?: unknown,
): Promise<{ readonly status: number; readonly text: string }> {
  const response = await app.request(`http://127.0.0.1:4100${path}`, {
    headers: {
      host: '127.0.0.1:4100',
      cookie: cookies.get(state) ?? '',
      'content-type': 'application/json',
    },
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
  })
  return { status: response.status, text: await response.text() }
}

/** What leaves when this case is sent now, from what the offices see of it. */
async function leaving(
  reference: string,
  version: number,
  transmittedOn = '2016-01-01',
): Promise<object> {
  const file = await getCase(world.reviewer, reference)
  const submission = file.submissions.at(-1)
  const { offers } = await listOffers(world.reviewer)
  const offer = offers.find((one) => one.offer === submission?.offer)
  const { priority, primary, secondary } = file
  const state = submission?.state ?? ''
  return plain({
    format: 'onward-snapshot/1',
    case: reference,
    version,
    state,
    programme: offer?.terms.programme,
    offer: offer?.offer,
    transmittedOn,
    priority,
    primary,
    secondary,
    links: file.links
      .filter((one) => isOpenAt(state, one.case))
      .map((one) => ({ case: one.case, kind: one.kind })),
    members: file.members.map(member),
  })
}

function member(one: CaseFileView['members'][number]): object {
  const { person, relationship, names, sex, birth, nationality } = one
  const { protectionStatus, languages, needs, needsMedicalPlace } = one
  return {
    ...{ person, relationship, names, sex, birth, nationality },
    ...{ protectionStatus, languages, needs, needsMedicalPlace },
  }
}

const plain = (value: object): object => JSON.parse(JSON.stringify(value)) as object

function isOpenAt(state: StateCode, reference: string): boolean {
  const one = sent.get(reference)
  return one?.open === true && one.state === state
}

const openAt = (state: StateCode): readonly string[] =>
  [...sent.keys()].filter((reference) => isOpenAt(state, reference)).toSorted()

/** Everything that this liaison can get, held against the list. */
async function look(state: StateCode): Promise<void> {
  const own = openAt(state)
  const texts: string[] = []
  const home = await ask(state, '/api/state/home')
  texts.push(home.text)
  const { cases: rows } = JSON.parse(home.text) as StateHomeView
  expect(rows.map((row) => row.case).toSorted()).toEqual(own)
  for (const reference of own) {
    const { text } = await ask(state, `/api/state/cases/${reference}`)
    texts.push(text)
    const { versions } = JSON.parse(text) as TransmissionView
    expect(versions.map((one) => one.snapshot)).toEqual(sent.get(reference)?.versions.toReversed())
  }
  const persons = new Set(own.flatMap((reference) => sent.get(reference)?.members ?? []))
  for (const text of texts) {
    // No other State, no other case or person, nobody of the offices, no plan and no consent.
    const others = states.filter((one) => one !== state)
    expect(others.filter((one) => text.includes(`"${one}"`) || text.includes(`${one}-`))).toEqual(
      [],
    )
    expect((text.match(/\bC-[0-9A-Z]{4,8}\b/g) ?? []).filter((one) => !own.includes(one))).toEqual(
      [],
    )
    expect((text.match(/\bP-[0-9A-Z]{4,8}\b/g) ?? []).filter((one) => !persons.has(one))).toEqual(
      [],
    )
    expect(text).not.toMatch(/officer\.|reviewer\.|PLAN-|consent|household|preferred|tieStates/)
  }
}

/** What is not this State's is not there, the same for all reasons, at every door. */
async function lookElsewhere(state: StateCode, pick: number): Promise<void> {
  const own = new Set(openAt(state))
  const foreign = cases.filter((one) => !own.has(one))
  const reference = foreign[pick % foreign.length] ?? ''
  const told = async (path: string, body?: unknown): Promise<string> => {
    const nowhere = await ask(state, path.replace('CASE', 'C-NOTHING'), body)
    const there = await ask(state, path.replace('CASE', reference), body)
    expect(there.status, path).toBe(nowhere.status)
    expect(there.text.replaceAll(reference, 'C-NOTHING'), path).toBe(nowhere.text)
    return there.text
  }
  await told('/api/state/cases/CASE')
  await told('/api/state/cases/CASE/answer', { answer: 'acknowledge' })
  await told('/api/state/cases/CASE/messages', { text: 'Sample?' })
  const decision = { person: 'P-1', decision: 'accepted' }
  await told('/api/state/cases/CASE/decisions', { version: 1, members: [decision] })
  for (const path of [
    '/api/cases',
    '/api/cases/CASE',
    '/api/persons',
    '/api/plan',
    '/api/offers',
    '/api/overview',
    '/api/figures',
    '/api/imports',
    '/api/exports',
    '/api/states/inbox',
    '/api/states/keys',
    '/api/states/cases/CASE',
    '/api/states/cases/CASE/correction',
  ]) {
    const { status } = await ask(state, path.replace('CASE', reference))
    expect({ path, status }).toEqual({ path, status: 403 })
  }
}

const OPS = [
  'submit',
  'submit',
  'submit',
  'change',
  'correct',
  'withdraw',
  'link',
  'answer',
  'accept',
  'deny',
  'return',
  'ask',
  'reply',
  'mission',
  'offer',
] as const

interface Step {
  readonly op: (typeof OPS)[number]
  readonly pick: number
}

/** Does one step and keeps the list; the State that it was about. */
async function step({ op, pick }: Step): Promise<StateCode> {
  const open = [...sent].filter(([, one]) => one.open).map(([reference]) => reference)
  const reference = open[pick % Math.max(1, open.length)]
  const state = sent.get(reference ?? '')?.state ?? states[pick % states.length] ?? ''
  if (op === 'submit') return submit(pick)
  if (op === 'link') return link(pick, state)
  if (op === 'offer') {
    const places = { programme: 'Sample', kind: 'resettlement', total: 5, mode: 'dossier' }
    await ask(state, '/api/state/offers', { ...places, countingBasis: 'persons' })
    return state
  }
  const one = sent.get(reference ?? '')
  if (reference === undefined || one === undefined) return state
  const at = `/api/state/cases/${reference}`
  if (op === 'change') {
    const priority = pick % 2 === 0 ? 'UG' : 'EM'
    const data = { priority, justified: true }
    await recordByHand(world.officer, { case: reference, type: 'case.priority_set', data })
  }
  if (op === 'correct') await correct(reference, one)
  if (op === 'withdraw') {
    const withdrawn = { case: reference, type: 'submission.withdrawn', reason: 'Sample.' }
    const isDone = await recordByHand(world.reviewer, withdrawn).then(
      () => true,
      () => false,
    )
    if (isDone) one.open = false
  }
  if (op === 'answer') await ask(state, `${at}/answer`, { answer: 'acknowledge' })
  if (op === 'ask') await ask(state, `${at}/messages`, { text: 'Sample question?' })
  if (op === 'reply') await answerState(world.officer, reference, 'Sample answer.')
  if (op === 'return') {
    const { status } = await ask(state, `${at}/answer`, { answer: 'return' })
    if (status === 200) one.open = false
  }
  if (op === 'mission')
    await ask(state, '/api/state/missions', {
      ...{ from: '2016-02-01', to: '2016-02-05', place: 'Sample town', cases: [reference] },
    })
  if (op === 'accept' || op === 'deny') {
    const decision = op === 'accept' ? 'accepted' : 'denied'
    const members = one.members.map((person) => ({ person, decision }))
    const { status } = await ask(state, `${at}/decisions`, {
      version: one.versions.length,
      members,
    })
    if (status === 200 && op === 'deny') one.open = false
  }
  return state
}

async function submit(pick: number): Promise<StateCode> {
  const free = world.plan.lines.filter((line) => sent.get(line.case)?.open !== true)
  const line = free[pick % Math.max(1, free.length)]
  if (line === undefined) return states[0] ?? ''
  const { submitted } = await approveLines(world.reviewer, [line.case])
  if (submitted.length > 0) {
    const { members } = await getCase(world.reviewer, line.case)
    const made = {
      state: line.state,
      versions: [] as object[],
      members: members.map((one) => one.person),
      open: true,
    }
    sent.set(line.case, made)
    made.versions.push(await leaving(line.case, 1))
  }
  return line.state
}

async function link(pick: number, state: StateCode): Promise<StateCode> {
  const [one, other] = [cases[pick % cases.length], cases[(pick * 7 + 1) % cases.length]]
  if (one === undefined || other === undefined || one === other) return state
  const data = { case: other, kind: 'info_only' }
  await recordByHand(world.officer, { case: one, type: 'case.linked', data }).catch(() => {})
  return state
}

async function correct(reference: string, one: Sent): Promise<void> {
  const { sha256, stops } = await previewCorrection(world.officer, reference)
  if (stops.length > 0) return
  one.versions.push(await leaving(reference, one.versions.length + 1))
  await sendCorrection(world.officer, reference, { reason: 'Sample.', sha256 })
}

test('what a liaison gets through any door is what was transmitted to their State and not closed there', async () => {
  let looked = 0
  let closed = 0
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ op: fc.constantFrom(...OPS), pick: fc.nat(10_000) }), {
        minLength: 20,
        maxLength: 30,
      }),
      async (steps) => {
        for (const one of steps) {
          const state = await step(one)
          await look(state)
          looked += 1
        }
        for (const state of states) await look(state)
        const { pick } = steps[0] ?? { pick: 0 }
        for (const state of states.slice(0, 3)) await lookElsewhere(state, pick)
        closed = [...sent.values()].filter((one) => !one.open).length
      },
    ),
    { numRuns: 4, seed: 20_131_226, endOnFailure: true },
  )
  expect(looked).toBeGreaterThan(80)
  expect(sent.size).toBeGreaterThan(8)
  expect(closed).toBeGreaterThan(2)
  expect([...sent.values()].some((one) => one.versions.length > 1)).toBe(true)
}, 240_000)
