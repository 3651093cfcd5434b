-- What States and offices said of a case goes to another site with it (storage/sites.ts), so that
-- the officers of the old site no longer read it.
grant update (site) on state_acts, state_messages, state_file_cases to onward_app;
