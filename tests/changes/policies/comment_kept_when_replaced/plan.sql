-- PostgreSQL 15

-- transaction
drop policy p on public.items;
-- widens_access
create policy p on public.items for insert to public with check (true);
comment on policy p on public.items is 'A policy.';
