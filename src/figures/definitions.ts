import type { StateCode } from '../domain/state-code.ts'
import type { FigureView } from '../domain/views.ts'

/** What a figure counts, in words that anyone can check. */
export interface FigureDefinition {
  readonly id: string
  readonly unit: FigureView['unit']
  /** What is counted, from which events, and of which population. */
  readonly definition: string
  /** Also given for each State, as `departed_ALB`. */
  readonly byState?: true
}

/** Between which two events a processing time runs, and for whom. */
const INTERVALS = [
  {
    id: 'days_registered_to_submitted',
    what: 'from the registration of a person to their first submission to a State, over all persons ever submitted',
  },
  {
    id: 'days_submitted_to_decided',
    what: 'from the submission of a person to the State’s first decision on them, over all persons decided, each submission apart',
  },
  {
    id: 'days_accepted_to_departed',
    what: 'from the acceptance of a person to boarding, over all persons departed',
  },
] as const

/** The figures, in the order in which they are shown. By-State ones follow their total. */
export const FIGURE_DEFINITIONS: readonly FigureDefinition[] = [
  {
    id: 'population',
    unit: 'persons',
    definition:
      'Persons registered and present: registered, and not recorded as dead, as gone on their own or as departed.',
  },
  {
    id: 'protection_needs_determined',
    unit: 'persons',
    definition:
      'Persons registered, still present or not, whose latest status determination found a need of protection: refugee, stateless person, or dependant of one.',
  },
  {
    id: 'cases_open',
    unit: 'cases',
    definition:
      'Cases referred or split off from another case, not closed or set aside since, with a member who has not arrived, died or left. A case without any member counts as open.',
  },
  {
    id: 'submitted_cases',
    unit: 'cases',
    definition:
      'Different cases ever submitted to a State, from submissions transmitted; a case submitted again counts once.',
  },
  {
    id: 'submitted_persons',
    unit: 'persons',
    byState: true,
    definition:
      'Different persons ever submitted to a State, from the members named in submissions transmitted; a person submitted again, or in a case split off later, counts once.',
  },
  {
    id: 'with_states_cases',
    unit: 'cases',
    definition:
      'Cases with a member who awaits a State’s decision: submitted, or under review after a refusal; not withdrawn. Deferred is awaiting.',
  },
  {
    id: 'with_states_persons',
    unit: 'persons',
    definition:
      'Persons who await a State’s decision: submitted, or under review after a refusal; not withdrawn, alive and not gone. Deferred is awaiting, not denied.',
  },
  {
    id: 'decided',
    unit: 'persons',
    definition:
      'Different persons on whom a State ever decided: accepted, denied, or returned without consideration. Deferred is not decided.',
  },
  {
    id: 'accepted',
    unit: 'persons',
    byState: true,
    definition:
      'Different persons ever accepted by a State, on first decision or after review; the acceptance counts even if it lapsed later or was not taken up.',
  },
  {
    id: 'denied',
    unit: 'persons',
    definition:
      'Persons decided and never accepted. A submission returned without consideration counts as denied; a deferred one does not. Accepted and denied add up to decided, so the acceptance rate is accepted ÷ (accepted + denied).',
  },
  {
    id: 'departed',
    unit: 'persons',
    byState: true,
    definition:
      'Different persons who boarded to leave the country of asylum under a submission, from boardings; whatever came after.',
  },
  {
    id: 'arrived',
    unit: 'persons',
    byState: true,
    definition: 'Different persons who reached the country that accepted them, from arrivals.',
  },
  {
    id: 'out_of_danger',
    unit: 'persons',
    definition:
      'Persons registered whose last recorded location is safe: departed, in transit, arrived or moved to a safe place; not dead, not gone on their own. It says nothing about a solution: see arrived.',
  },
  {
    id: 'died',
    unit: 'persons',
    definition: 'Persons registered whose death is recorded, wherever they were.',
  },
  {
    id: 'left_on_their_own',
    unit: 'persons',
    definition:
      'Persons registered who left the population without departing under a submission: on their own, by return or by another solution.',
  },
  {
    id: 'places_confirmed',
    unit: 'places',
    byState: true,
    definition:
      'Places in offers confirmed as of the day and not withdrawn, opened or not, used or not, of every kind (transit places included), in offers that count persons: the sum of their totals.',
  },
  {
    id: 'case_places_confirmed',
    unit: 'cases',
    byState: true,
    definition:
      'Cases for which offers that count cases are confirmed as of the day and not withdrawn: the sum of their totals. Cases are never turned into persons.',
  },
  {
    id: 'places_free',
    unit: 'places',
    definition:
      'Places that can be used on the day in offers that count persons: confirmed, opened, not closed; total less what the State has not allocated, less what is used or reserved by the offer’s own rule.',
  },
  {
    id: 'without_place',
    unit: 'persons',
    definition:
      'Of the population, persons without an acceptance that stands and without a place reserved for them in a confirmed open offer by a submission that awaits a decision.',
  },
  {
    id: 'gap',
    unit: 'persons',
    definition:
      'Persons for whom there is no place: without_place less places_free, at least 0. Free places counted in cases are not taken off, because a case is no number of persons.',
  },
  ...[90, 365].map((days) => ({
    id: `departed_last_${days}_days`,
    unit: 'persons' as const,
    definition: `Different persons who boarded in the ${days} days that end with the day.`,
  })),
  ...INTERVALS.flatMap(({ id, what }) => [
    {
      id: `${id}_median`,
      unit: 'days' as const,
      definition: `Median of the days ${what}: half took at most so many. Those who still wait are not in it.`,
    },
    {
      id: `${id}_p90`,
      unit: 'days' as const,
      definition: `Days ${what}: nine in ten took at most so many. Those who still wait are not in it.`,
    },
  ]),
]

const BY_ID: ReadonlyMap<string, FigureDefinition> = new Map(
  FIGURE_DEFINITIONS.map((one) => [one.id, one]),
)

/** A figure's id taken apart: `departed_ALB` is `departed` of ALB; undefined when there is none. */
export function parseFigureId(
  id: string,
): { readonly definition: FigureDefinition; readonly state?: StateCode } | undefined {
  const whole = BY_ID.get(id)
  if (whole !== undefined) return { definition: whole }
  const state = /_([A-Z]{3})$/.exec(id)?.[1]
  const definition = state === undefined ? undefined : BY_ID.get(id.slice(0, -4))
  return state !== undefined && definition?.byState === true ? { definition, state } : undefined
}

/** The id of a State's part of a figure. */
export function figureId(id: string, state?: StateCode): string {
  return state === undefined ? id : `${id}_${state}`
}
