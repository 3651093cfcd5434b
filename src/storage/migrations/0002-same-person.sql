-- Records that may be one person: how they are found, what people judged, and who is one person.
-- A merge is a link: no row of `persons` is touched by it, and taking it back leaves no trace there.

-- Keys by which records that may be one person are looked up (identity/linkage); written with the
-- person, as person_keys are.
create table person_link_keys (
  operation_id uuid not null,
  key text collate "C" not null,
  person_id uuid not null,
  primary key (operation_id, key, person_id)
);

-- Two records that may be one person, with the evidence as it was last weighed. a_id < b_id.
create table pairs (
  operation_id uuid not null,
  a_id uuid not null,
  b_id uuid not null,
  band text not null,
  bits double precision not null,
  probability double precision not null,
  why jsonb not null,
  -- Version of the rules that weighed it.
  rules text not null,
  -- Who both were when it was weighed (domain/same-person.ts, identityMark).
  a_mark text not null,
  b_mark text not null,
  found_at timestamptz not null,
  batch_id uuid,
  -- Of the last judgement that stands; `open` without one.
  status text not null check (status in ('open', 'same', 'different', 'unsure')),
  -- Judged before, and open again because one of the two is recorded otherwise since.
  changed boolean not null default false,
  primary key (operation_id, a_id, b_id),
  check (a_id < b_id),
  foreign key (operation_id, a_id) references persons (operation_id, id),
  foreign key (operation_id, b_id) references persons (operation_id, id)
);
create index pairs_by_weight on pairs (operation_id, status, bits desc, a_id, b_id);
create index pairs_by_second on pairs (operation_id, b_id);

-- What people judged of a pair. Append only: taking one back is another row.
create table judgements (
  operation_id uuid not null,
  id uuid not null,
  a_id uuid not null,
  b_id uuid not null,
  -- The how-manieth of its pair, from 1: a second click finds its turn taken.
  turn integer not null check (turn > 0),
  verdict text not null check (verdict in ('same', 'different', 'unsure', 'withdrawn')),
  actor text not null check (actor <> ''),
  recorded_at timestamptz not null,
  reason text,
  -- The evidence that was on the screen.
  rules text not null,
  bits double precision not null,
  band text not null,
  why jsonb not null,
  a_mark text not null,
  b_mark text not null,
  primary key (operation_id, id),
  unique (operation_id, a_id, b_id, turn),
  foreign key (operation_id, a_id, b_id) references pairs (operation_id, a_id, b_id)
);

-- Folded from person.merged and person.unmerged: the record that is also of another person's record.
create table same_persons (
  operation_id uuid not null,
  person_id uuid not null,
  -- The record that is shown for it; that one is in no row of its own here.
  shown_id uuid not null,
  primary key (operation_id, person_id),
  check (person_id <> shown_id),
  foreign key (operation_id, person_id) references persons (operation_id, id),
  foreign key (operation_id, shown_id) references persons (operation_id, id)
);
create index same_persons_by_shown on same_persons (operation_id, shown_id);

-- All that a list of cases shows, so that a search of many never reads their files.
create index cases_listed on cases (operation_id, id)
  include (reference, status, status_since, referred_on, priority, primary_category,
           secondary_category, persons, state, offer_id)
  where removed_at is null;
create index case_members_by_person on case_members (operation_id, person_id);
-- Few, so that searches leave them out without a look at every person.
create index persons_removed on persons (operation_id, id) where removed_at is not null;
create index persons_by_household on persons (operation_id, household_id) where household_id is not null;

do $$
declare
  name text;
begin
  foreach name in array array['person_link_keys', 'pairs', 'judgements', 'same_persons'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format(
      'create policy one_operation on %I using (operation_id = nullif(current_setting(''onward.operation'', true), '''')::uuid)',
      name);
    execute format('grant select, insert, update on %I to onward_app', name);
  end loop;
end
$$;

-- Nobody edits what was judged.
revoke update on judgements from onward_app;
grant delete on person_link_keys, same_persons to onward_app;

create or replace function refresh_statistics() returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  analyze events, persons, person_keys, cases, case_members, case_links, offers, submissions,
    submission_members, travel_checks, context_counts, person_link_keys, pairs;
end
$$;
