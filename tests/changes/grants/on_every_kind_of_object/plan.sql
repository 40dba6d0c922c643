-- PostgreSQL 15

-- transaction
-- widens_access
grant create, usage on schema app to chg_grants_every;
-- widens_access
grant usage on foreign data wrapper nowhere to chg_grants_every;
-- widens_access
grant usage on foreign server away to chg_grants_every;
-- widens_access
grant usage on type app.mood to chg_grants_every;
-- widens_access
grant usage on type app.word to chg_grants_every;
-- widens_access
grant execute on function app.answer() to chg_grants_every with grant option;
-- widens_access
grant execute on procedure app.tidy() to chg_grants_every;
-- widens_access
grant execute on function app.total(integer) to chg_grants_every;
-- widens_access
grant usage, select, update on sequence app.numbers to chg_grants_every;
-- widens_access
grant select on table app.remote to chg_grants_every;
