import { createHash } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { canonical } from '../../domain/canonical.ts'
import { findCaseByReference } from '../../storage/cases.ts'
import type { StoredCase } from '../../storage/cases.ts'
import type { StoredSnapshot } from '../../storage/states/snapshots.ts'
import { listSnapshots } from '../../storage/states/snapshots.ts'
import { listStateSubmissions } from '../../storage/states/state-submissions.ts'
import type { StatesWorld } from '../../testing/state-desk.ts'
import { openStatesWorld } from '../../testing/state-desk.ts'
import { approveLines } from '../approve-lines.ts'
import type { Desk } from '../desk.ts'
import { recordByHand } from '../record-by-hand.ts'

let world: StatesWorld
/** Three cases of the plan, submitted one after the other. */
let submitted: readonly string[]

beforeAll(async () => {
  world = await openStatesWorld()
  const cases = world.plan.lines.map((line) => line.case)
  submitted = (await approveLines(world.reviewer, cases.slice(0, 12))).submitted
})
afterAll(() => world.database.close())

async function stored(reference: string): Promise<StoredCase> {
  const found = await world.reviewer.db.read(world.reviewer.operation.id, (tx) =>
    findCaseByReference(tx, reference),
  )
  if (found === undefined) throw new Error(`no case ${reference}`)
  return found
}

async function snapshotsOf(desk: Desk, reference: string): Promise<readonly StoredSnapshot[]> {
  const { file } = await stored(reference)
  const ids = file.submissions.map((one) => one.id)
  return desk.db.read(desk.operation.id, (tx) => listSnapshots(tx, ids))
}

test('a submission leaves with its first snapshot, and the hash is of what it says', async () => {
  expect(submitted.length).toBeGreaterThan(5)
  for (const reference of submitted) {
    const [first, ...more] = await snapshotsOf(world.reviewer, reference)
    const { file } = await stored(reference)
    expect(more).toEqual([])
    expect(first?.snapshot).toMatchObject({ case: reference, version: 1 })
    expect(first?.personIds).toEqual(file.members.map((one) => one.personId))
    const sha256 = createHash('sha256').update(canonical(first?.snapshot)).digest('hex')
    expect(first?.sha256).toBe(sha256)
  }
})

test('a liaison sees the own State’s snapshots and no row of anything else', async () => {
  const all = await world.reviewer.db.read(world.reviewer.operation.id, (tx) =>
    listStateSubmissions(tx),
  )
  const states = [...new Set(all.map((one) => one.state))]
  expect(states.length).toBeGreaterThan(1)
  for (const state of states) {
    const liaison = await world.liaison(state)
    const seen = await liaison.db.read(liaison.operation.id, (tx) => listStateSubmissions(tx))
    expect(seen).toEqual(all.filter((one) => one.state === state))
    const rows = await liaison.db.read(liaison.operation.id, async (tx) => ({
      snapshots: await tx.query<{ state: string }>('select state from snapshots'),
      members: await tx.query<{ state: string }>('select state from snapshot_members'),
    }))
    expect(rows.snapshots).toHaveLength(seen.length)
    expect(new Set([...rows.snapshots, ...rows.members].map((one) => one.state))).toEqual(
      new Set([state]),
    )
  }
})

test('a snapshot is closed to its State when the submission ends there, and stays for the offices', async () => {
  const reference = submitted[0] ?? ''
  const { state = '' } = (await snapshotsOf(world.reviewer, reference))[0]?.snapshot ?? {}
  const liaison = await world.liaison(state)
  expect(await snapshotsOf(liaison, reference)).toHaveLength(1)
  await recordByHand(world.reviewer, {
    case: reference,
    type: 'submission.withdrawn',
    reason: 'Sample: sent by mistake.',
  })
  expect(await snapshotsOf(liaison, reference)).toEqual([])
  expect(await snapshotsOf(world.reviewer, reference)).toHaveLength(1)
})

