-- What an edition told of others is kept with it: incidents and figures made of claims, as they
-- stood when it was published. Null: it was published before this was kept.
alter table published_texts add column told jsonb;
