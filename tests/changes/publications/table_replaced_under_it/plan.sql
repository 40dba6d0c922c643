-- PostgreSQL 15

-- transaction
alter publication feed drop table public.items;
-- depends_on_data, breaks_clients
alter table public.items alter column size type integer using size::integer;
alter publication feed add table public.items (id, size);
