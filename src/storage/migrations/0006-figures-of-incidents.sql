-- Figures of an incident are looked up by it, so that an overview does not read every figure.
-- Generated, so that what is on file has it too: the wall hides all rows from a migration.
alter table claim_figures
  add column event text generated always as (figure -> 'statement' ->> 'event') stored;
create index claim_figures_by_event on claim_figures (operation_id, event) where event is not null;
