/**
 * Who was known as one person before the instant $3: `one_person` gives for each record that was
 * merged the one that is shown. True since ever, whatever the as-of day: only when it became known
 * counts. $1 is the operation.
 */
const ONE_PERSON = `
  one_person as materialized (
    select person_id, shown_id from (
      select distinct on (e.person_id) e.person_id, (e.data ->> 'intoId')::uuid as shown_id, e.type
      from events e
      where e.operation_id = $1 and e.type in ('person.merged', 'person.unmerged')
        and e.recorded_at < $3::timestamptz
      order by e.person_id, e.recorded_at desc, e.id desc
    ) as last_word
    where type = 'person.merged'
  )`

/**
 * The events of one operation as they stood: true by the day $2, recorded before the instant $3,
 * and not taken back with a batch before $3; records of one person under the one that is shown.
 * $1 is the operation.
 */
export const LIVE = `${ONE_PERSON},
  live as not materialized (
    select e.id, e.type, e.effective_on, e.recorded_at, e.case_id, e.submission_id, e.offer_id, e.data,
           coalesce(o.shown_id, e.person_id) as person_id
    from events e
    left join one_person o on o.person_id = e.person_id
    where e.operation_id = $1 and e.effective_on <= $2::date and e.recorded_at < $3::timestamptz
      and not exists (
        select from event_voids v
        where v.operation_id = $1 and v.batch_id = e.batch_id and v.recorded_at < $3::timestamptz)
      and not exists (
        select from single_event_voids s
        where s.operation_id = $1 and s.event_id = e.id and s.recorded_at < $3::timestamptz)
  )`

/** Ids of persons in the data of an event, records of one person under the one that is shown. */
const NAMED = `
  lateral (
    select coalesce(o.shown_id, i.id::uuid) as person_id
    from jsonb_array_elements_text(s.data -> 'personIds') as i (id)
    left join one_person o on o.person_id = i.id::uuid
  ) as named`

/**
 * How far each person came. `life`: one row for each person registered. `way`: one row for each
 * person in each submission, with the first day of each step and what the place is held for, as
 * domain/apply-to-submission.ts and storage/offers.ts say it.
 */
