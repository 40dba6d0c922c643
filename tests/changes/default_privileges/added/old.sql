create role chg_defaults_reader;
