import type { PlainDate } from '../domain/plain-date.ts'
import type { Departures, Losses } from './camp-l-moves.ts'
import type { Round, Window } from './camp-l-rounds.ts'

/**
 * The timetable of Camp L. The sums below make the dated figures of resettlement.md §13:
 *
 * - 3,600 persons are ever registered, 3,220 of them by 18 March 2013.
 * - First submissions of 2013: 210 (Albania) + 114 (Germany) + 1,661 (eleven States) = 1,985
 *   persons in 1,400 cases.
 * - Departures: 200 + 55 + 56 = 311 by 27 December 2013; 8 + 36 + 12 = 56 in the first quarter
 *   (367; Albania 208, Germany 91, others 68); then 300, 310 and 135, in all 1,112, of them
 *   208 + 260 + 267 + 125 = 860 to Albania.
 * - Population: 3,600 - 311 - 11 (attacks) - 9 (deaths) - 69 (left) = 3,200; - 56 - 3 - 12 =
 *   3,129; - 300 - 7 - 122 = 2,700; - 310 - 12 - 178 = 2,200; - 135 - 26 - 74 = 1,965.
 */

/** Days whose figures are published: by their evening, everything that counts is recorded. */
export const CATCH_UP_DAYS: readonly PlainDate[] = [
  '2013-03-18',
  '2013-04-18',
  '2013-12-27',
  '2014-03-31',
  '2014-05-06',
  '2014-09-30',
  '2015-10-28',
  '2015-12-31',
]

/** Rounds of first submissions in 2013; the last one is still unanswered when the year ends. */
const WAVES: readonly { readonly sent: Window; readonly answered: Window }[] = [
  { sent: ['2013-05-27', '2013-06-21'], answered: ['2013-07-08', '2013-08-09'] },
  { sent: ['2013-08-19', '2013-09-06'], answered: ['2013-09-16', '2013-10-18'] },
  { sent: ['2013-10-28', '2013-11-15'], answered: ['2013-11-25', '2013-12-12'] },
  { sent: ['2013-12-18', '2013-12-25'], answered: ['2014-01-20', '2014-03-14'] },
]

/** By State: persons submitted and accepted in each of the four waves. */
const WAVE_SIZES: Readonly<Record<string, readonly (readonly [sent: number, accepted: number])[]>> =
  {
    'USA-2013': [[130, 6], [140, 6], [140, 4], [130, 3]],
    'ITA-2013': [[50, 6], [50, 6], [45, 4], [40, 2]],
    'SWE-2013': [[40, 4], [40, 4], [40, 2], [38, 2]],
    'NOR-2013': [[34, 3], [34, 3], [34, 2], [32, 2]],
    'FIN-2013': [[34, 3], [34, 3], [34, 2], [32, 2]],
    'CAN-2013': [[34, 2], [34, 2], [34, 2], [32, 1]],
    'NLD-2013': [[26, 2], [24, 2], [20, 1], [22, 1]],
    'GBR-2013': [[26, 2], [24, 2], [20, 1], [22, 1]],
    'AUS-2013': [[26, 1], [24, 1], [20, 1], [22, 1]],
    'BEL-2013': [[15, 1], [11, 1], [12, 1], [12, 0]],
    'DNK-2013': [[15, 1], [10, 0], [11, 0], [14, 0]],
  } // prettier-ignore

/** Rounds that take cases never submitted before; together they take all of the first 1,400. */
export const FIRST_ROUNDS: readonly Round[] = [
  {
    offer: 'ALB-2013-HA',
    sent: ['2013-03-20', '2013-04-05'],
    answered: ['2013-04-09', '2013-04-26'],
    persons: 100,
    accepted: 100,
  },
  {
    offer: 'ALB-2013-HA',
    sent: ['2013-05-06', '2013-05-24'],
    answered: ['2013-06-03', '2013-06-28'],
    persons: 70,
    accepted: 70,
  },
  {
    offer: 'ALB-2013-HA',
    sent: ['2013-08-05', '2013-08-23'],
    answered: ['2013-09-02', '2013-09-20'],
    persons: 40,
    accepted: 40,
  },
  {
    offer: 'DEU-2013',
    sent: ['2013-05-27', '2013-06-14'],
    answered: ['2013-07-15', '2013-08-16'],
    persons: 64,
    accepted: 50,
  },
  {
    offer: 'DEU-2013',
    sent: ['2013-09-09', '2013-09-27'],
    answered: ['2013-10-14', '2013-11-22'],
    persons: 50,
    accepted: 48,
  },
  ...WAVES.flatMap(({ sent, answered }, wave) =>
    Object.entries(WAVE_SIZES).map(([offer, sizes]) => {
      const [persons, accepted] = sizes[wave] ?? [0, 0]
      return { offer, sent, answered, persons, accepted }
    }),
  ),
]

/** Rounds of 2014 and 2015: whoever waits ready, submitted before or not. */
export const ROUNDS_2014: readonly Round[] = [
  round('NOR-2014', ['2014-04-07', '2014-04-25'], ['2014-05-12', '2014-06-06'], 30, 12),
  round('FIN-2014', ['2014-04-07', '2014-04-25'], ['2014-05-12', '2014-06-06'], 30, 10),
  round('ALB-2014-HA', ['2014-04-22', '2014-05-09'], ['2014-05-14', '2014-05-30'], 150, 146),
  round('ALB-2014-HA', ['2014-06-16', '2014-06-30'], ['2014-07-07', '2014-07-25'], 130, 128),
]

