create role chg_foreign_grants;
create foreign data wrapper nowhere;
create server away foreign data wrapper nowhere;
grant usage on foreign server away to chg_foreign_grants with grant option;
