import { DomainError } from '../domain/errors.ts'
import type { EventType } from '../domain/event.ts'
import type { PlainDate } from '../domain/plain-date.ts'
import type { Tx } from './database.ts'
import type { FigureMoment } from './figure-counts.ts'
import { COURSE, LIVE, MEMBERSHIP } from './figure-sql.ts'

/** One of what a figure counts: the event by which it counts. */
export interface FigureEvent {
  readonly event: string
  readonly type: EventType
  readonly effectiveOn: PlainDate
  /** Reference of the person counted; absent when cases are counted. */
  readonly person?: string
  /** Reference of the case it happened in, where it did. */
  readonly case?: string
}

export interface FigureEvents {
  /** The figure itself: as many as there are without a limit. */
  readonly total: number
  readonly rows: readonly FigureEvent[]
}

interface Step {
  /** What is counted once. */
  readonly key: 'person_id' | 'case_id'
  /** The events that can make it count: id, type, effective_on, recorded_at, person, case, State. */
  readonly events: string
}

/** What every step has of its event; what it counts comes from the table named beside it. */
const EVENT = 'e.id, e.type, e.effective_on, e.recorded_at'
const OF_WAY = 'w.person_id, w.case_id, w.state'
const OF_PERSON = 'l.person_id, null::uuid as case_id, null as state'

/** Events of a submission's course, with the case and the State of the submission. */
const ofSubmission = (type: EventType): string => `
  select ${EVENT}, ${OF_WAY}
  from live e join way w on w.submission_id = e.submission_id and w.person_id = e.person_id
  where e.type = '${type}'`

/** Events of a whole submission, for each of its members. */
const ofAllMembers = (type: EventType): string => `
  select ${EVENT}, ${OF_WAY}
  from live e join way w on w.submission_id = e.submission_id where e.type = '${type}'`

/** Events of a registered person. */
const ofPerson = (type: EventType): string => `
  select ${EVENT}, ${OF_PERSON}
  from live e join life l on l.person_id = e.person_id where e.type = '${type}'`

const TRANSMITTED = ofAllMembers('submission.transmitted')
const DECIDED = `${ofSubmission('submission.member_decided')}
  union all ${ofAllMembers('submission.returned_unconsidered')}`

/** A later event of the same person that takes back what this one said. */
const takenBack = (type: EventType, how: string): string => `
  exists (select from live o where o.person_id = e.person_id and o.type = '${type}'
            and o.recorded_at > e.recorded_at and ${how})`

const IS_IN_NEED = `in ('refugee', 'stateless_non_refugee', 'non_refugee_dependant')`

const STEPS: ReadonlyMap<string, Step> = new Map<string, Step>([
  ['population', { key: 'person_id', events: `${ofPerson('person.registered')} and l.present` }],
  [
    'protection_needs_determined',
    {
      key: 'person_id',
      events: `${ofPerson('person.status_determined')} and l.in_need
        and e.data ->> 'status' ${IS_IN_NEED}
        and not ${takenBack('person.status_determined', `o.data ->> 'status' not ${IS_IN_NEED}`)}`,
    },
  ],
  [
    'cases_open',
    {
      key: 'case_id',
      events: `
        select ${EVENT}, e.person_id, e.case_id, null as state
        from live e left join membership m on m.case_id = e.case_id
        where e.type in ('case.referred', 'case.split_from') and coalesce(m.going_on, true)
          and not exists (select from ended d where d.case_id = e.case_id)`,
    },
  ],
  ['submitted_cases', { key: 'case_id', events: TRANSMITTED }],
  ['submitted_persons', { key: 'person_id', events: TRANSMITTED }],
  ['with_states_cases', { key: 'case_id', events: `${TRANSMITTED} and w.awaits` }],
  ['with_states_persons', { key: 'person_id', events: `${TRANSMITTED} and w.awaits` }],
  ['decided', { key: 'person_id', events: DECIDED }],
  [
    'accepted',
    {
      key: 'person_id',
      events: `${ofSubmission('submission.member_decided')} and e.data ->> 'decision' = 'accepted'
        union all ${ofAllMembers('submission.overturned')} and w.accepted_on <= e.effective_on`,
    },
  ],
  [
    'denied',
    {
      key: 'person_id',
      events: `
        select * from (${DECIDED}) as step where not exists (
          select from way yes where yes.person_id = step.person_id and yes.accepted_on is not null)`,
    },
  ],
  ['departed', { key: 'person_id', events: ofSubmission('travel.boarded') }],
  ['arrived', { key: 'person_id', events: ofSubmission('travel.arrived') }],
  [
    'out_of_danger',
    {
      key: 'person_id',
      events: `
        select ${EVENT}, ${OF_PERSON}
        from live e join life l on l.person_id = e.person_id
        where l.safe and l.died_on is null and l.left_on is null
          and (e.type in ('travel.boarded', 'travel.transit_reached', 'travel.arrived')
               or (e.type = 'person.moved' and (e.data ->> 'safe')::boolean))
          and not ${takenBack('person.moved', `not (o.data ->> 'safe')::boolean`)}`,
    },
  ],
  ['died', { key: 'person_id', events: ofPerson('person.died') }],
  [
    'left_on_their_own',
    {
      key: 'person_id',
      events: `${ofPerson('person.left')} and l.died_on is null and l.departed_on is null`,
    },
  ],
])

