-- PostgreSQL 15

-- transaction
-- widens_access
alter default privileges for role chg_defaults_owner grant execute on functions to public;
-- widens_access
alter default privileges for role chg_defaults_owner grant usage on schemas to public;
-- narrows_access
alter default privileges for role chg_defaults_owner revoke usage on types from public;
