-- The audit (docs/audit.md): what was done, by whom, in hash chains with signed checkpoints.

-- Append only. Written in the transaction of what it notes, one lane by one transaction at a time.
-- No foreign key to operations: it would be looked up for each entry, and the chain holds the id.
create table audit_entries (
  operation_id uuid not null,
  lane uuid not null,
  seq bigint not null check (seq > 0),
  at timestamptz not null,
  actor text not null check (actor <> ''),
  role text not null,
  kind text not null,
  action text not null,
  -- Kind and id, such as person:0190…; never a name.
  subjects text[] not null,
  -- JSON as text: it is hashed letter by letter.
  facts text not null,
  key text not null,
  prev_hash bytea not null,
  hash bytea not null,
  seal bytea not null,
  primary key (operation_id, lane, seq)
);
create index audit_entries_by_time on audit_entries (operation_id, at);

-- Signed statements on lanes, in one chain for each operation.
create table audit_checkpoints (
  operation_id uuid not null,
  seq bigint not null check (seq > 0),
  at timestamptz not null,
  kind text not null check (kind in ('reached', 'dropped')),
  heads text not null,
  key text not null,
  prev_hash bytea not null,
  hash bytea not null,
  signature bytea not null,
  primary key (operation_id, seq)
);

do $$
declare
  name text;
  here constant text := 'operation_id = nullif(current_setting(''onward.operation'', true), '''')::uuid';
begin
  foreach name in array array['audit_entries', 'audit_checkpoints'] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format(
      'create policy read_by_auditor on %I for select using (%s and current_setting(''onward.role'', true) in (''auditor'', ''system''))',
      name, here);
    execute format('grant select, insert on %I to onward_app', name);
  end loop;
  -- Whoever does something is noted; only the machine itself makes checkpoints.
  execute format('create policy written_by_all on audit_entries for insert with check (%s)', here);
  execute format(
    'create policy written_by_system on audit_checkpoints for insert with check (%s and current_setting(''onward.role'', true) = ''system'')',
    here);
  -- The application has no right to delete; the owner's command drops lanes after their time.
  execute format('create policy dropped_by_owner on audit_entries for delete using (%s)', here);
end
$$;
