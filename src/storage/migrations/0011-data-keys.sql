-- Keys that seal columns (docs/encryption.md): one for each operation, wrapped by a key that is not
-- in the database, and one for each person, wrapped by the operation's. A person's key that is
-- deleted takes with it whatever was sealed with it, wherever that lies.

create table data_keys (
  operation_id uuid not null references operations (id),
  -- The zero id: the operation's own.
  person_id uuid not null,
  wrapped bytea not null,
  -- Which key opens it: the id of a master key, or `operation`.
  wrapped_by text not null,
  made_at timestamptz not null default now(),
  primary key (operation_id, person_id)
);

alter table data_keys enable row level security;
alter table data_keys force row level security;
-- A wrapped key opens nothing by itself: whoever may read a row may have its key.
create policy one_operation on data_keys for select
  using (operation_id = nullif(current_setting('onward.operation', true), '')::uuid);
create policy made on data_keys for insert
  with check (operation_id = nullif(current_setting('onward.operation', true), '')::uuid);
-- Wrapped anew, or destroyed: by the machine itself only.
create policy rewrapped on data_keys for update
  using (operation_id = nullif(current_setting('onward.operation', true), '')::uuid
         and current_setting('onward.role', true) = 'system');
create policy destroyed on data_keys for delete
  using (operation_id = nullif(current_setting('onward.operation', true), '')::uuid
         and current_setting('onward.role', true) = 'system');
grant select, insert, update, delete on data_keys to onward_app;
