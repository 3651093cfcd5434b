import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeFile } from 'node:fs/promises'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ClaimChangeView } from '../domain/claim-views.ts'
import { POLICY_IN_FORCE } from '../figures/claims/policy.ts'
import { reconcile } from '../figures/claims/reconcile.ts'
import { figureKey } from '../figures/claims/statement-key.ts'
import { generateCampL } from '../reference/camp-l.ts'
import { listClaims as selectClaims, readClaimFile } from '../storage/claim-file.ts'
import { listClaimFigures } from '../storage/claim-figures.ts'
import type { TestDatabase } from '../testing/test-database.ts'
import { openTestDatabase } from '../testing/test-database.ts'
import { addClaims } from './add-claims.ts'
import { addReport } from './add-report.ts'
import { getFigureTrail, listClaimFigureViews } from './claim-figures.ts'
import { addEvidence, correctClaim, decideClaims, linkClaims } from './decide-claims.ts'
import type { Desk } from './desk.ts'
import { openDesk } from './desk.ts'
import { getEdition, listEditions } from './editions.ts'
import { getOverview } from './get-overview.ts'
import { importSeries } from './import-series.ts'
import { getDocument, listBodies, listClaims } from './list-claims.ts'
import { loadGenerated } from './load-generated.ts'
import { publishAppeal } from './publish-appeal.ts'
import { readPublicFile } from './public-edition.ts'
import { listIncidentViews } from './record-incident.ts'
import { writeAppeal } from './write-appeal.ts'

let test1: TestDatabase
let desk: Desk
let clock = Date.parse('2016-03-01T10:00:00Z')

/** Each step a minute later, so that "known before" has moments to tell apart. */
function tick(): Date {
  clock += 60_000
  return new Date(clock)
}

const TEXT = 'The agency said 5 residents were killed. Several were injured.'
const STATEMENT = { subject: 'camp-l', measure: 'killed', place: 'camp-l', event: 'attack-one' }

function aDocument(over: object = {}, claim: object = {}): object {
  return {
    documents: [
      {
        publisher: 'unhcr',
        publishedOn: '2015-12-01',
        language: 'en',
        text: TEXT,
        claims: [
          {
            statement: STATEMENT,
            value: { kind: 'exact', point: 5 },
            asOf: { from: '2015-11-30', to: '2015-11-30' },
            spans: [
              { part: 'sentence', start: 0, end: 40 },
              { part: 'value', start: 16, end: 17 },
            ],
            ...claim,
          },
        ],
        ...over,
      },
    ],
  }
}

beforeAll(async () => {
  test1 = await openTestDatabase()
  await loadGenerated(test1.db, generateCampL())
  desk = await openDesk(test1.db, { now: tick })
})

afterAll(async () => {
  await test1.close()
})

const killed = (change: ClaimChangeView): string =>
  change.figures.map(({ low, best, high, status }) => `${low}/${best}/${high} ${status}`).join()

