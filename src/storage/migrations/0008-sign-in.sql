-- Who is it: sessions, one-time links, what an account proves itself with, and tries that failed.
-- Nothing here can be replayed by who reads it: tokens, links and codes are kept as SHA-256 of 256
-- (codes: 80) random bits, passwords as argon2id.

create table sessions (
  operation_id uuid not null references operations (id),
  token_hash bytea not null check (octet_length(token_hash) = 32),
  -- Names the session in lists; opens nothing.
  id uuid not null,
  account_id uuid not null,
  -- In an exercise only: the account that an owner's session works as.
  acting_as uuid,
  -- Opened by who holds the data folder.
  by_owner boolean not null,
  opened_with text not null
    check (opened_with in ('link', 'password', 'password_and_code', 'passkey', 'outside')),
  -- The browser in two words, so that one finds the right session in the list.
  device text not null check (length(device) <= 60),
  opened_at timestamptz not null,
  seen_at timestamptz not null,
  ends_at timestamptz not null check (ends_at > opened_at),
  primary key (operation_id, token_hash),
  unique (operation_id, id),
  foreign key (operation_id, account_id) references accounts (operation_id, id),
  foreign key (operation_id, acting_as) references accounts (operation_id, id)
);
create index sessions_by_account on sessions (operation_id, account_id);

-- A row is deleted by the use of its link.
create table one_time_links (
  operation_id uuid not null,
  token_hash bytea not null check (octet_length(token_hash) = 32),
  account_id uuid not null,
  by_owner boolean not null,
  made_by text not null check (made_by <> ''),
  made_at timestamptz not null,
  ends_at timestamptz not null check (ends_at > made_at),
  primary key (operation_id, token_hash),
  foreign key (operation_id, account_id) references accounts (operation_id, id)
);
create index one_time_links_by_account on one_time_links (operation_id, account_id);

create table passwords (
  operation_id uuid not null,
  account_id uuid not null,
  hash text not null check (hash like '$argon2id$%'),
  set_at timestamptz not null,
  primary key (operation_id, account_id),
  foreign key (operation_id, account_id) references accounts (operation_id, id)
);

-- Codes of six digits from an app. A code counts once: its time step and all before are used up.
create table code_secrets (
  operation_id uuid not null,
  account_id uuid not null,
  secret text not null,
  -- Null: shown to the account, not confirmed by a first code yet.
  confirmed_at timestamptz,
  last_step bigint not null default 0,
  primary key (operation_id, account_id),
  foreign key (operation_id, account_id) references accounts (operation_id, id)
);

create table recovery_codes (
  operation_id uuid not null,
  account_id uuid not null,
  code_hash bytea not null check (octet_length(code_hash) = 32),
  primary key (operation_id, account_id, code_hash),
  foreign key (operation_id, account_id) references accounts (operation_id, id)
);

create table passkeys (
  operation_id uuid not null,
  -- As the authenticator names it, base64url.
  credential_id text not null,
  id uuid not null,
  account_id uuid not null,
  public_key bytea not null,
  counter bigint not null,
  transports text[] not null,
  name text not null check (name <> '' and length(name) <= 60),
  made_at timestamptz not null,
  used_at timestamptz,
  primary key (operation_id, credential_id),
  unique (operation_id, id),
  foreign key (operation_id, account_id) references accounts (operation_id, id)
);
create index passkeys_by_account on passkeys (operation_id, account_id);

-- An account at an organisation's own provider (OpenID Connect): issuer and subject, never e-mail.
create table outside_accounts (
  operation_id uuid not null,
  issuer text not null,
  subject text not null,
  account_id uuid not null,
  linked_at timestamptz not null,
  primary key (operation_id, issuer, subject),
  foreign key (operation_id, account_id) references accounts (operation_id, id)
);
create index outside_accounts_by_account on outside_accounts (operation_id, account_id);

-- What was asked of a browser and is waited for: the challenge of a passkey, a visit to a provider.
create table sign_in_challenges (
  operation_id uuid not null references operations (id),
  challenge_hash bytea not null check (octet_length(challenge_hash) = 32),
  kind text not null check (kind in ('passkey', 'new_passkey', 'outside', 'new_outside')),
  account_id uuid,
  data jsonb not null,
  ends_at timestamptz not null,
  primary key (operation_id, challenge_hash)
);
create index sign_in_challenges_by_end on sign_in_challenges (operation_id, ends_at);

-- Failed tries by account and by address, as hashes of both; rows are deleted when they end.
create table sign_in_tries (
  operation_id uuid not null references operations (id),
  key_hash bytea not null check (octet_length(key_hash) = 32),
  tries integer not null,
  ends_at timestamptz not null,
  primary key (operation_id, key_hash)
);
create index sign_in_tries_by_end on sign_in_tries (operation_id, ends_at);

-- Whatever an account is allowed elsewhere, only administrators and the machine change accounts.
create policy added_by_keepers on accounts as restrictive for insert
  with check (current_setting('onward.role', true) in ('administrator', 'system'));
create policy changed_by_keepers on accounts as restrictive for update
  using (current_setting('onward.role', true) in ('administrator', 'system'));

-- Only the machine itself looks here: whoever works at a desk, an administrator too, does not.
do $$
declare
  name text;
begin
  foreach name in array array[
    'sessions', 'one_time_links', 'passwords', 'code_secrets', 'recovery_codes', 'passkeys',
    'outside_accounts', 'sign_in_challenges', 'sign_in_tries'
  ] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format(
      'create policy of_the_system on %I using (operation_id = nullif(current_setting(''onward.operation'', true), '''')::uuid and current_setting(''onward.role'', true) = ''system'')',
      name);
    execute format('grant select, insert, update, delete on %I to onward_app', name);
  end loop;
end
$$;