/** The figures that can be followed down to their events; by State as `departed_ALB` too. */
export const FIGURES_WITH_EVENTS: readonly string[] = [...STEPS.keys()]

const BY_STATE: ReadonlySet<string> = new Set([
  'submitted_persons',
  'accepted',
  'departed',
  'arrived',
])

interface Row {
  readonly id: string
  readonly type: string
  readonly effective_on: string
  readonly person: string | null
  readonly case: string | null
  readonly total: number
}

/**
 * The events behind a figure, one for each person or case counted, the first by which it counts;
 * by day. Errors: `not_found` for a figure that is not followed down.
 */
export async function listFigureEvents(
  tx: Tx,
  figure: string,
  at: FigureMoment,
  page: { readonly limit: number; readonly offset: number },
): Promise<FigureEvents> {
  const { step, state } = findStep(figure)
  const rows = await tx.query<Row>(
    `with ${LIVE}, ${COURSE}, ${MEMBERSHIP},
     counted as (
       select distinct on (${step.key}) id, type, effective_on, recorded_at, person_id, case_id
       from (${step.events}) as step
       where $4::text is null or state = $4
       order by ${step.key}, effective_on, recorded_at, id
     )
     select c.id, c.type, c.effective_on, ${step.key === 'person_id' ? 'p.reference' : 'null'} as person,
            k.reference as case, total.total
     from (select count(*) as total from counted) as total
     left join lateral (
       select * from counted order by effective_on, recorded_at, id, person_id limit $5 offset $6
     ) as c on true
     left join persons p on p.operation_id = $1 and p.id = c.person_id
     left join cases k on k.operation_id = $1 and k.id = c.case_id
     order by c.effective_on, c.recorded_at, c.id, c.person_id`,
    [tx.operationId, at.asOf, at.knownBefore, state ?? null, page.limit, page.offset],
  )
  return {
    total: rows[0]?.total ?? 0,
    // Past the last page there is the total alone.
    rows: rows.filter((row) => row.id !== null).map(toFigureEvent),
  }
}

function findStep(figure: string): { step: Step; state?: string } {
  const whole = STEPS.get(figure)
  if (whole !== undefined) return { step: whole }
  const state = /_([A-Z]{3})$/.exec(figure)?.[1]
  const base = figure.slice(0, -4)
  const step = BY_STATE.has(base) ? STEPS.get(base) : undefined
  if (step === undefined || state === undefined)
    throw new DomainError(
      'not_found',
      `The figure ${figure} cannot be followed down to events. These can: ${FIGURES_WITH_EVENTS.join(', ')}; most also by State, as departed_ALB.`,
    )
  return { step, state }
}

function toFigureEvent(row: Row): FigureEvent {
  return {
    event: row.id,
    type: row.type as EventType,
    effectiveOn: row.effective_on,
    ...(row.person === null ? {} : { person: row.person }),
    ...(row.case === null ? {} : { case: row.case }),
  }
}
