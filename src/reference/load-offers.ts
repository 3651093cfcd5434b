import type { OfferCriteria, OfferTerms } from '../domain/offer.ts'
import type { OfferId } from '../domain/ids.ts'
import type { OfferInHand } from './case-life.ts'
import type { DayNumber } from './day-number.ts'
import { DAY_MS } from './day-number.ts'
import type { IdMaker } from './made-ids.ts'
import type { Random } from './random.ts'

/** States that offer places in a load operation, over and over with new programmes. */
const STATES = [
  'USA',
  'DEU',
  'CAN',
  'SWE',
  'NOR',
  'ALB',
  'GBR',
  'FIN',
  'AUS',
  'NLD',
  'CHE',
  'ITA',
  'BEL',
  'DNK',
  'FRA',
  'ESP',
  'NZL',
  'IRL',
  'PRT',
  'ISL',
] as const

/** How many offers a load of so many ready cases has: 20 at 1,400, 60 at 14,000; 10 to 60. */
export function offerCount(readyCases: number): number {
  const count = 20 * (readyCases / 1400) ** Math.log10(3)
  return Math.round(Math.min(60, Math.max(10, count)))
}

/** Confirmed offers whose places sum to about `places`, of very different sizes. */
export function makeLoadOffers(
  random: Random,
  ids: IdMaker,
  count: number,
  places: number,
  on: DayNumber,
): OfferInHand[] {
  const shares = Array.from({ length: count }, () => 0.2 + 3 * random.unit() ** 3)
  const sum = shares.reduce((a, b) => a + b, 0)
  return shares.map((share, n) => {
    const state = STATES[n % STATES.length] as string
    const part = Math.floor(n / STATES.length) + 1
    const sourceId = `${state}-2016${part === 1 ? '' : `-${part}`}`
    const total = Math.max(4, Math.round((places * share) / sum))
    return {
      id: ids.at<OfferId>(on * DAY_MS),
      sourceId,
      reference: sourceId,
      terms: termsOf(n, state, part, total),
    }
  })
}

/** Every fifth offer asks nothing; the others ask one or two things each. */
function termsOf(n: number, state: string, part: number, total: number): OfferTerms {
  const asksForMission = n % 4 === 1
  return {
    state,
    programme: `${state} programme ${part}`,
    kind: 'resettlement',
    total,
    about: false,
    countingBasis: 'persons',
    consumedAt: 'decision',
    mode: asksForMission ? 'mission' : 'dossier',
    ...(asksForMission ? { missionOn: '2016-02-15' } : {}),
    ...(n % 3 === 0 ? { medicalPlaces: Math.ceil(total * 0.05) } : {}),
    ...(n % 7 === 0 ? { emergencyPlaces: Math.ceil(total * 0.05) } : {}),
    opensOn: '2015-10-01',
    closesOn: '2016-12-31',
    criteria: CRITERIA[n % CRITERIA.length] as OfferCriteria,
    source: 'invented for load',
  }
}

const OPEN: OfferCriteria = {
  nationalities: [],
  categories: [],
  languages: [],
  excludedNeeds: [],
  acceptsMedical: true,
}

const CRITERIA: readonly OfferCriteria[] = [
  OPEN,
  { ...OPEN, maxCaseSize: 5 },
  { ...OPEN, categories: ['LPN', 'SVT', 'AWR'], acceptsMedical: false },
  { ...OPEN, nationalities: ['IRN', 'AFG'], maxCaseSize: 6 },
  { ...OPEN, minCaseSize: 2, excludedNeeds: ['DS'] },
]
