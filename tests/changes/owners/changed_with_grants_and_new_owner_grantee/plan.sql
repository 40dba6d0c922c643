-- PostgreSQL 15

-- transaction
alter table public.items owner to chg_owner_after;
-- widens_access
grant select on table public.items to chg_owner_before;
