create role chg_defaults_reader;
alter default privileges grant select on tables to chg_defaults_reader;