describe('claims of a document', () => {
  let claim = ''
  let figure = ''

  test('wait for a person: what is not confirmed is no figure', async () => {
    const added = await addClaims(desk, aDocument())
    expect(added).toMatchObject({ figures: [], alreadyThere: false })
    claim = added.claims[0] as string
    const list = await listClaims(desk, { state: 'proposed' })
    expect(list.rows.map((one) => [one.claim, one.quote])).toEqual([
      [claim, 'The agency said 5 residents were killed.'],
    ])
    expect((await addClaims(desk, aDocument())).alreadyThere).toBe(true)
  })

  test('make a figure once they are confirmed, with the words it stands on', async () => {
    const changed = await decideClaims(desk, { claims: [claim], verdict: 'confirmed' })
    expect(killed(changed)).toBe('5/5/5 single_origin')
    figure = changed.figures[0]?.figure as string
    const trail = await getFigureTrail(desk, figure)
    expect(trail.figure.inputs).toMatchObject([{ claim, origin: 'unhcr', reason: 'used' }])
    const document = await getDocument(desk, trail.claims[0]?.document as string)
    const span = trail.claims[0]?.spans.find((one) => one.part === 'value')
    expect(document.text.slice(span?.start, span?.end)).toBe('5')
    expect(document.sha256).toMatch(/^[0-9a-f]{64}$/)
  })

  test('are corrected without being changed, and every published text that used them is listed', async () => {
    const text = await publishAppeal(
      { ...desk, actor: { ...desk.actor, role: 'public_information' } },
      { using: [figure] },
    )
    const changed = await correctClaim(desk, claim, {
      value: { kind: 'exact', point: 6 },
      reason: 'a digit was read wrongly',
    })
    expect(killed(changed)).toBe('6/6/6 single_origin')
    expect(changed.outdatedTexts).toMatchObject([{ text, figure, usedVersion: 1 }])
    const trail = await getFigureTrail(desk, figure)
    expect(trail.figure.inputs.map((one) => one.reason)).toEqual(['corrected', 'used'])
    expect(trail.versions.map((one) => one.best)).toEqual([5, 6])
  })

  test('say what another origin says beside it, and what explains the difference', async () => {
    const other = await addClaims(
      desk,
      aDocument(
        { publisher: 'unami', text: `${TEXT} Seven.` },
        { value: { kind: 'exact', point: 7 } },
      ),
      { confirm: true },
    )
    expect(killed(other)).toBe('6/6/7 contested')
    const [first] = (await getFigureTrail(desk, figure)).claims.slice(1)
    const explained = await linkClaims(desk, {
      from: other.claims[0] as string,
      to: first?.claim as string,
      type: 'explains',
    })
    expect(killed(explained)).toBe('6/7/7 revised')
    const listed = await addEvidence(desk, { claim: first?.claim as string, kind: 'named_list' })
    expect(killed(listed)).toBe('6/6/7 revised')
    await expect(
      addEvidence(desk, { claim: first?.claim as string, kind: 'court' }),
    ).rejects.toThrow(/cited by its document/)
  })

  test('are not taken when they do not stand in the text, name strangers or lack bounds', async () => {
    const bad = aDocument(
      { publisher: 'nobody-known', text: 'Other text.' },
      {
        hops: [{ agent: 'stranger', relation: 'says' }],
        spans: [
          { part: 'sentence', start: 0, end: 11 },
          { part: 'value', start: 0, end: 5 },
        ],
      },
    )
    await expect(addClaims(desk, bad)).rejects.toMatchObject({
      issues: [{ path: 'documents.0.publisher' }, { path: 'documents.0.claims.0.hops.0.agent' }],
    })
    await expect(addClaims(desk, aDocument({ text: 'Short.' }))).rejects.toMatchObject({
      issues: [{ code: 'bad_span' }, { code: 'bad_span' }],
    })
    await expect(
      addClaims(desk, aDocument({}, { value: { kind: 'between', low: 5, high: 3 } })),
    ).rejects.toThrow(/not as it should be/)
  })

  test('can be added by an officer and confirmed by others only', async () => {
    const officer = await openDesk(test1.db, { handle: 'officer.one', now: tick })
    await expect(
      decideClaims(officer, { claims: [claim], verdict: 'rejected' }),
    ).rejects.toMatchObject({ code: 'not_allowed' })
  })
})

describe('a correction that is rejected', () => {
  test('gives its number back to the claim that it had corrected, in whatever statement', async () => {
    const event = 'attack-two'
    const added = await addClaims(
      desk,
      aDocument({ text: `${TEXT} Two.` }, { statement: { ...STATEMENT, event } }),
    )
    const [claim = ''] = added.claims
    await decideClaims(desk, { claims: [claim], verdict: 'confirmed' })
    const corrected = await correctClaim(desk, claim, {
      statement: { measure: 'injured' },
      reason: 'it speaks of the injured',
    })
    expect(corrected.figures.map((one) => one.statement.measure).toSorted()).toEqual([
      'injured',
      'killed',
    ])
    const rejected = await decideClaims(desk, { claims: corrected.claims, verdict: 'rejected' })
    const back = rejected.figures.find((one) => one.statement.measure === 'killed')
    expect(back).toMatchObject({ best: 5, status: 'single_origin' })
    expect(rejected.claims).toEqual(corrected.claims)
  })
})

