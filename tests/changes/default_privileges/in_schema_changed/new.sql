create role chg_defaults_schema;
create schema app;
alter default privileges in schema app grant select on tables to chg_defaults_schema with grant option;
alter default privileges in schema app grant execute on functions to chg_defaults_schema;
