import { DomainError } from '../domain/errors.ts'
import type { EventType } from '../domain/event.ts'
import type { PlainDate } from '../domain/plain-date.ts'
import type { Tx } from './database.ts'
import type { FigureMoment } from './figure-counts.ts'
import { COURSE, LIVE } from './figure-sql.ts'

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

/** Events of a submission's course, with the case and the State of the submission. */
const ofSubmission = (type: EventType): string => `
  select e.id, e.type, e.effective_on, e.recorded_at, w.person_id, w.case_id, w.state
  from live e join way w on w.submission_id = e.submission_id and w.person_id = e.person_id
  where e.type = '${type}'`

const TRANSMITTED = `
  select e.id, e.type, e.effective_on, e.recorded_at, w.person_id, w.case_id, w.state
  from live e join way w on w.submission_id = e.submission_id where e.type = 'submission.transmitted'`

const STEPS: ReadonlyMap<string, Step> = new Map<string, Step>([
  [
    'population',
    {
      key: 'person_id',
      events: `
        select e.id, e.type, e.effective_on, e.recorded_at, l.person_id, null::uuid as case_id,
               null as state
        from live e join life l on l.person_id = e.person_id and l.present
        where e.type = 'person.registered'`,
    },
  ],
  ['submitted_cases', { key: 'case_id', events: TRANSMITTED }],
  ['submitted_persons', { key: 'person_id', events: TRANSMITTED }],
  [
    'accepted',
    {
      key: 'person_id',
      events: `${ofSubmission('submission.member_decided')} and e.data ->> 'decision' = 'accepted'
        union all
        select e.id, e.type, e.effective_on, e.recorded_at, w.person_id, w.case_id, w.state
        from live e join way w on w.submission_id = e.submission_id
        where e.type = 'submission.overturned' and w.accepted_on <= e.effective_on`,
    },
  ],
  ['departed', { key: 'person_id', events: ofSubmission('travel.boarded') }],
  ['arrived', { key: 'person_id', events: ofSubmission('travel.arrived') }],
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
    `with ${LIVE}, ${COURSE},
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
