import { describe, expect, test } from 'vitest'
import type { Claim, ClaimFile } from '../domain/claim.ts'
import type { ClaimFigure } from '../domain/claim-figure.ts'
import type { ClaimId, DocumentId } from '../domain/ids.ts'
import { checkProposal } from '../figures/claims/claim.ts'
import { knownBefore } from '../figures/claims/known.ts'
import { POLICY_IN_FORCE } from '../figures/claims/policy.ts'
import { findPositions } from '../figures/claims/positions.ts'
import { reconcile } from '../figures/claims/reconcile.ts'
import { CAMP_L_BODIES, CAMP_L_DOCUMENTS } from './camp-l-claims.ts'
import { claimsOf, documentOf } from './quote-claims.ts'

const documents = CAMP_L_DOCUMENTS.map((quoted, at) =>
  documentOf(quoted, `document-${at}` as DocumentId, 'sha'),
)
let made = 0
const claims: readonly Claim[] = CAMP_L_DOCUMENTS.flatMap((quoted, at) =>
  claimsOf(quoted, documents[at] as (typeof documents)[0], () => {
    made += 1
    return `claim-${String(made).padStart(3, '0')}` as ClaimId
  }),
)
const file: ClaimFile = {
  documents,
  claims,
  decisions: claims.map(({ id, recordedAt }) => ({
    claimId: id,
    verdict: 'confirmed',
    recordedAt,
  })),
  links: [],
  evidence: [],
}

/** The figure of a measure as known at the end of a day, the latest as-of day first. */
function figure(knownOn: string, measure: string, subject = 'camp-l', event?: string): ClaimFigure {
  const found = reconcile(knownBefore(file, `${knownOn}T23:59:59.999Z`), POLICY_IN_FORCE)
    .filter(({ statement }) => statement.measure === measure && statement.subject === subject)
    .filter(({ statement }) => event === undefined || statement.event === event)
    .toSorted((a, b) => a.asOf.to.localeCompare(b.asOf.to))
    .at(-1)
  if (found === undefined) throw new Error(`no figure of ${measure}`)
  return found
}

/** The words in the document that a figure's used claims stand on. */
function words(of: ClaimFigure): readonly string[] {
  return of.inputs
    .filter((one) => one.reason === 'used')
    .map(({ claim }) => {
      const found = claims.find((one) => one.id === claim)
      const document = documents.find((one) => one.id === found?.documentId)
      const span = found?.spans.find((one) => one.part === 'value')
      return document?.text.slice(span?.start, span?.end) ?? ''
    })
}

