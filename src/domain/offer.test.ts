import fc from 'fast-check'
import { expect, test } from 'vitest'
import { anOffer, offerTerms } from '../testing/builders.ts'
import type { OfferTerms, OfferUse } from './offer.ts'
import {
  CONSUMED_AT,
  countUse,
  COUNTING_BASES,
  isOpen,
  OFFER_KINDS,
  OFFER_MODES,
  OFFER_STATUSES,
  programmeKey,
  usableTotal,
} from './offer.ts'

const OUTCOMES = ['waiting', 'accepted', 'departed', 'arrived', 'out'] as const
type Outcome = (typeof OUTCOMES)[number]

const USES: readonly OfferUse[] = [
  { memberOutcomes: ['waiting', 'waiting'] },
  { memberOutcomes: ['accepted', 'out', 'accepted'] },
  { memberOutcomes: ['departed'] },
  { memberOutcomes: ['arrived', 'departed'] },
  { memberOutcomes: ['out', 'out'] },
]

test.each([
  ['persons', 'submission', { used: 7, reserved: 0, free: 3 }],
  ['persons', 'decision', { used: 5, reserved: 2, free: 3 }],
  ['persons', 'arrival', { used: 1, reserved: 6, free: 3 }],
  ['cases', 'submission', { used: 4, reserved: 0, free: 6 }],
  ['cases', 'decision', { used: 3, reserved: 1, free: 6 }],
  ['cases', 'arrival', { used: 1, reserved: 3, free: 6 }],
] as const)(
  'ten places counted in %s and used up at %s: used, on their way, free',
  (countingBasis, consumedAt, counters) => {
    expect(countUse(offerTerms({ total: 10, countingBasis, consumedAt }), USES)).toEqual(counters)
  },
)

test('what the State has not allocated yet cannot be used here', () => {
  const terms = offerTerms({ total: 10, unallocatedPlaces: 4 })
  expect(usableTotal(terms)).toBe(6)
  expect(countUse(terms, USES).free).toBe(-1)
  expect(usableTotal(offerTerms({ total: 10 }))).toBe(10)
})

const terms = fc.record({
  countingBasis: fc.constantFrom(...COUNTING_BASES),
  consumedAt: fc.constantFrom(...CONSUMED_AT),
  total: fc.nat(40),
  kind: fc.constantFrom(...OFFER_KINDS),
  mode: fc.constantFrom(...OFFER_MODES),
})
const uses = fc.array(
  fc.record({ memberOutcomes: fc.array(fc.constantFrom(...OUTCOMES), { maxLength: 6 }) }),
  { maxLength: 12 },
)

test('used, on their way and free always add up to what can be used', () => {
  fc.assert(
    fc.property(terms, uses, (facts, use) => {
      const made = offerTerms(facts)
      const { used, reserved, free } = countUse(made, use)
      expect(used + reserved + free).toBe(usableTotal(made))
      expect(used).toBeGreaterThanOrEqual(0)
      expect(reserved).toBeGreaterThanOrEqual(0)
    }),
    { seed: 210, numRuns: 300 },
  )
})

test('who goes out gives the place back, and nobody coming further takes a second one', () => {
  const onward: Readonly<Record<Outcome, Outcome>> = {
    waiting: 'accepted',
    accepted: 'departed',
    departed: 'arrived',
    arrived: 'arrived',
    out: 'out',
  }
  fc.assert(
    fc.property(terms, uses, (facts, use) => {
      const made = offerTerms(facts)
      const { free } = countUse(made, use)
      const further = use.map((one) => ({
        memberOutcomes: one.memberOutcomes.map((outcome) => onward[outcome]),
      }))
      expect(countUse(made, further).free).toBe(free)
      const fewer = use.map((one) => ({
        memberOutcomes: one.memberOutcomes.map((outcome, at) => (at === 0 ? 'out' : outcome)),
      }))
      expect(countUse(made, fewer).free).toBeGreaterThanOrEqual(free)
    }),
    { seed: 98, numRuns: 300 },
  )
})

test('only a confirmed offer gives capacity, whatever its terms say', () => {
  fc.assert(
    fc.property(
      terms,
      fc.constantFrom(...OFFER_STATUSES),
      fc.option(fc.constantFrom('2013-01-01', '2014-01-01'), { nil: undefined }),
      fc.option(fc.constantFrom('2013-06-01', '2014-06-01'), { nil: undefined }),
      (facts, status, opensOn, closesOn) => {
        const dates: Partial<OfferTerms> = {
          ...(opensOn === undefined ? {} : { opensOn }),
          ...(closesOn === undefined ? {} : { closesOn }),
        }
        const offer = anOffer({ status, terms: { ...facts, ...dates } })
        const open = isOpen(offer, '2013-12-27')
        if (status !== 'confirmed') expect(open).toBe(false)
        else expect(open).toBe(opensOn !== '2014-01-01' && closesOn !== '2013-06-01')
      },
    ),
    { seed: 1400, numRuns: 300 },
  )
})

test('an offer is open on its first and on its last day', () => {
  const offer = anOffer({ terms: { opensOn: '2013-01-01', closesOn: '2013-12-31' } })
  expect(
    ['2012-12-31', '2013-01-01', '2013-12-31', '2014-01-01'].map((on) => isOpen(offer, on)),
  ).toEqual([false, true, true, false])
})

test('two States that give their programmes one name have two programmes', () => {
  const quota = { programme: 'Quota' }
  expect(programmeKey({ state: 'NOR', ...quota })).not.toBe(
    programmeKey({ state: 'SWE', ...quota }),
  )
})
