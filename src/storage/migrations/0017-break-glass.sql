-- Emergency access (docs/audit.md): an account reads one named case or person of another site, for a
-- short time, with a reason; a reviewer or auditor looks at it afterwards.

create table break_glass_grants (
  operation_id uuid not null references operations (id),
  id uuid not null,
  account_id uuid not null,
  actor text not null,
  subject_kind text not null check (subject_kind in ('case', 'person')),
  subject_id uuid not null,
  -- As it is called and where it was when the grant was opened.
  reference text not null,
  site text not null,
  reason text not null check (length(trim(reason)) >= 10),
  opened_at timestamptz not null,
  ends_at timestamptz not null check (ends_at > opened_at),
  -- Ended before its time.
  ended_at timestamptz,
  acknowledged_at timestamptz,
  acknowledged_by text,
  primary key (operation_id, id)
);
create index break_glass_by_account on break_glass_grants (operation_id, account_id, ends_at);

alter table break_glass_grants enable row level security;
alter table break_glass_grants force row level security;
create policy seen_by_reviewers on break_glass_grants for select using (
  operation_id = nullif(current_setting('onward.operation', true), '')::uuid
  and (current_setting('onward.role', true) in ('reviewer', 'auditor', 'system')
    or account_id = nullif(current_setting('onward.account', true), '')::uuid));
create policy opened_for_oneself on break_glass_grants for insert with check (
  operation_id = nullif(current_setting('onward.operation', true), '')::uuid
  and account_id = nullif(current_setting('onward.account', true), '')::uuid
  and current_setting('onward.role', true) = 'field_officer'
  and acknowledged_at is null);
create policy looked_at_by_others on break_glass_grants for update using (
  operation_id = nullif(current_setting('onward.operation', true), '')::uuid
  and (current_setting('onward.role', true) in ('reviewer', 'auditor')
    or account_id = nullif(current_setting('onward.account', true), '')::uuid))
  with check (acknowledged_by is null or current_setting('onward.role', true) in ('reviewer', 'auditor'));
-- A grant is never lengthened or moved to somebody else, and never taken out.
grant select, insert on break_glass_grants to onward_app;
grant update (ended_at, acknowledged_at, acknowledged_by) on break_glass_grants to onward_app;
