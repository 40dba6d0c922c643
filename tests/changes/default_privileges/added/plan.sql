-- PostgreSQL 15

-- transaction
-- widens_access
alter default privileges grant select on tables to chg_defaults_reader;
