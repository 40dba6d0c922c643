create role chg_defaults_owner;
alter default privileges for role chg_defaults_owner revoke usage on types from public;
alter default privileges for role chg_defaults_owner grant usage on schemas to public;
