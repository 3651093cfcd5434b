import type { PlainDate } from '../domain/plain-date.ts'
import type { Tx } from './database.ts'

/** A hard rule that a plan breaks: by one line, or by all lines to one offer. */
export interface PlanFault {
  readonly rule: string
  readonly case?: string
  readonly offer?: string
}

/**
 * Checks a plan against the database in SQL, sharing no code with planning or placement: each
 * rule's query lists the lines that break it. Written from the rules (docs/planning.md), so that
 * a mistake in one of the two shows. Empty when the plan holds.
 */
export async function checkPlan(
  tx: Tx,
  lines: readonly { readonly case: string; readonly offer: string }[],
  today: PlainDate,
): Promise<readonly PlanFault[]> {
  // One statement, so that lines and loads are worked out once for all rules.
  const faults = Object.values(RULES).map(
    (sql, at) => `select ${at} as rule, fault."case", fault.offer from (${sql}) as fault`,
  )
  const rows = await tx.query<{ rule: number; case: string | null; offer: string | null }>(
    `${LINES} ${faults.join(' union all ')} order by rule`,
    [
      tx.operationId,
      JSON.stringify(lines.map((line) => ({ case: line.case, offer: line.offer }))),
      today,
    ],
  )
  return rows.map((row) => ({
    rule: PLAN_RULES[row.rule] ?? '',
    ...(row.case === null ? {} : { case: row.case }),
    ...(row.offer === null ? {} : { offer: row.offer }),
  }))
}

/** A fault in one sentence. */
export function faultText({ rule, case: reference, offer }: PlanFault): string {
  const where = [reference, offer].filter((part) => part !== undefined).join(' to ')
  return `${rule}: ${where}`
}

/** Each line with its case, its offer and what of its members counts. */
const LINES = `
  with asked as (
    select r."case" as case_reference, r.offer as offer_reference
    from json_to_recordset($2::json) as r("case" text, offer text)
  ), line as (
    select a.case_reference, a.offer_reference, c.id as case_id, c.status, c.priority, c.persons,
           c.primary_category, c.secondary_category, o.id as offer_id, o.status as offer_status,
           o.terms, o.terms -> 'criteria' as criteria, $3::date as today,
           coalesce(bool_or(p.needs_medical_place), false) as medical,
           count(*) filter (where p.needs_medical_place) as medical_persons,
           count(p.id) as members
    from asked a
    left join cases c on c.operation_id = $1 and c.reference = a.case_reference and c.removed_at is null
    left join offers o on o.operation_id = $1 and o.reference = a.offer_reference and o.removed_at is null
    left join case_members m on m.operation_id = $1 and m.case_id = c.id
    left join persons p on p.operation_id = $1 and p.id = m.person_id
    group by a.case_reference, a.offer_reference, c.id, c.operation_id, c.status, c.priority, c.persons,
             c.primary_category, c.secondary_category, o.id, o.status, o.terms
  ), held as (
    select s.offer_id, s.case_id, c.priority,
           count(*) filter (where m.outcome not in ('denied', 'declined_offer', 'died')) as persons,
           count(*) filter (where p.needs_medical_place and m.outcome not in ('denied', 'declined_offer', 'died')) as medical
    from submissions s
    join submission_members m on m.operation_id = $1 and m.submission_id = s.id
    join persons p on p.operation_id = $1 and p.id = m.person_id
    join cases c on c.operation_id = $1 and c.id = s.case_id
    where s.operation_id = $1 and (s.active or m.outcome in ('departed', 'in_transit', 'arrived'))
    group by s.offer_id, s.case_id, s.id, c.priority
  ), weight as (
    select offer_id, persons, medical_persons as medical, priority from line
    union all
    select offer_id, persons, medical, priority from held
  ), load as (
    select o.id, o.reference, o.terms,
           coalesce(sum(case when o.terms ->> 'countingBasis' = 'persons' then w.persons else least(1, w.persons) end), 0) as total,
           coalesce(sum(case when o.terms ->> 'countingBasis' = 'persons' then w.medical else least(1, w.medical) end), 0) as medical,
           coalesce(sum(case when o.terms ->> 'countingBasis' = 'persons' then w.persons else least(1, w.persons) end)
             filter (where w.priority <> 'EM'), 0) as ordinary
    from offers o left join weight w on w.offer_id = o.id
    where o.operation_id = $1 and o.id in (select offer_id from line)
    group by o.id, o.reference, o.terms
  )`

const list = (key: string): string => `select jsonb_array_elements_text(criteria -> '${key}')`

