import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { CaseId, SiteId } from '../../domain/ids.ts'
import type { StateCode } from '../../domain/state-code.ts'
import type { TransmissionView } from '../../domain/state-views.ts'
import { addDays } from '../../domain/plain-date.ts'
import { followSites, insertSites } from '../../storage/sites.ts'
import type { StatesWorld } from '../../testing/state-desk.ts'
import { openStatesWorld } from '../../testing/state-desk.ts'
import { approveLines } from '../approve-lines.ts'
import { today } from '../desk.ts'
import type { Desk } from '../desk.ts'
import { getCase } from '../get-case.ts'
import { listOffers } from '../list-offers.ts'
import { recordByHand } from '../record-by-hand.ts'
import { answerOfState } from './answer-of-state.ts'
import { decideMembers } from './decide-members.ts'
import { getInbox, seeActs } from './get-inbox.ts'
import { getStateHome } from './get-state-home.ts'
import { getOwnTransmission, getTransmission } from './get-transmission.ts'
import { offerPlaces, takeOverOffer, withdrawOffer } from './offer-places.ts'
import { endMissionAs, planMission } from './plan-mission.ts'
import { previewCorrection, sendCorrection } from './send-correction.ts'
import { answerState, askAsState } from './write-message.ts'

let world: StatesWorld
/** Cases submitted in this test, by the State that they are before. */
const before = new Map<StateCode, string[]>()

beforeAll(async () => {
  world = await openStatesWorld()
  const { submitted } = await approveLines(
    world.reviewer,
    world.plan.lines.map((line) => line.case),
  )
  for (const reference of submitted) {
    const { state } = await getTransmission(world.reviewer, reference)
    before.set(state, [...(before.get(state) ?? []), reference])
  }
})
afterAll(() => world.database.close())

/** A case nobody has used yet, with so many members, and the desk of its State. */
async function fresh(
  persons = 1,
): Promise<{ at: Desk; reference: string; view: TransmissionView }> {
  for (const [state, references] of before)
    for (const reference of references) {
      const view = await getTransmission(world.reviewer, reference)
      if (view.persons < persons) continue
      before.set(
        state,
        references.filter((one) => one !== reference),
      )
      return { at: await world.liaison(state), reference, view }
    }
  throw new Error('No case is left for this test.')
}

const code = async (work: Promise<unknown>): Promise<string> =>
  work.then(
    () => 'done',
    (error: { code?: string; message: string }) => error.code ?? error.message,
  )

