create role chg_defaults_schema;
create schema app;
alter default privileges in schema app grant select, insert on tables to chg_defaults_schema;
alter default privileges in schema app grant usage on sequences to chg_defaults_schema;
