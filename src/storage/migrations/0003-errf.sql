-- What an eRRF said of a case, so that exporting the case writes it again: the register has no place
-- for photographs, addresses, relatives outside the case and more, and religion and ethnicity must
-- not become columns that anything else reads. Only storage/errf-cases.ts reads it. Append only: a
-- later import adds its own; what an undone import brought does not count.
create table errf_cases (
  operation_id uuid not null references operations (id),
  case_id uuid not null,
  batch_id uuid not null,
  version text not null check (version in ('4.1', '2.8')),
  -- The rows of the case by block; each value as text, as the file had it.
  content jsonb not null,
  -- Of the content: the same file again is no news.
  sha256 text not null,
  primary key (operation_id, case_id, batch_id),
  foreign key (operation_id, case_id) references cases (operation_id, id),
  foreign key (operation_id, batch_id) references batches (operation_id, id)
);

alter table errf_cases enable row level security;
alter table errf_cases force row level security;
create policy one_operation on errf_cases
  using (operation_id = nullif(current_setting('onward.operation', true), '')::uuid);
grant select, insert on errf_cases to onward_app;
