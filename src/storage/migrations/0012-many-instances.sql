-- What many instances on one database share: jobs, what changed, and answers to repeated requests.

-- A piece of work that somebody asked for and a worker does later. It runs with the rights that the
-- account has by then. Its end is written in the transaction that holds what it did, and by nobody
-- twice; what changes while it runs is in job_runs, so that the two never wait for each other.
create table jobs (
  operation_id uuid not null references operations (id),
  id uuid not null,
  kind text not null check (kind in ('plan', 'import', 'scan')),
  account_id uuid not null,
  -- References and settings; never what a person is called or told.
  asked jsonb not null,
  status text not null default 'open' check (status in ('open', 'done', 'failed', 'cancelled')),
  result jsonb,
  fault jsonb,
  queued_at timestamptz not null default clock_timestamp(),
  ended_at timestamptz,
  primary key (operation_id, id),
  foreign key (operation_id, account_id) references accounts (operation_id, id)
);
create index jobs_open on jobs (operation_id, queued_at) where status = 'open';
create index jobs_by_account on jobs (operation_id, account_id, queued_at);

create table job_runs (
  operation_id uuid not null,
  job_id uuid not null,
  -- How often a worker began it.
  attempts integer not null default 0,
  not_before timestamptz not null default clock_timestamp(),
  -- Until when its worker has it alone; renewed while the worker lives. Null: nobody has it.
  lease_until timestamptz,
  cancel_asked boolean not null default false,
  done bigint not null default 0 check (done >= 0),
  total bigint not null default 0 check (total >= 0),
  primary key (operation_id, job_id),
  foreign key (operation_id, job_id) references jobs (operation_id, id) on delete cascade
);

-- The file that a job reads, in pieces; gone when the job has ended.
create table job_files (
  operation_id uuid not null,
  job_id uuid not null,
  part integer not null,
  bytes bytea not null,
  primary key (operation_id, job_id, part),
  foreign key (operation_id, job_id) references jobs (operation_id, id) on delete cascade
);

-- Which kind of thing changed, for the screens of others; forgotten after some minutes.
create table news (
  operation_id uuid not null references operations (id),
  id uuid not null,
  kinds text[] not null,
  -- The last thing before the commit, by the database's clock.
  at timestamptz not null default clock_timestamp(),
  primary key (operation_id, id)
);
create index news_by_time on news (operation_id, at);

-- What a request with a key was answered, written in the same commit as what it did, so that the
-- same request sent again does nothing twice. Forgotten after a day.
create table kept_answers (
  operation_id uuid not null references operations (id),
  account_id uuid not null,
  key text not null check (key ~ '^[0-9A-Za-z_-]{8,64}$'),
  -- Of method, address and body.
  request_sha256 text not null,
  -- Null: done, but its answer was too large, or lost.
  status smallint,
  answer text,
  made_at timestamptz not null default now(),
  primary key (operation_id, account_id, key)
);
create index kept_answers_by_time on kept_answers (operation_id, made_at);

alter table jobs enable row level security;
alter table jobs force row level security;
alter table job_runs enable row level security;
alter table job_runs force row level security;
alter table job_files enable row level security;
alter table job_files force row level security;
alter table news enable row level security;
alter table news force row level security;
alter table kept_answers enable row level security;
alter table kept_answers force row level security;

-- A job and an answer are of the account that asked; workers and housekeeping stand for the system.
create policy own on jobs using (
  operation_id = nullif(current_setting('onward.operation', true), '')::uuid
  and (current_setting('onward.role', true) = 'system'
       or account_id = nullif(current_setting('onward.account', true), '')::uuid));
create policy own on kept_answers using (
  operation_id = nullif(current_setting('onward.operation', true), '')::uuid
  and (current_setting('onward.role', true) = 'system'
       or account_id = nullif(current_setting('onward.account', true), '')::uuid));
-- What was sent is read by the worker; whoever sent it has it.
create policy workers_read on job_files for select using (
  operation_id = nullif(current_setting('onward.operation', true), '')::uuid
  and current_setting('onward.role', true) = 'system');
create policy workers_delete on job_files for delete using (
  operation_id = nullif(current_setting('onward.operation', true), '')::uuid
  and current_setting('onward.role', true) = 'system');
create policy senders_write on job_files for insert with check (
  operation_id = nullif(current_setting('onward.operation', true), '')::uuid);
create policy one_operation on job_runs using (
  operation_id = nullif(current_setting('onward.operation', true), '')::uuid);
create policy one_operation on news using (
  operation_id = nullif(current_setting('onward.operation', true), '')::uuid);

grant select, insert, update, delete on jobs, job_runs, kept_answers to onward_app;
grant select, insert, delete on job_files, news to onward_app;

-- A worker looks for work in all operations at once: it learns where, and nothing of what.
create policy queue on jobs for select to onward_owner using (true);
create policy queue on job_runs for select to onward_owner using (true);
create function operations_with_jobs() returns setof uuid
language sql stable security definer set search_path = public, pg_temp as $$
  select distinct j.operation_id
  from jobs j join job_runs r on r.operation_id = j.operation_id and r.job_id = j.id
  where j.status = 'open' and r.not_before <= clock_timestamp()
    and coalesce(r.lease_until, '-infinity') <= clock_timestamp()
$$;
revoke execute on function operations_with_jobs() from public;
grant execute on function operations_with_jobs() to onward_app;
