-- PostgreSQL 15

-- transaction
-- narrows_access
revoke usage on schema public from public;
-- narrows_access
revoke create on schema public from pg_database_owner;
-- narrows_access
revoke usage on schema public from chg_public_locked_down;
comment on schema public is 'Nobody creates anything here.';
