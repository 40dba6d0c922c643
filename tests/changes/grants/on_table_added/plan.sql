-- PostgreSQL 15

-- transaction
-- widens_access
grant insert, select on table public.items to chg_grants_table;
