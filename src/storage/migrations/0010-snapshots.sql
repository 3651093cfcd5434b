-- What was transmitted to a State, and nothing else of the register: immutable snapshots in
-- versions, and where each submission stands as its State may know it (docs/states-room.md).

-- One version of what was transmitted. The whole is the head and its members, as canonical JSON;
-- `sha256` is of that whole, and what receipts sign. Members lie apart so that one person's part
-- can be made unreadable.
create table snapshots (
  operation_id uuid not null references operations (id),
  id uuid not null,
  submission_id uuid not null,
  case_id uuid not null,
  -- Of the case; a case's reference is how its State names it.
  reference text not null,
  version integer not null check (version > 0),
  state text not null check (state ~ '^[A-Z]{3}$'),
  site text not null,
  transmitted_on date not null,
  recorded_at timestamptz not null,
  actor text not null check (actor <> ''),
  -- Why a correction was sent; it goes to the State.
  reason text,
  persons integer not null check (persons > 0),
  head text not null,
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  -- Not closed at that State. Follows state_submissions by trigger; nobody else can write it.
  open boolean not null default true,
  primary key (operation_id, id),
  unique (operation_id, submission_id, version),
  unique (operation_id, id, state),
  check (version = 1 or reason is not null),
  foreign key (operation_id, submission_id) references submissions (operation_id, id),
  foreign key (operation_id, case_id) references cases (operation_id, id)
);
create index snapshots_by_state on snapshots (operation_id, state, reference) where open;

create table snapshot_members (
  operation_id uuid not null,
  snapshot_id uuid not null,
  state text not null,
  site text not null,
  person_id uuid not null,
  -- From 1, in the order in which they were transmitted.
  position integer not null check (position > 0),
  member text not null,
  open boolean not null default true,
  primary key (operation_id, snapshot_id, person_id),
  unique (operation_id, snapshot_id, position),
  foreign key (operation_id, snapshot_id, state) references snapshots (operation_id, id, state),
  foreign key (operation_id, person_id) references persons (operation_id, id)
);

-- Folded from events, as `submissions` is, but only what its State may know: nothing of other
-- States, of travel, of the case's course here.
create table state_submissions (
  operation_id uuid not null,
  submission_id uuid not null,
  case_id uuid not null,
  reference text not null,
  state text not null,
  site text not null,
  status text not null,
  decision text,
  transmitted_on date not null,
  decided_on date,
  deferred_why text,
  -- The day until which the State asked to wait.
  deferred_until date,
  interview_on date,
  -- Each member's reference with that State's own decision, its day and category of reason.
  members jsonb not null,
  open boolean not null,
  primary key (operation_id, submission_id),
  foreign key (operation_id, submission_id) references submissions (operation_id, id)
);
create index state_submissions_by_state on state_submissions (operation_id, state, reference) where open;

