import { expect, test } from 'vitest'
import type { OfferTerms } from '../domain/offer.ts'
import type { FigureCounts, OfferCount } from '../domain/figure-counts.ts'
import { offerTerms } from '../testing/builders.ts'
import { computeFigures } from './compute-figures.ts'
import { FIGURE_DEFINITIONS, parseFigureId } from './definitions.ts'

const DAY = '2014-03-31'

function offer(
  terms: Partial<OfferTerms>,
  uses: OfferCount['uses'] = [],
  status: OfferCount['status'] = 'confirmed',
): OfferCount {
  return { status, uses, terms: offerTerms({ state: 'ALB', total: 100, ...terms }) }
}

function valuesOf(found: Partial<FigureCounts>): Readonly<Record<string, number>> {
  const figures = computeFigures({ counts: [], offers: [], ...found }, { asOf: DAY, knownOn: DAY })
  return Object.fromEntries(figures.map((one) => [one.id, one.value]))
}

test('only confirmed offers give places; free is what is neither used nor reserved', () => {
  const uses = [
    { memberOutcomes: ['waiting', 'waiting'], submissions: 3 } as const,
    { memberOutcomes: ['departed', 'accepted'], submissions: 1 } as const,
  ]
  expect(
    valuesOf({
      offers: [
        offer({ total: 100, unallocatedPlaces: 10 }, uses),
        offer({ state: 'DEU', total: 50, closesOn: '2014-01-01' }),
        offer({ state: 'NOR', total: 70 }, [], 'pledged'),
        offer({ state: 'SWE', total: 80 }, [], 'withdrawn'),
      ],
    }),
    // 100 less 10 not allocated, less 3 × 2 waiting, less 2 accepted or gone.
  ).toMatchObject({ places_confirmed: 150, places_confirmed_DEU: 50, places_free: 82 })
})

test('cases are not places: an offer of 20 cases adds nothing to the places', () => {
  const one = offer({ total: 20, countingBasis: 'cases' })
  expect(valuesOf({ offers: [one] })).toMatchObject({
    places_confirmed: 0,
    places_free: 0,
    case_places_confirmed: 20,
    case_places_confirmed_ALB: 20,
  })
})

test('the gap is those for whom no place is used, reserved or free', () => {
  const counts = [{ id: 'population', value: 500 }]
  const uses = [{ memberOutcomes: ['waiting', 'accepted', 'arrived'], submissions: 10 } as const]
  // 500 less 10 accepted less 10 waiting; the offer of 100 has 70 free.
  expect(valuesOf({ counts, offers: [offer({}, uses)] })).toMatchObject({
    without_place: 480,
    places_free: 70,
    gap: 410,
  })
  // Waiting on a State that confirmed nothing is no place.
  expect(valuesOf({ counts, offers: [offer({}, uses, 'requested')] })).toMatchObject({
    without_place: 490,
    gap: 490,
  })
})

test('there is no gap below 0', () => {
  const counts = [{ id: 'population', value: 50 }]
  expect(valuesOf({ counts, offers: [offer({})] })['gap']).toBe(0)
})

test('accepted and denied make up decided', () => {
  const counts = [
    { id: 'decided', value: 30 },
    { id: 'accepted', value: 21 },
  ]
  expect(valuesOf({ counts })['denied']).toBe(9)
})

test('figures come in the order of the definitions, States by code, each with unit and days', () => {
  const figures = computeFigures(
    {
      counts: [
        { id: 'departed', value: 3, state: 'DEU' },
        { id: 'departed', value: 2, state: 'ALB' },
        { id: 'departed', value: 5 },
        { id: 'population', value: 9 },
      ],
      offers: [],
    },
    { asOf: DAY, knownOn: '2014-05-06' },
  )
  const ids = figures.map((one) => one.id)
  expect(ids.filter((id) => /population|departed/.test(id))).toEqual([
    'population',
    'departed',
    'departed_ALB',
    'departed_DEU',
  ])
  expect(figures.find((one) => one.id === 'departed_ALB')).toMatchObject({
    value: 2,
    unit: 'persons',
    asOf: DAY,
    knownOn: '2014-05-06',
    state: 'ALB',
  })
})

test('every id is defined once, and a State is the only thing by which figures are split', () => {
  const ids = FIGURE_DEFINITIONS.map((one) => one.id)
  expect(new Set(ids).size).toBe(ids.length)
  expect(parseFigureId('departed_ALB')).toMatchObject({ state: 'ALB' })
  expect(parseFigureId('population_ALB')).toBeUndefined()
  // Never country by sex by age (resettlement.md §15): there is no figure by sex or age at all.
  expect(ids.filter((id) => /sex|female|male|age_|child/.test(id))).toEqual([])
})
