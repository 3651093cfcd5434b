-- Onward's tables. Keys lead with the operation (so that operations can be spread over servers);
-- ids are made by Onward; nothing rests on serials, sessions or advisory locks (docs/decisions/0002).
-- Floor: PostgreSQL 15.

create table operations (
  id uuid primary key,
  name text not null unique,
  country_of_asylum text not null check (country_of_asylum ~ '^[A-Z]{3}$'),
  origin text not null check (origin ~ '^[A-Z]{3}$'),
  time_zone text not null,
  -- The operation's clock stands still at this day: an exercise or the reference operation.
  clock_on date,
  created_at timestamptz not null
);

create table accounts (
  operation_id uuid not null references operations (id),
  id uuid not null,
  handle text not null,
  display_name text not null,
  role text not null,
  primary key (operation_id, id),
  unique (operation_id, handle)
);

-- One import of one file; undone as one.
create table batches (
  operation_id uuid not null references operations (id),
  id uuid not null,
  kind text not null check (kind in ('register', 'offers', 'context', 'reference')),
  file_name text not null,
  file_sha256 text not null,
  rows integer not null check (rows >= 0),
  actor text not null,
  recorded_at timestamptz not null,
  undone_at timestamptz,
  undone_by text,
  -- What the batch overwrote, so that undoing it can put it back.
  before jsonb not null default '{}',
  primary key (operation_id, id)
);

-- Everything that happened. Append only: the application role may insert and read, nothing else.
create table events (
  operation_id uuid not null references operations (id),
  id uuid not null,
  type text not null,
  effective_on date not null,
  recorded_at timestamptz not null,
  actor text not null check (actor <> ''),
  reason text,
  person_id uuid,
  case_id uuid,
  submission_id uuid,
  offer_id uuid,
  incident_id uuid,
  batch_id uuid,
  data jsonb not null,
  primary key (operation_id, id)
);
create index events_by_case on events (operation_id, case_id, recorded_at, id) where case_id is not null;
create index events_by_person on events (operation_id, person_id, recorded_at, id) where person_id is not null;
create index events_by_offer on events (operation_id, offer_id, recorded_at, id) where offer_id is not null;
create index events_by_type on events (operation_id, type, effective_on);
create index events_by_batch on events (operation_id, batch_id) where batch_id is not null;

-- Events that do not count any more: those of a batch that was undone. What was known before stays
-- answerable, so the events themselves remain.
create table event_voids (
  operation_id uuid not null references operations (id),
  batch_id uuid not null,
  recorded_at timestamptz not null,
  actor text not null,
  primary key (operation_id, batch_id)
);

create table persons (
  operation_id uuid not null references operations (id),
  id uuid not null,
  source_id text not null,
  reference text not null,
  names jsonb not null,
  display_name text not null,
  sex text not null,
  birth_text text,
  birth_calendar text,
  birth_earliest date,
  birth_latest date,
  birth_precision text,
  nationality text,
  needs text[] not null,
  needs_medical_place boolean not null,
  languages text[] not null,
  preferred_states text[] not null,
  tie_states text[] not null,
  -- Folded from events; never written otherwise (storage/project.ts).
  registered_on date,
  protection_status text not null,
  best_interests_on date,
  consent_on date,
  -- null: no consent; {*}: any State.
  consent_states text[],
  changed_substantially_on date,
  location text not null,
  safe boolean not null,
  engagement text not null,
  died_on date,
  left_on date,
  departed_on date,
  arrived_on date,
  household_id uuid,
  batch_id uuid,
  -- What the last import stated, so that the next one changes only what it states anew.
  stated jsonb,
  removed_at timestamptz,
  primary key (operation_id, id),
  unique (operation_id, source_id),
  unique (operation_id, reference),
  check (birth_earliest is null or birth_earliest <= birth_latest)
);