do $$
declare
  name text;
  here constant text := 'operation_id = nullif(current_setting(''onward.operation'', true), '''')::uuid';
begin
  foreach name in array array['snapshots', 'snapshot_members', 'state_submissions'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    -- The offices: officers at their sites, reviewers everywhere.
    execute format(
      'create policy offices on %I using (%s and (current_setting(''onward.role'', true) in (''reviewer'', ''system'')
         or (current_setting(''onward.role'', true) = ''field_officer''
             and (current_setting(''onward.sites'', true) = ''*''
                  or site = any(string_to_array(current_setting(''onward.sites'', true), '',''))))))',
      name, here);
    -- A liaison: the own State's, while it is not closed there.
    execute format(
      'create policy own_state on %I for select using (%s and current_setting(''onward.role'', true) = ''state_liaison''
         and state = current_setting(''onward.state'', true) and open)',
      name, here);
    execute format('grant select, insert on %I to onward_app', name);
  end loop;
end
$$;
-- Snapshots are written once. Nobody of the application changes or deletes them.
grant update on state_submissions to onward_app;

-- Closing and reopening follow the submission, by the owner's hand.
create function follow_submission() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update snapshot_members m set open = new.open from snapshots s
  where s.operation_id = new.operation_id and s.submission_id = new.submission_id
    and m.operation_id = s.operation_id and m.snapshot_id = s.id and m.open <> new.open;
  update snapshots set open = new.open
  where operation_id = new.operation_id and submission_id = new.submission_id and open <> new.open;
  return null;
end
$$;
create trigger follow_submission after update of open on state_submissions
  for each row when (old.open is distinct from new.open) execute function follow_submission();

-- Even the owner changes nothing of a snapshot but whether it is open.
create function refuse_edit() returns trigger
language plpgsql set search_path = public, pg_temp as $$
begin
  if to_jsonb(new) - 'open' is distinct from to_jsonb(old) - 'open' then
    raise exception 'a snapshot is immutable' using errcode = '23514', constraint = 'snapshot_immutable';
  end if;
  return new;
end
$$;
create trigger snapshot_immutable before update on snapshots
  for each row execute function refuse_edit();
create trigger snapshot_member_immutable before update on snapshot_members
  for each row execute function refuse_edit();

-- What must hold of every version that is transmitted, looked at when the transaction ends, by the
-- owner's function, from the event log (which the application cannot change) and not from what
-- was folded of it. Whoever is not seen counts as not consenting.
create function require_consents(op uuid, version_id uuid) returns void
language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  sent snapshots%rowtype;
  on_day date;
  wrong integer;
begin
  select * into sent from snapshots where operation_id = op and id = version_id;
  if not found then
    raise exception 'snapshot not seen' using errcode = '23514', constraint = 'snapshot_of_its_submission';
  end if;
  perform from submissions s
    join offers o on o.operation_id = s.operation_id and o.id = s.offer_id
    where s.operation_id = op and s.id = sent.submission_id and s.case_id = sent.case_id and s.active
      and o.terms ->> 'state' = sent.state;
  if not found then
    raise exception 'not the State of the submission'
      using errcode = '23514', constraint = 'snapshot_of_its_submission';
  end if;
  select greatest(sent.transmitted_on, coalesce(clock_on, (now() at time zone time_zone)::date))
    into on_day from operations where id = op;
  -- Everyone of the case, and nobody else.
  select count(*) into wrong from (
    (select person_id from case_members where operation_id = op and case_id = sent.case_id
     except select person_id from snapshot_members where operation_id = op and snapshot_id = version_id)
    union all
    (select person_id from snapshot_members where operation_id = op and snapshot_id = version_id
     except select person_id from case_members where operation_id = op and case_id = sent.case_id)
  ) as differing;
  if wrong > 0 or sent.persons <> (
    select count(*) from snapshot_members where operation_id = op and snapshot_id = version_id)
  then
    raise exception 'the snapshot is not of the case''s members'
      using errcode = '23514', constraint = 'snapshot_of_all_members';
  end if;
  with member as (
    select m.person_id,
           p.id is null or p.birth_earliest is null
             or (p.birth_earliest + interval '18 years')::date <= on_day as adult
    from snapshot_members m
    left join persons p on p.operation_id = m.operation_id and p.id = m.person_id
    where m.operation_id = op and m.snapshot_id = version_id
  ), asked as (
    -- The adults; in a case of children alone everyone.
    select person_id from member where adult or not exists (select from member where adult)
  ), happened as (
    select e.person_id, e.type, e.effective_on, e.data, e.recorded_at, e.id
    from asked a
    join events e on e.operation_id = op and e.person_id = a.person_id
      and e.type in ('person.consented', 'person.consent_withdrawn', 'person.changed_substantially')
    left join event_voids v on v.operation_id = op and v.batch_id = e.batch_id
    left join single_event_voids s on s.operation_id = op and s.event_id = e.id
    where v.batch_id is null and s.event_id is null
  ), consent as (
    select distinct on (person_id) person_id, type, effective_on, data from happened
    where type <> 'person.changed_substantially'
    order by person_id, recorded_at desc, id desc
  ), change as (
    select person_id, max(effective_on) as last_on from happened
    where type = 'person.changed_substantially' group by person_id
  )
  select count(*) into wrong from asked a
  left join consent c on c.person_id = a.person_id
  left join change h on h.person_id = a.person_id
  where coalesce(c.type, '') <> 'person.consented'
    or (c.data -> 'states' = '"any"'::jsonb or c.data -> 'states' ? sent.state) is not true
    or c.effective_on < h.last_on;
  if wrong > 0 then
    raise exception '% members lack a consent for this State', wrong
      using errcode = '23514', constraint = 'consent_of_every_adult';
  end if;
end
$$;
revoke execute on function require_consents(uuid, uuid) from public;

create function check_snapshot() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform require_consents(new.operation_id, new.id);
  return null;
end
$$;
create function check_snapshot_member() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform require_consents(new.operation_id, new.snapshot_id);
  return null;
end
$$;
create constraint trigger consent_of_every_adult after insert on snapshots
  deferrable initially deferred for each row execute function check_snapshot();
-- A member who is added to an older snapshot is looked at too.
create constraint trigger consent_of_every_member after insert on snapshot_members
  deferrable initially deferred for each row execute function check_snapshot_member();

-- A transmission of today leaves with its first snapshot or not at all. What was transmitted before
-- it was recorded here (imports, the reference operation) has none: its State sees nothing of it.
create function require_snapshot() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform from operations
    where id = new.operation_id
      and new.effective_on < coalesce(clock_on, (now() at time zone time_zone)::date);
  if found then return null; end if;
  perform from snapshots
    where operation_id = new.operation_id and submission_id = new.submission_id and version = 1;
  if not found then
    raise exception 'transmitted without a snapshot'
      using errcode = '23514', constraint = 'transmitted_with_snapshot';
  end if;
  return null;
end
$$;
create constraint trigger transmitted_with_snapshot after insert on events
  deferrable initially deferred for each row when (new.type = 'submission.transmitted')
  execute function require_snapshot();
