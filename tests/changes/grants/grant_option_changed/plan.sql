-- PostgreSQL 15

-- transaction
-- narrows_access
revoke grant option for insert, select on table public.items from chg_grant_option cascade;
