-- PostgreSQL 15

-- transaction
-- narrows_access
revoke truncate, insert, delete, trigger, update, references on table public.items from chg_grants_removed;
