import type { OfferCriteria, OfferStatus, OfferTerms } from '../domain/offer.ts'
import type { PlainDate } from '../domain/plain-date.ts'

/** One offer of the scenario: its terms, and how it went from hearsay to promise or not. */
export interface ScenarioOffer {
  /** Readable id, as a field office would name it. */
  readonly sourceId: string
  readonly terms: OfferTerms
  /** The first entry records the offer. */
  readonly course: readonly OfferStep[]
  /** The State raises or lowers its promise. */
  readonly revised?: { readonly on: PlainDate; readonly terms: Partial<OfferTerms> }
}

interface OfferStep {
  readonly on: PlainDate
  readonly status: OfferStatus
  readonly statedBy: string
}

const OPEN: OfferCriteria = {
  nationalities: [],
  categories: [],
  languages: [],
  excludedNeeds: [],
  acceptsMedical: true,
}

/** Only Albania's and Germany's first offers are of the sources; all others are invented. */
const INVENTED = 'invented for the reference operation'
const PROGRAMME_OFFICE = 'programme office of the State'
const OPERATION = 'the operation'
const PRESS = 'press report'

function terms(
  state: string,
  programme: string,
  total: number,
  rest: Partial<Omit<OfferTerms, 'criteria'>> & { criteria?: Partial<OfferCriteria> } = {},
): OfferTerms {
  return {
    state,
    programme,
    kind: 'resettlement',
    total,
    about: false,
    countingBasis: 'persons',
    consumedAt: 'decision',
    mode: 'dossier',
    statedBy: PROGRAMME_OFFICE,
    source: INVENTED,
    ...rest,
    criteria: { ...OPEN, ...rest.criteria },
  }
}

/** Reported first, confirmed later by the State itself. */
function confirmed(reportedOn: PlainDate, confirmedOn: PlainDate, first: OfferStatus = 'reported') {
  return [
    { on: reportedOn, status: first, statedBy: first === 'requested' ? OPERATION : PRESS },
    { on: confirmedOn, status: 'confirmed', statedBy: PROGRAMME_OFFICE },
  ] as const satisfies readonly OfferStep[]
}

function only(on: PlainDate, status: OfferStatus): readonly OfferStep[] {
  return [{ on, status, statedBy: status === 'requested' ? OPERATION : PRESS }]
}

const ALBANIA = { kind: 'humanitarian_admission', mode: 'both' } as const
const ALB = 'ALB humanitarian admission'

/** The offers of the first year: the two of the sources and eleven more States. */
const FIRST_YEAR: readonly ScenarioOffer[] = [
  {
    sourceId: 'ALB-2013-HA',
    terms: terms('ALB', ALB, 210, {
      ...ALBANIA,
      closesOn: '2014-06-30',
      statedBy: 'UNHCR',
      statedOn: '2013-03-18',
      source: 'UNHCR, 18 March 2013',
    }),
    course: confirmed('2013-03-12', '2013-03-16'),
  },
  {
    sourceId: 'DEU-2013',
    terms: terms('DEU', 'DEU admission', 100, {
      about: true,
      mode: 'both',
      closesOn: '2014-06-30',
      statedBy: 'UNAMI',
      statedOn: '2013-04-18',
      source: 'UNAMI, 18 April 2013',
    }),
    course: [
      { on: '2013-04-18', status: 'pledged', statedBy: 'UNAMI' },
      { on: '2013-05-13', status: 'confirmed', statedBy: PROGRAMME_OFFICE },
    ],
  },
  first('USA', 160, '2013-05-06', { mode: 'mission', missionOn: '2013-06-24' }),
  first('ITA', 60, '2013-05-13'),
  first('SWE', 50, '2013-04-29'),
  first('NOR', 40, '2013-05-02', { mode: 'both' }),
  first('FIN', 40, '2013-05-08'),
  first('CAN', 40, '2013-05-20'),
  first('NLD', 30, '2013-05-15'),
  first('GBR', 30, '2013-05-21'),
  first('AUS', 30, '2013-05-22'),
  first('BEL', 20, '2013-05-16'),
  first('DNK', 20, '2013-05-17'),
  {
    sourceId: 'ROU-2013',
    terms: terms('ROU', 'ROU transit centre', 30, { kind: 'evacuation_transit' }),
    course: [
      ...only('2013-04-10', 'requested'),
      { on: '2013-11-04', status: 'withdrawn', statedBy: OPERATION },
    ],
  },
  {
    sourceId: 'FRA-2013',
    terms: terms('FRA', 'FRA admission', 50, { about: true }),
    course: only('2013-04-15', 'reported'),
  },
  {
    sourceId: 'ISL-2013',
    terms: terms('ISL', 'ISL resettlement', 10),
    course: only('2013-05-27', 'assumed'),
  },
]

