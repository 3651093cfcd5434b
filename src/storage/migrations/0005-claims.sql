-- What others said: documents, claims with their hops, words and evidence, and the figures made of
-- them. No key leads from here to a person, a case or a plan, and a test walks all keys
-- (src/testing/claim-walls.db.test.ts). Claims are never edited: a link corrects them.

create table bodies (
  operation_id uuid not null references operations (id),
  handle text not null check (handle ~ '^([a-z0-9][a-z0-9-]*|[A-Z]{3})$'),
  kind text not null check (kind in ('organisation', 'camp', 'state', 'media')),
  recorded_at timestamptz not null,
  actor text not null check (actor <> ''),
  primary key (operation_id, handle)
);

create table body_names (
  operation_id uuid not null,
  handle text not null,
  name text not null check (name <> ''),
  language text not null,
  script text not null,
  -- source_only: a label that others use. It helps to recognise, and is shown in quotations alone.
  kind text not null check (kind in ('self', 'official', 'former', 'abbrev', 'source_only')),
  used_from text,
  used_to text,
  primary key (operation_id, handle, kind, name),
  foreign key (operation_id, handle) references bodies (operation_id, handle)
);

create table source_documents (
  operation_id uuid not null,
  id uuid not null,
  reference text not null,
  publisher text not null,
  url text,
  published_on date not null,
  retrieved_at timestamptz not null,
  -- Of the bytes as they came.
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  language text not null,
  content text not null,
  recorded_at timestamptz not null,
  actor text not null check (actor <> ''),
  primary key (operation_id, id),
  unique (operation_id, reference),
  unique (operation_id, sha256, publisher),
  foreign key (operation_id, publisher) references bodies (operation_id, handle)
);

create table claims (
  operation_id uuid not null,
  id uuid not null,
  reference text not null,
  document_id uuid not null,
  -- Of the columns that follow: what two claims must share to meet (figures/claims/statement-key.ts).
  statement_key text not null,
  subject text not null check (subject ~ '^([a-z0-9][a-z0-9-]*|[A-Z]{3})$'),
  measure text not null,
  population text not null check (population ~ '^[a-z0-9][a-z0-9-]*$'),
  place text not null check (place ~ '^([a-z0-9][a-z0-9-]*|[A-Z]{3})$'),
  event text check (event ~ '^[a-z0-9][a-z0-9-]*$'),
  value_kind text not null check (value_kind in
    ('exact', 'about', 'at_least', 'at_most', 'between', 'unquantified', 'zero')),
  -- A bound that was not said is null.
  low numeric check (low >= 0),
  point numeric check (point >= 0),
  high numeric check (high >= 0),
  as_of_from date not null,
  as_of_to date not null,
  calendar text not null check (calendar in ('gregorian', 'solar_hijri', 'hijri')),
  reported_on date not null,
  recorded_at timestamptz not null,
  stance text not null check (stance in ('asserts', 'denies', 'assumes', 'predicts', 'requests',
    'revises', 'retracts', 'declines_to_confirm')),
  extractor text not null check (extractor <> ''),
  actor text not null check (actor <> ''),
  primary key (operation_id, id),
  unique (operation_id, reference),
  check (as_of_from <= as_of_to),
  check (low is null or high is null or low <= high),
  check (point is null or ((low is null or low <= point) and (high is null or point <= high))),
  foreign key (operation_id, document_id) references source_documents (operation_id, id)
);
create index claims_by_statement on claims (operation_id, statement_key);
create index claims_by_document on claims (operation_id, document_id);

-- The words of the source that a claim was read from: the only home of a source's wording beside
-- the document itself.
create table claim_mentions (
  operation_id uuid not null,
  claim_id uuid not null,
  n smallint not null,
  part text not null,
  start_at integer not null check (start_at >= 0),
  end_at integer not null,
  quoted_text text not null,
  primary key (operation_id, claim_id, n),
  check (start_at < end_at),
  foreign key (operation_id, claim_id) references claims (operation_id, id)
);

