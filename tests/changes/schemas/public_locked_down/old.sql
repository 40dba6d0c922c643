create role chg_public_locked_down;
grant usage on schema public to chg_public_locked_down;
