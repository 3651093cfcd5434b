import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { TestDatabase } from '../testing/test-database.ts'
import { openTestDatabase } from '../testing/test-database.ts'
import { acknowledgeGlass, breakGlass, endGlass, listBreakGlass } from './break-glass.ts'
import type { Desk } from './desk.ts'
import { openDesk } from './desk.ts'
import { getCase } from './get-case.ts'
import { getPerson } from './get-person.ts'
import { listAudit } from './list-audit.ts'
import { listCases } from './list-cases.ts'
import { loadGenerated } from './load-generated.ts'
import { referenceOperation } from './reference-operation.ts'

const REASON = 'Medical evacuation tonight, her own office is cut off'
const MINUTE = 60_000

let database: TestDatabase
let admin: pg.Client
let now = Date.UTC(2026, 0, 1, 12)
/** A case of the site `north`, where officer.one does not work. */
let far = ''
let farPerson = ''

const deskOf = (handle: string): Promise<Desk> =>
  openDesk(database.db, { handle, now: () => new Date(now) })

beforeAll(async () => {
  database = await openTestDatabase()
  await loadGenerated(database.db, referenceOperation(400))
  admin = new pg.Client(database.admin)
  await admin.connect()
  const { rows } = await admin.query<{ id: string; reference: string; person: string }>(
    `select c.id, c.reference, p.reference as person from cases c
     join case_members m on m.case_id = c.id join persons p on p.id = m.person_id limit 1`,
  )
  far = rows[0]?.reference ?? ''
  farPerson = rows[0]?.person ?? ''
  const id = rows[0]?.id
  await admin.query("update cases set site = 'north' where id = $1", [id])
  for (const table of ['case_members', 'case_links', 'submissions', 'submission_members', 'events'])
    await admin.query(
      `update ${table} set site = 'north' where ${table === 'submission_members' ? 'submission_id in (select id from submissions where case_id = $1)' : 'case_id = $1'}`,
      [id],
    )
  await admin.query(
    `update persons set site = 'north' where id in (select person_id from case_members where case_id = $1)`,
    [id],
  )
  await admin.query("update accounts set sites = '{main}' where handle = 'officer.one'")
})

afterAll(async () => {
  await admin.end()
  await database.close()
})

describe('emergency access', () => {
  test('opens one named case, for its time, on record, until somebody has looked at it', async () => {
    const officer = await deskOf('officer.one')
    await expect(getCase(officer, far)).rejects.toMatchObject({ code: 'not_found' })
    const before = (await listCases(officer, {})).total.cases
    const grant = await breakGlass(officer, {
      kind: 'case',
      reference: far,
      reason: REASON,
      minutes: 30,
    })
    expect(grant).toMatchObject({ by: 'officer.one', site: 'north', isOpen: true })
    expect((await getCase(officer, far)).case).toBe(far)
    // Nothing else opens: no list, no search, not the same people by their own pages.
    expect((await listCases(officer, {})).total.cases).toBe(before)
    await expect(getPerson(officer, farPerson)).rejects.toMatchObject({ code: 'not_found' })
    const other = await deskOf('officer.two')
    expect((await listBreakGlass(other)).length).toBe(0)
    const auditor = await deskOf('auditor.one')
    expect(await listBreakGlass(auditor)).toMatchObject([{ reference: far, reason: REASON }])
    const { entries } = await listAudit(auditor, { subject: far })
    expect(entries.map((one) => one.action)).toEqual(['case.read', 'glass.break'])
    expect(entries[0]?.subjects.map((one) => one.subject)).toContain(`grant:${grant.grant}`)
    expect(JSON.stringify(entries)).not.toContain('evacuation')
    now += 30 * MINUTE
    await expect(getCase(officer, far)).rejects.toMatchObject({ code: 'not_found' })
    expect(await listBreakGlass(officer)).toMatchObject([{ isOpen: false }])
    await expect(acknowledgeGlass(officer, grant.grant)).rejects.toMatchObject({
      code: 'not_allowed',
    })
    const reviewer = await deskOf('reviewer.one')
    expect(await acknowledgeGlass(reviewer, grant.grant)).toMatchObject({
      acknowledgedBy: 'reviewer.one',
    })
    const again = await acknowledgeGlass(await deskOf('reviewer.two'), grant.grant)
    expect(again.acknowledgedBy).toBe('reviewer.one')
  })

  test('a person’s file, and its end before its time', async () => {
    const officer = await deskOf('officer.one')
    const { grant } = await breakGlass(officer, {
      kind: 'person',
      reference: farPerson.toLowerCase(),
      reason: REASON,
    })
    expect((await getPerson(officer, farPerson)).person).toBe(farPerson)
    await expect(getCase(officer, far)).rejects.toMatchObject({ code: 'not_found' })
    expect(await endGlass(officer, grant)).toMatchObject({ isOpen: false })
    await expect(getPerson(officer, farPerson)).rejects.toMatchObject({ code: 'not_found' })
  })

  test('is refused without a reason, for too long, for one’s own site, and to other roles', async () => {
    const officer = await deskOf('officer.one')
    const ask = (desk: Desk, more: object) =>
      breakGlass(desk, { kind: 'case', reference: far, reason: REASON, ...more })
    await expect(ask(officer, { reason: ' urgent ' })).rejects.toMatchObject({
      code: 'invalid_input',
    })
    await expect(ask(officer, { minutes: 241 })).rejects.toMatchObject({ code: 'invalid_input' })
    const own = (await listCases(officer, {})).rows[0]?.case ?? ''
    await expect(ask(officer, { reference: own })).rejects.toMatchObject({ code: 'conflict' })
    await expect(ask(officer, { reference: 'C-0000000' })).rejects.toMatchObject({
      code: 'not_found',
    })
    for (const handle of ['analyst.one', 'movement.one', 'admin.one', 'public.one', 'auditor.one'])
      await expect(ask(await deskOf(handle), {})).rejects.toMatchObject({ code: 'not_allowed' })
    const { entries } = await listAudit(await deskOf('auditor.one'), { action: 'glass.refused' })
    expect(entries.map((one) => one.facts['why'])).toEqual(['not_found', 'own_site'])
  })

  test('the application cannot lengthen a grant, open one for another, or take it out', async () => {
    const officer = await deskOf('officer.one')
    const { grant } = await breakGlass(officer, { kind: 'case', reference: far, reason: REASON })
    for (const sql of [
      "update break_glass_grants set ends_at = ends_at + interval '1 day'",
      "update break_glass_grants set reason = 'something else altogether'",
      'delete from break_glass_grants',
    ])
      await expect(officer.db.write(officer.operation.id, (tx) => tx.query(sql))).rejects.toThrow(
        /permission denied/,
      )
    await expect(
      officer.db.write(officer.operation.id, (tx) =>
        tx.query(
          "update break_glass_grants set acknowledged_by = 'officer.one', acknowledged_at = now()",
        ),
      ),
    ).rejects.toThrow(/row-level security|does not work for/)
    const other = await deskOf('officer.two')
    await expect(
      other.db.write(other.operation.id, (tx) =>
        tx.query(
          `insert into break_glass_grants (operation_id, id, account_id, actor, subject_kind, subject_id, reference, site, reason, opened_at, ends_at)
           values ($1, gen_random_uuid(), $2, 'x', 'case', gen_random_uuid(), 'C-1', 'north', 'a long enough reason', now(), now() + interval '1 hour')`,
          [other.operation.id, officer.actor.accountId],
        ),
      ),
    ).rejects.toThrow(/row-level security|does not work for/)
    await endGlass(officer, grant)
  })
})