describe('a liaison works through what lies before the State', () => {
  test('receipt, consideration, a deferral with a clock, and going on: each an event in their name', async () => {
    const { at, reference } = await fresh()
    const until = addDays(today(at), 30)
    await answerOfState(at, reference, { answer: 'acknowledge' })
    await answerOfState(at, reference, { answer: 'consider' })
    expect(
      await answerOfState(at, reference, { answer: 'defer', why: 'security_checks', until }),
    ).toMatchObject({ status: 'deferred', closed: false })
    const own = await getOwnTransmission(at, reference)
    const office = await getTransmission(world.officer, reference)
    expect(own.clock).toEqual({ of: 'deferral', on: until, daysLeft: 30 })
    expect(office.clock).toEqual(own.clock)
    // Prolonged: the clock is the new one.
    const later = addDays(today(at), 60)
    await answerOfState(at, reference, { answer: 'defer', why: 'medical', until: later })
    expect((await getOwnTransmission(at, reference)).clock?.on).toBe(later)
    await answerOfState(at, reference, { answer: 'resume' })
    expect(await getOwnTransmission(at, reference)).toMatchObject({
      status: 'under_consideration',
      clock: { of: 'target' },
    })
    const { timeline } = await getCase(world.reviewer, reference)
    const said = timeline.filter((one) => one.actor === at.actor.handle).map((one) => one.type)
    expect(said).toEqual([
      'submission.acknowledged',
      'submission.considered',
      'submission.deferred',
      'submission.resumed',
      'submission.deferred',
      'submission.resumed',
    ])
  })

  test('a deferral needs a day after today and within a year', async () => {
    const { at, reference } = await fresh()
    for (const days of [-1, 0, 400]) {
      const until = addDays(today(at), days)
      const work = answerOfState(at, reference, { answer: 'defer', why: 'medical', until })
      expect(await code(work)).toBe('invalid_input')
    }
  })

  test('a deferral past its day is overdue on both sides', async () => {
    const { at, reference } = await fresh()
    const until = addDays(today(at), 1)
    await answerOfState(at, reference, { answer: 'defer', why: 'medical', until })
    const later = { ...world.officer, operation: { ...at.operation, clockOn: addDays(until, 4) } }
    const { overdue } = await getInbox(later)
    expect(overdue.find((row) => row.case === reference)?.clock?.daysLeft).toBe(-4)
  })

  test('a split decision member by member, with kinds of reasons, is the State’s own', async () => {
    const { at, reference, view } = await fresh(2)
    const [first, ...rest] = view.versions[0]?.snapshot.members ?? []
    const members = [
      { person: first?.person ?? '', decision: 'accepted' as const },
      ...rest.map(({ person }) => ({
        person,
        decision: 'denied' as const,
        reasonKind: 'security' as const,
      })),
    ]
    expect(await decideMembers(at, reference, { version: 1, members })).toEqual({
      case: reference,
      status: 'decided',
      decision: 'split',
      closed: false,
    })
    const own = await getOwnTransmission(at, reference)
    expect(own.undecided).toBe(0)
    expect(own.decisions.filter((one) => one.reasonKind === 'security')).toHaveLength(rest.length)
    // Decided is decided: nobody decides again here.
    expect(await code(decideMembers(at, reference, { version: 1, members }))).toBe('rule_broken')
  })

  test('a case that is refused is closed there: the State sees no more of it', async () => {
    const { at, reference, view } = await fresh()
    const members = view.decisions.map(({ person }) => ({ person, decision: 'denied' as const }))
    expect(await decideMembers(at, reference, { version: 1, members })).toMatchObject({
      decision: 'denied',
      closed: true,
    })
    expect(await code(getOwnTransmission(at, reference))).toBe('not_found')
    expect(await code(askAsState(at, reference, 'Why?'))).toBe('not_found')
    const home = await getStateHome(at)
    expect(home.cases.map((row) => row.case)).not.toContain(reference)
  })

  test('returning without a look counts as denied; an acceptance can be taken back with its kind of reason', async () => {
    const one = await fresh()
    expect(
      await answerOfState(one.at, one.reference, { answer: 'return', reasonKind: 'places' }),
    ).toMatchObject({ decision: 'returned_unconsidered', closed: true })
    const two = await fresh()
    const members = two.view.decisions.map(({ person }) => ({
      person,
      decision: 'accepted' as const,
    }))
    await decideMembers(two.at, two.reference, { version: 1, members })
    expect(
      await answerOfState(two.at, two.reference, { answer: 'lapse', reasonKind: 'security' }),
    ).toMatchObject({ status: 'lapsed', closed: true })
  })

  test('a question waits in the inbox until the offices answer; the State is told no names of theirs', async () => {
    const { at, reference } = await fresh()
    await askAsState(at, reference, 'Is the second name a family name?')
    expect((await getInbox(world.officer)).openQuestions.map((one) => one.case)).toContain(
      reference,
    )
    await answerState(world.officer, reference, 'Yes.')
    expect((await getInbox(world.officer)).openQuestions.map((one) => one.case)).not.toContain(
      reference,
    )
    const own = await getOwnTransmission(at, reference)
    expect(own.messages.map(({ side, text, by }) => [side, text, by])).toEqual([
      ['state', 'Is the second name a family name?', at.actor.handle],
      ['office', 'Yes.', undefined],
    ])
    expect((await getTransmission(world.officer, reference)).messages[1]?.by).toBe('officer.one')
    expect(JSON.stringify(own)).not.toMatch(/officer\.|reviewer\./)
    // What is written of people is sealed where it lies.
    const kept = await world.officer.db.read(at.operation.id, (tx) =>
      tx.query<{ message: string }>('select message from state_messages'),
    )
    expect(kept.length).toBeGreaterThan(1)
    expect(kept.filter((one) => /family name|Yes/.test(one.message))).toEqual([])
  })
})

test('what was said of a case moves to another site with it', async () => {
  const { at, reference } = await fresh()
  await askAsState(at, reference, 'Who looks after the children?')
  const { officer } = world
  const threadAt = async (site: string): Promise<number> => {
    const desk = officer.db.as({ ...officer.actor, sites: [site as SiteId] })
    const rows = await desk.read(at.operation.id, (tx) =>
      tx.query(
        `select m.id from state_messages m
         join state_submissions s on s.operation_id = m.operation_id and s.submission_id = m.submission_id
         where s.reference = $1`,
        [reference],
      ),
    )
    return rows.length
  }
  expect([await threadAt('main'), await threadAt('north')]).toEqual([1, 0])
  await officer.db.asSystem().write(at.operation.id, async (tx) => {
    await insertSites(tx, [{ id: 'north' as SiteId, name: 'North', kind: 'camp' }])
    const [moved] = await tx.query<{ id: CaseId }>(
      `update cases set site = 'north' where operation_id = $1 and reference = $2 returning id`,
      [at.operation.id, reference],
    )
    await followSites(tx, [], moved === undefined ? [] : [moved.id])
  })
  expect([await threadAt('main'), await threadAt('north')]).toEqual([0, 1])
})