describe('the reference scenario', () => {
  test('answers what was known on a day, from the stored versions', async () => {
    const event = 'attack-2013-12-26'
    const on = async (knownOn: string): Promise<(number | null)[]> =>
      (await listClaimFigureViews(desk, { knownOn, asOf: knownOn, event })).figures.map(
        (one) => one.best,
      )
    expect(await on('2013-12-26')).toEqual([])
    expect(await on('2013-12-31')).toEqual([3])
    expect(await on('2014-05-06')).toEqual([4])
  })

  test('gives for a day the newest figure of each statement, and what looks alike', async () => {
    const found = await listClaimFigureViews(desk, { asOf: '2014-04-30', knownOn: '2014-04-30' })
    const residents = found.figures.filter((one) => one.statement.measure === 'residents')
    expect(residents.map((one) => [one.best, one.approximate])).toEqual([[3200, true]])
    expect(found.lookAlikes.length).toBeGreaterThan(0)
  })
})

test('every stored figure is what a replay of the claims gives', async () => {
  await desk.db.read(desk.operation.id, async (tx) => {
    const file = await readClaimFile(tx, await selectClaims(tx, {}))
    const replayed = new Map(
      reconcile(file, POLICY_IN_FORCE).map((figure) => [figureKey(figure), figure]),
    )
    const stored = await listClaimFigures(tx, {})
    expect(stored.length).toBeGreaterThan(20)
    for (const { partitionKey, figure } of stored)
      expect(figure).toEqual(replayed.get(partitionKey))
  })
})

test('a correction finds every published text that used the old figure, and says what it says now', async () => {
  const informant = { ...desk, actor: { ...desk.actor, role: 'public_information' as const } }
  const text = await publishAppeal(informant, {})
  const event = 'attack-2013-12-26'
  const [figure] = (await listClaimFigureViews(desk, { event })).figures
  expect((await getEdition(desk, text)).markdown).toContain(`Figure: ${figure?.figure}, version 2`)
  const used = figure?.inputs.find((one) => one.reason === 'used')?.claim as string
  const changed = await correctClaim(desk, used, {
    value: { kind: 'exact', point: 5 },
    reason: 'read wrongly',
  })
  expect(changed.outdatedTexts).toContainEqual(
    expect.objectContaining({
      text,
      figure: figure?.figure,
      used: expect.objectContaining({ best: 4 }),
      now: expect.objectContaining({ best: 5 }),
    }),
  )
  const { editions } = await listEditions(desk)
  expect(editions.find((one) => one.text === text)?.outdated.map((one) => one.figure)).toEqual([
    figure?.figure,
  ])
  const edition = await getEdition(desk, text)
  expect(edition.told.filter((one) => one.isOutdated).map((one) => one.figure)).toEqual([
    figure?.figure,
  ])
  // The edition stays as it was published.
  const page = new TextDecoder().decode(await readPublicFile(desk, 'en.html'))
  expect(page).toContain('UNHCR on 6 May 2014: 4')
  // What says the same again outdates nothing.
  await correctClaim(desk, changed.claims[0] as string, {
    value: { kind: 'exact', point: 4 },
    reason: 'it was right before',
  })
  const again = (await listEditions(desk)).editions.find((one) => one.text === text)
  expect(again?.outdated).toEqual([])
})

test('a text of an earlier day tells what had been said by then', async () => {
  const { markdown } = await writeAppeal(desk, { asOf: '2014-03-31' })
  expect(markdown).toContain('UNHCR on 27 December 2013: 3')
  expect(markdown).not.toContain('6 May 2014')
  expect(markdown).not.toContain('52 persons')
})

test('a figure that nobody confirmed, or that names none, cannot be told', async () => {
  await expect(writeAppeal(desk, { using: ['F-NONE'] })).rejects.toThrow(/no figure F-NONE/)
  const { figures } = await listClaimFigureViews(desk, { measure: 'relocated' })
  await expect(writeAppeal(desk, { using: [figures[0]?.figure as string] })).rejects.toThrow(
    /our own records count/,
  )
})

test('what was published by a day is answered, and what was not yet is not', async () => {
  await expect(getEdition(desk, 'last', { on: '2013-01-01' })).rejects.toThrow(/no edition last by/)
  const last = await getEdition(desk, 'last')
  expect(last.own.find((one) => one.figure === 'population')?.isOutdated).toBe(false)
  expect(last.own.length).toBeGreaterThan(10)
})

