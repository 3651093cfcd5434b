import { expect, test } from 'vitest'
import { offerTerms } from '../testing/builders.ts'
import type { CaseForOffer, Mismatch } from './criteria.ts'
import { mismatches } from './criteria.ts'
import type { OfferCriteria, OfferTerms } from './offer.ts'

const DEADLINE = '2014-01-03'

const ONE: CaseForOffer = {
  size: 3,
  categories: ['LPN', 'LAS'],
  nationalities: ['IRN'],
  languages: ['pes', 'eng'],
  needs: [],
  needsMedicalPlace: false,
  priority: 'NR',
  consentStates: 'any',
}

function found(
  criteria: Partial<OfferCriteria>,
  one: Partial<CaseForOffer> = {},
  terms: Partial<OfferTerms> = {},
): readonly Mismatch[] {
  const plain = offerTerms(terms)
  const offer = { ...plain, criteria: { ...plain.criteria, ...criteria } }
  return mismatches(offer, { ...ONE, ...one }, DEADLINE)
}

test('an offer that asks nothing takes every case', () => {
  expect(found({})).toEqual([])
})

test('every member must be of a nationality that the offer names', () => {
  expect(found({ nationalities: ['IRN', 'IRQ'] })).toEqual([])
  expect(found({ nationalities: ['IRQ'] })).toEqual(['nationality'])
  expect(found({ nationalities: ['IRN'] }, { nationalities: ['IRN', 'SYR'] })).toEqual([
    'nationality',
  ])
})

test('one of the two categories is enough', () => {
  expect(found({ categories: ['LAS', 'MED'] })).toEqual([])
  expect(found({ categories: ['MED'] })).toEqual(['category'])
  expect(found({ categories: ['MED'] }, { categories: [] })).toEqual(['category'])
})

test('one language of one member is enough', () => {
  expect(found({ languages: ['eng'] })).toEqual([])
  expect(found({ languages: ['sqi'] })).toEqual(['language'])
})

test('size limits are inclusive', () => {
  expect(found({ minCaseSize: 3, maxCaseSize: 3 })).toEqual([])
  expect(found({ minCaseSize: 4 })).toEqual(['too_small'])
  expect(found({ maxCaseSize: 2 })).toEqual(['too_large'])
})

test('an offer without medical places takes no case that needs one', () => {
  expect(found({ acceptsMedical: false })).toEqual([])
  expect(found({ acceptsMedical: false }, { needsMedicalPlace: true })).toEqual(['no_medical'])
  expect(found({}, { needsMedicalPlace: true })).toEqual([])
})

test('an excluded need of any member excludes the case', () => {
  expect(found({ excludedNeeds: ['SM'] }, { needs: ['WR'] })).toEqual([])
  expect(found({ excludedNeeds: ['SM'] }, { needs: ['WR', 'SM'] })).toEqual(['excluded_need'])
})

test('consent is asked for the State of the offer', () => {
  const consentStates = ['SWE']
  expect(found({}, { consentStates })).toEqual(['no_consent'])
  expect(found({}, { consentStates }, { state: 'SWE' })).toEqual([])
})

test('an emergency does not wait for a mission after its time target, others do', () => {
  const late = { mode: 'mission', missionOn: '2014-01-04' } as const
  expect(found({}, { priority: 'EM' }, late)).toEqual(['mission_too_late'])
  expect(found({}, { priority: 'EM' }, { mode: 'mission' })).toEqual(['mission_too_late'])
  expect(found({}, { priority: 'EM' }, { ...late, missionOn: DEADLINE })).toEqual([])
  expect(found({}, { priority: 'EM' }, { ...late, mode: 'both' })).toEqual([])
  expect(found({}, { priority: 'UG' }, late)).toEqual([])
})

test('every reason is named, not the first only', () => {
  expect(
    found({ nationalities: ['IRQ'], languages: ['sqi'], maxCaseSize: 2 }, { consentStates: [] }),
  ).toEqual(['nationality', 'language', 'too_large', 'no_consent'])
})