describe('a correction is a version of its own', () => {
  test('it is looked at first, says what differs field by field, and the old stay readable', async () => {
    const { at, reference } = await fresh()
    const same = await previewCorrection(world.officer, reference)
    expect(same.stops.join()).toContain('has everything')
    await recordByHand(world.officer, {
      case: reference,
      type: 'case.priority_set',
      data: { priority: 'UG', justified: true },
    })
    // The State still sees what it was sent.
    expect((await getOwnTransmission(at, reference)).priority).toBe('NR')
    const preview = await previewCorrection(world.officer, reference)
    expect(preview).toMatchObject({
      version: 2,
      stops: [],
      differences: [{ of: 'case', field: 'priority', before: '"NR"', after: '"UG"' }],
    })
    const asked = { reason: 'Sample: the priority rose.', sha256: preview.sha256 }
    expect(
      await code(sendCorrection(world.officer, reference, { ...asked, sha256: same.sha256 })),
    ).toBe('conflict')
    expect(await code(sendCorrection(world.officer, reference, { ...asked, reason: ' ' }))).toBe(
      'invalid_input',
    )
    await sendCorrection(world.officer, reference, asked)
    const own = await getOwnTransmission(at, reference)
    expect(own.versions.map((one) => [one.snapshot.version, one.snapshot.priority])).toEqual([
      [2, 'UG'],
      [1, 'NR'],
    ])
    expect(own.versions[0]).toMatchObject({
      reason: 'Sample: the priority rose.',
      differences: preview.differences,
      sha256: preview.sha256,
    })
  })

  test('a decision on an older version is refused', async () => {
    const { at, reference, view } = await fresh()
    await recordByHand(world.officer, {
      case: reference,
      type: 'case.priority_set',
      data: { priority: 'UG', justified: true },
    })
    const { sha256 } = await previewCorrection(world.reviewer, reference)
    await sendCorrection(world.reviewer, reference, { reason: 'Sample.', sha256 })
    const members = view.decisions.map(({ person }) => ({ person, decision: 'accepted' as const }))
    expect(await code(decideMembers(at, reference, { version: 1, members }))).toBe('conflict')
    expect(await code(decideMembers(at, reference, { version: 2, members }))).toBe('done')
  })

  test('after a substantial change nothing more is sent before consent is asked anew', async () => {
    const { reference, view } = await fresh()
    const adult = view.versions[0]?.snapshot.members.find((one) => one.relationship === 'PA')
    const person = adult?.person ?? ''
    const at = { case: reference, person }
    await recordByHand(world.officer, { ...at, type: 'person.changed_substantially' })
    await recordByHand(world.officer, {
      case: reference,
      type: 'case.priority_set',
      data: { priority: 'UG', justified: true },
    })
    // Their consent is of before today, so the change of today voids it.
    const stopped = await previewCorrection(world.officer, reference)
    expect(stopped.stops.join()).toContain('valid one')
    const asked = { reason: 'Sample.', sha256: stopped.sha256 }
    expect(await code(sendCorrection(world.officer, reference, asked))).toBe('rule_broken')
    await recordByHand(world.officer, {
      ...at,
      type: 'person.consented',
      data: { states: [view.state] },
    })
    const { sha256 } = await previewCorrection(world.officer, reference)
    expect(await code(sendCorrection(world.officer, reference, { ...asked, sha256 }))).toBe('done')
  })
})

