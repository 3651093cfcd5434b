-- Imports that can be prepared, taken back in part, and exports that leave a trace.

-- Which header of a kind of file means which field, under a name that people give it.
create table import_mappings (
  operation_id uuid not null references operations (id),
  kind text not null check (kind in ('register', 'offers')),
  name text not null check (name <> ''),
  -- Field to header, as it stands in the files.
  map jsonb not null,
  actor text not null,
  saved_at timestamptz not null,
  primary key (operation_id, kind, name)
);

-- Single events that do not count any more: those of a batch that was undone in part. Read beside
-- event_voids, which undoes whole batches.
create table single_event_voids (
  operation_id uuid not null references operations (id),
  event_id uuid not null,
  batch_id uuid not null,
  recorded_at timestamptz not null,
  actor text not null,
  primary key (operation_id, event_id)
);

-- Whom and what the undoing in part took back of a batch.
create table undone_parts (
  operation_id uuid not null references operations (id),
  batch_id uuid not null,
  kind text not null check (kind in ('person', 'case', 'offer')),
  entity_id uuid not null,
  recorded_at timestamptz not null,
  actor text not null,
  primary key (operation_id, batch_id, kind, entity_id)
);

-- What left the house: who took it, for what, which rows. Append only.
create table exports (
  operation_id uuid not null references operations (id),
  id uuid not null,
  what text not null check (what in ('persons', 'cases', 'offers')),
  format text not null check (format in ('xlsx', 'csv', 'hxl', 'json')),
  purpose text not null check (length(trim(purpose)) >= 3),
  filters jsonb not null,
  rows integer not null check (rows >= 0),
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  actor text not null check (actor <> ''),
  exported_at timestamptz not null,
  primary key (operation_id, id)
);
create index exports_by_time on exports (operation_id, exported_at);

do $$
declare
  name text;
begin
  foreach name in array array['import_mappings', 'single_event_voids', 'undone_parts', 'exports'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format(
      'create policy one_operation on %I using (operation_id = nullif(current_setting(''onward.operation'', true), '''')::uuid)',
      name);
    execute format('grant select, insert on %I to onward_app', name);
  end loop;
end
$$;

-- A mapping is a convenience, not a record: it may be saved anew and deleted.
grant update, delete on import_mappings to onward_app;