create table claim_hops (
  operation_id uuid not null,
  claim_id uuid not null,
  -- From 1, the origin.
  n smallint not null check (n > 0),
  agent text,
  role text,
  relation text not null check (relation in ('says', 'tells', 'cites', 'republishes')),
  anonymous boolean not null,
  primary key (operation_id, claim_id, n),
  foreign key (operation_id, claim_id) references claims (operation_id, id),
  foreign key (operation_id, agent) references bodies (operation_id, handle)
);

create table claim_links (
  operation_id uuid not null,
  from_id uuid not null,
  to_id uuid not null,
  type text not null check (type in
    ('supersedes', 'corrects', 'repeats', 'contradicts', 'explains', 'part_of')),
  recorded_at timestamptz not null,
  actor text not null check (actor <> ''),
  reason text,
  primary key (operation_id, from_id, to_id, type),
  check (from_id <> to_id),
  foreign key (operation_id, from_id) references claims (operation_id, id),
  foreign key (operation_id, to_id) references claims (operation_id, id)
);
create index claim_links_by_end on claim_links (operation_id, to_id);

-- On what a claim rests; a search that found nothing is on record too.
create table claim_evidence (
  operation_id uuid not null,
  id uuid not null,
  claim_id uuid not null,
  kind text not null,
  document_id uuid,
  -- Who holds it and since when, in words of ours.
  custody text,
  recorded_at timestamptz not null,
  actor text not null check (actor <> ''),
  primary key (operation_id, id),
  foreign key (operation_id, claim_id) references claims (operation_id, id),
  foreign key (operation_id, document_id) references source_documents (operation_id, id)
);
create index claim_evidence_by_claim on claim_evidence (operation_id, claim_id);

-- People's words on claims; the last one counts.
create table claim_decisions (
  operation_id uuid not null,
  id uuid not null,
  claim_id uuid not null,
  verdict text not null check (verdict in ('confirmed', 'rejected')),
  recorded_at timestamptz not null,
  actor text not null check (actor <> ''),
  reason text,
  primary key (operation_id, id),
  foreign key (operation_id, claim_id) references claims (operation_id, id)
);
create index claim_decisions_by_claim on claim_decisions (operation_id, claim_id);

-- The figures made of claims, each version from the moment it was known until the next one.
create table claim_figures (
  operation_id uuid not null,
  -- One for each statement and day, whatever its versions.
  reference text not null,
  version integer not null check (version > 0),
  partition_key text not null,
  statement_key text not null,
  known_from timestamptz not null,
  low numeric,
  best numeric,
  high numeric,
  status text not null,
  policy text not null,
  -- The figure with its trail (domain/claim-figure.ts).
  figure jsonb not null,
  primary key (operation_id, reference, version),
  unique (operation_id, partition_key, version)
);
create index claim_figures_by_statement on claim_figures (operation_id, statement_key);

-- Which version of which figure a published text used, so that a correction finds the text.
create table published_claim_figures (
  operation_id uuid not null,
  text_id uuid not null,
  reference text not null,
  version integer not null,
  primary key (operation_id, text_id, reference),
  foreign key (operation_id, text_id) references published_texts (operation_id, id),
  foreign key (operation_id, reference, version)
    references claim_figures (operation_id, reference, version)
);
create index published_claim_figures_by_figure on published_claim_figures (operation_id, reference);

do $$
declare
  name text;
begin
  foreach name in array array[
    'bodies', 'body_names', 'source_documents', 'claims', 'claim_mentions', 'claim_hops',
    'claim_links', 'claim_evidence', 'claim_decisions', 'claim_figures', 'published_claim_figures'
  ] loop
    execute format('alter table %I enable row level security', name);
    execute format('alter table %I force row level security', name);
    execute format(
      'create policy one_operation on %I using (operation_id = nullif(current_setting(''onward.operation'', true), '''')::uuid)',
      name);
    -- Add, and read: nobody edits what was said, judged or published.
    execute format('grant select, insert on %I to onward_app', name);
  end loop;
end
$$;