test('our own events stand beside what others say, in the same type', async () => {
  const { own } = await listClaimFigureViews(desk, { asOf: '2014-03-31', measure: 'departed' })
  expect(own.find((one) => one.id === 'departed')).toMatchObject({
    origin: 'this-deployment',
    best: 367,
    unit: 'persons',
  })
})

describe('a report', () => {
  test('is read here, its claims wait, and a spokesman of a known body is recognised', async () => {
    const text =
      'UNHCR said on 3 January 2016 that 4 residents were killed. It added that 12 residents were injured.'
    const added = await addReport(desk, {
      publisher: 'un-news',
      publishedOn: '2016-01-04',
      subject: 'camp-l',
      place: 'camp-l',
      event: 'attack-two',
      text,
    })
    expect(added.figures).toEqual([])
    const document = await getDocument(desk, added.documents[0] as string)
    expect(document.claims.map((one) => [one.statement.measure, one.value, one.state])).toEqual([
      ['killed', { kind: 'exact', point: 4 }, 'proposed'],
      ['injured', { kind: 'exact', point: 12 }, 'proposed'],
    ])
    expect(document.claims[0]?.hops[0]?.agent).toBe('unhcr')
    for (const claim of document.claims)
      for (const span of claim.spans) expect(text.slice(span.start, span.end)).not.toBe('')
  })

  test('does not put into its publisher’s mouth what somebody else seems to say in it', async () => {
    const added = await addReport(desk, {
      publisher: 'un-news',
      publishedOn: '2015-12-04',
      subject: 'camp-l',
      place: 'camp-l',
      text: 'A spokesman dismissed as baseless the claim that 14 residents died. On 3 December 6 residents were injured.',
    })
    const { claims } = await getDocument(desk, added.documents[0] as string)
    expect(claims.map((one) => one.hops)).toEqual([[{ relation: 'says', anonymous: true }], []])
  })

  test('about a body that cannot be one is refused with its place, before anything is asked of the database', async () => {
    const asked = { publisher: 'unhcr', publishedOn: '2016-03-01', text: TEXT }
    const refused = addReport(desk, { ...asked, subject: 'Camp L', place: 'camp-l' })
    await expect(refused).rejects.toMatchObject({
      code: 'invalid_input',
      issues: [{ path: 'subject' }],
    })
  })

  test('with proposals of another text is refused', async () => {
    const proposals = {
      reports: [
        { claims: [{ hops: [], spans: [{ part: 'value', start: 0, end: 3, text: 'six' }] }] },
      ],
    }
    await expect(
      addReport(desk, {
        publisher: 'un-news',
        publishedOn: '2016-01-04',
        subject: 'camp-l',
        place: 'camp-l',
        text: 'Four people.',
        proposals,
      }),
    ).rejects.toThrow(/read from another text/)
  })
})

test('a label that only others use is kept for recognising and shown at no door', async () => {
  await addClaims(desk, {
    bodies: [
      {
        handle: 'group-a',
        kind: 'organisation',
        names: [
          { text: 'Group A', language: 'en', script: 'Latn', kind: 'self' },
          { text: 'The Loaded Label', language: 'en', script: 'Latn', kind: 'source_only' },
        ],
      },
    ],
  })
  const added = await addReport(desk, {
    publisher: 'un-news',
    publishedOn: '2016-02-10',
    subject: 'camp-l',
    place: 'camp-l',
    text: 'The Loaded Label said that 2 residents were killed on 9 February 2016.',
  })
  const document = await getDocument(desk, added.documents[0] as string)
  expect(document.claims[0]?.hops[0]?.agent).toBe('group-a')
  const doors = [
    await listBodies(desk),
    await listClaimFigureViews(desk, {}),
    (await listClaims(desk, {})).rows.map(({ quote: _quote, ...rest }) => rest),
  ]
  expect(JSON.stringify(doors)).toContain('Group A')
  expect(JSON.stringify(doors)).not.toContain('Loaded Label')
})

