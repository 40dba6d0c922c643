create role chg_defaults_touch;
alter default privileges grant all on tables to chg_defaults_touch;