describe('the database itself refuses, whatever the program asks', () => {
  /** One transaction of the application’s own login, as a reviewer, with SQL as an intruder would. */
  async function intrude(work: (client: pg.Client) => Promise<void>): Promise<string> {
    const client = new pg.Client(world.database.application)
    await client.connect()
    try {
      await client.query('begin')
      await client.query(
        `select set_config('onward.operation', $1, true), set_config('onward.role', 'reviewer', true),
                set_config('onward.sites', '*', true)`,
        [world.reviewer.operation.id],
      )
      await work(client)
      await client.query('commit')
      return 'done'
    } catch (error) {
      const { constraint, message } = error as { constraint?: string; message: string }
      return constraint ?? message
    } finally {
      await client.end()
    }
  }

  /** A submission of a ready case and its snapshot, written by hand without any guard. */
  async function forge(
    client: pg.Client,
    reference: string,
    change: { state?: string; without?: 'member' | 'snapshot' } = {},
  ): Promise<void> {
    const line = world.plan.lines.find((one) => one.case === reference)
    await client.query(
      `insert into submissions (operation_id, id, case_id, site, offer_id, status, active, transmitted_on)
       select c.operation_id, c.id, c.id, c.site, o.id, 'transmitted', true, '2016-01-01'
       from cases c join offers o on o.operation_id = c.operation_id and o.reference = $2
       where c.reference = $1`,
      [reference, line?.offer],
    )
    if (change.without === 'snapshot') return
    await client.query(
      `insert into snapshots (operation_id, id, submission_id, case_id, reference, version, state, site,
         transmitted_on, recorded_at, actor, persons, head, sha256)
       select operation_id, id, id, id, reference, 1, $2, site, '2016-01-01', now(), 'intruder', persons,
         '{}', repeat('0', 64) from cases where reference = $1`,
      [reference, change.state ?? line?.state],
    )
    await client.query(
      `insert into snapshot_members (operation_id, snapshot_id, state, site, person_id, position, member)
       select m.operation_id, m.case_id, $2, m.site, m.person_id,
              row_number() over (order by m.person_id), '{}'
       from case_members m join cases c on c.operation_id = m.operation_id and c.id = m.case_id
       where c.reference = $1 order by m.person_id offset $3`,
      [reference, change.state ?? line?.state, change.without === 'member' ? 1 : 0],
    )
  }

  /** A planned case that is still ready, with so many members. */
  function readyCase(persons: number): string {
    const line = world.plan.lines.find(
      (one) => !submitted.includes(one.case) && !taken.has(one.case) && one.persons >= persons,
    )
    if (line === undefined) throw new Error('The plan has no such case left.')
    taken.add(line.case)
    return line.case
  }
  const taken = new Set<string>()

  test('with every consent even a snapshot by hand passes: what follows fails for its own reason', async () => {
    expect(await intrude((client) => forge(client, readyCase(2)))).toBe('done')
  })

  test('an adult’s consent withdrawn is a consent missing, though the folded row says otherwise', async () => {
    const reference = readyCase(2)
    const { file } = await stored(reference)
    const head = file.members.find((one) => one.relationship === 'PA')?.personId
    expect(
      await intrude(async (client) => {
        await client.query(
          `insert into events (operation_id, id, type, effective_on, recorded_at, actor, person_id, data)
           values ($1, gen_random_uuid(), 'person.consent_withdrawn', '2016-01-01', now(), 'x', $2, '{}')`,
          [world.reviewer.operation.id, head],
        )
        await client.query(`update persons set consent_on = '2016-01-01', consent_states = '{*}'`)
        await forge(client, reference)
      }),
    ).toBe('consent_of_every_adult')
  })

  test('a consent from before the last substantial change is none', async () => {
    const reference = readyCase(1)
    const { file } = await stored(reference)
    expect(
      await intrude(async (client) => {
        await client.query(
          `insert into events (operation_id, id, type, effective_on, recorded_at, actor, person_id, data)
           values ($1, gen_random_uuid(), 'person.changed_substantially', '2016-01-01', now(), 'x', $2, '{}')`,
          [world.reviewer.operation.id, file.members[0]?.personId],
        )
        await forge(client, reference)
      }),
    ).toBe('consent_of_every_adult')
  })

  test('a consent for other States is none for this one', async () => {
    const reference = readyCase(1)
    const { file } = await stored(reference)
    expect(
      await intrude(async (client) => {
        await client.query(
          `insert into events (operation_id, id, type, effective_on, recorded_at, actor, person_id, data)
           values ($1, gen_random_uuid(), 'person.consented', '2016-01-01', now(), 'x', $2, '{"states":["ZZZ"]}')`,
          [world.reviewer.operation.id, file.members[0]?.personId],
        )
        await forge(client, reference)
      }),
    ).toBe('consent_of_every_adult')
  })

  test('nobody is left out of a snapshot, and nobody is put in', async () => {
    expect(await intrude((client) => forge(client, readyCase(2), { without: 'member' }))).toBe(
      'snapshot_of_all_members',
    )
    const other = readyCase(1)
    expect(
      await intrude(async (client) => {
        await client.query(
          `insert into snapshot_members (operation_id, snapshot_id, state, site, person_id, position, member)
           select s.operation_id, s.id, s.state, s.site, m.person_id, 99, '{}'
           from snapshots s, case_members m join cases c on c.id = m.case_id
           where c.reference = $1 and s.reference = $2`,
          [other, submitted[1]],
        )
      }),
    ).toBe('snapshot_of_all_members')
  })

  test('a snapshot goes to the State of its submission and to no other', async () => {
    expect(await intrude((client) => forge(client, readyCase(1), { state: 'ZZZ' }))).toBe(
      'snapshot_of_its_submission',
    )
  })

  test('the checks cannot be had before the facts: immediate constraints refuse all the more', async () => {
    const reference = readyCase(2)
    expect(
      await intrude(async (client) => {
        await client.query('set constraints all immediate')
        await forge(client, reference)
      }),
    ).toBe('snapshot_of_all_members')
  })

  test('without a role, or as another State’s liaison, nothing is seen and so nothing passes', async () => {
    for (const role of ['', 'state_liaison', 'administrator']) {
      const reference = readyCase(1)
      await intrude(async (client) => {
        await client.query(`select set_config('onward.role', '${role}', true)`)
        await forge(client, reference)
      })
      // The case is not seen, so there is nothing to write of it.
      expect(await snapshotsOf(world.reviewer, reference), role).toEqual([])
    }
  })

  test('a transmission of today without a snapshot is refused', async () => {
    const reference = readyCase(1)
    const { file } = await stored(reference)
    expect(
      await intrude(async (client) => {
        await forge(client, reference, { without: 'snapshot' })
        await client.query(
          `insert into events (operation_id, id, type, effective_on, recorded_at, actor, case_id, submission_id, data)
           values ($1, gen_random_uuid(), 'submission.transmitted', '2016-01-01', now(), 'x', $2, $2, '{}')`,
          [world.reviewer.operation.id, file.id],
        )
      }),
    ).toBe('transmitted_with_snapshot')
  })

  test.each([
    `update snapshots set head = '{}'`,
    `update snapshots set open = true`,
    `update snapshot_members set member = '{}'`,
    'delete from snapshots',
    'delete from snapshot_members',
    'truncate snapshots cascade',
    'alter table snapshots disable trigger all',
    'select require_consents(gen_random_uuid(), gen_random_uuid())',
    'set session_replication_role = replica',
    'set role onward_owner',
  ])('the application cannot: %s', async (sql) => {
    expect(await intrude(async (client) => void (await client.query(sql)))).toMatch(
      /permission denied|must be owner/,
    )
  })

  test('even the owner changes nothing of a snapshot but whether it is open', async () => {
    const admin = new pg.Client(world.database.admin)
    await admin.connect()
    try {
      await expect(admin.query(`update snapshots set head = '{}'`)).rejects.toThrow('immutable')
      await expect(admin.query(`update snapshot_members set member = '{}'`)).rejects.toThrow(
        'immutable',
      )
    } finally {
      await admin.end()
    }
  })
})
