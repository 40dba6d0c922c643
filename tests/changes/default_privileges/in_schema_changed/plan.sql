-- PostgreSQL 15

-- transaction
-- narrows_access
alter default privileges in schema app revoke usage on sequences from chg_defaults_schema;
-- narrows_access
alter default privileges in schema app revoke insert, select on tables from chg_defaults_schema;
-- widens_access
alter default privileges in schema app grant select on tables to chg_defaults_schema with grant option;
-- widens_access
alter default privileges in schema app grant execute on functions to chg_defaults_schema;
