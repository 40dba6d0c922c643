-- PostgreSQL 15

-- transaction
-- narrows_access
drop policy own on public.items;