-- Under which folded words and skeletons a person is found. A table with a plain index, because
-- row-level security lets only leakproof comparisons use an index, and text search is none.
create table person_keys (
  operation_id uuid not null,
  key text collate "C" not null,
  person_id uuid not null,
  -- No foreign key: storage/persons.ts alone writes it, a dozen rows for each person.
  primary key (operation_id, key, person_id)
);

create table households (
  operation_id uuid not null references operations (id),
  id uuid not null,
  source_id text not null,
  reference text not null,
  batch_id uuid,
  primary key (operation_id, id),
  unique (operation_id, source_id),
  unique (operation_id, reference)
);

create table cases (
  operation_id uuid not null references operations (id),
  id uuid not null,
  source_id text not null,
  reference text not null,
  batch_id uuid,
  -- What the last import stated, as for persons.
  stated jsonb,
  removed_at timestamptz,
  -- Folded from events; never written otherwise.
  status text not null,
  status_since date not null,
  referred_on date not null,
  closure text,
  hold text,
  priority text not null,
  justified boolean not null,
  primary_category text,
  secondary_category text,
  drafter text,
  reviewer text,
  declaration_on date,
  persons integer not null check (persons >= 0),
  -- Of the active submission.
  state text,
  offer_id uuid,
  -- The whole folded file (domain/case.ts).
  file jsonb not null,
  primary key (operation_id, id),
  unique (operation_id, source_id),
  unique (operation_id, reference)
);
create index cases_by_waiting on cases (operation_id, status, referred_on, id);

create table case_members (
  operation_id uuid not null,
  case_id uuid not null,
  person_id uuid not null,
  relationship text not null,
  -- The case goes on: a person is in at most one such case (I3).
  active boolean not null,
  primary key (operation_id, case_id, person_id),
  foreign key (operation_id, case_id) references cases (operation_id, id),
  foreign key (operation_id, person_id) references persons (operation_id, id)
);
create unique index one_active_case on case_members (operation_id, person_id) where active;

create table case_links (
  operation_id uuid not null,
  case_id uuid not null,
  to_case_id uuid not null,
  kind text not null,
  waived boolean not null,
  primary key (operation_id, case_id, to_case_id),
  foreign key (operation_id, case_id) references cases (operation_id, id)
);

create table offers (
  operation_id uuid not null references operations (id),
  id uuid not null,
  source_id text not null,
  reference text not null,
  batch_id uuid,
  removed_at timestamptz,
  -- Folded from events; never written otherwise.
  status text not null,
  terms jsonb not null,
  primary key (operation_id, id),
  unique (operation_id, source_id),
  unique (operation_id, reference)
);

create table submissions (
  operation_id uuid not null,
  id uuid not null,
  case_id uuid not null,
  offer_id uuid not null,
  status text not null,
  decision text,
  active boolean not null,
  transmitted_on date not null,
  decided_on date,
  primary key (operation_id, id),
  foreign key (operation_id, case_id) references cases (operation_id, id),
  foreign key (operation_id, offer_id) references offers (operation_id, id)
);
create unique index one_active_submission on submissions (operation_id, case_id) where active;
create index submissions_by_offer on submissions (operation_id, offer_id);

create table submission_members (
  operation_id uuid not null,
  submission_id uuid not null,
  person_id uuid not null,
  outcome text not null,
  -- A State still considers or has accepted the person: at most one at a time (I10).
  active boolean not null,
  accepted_on date,
  travel_on date,
  departed_on date,
  arrived_on date,
  primary key (operation_id, submission_id, person_id),
  foreign key (operation_id, submission_id) references submissions (operation_id, id),
  foreign key (operation_id, person_id) references persons (operation_id, id),
  -- I13: departed are accepted, arrived are departed.
  check (departed_on is null or accepted_on is not null),
  check (arrived_on is null or departed_on is not null)
);
create unique index one_active_membership on submission_members (operation_id, person_id) where active;

