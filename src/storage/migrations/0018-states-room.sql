-- What States say and do in their room, and what goes to States without one (docs/states-room.md).

-- Everything that a State did or asked, or that the offices sent it, for the offices' inbox. Append
-- only but for who has seen it. No liaison reads it: the room shows what is, not who did what.
create table state_acts (
  operation_id uuid not null references operations (id),
  id uuid not null,
  reference text not null,
  state text not null check (state ~ '^[A-Z]{3}$'),
  -- Absent for acts that are of no case: offers, missions.
  site text,
  submission_id uuid,
  case_reference text,
  kind text not null,
  side text not null check (side in ('state', 'office')),
  actor text not null check (actor <> ''),
  recorded_at timestamptz not null,
  -- Codes, days, counts and references; never a person's data.
  facts jsonb not null,
  seen_by text,
  seen_at timestamptz,
  primary key (operation_id, id),
  unique (operation_id, reference)
);
create index state_acts_by_time on state_acts (operation_id, recorded_at desc, id desc);
create index state_acts_unseen on state_acts (operation_id, recorded_at) where seen_at is null;

-- Questions and answers of one submission, in order.
create table state_messages (
  operation_id uuid not null,
  id uuid not null,
  submission_id uuid not null,
  state text not null,
  site text not null,
  side text not null check (side in ('state', 'office')),
  actor text not null check (actor <> ''),
  recorded_at timestamptz not null,
  message text not null check (message <> ''),
  open boolean not null default true,
  primary key (operation_id, id),
  foreign key (operation_id, submission_id) references state_submissions (operation_id, submission_id)
);
create index state_messages_by_submission on state_messages (operation_id, submission_id, recorded_at, id);

-- A selection mission that a State plans.
create table state_missions (
  operation_id uuid not null references operations (id),
  id uuid not null,
  reference text not null,
  state text not null check (state ~ '^[A-Z]{3}$'),
  from_on date not null,
  to_on date not null check (to_on >= from_on),
  place text not null check (place <> ''),
  status text not null check (status in ('planned', 'held', 'cancelled')),
  actor text not null check (actor <> ''),
  recorded_at timestamptz not null,
  primary key (operation_id, id),
  unique (operation_id, reference)
);
create table state_mission_cases (
  operation_id uuid not null,
  mission_id uuid not null,
  submission_id uuid not null,
  state text not null,
  primary key (operation_id, mission_id, submission_id),
  foreign key (operation_id, mission_id) references state_missions (operation_id, id),
  foreign key (operation_id, submission_id) references state_submissions (operation_id, submission_id)
);

-- Places as the State itself stated them. The offer on file may come to say otherwise; this does not.
create table state_offers (
  operation_id uuid not null,
  offer_id uuid not null,
  reference text not null,
  state text not null check (state ~ '^[A-Z]{3}$'),
  terms jsonb not null,
  -- stated, then what a reviewer made of it, or withdrawn by the State.
  status text not null check (status in ('stated', 'confirmed', 'declined', 'withdrawn')),
  actor text not null check (actor <> ''),
  recorded_at timestamptz not null,
  primary key (operation_id, offer_id),
  unique (operation_id, reference),
  foreign key (operation_id, offer_id) references offers (operation_id, id)
);

-- To which key files for a State are encrypted; the last one counts.
create table state_keys (
  operation_id uuid not null references operations (id),
  id uuid not null,
  state text not null check (state ~ '^[A-Z]{3}$'),
  recipient text not null check (recipient ~ '^age1[0-9a-z]+$'),
  actor text not null check (actor <> ''),
  recorded_at timestamptz not null,
  primary key (operation_id, id)
);