const RULES: Readonly<Record<string, string>> = {
  'a case stands once in a plan': `
    select case_reference as "case", null as offer from asked group by case_reference having count(*) > 1`,
  'only ready cases without an active submission': `
    select case_reference as "case", null as offer from line where case_id is null or status <> 'ready'
       or exists (select from submissions s where s.operation_id = $1 and s.case_id = line.case_id and s.active)
       or exists (select from case_members m
                  join submission_members held on held.operation_id = $1 and held.person_id = m.person_id and held.active
                  where m.operation_id = $1 and m.case_id = line.case_id)`,
  'only confirmed and open offers': `
    select case_reference as "case", offer_reference as offer from line
    where offer_id is null or offer_status <> 'confirmed'
       or (terms ->> 'opensOn')::date > today or (terms ->> 'closesOn')::date < today`,
  'places of the offer': `
    select null as "case", reference as offer from load
    where total > (terms ->> 'total')::int - coalesce((terms ->> 'unallocatedPlaces')::int, 0)`,
  'medical places of the offer': `
    select null as "case", reference as offer from load where medical > (terms ->> 'medicalPlaces')::int`,
  'places kept for emergencies': `
    select null as "case", reference as offer from load
    where terms ? 'emergencyPlaces' and ordinary > 0 and ordinary > (terms ->> 'total')::int
      - coalesce((terms ->> 'unallocatedPlaces')::int, 0) - (terms ->> 'emergencyPlaces')::int`,
  'size limits': `
    select case_reference as "case", offer_reference as offer from line
    where members <> persons or persons = 0 or members > (criteria ->> 'maxCaseSize')::int or members < (criteria ->> 'minCaseSize')::int`,
  'medical cases only where taken': `
    select case_reference as "case", offer_reference as offer from line
    where medical and not (criteria ->> 'acceptsMedical')::boolean`,
  'categories asked for': `
    select case_reference as "case", offer_reference as offer from line
    where criteria -> 'categories' <> '[]' and not (
      coalesce(primary_category, '') in (${list('categories')}) or coalesce(secondary_category, '') in (${list('categories')}))`,
  'nationalities, languages and excluded needs': `
    select distinct case_reference as "case", offer_reference as offer from line
    join case_members m on m.operation_id = $1 and m.case_id = line.case_id
    join persons p on p.operation_id = $1 and p.id = m.person_id
    where (criteria -> 'nationalities' <> '[]' and coalesce(p.nationality, '') not in (${list('nationalities')}))
       or p.needs && array(${list('excludedNeeds')})
       or (criteria -> 'languages' <> '[]' and not exists (
             select from case_members m2 join persons p2 on p2.operation_id = $1 and p2.id = m2.person_id
             where m2.operation_id = $1 and m2.case_id = line.case_id and p2.languages && array(${list('languages')})))`,
  'consent of every adult for the State': `
    select case_reference as "case", offer_reference as offer from line
    join case_members m on m.operation_id = $1 and m.case_id = line.case_id
    join persons p on p.operation_id = $1 and p.id = m.person_id
    where (p.birth_earliest is null or p.birth_earliest <= today - interval '18 years'
           or not exists (select from case_members a join persons g on g.operation_id = $1 and g.id = a.person_id
                          where a.operation_id = $1 and a.case_id = line.case_id
                            and (g.birth_earliest is null or g.birth_earliest <= today - interval '18 years')))
      and (p.consent_states is null or not (p.consent_states && array['*', terms ->> 'state'])
           or p.consent_on < p.changed_substantially_on)
    group by 1, 2`,
  'everyone is here': `
    select case_reference as "case", null as offer from line
    join case_members m on m.operation_id = $1 and m.case_id = line.case_id
    join persons p on p.operation_id = $1 and p.id = m.person_id
    where p.died_on is not null or p.left_on is not null or p.departed_on is not null or p.removed_at is not null`,
  'hard-linked cases stay together': `
    select line.case_reference as "case", line.offer_reference as offer from line
    join case_links k on k.operation_id = $1 and k.case_id = line.case_id and not k.waived
      and k.kind in ('must_same_country', 'must_travel_together')
    left join line other on other.case_id = k.to_case_id
    left join submissions s on s.operation_id = $1 and s.case_id = k.to_case_id and s.active
    left join offers so on so.operation_id = $1 and so.id = s.offer_id
    join cases c on c.operation_id = $1 and c.id = k.to_case_id
    where (other.case_id is null and s.id is null and c.status = 'ready' and c.removed_at is null)
       or (other.terms ->> 'state') || (other.terms ->> 'programme') <> (line.terms ->> 'state') || (line.terms ->> 'programme')
       or (so.terms ->> 'state') || (so.terms ->> 'programme') <> (line.terms ->> 'state') || (line.terms ->> 'programme')`,
  'an emergency cannot wait for a late mission': `
    select case_reference as "case", offer_reference as offer from line
    where priority = 'EM' and terms ->> 'mode' = 'mission'
      and ((terms ->> 'missionOn') is null or (terms ->> 'missionOn')::date > today + 7)`,
  'what a person forbade': `
    select case_reference as "case", offer_reference as offer from line
    join plan_directives d on d.operation_id = $1 and d.case_id = line.case_id and d.offer_id = line.offer_id and d.kind = 'forbid'`,
  'what a person locked': `
    select c.reference as "case", null as offer from plan_directives d
    join cases c on c.operation_id = $1 and c.id = d.case_id and c.status = 'ready'
    left join line on line.case_id = d.case_id and line.offer_id = d.offer_id
    where d.operation_id = $1 and d.kind = 'lock' and line.case_id is null`,
}

/** The hard rules by name, in the order of checking. */
export const PLAN_RULES: readonly string[] = Object.keys(RULES)