function first(
  state: string,
  total: number,
  confirmedOn: PlainDate,
  rest: Partial<Omit<OfferTerms, 'criteria'>> = {},
): ScenarioOffer {
  const heard = { USA: 'assumed', GBR: 'requested', AUS: 'requested' } as const
  const status = state in heard ? heard[state as keyof typeof heard] : 'reported'
  return {
    sourceId: `${state}-2013`,
    terms: terms(state, `${state} resettlement`, total, { closesOn: '2014-12-31', ...rest }),
    course: confirmed('2013-04-11', confirmedOn, status),
  }
}

/** Later offers that are used up, closed or nearly so when the clock stands. */
const LATER: readonly ScenarioOffer[] = [
  {
    sourceId: 'NOR-2014',
    terms: terms('NOR', 'NOR resettlement', 30, { closesOn: '2014-12-31', emergencyPlaces: 3 }),
    course: confirmed('2014-02-03', '2014-03-10'),
  },
  {
    sourceId: 'FIN-2014',
    terms: terms('FIN', 'FIN resettlement', 30, { closesOn: '2014-12-31' }),
    course: confirmed('2014-02-10', '2014-03-17'),
  },
  {
    sourceId: 'ALB-2014-HA',
    terms: terms('ALB', ALB, 240, { ...ALBANIA, closesOn: '2015-03-31' }),
    course: confirmed('2014-03-24', '2014-04-14'),
    revised: { on: '2014-06-09', terms: { total: 290 } },
  },
  {
    sourceId: 'USA-2014',
    terms: terms('USA', 'USA resettlement', 120, {
      mode: 'mission',
      missionOn: '2014-07-21',
      closesOn: '2015-09-30',
    }),
    course: confirmed('2014-03-31', '2014-05-26'),
  },
  {
    sourceId: 'CHE-2014',
    terms: terms('CHE', 'CHE resettlement', 40, { mode: 'both', closesOn: '2015-12-31' }),
    course: confirmed('2014-06-02', '2014-09-22', 'assumed'),
  },
  {
    sourceId: 'ITA-2014',
    terms: terms('ITA', 'ITA resettlement', 40, { closesOn: '2015-06-30' }),
    course: confirmed('2014-07-14', '2014-09-15'),
  },
  {
    sourceId: 'ALB-2015-HA',
    terms: terms('ALB', ALB, 290, { ...ALBANIA, closesOn: '2015-12-31' }),
    course: confirmed('2014-12-08', '2015-01-20'),
  },
  {
    sourceId: 'SWE-2015',
    terms: terms('SWE', 'SWE resettlement', 40, { closesOn: '2015-12-31', emergencyPlaces: 5 }),
    course: confirmed('2015-01-12', '2015-02-16'),
  },
  {
    sourceId: 'NLD-2015',
    terms: terms('NLD', 'NLD resettlement', 30, { closesOn: '2015-12-31' }),
    course: confirmed('2015-03-16', '2015-05-04'),
  },
  {
    sourceId: 'ROU-2015-ETC',
    terms: terms('ROU', 'ROU transit centre', 20, {
      kind: 'evacuation_transit',
      closesOn: '2015-12-31',
    }),
    course: confirmed('2015-04-13', '2015-05-25', 'requested'),
  },
]

const NEXT_YEAR = { opensOn: '2015-11-02', closesOn: '2016-12-31' } as const

