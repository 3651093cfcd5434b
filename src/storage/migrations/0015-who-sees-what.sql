-- Who sees what (docs/access.md), behind the rule in domain/may-see.ts: rows by role and site, columns
-- by views. Every policy compares plain columns with settings of the transaction; no subqueries.

-- From here on the code that writes a row says its site.
alter table persons alter column site drop default;
alter table person_keys alter column site drop default;
alter table person_link_keys alter column site drop default;
alter table households alter column site drop default;
alter table cases alter column site drop default;
alter table case_members alter column site drop default;
alter table case_links alter column site drop default;
alter table submissions alter column site drop default;
alter table submission_members alter column site drop default;
alter table travel_checks alter column site drop default;
alter table plan_directives alter column site drop default;
alter table errf_cases alter column site drop default;
alter table pairs alter column a_site drop default, alter column b_site drop default;
alter table judgements alter column a_site drop default, alter column b_site drop default;
alter table events alter column site drop default;
alter table batches alter column sites drop default;
alter table same_persons alter column site drop default, add column shown_site text not null default 'main';
alter table same_persons alter column shown_site drop default;
-- Whose export it was; the setting fills it.
alter table exports add column account text not null default coalesce(current_setting('onward.account', true), '');

-- What must be kept even from relatives in the same case: the author and reviewers see it.
create table confidential_notes (
  operation_id uuid not null,
  id uuid not null,
  person_id uuid not null,
  site text not null,
  author_id uuid not null,
  author text not null check (author <> ''),
  recorded_at timestamptz not null,
  -- Sealed with the person's key.
  note text not null check (note <> ''),
  primary key (operation_id, id),
  foreign key (operation_id, person_id) references persons (operation_id, id)
);
create index confidential_notes_by_person on confidential_notes (operation_id, person_id, recorded_at);
alter table confidential_notes enable row level security;
alter table confidential_notes force row level security;
grant select, insert on confidential_notes to onward_app;

-- A person who moves takes along what is of them; nothing else of these rows ever changes.
grant update (site) on events, errf_cases, confidential_notes to onward_app;
grant update (a_site, b_site) on judgements to onward_app;

grant update (site) on snapshots, snapshot_members to onward_app;
create or replace function refuse_edit() returns trigger
language plpgsql set search_path = public, pg_temp as $$
begin
  -- Where a case is worked for is nothing of what was transmitted.
  if to_jsonb(new) - 'open' - 'site' is distinct from to_jsonb(old) - 'open' - 'site' then
    raise exception 'a snapshot is immutable' using errcode = '23514', constraint = 'snapshot_immutable';
  end if;
  return new;
end
$$;

-- Policies. `onward_app` alone has any; the owner reads, inside one operation, for views and for checks that run
-- as the owner (0010).
do $$
declare
  operation constant text := 'operation_id = nullif(current_setting(''onward.operation'', true), '''')::uuid';
  role constant text := 'current_setting(''onward.role'', true)';
  whole constant text := role || ' in (''reviewer'', ''system'')';
  -- %s: a column with the site.
  own constant text := '(current_setting(''onward.sites'', true) = ''*'' or %s = any (string_to_array(current_setting(''onward.sites'', true), '','')))';
  officer constant text := role || ' = ''field_officer'' and ';
  no_person constant text := 'site is null and person_id is null and case_id is null';
  name text;
  rule text;
begin
  foreach name in array array[
    'persons', 'person_keys', 'person_link_keys', 'households', 'cases', 'case_members', 'case_links',
    'submissions', 'submission_members', 'travel_checks', 'plan_directives', 'errf_cases', 'pairs',
    'judgements', 'same_persons', 'events', 'batches', 'plans', 'exports', 'confidential_notes',
    'sites'
  ] loop
    execute format('drop policy if exists one_operation on %I', name);
    rule := case
      when name in ('pairs', 'judgements')
        then whole || ' or ' || officer || format(own, 'a_site') || ' and ' || format(own, 'b_site')
      when name = 'same_persons'
        then whole || ' or ' || officer || format(own, 'site') || ' and ' || format(own, 'shown_site')
      when name = 'events'
        then whole || ' or ' || officer || '(' || format(own, 'site') || ' or ' || no_person || ')'
          || ' or ' || role || ' in (''analyst'', ''auditor'', ''public_information'') and ' || no_person
          || ' or ' || role || ' = ''movement'' and incident_id is not null and ' || no_person
      when name = 'batches'
        then whole || ' or ' || officer
          || '(current_setting(''onward.sites'', true) = ''*'' or sites <@ string_to_array(current_setting(''onward.sites'', true), '',''))'
      -- A plan speaks of every site: getPlan cuts it for field officers.
      when name = 'plans' then whole
      when name = 'exports'
        then role || ' in (''reviewer'', ''auditor'', ''system'') or account = current_setting(''onward.account'', true)'
      when name = 'confidential_notes'
        then whole || ' or ' || officer || format(own, 'site')
          || ' and author_id = nullif(current_setting(''onward.account'', true), '''')::uuid'
      when name = 'sites' then 'true'
      else whole || ' or ' || officer || format(own, 'site')
    end;
    if name = 'sites' then
      -- Everyone may know which there are; an administrator says so.
      execute format('create policy who_sees on %I for select using (%s)', name, operation);
      execute format('create policy who_adds on %I for insert to onward_app with check (%s and %s in (''administrator'', ''system''))', name, operation, role);
      execute format('create policy who_changes on %I for update to onward_app using (%s and %s in (''administrator'', ''system''))', name, operation, role);
    else
      execute format('create policy who_sees on %I to onward_app using (%s and (%s))', name, operation, rule);
    end if;
  end loop;
  foreach name in array array[
    'persons', 'cases', 'case_members', 'submissions', 'submission_members', 'travel_checks', 'events'
  ] loop
    execute format('create policy for_views on %I for select to onward_owner using (%s)', name, operation);
  end loop;
