-- PostgreSQL 15

-- transaction
-- widens_access
alter policy own on public.items to public using ((owner = SESSION_USER)) with check (((owner = SESSION_USER) AND (id > 0)));
