-- PostgreSQL 15

-- transaction
-- narrows_access
revoke select on table public.items from public;
-- narrows_access
revoke truncate, insert on table public.items from chg_grants_owner;