end
$$;

-- What the movement team sees: accepted members until they arrive, what travel needs to know of them,
-- and where to pick them up from two days before the day of travel.
create view travellers with (security_barrier) as
select m.operation_id, m.submission_id, m.person_id, p.reference as person, c.reference as "case",
       p.names, p.sex, p.birth_text, p.birth_calendar, p.birth_earliest, p.birth_latest,
       p.birth_precision, p.nationality, p.languages,
       array(select need from unnest(p.needs) as need where need in ('DS', 'SM', 'PG', 'ER', 'SC')) as travel_needs,
       o.terms ->> 'state' as state, m.outcome, m.accepted_on, m.travel_on, m.departed_on,
       case when m.departed_on is null
             and m.travel_on - 2 <= coalesce(op.clock_on, (now() at time zone op.time_zone)::date)
            then p.location end as pick_up
from submission_members m
join submissions s on s.operation_id = m.operation_id and s.id = m.submission_id
join cases c on c.operation_id = m.operation_id and c.id = s.case_id and c.removed_at is null
join persons p on p.operation_id = m.operation_id and p.id = m.person_id and p.removed_at is null
join offers o on o.operation_id = m.operation_id and o.id = s.offer_id
join operations op on op.id = m.operation_id
where m.operation_id = nullif(current_setting('onward.operation', true), '')::uuid
  and current_setting('onward.role', true) in ('movement', 'system')
  and s.active and m.arrived_on is null
  and m.outcome in ('accepted', 'booked', 'medical_hold', 'offloaded', 'departed', 'in_transit');

create view traveller_checks with (security_barrier) as
select t.operation_id, t.submission_id, t.person_id, t.kind, t.status, t.issued, t.expires, t.document
from travel_checks t
join submission_members m on m.operation_id = t.operation_id
  and m.submission_id = t.submission_id and m.person_id = t.person_id
join submissions s on s.operation_id = m.operation_id and s.id = m.submission_id
where t.operation_id = nullif(current_setting('onward.operation', true), '')::uuid
  and current_setting('onward.role', true) in ('movement', 'system')
  and s.active and m.arrived_on is null
  and m.outcome in ('accepted', 'booked', 'medical_hold', 'offloaded', 'departed', 'in_transit');

-- What the medical team sees: the medical part of who was referred to it, by a need for a medical
-- place or a medical check before travel.
create view patients with (security_barrier) as
select p.operation_id, p.id as person_id, p.reference as person, p.names, p.sex, p.birth_text,
       p.birth_calendar, p.birth_earliest, p.birth_latest, p.birth_precision, p.languages,
       array(select need from unnest(p.needs) as need where need in ('DS', 'SM', 'PG')) as medical_needs,
       p.needs_medical_place, t.status as check_status, t.issued as check_issued, t.expires as check_expires
