-- PostgreSQL 15

-- transaction
-- widens_access
grant select (count) on table public.counts to chg_grants_view;
-- narrows_access
revoke select on table public.names from chg_grants_view;
-- widens_access
grant select (name), update (name) on table public.names to chg_grants_view;
