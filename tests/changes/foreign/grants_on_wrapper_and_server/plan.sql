-- PostgreSQL 15

-- transaction
-- narrows_access
revoke usage on foreign data wrapper nowhere from chg_foreign_grants;
-- widens_access
grant usage on foreign server away to chg_foreign_grants with grant option;
