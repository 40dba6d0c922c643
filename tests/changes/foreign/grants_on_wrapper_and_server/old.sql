create role chg_foreign_grants;
create foreign data wrapper nowhere;
create server away foreign data wrapper nowhere;
grant usage on foreign data wrapper nowhere to chg_foreign_grants;
