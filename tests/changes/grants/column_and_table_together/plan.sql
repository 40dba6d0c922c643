-- PostgreSQL 15

-- transaction
-- narrows_access
revoke select on table public.items from chg_grants_both;
-- widens_access
grant update on table public.items to chg_grants_both;
-- narrows_access
revoke update (name) on table public.items from chg_grants_both;
-- widens_access
grant select (name) on table public.items to chg_grants_both;
