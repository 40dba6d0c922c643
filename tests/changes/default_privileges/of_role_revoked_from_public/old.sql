create role chg_defaults_owner;
alter default privileges for role chg_defaults_owner revoke execute on functions from public;
