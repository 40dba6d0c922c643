-- PostgreSQL 15

-- transaction
-- narrows_access
alter table public.events enable row level security;
-- narrows_access
alter table public.events_2026 enable row level security;
-- widens_access
create policy own on public.events for all to public using ((owner = CURRENT_USER));
-- widens_access
create policy "none" on public.events_2026 for all to public using (false);