export const COURSE = `
  member as materialized (
    select s.submission_id, s.case_id, s.offer_id, s.data ->> 'state' as state,
           s.effective_on as transmitted_on, named.person_id
    from live s, ${NAMED}
    where s.type = 'submission.transmitted'
  ),
  journey as materialized (
    select submission_id, person_id,
           min(effective_on) filter (where type = 'travel.boarded') as departed_on,
           min(effective_on) filter (where type = 'travel.arrived') as arrived_on,
           bool_or(type = 'travel.declined_offer') as declined,
           max(recorded_at) filter (where type <> 'travel.declined_offer') as travelled_at
    from live
    where type in ('travel.boarded', 'travel.transit_reached', 'travel.arrived', 'travel.declined_offer')
    group by submission_id, person_id
  ),
  moved as (
    select distinct on (person_id) person_id, recorded_at as moved_at, (data ->> 'safe')::boolean as safe
    from live where type = 'person.moved' order by person_id, recorded_at desc, id desc
  ),
  register as (
    select person_id,
           min(effective_on) filter (where type = 'person.registered') as registered_on,
           min(effective_on) filter (where type = 'person.died') as died_on,
           min(effective_on) filter (where type = 'person.left') as left_on,
           coalesce(max(recorded_at) filter (where found) >=
                    coalesce(max(recorded_at) filter (where not found), '-infinity'), false) as in_need
    from (
      select person_id, type, effective_on, recorded_at,
             case when type = 'person.status_determined' then data ->> 'status' in
               ('refugee', 'stateless_non_refugee', 'non_refugee_dependant') end as found
      from live
      where type in ('person.registered', 'person.died', 'person.left', 'person.status_determined')
    ) as facts
    group by person_id
  ),
  life as materialized (
    select r.*, j.departed_on, j.arrived_on,
           r.died_on is null and r.left_on is null and j.departed_on is null as present,
           case when m.moved_at is null or j.travelled_at >= m.moved_at then j.travelled_at is not null
                else m.safe end as safe
    from register r
    left join (
      select person_id, min(departed_on) as departed_on, min(arrived_on) as arrived_on,
             max(travelled_at) as travelled_at
      from journey group by person_id
    ) as j using (person_id)
    left join moved m using (person_id)
    where r.registered_on is not null
  ),
  verdict as materialized (
    select submission_id, person_id, min(effective_on) as decided_on,
           min(effective_on) filter (where data ->> 'decision' = 'accepted') as accepted_on,
           bool_or(data ->> 'decision' = 'denied') as denied
    from live where type = 'submission.member_decided' group by submission_id, person_id
  ),
  state_course as materialized (
    select submission_id,
           min(effective_on) filter (where type = 'submission.returned_unconsidered') as returned_on,
           min(effective_on) filter (where type = 'submission.overturned') as overturned_on,
           bool_or(type in ('submission.withdrawn', 'submission.lapsed')) as ended,
           coalesce((array_agg(type order by recorded_at desc, id desc) filter (where type in
             ('submission.review_requested', 'submission.upheld', 'submission.overturned')))[1]
             = 'submission.review_requested', false) as under_review
    from live
    where type in ('submission.returned_unconsidered', 'submission.withdrawn', 'submission.lapsed',
                   'submission.review_requested', 'submission.upheld', 'submission.overturned')
    group by submission_id
  ),
  way as materialized (
    select m.*, least(v.decided_on, c.returned_on) as decided_on, yes.accepted_on,
           j.departed_on, j.arrived_on,
           case
             when j.arrived_on is not null then 'arrived'
             when j.departed_on is not null then 'departed'
             when state.ended or coalesce(j.declined, false) or state.gone_on is not null then 'out'
             when yes.accepted_on is not null then 'accepted'
             when state.refused then 'out'
             else 'waiting'
           end as outcome,
           not state.ended and state.gone_on is null and j.departed_on is null
             and yes.accepted_on is null
             and (coalesce(c.under_review, false) or (v.decided_on is null and c.returned_on is null))
             as awaits
    from member m
    left join life l on l.person_id = m.person_id
    left join verdict v on v.submission_id = m.submission_id and v.person_id = m.person_id
    left join state_course c on c.submission_id = m.submission_id
    left join journey j on j.submission_id = m.submission_id and j.person_id = m.person_id
    cross join lateral (
      select coalesce(c.ended, false) as ended, least(l.died_on, l.left_on) as gone_on,
             coalesce(v.denied, false) or c.returned_on is not null as refused
    ) as state
    cross join lateral (
      -- A refusal overturned on review accepts those whom it refused and who are still there.
      select least(v.accepted_on,
                   case when state.refused and coalesce(state.gone_on > c.overturned_on, true)
                        then c.overturned_on end) as accepted_on
    ) as yes
  )`

/** Which cases began and ended, and whether a case's members still go on (domain/apply-to-case.ts). */
export const MEMBERSHIP = `
  started as (
    select distinct case_id from live where type in ('case.referred', 'case.split_from')
  ),
  ended as (
    select case_id from (
      select distinct on (case_id) case_id, type from live
      where type in ('case.closed', 'case.no_show', 'case.not_recommended', 'case.deprioritised',
                     'case.reopened')
      order by case_id, recorded_at desc, id desc
    ) as last_word
    where type <> 'case.reopened'
  ),
  removal as (
    select case_id, person_id, recorded_at, id from live where type = 'case.member_removed'
    union all
    select s.case_id, named.person_id, s.recorded_at, s.id
    from live s, ${NAMED}
    where s.type = 'case.members_split_off'
  ),
  membership as (
    select a.case_id,
           bool_or(coalesce(l.arrived_on, l.died_on, l.left_on) is null) as going_on
    from live a
    left join life l on l.person_id = a.person_id
    where a.type = 'case.member_added'
      and not exists (
        select from removal r
        where r.case_id = a.case_id and r.person_id = a.person_id
          and (r.recorded_at, r.id) > (a.recorded_at, a.id))
    group by a.case_id
  )`