create table travel_checks (
  operation_id uuid not null,
  submission_id uuid not null,
  person_id uuid not null,
  kind text not null,
  status text not null,
  issued date,
  expires date,
  document text,
  primary key (operation_id, submission_id, person_id, kind),
  foreign key (operation_id, submission_id, person_id)
    references submission_members (operation_id, submission_id, person_id)
);
create index travel_checks_by_expiry on travel_checks (operation_id, expires) where expires is not null;

create table plans (
  operation_id uuid not null references operations (id),
  id uuid not null,
  reference text not null,
  made_at timestamptz not null,
  as_of date not null,
  actor text not null,
  -- The plan as shown (domain/views.ts, PlanView) when it was made.
  view jsonb not null,
  primary key (operation_id, id),
  unique (operation_id, reference)
);
create index plans_by_time on plans (operation_id, made_at);

-- A person's word on a plan: this case to this offer, or never to this offer; kept until lifted.
create table plan_directives (
  operation_id uuid not null,
  case_id uuid not null,
  offer_id uuid not null,
  kind text not null check (kind in ('lock', 'forbid')),
  actor text not null,
  made_at timestamptz not null,
  primary key (operation_id, case_id, offer_id),
  foreign key (operation_id, case_id) references cases (operation_id, id),
  foreign key (operation_id, offer_id) references offers (operation_id, id)
);
create unique index one_lock_per_case on plan_directives (operation_id, case_id) where kind = 'lock';

-- What others published about arrivals and submissions; persons throughout.
create table context_files (
  operation_id uuid not null references operations (id),
  id uuid not null,
  measure text not null check (measure in ('arrivals', 'submissions')),
  file_name text not null,
  file_sha256 text not null,
  attribution text not null,
  imported_at timestamptz not null,
  actor text not null,
  primary key (operation_id, id)
);

create table context_counts (
  operation_id uuid not null,
  file_id uuid not null,
  year smallint not null,
  origin text not null,
  asylum text not null default '',
  destination text not null,
  persons integer not null check (persons >= 0),
  primary key (operation_id, file_id, year, origin, asylum, destination),
  foreign key (operation_id, file_id) references context_files (operation_id, id)
);

-- Every text that was made public, with the figures it used, so that a correction finds it.
create table published_texts (
  operation_id uuid not null references operations (id),
  id uuid not null,
  published_at timestamptz not null,
  as_of date not null,
  actor text not null,
  markdown text not null,
  figures jsonb not null,
  primary key (operation_id, id)
);

-- The wall: the application sees one operation at a time, the one it named in its transaction.
do $$
declare
  name text;
begin
  foreach name in array array[
    'accounts', 'batches', 'events', 'event_voids', 'persons', 'person_keys', 'households', 'cases',
    'case_members', 'case_links', 'offers', 'submissions', 'submission_members', 'travel_checks',
    'plans', 'plan_directives', 'context_files', 'context_counts', 'published_texts'
  ] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format(
      'create policy one_operation on %I using (operation_id = nullif(current_setting(''onward.operation'', true), '''')::uuid)',
      name);
    execute format('grant select, insert, update on %I to onward_app', name);
  end loop;
end
$$;

grant select, insert on operations to onward_app;
-- Nobody edits what happened, what was undone or what was published.
revoke update on events, event_voids, published_texts from onward_app;
-- Projections of changing membership, and words on a plan, are taken back; nothing else is deleted.
grant delete on person_keys, case_members, case_links, travel_checks, submission_members, plan_directives to onward_app;

-- After a large import the planner must know the new sizes at once; the application owns nothing,
-- so it asks the owner.
create function refresh_statistics() returns void
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  analyze events, persons, person_keys, cases, case_members, case_links, offers, submissions,
    submission_members, travel_checks, context_counts;
end
$$;
revoke execute on function refresh_statistics() from public;
grant execute on function refresh_statistics() to onward_app;