describe('a table of events', () => {
  const head = 'A file of ours,,,,,\nid,date_start,date_end,adm_1,low,best,high\n'
  const tags = ',#date+start,#date+end,#adm1+name,,#affected+killed,\n'
  const series = async (body: string, leaveOut = false) => {
    const path = join(tmpdir(), `onward-series-${process.pid}.csv`)
    await writeFile(path, head + tags + body)
    return importSeries(desk, {
      path,
      publisher: 'unami',
      publishedOn: '2016-02-01',
      subject: 'IRQ',
      confirm: true,
      leaveOut,
    })
  }

  test('with bounds out of order is refused with each row, and brings in the others when asked', async () => {
    const body = '1,2014-01-01,2014-01-01,Area One,2,3,5\n2,2014-01-02,2014-01-02,Area One,4,3,5\n'
    await expect(series(body)).rejects.toMatchObject({
      issues: [{ code: 'bounds_out_of_order', row: 5 }],
    })
    const report = await series(body, true)
    expect(report).toMatchObject({
      claims: 1,
      withRange: 1,
      leftOutCount: 1,
      hxlRow: 3,
      figures: 1,
    })
    const { figures } = await listClaimFigureViews(desk, { event: 'unami-1' })
    expect(figures).toMatchObject([{ low: 2, best: 3, high: 5, status: 'single_origin' }])
    const trail = await getFigureTrail(desk, figures[0]?.figure as string)
    expect(trail.claims[0]?.quote).toBe('1,2014-01-01,2014-01-01,Area One,2,3,5')
  })
})

test('UNHCR’s tables come in as claims of flows with their rows, and a later extraction revises them', async () => {
  const path = join(tmpdir(), `onward-unhcr-${process.pid}.csv`)
  const extraction = async (albania: number, publishedOn: string) => {
    await writeFile(
      path,
      `year,origin_iso3,destination_iso3,arrivals_persons\n2014,IRN,ALB,${albania}\n2014,SYR,ALB,12\n2015,IRN,DEU,90\n`,
    )
    return importSeries(desk, { path, publisher: 'unhcr', publishedOn, confirm: true })
  }
  expect(await extraction(480, '2015-06-01')).toMatchObject({
    rows: 3,
    claims: 2,
    figures: 2,
    otherOrigins: 1,
  })
  const found = async () =>
    (await listClaimFigureViews(desk, { measure: 'arrivals' })).figures.find(
      (one) => one.statement.subject === 'ALB',
    )
  const first = await found()
  expect(first).toMatchObject({
    best: 480,
    kind: 'flow',
    statement: { population: 'origin-irn' },
    asOf: { from: '2014-01-01', to: '2014-12-31' },
  })
  const trail = await getFigureTrail(desk, first?.figure as string)
  const [claim] = trail.claims
  expect(claim?.quote).toBe('2014,IRN,ALB,480')
  const { text } = await getDocument(desk, claim?.document as string)
  const value = claim?.spans.find((one) => one.part === 'value')
  expect(text.slice(value?.start, value?.end)).toBe('480')
  await extraction(495, '2015-12-01')
  expect(await found()).toMatchObject({ best: 495, status: 'revised' })
  // A whole origin is larger than our register: its number may stand beside ours.
  const { markdown } = await writeAppeal(desk, { using: [first?.figure as string] })
  expect(markdown).toContain('arrivals in the period: 495 persons')
})

test('nobody can change or delete what was said: the database refuses it', async () => {
  const client = new pg.Client(test1.application)
  await client.connect()
  try {
    for (const name of ['claims', 'claim_mentions', 'claim_links', 'claim_figures', 'bodies'])
      for (const sql of [`delete from ${name}`, `update ${name} set operation_id = operation_id`])
        await expect(client.query(sql)).rejects.toThrow(/permission denied/)
  } finally {
    await client.end()
  }
})

test('movement sees what makes moving pressing, and no number of it; medical sees no incident', async () => {
  const as = (role: Desk['actor']['role']): Desk => ({ ...desk, actor: { ...desk.actor, role } })
  const { incidents } = await listIncidentViews(as('movement'))
  expect(incidents.map((one) => one.reference)).toEqual(['attack-2015-10-29'])
  expect(incidents[0]).toMatchObject({ statements: [] })
  expect(incidents[0]?.figures).toBeUndefined()
  expect((await listIncidentViews(as('analyst'))).incidents[0]?.figures?.length).toBeGreaterThan(0)
  expect((await getOverview(as('medical'))).incidents).toEqual([])
  await expect(listIncidentViews(as('medical'))).rejects.toThrow(/incident.read/)
})