describe('a mission and offers of places', () => {
  test('planning a mission schedules its cases, holding it says that they were heard', async () => {
    const { at, reference } = await fresh()
    const from = today(at)
    const mission = await planMission(at, {
      from,
      to: addDays(from, 9),
      place: 'Sample town, hall 2',
      cases: [reference],
    })
    expect(mission).toMatchObject({ status: 'planned', cases: [reference] })
    expect(await getOwnTransmission(at, reference)).toMatchObject({
      status: 'interview_scheduled',
      interviewOn: from,
    })
    expect((await getInbox(world.officer)).missions).toContainEqual(mission)
    const other = await world.liaison([...before.keys()].find((one) => one !== mission.state) ?? '')
    expect(await code(endMissionAs(other, mission.mission, 'cancelled'))).toBe('not_found')
    expect(await endMissionAs(at, mission.mission, 'held')).toMatchObject({ status: 'held' })
    expect((await getOwnTransmission(at, reference)).status).toBe('interviewed')
    expect(await code(endMissionAs(at, mission.mission, 'cancelled'))).toBe('conflict')
  })

  test('stated places count only when a reviewer took them over, and no more when withdrawn', async () => {
    const state = [...before.keys()][0] ?? ''
    const at = await world.liaison(state)
    const stated = await offerPlaces(at, {
      programme: 'Sample programme',
      kind: 'resettlement',
      total: 40,
      countingBasis: 'persons',
      mode: 'dossier',
    })
    const onFile = async (): Promise<unknown> =>
      (await listOffers(world.reviewer)).offers.find((one) => one.offer === stated.offer)
    expect(await onFile()).toMatchObject({ status: 'reported', open: false, free: 0 })
    const as = { as: 'confirmed', consumedAt: 'arrival' } as const
    expect(await code(takeOverOffer(world.officer, stated.offer, as))).toBe('not_allowed')
    await takeOverOffer(world.reviewer, stated.offer, as)
    expect(await onFile()).toMatchObject({
      status: 'confirmed',
      open: true,
      free: 40,
      terms: { state, consumedAt: 'arrival', statedBy: at.actor.handle },
    })
    expect(await code(takeOverOffer(world.reviewer, stated.offer, as))).toBe('conflict')
    const other = await world.liaison([...before.keys()][1] ?? '')
    expect(await code(withdrawOffer(other, stated.offer))).toBe('not_found')
    await withdrawOffer(at, stated.offer)
    expect(await onFile()).toMatchObject({ status: 'withdrawn', open: false, free: 0 })
  })
})

test('what States did is in the inbox until somebody says they saw it; the first stays named', async () => {
  const { at, reference } = await fresh()
  await answerOfState(at, reference, { answer: 'acknowledge' })
  const act = (await getInbox(world.officer)).acts.find((one) => one.case === reference)
  expect(act).toMatchObject({ kind: 'acknowledged', side: 'state', by: at.actor.handle })
  expect(await seeActs(world.officer, [act?.act ?? ''])).toBe(1)
  expect(await seeActs(world.reviewer, [act?.act ?? ''])).toBe(0)
  const seen = (await getInbox(world.officer)).acts.find((one) => one.case === reference)
  expect(seen?.seenBy).toBe('officer.one')
})

test('for another State a case is as if it were not there, whatever is asked', async () => {
  const { reference, view } = await fresh()
  const state = [...before.keys()].find((one) => one !== view.state) ?? ''
  const other = await world.liaison(state)
  const person = view.decisions[0]?.person ?? ''
  const asks: readonly ((at: Desk, reference: string) => Promise<unknown>)[] = [
    (at, of) => getOwnTransmission(at, of),
    (at, of) => answerOfState(at, of, { answer: 'acknowledge' }),
    (at, of) => askAsState(at, of, 'Sample?'),
    (at, of) => decideMembers(at, of, { version: 1, members: [{ person, decision: 'accepted' }] }),
    (at, of) => planMission(at, { from: today(at), to: today(at), place: 'Sample', cases: [of] }),
  ]
  for (const ask of asks) {
    const said = async (of: string): Promise<string> =>
      ask(other, of).then(
        () => 'done',
        (error: Error) => error.message.replaceAll(of, 'REF'),
      )
    const told = await said(reference)
    expect(told).toMatch(/^There is no case REF in this room/)
    expect(await said('C-NOTHING')).toBe(told)
  }
  expect((await getTransmission(world.reviewer, reference)).status).toBe('transmitted')
})

test('nobody but a liaison acts in the room, and a liaison nowhere else', async () => {
  const { at, reference } = await fresh()
  for (const desk of [world.officer, world.reviewer]) {
    expect(await code(getStateHome(desk))).toBe('not_allowed')
    expect(await code(answerOfState(desk, reference, { answer: 'acknowledge' }))).toBe(
      'not_allowed',
    )
  }
  for (const work of [
    getTransmission(at, reference),
    getInbox(at),
    previewCorrection(at, reference),
    getCase(at, reference),
    recordByHand(at, { case: reference, type: 'submission.acknowledged' }),
    approveLines(at, [reference]),
  ])
    expect(await code(work)).toBe('not_allowed')
})