export const ROUNDS_TO_OCTOBER_2015: readonly Round[] = [
  round('USA-2014', ['2014-06-30', '2014-07-18'], ['2014-08-04', '2014-10-10'], 110, 14),
  round('USA-2014', ['2014-11-10', '2014-11-28'], ['2015-01-12', '2015-02-20'], 100, 10),
  round('ITA-2014', ['2014-10-06', '2014-10-24'], ['2014-11-10', '2014-12-12'], 38, 10),
  round('ALB-2015-HA', ['2015-02-02', '2015-02-20'], ['2015-02-26', '2015-03-20'], 150, 146),
  round('ALB-2015-HA', ['2015-04-20', '2015-05-08'], ['2015-05-18', '2015-06-05'], 130, 126),
  round('SWE-2015', ['2015-03-02', '2015-03-20'], ['2015-04-13', '2015-05-15'], 38, 8),
  round('NLD-2015', ['2015-05-18', '2015-06-05'], ['2015-06-22', '2015-07-24'], 28, 8),
  round('ROU-2015-ETC', ['2015-06-08', '2015-06-19'], ['2015-06-24', '2015-06-30'], 14, 14),
  round('ALB-2015-HA-2', ['2015-09-14', '2015-10-02'], ['2015-10-08', '2015-10-23'], 150, 147),
]

export const LAST_ROUNDS: readonly Round[] = [
  round('ALB-2015-HA-2', ['2015-11-23', '2015-12-11'], ['2015-12-15', '2015-12-30'], 120, 84, 32),
  round('DEU-2016', ['2015-11-09', '2015-11-27'], ['2015-12-07', '2015-12-28'], 48, 16, 30),
  round('SWE-2016', ['2015-11-30', '2015-12-11'], ['2015-12-16', '2015-12-29'], 20, 8, 12),
  round('NOR-2016', ['2015-11-30', '2015-12-11'], ['2015-12-16', '2015-12-29'], 14, 6, 8),
  round('CAN-2016', ['2015-12-07', '2015-12-18'], ['2015-12-22', '2015-12-30'], 18, 0, 18),
]

function round(
  offer: string,
  sent: Window,
  answered: Window,
  persons: number,
  accepted: number,
  unanswered = 0,
): Round {
  return { offer, sent, answered, persons, accepted, unanswered }
}

const toAlbania = (sourceId: string): boolean => sourceId.startsWith('ALB')
const toGermany = (sourceId: string): boolean => sourceId === 'DEU-2013'
const toOthers = (sourceId: string): boolean => !toAlbania(sourceId) && !toGermany(sourceId)

export const DEPARTURES_2013: readonly Departures[] = [
  { offers: toAlbania, window: ['2013-05-13', '2013-12-20'], persons: 200 },
  { offers: toGermany, window: ['2013-08-12', '2013-12-23'], persons: 55 },
  { offers: toOthers, window: ['2013-08-12', '2013-12-20'], persons: 56 },
]

export const DEPARTURES_EARLY_2014: readonly Departures[] = [
  { offers: toAlbania, window: ['2014-01-06', '2014-03-14'], persons: 8 },
  { offers: toGermany, window: ['2014-01-08', '2014-03-28'], persons: 36 },
  { offers: toOthers, window: ['2014-01-10', '2014-03-28'], persons: 12 },
]

export const DEPARTURES_TO_SEPTEMBER_2014: readonly Departures[] = [
  { offers: toAlbania, window: ['2014-05-26', '2014-09-26'], persons: 260 },
  { offers: toOthers, window: ['2014-04-14', '2014-09-26'], persons: 40 },
]

/** `told` persons of others leave in the stories of single cases. */
export function departuresToOctober2015(told: number): readonly Departures[] {
  return [
    { offers: toAlbania, window: ['2014-10-06', '2015-10-22'], persons: 267 },
    { offers: toOthers, window: ['2014-10-06', '2015-10-22'], persons: 43 - told },
  ]
}

export const DEPARTURES_TO_END_2015: readonly Departures[] = [
  { offers: toAlbania, window: ['2015-11-09', '2015-12-28'], persons: 125 },
  { offers: toOthers, window: ['2015-11-09', '2015-12-28'], persons: 10 },
]

export const LOSSES = {
  toMarch2013: { window: ['2013-02-15', '2013-03-16'], left: 14, died: 3, onlyAlone: true },
  springAndSummer2013: { window: ['2013-04-02', '2013-09-30'], left: 30, died: 4, onlyAlone: true },
  autumn2013: { window: ['2013-10-01', '2013-12-22'], left: 25, died: 2 },
  early2014: { window: ['2013-12-29', '2014-03-29'], left: 12, died: 2 },
  toSeptember2014: { window: ['2014-04-01', '2014-09-28'], left: 122, died: 7 },
  /** One more dies in a story. */
  toOctober2015: { window: ['2014-10-01', '2015-10-26'], left: 178, died: 11, returned: 3 },
  toEnd2015: { window: ['2015-10-30', '2015-12-29'], left: 74, died: 2 },
} as const satisfies Readonly<Record<string, Losses>>
