-- Erasing a person (docs/encryption.md): asked by one, confirmed by another; what stays is this row.

create table erasures (
  operation_id uuid not null references operations (id),
  id uuid not null,
  person_id uuid not null,
  -- As the person was known here; it holds nothing of them.
  reference text not null,
  reason text not null check (reason in ('person_asked', 'time_is_over', 'recorded_by_mistake', 'ordered')),
  asked_by text not null check (asked_by <> ''),
  asked_at timestamptz not null,
  ended_by text,
  ended_at timestamptz,
  outcome text not null default 'asked' check (outcome in ('asked', 'erased', 'withdrawn')),
  primary key (operation_id, id),
  foreign key (operation_id, person_id) references persons (operation_id, id),
  check ((outcome = 'asked') = (ended_by is null) and (ended_by is null) = (ended_at is null)),
  -- Four eyes.
  check (outcome <> 'erased' or ended_by <> asked_by)
);
create unique index one_open_erasure on erasures (operation_id, person_id) where outcome <> 'withdrawn';

alter table erasures enable row level security;
alter table erasures force row level security;
create policy who_sees on erasures to onward_app
  using (operation_id = nullif(current_setting('onward.operation', true), '')::uuid
         and current_setting('onward.role', true) in ('reviewer', 'auditor', 'system'));
grant select, insert on erasures to onward_app;
grant update (ended_by, ended_at, outcome) on erasures to onward_app;

-- What the application itself may not change: history. Only for a person whose erasure stands.
create policy checked on erasures for select to onward_owner
  using (operation_id = nullif(current_setting('onward.operation', true), '')::uuid);
create policy erased_seen on judgements for select to onward_owner
  using (operation_id = nullif(current_setting('onward.operation', true), '')::uuid);
create policy erased on judgements for update to onward_owner
  using (operation_id = nullif(current_setting('onward.operation', true), '')::uuid);
create policy erased_seen on errf_cases for select to onward_owner
  using (operation_id = nullif(current_setting('onward.operation', true), '')::uuid);
create policy erased on errf_cases for delete to onward_owner
  using (operation_id = nullif(current_setting('onward.operation', true), '')::uuid);

create function erase_from_history(op uuid, person uuid, cases uuid[]) returns integer
language plpgsql security definer set search_path = public, pg_temp as $$
declare
  removed integer;
begin
  perform from erasures where operation_id = op and person_id = person and outcome = 'erased';
  if not found then
    raise exception 'no erasure stands' using errcode = '23514', constraint = 'erasure_confirmed';
  end if;
  update judgements set a_mark = '', b_mark = '', reason = null
  where operation_id = op and (a_id = person or b_id = person);
  delete from errf_cases where operation_id = op and case_id = any (cases);
  get diagnostics removed = row_count;
  return removed;
end
$$;
revoke execute on function erase_from_history(uuid, uuid, uuid[]) from public;
grant execute on function erase_from_history(uuid, uuid, uuid[]) to onward_app;
