-- PostgreSQL 15

-- transaction
drop policy a on public.items;
-- widens_access
alter policy b on public.items to public using (true) with check (false);
-- widens_access
create policy a on public.items for all to public using (true);