-- Files that were sent, with the hash of what left, and what each told.
create table state_files (
  operation_id uuid not null references operations (id),
  id uuid not null,
  reference text not null,
  state text not null check (state ~ '^[A-Z]{3}$'),
  file_sha256 text not null check (file_sha256 ~ '^[0-9a-f]{64}$'),
  -- Hash of the word that only who opened the file knows; answers must repeat the word.
  word_sha256 text not null check (word_sha256 ~ '^[0-9a-f]{64}$'),
  actor text not null check (actor <> ''),
  recorded_at timestamptz not null,
  primary key (operation_id, id),
  unique (operation_id, reference)
);
create table state_file_cases (
  operation_id uuid not null,
  file_id uuid not null,
  submission_id uuid not null,
  site text not null,
  reference text not null,
  version integer not null,
  sha256 text not null,
  primary key (operation_id, file_id, submission_id),
  foreign key (operation_id, file_id) references state_files (operation_id, id),
  foreign key (operation_id, submission_id) references state_submissions (operation_id, submission_id)
);

-- Files of answers that were read: each once.
create table state_answers (
  operation_id uuid not null,
  file_id uuid not null,
  answers_sha256 text not null check (answers_sha256 ~ '^[0-9a-f]{64}$'),
  actor text not null check (actor <> ''),
  recorded_at timestamptz not null,
  primary key (operation_id, answers_sha256),
  foreign key (operation_id, file_id) references state_files (operation_id, id)
);

do $$
declare
  name text;
  here constant text := 'operation_id = nullif(current_setting(''onward.operation'', true), '''')::uuid';
  role constant text := 'current_setting(''onward.role'', true)';
  at_site constant text := '(current_setting(''onward.sites'', true) = ''*'' or site = any(string_to_array(current_setting(''onward.sites'', true), '','')))';
begin
  foreach name in array array['state_acts', 'state_messages', 'state_missions', 'state_mission_cases',
      'state_offers', 'state_keys', 'state_files', 'state_file_cases', 'state_answers'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format('create policy everything on %I using (%s and %s in (''reviewer'', ''system''))', name, here, role);
    execute format('grant select, insert on %I to onward_app', name);
  end loop;
  -- Officers: what is of their sites.
  foreach name in array array['state_messages', 'state_file_cases'] loop
    execute format('create policy own_sites on %I using (%s and %s = ''field_officer'' and %s)', name, here, role, at_site);
  end loop;
  execute format('create policy own_sites on state_acts using (%s and %s = ''field_officer'' and (site is null or %s))', here, role, at_site);
  foreach name in array array['state_missions', 'state_mission_cases', 'state_offers', 'state_files'] loop
    execute format('create policy officers on %I for select using (%s and %s = ''field_officer'')', name, here, role);
  end loop;
  -- A liaison reads what is of the own State; what they write goes through the program's one door.
  execute format('create policy own_state on state_messages for select using (%s and %s = ''state_liaison'' and state = current_setting(''onward.state'', true) and open)', here, role);
  foreach name in array array['state_missions', 'state_mission_cases', 'state_offers'] loop
    execute format('create policy own_state on %I for select using (%s and %s = ''state_liaison'' and state = current_setting(''onward.state'', true))', name, here, role);
  end loop;
  -- An administrator keeps the States' keys and sees no case by it.
  execute format('create policy keepers on state_keys using (%s and %s = ''administrator'')', here, role);
end
$$;
grant update (seen_by, seen_at) on state_acts to onward_app;
grant update (status) on state_missions, state_offers to onward_app;

-- A thread is closed to the State with its submission.
create or replace function follow_submission() returns trigger
language plpgsql security definer set search_path = public, pg_temp as $$
begin
  update snapshot_members m set open = new.open from snapshots s
  where s.operation_id = new.operation_id and s.submission_id = new.submission_id
    and m.operation_id = s.operation_id and m.snapshot_id = s.id and m.open <> new.open;
  update snapshots set open = new.open
  where operation_id = new.operation_id and submission_id = new.submission_id and open <> new.open;
  update state_messages set open = new.open
  where operation_id = new.operation_id and submission_id = new.submission_id and open <> new.open;
  return null;
end
$$;
