import type { EventData } from '../domain/event.ts'
import type { PlainDate } from '../domain/plain-date.ts'

/** An incident and what public bodies said of it, as it came in. */
export interface ScenarioIncident {
  readonly on: PlainDate
  readonly kind: EventData['incident.reported']['kind']
  readonly where: string
  readonly statements: readonly (EventData['incident.figure_stated'] & { readonly on: PlainDate })[]
}

/**
 * The incidents of the scenario with the figures of its sources (resettlement.md §13). Our own
 * register says who of our people died; the statements stay what their publishers said.
 */
export const CAMP_L_INCIDENTS: readonly ScenarioIncident[] = [
  {
    on: '2013-02-09',
    kind: 'attack',
    where: 'Camp L.',
    statements: [
      { on: '2013-02-09', measure: 'killed', value: 6, publisher: 'UN News' },
      { on: '2013-03-18', measure: 'killed', value: 8, publisher: 'UNHCR' },
    ],
  },
  {
    on: '2013-09-01',
    kind: 'attack',
    where: 'the former camp',
    statements: [
      { on: '2014-05-06', measure: 'killed', value: 52, publisher: 'UNHCR' },
      { on: '2014-05-06', measure: 'missing', value: 7, publisher: 'UNHCR' },
    ],
  },
  {
    on: '2013-12-26',
    kind: 'attack',
    where: 'Camp L.',
    statements: [
      { on: '2013-12-27', measure: 'killed', value: 3, publisher: 'UNHCR' },
      { on: '2014-05-06', measure: 'killed', value: 4, publisher: 'UNHCR' },
    ],
  },
  {
    on: '2015-10-29',
    kind: 'attack',
    where: 'Camp L.',
    statements: [
      { on: '2015-10-29', measure: 'killed', value: 20, publisher: 'UNHCR' },
      { on: '2015-11-20', measure: 'killed', value: 24, publisher: 'UNHCR' },
    ],
  },
]
