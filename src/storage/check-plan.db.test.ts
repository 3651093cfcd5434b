import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Desk } from '../actions/desk.ts'
import { openDesk } from '../actions/desk.ts'
import { loadGenerated } from '../actions/load-generated.ts'
import { solvePlan } from '../actions/solve-plan.ts'
import type { PlanLineView } from '../domain/views.ts'
import { generateCampL } from '../reference/camp-l.ts'
import { openTestDatabase } from '../testing/test-database.ts'
import type { TestDatabase } from '../testing/test-database.ts'
import { checkPlan, PLAN_RULES } from './check-plan.ts'
import type { Tx } from './database.ts'

let database: TestDatabase
let desk: Desk
let lines: readonly PlanLineView[] = []
let line: PlanLineView
let waiting = ''

beforeAll(async () => {
  database = await openTestDatabase()
  await loadGenerated(database.db, generateCampL())
  desk = await openDesk(database.db)
  const plan = await solvePlan(desk, {})
  lines = plan.lines
  const [first] = plan.lines
  if (first === undefined) throw new Error('The plan of the reference operation is empty.')
  line = first
  waiting =
    plan.unplaced.find((one) => one.why.every(({ code }) => !code.startsWith('rule_')))?.case ?? ''
})
afterAll(() => database.close())

class Undo extends Error {}

/** The rules that the plan breaks once the database says something else; nothing of it stays. */
async function brokenAfter(
  change: (tx: Tx) => Promise<unknown>,
  checked: readonly PlanLineView[] = lines,
): Promise<ReadonlyMap<string, readonly (string | undefined)[]>> {
  const found = new Map<string, (string | undefined)[]>()
  const undone = desk.db.write(desk.operation.id, async (tx) => {
    await change(tx)
    for (const { rule, case: reference, offer } of await checkPlan(tx, checked, '2016-01-01'))
      found.set(rule, [...(found.get(rule) ?? []), reference ?? offer])
    throw new Undo('Only looked.')
  })
  await expect(undone).rejects.toThrow(Undo)
  return found
}

const onCase = (set: string) => (tx: Tx) =>
  tx.query(`update cases set ${set} where operation_id = $1 and reference = $2`, [
    tx.operationId,
    line.case,
  ])
const onMembers = (set: string) => (tx: Tx) =>
  tx.query(
    `update persons p set ${set} from case_members m, cases c
     where p.operation_id = $1 and m.operation_id = $1 and c.operation_id = $1
       and p.id = m.person_id and m.case_id = c.id and c.reference = $2`,
    [tx.operationId, line.case],
  )
const onOffer = (set: string) => (tx: Tx) =>
  tx.query(`update offers set ${set} where operation_id = $1 and reference = $2`, [
    tx.operationId,
    line.offer,
  ])
const onTerms = (terms: object) => onOffer(`terms = terms || '${JSON.stringify(terms)}'`)
const onCriteria = (criteria: object) =>
  onOffer(
    `terms = jsonb_set(terms, '{criteria}', (terms -> 'criteria') || '${JSON.stringify(criteria)}')`,
  )
const both =
  (...changes: readonly ((tx: Tx) => Promise<unknown>)[]) =>
  async (tx: Tx) => {
    for (const change of changes) await change(tx)
  }
const directive = (kind: string, offer: () => string) => (tx: Tx) =>
  tx.query(
    `insert into plan_directives (operation_id, case_id, offer_id, kind, actor, made_at, site)
     select $1, c.id, o.id, $4, 'reviewer.one', '2016-01-01', c.site
     from cases c, offers o
     where c.operation_id = $1 and c.reference = $2 and o.operation_id = $1 and o.reference = $3`,
    [tx.operationId, line.case, offer(), kind],
  )
const linkToWaiting = (tx: Tx) =>
  tx.query(
    `insert into case_links (operation_id, case_id, to_case_id, kind, waived, site)
     select $1, a.id, b.id, 'must_same_country', false, a.site from cases a, cases b
     where a.operation_id = $1 and a.reference = $2 and b.operation_id = $1 and b.reference = $3`,
    [tx.operationId, line.case, waiting],
  )
const nothing = async (): Promise<void> => {}

/** For each rule something said behind the planner's back that breaks it. */
const BREAKS: Readonly<Record<string, (tx: Tx) => Promise<unknown>>> = {
  'only ready cases without an active submission': onCase(`status = 'interview'`),
  'only confirmed and open offers': onOffer(`status = 'pledged'`),
  'places of the offer': onTerms({ total: 0 }),
  'medical places of the offer': both(
    onMembers('needs_medical_place = true'),
    onTerms({ medicalPlaces: 0 }),
  ),
  'places kept for emergencies': both(
    onCase(`priority = 'NR'`),
    onTerms({ total: 999, unallocatedPlaces: 0, emergencyPlaces: 999 }),
  ),
  'size limits': onCriteria({ maxCaseSize: 0 }),
  'medical cases only where taken': both(
    onMembers('needs_medical_place = true'),
    onCriteria({ acceptsMedical: false }),
  ),
  'categories asked for': onCriteria({ categories: ['none'] }),
  'nationalities, languages and excluded needs': onCriteria({ nationalities: ['none'] }),
  'consent of every adult for the State': onMembers(`consent_states = '{XXX}'`),
  'everyone is here': onMembers(`left_on = '2015-12-31'`),
  'hard-linked cases stay together': linkToWaiting,
  'an emergency cannot wait for a late mission': both(
    onCase(`priority = 'EM'`),
    onTerms({ mode: 'mission', missionOn: '2016-03-01' }),
  ),
  'what a person forbade': directive('forbid', () => line.offer),
  'what a person locked': directive(
    'lock',
    () => lines.find((one) => one.offer !== line.offer)?.offer ?? '',
  ),
}

test('a plan of the planner breaks no rule', async () => {
  expect(lines.length).toBeGreaterThan(100)
  expect(await brokenAfter(nothing)).toEqual(new Map())
})

test.each(Object.entries(BREAKS))(
  'the rule "%s" is found broken when the database says so',
  async (rule, change) => {
    const broken = await brokenAfter(change)
    expect([...broken.keys()]).toContain(rule)
    // Of the line, or of others to the offer that was changed; of nothing else.
    const concerned = lines.filter((one) => one.offer === line.offer).map((one) => one.case)
    expect([...concerned, line.offer]).toEqual(
      expect.arrayContaining([...(broken.get(rule) ?? [])]),
    )
  },
)

test('a case that stands twice, or that does not exist, is found', async () => {
  expect(
    (await brokenAfter(nothing, [...lines, line])).get('a case stands once in a plan'),
  ).toEqual([line.case])
  const unknown = await brokenAfter(nothing, [{ ...line, case: 'C-none', offer: 'none' }])
  expect([...unknown.keys()]).toContain('only ready cases without an active submission')
  expect([...unknown.keys()]).toContain('only confirmed and open offers')
})

test('every rule of the checker has been seen to bite', () => {
  expect([...Object.keys(BREAKS), 'a case stands once in a plan'].toSorted()).toEqual(
    PLAN_RULES.toSorted(),
  )
})
