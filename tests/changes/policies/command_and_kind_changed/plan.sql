-- PostgreSQL 15

-- transaction
drop policy a on public.items;
drop policy b on public.items;
-- widens_access
create policy a on public.items for delete to public using (true);
-- narrows_access
create policy b on public.items as restrictive for update to public using (true);
