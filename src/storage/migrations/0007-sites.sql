-- Where people are registered and worked for: camps, settlements, offices. Everything of a person or
-- a case carries its site, so that row-level security compares plain columns with settings
-- (docs/access.md). An operation of one place never meets the word: its site is `main`.

create table sites (
  operation_id uuid not null references operations (id),
  -- Short and readable; accounts and settings name sites by it.
  id text not null check (id ~ '^[a-z0-9][a-z0-9-]{0,39}$'),
  name text not null check (name <> ''),
  kind text not null check (kind in ('camp', 'settlement', 'office')),
  primary key (operation_id, id)
);
alter table sites enable row level security;
alter table sites force row level security;
create policy one_operation on sites
  using (operation_id = nullif(current_setting('onward.operation', true), '')::uuid);
grant select, insert, update on sites to onward_app;

-- Which sites an account works for (a field officer; `*`: all), which State a liaison speaks for,
-- and since when the account may not work any more.
alter table accounts
  add column sites text[] not null default '{*}',
  add column state text check (state ~ '^[A-Z]{3}$'),
  add column disabled_at timestamptz;

-- Filled for what is on file: until now every operation was one place.
alter table persons add column site text not null default 'main';
alter table person_keys add column site text not null default 'main';
alter table person_link_keys add column site text not null default 'main';
alter table households add column site text not null default 'main';
alter table cases add column site text not null default 'main';
alter table case_members add column site text not null default 'main';
alter table case_links add column site text not null default 'main';
alter table submissions add column site text not null default 'main';
alter table submission_members add column site text not null default 'main';
alter table travel_checks add column site text not null default 'main';
alter table plan_directives add column site text not null default 'main';
alter table errf_cases add column site text not null default 'main';
alter table same_persons add column site text not null default 'main';
-- Two records may be of two sites.
alter table pairs
  add column a_site text not null default 'main',
  add column b_site text not null default 'main';
alter table judgements
  add column a_site text not null default 'main',
  add column b_site text not null default 'main';
-- Events of offers and incidents are of no site.
alter table events add column site text default 'main';
-- A file may bring people of several sites.
alter table batches add column sites text[] not null default '{main}';
