create role chg_public_locked_down;
revoke usage on schema public from public;
revoke create on schema public from pg_database_owner;
comment on schema public is 'Nobody creates anything here.';
