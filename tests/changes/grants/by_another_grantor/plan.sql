-- PostgreSQL 15

-- transaction
set local role chg_grantor;
-- widens_access
grant select on table public.items to chg_grantee;
reset role;
