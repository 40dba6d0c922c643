-- PostgreSQL 15

-- transaction
-- narrows_access
alter table public.items enable row level security;
-- widens_access
create policy own on public.items for select to chg_policy_created using ((owner = CURRENT_USER));
