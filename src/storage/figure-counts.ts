import type { FigureCounts } from '../domain/figure-counts.ts'
import type { OfferStatus, OfferTerms, OfferUse } from '../domain/offer.ts'
import type { PlainDate } from '../domain/plain-date.ts'
import type { Tx } from './database.ts'
import { COURSE, LIVE, MEMBERSHIP } from './figure-sql.ts'

/** As of which day, from what was recorded before which instant (ISO, exclusive). */
export interface FigureMoment {
  readonly asOf: PlainDate
  /** The end of the known-on day in the operation's time zone. */
  readonly knownBefore: string
}

const PEOPLE = `
  select 'population' as id, null as state, count(*) as value from life where present
  union all select 'protection_needs_determined', null, count(*) from life where in_need
  union all select 'died', null, count(*) from life where died_on is not null
  union all select 'left_on_their_own', null, count(*) from life
    where left_on is not null and died_on is null and departed_on is null
  union all select 'out_of_danger', null, count(*) from life
    where safe and died_on is null and left_on is null
  union all select 'cases_open', null, count(*) from started s
    left join membership m on m.case_id = s.case_id
    where not exists (select from ended e where e.case_id = s.case_id) and coalesce(m.going_on, true)
  union all select 'submitted_cases', null, count(distinct case_id) from way
  union all select 'with_states_cases', null, count(distinct case_id) from way where awaits
  union all
  select step.id, null, step.value from (
    select count(*) as submitted, count(*) filter (where awaits) as awaits,
           count(decided_on) as decided, count(accepted_on) as accepted,
           count(departed_on) as departed, count(arrived_on) as arrived,
           count(*) filter (where departed_on > $2::date - 90) as last_90,
           count(*) filter (where departed_on > $2::date - 365) as last_365
    from (select ${firstSteps('person_id')}) as fate
  ) as sums, lateral (values
    ('submitted_persons', submitted), ('with_states_persons', awaits), ('decided', decided),
    ('accepted', accepted), ('departed', departed), ('arrived', arrived),
    ('departed_last_90_days', last_90), ('departed_last_365_days', last_365)) as step (id, value)
  union all
  select step.id, state, step.value from (
    select state, count(*) as submitted, count(accepted_on) as accepted,
           count(departed_on) as departed, count(arrived_on) as arrived
    from (select state, ${firstSteps('state, person_id')}) as fate group by state
  ) as sums, lateral (values
    ('submitted_persons', submitted), ('accepted', accepted), ('departed', departed),
    ('arrived', arrived)) as step (id, value)
  union all
  select span.id || part.suffix, null, part.value from (
    select 'days_registered_to_submitted' as id,
           percentile_disc(array[0.5, 0.9]) within group (order by submitted_on - registered_on) as days
    from life join (select person_id, min(transmitted_on) as submitted_on from way group by person_id) as fate
      using (person_id)
    union all select 'days_submitted_to_decided',
           percentile_disc(array[0.5, 0.9]) within group (order by decided_on - transmitted_on)
    from way where decided_on is not null
    union all select 'days_accepted_to_departed',
           percentile_disc(array[0.5, 0.9]) within group (order by departed_on - accepted_on)
    from way where departed_on is not null and accepted_on is not null
  ) as span, lateral (values ('_median', days[1]), ('_p90', days[2])) as part (suffix, value)
  where part.value is not null`

/** The first time each step was reached, for each key. */
function firstSteps(key: string): string {
  return `min(decided_on) as decided_on, min(accepted_on) as accepted_on,
           min(departed_on) as departed_on, min(arrived_on) as arrived_on, bool_or(awaits) as awaits
    from way group by ${key}`
}

const USES = `
  select offer_id, waiting, accepted, departed, arrived, count(*) as submissions
  from (
    select offer_id, count(*) filter (where outcome = 'waiting') as waiting,
           count(*) filter (where outcome = 'accepted') as accepted,
           count(*) filter (where outcome = 'departed') as departed,
           count(*) filter (where outcome = 'arrived') as arrived
    from way where outcome <> 'out' group by offer_id, submission_id
  ) as per_submission
  group by offer_id, waiting, accepted, departed, arrived`

/** The terms and the status last recorded; an offer that was not yet recorded is not there. */
const OFFERS = `
  select offer_id,
         (array_agg(data -> 'terms' order by recorded_at desc, id desc)
           filter (where type <> 'offer.status_changed'))[1] as terms,
         (array_agg(data ->> 'status' order by recorded_at desc, id desc)
           filter (where type <> 'offer.revised'))[1] as status
  from live where type in ('offer.recorded', 'offer.revised', 'offer.status_changed')
  group by offer_id having bool_or(type = 'offer.recorded')`

const STATEMENT = `
  with ${LIVE}, ${COURSE}, ${MEMBERSHIP}
  select (select json_agg(people) from (${PEOPLE}) as people) as counts,
         (select json_agg(uses) from (${USES}) as uses) as uses,
         (select json_agg(offers) from (${OFFERS}) as offers) as offers`

interface CountsRow {
  readonly counts: readonly { id: string; state: string | null; value: number }[]
  readonly uses: readonly UseRow[] | null
  readonly offers: readonly { offer_id: string; terms: OfferTerms; status: OfferStatus }[] | null
}

interface UseRow {
  readonly offer_id: string
  readonly waiting: number
  readonly accepted: number
  readonly departed: number
  readonly arrived: number
  readonly submissions: number
}

/**
 * Counts from the events alone, never from what is folded from them: so any past day answers,
 * and as it was known on any past day. One statement; some 0.5 s for 100,000 persons.
 */
export async function countFigures(tx: Tx, at: FigureMoment): Promise<FigureCounts> {
  const [row] = await tx.query<CountsRow>(STATEMENT, [tx.operationId, at.asOf, at.knownBefore])
  const uses = row?.uses ?? []
  return {
    counts: (row?.counts ?? []).map(({ id, state, value }) =>
      state === null ? { id, value } : { id, value, state },
    ),
    offers: (row?.offers ?? []).map(({ offer_id, terms, status }) => ({
      terms,
      status,
      uses: uses.filter((use) => use.offer_id === offer_id).map(toUse),
    })),
  }
}

function toUse(row: UseRow): OfferUse & { readonly submissions: number } {
  const outcomes = (['waiting', 'accepted', 'departed', 'arrived'] as const).flatMap((outcome) =>
    Array.from({ length: row[outcome] }, () => outcome),
  )
  return { memberOutcomes: outcomes, submissions: row.submissions }
}
