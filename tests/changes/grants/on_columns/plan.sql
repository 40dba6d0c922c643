-- PostgreSQL 15

-- transaction
-- widens_access
grant select (id) on table public.items to chg_grants_columns with grant option;
-- narrows_access
revoke select (name), update (name) on table public.items from chg_grants_columns;
-- widens_access
grant insert (price), select (price) on table public.items to chg_grants_columns with grant option;