/** known on | measure | subject | event | low/best/high | unit | status | said as | sharp or about */
const ROWS = `
2013-03-18 | residents | camp-l | - | 3000/null/null | persons | single_origin | 3,000 | sharp
2013-03-18 | places_offered | ALB | - | 210/210/210 | places | single_origin | 210 | sharp
2013-03-18 | killed | camp-l | attack-2013-02-09 | 6/6/8 | persons | contested | six,Eight | sharp
2013-04-18 | places_offered | DEU | - | 100/100/100 | places | single_origin | 100 | about
2013-04-18 | with_firm_offers | camp-l | - | 10/10/10 | percent | single_origin | 10 | sharp
2013-12-27 | residents | camp-l | - | 3200/3200/3200 | persons | single_origin | 3,200 | about
2013-12-27 | submitted_cases | camp-l | - | 1400/1400/1400 | cases | single_origin | 1,400 | sharp
2013-12-31 | submitted_cases | camp-l | - | 1400/1400/1400 | cases | single_origin | 1,400 | sharp
2013-12-27 | relocated | camp-l | - | 311/311/311 | persons | single_origin | 311 | sharp
2013-12-27 | killed | camp-l | attack-2013-12-26 | 3/3/3 | persons | single_origin | 3 residents | sharp
2014-03-31 | protection_needs_determined | camp-l | - | 2023/2023/2023 | persons | single_origin | 2,023 | sharp
2014-03-31 | departed | camp-l | - | 367/367/367 | persons | single_origin | 367 | sharp
2014-03-31 | departures | camp-l | - | 56/56/56 | persons | single_origin | 56 | sharp
2014-03-31 | places_offered | ALB | - | 210/210/210 | places | single_origin | 210 places | sharp
2014-03-31 | accepted | ALB | - | 210/210/210 | persons | single_origin | 210 persons | sharp
2014-03-31 | departed | ALB | - | 208/208/208 | persons | single_origin | 208 | sharp
2014-03-31 | places_offered | DEU | - | 100/100/100 | places | single_origin | 100 | about
2014-03-31 | accepted | DEU | - | 98/98/98 | persons | single_origin | 98 | sharp
2014-03-31 | departed | DEU | - | 91/91/91 | persons | single_origin | 91 | sharp
2014-05-06 | killed | camp-l | attack-2013-12-26 | 4/4/4 | persons | revised | 4 residents | sharp
2014-05-06 | killed | camp-l | attack-2013-09-01 | 52/52/52 | persons | single_origin | 52 | sharp
2014-05-06 | missing | camp-l | attack-2013-09-01 | 7/7/7 | persons | single_origin | 7 | sharp
2014-12-31 | residents | camp-l | - | 2700/2700/2700 | persons | single_origin | 2,700 | about
2015-10-30 | killed | camp-l | attack-2015-10-29 | 20/20/20 | persons | single_origin | 20 | about
2015-10-30 | residents | camp-l | - | 2200/2200/2200 | persons | single_origin | 2,200 | about
2016-01-15 | killed | camp-l | attack-2015-10-29 | 24/24/24 | persons | revised | 24 | sharp
2016-01-15 | relocated | camp-l | - | 1100/null/null | persons | single_origin | 1,100 | sharp
2016-01-15 | share_of_relocated | ALB | - | 75/null/null | percent | single_origin | 75 | sharp
2016-01-15 | residents | camp-l | - | null/null/1970 | persons | single_origin | 1,970 | sharp
`
  .trim()
  .split('\n')
  .map((line) => line.split(' | '))

describe('the reference scenario, replayed day by day', () => {
  test.each(ROWS)(
    'known on %s: %s of %s %s is %s %s, %s, said as "%s", %s',
    (on = '', measure = '', subject = '', event, range, unit, status, said, sharp) => {
      const found = figure(on, measure, subject, event === '-' ? undefined : event)
      expect(`${found.low}/${found.best}/${found.high}`).toBe(range)
      expect([found.unit, found.status]).toEqual([unit, status])
      expect([words(found).join(','), found.approximate]).toEqual([said, sharp === 'about'])
    },
  )

  test('367 departed less 56 of the quarter are the 311 relocated before it', () => {
    const departed = figure('2014-03-31', 'departed').best ?? 0
    const quarter = figure('2014-03-31', 'departures').best ?? 0
    expect(departed - quarter).toBe(figure('2014-03-31', 'relocated').best)
  })

  test('the misprint of a reprint stays on file and moves nothing', () => {
    const { inputs } = figure('2013-12-31', 'submitted_cases')
    expect(inputs.map((one) => one.reason)).toEqual(['used', 'farther_from_origin'])
  })

  test('the call for a platform is a request and makes no place', () => {
    expect(findPositions(file).map((one) => one.state)).toEqual(['requested'])
  })

  test('every claim stands where it says, and every body is named', () => {
    const texts = new Map(documents.map((one) => [one.id, one.text]))
    for (const claim of claims)
      expect(checkProposal(claim, texts.get(claim.documentId) ?? '')).toEqual([])
    const handles = new Set(CAMP_L_BODIES.map((one) => one.handle))
    const named = claims.flatMap((one) => [
      one.statement.subject,
      one.statement.place,
      ...one.hops.flatMap((hop) => hop.agent ?? []),
    ])
    expect(
      [...named, ...documents.map((one) => one.publisher)].filter((n) => !handles.has(n)),
    ).toEqual([])
  })
})