from persons p
left join submission_members m on m.operation_id = p.operation_id and m.person_id = p.id and m.active
left join travel_checks t on t.operation_id = p.operation_id and t.submission_id = m.submission_id
  and t.person_id = p.id and t.kind = 'medical'
where p.operation_id = nullif(current_setting('onward.operation', true), '')::uuid
  and current_setting('onward.role', true) in ('medical', 'system')
  and p.removed_at is null and p.died_on is null and p.arrived_on is null
  and (p.needs_medical_place or t.kind is not null);

-- Keys of pseudonyms: the application cannot read them, so an analyst's pseudonym leads back to
-- nobody. A new key makes all pseudonyms new.
create table pseudonym_keys (
  operation_id uuid primary key references operations (id),
  key bytea not null
);
-- Makes the key of the transaction's operation, once; whoever calls it learns nothing.
create function make_pseudonym_key() returns void
language sql security definer set search_path = public, pg_temp as $$
  insert into pseudonym_keys (operation_id, key)
  values (current_setting('onward.operation')::uuid,
          sha256((gen_random_uuid()::text || gen_random_uuid()::text)::bytea))
  on conflict do nothing
$$;
revoke execute on function make_pseudonym_key() from public;
grant execute on function make_pseudonym_key() to onward_app;
insert into pseudonym_keys (operation_id, key)
select id, sha256((gen_random_uuid()::text || gen_random_uuid()::text)::bytea) from operations;

-- What an analyst sees of a person: a keyed pseudonym (HMAC-SHA-256 in form), coarse ages, years
-- instead of days; no name, no id of ours, no free text, no State, no need.
create view research_persons with (security_barrier) as
select p.operation_id,
       encode(sha256(k.key || sha256(k.key || uuid_send(p.id))), 'hex') as pseudonym,
       encode(sha256(k.key || sha256(k.key || uuid_send(c.id))), 'hex') as case_pseudonym,
       p.sex,
       case when p.birth_latest is null then 'unknown'
            when p.birth_latest > today.day - interval '5 years' then '0-4'
            when p.birth_latest > today.day - interval '12 years' then '5-11'
            when p.birth_latest > today.day - interval '18 years' then '12-17'
            when p.birth_latest > today.day - interval '60 years' then '18-59'
            else '60+' end as age_band,
       extract(year from p.registered_on)::int as registered_year,
       p.protection_status, p.location, p.engagement,
       c.status as case_status, c.priority, c.primary_category,
       extract(year from c.referred_on)::int as referred_year,
       extract(year from p.departed_on)::int as departed_year,
       extract(year from p.arrived_on)::int as arrived_year
from persons p
join pseudonym_keys k on k.operation_id = p.operation_id
join operations op on op.id = p.operation_id
cross join lateral (select coalesce(op.clock_on, (now() at time zone op.time_zone)::date) as day) as today
left join case_members m on m.operation_id = p.operation_id and m.person_id = p.id and m.active
left join cases c on c.operation_id = m.operation_id and c.id = m.case_id and c.removed_at is null
where p.operation_id = nullif(current_setting('onward.operation', true), '')::uuid
  and current_setting('onward.role', true) in ('analyst', 'system')
  and p.removed_at is null;

grant select on travellers, traveller_checks, patients, research_persons to onward_app;

-- The site stands in what an index holds, so that a policy needs no look at the row.
alter table person_keys drop constraint person_keys_pkey,
  add primary key (operation_id, key, person_id) include (site);
alter table person_link_keys drop constraint person_link_keys_pkey,
  add primary key (operation_id, key, person_id) include (site);
alter table same_persons drop constraint same_persons_pkey,
  add primary key (operation_id, person_id) include (site, shown_id, shown_site);
drop index cases_listed;
create index cases_listed on cases (operation_id, id)
  include (reference, status, status_since, referred_on, priority, primary_category,
           secondary_category, persons, state, offer_id, site)
  where removed_at is null;
drop index case_members_by_person;
create index case_members_by_person on case_members (operation_id, person_id)
  include (case_id, active, relationship, site);
drop index persons_removed;
create index persons_removed on persons (operation_id, id) include (site) where removed_at is not null;
create index persons_by_site on persons (operation_id, site, id);