/** What lies on the table on 1 January 2016: fifteen open promises, and what is not one. */
const ON_THE_TABLE: readonly ScenarioOffer[] = [
  {
    sourceId: 'ALB-2015-HA-2',
    terms: terms('ALB', ALB, 330, { ...ALBANIA, closesOn: '2016-06-30' }),
    course: confirmed('2015-07-13', '2015-08-31'),
  },
  next('DEU', 150, {
    medicalPlaces: 8,
    criteria: { maxCaseSize: 6, text: 'Families of up to six; at most eight medical places.' },
  }),
  next('USA', 110, {
    mode: 'mission',
    missionOn: '2016-02-15',
    criteria: { nationalities: ['IRN', 'IRQ'], text: 'Nationals of Iran or Iraq.' },
  }),
  next('CAN', 85, {
    mode: 'both',
    missionOn: '2016-03-14',
    medicalPlaces: 6,
    criteria: { maxCaseSize: 7 },
  }),
  next('NOR', 58, {
    emergencyPlaces: 6,
    medicalPlaces: 5,
    criteria: { categories: ['LPN', 'SVT', 'AWR', 'MED', 'CHL'] },
  }),
  next('SWE', 70, { emergencyPlaces: 8, medicalPlaces: 6 }),
  next('FIN', 45, {
    mode: 'mission',
    missionOn: '2016-03-07',
    unallocatedPlaces: 15,
    criteria: { categories: ['LPN', 'AWR', 'SVT', 'FAM'], maxCaseSize: 5 },
  }),
  next('NLD', 25, {
    countingBasis: 'cases',
    mode: 'mission',
    missionOn: '2016-02-01',
    medicalPlaces: 3,
    criteria: { text: 'Twenty-five cases, whatever their size; three of them medical.' },
  }),
  next('ITA', 40, {
    consumedAt: 'arrival',
    criteria: { categories: ['LPN', 'AWR', 'FAM'], acceptsMedical: false },
  }),
  next('GBR', 25, {
    criteria: { languages: ['eng'], categories: ['FAM', 'SVT', 'AWR', 'CHL', 'MED'] },
  }),
  next('AUS', 30, {
    consumedAt: 'submission',
    criteria: { categories: ['AWR', 'SVT'], acceptsMedical: false, excludedNeeds: ['DS'] },
  }),
  next('CHE', 20, {
    medicalPlaces: 10,
    criteria: { categories: ['MED', 'AWR', 'CHL', 'SVT'], maxCaseSize: 4 },
  }),
  next('BEL', 20, { criteria: { languages: ['fra', 'eng'], minCaseSize: 2, maxCaseSize: 8 } }),
  next('DNK', 12, { medicalPlaces: 12, criteria: { categories: ['MED'] } }),
  {
    sourceId: 'ROU-2016-ETC',
    terms: terms('ROU', 'ROU transit centre', 40, {
      ...NEXT_YEAR,
      kind: 'evacuation_transit',
      emergencyPlaces: 10,
      criteria: { maxCaseSize: 6, acceptsMedical: false },
    }),
    course: confirmed('2015-10-31', '2015-12-14', 'requested'),
  },
  {
    sourceId: 'FRA-2016',
    terms: terms('FRA', 'FRA admission', 100, { about: true }),
    course: only('2015-11-16', 'reported'),
  },
  {
    sourceId: 'ESP-2016',
    terms: terms('ESP', 'ESP resettlement', 60),
    course: only('2015-11-09', 'requested'),
  },
  {
    sourceId: 'NZL-2016',
    terms: terms('NZL', 'NZL resettlement', 20),
    course: only('2015-12-01', 'assumed'),
  },
  {
    sourceId: 'ISL-2016',
    terms: terms('ISL', 'ISL resettlement', 10),
    course: only('2015-12-07', 'pledged'),
  },
  {
    sourceId: 'IRL-2016',
    terms: terms('IRL', 'IRL resettlement', 15),
    course: [
      ...confirmed('2015-09-21', '2015-10-19'),
      { on: '2015-12-10', status: 'withdrawn', statedBy: PROGRAMME_OFFICE },
    ],
  },
]

function next(
  state: string,
  total: number,
  rest: Partial<Omit<OfferTerms, 'criteria'>> & { criteria?: Partial<OfferCriteria> },
): ScenarioOffer {
  return {
    sourceId: `${state}-2016`,
    terms: terms(state, `${state} resettlement`, total, { ...NEXT_YEAR, ...rest }),
    course: confirmed('2015-09-28', '2015-10-26'),
  }
}

/** All offers of Camp L., in the order of their first mention. */
export const CAMP_L_OFFERS: readonly ScenarioOffer[] = [...FIRST_YEAR, ...LATER, ...ON_THE_TABLE]
